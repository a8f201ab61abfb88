import secrets

from django.http import Http404
from django.urls import reverse

from hearth.base.http import SIGNED_IN, answer, found, open_to, page, typed_words
from hearth.base.ids import key
from hearth.conversations.actions import keeping, threads
from hearth.conversations.forms import PostForm, ThreadForm
from hearth.conversations.models import Draft, Post
from hearth.conversations.models.wording import plain, shortened
from hearth.conversations.queries import pages
from hearth.conversations.views import fragments
from hearth.groups.models import Group
from hearth.groups.permissions import membership_of
from hearth.screening.engine import read


def new_once() -> str:
    """A mark for one form, so that sending it twice publishes once."""
    return secrets.token_urlsafe(9)


def gone(request):
    """What was written for a place that is not there (any more) for its writer, given back.

    The same answer for a group one has just left, one that hides, and one that never was.
    """
    return page(request, "conversations/threads/gone.html", status=404, kept=typed_words(request))


def with_care(address: str, words: str, post: int) -> str:
    """The address to go on to; when the words sound like a very hard night, help for their writer comes first.

    What was written is posted whatever it says. When it says that there may be danger, a page with nothing but
    people to reach stands before the conversation, and leads on to it.
    """
    findings = read(words)
    if findings.at_least("high"):
        return f"{reverse('safety:crisis.care')}?post={key(post)}"
    if not findings.at_least("moderate"):
        return address
    path, _hash, place = address.partition("#")
    return f"{path}{'&' if '?' in path else '?'}care=1#{place}"


@open_to(SIGNED_IN, "GET", "POST")
def create(request, group):
    """Write something new in a group."""
    group = Group.objects.of(request.user).filter(pk=group).first()
    if group is None:
        if request.method == "POST":
            return gone(request)
        raise Http404
    if request.method != "POST":
        draft = Draft.objects.visible_to(request.user).filter(group=group, thread=None).first()
        form = ThreadForm(initial={**(draft.fields if draft else {}), "once": new_once()})
        return page(request, "conversations/threads/new.html", **writing(request, group), form=form, draft=draft)
    form = ThreadForm(request.POST)
    if not form.is_valid():
        shown = {**writing(request, group), "form": form, "draft": None}
        return page(request, "conversations/threads/new.html", status=422, **shown)
    thread = threads.begin(group=group, by=request.user, **form.cleaned_data)
    opening = Post.objects.only("pk").get(thread=thread, seq=1).pk
    address = reverse("conversations:threads.show", args=[thread.pk]) + "#post-1"
    return answer(request, to=with_care(address, f"{thread.title}\n{form.cleaned_data['body']}", opening))


def writing(request, group) -> dict:
    """What is said beside a text that is being written: under which name, and who will read it."""
    members, carers = pages.headcount(group.pk)
    return {
        "group": group,
        "membership": membership_of(request.user, group),
        "members": members,
        "carers": carers,
    }


@open_to(SIGNED_IN)
def show(request, thread):
    """A conversation: who began it and with what wish, the replies, and a place to write back."""
    room = pages.thread_for(request.user, thread)
    if room is None:
        raise Http404
    after, before, lost = place(request)
    shown = pages.page_of(room, request.user, after=after, before=before)
    shown.lost = shown.lost or lost
    initial = {"anonymous": room.anonymous and room.mine, **room.draft, "once": new_once()}
    if initial.get("quoted") and quoted_post(request.user, room, str(initial["quoted"])) is None:
        # What was quoted when the draft was kept is not this reader's to see any more.
        initial |= {"quoted": "", "passage": ""}
    quoted = quoted_post(request.user, room, request.GET.get("quote", ""))
    if quoted is not None:
        initial |= {"quoted": quoted.seq, "passage": shortened(plain(quoted.html), 500).rstrip("…")}
    note_reading(request, shown)
    return page(request, "conversations/threads/show.html", **conversation(request, shown, PostForm(initial=initial)))


def conversation(request, shown: pages.ThreadPage, form) -> dict:
    room = shown.thread
    return {
        "shown": shown,
        "thread": room,
        "reader": room.reader,
        "form": form,
        "care": request.GET.get("care") == "1",
        "draw": fragments.pen(room),
        "compose": fragments.composer(shown, form, request.user),
    }


def place(request) -> tuple[int | None, int | None, bool]:
    """Where in a thread the reader wants to be: (after, before, whether the address named no place at all)."""
    for name in ("after", "before"):
        text = request.GET.get(name)
        if text is None:
            continue
        if text.isascii() and text.isdigit() and len(text) < 10:
            return (int(text), None, False) if name == "after" else (None, int(text), False)
        return None, None, True
    return None, None, False


def quoted_post(person, room: pages.ShownThread, seq: str) -> Post | None:
    if not (seq.isascii() and seq.isdigit() and len(seq) < 10):
        return None
    return Post.objects.visible_to(person).standing().filter(thread=room.id, seq=int(seq)).first()


def note_reading(request, shown: pages.ThreadPage) -> None:
    """Remember how far this reader has come, when that is further than before, or when something new waits for them."""
    if request.method != "GET":
        return
    room = shown.thread
    seen = shown.replies[-1].seq if shown.replies else 1
    if room.seen_seq is None or seen > room.seen_seq or (request.user.has_news and seen == room.seen_seq):
        keeping.mark_read(thread_id=room.id, membership_id=room.reader.id, seq=seen, by=request.user)


@open_to(SIGNED_IN)
def readers(request, group):
    """Who will read what is being written: the sentence beside the button, read again when the group changes."""
    group = found(Group.objects.of(request.user), pk=group)
    return page(request, "conversations/threads/_readers.html", **writing(request, group))

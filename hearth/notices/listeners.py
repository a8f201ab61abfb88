"""The catalogue: who is told what when something happens, one function for each kind of notice.

Whether, when and by which way it leaves the house is settled in `actions/notices.py`, not here. An audience is
always narrowed to those who would see the thing if they went there themselves.
"""

from collections.abc import Iterable

from hearth.base import clock
from hearth.base.events import after, alongside
from hearth.base.ids import key
from hearth.base.permissions import HEARTH
from hearth.conversations.events import (
    PostPublished,
    ReplyOverdue,
    ResponseGiven,
    ThanksSent,
    ThreadClosed,
    ThreadOpened,
    ThreadRead,
)
from hearth.conversations.models import Post, Thanks, Thread, Watch
from hearth.delivery.events import AddressRefused, SubscriptionGone
from hearth.delivery.models import Letter
from hearth.groups.events import (
    AgreementChanged,
    ConfirmationDue,
    GroupConfirmed,
    JoinAnswered,
    JoinAsked,
    JoinWithdrawn,
    MemberJoined,
    MemberLeft,
    MemberRemoved,
    MemberWelcomed,
    RequestLapsed,
    RequestOverdue,
    RoleGiven,
    WelcomeOverdue,
)
from hearth.groups.models import AgreementVersion, Group, JoinRequest, Membership
from hearth.notices.actions import notices, subscriptions
from hearth.notices.models import Kind
from hearth.people.models import Person
from hearth.safety.events import (
    ConcernAnswered,
    ConcernOverdue,
    ConcernRaised,
    ReportAnswered,
    ReportMade,
    ReportOverdue,
)
from hearth.safety.models import Concern, Report


def tell(memberships: Iterable[Membership], kind: Kind, about: str, link: tuple, **more) -> None:
    """Offer one thing to everybody of one group who is meant."""
    for membership in memberships:
        if membership.person is not None:
            notices.offer(
                person=membership.person,
                kind=kind,
                about=about,
                link=link,
                group=membership.group,
                now=clock.now(),
                by=HEARTH,
                **more,
            )


def of_group(group_id: int, *, but: int | None = None):
    """The members of a group now, without the one who did it."""
    return Membership.objects.current().filter(group=group_id).exclude(pk=but).select_related("person", "group")


def about(row, part: str = "") -> str:
    """The name of the thing that a notice is about."""
    return f"{row._meta.model_name}:{key(row.pk)}" + (f":{part}" if part else "")


def settled(name: str) -> None:
    """Take back what was told about something that needs nobody any more."""
    notices.withdraw(about=name, now=clock.now(), by=HEARTH)


def found(model, **lookup):
    """The row a fact speaks of, or None when it has gone since: facts wait, and the house does not."""
    return model.objects.filter(**lookup).first()


# ── conversations ─────────────────────────────────────────────────────────────────────────────────────────────
@after(PostPublished)
def reply(fact: PostPublished) -> None:
    """To whoever began the conversation or is quoted, and to those who asked to hear."""
    post = Post.objects.standing().filter(pk=fact.post_id).select_related("thread", "quoted").first()
    if post is None:
        return
    settled(about(post.thread, "waiting"))
    mine = {post.thread.author_id, post.quoted.author_id if post.quoted else None}
    urgent = is_watched_over(post.thread)
    for watch in Watch.objects.audience(post).select_related("membership__person", "membership__group"):
        is_mine = watch.membership_id in mine
        tell(
            [watch.membership],
            Kind.REPLY if is_mine else Kind.WATCHED,
            about(post.thread),
            ("conversations:threads.show", post.thread_id),
            thread=post.thread,
            urgent=urgent and watch.membership_id == post.thread.author_id,
        )


def is_watched_over(thread: Thread) -> bool:
    """Whether its author asked for someone, or was told that we look: then a reply may come at any hour.

    A worry that only another member voiced does not count. Its author does not know of it, and must not be able
    to tell from a letter at night.
    """
    return Concern.objects.filter(thread=thread, source__in=["self", "house"], answered_at=None).exists()


@after(ThreadOpened)
def first_thread(fact: ThreadOpened) -> None:
    """To the greeters, when somebody speaks here for the first time."""
    thread = found(Thread, pk=fact.thread_id, withdrawn_at=None)
    if thread and fact.is_first:
        tell_waiting(thread, of_group(fact.group_id, but=fact.by_id).welcoming(), Kind.FIRST_THREAD)


@after(ReplyOverdue)
def reply_overdue(fact: ReplyOverdue) -> None:
    """To the greeters, then to those who look after the group."""
    thread = Thread.objects.unanswered().filter(pk=fact.thread_id).first()
    if thread:
        carers = of_group(fact.group_id, but=thread.author_id)
        carers = carers.welcoming() if fact.stage == "greeters" else carers.looking_after()
        tell_waiting(thread, carers, Kind.REPLY_OVERDUE)


def tell_waiting(thread: Thread, memberships, kind: Kind) -> None:
    readers = [one for one in memberships if Thread.objects.visible_to(one.person).filter(pk=thread.pk).exists()]
    tell(readers, kind, about(thread, "waiting"), ("conversations:threads.show", thread.pk), thread=thread)


@after(ThreadClosed)
def thread_closed(fact: ThreadClosed) -> None:
    """To its author, when somebody else brought it to rest."""
    thread = found(Thread, pk=fact.thread_id, withdrawn_at=None)
    if thread is None:
        return
    settled(about(thread, "waiting"))
    if fact.by_id != thread.author_id:
        author = of_group(thread.group_id).filter(pk=thread.author_id)
        tell(author, Kind.THREAD_CLOSED, about(thread), ("conversations:threads.show", thread.pk), thread=thread)


@after(ResponseGiven)
def response(fact: ResponseGiven) -> None:
    """To the author of the post; seen in the house only."""
    post = Post.objects.standing().filter(pk=fact.post_id).select_related("thread").first()
    if post:
        tell_author(post, Kind.RESPONSE, but=fact.by_id)


@after(ThanksSent)
def thanks(fact: ThanksSent) -> None:
    """To the one who is thanked; seen in the house only."""
    sent = Thanks.objects.filter(pk=fact.thanks_id).select_related("post__thread").first()
    if sent:
        tell_author(sent.post, Kind.THANKS, but=sent.by_id)


@after(ThreadRead)
def read_in_place(fact: ThreadRead) -> None:
    """Nothing new to tell; the light beside "Notices" goes out when what it told of was read where it happened."""
    person = Person.objects.active().filter(pk=fact.person_id).first()
    if person:
        notices.look(by=person)


def tell_author(post: Post, kind: Kind, *, but: int) -> None:
    """Not across a block or from somebody muted: they asked not to meet, and thanks are a meeting too.

    Unless it comes without a name: a notice that fails to come would tell whose it is.
    """
    author = of_group(post.group_id, but=but).filter(pk=post.author_id)
    if not (post.thread.anonymous and post.thread.author_id == but):
        author = author.exclude(mutes_made__muted=but).exclude(blocks_made__blocked=but)
        author = author.exclude(blocks_met__blocker=but)
    link = ("conversations:threads.show", post.thread_id)
    tell(author, kind, about(post.thread), link, thread=post.thread)


# ── coming in ─────────────────────────────────────────────────────────────────────────────────────────────────
@after(JoinAsked)
def join_asked(fact: JoinAsked) -> None:
    """To those who look after the group."""
    tell_asked(fact.request_id, Kind.JOIN_ASKED)


@after(RequestOverdue)
def join_overdue(fact: RequestOverdue) -> None:
    """To the same, when the promised time has passed."""
    tell_asked(fact.request_id, Kind.JOIN_OVERDUE)


@after(JoinWithdrawn)
def join_withdrawn(fact: JoinWithdrawn) -> None:
    """Nobody needs to answer any more: what those who look after the group were told is taken back."""
    request = found(JoinRequest, pk=fact.request_id)
    if request:
        settled(about(request))


def tell_asked(request_id: int, kind: Kind) -> None:
    request = JoinRequest.objects.waiting().filter(pk=request_id).first()
    if request:
        carers = of_group(request.group_id).looking_after()
        tell(carers, kind, about(request), ("groups:requests.show", request.group_id, request.pk))


@after(JoinAnswered)
def join_answered(fact: JoinAnswered) -> None:
    """To the one who asked, whether they are in or not; nobody else needs to answer any more."""
    answer_asker(fact.request_id, Kind.JOIN_ANSWERED)


@after(RequestLapsed)
def join_lapsed(fact: RequestLapsed) -> None:
    """To the one who asked: nobody answered, and we are sorry."""
    answer_asker(fact.request_id, Kind.JOIN_LAPSED)


def answer_asker(request_id: int, kind: Kind) -> None:
    request = JoinRequest.objects.filter(pk=request_id).select_related("person", "group").first()
    if request is None:
        return
    settled(about(request))
    notices.offer(
        person=request.person,
        kind=kind,
        about=about(request, "answer"),
        link=("groups:requests.show", request.group_id, request.pk),
        group=request.group,
        outlives=True,
        now=clock.now(),
        by=HEARTH,
    )


@after(MemberJoined)
def member_joined(fact: MemberJoined) -> None:
    """To the greeters: someone to welcome."""
    tell_welcomers(fact.membership_id, Kind.MEMBER_JOINED)


@after(WelcomeOverdue)
def welcome_overdue(fact: WelcomeOverdue) -> None:
    """To the same: they still wait."""
    tell_welcomers(fact.membership_id, Kind.WELCOME_OVERDUE)


def tell_welcomers(membership_id: int, kind: Kind) -> None:
    newcomer = Membership.objects.current().filter(pk=membership_id).first()
    if newcomer and not newcomer.looks_after:
        welcomers = [
            one
            for one in of_group(newcomer.group_id, but=newcomer.pk).welcoming()
            if Membership.objects.visible_to(one.person).filter(pk=newcomer.pk).exists()
        ]
        tell(welcomers, kind, about(newcomer, "welcome"), ("groups:welcomes.index", newcomer.group_id))


@after(MemberWelcomed)
def member_welcomed(fact: MemberWelcomed) -> None:
    """To the newcomer; the others need not."""
    newcomer = Membership.objects.current().filter(pk=fact.membership_id).select_related("person", "group").first()
    if newcomer:
        settled(about(newcomer, "welcome"))
        tell([newcomer], Kind.MEMBER_WELCOMED, about(newcomer), ("home:group.show", newcomer.group_id))


# ── belonging and no longer ───────────────────────────────────────────────────────────────────────────────────
@after(RoleGiven)
def role_given(fact: RoleGiven) -> None:
    """To the one whose part has changed, unless they changed it themselves."""
    theirs = of_group_of(fact.membership_id).exclude(pk=fact.by_id)
    for membership in theirs:
        tell([membership], Kind.ROLE_GIVEN, about(membership, "role"), ("home:group.show", membership.group_id))


def of_group_of(membership_id: int):
    return Membership.objects.current().filter(pk=membership_id).select_related("person", "group")


@after(AgreementChanged)
def agreement_changed(fact: AgreementChanged) -> None:
    """To every member, with the letter of the day."""
    version = AgreementVersion.objects.filter(pk=fact.version_id).select_related("group").first()
    if version:
        members = of_group(version.group_id, but=version.by_id)
        tell(
            members, Kind.AGREEMENT_CHANGED, about(version.group, "agreed"), ("groups:agreement.show", version.group_id)
        )


@after(ConfirmationDue)
def confirmation_due(fact: ConfirmationDue) -> None:
    """To those who facilitate: is the leaflet still right?"""
    facilitators = of_group(fact.group_id).facilitating()
    for membership in facilitators:
        link = ("groups:settings.edit", fact.group_id)
        tell([membership], Kind.CONFIRMATION_DUE, about(membership.group, "confirm"), link)


@after(GroupConfirmed)
def group_confirmed(fact: GroupConfirmed) -> None:
    """One of them has said so: the others need not look any more."""
    group = found(Group, pk=fact.group_id)
    if group:
        settled(about(group, "confirm"))


@alongside(MemberLeft)
def forget_group(fact: MemberLeft) -> None:
    """What a group told somebody goes with them, and so does what it told others about welcoming them."""
    leave_behind(fact.membership_id)


@alongside(MemberRemoved)
def forget_group_of_removed(fact: MemberRemoved) -> None:
    """The same for somebody who was taken out; a letter on its way is called back in the same breath."""
    leave_behind(fact.membership_id)


def leave_behind(membership_id: int) -> None:
    membership = Membership.objects.filter(pk=membership_id).select_related("person").first()
    if membership and membership.person:
        notices.withdraw_within(group_id=membership.group_id, person=membership.person, now=clock.now(), by=HEARTH)
        settled(about(membership, "welcome"))


@after(MemberRemoved)
def member_removed(fact: MemberRemoved) -> None:
    """To the one who was taken out: that it happened, and where the reason and the way to object are written."""
    membership = Membership.objects.filter(pk=fact.membership_id).select_related("person", "group").first()
    if membership:
        link = ("groups:endings.show", membership.pk)
        tell([membership], Kind.MEMBER_REMOVED, about(membership, "ended"), link, outlives=True)


# ── safety ────────────────────────────────────────────────────────────────────────────────────────────────────
@after(ConcernRaised, ConcernOverdue, urgent=True)
def concern_raised(fact: ConcernRaised | ConcernOverdue) -> None:
    """To whoever keeps a desk on which it lies; never to the one it is about."""
    concern = Concern.objects.filter(pk=fact.concern_id, answered_at=None).first()
    if concern:
        tell_desk(concern, Kind.CONCERN_RAISED)


@after(ReportMade, ReportOverdue)
def report_made(fact: ReportMade | ReportOverdue) -> None:
    """To the same for a report."""
    report = Report.objects.filter(pk=fact.report_id, answered_at=None).first()
    if report:
        tell_desk(report, Kind.REPORT_MADE)


def tell_desk(item: Concern | Report, kind: Kind) -> None:
    responders = Person.objects.responders()
    carers = Person.objects.filter(memberships__in=of_group(item.group_id).looking_after()) if item.group_id else []
    for person in {*responders, *carers}:
        if type(item).objects.visible_to(person).filter(pk=item.pk).exists():
            notices.offer(
                person=person,
                kind=kind,
                about=about(item),
                link=("safety:desk.index",),
                now=clock.now(),
                by=HEARTH,
            )


@after(ConcernAnswered)
def concern_answered(fact: ConcernAnswered) -> None:
    """To the one who was worried: what came of it."""
    answer_raiser(Concern.objects.filter(pk=fact.concern_id).select_related("person", "raised_by__person").first())


@after(ReportAnswered)
def report_answered(fact: ReportAnswered) -> None:
    """To the one who reported it: what came of it."""
    answer_raiser(Report.objects.filter(pk=fact.report_id).select_related("raised_by__person").first())


def answer_raiser(item: Concern | Report | None) -> None:
    if item is None:
        return
    settled(about(item))
    raiser = getattr(item, "person", None) or (item.raised_by.person if item.raised_by else None)
    if raiser:
        notices.offer(
            person=raiser,
            kind=Kind.REPORT_CLOSED,
            about=about(item, "answer"),
            link=(f"safety:{item._meta.model_name}s.show", item.pk),
            now=clock.now(),
            by=HEARTH,
        )


# ── letters ───────────────────────────────────────────────────────────────────────────────────────────────────
@after(AddressRefused)
def address_refused(fact: AddressRefused) -> None:
    """To the owner of an address that nobody reads: here, since there we cannot."""
    letter = found(Letter, pk=fact.letter_id)
    owner = Person.objects.active().filter(email__iexact=letter.address).first() if letter and letter.address else None
    if owner:
        notices.offer(
            person=owner,
            kind=Kind.ADDRESS_REFUSED,
            about=f"address:{key(owner.pk)}",
            link=("notices:choices.edit",),
            now=clock.now(),
            by=HEARTH,
        )


@after(SubscriptionGone)
def subscription_gone(fact: SubscriptionGone) -> None:
    """Forget a browser that has unsubscribed by itself."""
    letter = found(Letter, pk=fact.letter_id)
    if letter and letter.address:
        subscriptions.drop(endpoint=letter.address, by=HEARTH)

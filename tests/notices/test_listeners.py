"""The catalogue: who hears what, and, every time, who does not."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from hearth.base import clock
from hearth.base.events import announce
from hearth.base.permissions import HEARTH
from hearth.base.transactions import writing
from hearth.base.worker import drain
from hearth.conversations.events import (
    PostPublished,
    ReplyOverdue,
    ResponseGiven,
    ThanksSent,
    ThreadClosed,
    ThreadOpened,
)
from hearth.conversations.models import Thanks, Thread, Watch
from hearth.delivery.events import AddressRefused, SubscriptionGone
from hearth.delivery.models import Letter
from hearth.groups.actions import groups, joining
from hearth.groups.events import (
    AgreementChanged,
    JoinAnswered,
    JoinAsked,
    MemberJoined,
    MemberLeft,
    MemberRemoved,
    MemberWelcomed,
    RequestLapsed,
    RequestOverdue,
    RoleGiven,
    WelcomeOverdue,
)
from hearth.groups.models import Block, Group, JoinRequest, Membership, Mute
from hearth.notices.actions import subscriptions
from hearth.notices.models import Errand, Notice, Subscription
from hearth.people.models import Person
from hearth.safety.events import ConcernAnswered, ConcernRaised, ReportAnswered, ReportMade
from hearth.safety.models import Concern, Report
from tests.cast import a_member, a_person, a_reply, a_thread

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def hold_the_clock(afternoon):
    """Nothing here depends on the hour."""


def happen(*facts) -> None:
    """Announce, and let everybody hear."""
    with writing():
        for fact in facts:
            announce(fact)
    drain()
    assert not DBTaskResult.objects.exists(), "every listener has heard it out"


def told() -> dict[str, list[str]]:
    """Who has been told what, by sign-in name."""
    heard: dict[str, list[str]] = {}
    for notice in Notice.objects.standing().select_related("person").order_by("person__sign_in_name", "about"):
        heard.setdefault(notice.person.sign_in_name, []).extend(notice.kinds)
    return heard


def links_lead_somewhere() -> bool:
    return all(notice.url.startswith("/") for notice in Notice.objects.all())


@pytest.fixture
def cleo(cast):
    """A greeter of the circle."""
    return a_member(cast.circle, a_person("cleo"), "Half Moon", role="greeter")


@pytest.fixture
def followed(cast, thread):
    """Maya began the thread and Ruth asked to hear of it."""
    for name in ("maya", "ruth"):
        Watch.objects.get_or_create(membership=cast.in_circle[name], thread=thread)
    return thread


# ── conversations ─────────────────────────────────────────────────────────────────────────────────────────────
def published(post) -> PostPublished:
    return PostPublished(post_id=post.pk, thread_id=post.thread_id, group_id=post.group_id, by_id=post.author_id)


def test_a_reply_is_told_to_whoever_began_and_to_those_who_follow(cast, followed):
    happen(published(a_reply(followed, cast.in_circle["noor"])))
    assert told() == {"maya": ["reply"], "ruth": ["watched"]}


def test_nobody_is_told_of_their_own_words(cast, followed):
    happen(published(a_reply(followed, cast.in_circle["maya"])))
    assert told() == {"ruth": ["watched"]}


def test_a_quoted_member_is_told_that_it_is_to_them(cast, followed):
    noor = cast.in_circle["noor"]
    Watch.objects.create(membership=noor, thread=followed)
    quoted = a_reply(followed, noor)
    happen(published(a_reply(followed, cast.in_circle["maya"], quoted=quoted)))
    assert told() == {"noor": ["reply"], "ruth": ["watched"]}


@pytest.mark.parametrize("apart", ["block", "block the other way", "mute"])
def test_those_who_keep_apart_are_not_told(cast, followed, apart):
    maya, noor = cast.in_circle["maya"], cast.in_circle["noor"]
    if apart == "mute":
        Mute.objects.create(muter=maya, muted=noor)
    else:
        blocker, blocked = (maya, noor) if apart == "block" else (noor, maya)
        Block.objects.create(blocker=blocker, blocked=blocked)
    happen(published(a_reply(followed, noor)))
    assert "maya" not in told()


def test_those_who_left_or_asked_for_silence_are_not_told(cast, followed):
    Watch.objects.filter(membership=cast.in_circle["ruth"]).update(quiet=True)
    Membership.objects.filter(pk=cast.in_circle["maya"].pk).update(ended_at=clock.now())
    happen(published(a_reply(followed, cast.in_circle["noor"])))
    assert told() == {}


def test_words_that_were_taken_back_meanwhile_are_not_told(cast, followed):
    post = a_reply(followed, cast.in_circle["noor"])
    type(post).objects.filter(pk=post.pk).update(withdrawn_at=clock.now())
    happen(published(post))
    assert told() == {}


def test_a_reply_to_somebody_we_look_out_for_comes_at_any_hour(cast, followed, with_mail):
    with_mail(cast.maya)
    Concern.objects.create(
        group=cast.circle, thread=followed, about=cast.in_circle["maya"], source="house", due_at=clock.now()
    )
    with clock.frozen(clock.now() + timedelta(hours=12)):
        happen(published(a_reply(followed, cast.in_circle["noor"])))
        assert Errand.objects.get(person=cast.maya).due_at == clock.now()
        assert Errand.objects.get(person=cast.maya).urgent


def test_a_worry_they_know_nothing_of_cannot_be_read_from_the_hour_of_a_letter(cast, followed, with_mail):
    with_mail(cast.maya)
    Concern.objects.create(
        group=cast.circle, thread=followed, about=cast.in_circle["maya"], source="member", due_at=clock.now()
    )
    happen(published(a_reply(followed, cast.in_circle["noor"])))
    assert not Errand.objects.get(person=cast.maya).urgent


def opened(thread, is_first=True) -> ThreadOpened:
    return ThreadOpened(thread_id=thread.pk, group_id=thread.group_id, by_id=thread.author_id, is_first=is_first)


def test_a_first_conversation_is_told_to_those_who_greet(cast, thread, cleo):
    happen(opened(thread))
    assert told() == {"cleo": ["first_thread"], "ruth": ["first_thread"]}


def test_a_later_one_is_told_to_nobody(thread, cleo):
    happen(opened(thread, is_first=False))
    assert told() == {}


def test_one_that_waits_is_told_to_greeters_and_then_to_those_who_look_after(cast, thread, cleo):
    happen(ReplyOverdue(thread_id=thread.pk, group_id=cast.circle.pk, stage="greeters"))
    assert told() == {"cleo": ["reply_overdue"], "ruth": ["reply_overdue"]}
    Notice.objects.all().delete()
    happen(ReplyOverdue(thread_id=thread.pk, group_id=cast.circle.pk, stage="facilitators"))
    assert told() == {"ruth": ["reply_overdue"]}


def test_a_greeter_between_whom_and_the_author_a_block_stands_is_not_sent_there(cast, thread, cleo):
    Block.objects.create(blocker=cast.in_circle["maya"], blocked=cleo)
    happen(opened(thread))
    assert told() == {"ruth": ["first_thread"]}


def test_once_it_has_a_reply_nobody_is_told_any_more(cast, thread, cleo):
    happen(opened(thread))
    happen(published(a_reply(thread, cast.in_circle["noor"])))
    assert told() == {}
    happen(ReplyOverdue(thread_id=thread.pk, group_id=cast.circle.pk, stage="greeters"))
    assert told() == {}


def test_an_author_hears_that_somebody_else_brought_it_to_rest(cast, thread):
    happen(ThreadClosed(thread_id=thread.pk, by_id=cast.in_circle["ruth"].pk))
    assert told() == {"maya": ["thread_closed"]}


def test_an_author_who_closed_it_knows(cast, thread):
    happen(ThreadClosed(thread_id=thread.pk, by_id=thread.author_id))
    assert told() == {}


def test_a_reply_thanks_and_a_word_are_one_notice(cast, followed):
    noor = cast.in_circle["noor"]
    opening = followed.posts.get(is_opening=True)
    sent = Thanks.objects.create(post=opening, by=noor, words="It helped.")
    happen(
        ThanksSent(thanks_id=sent.pk),
        ResponseGiven(post_id=opening.pk, by_id=noor.pk, kind="hear_you"),
        published(a_reply(followed, noor)),
    )
    assert told()["maya"] == ["reply", "thanks", "response"]
    assert Notice.objects.filter(person=cast.maya).count() == 1


def test_thanks_of_a_persona_one_has_muted_are_not_told(cast, thread):
    noor = cast.in_circle["noor"]
    Mute.objects.create(muter=cast.in_circle["maya"], muted=noor)
    happen(ResponseGiven(post_id=thread.posts.get().pk, by_id=noor.pk, kind="hear_you"))
    assert told() == {}


@pytest.mark.parametrize("between", ["mute", "block"])
def test_a_word_without_a_name_is_told_whoever_says_it(cast, between):
    """Shown below the reply and yet not told, it would give away that someone muted or blocked began all this."""
    maya, noor = cast.in_circle["maya"], cast.in_circle["noor"]
    nameless = a_thread(maya, anonymous=True)
    reply = a_reply(nameless, noor)
    if between == "mute":
        Mute.objects.create(muter=noor, muted=maya)
    else:
        Block.objects.create(blocker=noor, blocked=maya)
    sent = Thanks.objects.create(post=reply, by=maya)
    happen(ResponseGiven(post_id=reply.pk, by_id=maya.pk, kind="me_too"), ThanksSent(thanks_id=sent.pk))
    assert told() == {"noor": ["thanks", "response"]}


def test_ones_own_word_is_not_told(cast, thread):
    happen(ResponseGiven(post_id=thread.posts.get().pk, by_id=thread.author_id, kind="me_too"))
    assert told() == {}


# ── reading ───────────────────────────────────────────────────────────────────────────────────────────────────
def news(person) -> bool:
    return Person.objects.get(pk=person.pk).has_news


def test_the_light_goes_out_when_the_conversation_is_read_in_place(signed_in, cast, followed):
    post = a_reply(followed, cast.in_circle["noor"])
    happen(published(post))
    assert news(cast.maya)
    address = reverse("conversations:threads.show", args=[followed.pk])
    maya = signed_in(cast.maya)
    maya.get(address)
    drain()
    assert not news(cast.maya)
    assert news(cast.ruth), "only the reader's own light"
    assert 'class="news"' not in maya.get(address).content.decode()


def test_it_goes_out_for_an_answer_that_added_no_post(signed_in, cast, followed):
    post = followed.posts.get()
    maya = signed_in(cast.maya)
    address = reverse("conversations:threads.show", args=[followed.pk])
    maya.get(address)
    with clock.frozen(clock.now() + timedelta(minutes=5)):
        happen(ResponseGiven(post_id=post.pk, by_id=cast.in_circle["noor"].pk, kind="me_too"))
        assert news(cast.maya)
        maya.get(address)
        drain()
        assert not news(cast.maya)


def test_it_stays_lit_while_something_else_waits(signed_in, cast, followed):
    happen(published(a_reply(followed, cast.in_circle["noor"])))
    other = a_thread(cast.in_circle["maya"], "The bus came")
    Watch.objects.create(membership=cast.in_circle["maya"], thread=other)
    happen(published(a_reply(other, cast.in_circle["noor"])))
    signed_in(cast.maya).get(reverse("conversations:threads.show", args=[followed.pk]))
    drain()
    assert news(cast.maya)


def test_reading_without_news_is_told_to_nobody(signed_in, cast, followed):
    signed_in(cast.noor).get(reverse("conversations:threads.show", args=[followed.pk]))
    assert not DBTaskResult.objects.exists()


# ── coming in ─────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def question(cast):
    return JoinRequest.objects.create(
        group=cast.circle,
        person=cast.omar,
        persona={"name": "Moss", "pattern": 1, "dye": 1},
        answer_by=clock.now() + timedelta(days=2),
    )


def test_someone_who_asks_is_told_to_those_who_look_after_the_group_alone(cast, question, cleo):
    happen(JoinAsked(request_id=question.pk, group_id=cast.circle.pk))
    assert told() == {"ruth": ["join_asked"]}
    happen(RequestOverdue(request_id=question.pk, group_id=cast.circle.pk))
    assert told() == {"ruth": ["join_overdue", "join_asked"]}
    assert links_lead_somewhere()


def test_the_one_who_asked_is_answered_and_nobody_is_asked_any_more(cast, question):
    happen(JoinAsked(request_id=question.pk, group_id=cast.circle.pk))
    JoinRequest.objects.update(decided_at=clock.now(), welcome=False)
    happen(JoinAnswered(request_id=question.pk, group_id=cast.circle.pk, welcome=False))
    assert told() == {"omar": ["join_answered"]}
    assert Notice.objects.visible_to(cast.omar).exists(), "although he is not in the group"
    assert links_lead_somewhere()


def test_one_whom_nobody_answered_hears_that_too(cast, question):
    happen(RequestLapsed(request_id=question.pk, group_id=cast.circle.pk))
    assert told() == {"omar": ["join_lapsed"]}


def test_a_question_taken_back_is_not_told(cast, question):
    JoinRequest.objects.update(withdrawn_at=clock.now())
    happen(JoinAsked(request_id=question.pk, group_id=cast.circle.pk))
    assert told() == {}


def test_a_question_taken_back_is_taken_back_from_those_it_was_told_to(cast, question):
    happen(JoinAsked(request_id=question.pk, group_id=cast.circle.pk))
    joining.withdraw(request=question, by=cast.omar, now=clock.now())
    drain()
    assert told() == {}
    assert not Person.objects.get(pk=cast.ruth.pk).has_news


def test_a_newcomer_is_told_to_greeters_until_somebody_said_hello(cast, cleo):
    newcomer = a_member(cast.circle, cast.omar, "Moss")
    happen(MemberJoined(membership_id=newcomer.pk, group_id=cast.circle.pk))
    assert told() == {"cleo": ["member_joined"], "ruth": ["member_joined"]}
    happen(WelcomeOverdue(membership_id=newcomer.pk, group_id=cast.circle.pk))
    assert told()["cleo"] == ["welcome_overdue", "member_joined"]
    happen(MemberWelcomed(membership_id=newcomer.pk, by_id=cleo.pk))
    assert told() == {"omar": ["member_welcomed"]}
    assert links_lead_somewhere()


def test_a_greeter_behind_a_block_is_not_sent_to_welcome(cast, cleo):
    newcomer = a_member(cast.circle, cast.omar, "Moss")
    Block.objects.create(blocker=newcomer, blocked=cleo)
    happen(MemberJoined(membership_id=newcomer.pk, group_id=cast.circle.pk))
    assert told() == {"ruth": ["member_joined"]}


def test_a_leaflet_of_long_ago_is_asked_about_once_until_somebody_says_it_is_right(cast, now):
    a_member(cast.circle, a_person("iris"), "Fennel", role="facilitator")
    later = now + timedelta(days=60)
    Group.objects.filter(pk=cast.circle.pk).update(confirmed_on=now.date())
    Group.objects.exclude(pk=cast.circle.pk).update(confirmed_on=later.date())
    assert groups.ask_to_confirm(now=later - timedelta(days=1), by=HEARTH) == 0
    assert groups.ask_to_confirm(now=later, by=HEARTH) == 1
    assert groups.ask_to_confirm(now=later + timedelta(days=1), by=HEARTH) == 0
    drain()
    assert told() == {"iris": ["confirmation_due"], "ruth": ["confirmation_due"]}
    assert links_lead_somewhere()
    groups.confirm(group=cast.circle, by=cast.ruth, now=later)
    drain()
    assert told() == {}
    assert groups.ask_to_confirm(now=later + timedelta(days=60), by=HEARTH) == 2


def test_a_group_outside_the_list_is_not_asked_about(cast, now):
    Group.objects.exclude(pk=cast.hidden.pk).update(confirmed_on=now.date())
    Group.objects.filter(pk=cast.hidden.pk).update(confirmed_on=now.date() - timedelta(days=90))
    assert groups.ask_to_confirm(now=now, by=HEARTH) == 0


# ── belonging and no longer ───────────────────────────────────────────────────────────────────────────────────
def test_a_role_given_is_told_to_the_one_it_was_given_to(cast):
    happen(RoleGiven(membership_id=cast.in_circle["noor"].pk, role="greeter", by_id=cast.in_circle["ruth"].pk))
    assert told() == {"noor": ["role_given"]}


def test_what_was_agreed_is_told_to_all_but_the_one_who_wrote_it(cast, with_mail):
    with_mail(cast.maya)
    version = cast.circle.agreements.get()
    type(version).objects.update(by=cast.in_circle["ruth"])
    happen(AgreementChanged(group_id=cast.circle.pk, version_id=version.pk))
    assert told() == {"maya": ["agreement_changed"], "noor": ["agreement_changed"]}
    assert not Errand.objects.exists() and Notice.objects.gathered().get().person == cast.maya
    assert links_lead_somewhere()


def test_whoever_leaves_is_told_nothing_more_and_a_letter_on_its_way_is_called_back(cast, followed, with_mail):
    with_mail(cast.maya)
    happen(published(a_reply(followed, cast.in_circle["noor"])))
    assert Errand.objects.waiting().count() == 1
    Membership.objects.filter(pk=cast.in_circle["maya"].pk).update(ended_at=clock.now())
    with writing():
        announce(MemberLeft(membership_id=cast.in_circle["maya"].pk, group_id=cast.circle.pk))
        assert not Errand.objects.waiting().exists(), "in the same breath"
    assert "maya" not in told()


def test_whoever_was_taken_out_hears_it_and_where_to_read_why(cast):
    maya = cast.in_circle["maya"]
    Membership.objects.filter(pk=maya.pk).update(ended_at=clock.now(), ended_how="removed", ended_words="Because.")
    happen(MemberRemoved(membership_id=maya.pk, group_id=cast.circle.pk, banned=False))
    assert told() == {"maya": ["member_removed"]}
    [notice] = Notice.objects.visible_to(cast.maya)
    assert notice.url == reverse("groups:endings.show", args=[maya.pk])


# ── safety ────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def concern(cast, thread):
    return Concern.objects.create(
        group=cast.circle,
        thread=thread,
        about=cast.in_circle["maya"],
        raised_by=cast.in_circle["noor"],
        due_at=clock.now() + timedelta(minutes=30),
    )


def test_a_worry_is_told_at_once_to_those_whose_desk_it_is_on(cast, concern, cleo, with_mail):
    with_mail(cast.sam, letters="digest")
    happen(ConcernRaised(concern_id=concern.pk))
    assert told() == {name: ["concern_raised"] for name in ("ruth", "sam", "tess")}
    assert Errand.objects.get(person=cast.sam).urgent
    assert links_lead_somewhere()


def test_a_worry_is_never_told_to_the_one_it_is_about(cast, thread):
    """Not even when they keep the desk themselves."""
    Membership.objects.filter(pk=cast.in_circle["maya"].pk).update(role="co_facilitator")
    about_ruth = Concern.objects.create(group=cast.circle, about=cast.in_circle["ruth"], due_at=clock.now())
    happen(ConcernRaised(concern_id=about_ruth.pk))
    assert sorted(told()) == ["maya", "sam", "tess"]


def test_the_one_who_was_worried_hears_what_came_of_it(cast, concern):
    happen(ConcernRaised(concern_id=concern.pk))
    Concern.objects.update(answered_at=clock.now(), note="We spoke.")
    happen(ConcernAnswered(concern_id=concern.pk))
    assert told() == {"noor": ["report_closed"]}
    assert links_lead_somewhere()


def test_a_report_is_told_to_the_groups_own_desk_and_answered_to_the_one_who_made_it(cast, thread):
    report = Report.objects.create(
        group=cast.circle,
        thread=thread,
        about=cast.in_circle["maya"],
        raised_by=cast.in_circle["noor"],
        due_at=clock.now(),
    )
    happen(ReportMade(report_id=report.pk))
    assert told() == {"ruth": ["report_made"]}
    Report.objects.update(answered_at=clock.now())
    happen(ReportAnswered(report_id=report.pk))
    assert told() == {"noor": ["report_closed"]}
    assert links_lead_somewhere()


# ── letters ───────────────────────────────────────────────────────────────────────────────────────────────────
def a_letter(address: str, channel: str) -> Letter:
    return Letter.objects.create(
        channel=channel,
        key=address[:60],
        address=address,
        message_id="x",
        state="bounced" if channel == "email" else "gone",
        expires_at=clock.now(),
        written_at=clock.now(),
        settled_at=clock.now(),
    )


def test_the_owner_of_a_dead_address_hears_it_here(cast, with_mail):
    with_mail(cast.maya)
    happen(AddressRefused(letter_id=a_letter("Maya@members.example", "email").pk))
    assert told() == {"maya": ["address_refused"]}
    assert not Errand.objects.exists()
    assert links_lead_somewhere()


def test_a_browser_that_unsubscribed_by_itself_is_forgotten(cast, with_browser):
    mine = with_browser(cast.maya)
    happen(SubscriptionGone(letter_id=a_letter(mine.endpoint, "push").pk))
    assert not Subscription.objects.exists()
    with pytest.raises(subscriptions.NothingToKnockAt):
        subscriptions.try_out(now=clock.now(), by=cast.maya)


def test_a_fact_about_what_is_gone_tells_nobody(cast, followed):
    post = a_reply(followed, cast.in_circle["noor"])
    fact = published(post)
    Thread.objects.filter(pk=followed.pk).delete()
    happen(fact, ConcernRaised(concern_id=1), ReportMade(report_id=1), JoinAsked(request_id=1, group_id=1))
    happen(ThanksSent(thanks_id=1), MemberRemoved(membership_id=1, group_id=1, banned=True))
    assert told() == {}


def test_hearing_a_fact_twice_tells_once(cast, followed, with_mail):
    with_mail(cast.maya)
    fact = published(a_reply(followed, cast.in_circle["noor"]))
    happen(fact, fact)
    assert told() == {"maya": ["reply"], "ruth": ["watched"]}
    assert Errand.objects.count() == 1


def test_a_thread_in_another_group_says_nothing_here(cast, followed):
    elsewhere = a_thread(cast.in_other["maya"])
    Watch.objects.create(membership=cast.in_other["omar"], thread=elsewhere)
    happen(published(a_reply(elsewhere, cast.in_other["maya"])))
    assert told() == {"omar": ["watched"]}

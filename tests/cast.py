"""The six people who live in the tests, the seeds, the sign-in-as page and the docs.

Maya is a member of the circle, Noor too. Omar belongs to another group only: he is the stranger in every test.
Ruth looks after the circle. Sam is a responder. Tess is a steward and belongs to no group at all.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache, cached_property

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password

from hearth.base import clock
from hearth.conversations.models import Post, Thread
from hearth.groups.models import ANSWER_KEYS, AgreementAcceptance, AgreementVersion, Group, JoinRequest, Membership
from hearth.people.models import Person

PASSPHRASE = "juniper kettle orbit lantern"


@cache
def hashed_passphrase() -> str:
    """The passphrase of everyone, hashed once: six times in every test would be a third of the suite."""
    return make_password(PASSPHRASE)


AGREEMENT = [
    {"point": "What’s said here stays here.", "why": "Nobody can speak freely otherwise."},
    {"point": "We ask before we advise.", "why": "Being heard often helps more."},
]


@dataclass
class Cast:
    """Everyone, their memberships and the rows that could leak."""

    maya: Person
    noor: Person
    omar: Person
    ruth: Person
    sam: Person
    tess: Person
    circle: Group
    other: Group
    hidden: Group
    in_circle: dict[str, Membership] = field(default_factory=dict)
    in_other: dict[str, Membership] = field(default_factory=dict)
    in_hidden: dict[str, Membership] = field(default_factory=dict)

    def thing_for(self, permission):
        """What a permission is about, in the circle: the group, Maya’s post, her account, Omar’s question, …"""
        room, name = permission.name_in_full.split(".")
        if name in {"EDIT_POST", "WITHDRAW", "MAKE_REPORT", "RAISE_CONCERN"}:
            return self.mayas_post
        if name == "HANDLE":
            return self.noors_worry
        if name == "WITHDRAW_REQUEST":
            return self.omars_question
        if name == "OPEN_THREAD" or room == "groups":
            return self.circle
        if room == "conversations":
            return self.mayas_post.thread
        return self.maya

    @cached_property
    def mayas_post(self) -> Post:
        return a_thread(self.in_circle["maya"]).posts.get(seq=1)

    @cached_property
    def noors_worry(self):
        from hearth.safety.models import Concern

        return Concern.objects.create(
            group=self.circle,
            post=self.mayas_post,
            about=self.in_circle["maya"],
            raised_by=self.in_circle["noor"],
            due_at=clock.now() + timedelta(hours=4),
        )

    @cached_property
    def omars_question(self) -> JoinRequest:
        return JoinRequest.objects.create(
            group=self.circle, person=self.omar, answer_by=clock.now() + timedelta(hours=24)
        )

    def people(self) -> dict[str, Person]:
        return {name: getattr(self, name) for name in ("maya", "noor", "omar", "ruth", "sam", "tess")}


def a_person(name: str, **more) -> Person:
    person = Person(sign_in_name=name, display_name=name.title(), adult_attested_at=clock.now(), **more)
    person.password = hashed_passphrase()
    person.save()
    return person


def with_second_factor(person: Person) -> Person:
    """Give a person the second step that looking after others takes."""
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "JBSWY3DPEHPK3PXP"})
    person.__dict__.pop("_second_factor", None)
    return person


def a_group(name: str, **more) -> Group:
    group = Group.objects.create(
        name=name,
        purpose=f"For people who know what {name.lower()} means.",
        answers={key: f"What to know about {key}." for key in ANSWER_KEYS},
        **more,
    )
    AgreementVersion.objects.create(group=group, number=1, points=AGREEMENT)
    return group


def a_member(group: Group, person: Person, name: str, role: str = "member", **more) -> Membership:
    membership = Membership.objects.create(
        group=group, person=person, name=name, role=role, pattern=len(name) % 8 + 1, dye=len(name) % 7 + 1, **more
    )
    version = group.agreements.order_by("-number").first()
    if version:
        AgreementAcceptance.objects.create(membership=membership, version=version)
    return membership


def a_thread(author: Membership, title: str = "Nights are long", body: str = "I wake at three.", **more) -> Thread:
    """Write a thread straight into the table, for tests that are about something else than publishing."""
    now = more.pop("created_at", clock.now() - timedelta(hours=1))
    thread = Thread.objects.create(
        group=author.group,
        author=author,
        title=title,
        intent=more.pop("intent", "listen"),
        created_at=now,
        last_post_at=now,
        last_seq=1,
        reply_due_at=now + timedelta(hours=4),
        glimpse=body[:200],
        **more,
    )
    Post.objects.create(
        thread=thread,
        group=author.group,
        author=author,
        anonymous=thread.anonymous,
        seq=1,
        is_opening=True,
        body=body,
        html=f"<p>{body}</p>",
        created_at=now,
    )
    return thread


def a_reply(thread: Thread, author: Membership, body: str = "I hear you.", **more) -> Post:
    now = more.pop("created_at", clock.now())
    thread.last_seq += 1
    thread.reply_count += 1
    thread.last_post_at = now
    if thread.first_reply_at is None and author.pk != thread.author_id:
        thread.first_reply_at = now
    thread.save()
    return Post.objects.create(
        thread=thread,
        group=thread.group,
        author=author,
        seq=thread.last_seq,
        body=body,
        html=f"<p>{body}</p>",
        created_at=now,
        **more,
    )


def move_in() -> Cast:
    """Fill an empty database with the cast."""
    people = {name: a_person(name) for name in ("maya", "noor", "omar", "ruth")}
    people["sam"] = a_person("sam", house_role="responder")
    people["tess"] = a_person("tess", house_role="steward")
    for name in ("ruth", "sam", "tess"):
        with_second_factor(people[name])
    circle = a_group("Steadying Circle", mode="ask", capacity=14)
    other = a_group("Second Winter", mode="open")
    hidden = a_group("Quiet Room", mode="invite", visibility="hidden")
    cast = Cast(circle=circle, other=other, hidden=hidden, **people)
    cast.in_circle = {
        "maya": a_member(circle, cast.maya, "Paper Boat"),
        "noor": a_member(circle, cast.noor, "Slow Kettle"),
        "ruth": a_member(circle, cast.ruth, "Devorah", role="facilitator"),
    }
    cast.in_other = {
        "omar": a_member(other, cast.omar, "Juniper"),
        "maya": a_member(other, cast.maya, "Second Cup"),
    }
    cast.in_hidden = {
        "noor": a_member(hidden, cast.noor, "Wren"),
        "ruth": a_member(hidden, cast.ruth, "Linden", role="facilitator"),
    }
    return cast


def signed_in(client, person: Person):
    """Return the client, signed in as the person."""
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client

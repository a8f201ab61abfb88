"""The words of a letter, in the reader's language: a plain text, an unspecific subject, a way to stop it."""

import re
from datetime import datetime

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.template import loader
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import constant_time_compare, salted_hmac

from hearth.base.ids import from_key, key
from hearth.base.permissions import require
from hearth.base.transactions import deed
from hearth.delivery import outbox
from hearth.delivery.models import Letter
from hearth.notices.models import Errand, Naming
from hearth.notices.permissions import Can
from hearth.people.models import Person


@deed
def write_mail(*, errand: Errand, membership, now: datetime, by) -> Letter:
    """Put the letter about one notice into the outbox."""
    require(by, Can.TELL)
    notice, person = errand.notice, errand.person
    named = notice.group is not None and membership is not None and may_name(person, membership)
    subject, text = written(
        str(notice.leading),
        person,
        link=settings.BASE_URL + reverse("notices:notices.show", args=[notice.pk]),
        group_name=notice.group.name if named else "",
    )
    return _post(person, subject, text, key=f"errand:{errand.pk}", now=now, urgent=errand.urgent)


@deed
def write_digest(*, person: Person, count: int, digest_id: int, now: datetime, by) -> Letter:
    """Put the letter of the day into the outbox: how many things wait, and nothing about any of them."""
    require(by, Can.TELL)
    link = settings.BASE_URL + reverse("notices:bell.index")
    subject, text = written("digest", person, link=link, count=count)
    return _post(person, subject, text, key=f"digest:{digest_id}", now=now)


def _post(person: Person, subject: str, text: str, **more) -> Letter:
    return outbox.post_email(address=person.email, subject=subject, text=text, unsubscribe_url=stop_url(person), **more)


def may_name(person: Person, membership) -> bool:
    """Whether a letter may say the group's name inside: for all groups, or for this one alone."""
    return not person.discreet or Naming.objects.filter(membership=membership).exists()


def written(letter: str, person: Person, *, link: str, group_name: str = "", count: int = 1) -> tuple[str, str]:
    """Return subject and text of a kind of letter, as the person reads it."""
    with translation.override(person.language), timezone.override(person.tzinfo):
        context = {
            "count": count,
            "group_name": group_name,
            "link": link,
            "choices_url": settings.BASE_URL + reverse("notices:choices.edit"),
            "stop_url": stop_url(person),
            "help_url": settings.BASE_URL + reverse("safety:crisis.show"),
        }
        subject, text = (
            loader.get_template(f"notices/{letter}/{part}.txt").template.render(context) for part in ("subject", "body")
        )
    return " ".join(subject.split()), re.sub(r"\n{2,}", "\n\n", text.strip()) + "\n"


# ── stopping letters without signing in ───────────────────────────────────────────────────────────────────────
_signer = Signer(salt="hearth.notices.stop", sep="~")


def stop_url(person: Person) -> str:
    return settings.BASE_URL + reverse("notices:stop.edit", args=[stop_token(person)])


def stop_token(person: Person) -> str:
    """What stands in a letter's address for stopping: whose letters, and to which address they went."""
    return _signer.sign(f"{key(person.pk)}-{_mark(person)}")


def _mark(person: Person) -> str:
    return salted_hmac("hearth.notices.stop.address", person.email.lower(), algorithm="sha256").hexdigest()[:20]


def is_stop_token(token: str) -> bool:
    """Whether this stood in a letter of ours, whatever became of its reader since."""
    try:
        _signer.unsign(token)
    except BadSignature:
        return False
    return True


def reader_of(token: str) -> Person | None:
    """Whose letters the token stops; None when they are gone or read at another address by now.

    So an old letter in an old mailbox stops nothing at the new one. Raises BadSignature for what we never wrote.
    """
    number, _sep, mark = _signer.unsign(token).partition("-")
    person = Person.objects.active().filter(pk=from_key(number)).first()
    return person if person and constant_time_compare(mark, _mark(person)) else None

"""What a person chooses to hear, group by group."""

from datetime import datetime, time

from hearth.base.permissions import require
from hearth.base.transactions import deed
from hearth.groups.actions import memberships
from hearth.groups.models import Membership
from hearth.notices.models import DigestTime, Naming
from hearth.notices.permissions import Can
from hearth.people.actions import accounts
from hearth.people.models import Person


@deed
def set_digest_time(*, at: time, by: Person) -> None:
    """Choose when in the day the letter of the day comes."""
    require(by, Can.CHOOSE, by)
    DigestTime.objects.update_or_create(person=by, defaults={"at": at})


@deed
def set_for_group(*, membership: Membership, notices: str, named: bool, now: datetime, by: Person) -> None:
    """Choose how much to hear from one group, and whether letters may say its name inside."""
    require(by, Can.CHOOSE, membership.person)
    quiet = membership.quiet_since is not None
    memberships.set_quiet(membership=membership, quiet=quiet, notices=notices, by=by, now=now)
    if named:
        Naming.objects.get_or_create(membership=membership, defaults={"at": now})
    else:
        Naming.objects.filter(membership=membership).delete()


@deed
def stop_letters(*, by: Person) -> None:
    """No more e-mail but what one asks for that minute, such as a way back in."""
    require(by, Can.CHOOSE, by)
    accounts.change_settings(person=by, changes={"letters": "none"}, by=by)

"""What follows when someone signs in or out, or when a passphrase or a second step changes.

Django and its sign-in library announce these themselves; here they become deeds of the house.
"""

from allauth.account import signals as account
from allauth.mfa import signals as second_step
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver

from hearth.base import clock
from hearth.people.actions import accounts
from hearth.people.actions import sessions as devices
from hearth.people.adapters import sessions
from hearth.people.permissions import forget_second_factor


@receiver(user_logged_in)
def came_in(request, user, **_more):
    sessions.begin(request.session, user, request.META.get("HTTP_USER_AGENT", ""))
    accounts.note_visit(person=user, on=clock.now().astimezone(user.tzinfo).date(), by=user)


@receiver(user_logged_out)
def went_out(user, **_more):
    if user is not None and user.pk is not None:
        devices.take_leave(person=user, by=user)


@receiver(account.password_changed)
@receiver(account.password_set)
@receiver(account.password_reset)
def passphrase_changed(request, user, **_more):
    """Whoever knew the old passphrase is out; the device it was changed on stays in."""
    devices.end_others(person=user, keep=kept_by(request, user), by=user)


@receiver(second_step.authenticator_added)
@receiver(second_step.authenticator_removed)
@receiver(second_step.authenticator_reset)
def second_step_changed(request, user, **_more):
    forget_second_factor(user)
    devices.end_others(person=user, keep=kept_by(request, user), by=user)


def kept_by(request, user) -> str:
    """The session this happens in, when it is the same person's."""
    return sessions.hashed(request.session.session_key) if request.user.pk == user.pk else ""

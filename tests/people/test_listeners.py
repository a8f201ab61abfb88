import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from django.urls import reverse

from hearth.base.ids import key
from hearth.people.models import Session
from hearth.people.permissions import second_factor_of
from tests.cast import PASSPHRASE, signed_in
from tests.people.adapters.test_accounts import SECRET, code_now
from tests.people.conftest import NEW

pytestmark = pytest.mark.django_db


@pytest.fixture
def elsewhere(cast):
    """Maya's other device, and Noor's, who must not be touched."""
    return signed_in(Client(), cast.maya), signed_in(Client(), cast.noor)


def is_in(client) -> bool:
    return client.get(reverse("people:leaving.show")).status_code == 200


# On PostgreSQL the database tells, at a commit no test in a transaction makes; tests/base/test_bus.py hears it.
@pytest.mark.sqlite
def test_changing_the_passphrase_signs_every_other_device_out(
    client, cast, elsewhere, endings, django_capture_on_commit_callbacks
):
    here = signed_in(client, cast.maya)
    with django_capture_on_commit_callbacks(execute=True):
        here.post(reverse("account_change_password"), {"oldpassword": PASSPHRASE, "password1": NEW})
    assert [is_in(device) for device in (here, *elsewhere)] == [True, False, True]
    assert Session.objects.filter(person=cast.maya).count() == 1
    assert endings == [key(cast.maya.pk)]


def test_a_second_step_signs_every_other_device_out(client, cast, elsewhere, sure, django_capture_on_commit_callbacks):
    here = signed_in(client, cast.maya)
    sure()
    secret = here.get(reverse("mfa_activate_totp")).context_data["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        here.post(reverse("mfa_activate_totp"), {"code": code_now(secret)})
    assert [is_in(device) for device in (here, *elsewhere)] == [True, False, True]
    assert second_factor_of(type(cast.maya).objects.get(pk=cast.maya.pk))


def test_taking_a_second_step_away_does_too(client, cast, elsewhere, sure):
    TOTP.activate(cast.maya, SECRET)
    here = signed_in(client, cast.maya)
    sure()
    here.post(reverse("mfa_deactivate_totp"))
    assert [is_in(device) for device in (here, *elsewhere)] == [True, False, True]
    assert not second_factor_of(type(cast.maya).objects.get(pk=cast.maya.pk))


# On PostgreSQL the database tells, at a commit no test in a transaction makes; tests/base/test_bus.py hears it.
@pytest.mark.sqlite
def test_signing_out_closes_what_still_listens(client, cast, endings, django_capture_on_commit_callbacks):
    here = signed_in(client, cast.maya)
    with django_capture_on_commit_callbacks(execute=True):
        here.post(reverse("account_logout"))
    assert endings == [key(cast.maya.pk)]

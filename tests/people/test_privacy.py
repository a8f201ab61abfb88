from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP

from hearth.base.privacy import Data
from hearth.people import privacy
from hearth.people.models import Person
from tests.people.adapters.test_accounts import SECRET

OURS = {promise.model: promise for promise in privacy.promises}


def test_every_field_is_classed():
    for model, promise in OURS.items():
        assert set(promise.fields) == {field.name for field in model._meta.concrete_fields}, model


def test_everything_of_an_account_that_is_no_secret_is_in_the_copy(cast):
    (told,) = privacy.export_account(cast.maya)
    wanted = {name for name, kind in OURS[Person].fields.items() if kind is Data.ACCOUNT} - {"is_active"}
    assert wanted <= set(told)
    assert not {"password", "way_back"} & set(told)


def test_a_copy_names_second_steps_without_what_they_are_made_of(cast):
    TOTP.activate(cast.maya, SECRET)
    (told,) = privacy.export_second_steps(cast.maya)
    assert told["kind"] == "totp"
    assert SECRET not in str(told)


def test_a_stranger_is_in_nobodys_copy(cast):
    EmailAddress.objects.create(user=cast.omar, email="omar@post.example", verified=True, primary=True)
    for promise in privacy.promises:
        if promise.export:
            assert "omar" not in str(list(promise.export(cast.maya)))
    assert list(privacy.export_addresses(cast.omar)) == [
        {"address": "omar@post.example", "confirmed": True, "used": True}
    ]

"""What is promised about letters: nothing kept long, everything erased, every field named."""

from types import SimpleNamespace

import pytest

from hearth.base.permissions import HEARTH
from hearth.delivery import outbox, privacy
from hearth.delivery.actions import letters
from hearth.delivery.models import Letter
from hearth.delivery.outcomes import bounced

pytestmark = pytest.mark.django_db


def test_every_field_is_named():
    for promise in privacy.promises:
        assert set(promise.fields) == {field.name for field in promise.model._meta.concrete_fields}


def test_export_names_my_letters_and_nobody_elses(write):
    write("mine", text="https://localhost:8000/door/secret")
    write("another's", address="maya@members.example")
    noor = SimpleNamespace(email="noor@members.example")
    exported = list(privacy.export_letters(noor))
    assert [row["subject"] for row in exported] == ["Something is waiting for you"]
    assert "secret" not in str(exported)


def test_erasing_takes_my_letters_and_the_mark_on_my_address(write, evening):
    letter = write("mine")
    hers = write("another's", address="maya@members.example")
    held = letters.take(letter_id=letter.id, until=evening, now=evening, by=HEARTH)
    letters.settle(letter=held, outcome=bounced("smtp 550"), now=evening, by=HEARTH)
    privacy.erase_letters(SimpleNamespace(email="noor@members.example"))
    assert list(Letter.objects.all()) == [hers]
    assert not outbox.is_refused("noor@members.example")


def test_someone_without_an_address_loses_nobodys_letters(write):
    purged = write()
    Letter.objects.filter(id=purged.id).update(address="")
    for nothing in (None, ""):
        privacy.erase_letters(SimpleNamespace(email=nothing))
        assert list(privacy.export_letters(SimpleNamespace(email=nothing))) == []
    assert Letter.objects.count() == 1

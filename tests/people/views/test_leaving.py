import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from django.apps import apps
from django.db import connection, models
from django.test import Client
from django.urls import reverse

from hearth.base.ids import key
from hearth.base.models import JournalEntry
from hearth.groups.models import Membership
from hearth.people.actions import ways_back
from hearth.people.models import Person, Session
from tests.cast import PASSPHRASE, a_reply, a_thread
from tests.cast import signed_in as signed_in_there
from tests.people.adapters.test_accounts import SECRET

CANARIES = ("canarymaya", "canaryname", "canarykey", "canarypost.example", "canarypersona")
WORDS = ("canarytitle", "canarywords", "canaryreply")


def everything_written() -> str:
    """Every text of every table, as somebody holding the file would read it."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found += [str(value) for row in cursor.fetchall() for value in row if value is not None]
    return "\n".join(found)


@pytest.fixture
def person(cast):
    """Maya, with something of hers in every row this room keeps."""
    Person.objects.filter(pk=cast.maya.pk).update(
        sign_in_name="canarymaya-lantern-42", display_name="canaryname", email="x@canarypost.example"
    )
    person = Person.objects.get(pk=cast.maya.pk)
    # The cast shares one hash; hers has to be her own to be looked for.
    person.set_password(PASSPHRASE)
    person.save()
    EmailAddress.objects.create(user=person, email="x@canarypost.example", verified=True, primary=True)
    TOTP.activate(person, SECRET)
    person.authenticator_set.create(type="webauthn", data={"name": "canarykey", "credential": {}})
    ways_back.renew(person=person, by=person)
    Membership.objects.filter(person=person).update(name="canarypersona")
    mine = Membership.objects.get(person=person, group=cast.circle)
    a_thread(mine, title="canarytitle", body="canarywords")
    a_reply(a_thread(cast.in_circle["noor"]), mine, body="canaryreply")
    signed_in_there(Client(), person)
    return person


@pytest.fixture
def leave(signed_in, person, sure):
    def leave(**sent):
        client = signed_in(person)
        sure()
        return client, client.post(reverse("people:leaving.edit"), {"words": "take", "sure": "erase", **sent})

    return leave


def test_there_is_something_to_find_before(person):
    written = everything_written()
    assert all(canary in written for canary in (*CANARIES, *WORDS))


@pytest.mark.parametrize("words", ["take", "leave"])
def test_after_erasing_nothing_names_the_person_anywhere(leave, person, words):
    _client, response = leave(words=words)
    assert response.url == reverse("people:leaving.done")
    written = everything_written()
    assert [canary for canary in CANARIES if canary in written] == []
    assert person.password not in written
    # Their words stay only for someone who wanted them to, under no name.
    assert [word for word in WORDS if word in written] == (list(WORDS) if words == "leave" else [])
    assert not Session.objects.filter(person_id=person.pk).exists()


def test_no_row_points_at_who_is_gone(leave, person):
    leave()
    pointing = []
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.ForeignKey) and field.related_model is Person:
                pointing += [model._meta.label] * model.objects.filter(**{field.name: person.pk}).count()
    assert pointing == []


# On PostgreSQL the database tells, at a commit no test in a transaction makes; tests/base/test_bus.py hears it.
@pytest.mark.sqlite
def test_every_device_is_out_and_every_socket_closed(leave, person, endings, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        client, response = leave()
    assert key(person.pk) in endings
    assert client.get(reverse("people:preferences.index")).status_code == 302
    assert client.get(response.url).status_code == 200
    assert response["Clear-Site-Data"] == '"cache", "cookies", "storage"'


def test_the_journal_keeps_that_it_happened_and_no_name(leave, person):
    leave()
    entry = JournalEntry.objects.get(action="people.PersonErased")
    assert entry.ids == {"person_id": person.pk}


@pytest.mark.parametrize("sent", [{"sure": ""}, {"sure": "yes"}, {"words": "burn"}, {"words": ""}])
def test_without_the_word_nothing_is_erased(leave, person, sent):
    _client, response = leave(**sent)
    assert response.status_code == 422
    assert Person.objects.filter(pk=person.pk).exists()


def test_the_others_stay_as_they_are(leave, cast):
    before = Person.objects.filter(pk=cast.noor.pk).values().get()
    leave()
    assert Person.objects.filter(pk=cast.noor.pk).values().get() == before


def test_a_stranger_erases_nobody_but_themselves(signed_in, cast, sure):
    client = signed_in(cast.omar)
    sure()
    client.post(reverse("people:leaving.edit"), {"words": "take", "sure": "erase", "person": str(cast.maya.pk)})
    assert Person.objects.filter(pk=cast.maya.pk).exists()
    assert not Person.objects.filter(pk=cast.omar.pk).exists()


def test_a_signed_out_stranger_is_taken_to_sign_in(client, db):
    assert client.get(reverse("people:leaving.show")).status_code == 302
    assert client.post(reverse("people:leaving.edit"), {"words": "take", "sure": "erase"}).status_code == 401

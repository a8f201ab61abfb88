import pytest
from django.urls import reverse

from hearth.groups.models import Ban, Group, JoinRequest, Membership
from tests.cast import a_group, a_member
from tests.groups.conftest import sent


def url(group):
    return reverse("groups:joining.edit", args=[group.pk])


def test_a_newcomer_comes_in_and_is_taken_to_the_group(cast, ana, signed_in):
    answer = signed_in(ana).post(url(cast.other), sent(cast.other, pattern="3", dye="5", listening="on"))
    assert (answer.status_code, answer["Location"]) == (303, reverse("home:group.show", args=[cast.other.pk]))
    fern = Membership.objects.of(ana).get()
    assert (fern.name, fern.pattern, fern.dye, fern.listening) == ("Fern", 3, 5, True)


def test_the_patch_comes_from_the_name_when_none_is_picked(cast, ana, signed_in):
    from hearth.groups.models import suggested_patch

    signed_in(ana).post(url(cast.other), sent(cast.other))
    fern = Membership.objects.of(ana).get()
    assert (fern.pattern, fern.dye) == suggested_patch("Fern")


def test_sending_the_form_twice_takes_one_place(cast, ana, signed_in):
    client = signed_in(ana)
    client.post(url(cast.other), sent(cast.other))
    assert client.post(url(cast.other), sent(cast.other)).status_code == 303
    assert Membership.objects.of(ana).count() == 1


def test_asking_is_promised_an_answer_and_asks_once(cast, ana, signed_in):
    Group.objects.filter(pk=cast.circle.pk).update(questions=["What brings you?"], eligibility="You know panic.")
    client = signed_in(ana)
    form = sent(cast.circle, answer_0="Nights.", eligible="on")
    first = client.post(url(cast.circle), form)
    question = JoinRequest.objects.get()
    assert first["Location"] == reverse("groups:requests.show", args=[cast.circle.pk, question.pk])
    assert question.answers == ["Nights."]
    assert client.post(url(cast.circle), form)["Location"] == first["Location"]
    assert JoinRequest.objects.count() == 1
    assert "You’ll have an answer by" in client.get(first["Location"]).content.decode()


@pytest.mark.parametrize("missing", ["agreed", "eligible", "name"])
def test_what_is_missing_is_said_and_nothing_typed_is_lost(cast, ana, signed_in, missing):
    Group.objects.filter(pk=cast.other.pk).update(eligibility="You grieve.")
    form = sent(cast.other, about="Slow to answer", eligible="on")
    del form[missing]
    answer = signed_in(ana).post(url(cast.other), form)
    assert answer.status_code == 422
    assert "Slow to answer" in answer.content.decode()
    assert not Membership.objects.of(ana).exists()


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("", "Choose a name"),
        ("   ", "Choose a name"),
        ("x" * 41, "at most 40"),
        ("x" * 100_000, "at most 40"),
        ("ana@example.org", "can’t hold an address"),
        ("0171 234 5678", "looks like a phone number"),
        ("\x00\x08\u202e\u200b", "Choose a name"),
        ("🙂🙂", "a letter or two"),
        ("Fеrn", "one alphabet"),  # a Cyrillic е
        ("ana", "how you sign in"),
        ("Juniper", "goes by that name"),
        ("JUNIPER", "goes by that name"),
        ("Facilitator Ann", "sounds like a role"),
        ("st\u200beward", "sounds like a role"),
    ],
)
def test_a_name_that_will_not_do_is_refused_kindly(cast, ana, signed_in, name, told):
    answer = signed_in(ana).post(url(cast.other), sent(cast.other, name=name, about="Kept words"))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert told in page
    assert "Kept words" in page


def test_turning_characters_are_taken_out_of_what_others_read(cast, ana, signed_in):
    signed_in(ana).post(
        url(cast.other), sent(cast.other, name="Fe\u202ern", about="a\u202eb\x07c", pronouns="she\u200b")
    )
    fern = Membership.objects.of(ana).get()
    assert (fern.name, fern.about, fern.pronouns) == ("Fern", "abc", "she")


def test_a_name_used_in_another_group_is_warned_about_and_may_be_kept(cast, signed_in):
    group = a_group("Third Room", mode="open")
    client = signed_in(cast.maya)
    answer = client.post(url(group), sent(group, name="paper BOAT"))
    assert answer.status_code == 422
    assert "You go by this name in another group" in answer.content.decode()
    assert cast.circle.name not in answer.content.decode(), (
        "the warning names no group to whoever looks over the shoulder"
    )
    assert client.post(url(group), sent(group, name="paper BOAT", linked_ok="on")).status_code == 303


def test_the_form_offers_another_name_when_the_usual_one_is_known_elsewhere(cast, signed_in):
    group = a_group("Third Room", mode="open")
    cast.maya.display_name = "Paper Boat"
    cast.maya.save()
    assert 'value="Paper Boat"' not in signed_in(cast.maya).get(url(group)).content.decode()


def test_whoever_was_here_before_is_offered_their_persona(cast, signed_in, now):
    from hearth.groups.actions import memberships

    memberships.leave(membership=cast.in_other["maya"], words="stay", by=cast.maya, now=now)
    assert 'value="Second Cup"' in signed_in(cast.maya).get(url(cast.other)).content.decode()


def test_a_yes_to_an_older_agreement_is_asked_again_with_the_new_one_in_sight(cast, ana, signed_in):
    form = sent(cast.other, about="Kept words")
    cast.other.agreements.create(number=2, points=[{"point": "We begin on time.", "why": ""}])
    answer = signed_in(ana).post(url(cast.other), form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "changed while you were reading" in page
    assert "We begin on time." in page
    assert "Kept words" in page
    newest = cast.other.agreements.newest()
    assert f'name="version" value="{newest.pk}"' in page
    assert signed_in(ana).post(url(cast.other), sent(cast.other)).status_code == 303


def test_a_full_group_is_refused_with_somewhere_else_to_go(cast, ana, signed_in):
    Group.objects.filter(pk=cast.other.pk).update(capacity=2)
    cast.other.tags.create(code="grief")
    looked = signed_in(ana).get(url(cast.other))
    sent_anyway = signed_in(ana).post(url(cast.other), sent(cast.other))
    assert (looked.status_code, sent_anyway.status_code) == (200, 409)
    for answer in (looked, sent_anyway):
        page = answer.content.decode()
        assert "Every place in this group is taken" in page
        assert f"{reverse('home:directory.index')}?about=" in page


def test_someone_who_was_banned_reads_the_leaflet_and_is_told_without_shame(cast, ana, signed_in):
    Ban.objects.create(group=cast.circle, person=ana, reason="x")
    client = signed_in(ana)
    assert client.get(reverse("home:group.show", args=[cast.circle.pk])).status_code == 200
    page = client.get(url(cast.circle)).content.decode()
    assert "not to continue with you for now" in page
    assert "ban" not in page.split("<main")[1].split("</main>")[0].lower()
    assert client.post(url(cast.circle), sent(cast.circle)).status_code == 409


@pytest.mark.parametrize(
    "odd", [{"version": "x"}, {"pattern": "99"}, {"dye": "-1"}, {"version": "9" * 40}, {"pattern": "purple"}]
)
def test_nonsense_is_no_error_of_ours(cast, ana, signed_in, odd):
    assert signed_in(ana).post(url(cast.other), sent(cast.other, **odd)).status_code == 422


def test_a_stranger_gains_nothing_by_joining_a_hidden_group(cast, signed_in):
    assert signed_in(cast.omar).get(url(cast.hidden)).status_code == 404
    assert signed_in(cast.omar).post(url(cast.hidden), sent(cast.hidden)).status_code == 404


def test_the_page_costs_the_same_however_many_are_inside(cast, ana, signed_in, django_assert_num_queries):
    from tests.cast import a_person

    client = signed_in(ana)
    client.get(url(cast.other))
    for number in range(2):
        if number:
            for extra in range(3):
                a_member(cast.other, a_person(f"more-{extra}"), f"Heron {extra}")
        with django_assert_num_queries(8):
            client.get(url(cast.other))

from django.urls import reverse

from hearth.people.models import Person


def test_the_page_shows_the_name_to_write_down_to_its_owner(come_in, client):
    come_in()
    page = client.get(reverse("people:arrival.show"))
    assert page.status_code == 200
    assert Person.objects.get().sign_in_name in page.content.decode()
    assert "four words" in page.content.decode()
    assert 'href="/today/"' in page.content.decode()


def test_someone_with_an_address_is_told_to_confirm_it(come_in, client):
    come_in(back="email", email="kettle@post.example")
    assert "Confirm it" in client.get(reverse("people:arrival.show")).content.decode()


def test_a_stranger_sees_their_own_name_only(signed_in, cast):
    page = signed_in(cast.omar).get(reverse("people:arrival.show")).content.decode()
    assert "omar" in page
    assert "maya" not in page


def test_a_signed_out_stranger_is_taken_to_sign_in(client, db):
    assert client.get(reverse("people:arrival.show")).status_code == 302

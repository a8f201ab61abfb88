"""How the house is kept, in plain words, for anybody."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("slug", ["safety", "privacy", "accessibility"])
def test_anybody_can_read_it(client, signed_in, cast, slug):
    assert client.get(f"/about/{slug}/").status_code == 200
    assert signed_in(cast.omar).get(f"/about/{slug}/").status_code == 200


def test_the_privacy_page_names_what_each_room_promises(client):
    text = client.get("/about/privacy/").content.decode()
    assert "Letters we sent you" in text
    assert "Kept for" in text


def test_there_is_no_other_page(client):
    assert client.get("/about/anything/").status_code == 404

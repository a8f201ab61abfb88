import itertools

import pytest
from django.urls import NoReverseMatch, Resolver404, path, resolve, reverse
from hypothesis import given
from hypothesis import strategies as st

from hearth.base.ids import LARGEST, KeyConverter, from_key, key, new_id

every_id = st.integers(min_value=1, max_value=LARGEST)


@given(every_id)
def test_an_id_is_read_as_it_was_written(number):
    assert from_key(key(number)) == number


@given(every_id)
def test_a_key_fits_an_address(number):
    assert 1 <= len(key(number)) <= 13
    assert key(number).isalnum()
    assert key(number) == key(number).lower()


@given(every_id, every_id)
def test_two_ids_never_share_a_key(one, other):
    assert (key(one) == key(other)) is (one == other)


@given(st.text(max_size=16))
def test_a_text_is_an_id_or_refused_and_there_is_one_spelling(text):
    try:
        number = from_key(text)
    except ValueError:
        return
    assert key(number) == text


@pytest.mark.parametrize(
    "text", ["", "0", "00", "01", "-1", "+1", " 1", "1 ", "1A", "1_0", "zzzzzzzzzzzzzz", "１", "é"]
)
def test_a_second_spelling_is_not_found(text):
    with pytest.raises(ValueError):
        from_key(text)


def test_ids_do_not_tell_in_which_order_they_were_made():
    ids = [new_id() for _row in range(2000)]
    assert len(set(ids)) == 2000
    assert all(0 < number <= LARGEST for number in ids)
    rising = sum(one < following for one, following in itertools.pairwise(ids))
    assert 850 < rising < 1150


class Urls:
    urlpatterns = [path("lamps/<key:lamp>/", lambda request, lamp: None, name="lamp")]


def test_an_address_holds_the_key():
    assert reverse("lamp", args=[36], urlconf=Urls) == "/lamps/10/"
    assert resolve("/lamps/10/", urlconf=Urls).kwargs == {"lamp": 36}


@pytest.mark.parametrize("address", ["/lamps/0/", "/lamps/010/", "/lamps/1A/", "/lamps/zzzzzzzzzzzzz/", "/lamps/-1/"])
def test_an_address_nobody_would_have_written_is_not_found(address):
    with pytest.raises(Resolver404):
        resolve(address, urlconf=Urls)


def test_nothing_but_a_number_makes_an_address():
    with pytest.raises(ValueError):
        KeyConverter().to_url("lamp")
    with pytest.raises(NoReverseMatch):
        reverse("lamp", args=["lamp"], urlconf=Urls)

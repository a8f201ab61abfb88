import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearth.groups.models import mixes_alphabets, skeleton, suggested_patch


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Devorah", "DEVORAH"),
        ("Devorah", "Dеvоrаh"),  # Cyrillic е, о, а
        ("Devorah", "Ｄｅｖｏｒａｈ"),  # full width
        ("Devorah", "Dévørah"),
        ("Devorah", "D.e-v_o r a h!"),
        ("Will", "W1ll"),
        ("Will", "VVill"),
        ("Moss", "M0ss"),
        ("Morning", "Moming"),
        ("Linnet", "Iinnet"),
        ("Σοφια", "σοφιας"[:-1]),
    ],
)
def test_names_the_eye_confuses_share_a_skeleton(one, other):
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Fern", "Gorse"), ("Paper Boat", "Paper Bag"), ("Heron 2", "Heron 3"), ("Ана", "Оно")]
)
def test_names_the_eye_tells_apart_do_not(one, other):
    assert skeleton(one) != skeleton(other)


@pytest.mark.parametrize("name", ["", "…", "🙂", " - "])
def test_what_cannot_be_said_has_none(name):
    assert skeleton(name) == ""


@given(st.text(max_size=60))
def test_a_skeleton_is_found_for_anything_and_does_not_change_again(name):
    plain = skeleton(name)
    assert skeleton(plain) == plain or len(skeleton(plain)) <= len(plain)


@pytest.mark.parametrize(
    ("name", "mixed"), [("Devоrah", True), ("Анна", False), ("Anna Анна", False), ("Élodie", False), ("王 Wang", False)]
)
def test_a_word_keeps_to_one_alphabet(name, mixed):
    assert mixes_alphabets(name) is mixed


@given(st.text(max_size=60))
def test_a_name_suggests_one_of_the_64_patches_and_always_the_same(name):
    pattern, dye = suggested_patch(name)
    assert 1 <= pattern <= 8
    assert 1 <= dye <= 8
    assert suggested_patch(name) == (pattern, dye)

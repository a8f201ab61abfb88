import random
import string
import time

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from hearth.people.adapters.validators import common
from hearth.people.models import Person

MAYA = Person(sign_in_name="paper-boat-lantern-42", display_name="Paper Boat", email="maya.k@post.example")


@pytest.mark.parametrize(
    "passphrase",
    [
        "short",
        "password1234",
        "Password1234!",
        "P@ssw0rd1234",
        "passwordpassword",
        "dragonmonkey",
        "iloveyou2026!!",
        "qwertyuiop123",
        "abcdefghijkl",
        "123456789012",
        "zyxwvutsrqponm",
        "aaaaaaaaaaaa",
        "tiger!tiger!",
        "abababababab",
        "hearth hearth 1",
        "paper boat 1234",
        "paper-boat-lantern-42",
        "maya.k maya.k",
        "x" * 129,
    ],
)
def test_what_is_guessed_first_is_refused(passphrase):
    with pytest.raises(ValidationError):
        validate_password(passphrase, MAYA)


@pytest.mark.parametrize(
    "passphrase",
    [
        "juniper kettle orbit lantern",
        "correct horse battery staple",
        "mein Hund heißt Wolke",
        "ночью тихо падает снег",
        "🐢🌧🍵🪵🧶🕯🌲🐌🪁🧂🌙🍐",
        "Tr8!kk2#vLq9",
        "x" + "lantern orbit mitten " * 6,
    ],
)
def test_what_is_hard_to_guess_is_taken_in_any_alphabet(passphrase):
    validate_password(passphrase[:128], MAYA)


def test_the_thousands_most_used_ones_of_this_length_are_all_refused():
    long_enough = [word for word in common() if len(word) >= 12]
    assert len(long_enough) > 50
    for word in long_enough:
        with pytest.raises(ValidationError):
            validate_password(word, MAYA)


def test_nothing_is_cut_off_before_it_is_compared():
    first, second = Person(), Person()
    first.set_password("a" * 127 + "x")
    assert first.check_password("a" * 127 + "x")
    assert not first.check_password("a" * 127 + "y")
    assert not second.check_password("")


def test_an_enormous_passphrase_is_refused_at_once():
    """One form without an account, a megabyte long, must not keep a thread of the house busy for hours."""
    enormous = "".join(random.Random(1).choices(string.ascii_letters, k=500_000))
    began = time.perf_counter()
    with pytest.raises(ValidationError):
        validate_password(enormous, MAYA)
    assert time.perf_counter() - began < 0.5

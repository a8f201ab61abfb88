"""The way back in for someone without an e-mail address: four words that only they have."""

from django.contrib.auth.hashers import check_password, make_password
from django.utils.translation import gettext_lazy as _

from hearth.base import live
from hearth.base.http import Refusal
from hearth.base.permissions import require
from hearth.base.transactions import deed
from hearth.people.models import Person, Session
from hearth.people.models.words import four_words, plain_words
from hearth.people.permissions import Can


class NotTheWords(Refusal):
    """One sentence for every reason: which of the two was wrong would tell a stranger who is here."""

    status = 422
    sentence = _("Those words don’t open an account of that name. Look at your note once more, letter by letter.")


def hashed(words: str) -> str:
    """Hash four words the way passphrases are hashed: slowly."""
    return make_password(plain_words(words))


@deed
def renew(*, person: Person, by: Person) -> str:
    """Make four new words and return them, the only time anyone sees them; earlier ones open nothing any more."""
    require(by, Can.CHANGE_ACCOUNT, person)
    new = four_words()
    person.way_back = hashed(new)
    person.save(update_fields=["way_back"])
    return new


def open_for(sign_in_name: str, words: str) -> Person:
    """Return whose words these are. Raises NotTheWords, after as much work as for a real account."""
    person = Person.objects.active().filter(sign_in_name__iexact=sign_in_name.strip()).exclude(way_back="").first()
    if person is None:
        hashed(words)
        raise NotTheWords
    if not check_password(plain_words(words), person.way_back):
        raise NotTheWords
    return person


@deed
def come_back(*, person: Person, passphrase: str, by) -> Person:
    """Set a new passphrase for someone whose words were right. The words are used up, every device is signed out.

    A second step, where there is one, is still asked for at sign-in: the words stand in for the passphrase only.
    """
    require(by, Can.COME_BACK, person)
    person.set_password(passphrase)
    person.way_back = ""
    person.save(update_fields=["password", "way_back"])
    Session.objects.filter(person=person).delete()
    live.close_streams(person.pk)
    return person

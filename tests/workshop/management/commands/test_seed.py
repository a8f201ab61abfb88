import pytest
from django.core.management import CommandError, call_command

from hearth.people.models import Person


def test_it_says_what_it_made(db, capsys):
    call_command("seed")
    assert capsys.readouterr().out.startswith("64 people, 16 groups, 142 memberships")


def test_a_second_time_it_refuses_and_says_how_to_begin_again(db):
    call_command("seed", verbosity=0)
    with pytest.raises(CommandError, match="--again"):
        call_command("seed")


@pytest.mark.django_db(transaction=True)
def test_again_empties_the_house_first():
    call_command("seed")
    Person.objects.filter(sign_in_name="maya").update(display_name="Somebody")
    call_command("seed", "--again")
    assert Person.objects.get(sign_in_name="maya").display_name == "Paper Boat"

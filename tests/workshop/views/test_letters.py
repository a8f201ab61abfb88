from django.urls import reverse

from hearth.delivery import outbox


def test_letters_stand_there_newest_first_with_their_words(db, client, now):
    for number in (1, 2):
        outbox.post_email(
            address="maya@hearth.example",
            subject=f"Letter {number}",
            text="Someone replied.",
            key=f"k{number}",
            now=now,
        )
    page = client.get(reverse("workshop:letters.index")).content.decode()
    assert "Letter 1" in page
    assert "Letter 2" in page
    assert "Someone replied." in page
    assert "maya@hearth.example" in page


def test_an_empty_outbox_says_so(db, client):
    assert "The outbox is empty." in client.get(reverse("workshop:letters.index")).content.decode()


def test_where_there_is_no_workshop_nobody_reads_letters(db, client, settings):
    settings.WORKSHOP = False
    assert client.get(reverse("workshop:letters.index")).status_code == 404

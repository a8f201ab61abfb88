"""What may be written, and that it is written once and with the deed or not at all."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from hearth.base.permissions import Denied
from hearth.delivery import outbox
from hearth.delivery.actions import letters
from hearth.delivery.models import Letter
from hearth.delivery.webpush import BadSubscription

pytestmark = pytest.mark.django_db


def test_a_letter_stands_in_the_outbox_with_all_it_needs(write, evening):
    letter = write(html="<p>Open Hearth.</p>", unsubscribe_url="http://localhost:8000/n/off/abc", urgent=True)
    letter.refresh_from_db()
    assert (letter.channel, letter.state, letter.tries, letter.urgent) == ("email", "waiting", 0, True)
    assert (letter.address, letter.due_at, letter.written_at) == ("noor@members.example", evening, evening)
    assert letter.expires_at == evening + outbox.USEFUL_FOR
    assert letter.message_id.endswith("@localhost>")


def test_the_same_letter_is_never_written_twice(write):
    first = write("reminder:7:9:day-before")
    again = write("reminder:7:9:day-before", subject="Another subject")
    write("reminder:7:9:hour-before")
    assert again.id == first.id
    assert again.subject == "Something is waiting for you"
    assert Letter.objects.count() == 2


def test_one_key_serves_a_letter_and_a_knock(write, knock, settings):
    settings.PUSH_HOSTS = ["push.services.example"]
    write("reply:7:9")
    knock("reply:7:9")
    assert sorted(Letter.objects.values_list("channel", flat=True)) == ["email", "push"]


def test_the_key_is_kept_as_a_digest_only(write):
    letter = write("reminder:471147114711:9")
    assert "4711" not in "".join(str(value) for name, value in vars(letter).items() if name != "id")


def test_a_letter_dies_with_the_deed_it_tells_of(write):
    with pytest.raises(RuntimeError, match="the deed fails"), transaction.atomic():
        write("of a deed that fails")
        assert Letter.objects.exists()
        raise RuntimeError("the deed fails")
    assert not Letter.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_written(evening, browser, settings):
    settings.PUSH_HOSTS = ["push.services.example"]
    with pytest.raises(RuntimeError):
        outbox.post_email(address="noor@members.example", subject="A", text="B", key="k", now=evening)
    with pytest.raises(RuntimeError):
        outbox.post_push(**browser.subscription, key="k", now=evening)
    assert not Letter.objects.exists()


TWO_OR_NONE = [
    "",
    "noor",
    "@members.example",
    "noor@",
    "noor@members.example,maya@members.example",
    "noor@members.example, maya@members.example",
    "noor@members.example;maya@members.example",
    "noor@members.example maya@members.example",
    "Noor <noor@members.example>",
    "<noor@members.example>",
    '"noor,maya"@members.example',
    "noor@members.example\r\nBcc: maya@members.example",
    "noor@members.example\nmaya@members.example",
    "noor@members.example\r",
    "noor@members.example\x00",
    "noor@members.example\u2028x",
    "noor\u202e@members.example",
    "nöör@members.example",
    "noor@members.example@members.example",
    "n" * 250 + "@members.example",
]


@pytest.mark.parametrize("address", TWO_OR_NONE)
def test_a_letter_goes_to_one_plain_address(write, address):
    with pytest.raises(outbox.NotALetter):
        write(address=address)
    assert not Letter.objects.exists()


def test_even_the_database_refuses_a_second_recipient(write):
    letter = write()
    for second in ("noor@members.example,maya@members.example", "noor@members.example;maya@members.example"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Letter.objects.filter(id=letter.id).update(address=second)


@pytest.mark.parametrize("name", ["cc", "bcc", "to", "recipients", "reply_to", "headers", "from_email", "sender"])
def test_there_is_no_way_to_name_a_copy_a_sender_or_a_header(write, name):
    with pytest.raises(TypeError):
        write(**{name: ["maya@members.example"]})


@pytest.mark.parametrize(
    "subject", ["", "A\r\nBcc: maya@members.example", "A\nB", "A\rB", "A\x00", "A\u2028B", "A\x85B", "A" * 201]
)
def test_a_subject_is_one_short_line(write, subject):
    with pytest.raises(outbox.NotALetter):
        write(subject=subject)


@pytest.mark.parametrize(
    "url",
    [
        "https://elsewhere.example/off",
        "http://localhost:8000.elsewhere.example/off",
        "http://localhost:8000/off>\r\nBcc: maya@members.example",
        "http://localhost:8000/off, <mailto:a@b.example>",
        "http://localhost:8000/off x",
        "javascript:alert(1)",
        "http://localhost:8000/" + "x" * 500,
    ],
)
def test_unsubscribing_leads_to_this_house_only(write, url):
    with pytest.raises(outbox.NotALetter):
        write(unsubscribe_url=url)


@pytest.mark.parametrize(
    "html",
    [
        '<img src="https://elsewhere.example/1.gif">',
        "<IMG SRC=x>",
        "< img/src=x>",
        "<p style=\"background:url('https://elsewhere.example/1.gif')\">A</p>",
        "<style>@import 'https://elsewhere.example/a.css'</style>",
        '<link rel="stylesheet" href="https://elsewhere.example/a.css">',
        "<script>1</script>",
        '<iframe src="https://elsewhere.example"></iframe>',
        '<td background="https://elsewhere.example/1.gif">A</td>',
        '<input type="image" src="https://elsewhere.example/1.gif">',
        '<video poster="https://elsewhere.example/1.gif"></video>',
        "<svg></svg>",
        '<meta http-equiv="refresh" content="0">',
    ],
)
def test_a_letter_fetches_nothing_when_it_is_opened(write, html):
    write(html='<p style="margin:0">Hello. <a href="http://localhost:8000/n/abc">Open</a></p>')
    with pytest.raises(outbox.NotALetter):
        write("second", html=html)


def test_a_letter_without_words_or_without_end_is_none(write):
    for changes in ({"text": ""}, {"text": "x" * 100_001}, {"html": "x" * 100_001}):
        with pytest.raises(outbox.NotALetter):
            write(**changes)


@pytest.mark.parametrize("key", ["", "reminder:noor@members.example", "https://push.services.example/wp/1"])
def test_a_key_names_no_address(write, key):
    with pytest.raises(outbox.NotALetter):
        write(key)


def test_a_letter_that_could_never_go_is_refused(write, evening):
    with pytest.raises(outbox.NotALetter):
        write(not_before=evening + timedelta(hours=2), expires_at=evening + timedelta(hours=1))


def test_a_letter_may_wait_for_the_morning(write, evening):
    morning = evening + timedelta(hours=9)
    assert write(not_before=morning).due_at == morning
    assert write("second", not_before=evening - timedelta(hours=9)).due_at == evening


def test_a_knock_says_the_same_to_everyone_in_their_language(knock, settings):
    settings.PUSH_HOSTS = ["push.services.example"]
    assert {knock(str(n)).text for n in range(3)} == {"Hearth: something is waiting"}
    for name in ("text", "subject", "html", "title", "body"):
        with pytest.raises(TypeError):
            knock("words", **{name: "Maya wrote in Sleepless"})


def test_a_knock_goes_only_to_a_subscription_of_a_known_push_service(knock, settings, browser):
    settings.PUSH_HOSTS = ["push.services.example"]
    for changes in (
        {"endpoint": "https://127.0.0.1/wp/1"},
        {"endpoint": "https://elsewhere.example/wp/1"},
        {"p256dh": "AAAA"},
        {"p256dh": browser.subscription["p256dh"][:-4] + "AAAA"},
        {"p256dh": "no base64 at all"},
        {"auth": "AAAA"},
        {"auth": ""},
    ):
        with pytest.raises(BadSubscription):
            knock(**changes)
    assert not Letter.objects.exists()


def test_a_letter_can_be_withdrawn_until_somebody_carries_it(write):
    write("meeting-moved:7")
    on_its_way = write("already going:7")
    Letter.objects.filter(id=on_its_way.id).update(state=Letter.State.IN_HAND)
    assert outbox.withdraw(key="meeting-moved:7") is True
    assert outbox.withdraw(key="meeting-moved:7") is False
    assert outbox.withdraw(key="already going:7") is False
    assert list(Letter.objects.all()) == [on_its_way]
    assert write("meeting-moved:7").state == "waiting"


def test_forgetting_an_address_leaves_nothing_of_it(write, knock, settings, browser):
    settings.PUSH_HOSTS = ["push.services.example"]
    write("hers")
    write("hers in capitals", address="Noor@Members.example")
    hers_not = {write(one, address=f"{one}@members.example") for one in ("n_or", "eleanoor")}
    knock()
    outbox.forget(address="noor@members.example")
    outbox.forget(address=browser.subscription["endpoint"])
    assert set(Letter.objects.all()) == hers_not


def test_only_the_house_itself_writes_letters(write):
    letter = write()
    for deed in (
        lambda: letters.write(letter=letter, by=None),
        lambda: letters.withdraw(key=letter.key, by=None),
        lambda: letters.forget(address=letter.address, by=None),
        lambda: letters.trust(address=letter.address, by=None),
    ):
        with pytest.raises(Denied):
            deed()
    assert Letter.objects.count() == 1

"""E-mail as it leaves the house: one recipient, the house's name, the headers that RFC 8058 asks for."""

import ast
import smtplib
from datetime import timedelta
from pathlib import Path

import pytest

from hearth.delivery.email import MailBag, OneRecipientMessage, verdict, written_out

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def sent(write, carry, mail_sink):
    def arrived(**changes):
        write(**changes)
        assert carry() == 1
        return mail_sink.arrived[-1]

    return arrived


@pytest.mark.django_db(transaction=True)
def test_a_letter_shows_its_one_reader_and_the_house_and_nothing_else(sent, settings, evening):
    settings.DEFAULT_FROM_EMAIL = "Hearth <hello@house.example>"
    arrived = sent(html="<p>Open Hearth when you like.</p>")
    message = arrived.message
    assert (arrived.sender, arrived.recipients) == ("<hello@house.example>", ("noor@members.example",))
    assert message["From"] == "Hearth <hello@house.example>"
    assert message["To"] == "noor@members.example"
    assert message["Subject"] == "Something is waiting for you"
    assert message["Date"].datetime == evening
    assert message["Auto-Submitted"] == "auto-generated"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert set(message.keys()) == {
        "Content-Type", "MIME-Version", "Subject", "From", "To", "Message-ID", "Date", "Auto-Submitted",
    }  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_unsubscribing_takes_one_click_in_the_mail_program(sent):
    message = sent(unsubscribe_url="http://localhost:8000/n/off/1h2j3k").message
    assert message["List-Unsubscribe"] == "<http://localhost:8000/n/off/1h2j3k>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@pytest.mark.django_db(transaction=True)
def test_words_of_every_script_arrive_whole(sent):
    said = "Åsa – مرحبا – 你好 – 🔥\n.\n.. a line of one dot ends no letter\n" + "long " * 400
    message = sent(text=said, subject="Något väntar på dig – 你好 🔥" * 3).message
    # A long subject in many scripts is folded after "Subject:"; mail programs drop the gap.
    assert message["Subject"].strip() == "Något väntar på dig – 你好 🔥" * 3
    assert message.get_content().splitlines() == said.splitlines()


@pytest.mark.django_db(transaction=True)
def test_every_try_of_a_letter_carries_the_same_name(write, carry, mail_sink):
    write()
    mail_sink.mood = lambda recipient, number: "drop" if number < 3 else "ok"
    for minutes in (0, 2, 9):
        carry(after=timedelta(minutes=minutes))
    assert len({arrived.message["Message-ID"] for arrived in mail_sink.arrived}) == 1
    assert len(mail_sink.arrived) == 3


@pytest.mark.django_db(transaction=True)
def test_in_development_letters_are_files(write, carry, settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "letters")
    write("one")
    write("two", address="maya@members.example")
    assert carry() == 2
    files = sorted((tmp_path / "letters").iterdir())
    assert len(files) == 2
    assert sum("To: maya@members.example" in file.read_text() for file in files) == 1


# ── one recipient, for ever ───────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    "wrong",
    [
        {"to": ["noor@members.example", "maya@members.example"]},
        {"to": ["noor@members.example, maya@members.example"]},
        {"to": []},
        {"cc": ["maya@members.example"]},
        {"bcc": ["maya@members.example"]},
        {"reply_to": ["maya@members.example"]},
        {"headers": {"Cc": "maya@members.example"}},
        {"headers": {"bcc": "maya@members.example"}},
        {"headers": {"Resent-To": "maya@members.example"}},
        {"headers": {"To": "all@members.example, maya@members.example"}},
    ],
)
def test_a_message_with_a_copy_cannot_be_written_out(wrong):
    right = {"subject": "A", "body": "B", "from_email": "hello@house.example", "to": ["noor@members.example"]}
    assert OneRecipientMessage(**right).message()["To"] == "noor@members.example"
    with pytest.raises(ValueError, match=r"recipient|copies"):
        OneRecipientMessage(**(right | wrong)).message()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "tampered",
    [
        {"address": "noor@members.example\r\nBcc: maya@members.example"},
        {"subject": "A\r\nBcc: maya@members.example"},
        {"subject": "A\nB"},
        {"message_id": "<a@b>\r\nBcc: maya@members.example"},
        {"unsubscribe_url": "http://localhost:8000/x>\r\nBcc: maya@members.example"},
    ],
)
def test_a_row_that_was_tampered_with_is_not_written_out(write, tampered):
    letter = write()
    for name, value in tampered.items():
        setattr(letter, name, value)
    with pytest.raises(ValueError):
        written_out(letter).message()


MAILERS = {"EmailMessage", "EmailMultiAlternatives", "send_mail", "send_mass_mail", "mail_admins", "mail_managers",
           "get_connection", "SMTP", "SMTP_SSL"}  # fmt: skip


def offences(source: str, own_room: bool) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.keyword) and node.arg in ("cc", "bcc"):
            found.append(f"line {node.value.lineno}: {node.arg}=")
        if isinstance(node, ast.ImportFrom) and not own_room:
            found += [f"line {node.lineno}: {one.name}" for one in node.names if one.name in MAILERS]
        if isinstance(node, ast.Import) and not own_room:
            found += [f"line {node.lineno}: {one.name}" for one in node.names if one.name == "smtplib"]
        if isinstance(node, ast.Attribute) and node.attr in MAILERS - {"get_connection"} and not own_room:
            # A class may call a method of its own by that name: the accounts library's is ours, and writes letters.
            if ast.unparse(node) == "self.send_mail":
                continue
            found.append(f"line {node.lineno}: .{node.attr}")
    return found


def test_nothing_but_this_room_talks_to_mail_servers_and_nothing_at_all_writes_copies():
    assert offences("from django.core.mail import send_mail", False)
    assert offences("import smtplib", False)
    assert offences("mail.send_mass_mail(x)", False)
    assert offences("self.send_mass_mail(x)", False)
    assert offences("letter(bcc=[a])", True)
    wrong = {}
    for file in sorted((ROOT / "hearth").rglob("*.py")):
        room = file.relative_to(ROOT / "hearth").parts[0]
        found = offences(file.read_text(), own_room=room == "delivery")
        if found:
            wrong[str(file.relative_to(ROOT))] = found
    assert wrong == {}


# ── what servers answer ───────────────────────────────────────────────────────────────────────────────────────
def rcpt(code, said):
    return smtplib.SMTPRecipientsRefused({"noor@members.example": (code, said)})


ANSWERS = [
    (rcpt(550, b"5.1.1 no such user noor@members.example"), "bounced", False, "smtp 550 5.1.1"),
    (rcpt(550, b"no such user"), "bounced", False, "smtp 550"),
    (rcpt(551, b"moved"), "bounced", False, "smtp 551"),
    (rcpt(553, b"5.1.3 bad address"), "bounced", False, "smtp 553 5.1.3"),
    (rcpt(552, b"5.2.2 full"), "failed", False, "smtp 552 5.2.2"),
    (rcpt(501, b"syntax"), "failed", False, "smtp 501"),
    (rcpt(550, b"5.7.1 relaying denied"), "waiting", False, "smtp 550 5.7.1"),
    (rcpt(554, b"5.7.1 you are on a list"), "waiting", False, "smtp 554 5.7.1"),
    (rcpt(450, b"4.2.0 greylisted"), "waiting", False, "smtp 450 4.2.0"),
    (rcpt(421, b"4.3.2 closing"), "waiting", False, "smtp 421 4.3.2"),
    (smtplib.SMTPSenderRefused(550, b"5.7.1 not you", "hello@house.example"), "waiting", True, "smtp 550 5.7.1"),
    (smtplib.SMTPSenderRefused(421, b"closing", "hello@house.example"), "waiting", True, "smtp 421"),
    (smtplib.SMTPDataError(451, b"4.3.0 later"), "waiting", False, "smtp 451 4.3.0"),
    (smtplib.SMTPDataError(421, b"closing"), "waiting", True, "smtp 421"),
    (smtplib.SMTPDataError(554, b"5.6.0 no"), "failed", False, "smtp 554 5.6.0"),
    (smtplib.SMTPNotSupportedError("SMTPUTF8"), "failed", False, "SMTPNotSupportedError"),
    (smtplib.SMTPServerDisconnected("closed"), "waiting", True, "SMTPServerDisconnected"),
    (TimeoutError(), "waiting", True, "TimeoutError"),
    (ConnectionResetError(), "waiting", True, "ConnectionResetError"),
]


@pytest.mark.parametrize(("wrong", "state", "closed", "reason"), ANSWERS, ids=[answer[3] for answer in ANSWERS])
def test_what_an_answer_means(wrong, state, closed, reason):
    outcome = verdict(wrong)
    assert (outcome.state, outcome.closed, outcome.reason) == (state, closed, reason)
    assert "noor" not in outcome.reason


def test_a_backend_that_takes_nothing_has_not_sent(settings, write, db, evening):
    settings.EMAIL_BACKEND = "tests.delivery.test_email.DeafBackend"
    bag = MailBag()
    assert bag.ready() is None
    assert bag.hand_over(write(), now=evening).state == "failed"


class DeafBackend:
    def __init__(self, **given):
        pass

    def open(self):
        return True

    def send_messages(self, messages):
        return 0

    def close(self):
        pass

"""E-mail: one message, one recipient, for ever."""

import contextlib
import re
import smtplib
from email.utils import format_datetime

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.smtp import EmailBackend as SmtpBackend

from hearth.delivery.models import Letter
from hearth.delivery.outcomes import SENT, Outcome, again, bounced, failed

# RFC 3463: class, subject, detail. Subject 1 is about the address, subject 7 about whom the server lets speak.
_ENHANCED = re.compile(rb"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_NOBODY_LIVES_THERE = {550, 551, 553}


class OneRecipientMessage(EmailMultiAlternatives):
    """Refuses, at the last moment before it leaves, to be anything but a letter to one person."""

    def message(self):
        if len(self.to) != 1 or self.cc or self.bcc or self.reply_to:
            raise ValueError("A letter has exactly one recipient, and no copies.")
        written = super().message()
        for header in ("Cc", "Bcc", "Resent-To", "Resent-Cc", "Resent-Bcc"):
            if header in written:
                raise ValueError("A letter has no copies.")
        if len(written.get_all("To")) != 1 or "," in written["To"]:
            raise ValueError("A letter has exactly one recipient.")
        return written


def written_out(letter: Letter) -> OneRecipientMessage:
    """Return the message. Who it is from is the house's neutral address, whatever the letter is about."""
    headers = {
        # The same at every try, so that a mail server which took it before can drop the second copy.
        "Message-ID": letter.message_id,
        "Date": format_datetime(letter.written_at),
        "Auto-Submitted": "auto-generated",
    }
    if letter.unsubscribe_url:
        # RFC 8058: the mail program's own button, one POST, no page, no sign-in.
        headers["List-Unsubscribe"] = f"<{letter.unsubscribe_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message = OneRecipientMessage(
        subject=letter.subject,
        body=letter.text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[letter.address],
        headers=headers,
    )
    if letter.html:
        message.attach_alternative(letter.html, "text/html")
    return message


class MailBag:
    """The e-mails of one round, over one conversation with the configured mail backend."""

    def __init__(self):
        self._backend = None

    def ready(self) -> Outcome | None:
        """Open the conversation unless it is open; return why that could not be done, or None."""
        # Backends that write to a file or a screen make one piece per opening; only a server is worth keeping.
        if self._backend is None or not isinstance(self._backend, SmtpBackend):
            self._backend = get_connection()
        try:
            self._backend.open()
        except smtplib.SMTPResponseException as refused:
            self.close()
            return again(f"smtp {refused.smtp_code}", closed=True)
        except (smtplib.SMTPException, OSError) as wrong:
            self.close()
            return again(type(wrong).__name__, closed=True)
        return None

    def hand_over(self, letter: Letter, *, now) -> Outcome:
        message = written_out(letter)
        try:
            taken = self._backend.send_messages([message])
        except (smtplib.SMTPException, OSError) as wrong:
            self.close()
            return verdict(wrong)
        return SENT if taken == 1 else failed("not taken")

    def close(self) -> None:
        """Say goodbye. Letters are settled before, so a server that is slow to part cannot double them."""
        backend, self._backend = self._backend, None
        if backend is not None:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                backend.close()


def verdict(wrong: Exception) -> Outcome:
    """Read what a mail server answered to one letter."""
    if isinstance(wrong, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(wrong.recipients.values()))
        about_us = subject_of(said) == 7
        if code in _NOBODY_LIVES_THERE and not about_us:
            return bounced(reason_of(code, said))
        # "We do not take mail from you" is for our keepers to mend within the day that we keep trying.
        return again(reason_of(code, said)) if code < 500 or about_us else failed(reason_of(code, said))
    if isinstance(wrong, smtplib.SMTPResponseException):
        reason = reason_of(wrong.smtp_code, wrong.smtp_error)
        if isinstance(wrong, smtplib.SMTPSenderRefused) or wrong.smtp_code == 421:
            return again(reason, closed=True)
        return again(reason) if wrong.smtp_code < 500 else failed(reason)
    if isinstance(wrong, smtplib.SMTPNotSupportedError):
        return failed(type(wrong).__name__)
    # The line broke. If it broke after the last dot, the letter may have been taken: trying again may double it,
    # not trying again may lose it. We would rather knock twice.
    return again(type(wrong).__name__, closed=True)


def subject_of(said: bytes | str) -> int | None:
    found = _ENHANCED.search(said if isinstance(said, bytes) else said.encode())
    return int(found[2]) if found else None


def reason_of(code: int, said: bytes | str) -> str:
    found = _ENHANCED.search(said if isinstance(said, bytes) else said.encode())
    return f"smtp {code}" + (f" {found[0].decode()}" if found else "")

"""E-mail: by SMTP, kept only as our own record in the demonstration, or in memory in tests."""

from __future__ import annotations

import smtplib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ClassVar

from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend

from doneinone.adapters.ports import Email, UnableToReach, UnableToSend, UnableToSendYet

_LOST = (smtplib.SMTPServerDisconnected, smtplib.SMTPConnectError, OSError)
_BUSY = 421
"""The server closes the connection: it has had enough for now (RFC 5321, 3.8)."""


class SmtpEmail:
    """Sends by the SMTP server of the settings (``EMAIL_HOST`` and what goes with it)."""

    @contextmanager
    def batch(self) -> Iterator[Callable[[Email], None]]:
        """Send over one connection, made when the first e-mail is sent."""
        line = _Line()
        try:
            yield line.send
        finally:
            line.close()


class _Line:
    """One connection to the server; made anew when the server ends it between two e-mails."""

    def __init__(self) -> None:
        self._backend: EmailBackend | None = None
        self._sent = 0

    def close(self) -> None:
        """Say goodbye, if there is anybody to say it to."""
        if self._backend is not None:
            self._backend.fail_silently = True
            self._backend.close()
            self._backend = None
        self._sent = 0

    def send(self, email: Email) -> None:
        """
        Send one e-mail.

        Servers end a connection after some number of e-mails; the one that meets this is sent
        again over a new connection, with the same Message-ID.
        """
        before = self._sent
        try:
            self._send(email)
        except UnableToReach:
            self.close()
            if not before:
                raise
            self._send(email)

    def _send(self, email: Email) -> None:
        try:
            message = _message(email)
            if self._backend is None:
                backend = EmailBackend()
                backend.open()
                self._backend = backend
            self._backend.send_messages([message])
            self._sent += 1
        except smtplib.SMTPRecipientsRefused as problem:
            (code, _), *_ = problem.recipients.values()
            raise _named(code, "The mail server does not take this address") from problem
        except smtplib.SMTPNotSupportedError as problem:
            raise UnableToSend("The mail server does not take addresses of this kind.") from problem
        except smtplib.SMTPAuthenticationError as problem:
            raise UnableToReach("The mail server does not take our name and password.") from problem
        except smtplib.SMTPConnectError as problem:
            raise UnableToReach(f"The mail server refused us ({problem.smtp_code}).") from problem
        except smtplib.SMTPSenderRefused as problem:
            # Our own address is refused: that is not the recipient's fault, and will be mended.
            raise UnableToReach(f"The mail server refused us ({problem.smtp_code}).") from problem
        except smtplib.SMTPResponseException as problem:
            raise _named(problem.smtp_code, "The mail server refused the message") from problem
        except _LOST as problem:
            raise UnableToReach("The mail server does not answer.") from problem
        except smtplib.SMTPException as problem:
            raise UnableToReach("The mail server answered in a way we do not know.") from problem
        except ValueError as problem:  # a header or an address that cannot be written
            raise UnableToSend("This is not an address that mail can be sent to.") from problem


def _named(code: int, what: str) -> Exception:
    if code == _BUSY:
        return UnableToReach("The mail server asked us to come back later.")
    return (UnableToSend if code >= 500 else UnableToSendYet)(f"{what} ({code}).")


def _message(email: Email) -> EmailMultiAlternatives:
    """Write an e-mail; a line end in a header raises ``ValueError``."""
    message = EmailMultiAlternatives(
        subject=email.subject,
        body=email.text,
        from_email=email.sender,
        to=[email.to],
        headers={
            "Message-ID": email.message_id,
            "Auto-Submitted": "auto-generated",  # so that no out-of-office note answers it
            "Content-Language": email.language,
        },
    )
    message.attach_alternative(email.html, "text/html")
    return message


class RecordedEmail:
    """Sends nothing: the message's own row is the record. For the demonstration."""

    @contextmanager
    def batch(self) -> Iterator[Callable[[Email], None]]:
        """Take every e-mail as sent."""
        yield lambda email: None


class MemoryEmail:
    """Keeps e-mails in memory, for tests; ``failing`` is raised instead of keeping."""

    sent: ClassVar[list[Email]] = []
    failing: ClassVar[dict[str, Exception]] = {}

    @contextmanager
    def batch(self) -> Iterator[Callable[[Email], None]]:
        """Keep what is sent."""
        yield self._keep

    def _keep(self, email: Email) -> None:
        problem = self.failing.get(email.to) or self.failing.get("*")
        if problem is not None:
            raise problem
        _message(email).message()
        self.sent.append(email)

    @classmethod
    def forget(cls) -> None:
        """Forget all, and fail no more."""
        cls.sent.clear()
        cls.failing.clear()

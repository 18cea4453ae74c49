"""What leaves the house: the ports for e-mail, texts and letters, and how sending may fail."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string


class UnableToSend(Exception):
    """
    This one message will never be taken, whoever tries again.

    The text is a reason for staff, without any personal data.
    """


class UnableToSendYet(Exception):
    """This one message is not taken now, and may be later. The text holds no personal data."""


class UnableToReach(Exception):
    """Nothing can be sent now: the service is away. The text holds no personal data."""


@dataclass(frozen=True, slots=True)
class Email:
    """An e-mail: plain text, and the same as HTML. ``message_id`` is the same on every try."""

    to: str
    sender: str
    subject: str
    text: str
    html: str
    message_id: str
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Sms:
    """A text message to a telephone number. ``message_id`` is the same on every try."""

    to: str
    text: str
    message_id: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter: the lines of the address, its heading and its words."""

    to: str
    subject: str
    text: str
    message_id: str
    language: str = "en"


class EmailPort(Protocol):
    """Sends e-mail."""

    def batch(self) -> AbstractContextManager[Callable[[Email], None]]:
        """
        Give what sends one e-mail after another, over one connection.

        It raises ``UnableToSend``, ``UnableToSendYet`` or ``UnableToReach``.
        """


class SmsPort(Protocol):
    """Sends texts."""

    def batch(self) -> AbstractContextManager[Callable[[Sms], None]]:
        """Give what sends one text after another; it fails as that of ``EmailPort`` does."""


class LetterPort(Protocol):
    """Hands letters to whoever prints and posts them."""

    def batch(self) -> AbstractContextManager[Callable[[Letter], None]]:
        """Give what hands over one letter after another; it fails as that of ``EmailPort``."""


@lru_cache(maxsize=16)
def _made(name: str) -> Any:
    return import_string(name)()


def email_port() -> EmailPort:
    """Give the adapter that the settings name."""
    port: EmailPort = _made(settings.EMAIL_ADAPTER)
    return port


def sms_port() -> SmsPort:
    """Give the adapter that the settings name."""
    port: SmsPort = _made(settings.SMS_ADAPTER)
    return port


def letter_port() -> LetterPort:
    """Give the adapter that the settings name."""
    port: LetterPort = _made(settings.LETTER_ADAPTER)
    return port

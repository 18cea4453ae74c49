"""Postcodes as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doneinone.domain.places.rules.messages import MESSAGES, UnableToFindPlace
from doneinone.domain.places.rules.postcodes import canonical, looks_like_postcode, tidy, written


@pytest.mark.parametrize(
    "typed, meant",
    [
        ("M6 5AB", "M65AB"),
        ("  m6   5ab ", "M65AB"),
        ("m65ab", "M65AB"),
        ("SW1A-2AA", "SW1A2AA"),
        ("sw1a 2aa.", "SW1A2AA"),
        ("EC1A 1BB", "EC1A1BB"),
        ("M6 OAB", "M60AB"),
        ("M6 LAB", "M61AB"),
    ],
)
def test_a_postcode_is_understood_however_it_is_typed(typed: str, meant: str) -> None:
    assert canonical(text=typed) == meant


@pytest.mark.parametrize(
    "typed, problem",
    [
        ("M6 4K", "partial"),
        ("M6", "partial"),
        ("M6 4", "partial"),
        ("M6 4KL", "malformed"),
        ("M6 5ABC", "malformed"),
        ("hello", "malformed"),
        ("", "empty"),
        ("\x00 \n", "empty"),
        ("x" * 101, "too_long"),
        ("BT1 5GS", "northern_ireland"),
        ("JE2 3AB", "islands"),
        ("IM1 1AA", "islands"),
    ],
)
def test_what_is_wrong_is_said(typed: str, problem: str) -> None:
    with pytest.raises(UnableToFindPlace) as refused:
        canonical(text=typed)
    assert refused.value.problem == problem


def test_a_message_is_there_in_both_languages_and_shows_what_was_typed() -> None:
    error = UnableToFindPlace("partial", "M6 4K")
    assert "M6 4K" in str(error)
    assert "M6 4K" in error.message(language="cy")
    assert error.message(language="cy") != error.message(language="en")
    assert error.message(language="fr") == str(error)
    for message in MESSAGES.values():
        assert set(message) == {"en", "cy"}


def test_what_looks_like_a_postcode() -> None:
    for text in ("M6", "m6 5", "M6 5AB", "sw1a2aa", "M6 4KL", "M6 OAB"):
        assert looks_like_postcode(text=text), text
    for text in ("Lime Grove", "14 Lime Grove", "Lime Grove, M6 5AB", "A", "14"):
        assert not looks_like_postcode(text=text), text


def test_written_with_its_space() -> None:
    assert written(postcode="M65AB") == "M6 5AB"
    assert written(postcode="SW1A2AA") == "SW1A 2AA"


@given(st.text(max_size=200))
def test_no_text_breaks_it(text: str) -> None:
    looks_like_postcode(text=text)
    try:
        found = canonical(text=text)
    except UnableToFindPlace:
        return
    assert canonical(text=written(postcode=found)) == found
    assert len(tidy(text=text)) <= 100

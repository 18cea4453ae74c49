from __future__ import annotations

from datetime import date

import pytest

from doneinone.domain.people.rules import keys_of, split_name, wanted_keys

MAIR = set(
    keys_of(
        given="Siân Mair",
        family="O’Neill",
        born_on=date(1951, 3, 4),
        email="Sian@Example.org",
        telephone="+441614960188",
        address="27 Weaver Row, Bridge End",
        postcode="M65WG",
    )
)


@pytest.mark.parametrize(
    "text",
    [
        "sian oneill", "O'Neill, Siân", "mrs oneill m6 5wg", "weaver row 27", "0161 496 0188",
        "+44 161 496 0188 sian", "960188", "sian@example.org", "4 March 1951 mair", "4/3/1951",
        "1951-03-04 oneill", "M65WG",
    ],
)  # fmt: skip
def test_any_fact_in_any_order_finds(text: str) -> None:
    wanted = wanted_keys(text)
    assert wanted.exact
    assert set(wanted.exact) <= MAIR


@pytest.mark.parametrize("text", ["one", "sian one", "m6 5wg onei"])
def test_a_name_is_found_while_it_is_typed(text: str) -> None:
    assert set(wanted_keys(text).begun) <= MAIR
    assert not set(wanted_keys(text).exact) <= MAIR


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Pritchard", "prichard"), ("Dafydd", "davith"), ("Llywelyn", "lewelyn"),
        ("Siân", "shan"), ("Rhys", "reece"), ("Smith", "smyth"), ("Muhammad", "mohamed"),
        ("Łukasz", "lukas"), ("Zoë", "zoe"),
    ],
)  # fmt: skip
def test_a_name_is_found_by_its_sound(name: str, typed: str) -> None:
    assert set(wanted_keys(typed).sounding) <= set(keys_of(family=name))


@pytest.mark.parametrize("text", ["", "  ", "!!!", "31/02/1951", "\x00", "a" * 5000, "💡"])
def test_nonsense_harms_nothing(text: str) -> None:
    assert len(wanted_keys(text).exact) <= 10


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("Amina Yusuf", ("", "Amina", "Yusuf")),
        ("Mrs Mair Eluned Pritchard", ("Mrs", "Mair Eluned", "Pritchard")),
        ("Dr. Okafor", ("Dr.", "", "Okafor")),
        ("Prasad", ("", "Prasad", "")),
    ],
)
def test_one_line_is_parted(line: str, parts: tuple[str, str, str]) -> None:
    assert split_name(line) == parts

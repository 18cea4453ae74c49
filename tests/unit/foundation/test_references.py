import hashlib
from itertools import combinations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doneinone.foundation import references
from doneinone.foundation.references import (
    ALPHABET,
    hash_secret,
    is_valid,
    new_reference,
    new_resume_code,
    new_secret,
    normalise_reference,
    normalise_resume_code,
    reference_problem,
    resume_code_problem,
    show_reference,
    spell_out,
)

SEEDS = st.integers(0, 2**32)


def test_alphabet_spells_no_words_and_has_no_look_alikes() -> None:
    assert len(ALPHABET) == len(set(ALPHABET)) == 27
    assert not set(ALPHABET) & set("AEIOUY01L")


@given(SEEDS)
def test_every_wrong_character_is_found(seed: int) -> None:
    right = new_reference(random=Random(seed))
    assert is_valid(right)
    for place, character in enumerate(right):
        for other in ALPHABET:
            if other != character:
                assert not is_valid(right[:place] + other + right[place + 1 :])


@given(SEEDS)
def test_every_swap_is_found(seed: int) -> None:
    right = new_reference(random=Random(seed))
    for one, two in combinations(range(len(right)), 2):
        swapped = list(right)
        swapped[one], swapped[two] = swapped[two], swapped[one]
        assert is_valid("".join(swapped)) == (right[one] == right[two])


def test_the_code_is_linear_so_the_weights_prove_both_properties_for_all_references() -> None:
    """A weight that is never zero finds each wrong character; weights that differ, each swap."""
    zero = ALPHABET[0]
    columns = []
    for place in range(12):
        sums = {
            value: references._sum(zero * place + character + zero * (11 - place))
            for value, character in enumerate(ALPHABET)
        }
        assert sorted(sums.values()) == list(range(27))
        columns.append(sums)
    for one, two in combinations(columns, 2):
        assert all(one[value] != two[value] for value in range(1, 27))
    for left in ALPHABET:  # the sum of a sum is the sum of the sums
        for right in ALPHABET:
            both = references._sum(left + zero * 3 + right)
            apart = (references._sum(left + zero * 4), references._sum(right))
            assert both == references._plus(*apart)


def test_references_differ_and_use_the_whole_alphabet() -> None:
    made = [new_reference(random=Random(seed)) for seed in range(2000)]
    assert len(set(made)) == 2000
    assert {character for one in made for character in one} == set(ALPHABET)
    assert {one[-1] for one in made} == set(ALPHABET)
    assert new_reference() != new_reference()


@given(SEEDS, st.sampled_from(["{0} {1}", " {0}-{1} ", "{0}–{1}", "{0}\u00a0{1}.", "{0}{1}\n"]))
def test_what_people_add_does_no_harm(seed: int, shape: str) -> None:
    reference = new_reference(random=Random(seed))
    typed = shape.format(reference[:4].lower(), reference[4:])
    assert normalise_reference(typed) == reference
    assert show_reference(reference).replace(" ", "") == reference
    assert reference_problem(typed) is None


@pytest.mark.parametrize(
    "typed, reason",
    [
        ("", "Enter the reference"),
        ("7K4M", "That is 4 characters. There are 8"),
        ("7K4M 2QTO", "We never use O, because it looks like another"),
        ("7k4m 2qt1", "We never use 1, because it looks like another"),
        ("7K4M 2QTE", "We never use E. Enter only"),
        ("7K4M 2QT?", "We never use ?. Enter only"),
        ("7K4M 2QTß", "That is 9 characters"),
        ("7K4M 2QTX", "One of the characters is wrong"),
    ],
)
def test_refusals_say_why(typed: str, reason: str) -> None:
    assert normalise_reference(typed) is None
    said = reference_problem(typed)
    assert said is not None
    assert reason in said
    assert reference_problem(typed, "cy") not in (None, said)


def test_examples_shown_to_people_are_themselves_valid() -> None:
    assert is_valid(references._EXAMPLE)
    assert normalise_resume_code(references._RESUME_EXAMPLE)


def test_any_text_at_all_is_answered() -> None:
    @given(st.text(max_size=20))
    def answered(text: str) -> None:
        assert (normalise_reference(text) is None) == (reference_problem(text) is not None)
        assert (normalise_resume_code(text) is None) == (resume_code_problem(text) is not None)

    answered()


def test_spelling_out() -> None:
    assert spell_out("7K4M2QTX") == "seven, Kilo, four, Mike; two, Quebec, Tango, X-ray"
    assert {spell_out(character) for character in ALPHABET} == set(references._SPOKEN.values())
    with pytest.raises(ValueError, match="'O' is in no reference"):
        spell_out("7K4O")


def test_resume_codes_and_secrets() -> None:
    code = new_resume_code(random=Random(1))
    assert [len(group) for group in code.split()] == [4, 4, 4]
    assert normalise_resume_code(code.lower()) == code.replace(" ", "")
    assert normalise_resume_code(code[:-1]) is None
    assert normalise_reference(code) is None
    one, two = new_secret(), new_secret()
    assert one != two
    assert len(one) >= 43
    assert hash_secret(one) == hashlib.sha256(one.encode()).hexdigest()

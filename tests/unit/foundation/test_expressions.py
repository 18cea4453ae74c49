import time
from datetime import UTC, datetime

import pytest

from doneinone.foundation.expressions import UnableToReadCondition, read_condition


@pytest.mark.parametrize(
    "text, facts, expected",
    [
        ("danger == true", {"danger": True}, True),
        ("danger == true", {"danger": None}, False),
        ("danger == true", {}, False),
        ("depth > 3", {}, False),
        ("depth > 3", {"depth": 4.5}, True),
        ("'a' in kinds", {"kinds": None}, False),
        ("kinds.exists(k, k == 'b')", {"kinds": ["a", "b"]}, True),
        ("place.council == 'E08000006'", {"place": {"council": "E08000006"}}, True),
        ("place.nothing == 'x'", {"place": {}}, False),
        ("depth", {"depth": 1}, False),
        ("1 / 0 == 1", {}, False),
        ("on < today", {"on": datetime(2026, 1, 1, tzinfo=UTC),
                        "today": datetime(2026, 1, 2, tzinfo=UTC)}, True),
        ("a > 1 || b == true", {"b": True}, True),
    ],
)  # fmt: skip
def test_only_true_is_true(text, facts, expected):
    assert read_condition(text).is_true(facts) is expected


def test_names_are_those_asked_for_and_not_those_of_loops():
    condition = read_condition("people.all(p, p.age > limit) && place.area == '.all(x, x)'")
    assert condition.names == {"people", "limit", "place"}


@pytest.mark.parametrize(
    "text, column, remedy",
    [
        ("danger = true", 8, "=="),
        ("danger === true", 10, "=="),
        ("danger and old", 8, "&&"),
        ("a or b", 3, "||"),
        ("a & b", 3, "&&"),
        ("a ==", 5, "Finish"),
        ("", 1, "Finish"),
        ("(a == 1", 8, ")"),
        ("a == 'x", 6, "Close"),
        ("a == ‘x’", 6, "straight"),
        ("not a", 5, "!"),
    ],
)
def test_bad_syntax_is_told_in_plain_words(text, column, remedy):
    with pytest.raises(UnableToReadCondition) as caught:
        read_condition(text)
    assert caught.value.column == column
    assert remedy in caught.value.remedy
    assert "EOF" not in caught.value.what


def test_limits():
    with pytest.raises(UnableToReadCondition, match="characters"):
        read_condition("a == 1 || " * 200 + "b == 1")
    with pytest.raises(UnableToReadCondition, match="loops"):
        read_condition("l.all(a, l.all(b, l.all(c, a == b)))")
    read_condition("l.all(a, l.all(b, a == b)) && l.all(a, l.all(b, a == b))")
    assert not read_condition("size(l) > 0").is_true({"l": ["x"] * 1_000})
    with pytest.raises(UnableToReadCondition):
        read_condition("(" * 400 + ")" * 400)


@pytest.mark.parametrize(
    "text, facts, words",
    [
        ("n + 1 > 2", {"n": 2.5}, "1.0"),
        ("lower(a) == 'x'", {"a": "X"}, "no function lower()"),
        ("a", {"a": "X"}, "gives a text"),
        ("a > 3", {"a": "X"}, "do not go together"),
        ("place.x == 1", {"place": {}}, "nothing called 'x'"),
    ],
)
def test_a_trial_says_what_goes_wrong(text, facts, words):
    assert words in (read_condition(text).problem_with(facts) or "")


def test_it_is_fast():
    facts = {f"q{n}": True for n in range(100)}
    conditions = [read_condition(f"q{n} == true && q{(n * 7) % 100} == true") for n in range(100)]
    started = time.perf_counter()
    for _ in range(20):
        assert all(condition.is_true(facts) for condition in conditions)
    assert (time.perf_counter() - started) / 20 < 0.005

"""Answers of every type, good and bad."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from doneinone.domain.catalogue.rules import (
    QUESTION_TYPES,
    ServiceDefinition,
    UnableToTakeAnswer,
    answer_from_form,
    answers_schema,
    check_answers,
    clean,
    show,
)

TODAY = date(2026, 6, 1)
EXTRAS = {
    "choice": {"options": {"a": {"en": "First", "cy": "Cyntaf"}, "b": "Second"}},
    "choices": {"options": {"a": "First", "b": "Second", "c": "Third"}, "max": 2},
    "declaration": {"text": "It is true"},
    "date": {"earliest": "today - 1 year", "latest": "today"},
    "number": {"min": 0, "max": 100, "unit": {"en": "metres", "cy": "metr"}},
    "group": {
        "each": "Person",
        "min": 1,
        "max": 3,
        "questions": [
            {"id": "who", "type": "name", "ask": "Name?"},
            {"id": "child", "type": "yes_no", "ask": "A child?"},
            {"id": "school", "type": "text", "ask": "Which school?", "when": "child == true"},
        ],
    },
}


def question(kind, **extra):
    return QUESTION_TYPES[kind].model_validate(
        {"id": kind, "type": kind, "ask": f"The {kind}?", **EXTRAS.get(kind, {}), **extra}
    )


def every_type(**extra):
    return ServiceDefinition.model_validate(
        {
            "service": "everything", "title": "Everything", "summary": "All types",
            "theme": "street", "team": "highways",
            "questions": [question(kind).model_dump(mode="json") for kind in QUESTION_TYPES],
            **extra,
        }
    )  # fmt: skip


GOOD = [
    ("text", "  two\t words \r\n", "two words", "two words"),
    ("text", "<b>bold</b>\x00\u202e", "<b>bold</b>", "<b>bold</b>"),
    ("text", "cafe\u0301", "café", "café"),
    ("text", 42, "42", "42"),
    ("long_text", "one\r\ntwo\u2028three", "one\ntwo\nthree", "one\ntwo\nthree"),
    ("choice", "a", "a", "First"),
    ("choice", ["a"], "a", "First"),
    ("choices", ["b", "a", ""], ["a", "b"], "First\nSecond"),
    ("choices", "c", ["c"], "Third"),
    ("yes_no", "yes", True, "Yes"),
    ("yes_no", "No", False, "No"),
    ("yes_no", False, False, "No"),
    ("date", {"day": "27", "month": "3", "year": "2026"}, "2026-03-27", "27 March 2026"),
    ("date", {"day": 1, "month": "Mawrth", "year": 2026}, "2026-03-01", "1 March 2026"),
    ("date", "27 March 2026", "2026-03-27", "27 March 2026"),
    ("date", "27/3/2026", "2026-03-27", "27 March 2026"),
    ("date", "2026-06-01", "2026-06-01", "1 June 2026"),
    ("number", "12", 12, "12 metres"),
    ("number", " 12.50 ", 12.5, "12.5 metres"),
    ("number", 7.0, 7, "7 metres"),
    ("money", "£1,234.5", "1234.50", "£1,234.50"),
    ("money", 12.5, "12.50", "£12.50"),
    ("money", "0", "0.00", "£0.00"),
    ("email", " Amina@Irwell.example ", "Amina@irwell.example", "Amina@irwell.example"),
    ("telephone", "0161 496 0100", "+441614960100", "0161 496 0100"),
    ("telephone", "+44 (0)7700 900 123", "+447700900123", "07700 900123"),
    ("telephone", "+353 1 234 5678", "+35312345678", "+353 1 234 5678"),
    ("name", {"given": " Amina ", "family": "Yusuf", "title": ""},
     {"given": "Amina", "family": "Yusuf"}, "Amina Yusuf"),
    ("name", {"given": "Sukarno"}, {"given": "Sukarno"}, "Sukarno"),
    ("address", {"line_1": "1 Chapel Street", "town": "Salford", "postcode": "m35fs"},
     {"lines": ["1 Chapel Street", "Salford"], "postcode": "M3 5FS"},
     "1 Chapel Street\nSalford\nM3 5FS"),
    ("address", {"lines": ["Flat 2", "1 High Street"], "postcode": "W1A 1HQ"},
     {"lines": ["Flat 2", "1 High Street"], "postcode": "W1A 1HQ"},
     "Flat 2\n1 High Street\nW1A 1HQ"),
    ("location", {"postcode": "M3 5fs", "label": "By the gate"},
     {"postcode": "M3 5FS", "label": "By the gate"}, "By the gate, M3 5FS"),
    ("location", {"easting": "383000", "northing": 398000.25},
     {"easting": 383000.0, "northing": 398000.25}, "383000, 398000"),
    ("file", ["a1", "b2"], ["a1", "b2"], "2 files"),
    ("declaration", "yes", True, "Confirmed"),
    ("declaration", True, True, "Confirmed"),
]  # fmt: skip


@pytest.mark.parametrize("kind, raw, value, shown", GOOD)
def test_good_answers(kind, raw, value, shown):
    asked = question(kind)
    assert clean(asked, raw, today=TODAY) == value
    assert show(asked, value) == shown
    assert clean(asked, value, today=TODAY) == value


BAD = [
    ("text", "x" * 201, "", "200 characters"),
    ("text", "x" * 10_000_000, "", "200 characters"),
    ("text", {"a": 1}, "", "text"),
    ("text", "\x00\x01", "", "Enter"),
    ("long_text", "x" * 4_001, "", "4,000 characters"),
    ("choice", "z", "", "from the list"),
    ("choice", {"a": 1}, "", "from the list"),
    ("choices", ["a", "z"], "", "from the list"),
    ("choices", ["a", "b", "c"], "", "2 options or fewer"),
    ("choices", ["a"] * 100_000, "", "from the list"),
    ("choices", [[]], "", "from the list"),
    ("yes_no", "maybe", "", "yes or no"),
    ("yes_no", 1, "", "yes or no"),
    ("date", "2026-02-30", "", "30 February is not a real date"),
    ("date", {"day": "31", "month": "2", "year": "2026"}, "", "31 February is not a real date"),
    ("date", {"day": "3", "month": "13", "year": "2026"}, "", "3 13 2026 is not a real date"),
    ("date", {"day": "3", "month": "", "year": "2026"}, "month", "must include a month"),
    ("date", {"day": "3", "month": "4", "year": "26"}, "year", "four figures"),
    ("date", "yesterday", "", "like 27 3 2026"),
    ("date", "2026-06-02", "", "today or in the past"),
    ("date", "2025-05-31", "", "1 June 2025 or after"),
    ("date", "٢٠٢٦-٠٣-٠١", "", "like 27 3 2026"),
    ("date", ["2026-03-01"], "", "like 27 3 2026"),
    ("number", "1e5", "", "Enter a number"),
    ("number", float("nan"), "", "Enter a number"),
    ("number", 10**400, "", "Enter a number"),
    ("number", True, "", "Enter a number"),
    ("number", 101, "", "100 or less"),
    ("money", "12.505", "", "in pounds"),
    ("money", "-1", "", "£0.00 or more"),
    ("money", float("inf"), "", "in pounds"),
    ("email", "amina@", "", "correct format"),
    ("email", "a" * 10_000_000, "", "correct format"),
    ("email", "a@b.example\r\nBcc: c@d.example", "", "correct format"),
    ("telephone", "12", "", "telephone number"),
    ("telephone", "0" * 1_000, "", "telephone number"),
    ("name", {"given": " "}, "", "Enter your name"),
    ("name", {"given": "x" * 101}, "given", "100 characters"),
    ("name", "Amina Yusuf", "", "Enter your name"),
    ("address", {"postcode": "M3 5FS"}, "line_1", "address line 1"),
    ("address", {"line_1": "1 High Street", "postcode": "M3"}, "postcode", "full UK postcode"),
    ("address", {"lines": [["x"]], "postcode": "M3 5FS"}, "", "Enter an address"),
    ("location", {"easting": 1}, "", "postcode or choose"),
    ("location", {"latitude": 0, "longitude": 0}, "", "Great Britain"),
    ("location", {"postcode": "nowhere"}, "postcode", "full UK postcode"),
    ("file", ["../../etc/passwd"], "", "Select a file"),
    ("file", ["a"] * 6, "", "5 files"),
    ("file", ["a", "a"], "", "twice"),
    ("declaration", False, "", "Confirm"),
    ("declaration", "no", "", "Confirm"),
]


@pytest.mark.parametrize(
    "kind, raw, path, words", BAD, ids=[f"{b[0]}-{n}" for n, b in enumerate(BAD)]
)
def test_bad_answers(kind, raw, path, words):
    for language in ("en", "cy"):
        with pytest.raises(UnableToTakeAnswer) as caught:
            clean(question(kind), raw, today=TODAY, language=language)
        assert path in caught.value.problems
        if language == "en":
            assert words in caught.value.problems[path]
        else:
            assert words not in caught.value.problems[path]


def test_welsh_is_shown():
    assert show(question("date"), "2026-03-27", "cy") == "27 Mawrth 2026"
    assert show(question("choice"), "a", "cy") == "Cyntaf"
    assert show(question("choice"), "b", "cy") == "Second"
    assert show(question("choice"), "gone", "cy") == "gone"
    assert show(question("number"), 3, "cy") == "3 metr"
    assert show(question("text"), None, "cy") == "Heb ei ateb"


def test_group():
    people = [{"who": {"given": "Amina"}, "child": "no", "school": "x"},
              {"who": {"given": "Bea"}, "child": True, "school": "Ordsall"}]  # fmt: skip
    definition = every_type(questions=[question("group").model_dump(mode="json")])

    def run(raw, **how):
        return check_answers(definition=definition, raw={"group": raw}, today=TODAY, **how)

    checked = run(people)
    assert checked.ok
    assert checked.dropped == ["group.0.school"]
    assert "school" not in checked.answers["group"][0]
    shown = show(definition.questions[0], checked.answers["group"])
    assert shown == "Person 1: Amina; No\nPerson 2: Bea; Yes; Ordsall"
    assert run(people, strict=True).errors.keys() == {"group.0.school"}
    assert run([{"child": "yes"}]).errors.keys() == {"group.0.who", "group.0.school"}
    assert run(people * 2).errors == {"group": "You can add up to 3"}
    assert run([]).errors == {"group": "Add at least one"}
    assert run("x").errors.keys() == {"group"}
    assert run([["x"]]).errors.keys() == {"group.0"}
    assert "Did you mean 'child'" in run([{**people[0], "chld": 1}]).errors["group.0.chld"]


def test_forms():
    form = {
        "date-day": ["27"], "date-month": ["3"], "date-year": ["2026"], "choices": ["", "a", "b"],
        "name-given": ["Amina"], "text": ["one", "two"], "yes_no": ["no"],
        "group-0-who-given": ["Amina"], "group-0-child": ["no"], "group-3-who-given": ["Bea"],
    }  # fmt: skip

    def got(kind):
        return answer_from_form(question(kind), form)

    assert clean(question("date"), got("date"), today=TODAY) == "2026-03-27"
    assert got("choices") == ["a", "b"]
    assert got("name") == {"given": "Amina"}
    assert got("text") == "two"
    assert got("email") is None
    assert got("address") is None
    assert got("group") == [{"who": {"given": "Amina"}, "child": "no"}, {"who": {"given": "Bea"}}]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30)
    | st.sampled_from(["a", "2026-02-31", "\ud800", "yes", "M3 5FS", "+44", "\x00", "9" * 5_000]),
    lambda inner: st.lists(inner, max_size=5)
    | st.dictionaries(
        st.sampled_from(["day", "month", "year", "given", "family", "lines", "line_1", "postcode",
                         "easting", "northing", "latitude", "longitude", "who", "child", "school"])
        | st.text(max_size=10), inner, max_size=5),
    max_leaves=15,
)  # fmt: skip


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    raw=st.dictionaries(st.sampled_from([*QUESTION_TYPES, "nonsense"]), JSON, max_size=17) | JSON,
    strict=st.booleans(),
    language=st.sampled_from(["en", "cy", "xx"]),
)
def test_no_json_raises_anything(raw, strict, language):
    definition = every_type()
    checked = check_answers(
        definition=definition, raw=raw, today=TODAY, strict=strict, language=language
    )
    for path, message in checked.errors.items():
        assert isinstance(path, str)
        assert message.encode()
    for asked in definition.questions:
        if asked.id in checked.answers:
            assert show(asked, checked.answers[asked.id], language).encode() is not None
    again = check_answers(definition=definition, raw=checked.answers, today=TODAY, partial=True)
    assert again.answers == checked.answers
    assert again.ok


def test_schema_of_answers():
    from jsonschema import Draft202012Validator

    schema = answers_schema(every_type())
    Draft202012Validator.check_schema(schema)
    assert schema["properties"]["choice"]["oneOf"][0] == {"const": "a", "title": "First"}
    assert answers_schema(every_type(), "cy")["properties"]["choice"]["oneOf"][0]["title"] == (
        "Cyntaf"
    )
    assert schema["properties"]["group"]["items"]["properties"]["school"]["x-when"]
    values = {kind: value for kind, _, value, _ in GOOD}
    values["group"] = [{"who": {"given": "Amina"}, "child": False}]
    Draft202012Validator(schema).validate(values)
    assert not Draft202012Validator(schema).is_valid({**values, "choice": "z"})
    assert check_answers(definition=every_type(), raw=values, today=TODAY).ok

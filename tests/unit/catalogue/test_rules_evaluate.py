"""The evaluator: what applies, where it goes, what holds; examples; speed."""

import time
from datetime import date

import pytest

from doneinone.domain.catalogue.rules import (
    Duration,
    ServiceDefinition,
    Text,
    assess,
    changed_results,
    check_answer,
    check_answers,
    run_examples,
    untranslated,
)

TODAY = date(2026, 6, 1)
POTHOLE = {
    "service": "report-pothole", "title": {"en": "Pothole", "cy": "Twll"}, "summary": "A hole",
    "theme": "street-scene", "team": "highways",
    "script": {"must_say": ["Stay away from it", {"say": "Ring 999", "when": "danger == true"}]},
    "questions": [
        {"id": "depth", "type": "choice", "ask": "How deep?",
         "options": {"shallow": "Shallow", "deep": "Deep"}},
        {"id": "danger", "type": "yes_no", "ask": "Danger?", "when": "depth == 'deep'"},
        {"id": "how", "type": "text", "ask": "How?", "when": "danger == true"},
        {"id": "seen", "type": "date", "ask": "When?", "required": False},
        {"id": "cost", "type": "money", "ask": "Cost?", "required": False},
    ],
    "routes": [
        {"when": "danger == true", "team": "emergency", "urgent": True, "share_with": ["police"]},
        {"when": "place.council != 'E08000006' && place.council != null", "team": "neighbours"},
        {"when": "seen != null && today - seen > duration('720h')", "team": "old"},
        {"when": "cost != null && cost > 99.5", "team": "claims"},
        {"when": "channel == 'api'", "team": "robots"},
    ],
    "standards": {
        "safe": {"label": "Safe", "when": "danger == true", "within": "2 hours", "met_by": "made"},
        "repair": {"label": "Repair", "within": "5 working days", "met_by": "closed"},
    },
    "examples": [
        {"name": "danger", "answers": {"depth": "deep", "danger": True, "how": "A bus"},
         "expect": {"team": "emergency", "urgent": True, "standards": ["safe", "repair"],
                    "asks": ["depth", "danger", "how", "seen", "cost"]}},
        {"name": "refused", "answers": {"depth": "bottomless"}, "refused": ["depth"]},
        {"name": "missing", "answers": {}, "refused": ["depth"]},
    ],
}  # fmt: skip


def service(**changes):
    return ServiceDefinition.model_validate({**POTHOLE, **changes})


def follows(answers, **around):
    return assess(definition=service(), answers=answers, today=TODAY, **around)


def ids(questions):
    return [question.id for question in questions]


def test_pages_in_order():
    assert ids(follows({}).questions) == ["depth", "seen", "cost"]
    assert follows({}).next_question.id == "depth"
    assert follows({"depth": "deep"}).next_question.id == "danger"
    assert follows({"depth": "shallow"}).next_question.id == "seen"
    assert follows({"depth": "shallow", "seen": None}).next_question.id == "cost"
    assert follows({"depth": "shallow", "seen": None, "cost": None}).next_question is None
    assert follows({"depth": "shallow"}).is_complete
    assert not follows({"depth": "deep"}).is_complete
    assert follows({}).after("depth").id == "seen"
    assert follows({"depth": "deep"}).before("seen").id == "danger"
    assert follows({}).before("depth") is None
    assert follows({}).after("cost") is None
    assert follows({}).question("danger") is None


def test_an_answer_left_behind_counts_for_nothing():
    left = follows({"depth": "shallow", "danger": True, "how": "x"})
    assert ids(left.questions) == ["depth", "seen", "cost"]
    assert left.kept == {"depth": "shallow"}
    assert left.routing.team == "highways"


@pytest.mark.parametrize(
    "answers, around, team",
    [
        ({"depth": "deep", "danger": True}, {}, "emergency"),
        ({"depth": "shallow"}, {"place": {"council": "E08000003"}}, "neighbours"),
        ({"depth": "shallow"}, {"place": {"council": "E08000006"}}, "highways"),
        ({"depth": "shallow", "seen": "2026-05-02"}, {}, "highways"),
        ({"depth": "shallow", "seen": "2026-05-01"}, {}, "old"),
        ({"depth": "shallow", "cost": "99.50"}, {}, "highways"),
        ({"depth": "shallow", "cost": "99.51"}, {}, "claims"),
        ({}, {"channel": "api"}, "robots"),
    ],
)
def test_routes(answers, around, team):
    assert follows(answers, **around).routing.team == team


def test_urgent_standards_and_lines():
    urgent = follows({"depth": "deep", "danger": True})
    assert urgent.routing.urgent
    assert urgent.routing.share_with == ("police",)
    assert list(urgent.standards) == ["safe", "repair"]
    assert [str(line) for line in urgent.must_say] == ["Stay away from it", "Ring 999"]
    assert len(follows({}).must_say) == 1


def test_answers_that_do_not_apply():
    raw = {"depth": "shallow", "danger": "yes"}
    checked = check_answers(definition=service(), raw=raw, today=TODAY)
    assert (checked.ok, checked.answers, checked.dropped) == (
        True,
        {"depth": "shallow"},
        ["danger"],
    )
    strict = check_answers(definition=service(), raw=raw, today=TODAY, strict=True)
    assert "does not apply" in strict.errors["danger"]
    wrong = {"depth": "bottomless", "danger": "yes"}
    strict = check_answers(definition=service(), raw=wrong, today=TODAY, strict=True)
    assert strict.errors.keys() == {"depth"}


def test_unknown_and_missing():
    checked = check_answers(definition=service(), raw={"dept": "deep"}, today=TODAY)
    assert "Did you mean 'depth'?" in checked.errors["dept"]
    assert checked.errors["depth"] == "Select an option"
    many = {f"q{number}": 1 for number in range(10_000)}
    assert len(check_answers(definition=service(), raw=many, today=TODAY).errors) < 30
    assert check_answers(definition=service(), raw=[], today=TODAY).errors.keys() == {""}


def test_one_answer():
    danger = service().questions[1]
    assert check_answer(question=danger, raw="no", today=TODAY) == (False, {})
    assert check_answer(question=danger, raw="", today=TODAY)[1] == {"danger": "Select yes or no"}
    seen = service().questions[3]
    assert check_answer(question=seen, raw={"day": ""}, today=TODAY) == (None, {})
    _, errors = check_answer(question=seen, raw={"day": "1", "month": "2"}, today=TODAY)
    assert errors.keys() == {"seen.year"}


def test_examples_and_changes():
    assert [result.problems for result in run_examples(service())] == [(), (), ()]
    wrong = dict(POTHOLE["examples"][0], expect={"team": "highways", "urgent": False})
    [result] = run_examples(service(examples=[wrong]))
    assert "team should be highways and is emergency" in result.problems
    assert changed_results(old=service(), new=service()) == []
    slower = dict(
        POTHOLE["standards"], repair={**POTHOLE["standards"]["repair"], "within": "9 days"}
    )
    [change] = changed_results(old=service(), new=service(standards=slower))
    assert "repair (5 working days)" in change.before
    assert "repair (9 days)" in change.after
    assert len(changed_results(old=service(), new=service(routes=[]))) == 3
    options = {"shallow": "Shallow", "deep": "Deep", "bottomless": "No end"}
    taken = service(questions=[dict(POTHOLE["questions"][0], options=options),
                               *POTHOLE["questions"][1:]])  # fmt: skip
    changes = changed_results(old=service(), new=taken)
    assert [change.what for change in changes] == ["refused"]


def test_texts_and_durations():
    text = Text.model_validate({"en": "Hole", "cy": "Twll"})
    assert text.in_language("cy") == ("Twll", True)
    assert Text.model_validate("Hole").in_language("cy") == ("Hole", False)
    assert Text.model_validate("Hole").in_language("en") == ("Hole", True)
    assert ["summary"] in [list(loc) for loc in untranslated(service(), "cy")]
    assert ["title"] not in [list(loc) for loc in untranslated(service(), "cy")]
    five = Duration.model_validate("1 working day")
    assert (five.amount, five.unit) == (1, "working days")
    for bad in ("0 days", "2 working weeks", "soon", "-1 days"):
        with pytest.raises(ValueError, match=r"length of time|pattern"):
            Duration.model_validate(bad)


def test_a_hundred_questions_with_conditions_are_fast():
    questions = [{"id": "q0", "type": "yes_no", "ask": "0?"}]
    questions += [
        {
            "id": f"q{n}",
            "type": "yes_no",
            "ask": f"{n}?",
            "when": f"q{n - 1} == true || q0 == false",
        }
        for n in range(1, 101)
    ]
    definition = service(questions=questions)
    answers = {f"q{n}": True for n in range(100)}
    raw = {f"q{n}": "yes" for n in range(101)}

    def a_page():
        around = assess(definition=definition, answers=answers, today=TODAY)
        assert around.next_question.id == "q100"
        assert around.routing.team == "highways"

    def a_check():
        assert check_answers(definition=definition, raw=raw, today=TODAY, strict=True).ok

    for work in (a_page, a_check):
        work()
        times = []
        for _ in range(15):
            started = time.perf_counter()
            work()
            times.append(time.perf_counter() - started)
        assert sorted(times)[7] < 0.005

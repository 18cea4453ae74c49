"""What `check_hub` finds in folders with mistakes in them."""

import copy
import json
import random
import textwrap
from pathlib import Path

import pytest
import yaml

import doneinone
from doneinone.domain.catalogue.rules import check_hub, find_packs, hub_schema, service_schema
from doneinone.domain.catalogue.rules.checking import contrast_with_white
from doneinone.domain.catalogue.rules.published import FOLDER

HUB = """
    hub: irwell
    name: Irwell
    council: E08000006
    themes: {street-scene: {title: Streets}}
    agencies:
      irwell-council: {name: Irwell City Council, kind: council}
      irwell-water: {name: Irwell Water, kind: utility}
    teams:
      highways: {agency: irwell-council, name: Highways, hours: {mon-fri: "08:00-17:00"}}
      water-leaks: {agency: irwell-water, name: Leaks}
"""
SERVICE = """
    service: report-pothole
    title: Report a pothole
    summary: A hole in the road
    theme: street-scene
    team: highways
    retention: {keep: 2 years}
    questions:
      - {id: depth, type: choice, ask: How deep?, options: {shallow: Shallow, deep: Deep}}
      - {id: danger, type: yes_no, ask: Any danger?, when: "depth == 'deep'"}
      - {id: size, type: number, ask: How wide?, required: false}
    routes:
      - {when: "danger == true", team: water-leaks, urgent: true}
    standards:
      repair: {label: Repair, within: 5 working days, met_by: closed, promise: true}
    stages:
      received: {label: Received, moves: [planned, closed]}
      planned: {label: Planned, moves: {closed: [officer]}}
    outcomes:
      repaired: {label: Repaired, tell: We repaired it., fixed: true}
    examples:
      - {name: deep, answers: {depth: deep, danger: true}, expect: {team: water-leaks}}
"""


@pytest.fixture
def check(tmp_path):
    """Write a hub with changes made to the good text, and check it."""

    def run(*changes, hub=(), extra=None):
        texts = {"hub.yaml": (HUB, hub), "services/report-pothole.yaml": (SERVICE, changes)}
        (tmp_path / "services").mkdir(exist_ok=True)
        for name, (text, replaced) in texts.items():
            text = textwrap.dedent(text)
            for old, new in replaced:
                assert old in text
                text = text.replace(old, new)
            (tmp_path / name).write_text(text)
        for name, content in (extra or {}).items():
            data = content if isinstance(content, bytes) else textwrap.dedent(content).encode()
            (tmp_path / name).write_bytes(data)
        return check_hub(tmp_path, packs={})

    return run


def test_a_good_hub(check):
    bundle, mistakes = check()
    assert mistakes == []
    assert bundle.services["report-pothole"].first_stage == "received"
    assert bundle.hub.teams["highways"].hours.by_weekday().keys() == set(range(5))
    again = type(bundle.services["report-pothole"]).model_validate(
        json.loads(bundle.services["report-pothole"].model_dump_json())
    )
    assert again == bundle.services["report-pothole"]


MISTAKES = [
    ("theme: street-scene", "theme: street-scen", "theme", "Did you mean 'street-scene'?"),
    ("team: highways", "team: higways", "There is no team 'higways'", "'highways'"),
    ("team: water-leaks, urg", "team: water, urg", "There is no team 'water'", "water-leaks"),
    ("team: highways\n", "teem: highways\nteam: highways\n", "'teem' is not known", "'team'"),
    ("type: yes_no", "type: yesno", "'yesno' is not a type", "'yes_no'"),
    ("type: yes_no, ", "", "no type", "Add `type:`"),
    ("ask: Any danger?, ", "", "'ask' is missing", "Add `ask: …`"),
    ("id: size", "id: hole-size", "'hole-size' is not written well", "underscores"),
    ("id: size", "id: depth", "two questions 'depth'", "own name"),
    ("id: size", "id: today", "means something else", "another name"),
    ("required: false", "required: perhaps", "true or false must stand", "true or false"),
    ("options: {shallow: Shallow, deep: Deep}", "options: {}", "empty", "at least one"),
    ("ask: How deep?", "ask: {cy: Pa mor ddwfn?}", "English text is missing", "`en: …`"),
    ("within: 5 working days", "within: five days", "five days", "5 working days"),
    ("met_by: closed", "met_by: closd", "no stage 'closd'", "'closed'"),
    ("[planned, closed]", "[planed, closed]", "no stage 'planed'", "'planned'"),
    ("[planned, closed]", "[closed]", "ever reach the stage 'planned'", "`moves`"),
    ("{closed: [officer]}", "{closed: [oficer]}", "'oficer' cannot stand", "'officer'"),
    ("danger == true", "dangr == true", "no question 'dangr'", "'danger'"),
    ("danger == true", "danger = true", "A single", "=="),
    ("danger == true", "danger == 'yes'", "never a text", "danger == true"),
    ("danger == true", "lower(depth) == 'a'", "no function lower()", "kind"),
    ("danger == true", "size + 1 > 2", "1.0", "kind"),
    ("depth == 'deep'", "depth == 'dep'", "not an option", "'deep'"),
    ("depth == 'deep'", "size > 3.0", "asked later", "Move 'size' above"),
    ("depth == 'deep'", "danger == true", "its own answer", "before it"),
    ("expect: {team: water-leaks}", "expect: {taem: x}", "'taem' is not known", "'team'"),
    ("expect: {team: water-leaks}", "expect: {team: water-lekas}", "team of this", "water-leaks"),
    ("expect: {team: water-leaks}", "expect: {team: highways}", "comes out otherwise", "example"),
    ("expect: {team: water-leaks}", "expect: {standards: [repare]}", "no standard", "'repair'"),
    ("depth: deep, danger", "dpth: deep, danger", "comes out otherwise", "example"),
    ("service: report-pothole", "service: report-pothole\nservice: x", "there twice", "Take one"),
    ("service: report-pothole", "service: [a", "not YAML", "bracket"),
    ("service: report-pothole", "service: !!python/name:os.system report-pothole", "tag", "Take"),
    ("team: highways\n", "team: highways\nteam: a\n", "there twice", "Take one"),
    ("service: report-pothole", "articles: [mend]\nservice: report-pothole", "no article", "Name"),
    ("title: Report a pothole", "", "'title' is missing", "Add"),
    ("summary: A hole in the road", "summary: [a]", "Parts with names must", "name: value"),
    ("service: report-pothole", "kind: informaton\nservice: report-pothole", "informaton", "inf"),
    ("retention:", "messages: {opened: no}\nretention:", "no template 'no'", "There are"),
    ("type: number", "type: number, min: 3, max: 1", "`min` is more", "Turn"),
    ("type: number", "type: date, latest: 2026-02-31", "not a real day", "2026-03-27"),
    ("type: number", "type: date, latest: tomorrow", "not written well", "today"),
]  # fmt: skip


@pytest.mark.parametrize("old, new, what, remedy", MISTAKES)
def test_each_mistake_is_named(check, old, new, what, remedy):
    bundle, mistakes = check((old, new))
    wrong = [mistake for mistake in mistakes if not mistake.is_warning]
    assert bundle is None
    assert any(what in mistake.what and remedy in mistake.remedy for mistake in wrong), wrong
    assert all(mistake.file == "services/report-pothole.yaml" for mistake in wrong)
    assert len(wrong) <= 2, wrong


def test_mistakes_have_line_and_column(check):
    _, mistakes = check(("danger == true", "danger and depth"))
    [mistake] = mistakes
    line = (
        textwrap.dedent(SERVICE)
        .splitlines()
        .index('  - {when: "danger == true", team: water-leaks, urgent: true}')
    )
    assert (mistake.line, mistake.column) == (line + 1, len('  - {when: "danger ') + 1)
    assert "danger and depth\n           ^" in mistake.what
    assert "&&" in mistake.remedy


def test_a_loop_of_conditions(check):
    _, mistakes = check(
        ("ask: How deep?", 'ask: How deep?, when: "size > 3.0"'),
        ("ask: How wide?", 'ask: How wide?, when: "danger == true"'),
    )
    assert any("depth → size → danger → depth" in mistake.what for mistake in mistakes)


def test_a_stage_without_a_way_out(check):
    _, mistakes = check(("moves: {closed: [officer]}", "moves: [received]"),
                        ("moves: [planned, closed]", "moves: [planned]"))  # fmt: skip
    assert sum("can ever be closed" in mistake.what for mistake in mistakes) == 2


def test_all_mistakes_in_one_run(check):
    _, mistakes = check(
        ("type: yes_no", "type: yesno"),
        ("team: highways", "team: higways"),
        ("met_by: closed", "met_by: closd"),
        ("size, type: number", "size, type: number, wide: 3"),
        ("danger == true", "danger == tru"),
        hub=[("agency: irwell-water", "agency: irwell-watr"), ("E08000006", "Salford")],
        extra={"services/broken.yaml": "a: [", "services/empty.yaml": ""},
    )
    said = " ".join(f"{mistake.what} {mistake.remedy}" for mistake in mistakes)
    for part in ("yesno", "higways", "closd", "'wide'", "'tru'", "irwell-watr", "Salford",
                 "not YAML", "no keys"):  # fmt: skip
        assert part in said
    assert {mistake.file for mistake in mistakes} == {
        "hub.yaml", "services/report-pothole.yaml", "services/broken.yaml", "services/empty.yaml"
    }  # fmt: skip


def test_lines_stay_right_after_a_question_with_a_mistake(check):
    _, mistakes = check(
        ("{id: depth, type: choice", "{id: depth, type: choise"),
        ("How wide?", 'How wide?, when: "dangr == true"'),
    )
    lines = textwrap.dedent(SERVICE).splitlines()
    wide = next(number for number, line in enumerate(lines, 1) if "How wide?" in line)
    assert any(m.line == wide and "dangr" in m.what for m in mistakes), mistakes
    assert not any("no question 'depth'" in m.what for m in mistakes)


@pytest.mark.parametrize(
    "content, what",
    [
        (b"\xff\xfe\x00", "UTF-8"),
        (b"a: " + b"x" * 600_000, "bytes"),
        (b"[" * 5_000, "YAML"),
        (b"a: &a [x]\n" + b"".join(
            b"b%d: &b%d [%s]\n" % (n, n, b",".join([b"*b%d" % (n - 1) if n else b"*a"] * 9))
            for n in range(9)), "parts"),
        (b"a: &a [*a]", "nested"),
        (b"a: \x00", "YAML"),
        (b"- a\n- b", "no keys"),
        (b"? [a]\n: b", "key must be a word"),
        (b"a:\n\t- b", "YAML"),
    ],
    ids=["not-text", "large", "brackets", "bomb", "recursive", "null", "list", "key", "tab"],
)  # fmt: skip
def test_hostile_files(check, content, what):
    bundle, mistakes = check(extra={"services/bad.yaml": content})
    assert bundle is None
    assert any(what in mistake.what for mistake in mistakes), mistakes


def test_welsh_missing_is_a_warning(check):
    bundle, mistakes = check(hub=[("name: Irwell\n", "name: Irwell\nlanguages: [en, cy]\n")])
    assert bundle is not None
    assert mistakes
    assert all(mistake.is_warning for mistake in mistakes)
    assert any("(cy)" in mistake.what for mistake in mistakes)


def test_brand_and_packs_and_clock(check):
    _, mistakes = check(
        hub=[("name: Irwell\n", 'name: Irwell\nbrand: {colour: "#ffdd00"}\npacks: [street]\n'),
             ("08:00-17:00", "17:00-08:00")]
    )  # fmt: skip
    said = " ".join(mistake.what for mistake in mistakes)
    assert "contrast" in said
    assert "no pack 'street'" in said
    assert "ends before it starts" in said
    assert contrast_with_white("#000000") == pytest.approx(21)


def test_order_survives_a_database_that_sorts_keys(check):
    bundle, _ = check(("shallow: Shallow, deep: Deep", "z: Zed, deep: Deep, a: Ay"))
    service = bundle.services["report-pothole"]
    for exclude in (True, False):
        plain = service.model_dump(mode="json", exclude_unset=exclude)
        again = type(service).model_validate(json.loads(json.dumps(plain, sort_keys=True)))
        assert again == service
        assert list(again.stages) == ["received", "planned"]
        assert list(again.questions[0].options) == ["z", "deep", "a"]
        hub = json.dumps(bundle.hub.model_dump(mode="json", exclude_unset=exclude), sort_keys=True)
        assert type(bundle.hub).model_validate_json(hub) == bundle.hub


def test_no_hub_here(tmp_path):
    bundle, mistakes = check_hub(tmp_path, packs={})
    assert bundle is None
    assert "no hub.yaml" in mistakes[0].what


def test_words_of_yaml_1_1_stay_words(check):
    bundle, _ = check(("shallow: Shallow, deep: Deep", "no: No, yes: Yes, deep: 12:30"))
    options = bundle.services["report-pothole"].questions[0].options
    assert {key: str(text) for key, text in options.items()} == {
        "no": "No", "yes": "Yes", "deep": "12:30",
    }  # fmt: skip


def test_a_condition_that_is_never_true_is_a_warning(check):
    _, mistakes = check(("danger == true", "danger == true && danger == false"))
    assert any("No answers" in mistake.what for mistake in mistakes)


def test_own_service_stands_in_for_that_of_a_pack(tmp_path, check):
    check()
    (tmp_path / "pack" / "services").mkdir(parents=True)
    text = textwrap.dedent(SERVICE).replace("Report a pothole", "A hole")
    (tmp_path / "pack/services/report-pothole.yaml").write_text(text)
    hub = (tmp_path / "hub.yaml").read_text() + "packs: [holes]\n"
    (tmp_path / "hub.yaml").write_text(hub)
    bundle, _ = check_hub(tmp_path, packs={"holes": tmp_path / "pack"})
    assert str(bundle.services["report-pothole"].title) == "Report a pothole"
    (tmp_path / "services/report-pothole.yaml").unlink()
    bundle, _ = check_hub(tmp_path, packs={"holes": tmp_path / "pack"})
    assert str(bundle.services["report-pothole"].title) == "A hole"


def test_published_schemas_are_current():
    for name, schema in (("service", service_schema()), ("hub", hub_schema())):
        written = json.loads((FOLDER / f"{name}.schema.json").read_text(encoding="utf-8"))
        assert written == schema, "run write_schemas()"


def test_every_field_of_the_format_is_described():
    for schema in (service_schema(), hub_schema()):
        for name, part in schema["$defs"].items():
            for key, field in part.get("properties", {}).items():
                assert "description" in field or key in ("type", "en", "cy"), f"{name}.{key}"


def test_the_demonstration_hub_is_good():
    assert "street-scene" in find_packs()
    bundle, mistakes = check_hub(Path(doneinone.__file__).parent / "demo" / "hub")
    assert [str(mistake) for mistake in mistakes if not mistake.is_warning] == []
    assert bundle is not None


JUNK = [None, True, 3, "", [], {}, ["a", ["b"]], {"en": None}, {"a": {"b": [1]}}, "today",
        "a" * 2_000, [[["a", "b"]]], [["a", "b"]],
        {"type": "group", "id": "g", "questions": 3}]  # fmt: skip


def _ways(part, way=()):
    if way:
        yield way
    pairs = part.items() if isinstance(part, dict) else enumerate(part)
    for key, value in pairs:
        if isinstance(value, (dict, list)):
            yield from _ways(value, (*way, key))
        else:
            yield (*way, key)


def test_no_junk_in_any_place_raises_anything(check):
    check()
    good = yaml.load(textwrap.dedent(SERVICE), Loader=yaml.CSafeLoader)
    chance = random.Random(4)
    for _ in range(80):
        bad = copy.deepcopy(good)
        for _ in range(chance.randint(1, 3)):
            way = chance.choice(list(_ways(bad)))
            around = bad
            for step in way[:-1]:
                around = around[step]
            around[way[-1]] = copy.deepcopy(chance.choice(JUNK))
        bundle, mistakes = check(extra={"services/report-pothole.yaml": yaml.safe_dump(bad)})
        assert bundle is not None or any(not mistake.is_warning for mistake in mistakes)

"""Pieces of a page: fields are named, labelled, safe; nothing needs inline script or style."""

import re
from pathlib import Path

import pytest
from django.utils import translation
from jinja2 import DictLoader

from doneinone.channels.shared import assets, csp
from doneinone.config import jinja

TEMPLATES = Path(assets.__file__).parent / "templates"
STATIC = assets.STATIC
FIELDS = '{% from "components/fields.jinja" import question, error_summary, anchor %}'
PARTS = {
    "date": ["seen-day", "seen-month", "seen-year"],
    "name": ["seen-title", "seen-given", "seen-family"],
    "address": ["seen-line1", "seen-line2", "seen-town", "seen-postcode"],
}
PLAIN = ["text", "long_text", "choice", "choices", "yes_no", "number", "money", "email"]
PLAIN += ["telephone", "location", "file", "declaration"]


@pytest.fixture
def page():
    """Render a template text with the project's environment."""

    def render(text, **context):
        env = jinja.environment(loader=DictLoader({"page": text}), autoescape=True)
        with translation.override(context.pop("speak", "en")):
            return env.get_template("page").render(**context)

    return render


def ask(**more):
    return {"id": "seen", "type": "text", "ask": "What did you see?", **more}


@pytest.mark.parametrize("kind", [*PLAIN, *PARTS])
def test_every_kind_of_question_has_its_fields_and_its_words(page, kind):
    options = {"a": "This", "b": "That"} if kind in ("choice", "choices") else None
    html = page(FIELDS + "{{ question(q) }}", q=ask(type=kind, options=options))
    assert "What did you see?" in html
    for name in PARTS.get(kind, ["seen"]):
        assert f'name="{name}"' in html


@pytest.mark.parametrize("kind", [*PLAIN, *PARTS])
def test_an_error_is_said_at_the_field_and_the_summary_leads_there(page, kind):
    options = {"a": "This"} if kind in ("choice", "choices") else None
    q = ask(type=kind, options=options, error="Say what you saw")
    html = page(FIELDS + "{{ error_summary([q]) }}{{ question(q) }}", q=q)
    target = re.search(r'<a href="#([\w-]+)">Say what you saw</a>', html)
    assert target
    assert re.search(rf'<(input|textarea)[^>]*\bid="{target[1]}"', html)
    assert 'id="seen-error"' in html


def test_what_was_typed_comes_back_and_is_never_markup(page):
    html = page(FIELDS + "{{ question(q) }}", q=ask(value='<script>"', hint="<b>", error="<i>"))
    assert "<script" not in html
    assert "<b>" not in html
    assert "<i>" not in html
    assert "&lt;script&gt;" in html


def test_a_wrong_date_is_shown_as_it_was_typed(page):
    value = {"day": "31", "month": "2", "year": "2026"}
    html = page(FIELDS + "{{ question(q) }}", q=ask(type="date", value=value))
    assert 'value="31"' in html


def test_a_group_asks_each_of_its_items(page):
    items = [[ask(id="seen-0-colour")], [ask(id="seen-1-colour")]]
    html = page(FIELDS + "{{ question(q) }}", q=ask(type="group", questions=items, item="Car"))
    assert 'name="seen-0-colour"' in html
    assert 'name="seen-1-colour"' in html
    assert html.count('name="remove"') == 2


def test_a_text_in_another_language_says_so(page):
    html = page(FIELDS + "{{ question(q) }}", q=ask(language="en"), speak="cy")
    assert 'lang="en"' in html


def test_the_words_of_dates_times_and_references():
    with translation.override("en"):
        assert jinja.date_words("2024-11-27") == "Wednesday 27 November 2024"
        assert jinja.time_words("2026-11-27T17:00:00") == "5pm"
        assert jinja.time_words("2026-11-27T08:14:00") == "8:14am"
        assert jinja.time_words("2026-11-27T12:00:00") == "midday"
        assert jinja.listed(["a", "b", "c"]) == "a, b and c"
        assert jinja.money("10.00") == "£10"
    with translation.override("cy"):
        assert jinja.date_words("2024-11-27") == "Dydd Mercher 27 Tachwedd 2024"
    assert jinja.spaced("7K4M2QTX") == "7K4M 2QTX"
    assert jinja.spelled("7K4M2QTX") == "7 K 4 M, 2 Q T X"
    assert jinja.phonetic("7K4M2QTX") == "7 Kilo 4 Mike, 2 Quebec Tango X-ray"


def test_markdown_shows_raw_html_as_text_and_refuses_script_links():
    html = jinja.markdown("<img src=x onerror=alert(1)>\n\n[x](javascript:alert(1))")
    assert "<img" not in html
    assert 'href="javascript' not in html


def test_no_template_has_inline_script_style_or_handler():
    for path in TEMPLATES.rglob("*.jinja"):
        text = path.read_text()
        assert not re.search(r"<script(?![^>]*\bsrc=)", text), path
        assert not re.search(r"\sstyle=", text), path
        assert not re.search(r"<style", text), path
        assert not re.search(r"\son[a-z]+=[\"']", text), path


def test_every_icon_a_template_names_is_in_the_sprite():
    sprite = (STATIC / "doneinone/images/icons.svg").read_text()
    for path in TEMPLATES.rglob("*.jinja"):
        for name in re.findall(r'icon\("(\w+)"', path.read_text()):
            assert f'id="{name}"' in sprite, f"{path}: {name}"


def test_neither_crown_nor_crest_nor_their_typeface_is_carried():
    for path in STATIC.rglob("*"):
        assert not re.search(r"crest|crown|logotype|\.woff2?$", path.name), path


def test_the_policy_allows_nothing_inline_and_nothing_from_elsewhere():
    header = csp.policy()
    assert "unsafe" not in header
    assert "http" not in header
    assert "https://tiles.example" in csp.policy(image_sources=("https://tiles.example",))


def test_the_address_of_static_files_follows_their_contents():
    assert re.fullmatch(r"/static/[0-9a-f]{12}/", assets.static_url())
    assert assets.is_immutable("x", assets.static_url() + "a.css")
    assert not assets.is_immutable("x", "/static/a.css")


# An answer that is closed looks after the connections that earlier tests left open.
@pytest.mark.django_db
@pytest.mark.parametrize(
    "address, kept",
    [
        (assets.static_url() + "doneinone/css/theme.css", "immutable"),
        ("/static/doneinone/css/theme.css", "max-age=60"),
        ("/assets/images/icon-tag-remove-cross.svg", "max-age=60"),
    ],
)
def test_the_web_process_serves_the_files_itself(address, kept, settings, rf):
    settings.WHITENOISE_AUTOREFRESH = False
    settings.WHITENOISE_MAX_AGE = 60
    serve = assets.Assets(lambda request: pytest.fail("a file was not found"))
    answer = serve(rf.get(address))
    answer.close()
    assert answer.status_code == 200
    assert kept in answer["Cache-Control"]
    assert answer["ETag"]


def test_what_is_not_there_is_left_to_the_pages(settings, rf):
    settings.WHITENOISE_AUTOREFRESH = False
    serve = assets.Assets(lambda request: "page")
    assert serve(rf.get("/static/../csp.py")) == "page"
    assert serve(rf.get("/static/none.css")) == "page"

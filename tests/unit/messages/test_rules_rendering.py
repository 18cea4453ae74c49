"""Templates: what is made of them, and that nothing a person types is read as more than text."""

from __future__ import annotations

from pathlib import Path

import pytest

import doneinone.demo
from doneinone.domain.messages.rules.rendering import render
from doneinone.domain.messages.rules.retrying import LONGEST_WAIT, back_off
from doneinone.domain.messages.rules.templates import (
    PLACEHOLDERS,
    check_template,
    parse_template,
    read_templates,
)

HUB = Path(doneinone.demo.__file__).parent / "hub"

TEXT = """---
subject: {en: "We have it: {{ reference }}", cy: "Mae gennym: {{ reference }}"}
sms:
  en: "{{ hub }}: done by {{ promise_date }}. See {{ track_link }}"
  cy: "{{ hub }}: {{ track_link }}"
---
## en
Dear {{ person }},

**{{ service }}**, {{ place }}

> {{ question }}

**By when:** {{ promise_date }}. Our promise: {{ promise_text }}. If that changes, we tell you.

Follow it: {{ track_link }} or [here]({{ track_link }})

Reference {{ reference }}. Ring {{ telephone }}.

## cy
Annwyl {{ person }}, {{ track_link }}
"""
FACTS = dict.fromkeys(PLACEHOLDERS, "x") | {
    "person": "Amina Yusuf",
    "reference": "7K4M 2QTX",
    "track_link": "https://irwell.example/track/by-link/abc:def",
    "promise_date": "Friday 27 November",
    "promise_text": "Repair it, within 5 working days",
    "question": "Which side?",
    "hub": "Irwell",
}
MISCHIEF = [
    "<script>alert(1)</script>",
    "**bold** [link](https://evil.example) ![x](https://evil.example/x.png)",
    "{{ track_link }}",
    "{% include 'secrets' %}",
    "qzMARK3zq qzBAREzq",
    'a" onclick="x',
    "=HYPERLINK()",
    "# heading",
]


def make(language="en", text=TEXT, **facts):
    return render(template=parse_template(text), language=language, facts=FACTS | facts)


def test_a_message_is_text_html_subject_and_sms():
    made = make()
    assert made.language == "en"
    assert made.subject == "We have it: 7K4M 2QTX"
    assert made.text.startswith("Dear Amina Yusuf,\n\nx, x\n\n> Which side?\n\nBy when: Friday 27")
    assert "Follow it: https://irwell.example/track/by-link/abc:def or here (https" in made.text
    assert "<strong>By when:</strong> Friday 27 November." in made.html
    link = "https://irwell.example/track/by-link/abc:def"
    assert f'<a href="{link}">{link}</a> or <a href="{link}">here</a>' in made.html
    assert "<blockquote>" in made.html
    assert made.sms == f"Irwell: done by Friday 27 November. See {link}"


def test_the_language_of_the_person():
    made = make("cy")
    assert made.language == "cy"
    assert made.text.startswith("Annwyl Amina Yusuf")
    assert made.subject.startswith("Mae gennym")


def test_where_welsh_is_missing_english_is_sent_and_a_line_in_welsh_says_so():
    made = make("cy", text=TEXT.partition("## cy")[0])
    assert made.language == "en"
    assert made.subject.startswith("We have it")
    assert made.text.startswith("Nid yw’r neges hon ar gael yn Gymraeg")
    assert "Dear Amina" in made.text
    assert made.html.startswith('<p lang="cy">Nid yw')


def test_a_sentence_without_its_fact_is_left_out_and_a_paragraph_that_begins_so():
    made = make(promise_date="", promise_text="", telephone="")
    assert "By when" not in made.text
    assert "If that changes" not in made.text
    assert made.text.endswith("Reference 7K4M 2QTX.")
    assert "By when" not in made.html
    assert made.sms == "Irwell: See https://irwell.example/track/by-link/abc:def" or (
        made.sms == "See https://irwell.example/track/by-link/abc:def"
    )


@pytest.mark.parametrize("words", MISCHIEF)
@pytest.mark.parametrize("name", ["person", "question", "place", "outcome_text"])
def test_what_a_person_typed_stays_text(words, name):
    made = make(text=TEXT + "\n{{ outcome_text }}\n".join(["", ""]), **{name: words})
    assert "<script" not in made.html
    assert "<img" not in made.html
    assert 'onclick="' not in made.html
    assert "evil.example/x.png" not in made.html or "![x]" in made.html
    assert "<a href=" not in made.html.replace('<a href="https://irwell.example', "")
    if name != "outcome_text":
        assert words in made.text


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\u0085", "\x0b", "\x00", "\u202e"])
def test_no_line_can_be_added_to_a_header(end):
    made = make(
        text=TEXT.replace("We have it: {{ reference }}", "{{ person }}"),
        person=f"Amina{end}Bcc: all@irwell.example",
    )
    assert "Bcc" in made.subject
    assert made.subject.isprintable()
    assert len(made.subject.splitlines()) == 1
    assert (
        len(
            make(
                text=TEXT.replace("{{ hub }}: done", "{{ person }}"), person=f"A{end}B"
            ).sms.splitlines()
        )
        == 1
    )


def test_every_line_of_a_quoted_question_is_quoted():
    made = make(question="Which side?\n\nAnd how deep?")
    assert "> Which side?\n> \n> And how deep?" in made.text
    assert "Which side?<br>" in made.html


def test_a_very_long_subject_is_cut():
    assert (
        len(make(text=TEXT.replace("We have it", "{{ person }}"), person="A" * 900).subject) <= 200
    )


def test_the_demonstration_hub_has_no_mistakes_and_uses_only_known_placeholders():
    texts, mistakes = read_templates([HUB])
    assert mistakes == []
    assert {"case-received", "case-question", "case-closed", "case-reopened"} <= set(texts)
    for key, text in texts.items():
        template = parse_template(text)
        assert template.languages() == {"en", "cy"}, key
        for language in ("en", "cy"):
            made = render(template=template, language=language, facts=FACTS)
            for words in (made.subject, made.text, made.html, made.sms):
                assert "{{" not in words
                assert "qz" not in words
                assert words.strip()
            empty = render(template=template, language=language, facts={"reference": "7K4M 2QTX"})
            assert "{{" not in empty.text + empty.html + empty.sms
            assert empty.subject


@pytest.mark.parametrize(
    ("change", "says", "line"),
    [
        (("{{ service }}", "{{ servise }}"), "There is no placeholder 'servise'", 10),
        (("{{ service }}", "{% now %}"), "'{%' has no meaning", 10),
        (("{{ service }}", "{{ a.b|safe }}"), "There is no placeholder 'a.b|safe'", 10),
        (("{{ service }}", "{{ service "), "has no meaning", 10),
        (('en: "We have it: {{ reference }}", ', ""), "The English of 'subject' is missing", 1),
        (("subject: {", "subject: ["), "The English of 'subject' is missing", 1),
    ],
)
def test_mistakes_are_named_with_their_line(change, says, line):
    mistakes = [str(one) for one in check_template(TEXT.replace(*change), name="messages/a.md")]
    assert any(says in one for one in mistakes), mistakes
    if line != 1:
        assert any(one.startswith(f"messages/a.md:{line}:") and says in one for one in mistakes)


def test_a_missing_translation_is_a_warning():
    mistakes = check_template(TEXT.partition("## cy")[0], name="a.md")
    assert [one.is_warning for one in mistakes] == [True]


def test_waits_grow_to_ten_minutes_and_never_end():
    waits = [back_off(attempts=n).total_seconds() for n in range(1, 200)]
    assert waits[:4] == [10, 20, 40, 80]
    assert waits == sorted(waits)
    assert back_off(attempts=10_000) == LONGEST_WAIT

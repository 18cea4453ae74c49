"""Answers as people read them: on the check page, the case page and in messages."""

from decimal import Decimal
from typing import Any, cast

import phonenumbers

from doneinone.domain.catalogue.rules.dates import show_day
from doneinone.domain.catalogue.rules.questions import (
    ChoiceQuestion,
    GroupQuestion,
    NumberQuestion,
    QuestionBase,
)
from doneinone.domain.catalogue.rules.wording import words


def show(question: QuestionBase, value: Any, language: str = "en") -> str:
    """
    Write a cleaned answer in words; lists come as one line for each part.

    A question that lost an option since the answer was given shows the option's key.
    """
    if value is None:
        return words("not_answered", language)
    kind = question.kind
    if kind in ("choice", "choices"):
        options = cast(ChoiceQuestion, question).options
        chosen = value if isinstance(value, list) else [value]
        return "\n".join(
            options[key].in_language(language)[0] if key in options else str(key) for key in chosen
        )
    if kind == "declaration":
        return words("confirmed" if value else "no", language)
    if kind == "yes_no":
        return words("yes" if value else "no", language)
    if isinstance(question, GroupQuestion):
        return _show_group(question, value, language)
    return _show_plain(question, value, language)


def _show_plain(question: QuestionBase, value: Any, language: str) -> str:
    kind = question.kind
    if kind == "date":
        return show_day(value, language)
    if kind == "money":
        amount = Decimal(value)
        return f"{'-' if amount < 0 else ''}£{abs(amount):,.2f}"
    if kind == "number":
        unit = cast(NumberQuestion, question).unit
        written = f"{value:,}"
        return f"{written} {unit.in_language(language)[0]}" if unit else written
    if kind == "telephone":
        return _show_telephone(value)
    if kind == "name":
        parts = (value.get(part) for part in ("title", "given", "family"))
        return " ".join(part for part in parts if part)
    if kind == "address":
        return "\n".join([*value["lines"], value["postcode"]])
    if kind == "location":
        return _show_location(value)
    if kind == "file":
        return words("one_file" if len(value) == 1 else "files", language, {"count": len(value)})
    return str(value)


def _show_telephone(value: str) -> str:
    number = phonenumbers.parse(value)
    ours = number.country_code == 44
    style = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(number, style.NATIONAL if ours else style.INTERNATIONAL)


def _show_location(value: dict[str, Any]) -> str:
    parts = [value.get("label"), value.get("postcode")]
    if not any(parts):
        for first, second in (("easting", "northing"), ("latitude", "longitude")):
            if first in value:
                parts = [f"{value[first]:g}, {value[second]:g}"]
                break
    return ", ".join(part for part in parts if part)


def _show_group(question: GroupQuestion, value: list[dict[str, Any]], language: str) -> str:
    each = question.each.in_language(language)[0] if question.each else ""
    items = []
    for index, item in enumerate(value, start=1):
        shown = [
            show(part, item[part.id], language).replace("\n", ", ")
            for part in question.questions
            if part.id in item
        ]
        items.append(f"{each} {index}: ".lstrip() + "; ".join(shown))
    return "\n".join(items)

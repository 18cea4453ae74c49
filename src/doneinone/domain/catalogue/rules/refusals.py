"""How an answer is refused: with words for each part of it that is wrong."""

from collections.abc import Mapping

from doneinone.domain.catalogue.rules.wording import words


class UnableToTakeAnswer(Exception):
    """The answer cannot be taken; `problems` gives a message for each part ('' for the whole)."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("; ".join(problems.values()))
        self.problems = dict(problems)


def is_empty(raw: object) -> bool:
    """Say whether nothing was answered: null, blank text, an empty list, blanks throughout."""
    if raw is None:
        return True
    if isinstance(raw, str):
        return len(raw) < 10_000 and not raw.strip()
    if isinstance(raw, (list, tuple)):
        return len(raw) == 0 or (len(raw) <= 20 and all(_is_blank(part) for part in raw))
    if isinstance(raw, dict):
        return len(raw) <= 20 and all(_is_blank(part) for part in raw.values())
    return False


def _is_blank(part: object) -> bool:
    return (
        part is None
        or part == []
        or (isinstance(part, str) and len(part) < 1_000 and not part.strip())
    )


def refuse(
    key: str, language: str, details: Mapping[str, object] | None = None, *, at: str = ""
) -> UnableToTakeAnswer:
    """Make the refusal of an answer, or of the part of it named by `at`."""
    return UnableToTakeAnswer({at: words(key, language, details)})

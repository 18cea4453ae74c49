"""Did you mean …? The nearest of the names that are known."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process, utils


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Give the known name that looks most like the word, if one is near enough."""
    if not word or len(word) > 100:
        return None
    found = process.extractOne(
        word, sorted(known), scorer=fuzz.WRatio, processor=utils.default_process, score_cutoff=65
    )
    return found[0] if found else None


def did_you_mean(word: str, known: Iterable[str], *, otherwise: str) -> str:
    """Write the remedy for an unknown name: the nearest one, else those there are."""
    names = sorted(known)
    near = nearest(word, names)
    if near:
        return f"Did you mean '{near}'?"
    if not names:
        return otherwise
    listed = ", ".join(names[:12]) + (", …" if len(names) > 12 else "")
    return f"{otherwise} There are: {listed}."

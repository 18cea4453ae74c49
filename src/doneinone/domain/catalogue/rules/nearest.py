"""Did you mean …? The nearest of the names that are known."""

from collections.abc import Iterable

from rapidfuzz.distance import OSA


def nearest(word: str, known: Iterable[str]) -> str | None:
    """
    Give the known name that looks most like the word, if one is near enough.

    Near is one slip in each three letters (a letter too many, missing, wrong, or two swapped),
    or a word that is the beginning of the name.
    """
    if not word or len(word) > 100:
        return None
    wanted = _plain(word)
    most = max(1, round(len(wanted) / 3))
    best: tuple[int, str] | None = None
    for name in sorted(known):
        plain = _plain(name)
        slips = OSA.distance(wanted, plain, score_cutoff=most)
        if slips > most and len(wanted) >= 4 and plain.startswith(wanted):
            slips = most
        if slips <= most and slips < len(plain) and (best is None or slips < best[0]):
            best = (slips, name)
    return best[1] if best else None


def _plain(word: str) -> str:
    return word.lower().replace("_", "-").replace(" ", "-")


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

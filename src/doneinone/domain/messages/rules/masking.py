"""Take secrets out of the words of a message once it has gone. Pure: no database and no clock."""

from __future__ import annotations

import re

from doneinone.foundation.references import normalise_resume_code

MASK = "•••• •••• ••••"
"""What stands in place of a code to come back, in the copy that is kept."""

_SHAPED = re.compile(
    r"(?<![0-9A-Za-z])[0-9A-Za-z]{4}(?:[ \u00a0-][0-9A-Za-z]{4}){2}(?![0-9A-Za-z])"
)


def without_codes(text: str) -> str:
    """
    Replace every code to come back by ``MASK``: whoever reads the copy cannot use it.

    Only what is a whole code with its check character right is taken for one.
    """
    return _SHAPED.sub(
        lambda found: MASK if normalise_resume_code(found.group()) else found.group(), text
    )

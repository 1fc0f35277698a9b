"""Characters that cannot be seen, or that would steer a terminal or turn a line round.

The one place that says which they are, and how they are shown instead.
"""

import re
import unicodedata

ODD = re.compile(r"[^\n\t -~]")
"""Every character that is worth a second look."""
_HIDDEN = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp", "Zs"})
_BLANK = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u2800\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufff8"
    "\U000e0000-\U000e0fff]"
)
"""What Unicode calls a letter, a mark or nothing at all, and what shows as nothing."""


def is_hidden(character: str) -> bool:
    """Return whether a character cannot be seen, or moves others; blank, tab and LF aside."""
    if ODD.match(character) is None:
        return False
    return unicodedata.category(character) in _HIDDEN or bool(_BLANK.match(character))


def number_of(character: str) -> str:
    """Return what people call a character that cannot be seen: `U+001B`."""
    return f"U+{ord(character):04X}"


def visible(text: str) -> str:
    """Return a text with `<U+001B>` in the place of each character that cannot be seen."""
    return ODD.sub(lambda one: f"<{number_of(one[0])}>" if is_hidden(one[0]) else one[0], text)

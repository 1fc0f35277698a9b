"""Characters that would steer a terminal or turn a line round, made visible."""

import re

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""All control characters but tab and newline, and those that change the direction of a text."""


def visible(text: str) -> str:
    """Return a text with `<U+001B>` in the place of such a character."""
    return _CONTROL.sub(lambda one: f"<U+{ord(one[0]):04X}>", text)

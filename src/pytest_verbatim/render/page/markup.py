"""`Html`: text that is markup already, and the only ways to make it of text that is not.

Whatever comes from a case or from upstream goes through `text` or an attribute of `tag`, which
escape it and show what could not be seen. A type checker tells the two kinds of text apart.
"""

import re
import unicodedata
from collections.abc import Iterable
from html import escape
from typing import NewType

Html = NewType("Html", str)

NOTHING = Html("")
_ODD = re.compile(r"[^\n\t -~]")
_HIDDEN = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp", "Zs"})
_BLANK = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u2800\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufff8"
    "\U000e0000-\U000e0fff]"
)
"""What Unicode calls a letter, a mark or nothing at all, and what shows as nothing."""
_HTTPS = re.compile(r"https://[\w.-]+(?::[0-9]+)?(?:[/?#][!#-;=?-\[\]_a-z~]*)?", re.ASCII)
_CODE = re.compile(r"`([^`\n]+)`")
_VOID = frozenset({"meta"})


def is_hidden(character: str) -> bool:
    """Return whether a character cannot be seen, or moves others; blank, tab and LF aside."""
    if _ODD.match(character) is None:
        return False
    return unicodedata.category(character) in _HIDDEN or bool(_BLANK.match(character))


def visible(value: str) -> str:
    """Return text with `U+XXXX` for each character that cannot be seen. No markup."""
    return _ODD.sub(lambda one: _code(one[0]) if is_hidden(one[0]) else one[0], value)


def text(value: str) -> Html:
    """Return text as markup, each character that cannot be seen as a mark of its own."""
    return Html(_ODD.sub(_marked, escape(value)))


def message(value: str) -> Html:
    """Return what a tool says as markup; what stands in backticks is code."""
    parts = _CODE.split(value)
    return joined(tag("code", text(p)) if at % 2 else text(p) for at, p in enumerate(parts))


def _marked(odd: re.Match[str]) -> str:
    if not is_hidden(odd[0]):
        return odd[0]
    name = escape(unicodedata.name(odd[0], "a control character").lower())
    return f'<span class="hidden-character" title="{name}">{_code(odd[0])}</span>'


def _code(character: str) -> str:
    return f"U+{ord(character):04X}"


def tag(name: str, *inside: Html, **attributes: str | bool) -> Html:
    """Return an element.

    Attributes are written in Python's way: `class_`, `aria_label`. False leaves one out, True
    writes it without a value.
    """
    given = "".join(_attribute(key, value) for key, value in attributes.items())
    if name in _VOID:
        return Html(f"<{name}{given}>")
    return Html(f"<{name}{given}>{joined(inside)}</{name}>")


def _attribute(key: str, value: str | bool) -> str:  # noqa: FBT001  (the value itself)
    name = key.rstrip("_").replace("_", "-")
    if isinstance(value, bool):
        return f" {name}" if value else ""
    return f' {name}="{escape(visible(value))}"'


def joined(parts: Iterable[Html], between: str = "") -> Html:
    """Return markup in a row; `between` is white space or empty."""
    return Html(between.join(parts))


def link(url: str, inside: Html) -> Html:
    """Return a link that tells the other side nothing; without it where the URL is not plain https.

    A URL with a user name, or with a character that has to be quoted, is none of ours.
    """
    if _HTTPS.fullmatch(url) is None:
        return inside
    return tag("a", inside, href=url, rel="noreferrer")

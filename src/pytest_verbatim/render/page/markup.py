"""`Html`: text that is markup already, and the only ways to make it of text that is not.

Whatever comes from a case or from upstream goes through `text` or an attribute of `tag`, which
escape it and show what could not be seen. A type checker tells the two kinds of text apart.
"""

import re
import unicodedata
from collections.abc import Iterable
from html import escape
from typing import NewType

from pytest_verbatim.controls import ODD, is_hidden, number_of, visible

Html = NewType("Html", str)

NOTHING = Html("")
_HTTPS = re.compile(r"https://[\w.-]+(?::[0-9]+)?(?:[/?#][!#-;=?-\[\]_a-z~]*)?", re.ASCII)
_CODE = re.compile(r"`([^`\n]+)`")
_VOID = frozenset({"meta"})


def text(value: str) -> Html:
    """Return text as markup, each character that cannot be seen as a mark of its own."""
    return Html(ODD.sub(_marked, escape(value)))


def message(value: str) -> Html:
    """Return what a tool says as markup; what stands in backticks is code."""
    parts = _CODE.split(value)
    return joined(tag("code", text(p)) if at % 2 else text(p) for at, p in enumerate(parts))


def _marked(odd: re.Match[str]) -> str:
    if not is_hidden(odd[0]):
        return odd[0]
    name = escape(unicodedata.name(odd[0], "a control character").lower())
    return f'<span class="hidden-character" title="{name}">{number_of(odd[0])}</span>'


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

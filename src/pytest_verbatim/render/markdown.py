"""Pieces of Markdown that hold foreign text: what stands inside cannot break out."""

import re

from pytest_verbatim.controls import visible

_BACKTICKS = re.compile("`+")
_SPECIAL = re.compile(r"([\\*_\[\]<>#|~&!])")
_CODE = re.compile(r"(`+)(.+?)\1")


def fenced(text: str, language: str = "") -> str:
    """Return a code block; its fence is longer than any run of backticks inside."""
    text = visible(text)
    longest = max((len(run) for run in _BACKTICKS.findall(text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{text}\n{fence}"


def escaped(text: str) -> str:
    """Return one line of text as Markdown shows it: what is in backticks stays code.

    White space is folded, so that no line begins anew. A blank parts two codes that touch: their
    backticks would make one run, and close neither.
    """
    folded = visible(" ".join(text.split()))
    parts = _CODE.split(folded)  # text, backticks, code, text, ...
    first, *texts = [_SPECIAL.sub(r"\\\1", part).replace("`", "\\`") for part in parts[::3]]
    codes = map(code, parts[2::3])
    return first + "".join(a + (b or " ") for a, b in zip(codes, texts, strict=True)).rstrip()


def code(text: str) -> str:
    """Return inline code, whatever backticks it holds; a blank for what would be nothing."""
    longest = max((len(run) for run in _BACKTICKS.findall(text)), default=0)
    ticks = "`" * (longest + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{ticks}{pad}{text or ' '}{pad}{ticks}"


def link(text: str, url: str) -> str:
    """Return a link with code as its text; the text alone where there is no address."""
    return f"[{code(text)}](<{url}>)" if url and not set(url) & set("<>\n") else code(text)

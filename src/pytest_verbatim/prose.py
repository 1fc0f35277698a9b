"""Prose as it is declared and as it is emitted: unwrapping, and the faults of its form.

Knows no example and no corpus. Source: design, "Contract: one line of JSONL".
"""

import inspect
import re
from collections.abc import Iterator

FORBIDDEN_TOKENS = ("<think>", "</think>", "<|im_start|>", "<|im_end|>", "<|endoftext|>")
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_LIST_ITEM = re.compile(r"(?:[-*]|[0-9]+\.) ")
_FENCE = re.compile(r"\s*(?:```|~~~)")


def unwrap(text: str) -> str:
    """Return declared prose as it is emitted: one line a paragraph or list item.

    A blank line separates paragraphs; a line that begins at column 0 with `- `, `* ` or `1. `
    begins a list item; any other line is joined to the one before by one space.
    """
    blocks: list[list[str]] = [[]]
    for line in inspect.cleandoc(text).split("\n"):
        if not line.strip():
            blocks.append([])
        elif not blocks[-1] or _LIST_ITEM.match(line):
            blocks[-1].append(line.strip())
        else:
            blocks[-1][-1] += " " + line.strip()
    return "\n\n".join("\n".join(block) for block in blocks if block)


def form_faults(text: str) -> Iterator[tuple[str, int, str]]:
    """Yield (fault, line, the line's text) for fences and indented lines.

    `fault` is `"fence"` or `"indented"`; `line` is 1-based, in the text after `inspect.cleandoc`.
    """
    in_list = False
    for number, line in enumerate(inspect.cleandoc(text).split("\n"), 1):
        if not line.strip():
            in_list = False
        elif _LIST_ITEM.match(line):
            in_list = True
        if _FENCE.match(line):
            yield "fence", number, line.strip()
        elif line.strip() and line.startswith("    ") and not in_list:
            yield "indented", number, line.strip()


def forbidden_tokens(text: str) -> Iterator[tuple[int, str]]:
    """Yield (line, token) for chat-template tokens and bidirectional controls; 1-based lines."""
    for number, line in enumerate(text.split("\n"), 1):
        for token in FORBIDDEN_TOKENS:
            if token in line:
                yield number, token
        for control in _BIDI.findall(line):
            yield number, f"U+{ord(control):04X}"

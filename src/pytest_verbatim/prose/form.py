"""Prose as it is declared and as it is emitted: unwrapping, and the faults of its form.

Knows no example and no corpus. Source: design, "Contract: one line of JSONL".
"""

import inspect
import re
from collections.abc import Iterator

FORBIDDEN_TOKENS = ("<think>", "</think>", "<|im_start|>", "<|im_end|>", "<|endoftext|>")
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_LIST_ITEM = re.compile(r"(?:[-*]|[0-9]+\.) ")
_HEADING = re.compile(r"#{1,6} ")
_NESTED = re.compile(r" +(?:[-*]|[0-9]+\.) ")
_FENCE = re.compile(r"\s*(?:(?:[-*]|[0-9]+\.) +)?(?:```|~~~)")


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
    """Yield (fault, line, the line's text) for what unwrapping would spoil.

    `fault` is `"fence"`, `"heading"`, `"indented"`, `"nested"` (a list in a list) or `"numbered"`,
    the last for a line that begins a list item by accident: its number neither is 1 nor follows
    the one before, as in a sentence that ends in "500." `line` is 1-based, in the text after
    `inspect.cleandoc`.
    """
    in_list = False
    number_before = 0
    for number, line in enumerate(inspect.cleandoc(text).split("\n"), 1):
        if not line.strip():
            in_list, number_before = False, 0
        elif _LIST_ITEM.match(line):
            in_list = True
            if line[0].isdigit():
                ordinal = int(line.split(".")[0])
                if ordinal not in {1, number_before + 1}:
                    yield "numbered", number, line.strip()
                number_before = ordinal
        if _FENCE.match(line):
            yield "fence", number, line.strip()
        elif _HEADING.match(line):
            yield "heading", number, line.strip()
        elif in_list and _NESTED.match(line):
            yield "nested", number, line.strip()
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

"""`RustFile` and `Item`: what stands in one Rust source file, and on which lines.

The only package that knows tree-sitter. It works on bytes: offsets are 0-based and half-open, lines
are 1-based and inclusive. It reads no disk; a file comes in as bytes and its name plays no part.

Source: design, "Contract: item paths"; docs/traps.md names the trap behind every special case.
"""

from pytest_verbatim.rustfile.declared import Attribute, Import, Part
from pytest_verbatim.rustfile.facts import Entry, Facts
from pytest_verbatim.rustfile.file import RustFile
from pytest_verbatim.rustfile.item import Item, Lines, ModDeclaration
from pytest_verbatim.rustfile.token import (
    Call,
    Form,
    Token,
    body_of,
    calls_in,
    path_ending_at,
    text_at,
)
from pytest_verbatim.rustfile.tokens import Tokens

__all__ = [
    "Attribute",
    "Call",
    "Entry",
    "Facts",
    "Form",
    "Import",
    "Item",
    "Lines",
    "ModDeclaration",
    "Part",
    "RustFile",
    "Token",
    "Tokens",
    "body_of",
    "calls_in",
    "path_ending_at",
    "text_at",
]

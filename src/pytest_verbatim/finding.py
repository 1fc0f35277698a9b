"""`Finding` and `Where`: the one currency of bad news.

A finding is data. `render.py` alone turns it into text, so that it reads the same wherever it is
shown. This module knows no check, no corpus and no pytest.
"""

from collections.abc import Iterable
from dataclasses import dataclass

CODES: dict[str, str] = {
    "case.bad-name": "the variable's name is not made of a-z, 0-9 and _",
    "case.bound-twice": "a module binds one name to an Example more than once",
    "case.duplicate-code": "two examples show exactly the same items",
    "case.duplicate-name": "two examples of one dataset bear the same name",
    "case.hidden": "an Example stands in a list, tuple, set, dict or class instead of a variable",
    "case.imported": "an Example is imported from another module",
    "case.no-example": "a case module declares no Example",
    "case.wrong-type": "an argument of Example or rust() is not of the documented type",
    "code.ambiguous-item": "an item path fits several items of its file",
    "code.bad-item-path": "an item path does not parse",
    "code.bad-path": "a file is absolute, leaves the subtree or is written in an unusual way",
    "code.empty": "an example, or one rust() of it, chooses no item",
    "code.forbidden-token": "the code holds a chat-template token or a bidirectional control",
    "code.no-anchor": "no part of the code comes from the files that the dataset is about",
    "code.not-rust": "the file is not a .rs file",
    "code.not-utf8": "the chosen source is not UTF-8",
    "code.out-of-scope": "a file lies outside the scope of the dataset",
    "code.refused-item": "an item cannot be cut out as whole lines",
    "code.repeated-item": "an item is chosen twice, or together with what contains it",
    "code.test-code": "the chosen item is test code or holds some",
    "code.trailing-space": "the last line of the code ends in white space",
    "code.unknown-file": "the corpus has no such file",
    "code.unknown-item": "no item of the file fits the path",
    "prompt.empty": "the prompt has no text",
    "prompt.fence": "the prompt holds a code fence",
    "prompt.forbidden-token": "the prompt holds a chat-template token or a bidirectional control",
    "prompt.heading": "a line of the prompt is a heading",
    "prompt.indented": "a line of the prompt is indented by four or more outside a list",
    "prompt.nested": "a list of the prompt stands inside another",
    "prompt.numbered": "a line of the prompt begins a list item by accident",
    "record.schema": "the line does not fit the ChatML schema",
    "snapshot.changed": "prompt, think or choice of items differ from what was accepted",
    "snapshot.new": "the example was never accepted",
    "snapshot.unreadable": "the snapshot file does not hold what we write",
    "snapshot.upstream": "the source of an item differs from what was accepted",
    "think.empty": "the think block has no text",
    "think.fence": "the think block holds a code fence",
    "think.forbidden-token": "the think block holds a chat-template token or bidirectional control",
    "think.heading": "a line of the think block is a heading",
    "think.indented": "a line of the think block is indented by four or more outside a list",
    "think.nested": "a list of the think block stands inside another",
    "think.numbered": "a line of the think block begins a list item by accident",
    "verify.code": "code of an emitted line is not found verbatim in the corpus",
    "verify.form": "an emitted line is not one think block followed by code",
    "verify.json": "a line of a JSONL file is not JSON",
}
"""Every code with its meaning in one line. Codes are public and stable."""


@dataclass(frozen=True, slots=True, order=True)
class Where:
    """A place in a file of the project: `line` and `column` are 1-based, None where unknown."""

    file: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        """Return `file:line:column` as editors and terminals take it."""
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part)


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that is to be said about a case: where, what was seen, what would mend it."""

    where: Where
    code: str
    seen: str
    mend: str

    def __post_init__(self) -> None:
        """Refuse a code that is not in the list.

        Raises:
            ValueError: `code` is not one of `CODES`.
        """
        if self.code not in CODES:
            raise ValueError(f"not a code of a finding: {self.code}")


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings without repeats, sorted by place, then code."""

    def key(finding: Finding) -> tuple[str, int, int, str, str]:
        where = finding.where
        return (where.file, where.line or 0, where.column or 0, finding.code, finding.seen)

    return tuple(sorted(set(findings), key=key))

"""`Finding` and `Where`: the one currency of bad news.

A finding is data. `render` alone turns it into text, so that it reads the same wherever it is
shown. This module knows no check, no corpus and no pytest.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from pytest_verbatim.codes import CODES

__all__ = ["CODES", "Finding", "Where", "in_order"]


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
    """One thing that is to be said about a case: where, what was seen, what would mend it.

    `about` is what of upstream it is about, where somebody looks for that: a file, or what is named
    and not to be found. Nobody tells findings apart by their words. It is in no text.
    """

    where: Where
    code: str
    seen: str
    mend: str
    about: str = ""

    def __post_init__(self) -> None:
        """Refuse a code that is not in the list.

        Raises:
            ValueError: `code` is not one of `CODES`.
        """
        if self.code not in CODES:
            raise ValueError(f"not a code of a finding: {self.code}")


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings without repeats, sorted by place, then code, then what they say."""

    def key(finding: Finding) -> tuple[str, int, int, str, str, str, str]:
        one, at = finding, finding.where
        return at.file, at.line or 0, at.column or 0, one.code, one.seen, one.mend, one.about

    return tuple(sorted(set(findings), key=key))


def shortened(line: str) -> str:
    """Return a line as a message shows it, in at most 60 characters."""
    return line if len(line) <= 60 else line[:57] + "..."

"""`Change`: how a case differs from what was accepted of it, and why. Data, no text for people.

Made once, then shown anywhere: in a failing test, in a drift report, in review, on a page. Holds
upstream's text (in `diff` and `code`), so that it is shown and never committed.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from pytest_verbatim.finding import Finding, Where


class Cause(StrEnum):
    """Why a case does not pass as it was accepted; several may hold at once."""

    NEW = "new"
    """It was never accepted."""
    UNREADABLE = "unreadable"
    """Its snapshot is damaged, or of another version, or merged of two."""
    PROSE = "prose"
    """Its author changed prompt or think."""
    CLAIMS = "claims"
    """Its author changed quotes or evidence."""
    CHOICE = "choice"
    """Its author chose other items."""
    UPSTREAM = "upstream"
    """Upstream changed the code it shows."""
    EVIDENCE = "evidence"
    """Upstream changed what its claims rest on: one went false, or an argument stale."""
    FINDINGS = "findings"
    """A rule is broken: there is a finding that keeps it from being accepted."""


_ONLY_TOLD = frozenset({"code.reordered", "code.unparsed"})
_GONE = "code.gone"


@dataclass(frozen=True, slots=True)
class Spot:
    """Lines of a file of upstream at one revision, 1-based and inclusive.

    `file` is relative to the subtree; `url` is a permalink, "" where the repository's host is not
    known to have any.
    """

    file: str
    item: str
    first: int
    last: int
    url: str = ""

    def __str__(self) -> str:
        """Return file and lines as people write them."""
        return f"{self.file}:{self.first}-{self.last}"


@dataclass(frozen=True, slots=True)
class ItemChange:
    """What became of one item of the code.

    Attributes:
        fate: a `drift.Kind`, never `unchanged`. `edited` of `use` says that other declarations
            come along; then `old` and `new` are the first that went and came.
        part: `whole`, or which end of a shell it is: `header`, `closing`.
        item: its full path as it was accepted.
        old, new: where it was and is; one of the two may be None.
        similarity: as in `verbatim drift`, 0 to 1, of the whole impl where a header was renamed;
            None where one side is missing.
        signature: whether its signature changed.
        diff: unified hunks with the lines of both revisions; "" where one side cannot be read.
    """

    fate: str
    part: str
    item: str
    old: Spot | None = None
    new: Spot | None = None
    similarity: float | None = None
    signature: bool = False
    diff: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A sentence that has to be read again, and why.

    `field` is `prompt` or `think`; `marks` are the parts of `sentence` that are in doubt, in
    characters, half-open. `findings` counts the reasons that are findings: as long as there is one
    the case cannot be accepted.
    """

    field: str
    where: Where
    sentence: str
    reasons: tuple[str, ...]
    marks: tuple[tuple[int, int], ...] = ()
    findings: int = 0


@dataclass(frozen=True, slots=True)
class Texts:
    """What a case says.

    Attributes:
        prompt, think: as they are emitted.
        code: likewise, "" where it is not known.
        claims: of each claim its quote, then its evidence, as an author writes them.
        choice: of each part of the code its file and imports, then the items that were chosen.
    """

    prompt: str
    think: str
    code: str = ""
    claims: tuple[tuple[str, ...], ...] = ()
    choice: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One case that does not pass as it was accepted.

    Attributes:
        case: its node id.
        where: its place.
        causes: why, at least one.
        old_revision, new_revision: where it was accepted, "" if never, and what it is held against.
        items: what became of the items of its code, where that is upstream's doing.
        doubts: the sentences to be read again.
        findings: what else is wrong, or is to be told.
        before, after: its texts as accepted, None if never, and now.
        at_pin: whether what it is held against is the pinned commit.
        carried: whether `verbatim update` accepts it without a person.
        reason: why it was accepted as it was, "" where nobody said.
        old_commit: the id of the commit at which it was accepted, "" if never: what people call it
            may be a name that upstream has not.
        lost: the fates of what its selectors chose then and no longer choose, each once.
    """

    case: str
    where: Where
    causes: tuple[Cause, ...]
    old_revision: str
    new_revision: str
    items: tuple[ItemChange, ...]
    doubts: tuple[Doubt, ...]
    findings: tuple[Finding, ...]
    before: Texts | None
    after: Texts
    at_pin: bool
    carried: bool = False
    reason: str = ""
    old_commit: str = ""
    lost: tuple[str, ...] = ()

    @property
    def is_drift(self) -> bool:
        """Return whether upstream had a part in it."""
        return Cause.UPSTREAM in self.causes or Cause.EVIDENCE in self.causes

    @property
    def in_sentences(self) -> int:
        """Return how many findings its doubtful sentences have."""
        return sum(doubt.findings for doubt in self.doubts)

    @property
    def in_the_way(self) -> int:
        """Return how many findings keep it from being accepted; others only tell of it."""
        return self.in_sentences + len(hindrances(self.findings))

    @property
    def is_broken(self) -> bool:
        """Return whether a finding has to be mended before any command accepts it."""
        return self.in_the_way > 0 and not self.carried

    @property
    def is_blind(self) -> bool:
        """Return whether the revision at which it was accepted could not be read."""
        no_code = self.before is not None and not self.before.code
        return bool(self.items) and no_code and not any(item.old for item in self.items)

    @property
    def is_gone(self) -> bool:
        """Return whether nothing is left of the code of the case."""
        return any(one.code == _GONE for one in self.findings)

    @property
    def fates(self) -> tuple[str, ...]:
        """Return the fates of its items, each once, in order of first appearance."""
        return tuple(dict.fromkeys(item.fate for item in self.items))

    def as_object(self) -> dict[str, Any]:
        """Return the change as JSON holds it: plain dicts, lists, texts and numbers.

        Between processes no subclass of `str` can travel.
        """
        plain: dict[str, Any] = json.loads(json.dumps(asdict(self)))
        return plain

    @classmethod
    def from_object(cls, value: Mapping[str, Any]) -> "Change":
        """Return the change that `as_object` gave, be it through JSON or not."""
        given = dict(value)
        return cls(
            **given
            | {
                "where": Where(**given["where"]),
                "causes": tuple(Cause(one) for one in given["causes"]),
                "items": tuple(_item(one) for one in given["items"]),
                "doubts": tuple(_doubt(one) for one in given["doubts"]),
                "findings": tuple(_finding(one) for one in given["findings"]),
                "before": None if given["before"] is None else _texts(given["before"]),
                "after": _texts(given["after"]),
                "lost": tuple(given["lost"]),
            }
        )


def hindrances(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings that keep a case from being accepted; the others only tell of it."""
    return tuple(one for one in findings if one.code not in _ONLY_TOLD)


def _texts(value: Mapping[str, Any]) -> Texts:
    outlines = {name: tuple(map(tuple, value[name])) for name in ("claims", "choice")}
    return Texts(**{**value, **outlines})


def _item(value: Mapping[str, Any]) -> ItemChange:
    old, new = (None if value[k] is None else Spot(**value[k]) for k in ("old", "new"))
    return ItemChange(**{**value, "old": old, "new": new})


def _doubt(value: Mapping[str, Any]) -> Doubt:
    marks: Sequence[Sequence[int]] = value["marks"]
    return Doubt(
        value["field"],
        Where(**value["where"]),
        value["sentence"],
        tuple(value["reasons"]),
        tuple((start, end) for start, end in marks),
        value["findings"],
    )


def _finding(value: Mapping[str, Any]) -> Finding:
    return Finding(**{**value, "where": Where(**value["where"])})

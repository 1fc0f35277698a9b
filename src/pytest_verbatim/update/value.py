"""`UpdatePlan`: what an update would write, and what it leaves for a person. Values, no text."""

from dataclasses import asdict, dataclass
from typing import Any

from pytest_verbatim.accepted import Revision
from pytest_verbatim.carry.selectors import Edit
from pytest_verbatim.change import Change
from pytest_verbatim.files import digest_of
from pytest_verbatim.finding import Finding, Where


@dataclass(frozen=True, slots=True)
class Carried:
    """A case that goes along without a person: why it may, and the selectors written for it."""

    case: str
    where: Where
    snapshot: str
    change: Change
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Left:
    """A case, a case module or a dataset that fails at the new revision.

    Attributes:
        case: the node id; for a dataset that is no test, as it has no rules, its `dataset.toml`.
        where: its place.
        why: what stands in the way beside what `change` says; sentences.
        findings: what the checks say at the new revision, where there is no `change` to say it.
        change: how the case differs from what was accepted; None for what is no case, and for a
            case whose difference is in the order of its items alone.
        refused: whether it is a dataset of which nothing is looked at until that is mended.
    """

    case: str
    where: Where
    why: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    change: Change | None = None
    refused: bool = False


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file of the project and the bytes that it gets; `old` is the digest of those it had."""

    path: str
    old: str
    data: bytes

    @property
    def new(self) -> str:
        """Return the digest of the new bytes."""
        return digest_of(self.data)


@dataclass(frozen=True, slots=True)
class UpdatePlan:
    """What an update does.

    Attributes:
        old, new: the revisions: the tag that the pin names, and the commit.
        unchanged: the node ids of the cases that pass as they are, in order of emission.
        carried: those that go along with another snapshot, and selectors where need be.
        left: those that a person has to look at.
        files: what is to be written, sorted by path; none where nothing is.
        read: (path, digest) of every file that was read for it, sorted; None for one that could not
            be read, an example's snapshot that is not there for instance.
    """

    old: Revision
    new: Revision
    unchanged: tuple[str, ...]
    carried: tuple[Carried, ...]
    left: tuple[Left, ...]
    files: tuple[NewFile, ...]
    read: tuple[tuple[str, str | None], ...]

    def as_object(self) -> dict[str, Any]:
        """Return the plan as JSON can hold it; of each file the digests alone."""
        return {
            "from": self.old._asdict(),
            "to": self.new._asdict(),
            "unchanged": list(self.unchanged),
            "carried": [_carried(one) for one in self.carried],
            "left": [_left(one) for one in self.left],
            "files": [{"path": one.path, "old": one.old, "new": one.new} for one in self.files],
        }


def _carried(one: Carried) -> dict[str, Any]:
    return {
        "case": one.case,
        "fates": list(one.change.fates),
        "selectors": [{"line": e.line, "old": e.old, "new": e.new} for e in one.edits],
        "snapshot": one.snapshot,
        "change": one.change.as_object(),
    }


def _left(one: Left) -> dict[str, Any]:
    return {
        "case": one.case,
        "where": asdict(one.where),
        "fates": list(one.change.fates) if one.change is not None else [],
        "why": list(one.why),
        "findings": [asdict(finding) for finding in one.findings],
        "change": None if one.change is None else one.change.as_object(),
    }

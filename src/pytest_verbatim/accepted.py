"""What was last accepted of a case: the text of its snapshot file, written, read and compared.

Prose and digests only; no line of code. Knows no syrupy and no pytest.

Source: design, "Snapshots".
"""

import difflib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pytest_verbatim.examination import Examination
from pytest_verbatim.excerpt import Part
from pytest_verbatim.finding import Finding, Where
from pytest_verbatim.record import Record

SCHEMA_VERSION = 2
_DIGEST_NAMES = {Part.WHOLE: "exact", Part.HEADER: "header", Part.CLOSING: "closing"}


class AcceptedError(ValueError):
    """The text is no snapshot of ours; the message says why."""


@dataclass(frozen=True, slots=True)
class AcceptedItem:
    """An item of the code as it was accepted: `digests` maps what was digested to hex."""

    file: str
    item: str
    digests: tuple[tuple[str, str], ...]

    def as_object(self) -> dict[str, Any]:
        """Return the item as JSON has it."""
        return {"file": self.file, "item": self.item, "digests": dict(self.digests)}


@dataclass(frozen=True, slots=True)
class AcceptedClaim:
    """A claim as it was accepted: the quote, and its evidence as JSON has it, keys sorted.

    `ties` are the items that arguments are tied to, with the digests of their code.
    """

    quote: str
    evidence: str
    ties: tuple[AcceptedItem, ...] = ()


@dataclass(frozen=True, slots=True)
class Accepted:
    """What a snapshot holds. Compared: `prompt`, `think`, `claims`, `items`.

    `choice` is what the author wrote to choose the items, as JSON; it tells a changed choice from
    a changed source. `revision` is for people.
    """

    prompt: str
    think: str
    claims: tuple[AcceptedClaim, ...]
    items: tuple[AcceptedItem, ...]
    choice: str
    revision: str

    @property
    def compared(self) -> tuple[object, ...]:
        """Return what makes two of them the same."""
        return self.prompt, self.think, self.claims, self.items

    def text(self) -> str:
        """Return the text of the snapshot file: JSON, a line per paragraph, LF, at its end too."""
        value = {
            "schema": SCHEMA_VERSION,
            "accepted": {"revision": self.revision},
            "prompt": self.prompt.split("\n"),
            "think": self.think.split("\n"),
            "claims": [
                {
                    "quote": one.quote,
                    "evidence": json.loads(one.evidence),
                    "ties": [tie.as_object() for tie in one.ties],
                }
                for one in self.claims
            ],
            "code": json.loads(self.choice),
            "items": [one.as_object() for one in self.items],
        }
        return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def accept(record: Record, examination: Examination, revision: str) -> Accepted:
    """Return what there is to accept of a case without findings, at a revision of the corpus."""
    example = examination.case.example
    choice = [
        {"file": part.file, "items": list(part.items), "imports": part.imports}
        for part in example.code
    ]
    claims = tuple(
        AcceptedClaim(
            " ".join(quote.split()),
            _json([piece.as_object() for piece in evidence]),
            tuple(
                AcceptedItem(tie.file, tie.item, ((_DIGEST_NAMES[Part.WHOLE], tie.sha256),))
                for tie in examination.ties
                if tie.claim == at
            ),
        )
        for at, (quote, evidence) in enumerate(example.evidence())
    )
    items = tuple(
        AcceptedItem(piece.file, piece.item, ((_DIGEST_NAMES[piece.part], piece.sha256),))
        for excerpt in examination.excerpts
        for piece in excerpt.pieces
    )
    return Accepted(record.prompt, record.think, claims, items, _json(choice), revision)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def parse(text: str) -> Accepted:
    """Return what the text of a snapshot file holds.

    Raises:
        AcceptedError: not what `Accepted.text` writes, or another schema version.
    """
    try:
        value = json.loads(text)
        version = value["schema"]
        if version != SCHEMA_VERSION:
            raise AcceptedError(f"has schema version {version!r}, not {SCHEMA_VERSION}")
        return Accepted(
            "\n".join(_list(value, "prompt")),
            "\n".join(_list(value, "think")),
            tuple(_claim(one) for one in _list(value, "claims")),
            tuple(_item(one) for one in _list(value, "items")),
            _json(_list(value, "code")),
            str(value["accepted"]["revision"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        if isinstance(error, AcceptedError):
            raise
        raise AcceptedError(f"is not what we write ({type(error).__name__}: {error})") from error


def _list(value: dict[str, Any], key: str) -> list[Any]:
    if not isinstance(value[key], list):
        raise AcceptedError(f"is not what we write (`{key}` is no list)")
    return list(value[key])


def _text(value: dict[str, Any], key: str) -> str:
    if not isinstance(value[key], str):
        raise AcceptedError(f"is not what we write (`{key}` is no text)")
    return str(value[key])


def _item(value: dict[str, Any]) -> AcceptedItem:
    digests = tuple(sorted(value["digests"].items()))
    return AcceptedItem(_text(value, "file"), _text(value, "item"), digests)


def _claim(value: dict[str, Any]) -> AcceptedClaim:
    ties = tuple(_item(one) for one in _list(value, "ties"))
    return AcceptedClaim(_text(value, "quote"), _json(_list(value, "evidence")), ties)


def same(one: str, other: str) -> bool:
    """Return whether two snapshot texts hold the same, what is for people aside."""
    try:
        return parse(one).compared == parse(other).compared
    except AcceptedError:
        return False


def differences(  # noqa: PLR0913, PLR0917  (what differs, and how to tell a person of it)
    stored: str | None,
    current: Accepted,
    where: Where,
    case_id: str,
    snapshot: str,
    claims: Sequence[Where] = (),
) -> Iterator[Finding]:
    """Yield how a case differs from what was accepted of it; nothing where it does not.

    Args:
        stored: the text of the snapshot file, None where there is none.
        current: what there is to accept now.
        where: the place of the case, for the findings.
        case_id: its node id, for the command that accepts it.
        snapshot: the path of its snapshot relative to the project, for messages.
        claims: the places of its claims, in their order; where one is missing, `where` stands in.

    Findings: snapshot.new, snapshot.unreadable, snapshot.changed, snapshot.upstream, claim.stale.
    """
    accept_it = f"read it, then accept: pytest '{case_id}' --snapshot-update"
    if stored is None:
        yield Finding(where, "snapshot.new", "this example was never accepted", accept_it)
        return
    try:
        old = parse(stored)
    except AcceptedError as error:
        mend = f"restore it from version control, or {accept_it}"
        yield Finding(where, "snapshot.unreadable", f"{snapshot} {error}", mend)
        return
    for name in ("prompt", "think"):
        before, after = getattr(old, name), getattr(current, name)
        if before != after:
            seen = f"the {name} differs from what was accepted:\n{_diff(before, after)}"
            yield Finding(where, "snapshot.changed", seen, accept_it)
    yield from _claim_differences(old, current, (where, *claims), accept_it)
    yield from _item_differences(old, current, where, accept_it)


def _claim_differences(
    old: Accepted, current: Accepted, places: Sequence[Where], accept_it: str
) -> Iterator[Finding]:
    """Yield how the claims differ; `places` are that of the case, then those of its claims."""
    before = [(one.quote, one.evidence) for one in old.claims]
    after = [(one.quote, one.evidence) for one in current.claims]
    if before != after:
        texts = [
            "\n".join(f"{quote}: {evidence}" for quote, evidence in side)
            for side in (before, after)
        ]
        seen = f"the claims differ from what was accepted:\n{_diff(*texts)}"
        yield Finding(places[0], "snapshot.changed", seen, accept_it)
        return
    for at, (was, now) in enumerate(zip(old.claims, current.claims, strict=True), 1):
        moved = [f"{one.file} {one.item}" for one in sorted({*was.ties} ^ {*now.ties}, key=str)]
        if was.ties != now.ties:
            seen = (
                f'the argument for "{now.quote}" is tied to code that differs from '
                f"{old.revision}, where it was accepted: {', '.join(dict.fromkeys(moved))}"
            )
            mend = (
                "read the argument against the new code; if it still holds, with the pin moved "
                f"there, {accept_it.removeprefix('read it, then ')}"
            )
            place = places[at] if at < len(places) else places[0]
            yield Finding(place, "claim.stale", seen, mend)


def _item_differences(
    old: Accepted, current: Accepted, where: Where, accept_it: str
) -> Iterator[Finding]:
    before = [(one.file, one.item) for one in old.items]
    after = [(one.file, one.item) for one in current.items]
    if before != after and old.choice == current.choice:
        names = ["\n".join(map(" ".join, side)) for side in (before, after)]
        seen = f"upstream's items differ from {old.revision}, where they were accepted:\n"
        yield Finding(where, "snapshot.upstream", seen + _diff(*names), _upstream(accept_it))
        return
    if before != after:
        names = ["\n".join(map(" ".join, side)) for side in (before, after)]
        seen = f"other items than were accepted:\n{_diff(*names)}"
        yield Finding(where, "snapshot.changed", seen, accept_it)
        return
    moved = [f"{b.file} {b.item}" for a, b in zip(old.items, current.items, strict=True) if a != b]
    if moved:
        seen = f"upstream's code differs from {old.revision}, where it was accepted: " + ", ".join(
            dict.fromkeys(moved)
        )
        yield Finding(where, "snapshot.upstream", seen, _upstream(accept_it))


def _upstream(accept_it: str) -> str:
    return (
        "read prompt and think against the new code and mend them; with the pin moved there, "
        + accept_it.removeprefix("read it, then ")
    )


def _diff(before: str, after: str) -> str:
    rows = difflib.unified_diff(before.split("\n"), after.split("\n"), lineterm="", n=0)
    return "\n".join("    " + row for row in list(rows)[2:] if not row.startswith("@@"))

"""`Memory`: what the checks of a case found, remembered under the digest of all that they read.

A finding is a function of the case module, its `dataset.toml`, the source tree, and our own code;
`Store` sees to the last. So nothing that changed is ever taken from here.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pytest_verbatim.drift.fingerprint import Fingerprint
from pytest_verbatim.finding import Finding, Where
from pytest_verbatim.plain import listed
from pytest_verbatim.source.store import Store


@dataclass(frozen=True, slots=True)
class Tie:
    """An item that an argument is tied to: its file, full path, and the fingerprint of its lines.

    `claim` is the index of the claim, from 0, in the order of declaration.
    """

    claim: int
    file: str
    item: str
    fingerprint: Fingerprint


@dataclass(frozen=True, slots=True)
class Remembered:
    """What the checks brought.

    Attributes:
        findings: what is wrong.
        ties: the items that arguments are tied to.
        crates: the commissioned crates that the code uses and the think block names.
        facts: for each claim, for each piece of its evidence that is no argument, what it rests on
            as a digest.
        fingerprints: of each piece of the code, in its order.
    """

    findings: tuple[Finding, ...] = ()
    ties: tuple[Tie, ...] = ()
    crates: tuple[str, ...] = ()
    facts: tuple[tuple[str, ...], ...] = ()
    fingerprints: tuple[Fingerprint, ...] = ()


def key_of(parts: Iterable[str]) -> str:
    """Return the key of something that depends on these texts, in this order."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        digest.update(b"%d:" % len(data) + data)
    return digest.hexdigest()


def as_rows(findings: Iterable[Finding]) -> list[list[Any]]:
    """Return findings as JSON can hold them."""
    return [
        [f.where.file, f.where.line, f.where.column, f.code, f.seen, f.mend, f.about]
        for f in findings
    ]


def from_rows(rows: Iterable[Sequence[Any]]) -> tuple[Finding, ...]:
    """Return the findings that `as_rows` gave.

    Raises:
        TypeError, ValueError: they are something else.
    """
    return tuple(
        Finding(
            Where(_text(file), _count(line), _count(column)),
            code,
            _text(seen),
            _text(mend),
            _text(about),
        )
        for file, line, column, code, seen, mend, about in rows
    )


class Memory:
    """Findings by key, kept in a store from run to run."""

    def __init__(self, store: Store) -> None:
        """Take the store; nothing is read yet."""
        self._store = store

    def get(self, key: str) -> Remembered | None:
        """Return what is remembered under a key, None where nothing readable is."""
        value = self._store.get(f"findings-{key}")
        try:
            return None if value is None else _remembered(value)
        except (KeyError, TypeError, ValueError):
            return None

    def put(self, key: str, found: Remembered) -> None:
        """Remember what was found."""
        value = {
            "findings": as_rows(found.findings),
            "crates": found.crates,
            "ties": [[t.claim, t.file, t.item, t.fingerprint.as_object()] for t in found.ties],
            "facts": found.facts,
            "fingerprints": [one.as_object() for one in found.fingerprints],
        }
        self._store.put(f"findings-{key}", value)


def _remembered(value: dict[str, Any]) -> Remembered:
    findings = from_rows(value["findings"])
    ties = tuple(
        Tie(_number(claim), _text(file), _text(item), Fingerprint.from_object(digests))
        for claim, file, item, digests in value["ties"]
    )
    facts = tuple(_texts(of_claim) for of_claim in listed(value["facts"]))
    prints = tuple(Fingerprint.from_object(one) for one in listed(value["fingerprints"]))
    return Remembered(findings, ties, _texts(value["crates"]), facts, prints)


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(map(_text, listed(value)))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("a text is wanted")
    return value


def _number(value: Any) -> int:
    if type(value) is not int:
        raise TypeError("a whole number is wanted")
    return value


def _count(value: Any) -> int | None:
    return None if value is None else _number(value)

"""`Accepted`: what a snapshot holds, and the text that it becomes."""

import json
from dataclasses import dataclass
from typing import Any

from pytest_verbatim.drift.fingerprint import Fingerprint
from pytest_verbatim.excerpt import Part

SCHEMA_VERSION = 3
IMPORT = "use"
"""The path of a `use` declaration that came along by itself, whatever its number is."""


@dataclass(frozen=True, slots=True)
class AcceptedItem:
    """Lines of the code, or of what an argument is tied to, as they were accepted.

    `item` is the full path, or `IMPORT`, as a declaration that is put in before one is no change of
    it. `part` says which end of a shell it is.
    """

    file: str
    item: str
    fingerprint: Fingerprint
    part: Part = Part.WHOLE

    @property
    def is_import(self) -> bool:
        """Return whether it is a `use` declaration that came along by itself."""
        return self.item == IMPORT

    @property
    def place(self) -> tuple[str, str, Part]:
        """Return what tells it from the other items of a case; several `use` share one."""
        return self.file, self.item, self.part

    def as_object(self) -> dict[str, Any]:
        """Return the item as JSON has it."""
        part = {} if self.part is Part.WHOLE else {"part": self.part.value}
        digests = self.fingerprint.as_object()
        return {"file": self.file, "item": self.item, **part, "digests": digests}


@dataclass(frozen=True, slots=True)
class AcceptedClaim:
    """A claim as it was accepted: the quote, and its evidence as JSON has it, keys sorted.

    Attributes:
        quote: the words of the prose, white space folded.
        evidence: the pieces of evidence.
        facts: for each piece but arguments the digest of the tokens on the lines where it was seen
            to hold; for people, as a piece is held against the source on every run.
        ties: the items that arguments are tied to.
    """

    quote: str
    evidence: str
    facts: tuple[str, ...] = ()
    ties: tuple[AcceptedItem, ...] = ()

    @property
    def argued_about(self) -> tuple[str, ...]:
        """Return the digests of what an argument was made about: tokens, whatever their place."""
        return tuple(tie.fingerprint.tokens for tie in self.ties)

    def as_object(self) -> dict[str, Any]:
        """Return the claim as JSON has it."""
        return {
            "quote": self.quote,
            "evidence": json.loads(self.evidence),
            "facts": list(self.facts),
            "ties": [tie.as_object() for tie in self.ties],
        }


@dataclass(frozen=True, slots=True)
class Accepted:
    """What a snapshot holds. Compared: `prompt`, `think`, `claims` without facts, `items`.

    `choice` is what the author wrote to choose the items, as JSON; it tells a changed choice from
    a changed source. `revision`, what people call it, its `commit` and `reason` are for people.
    """

    prompt: str
    think: str
    claims: tuple[AcceptedClaim, ...]
    items: tuple[AcceptedItem, ...]
    choice: str
    revision: str
    commit: str
    reason: str = ""

    @property
    def compared(self) -> tuple[object, ...]:
        """Return what makes two of them the same."""
        claims = tuple((one.quote, one.evidence, one.argued_about) for one in self.claims)
        items = tuple((*one.place, one.fingerprint.exact) for one in self.items)
        return self.prompt, self.think, claims, items

    def text(self) -> str:
        """Return the text of the snapshot file: JSON, a line per paragraph, LF, at its end too."""
        reason = {"reason": self.reason} if self.reason else {}
        value = {
            "schema": SCHEMA_VERSION,
            "accepted": {"revision": self.revision, "commit": self.commit, **reason},
            "prompt": self.prompt.split("\n"),
            "think": self.think.split("\n"),
            "claims": [one.as_object() for one in self.claims],
            "code": json.loads(self.choice),
            "items": [one.as_object() for one in self.items],
        }
        return _laid_out(value) + "\n"


def _laid_out(value: object, indent: str = "\n") -> str:
    """Return what `json.dumps` writes with an indent of two, at a third of its cost."""
    inner = f"{indent}  "
    if isinstance(value, dict) and value:
        rows = (f"{_text(key)}: {_laid_out(one, inner)}" for key, one in value.items())
        return f"{{{inner}{f',{inner}'.join(rows)}{indent}}}"
    if isinstance(value, list) and value:
        return f"[{inner}{f',{inner}'.join(_laid_out(one, inner) for one in value)}{indent}]"
    return _text(value)


_text = json.JSONEncoder(ensure_ascii=False).encode


def as_json(value: object) -> str:
    """Return a value as this package keeps JSON within JSON: keys sorted, nothing escaped."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)

"""What there is to accept of a case now."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pytest_verbatim.accepted.value import (
    IMPORT,
    Accepted,
    AcceptedClaim,
    AcceptedItem,
    as_json,
)
from pytest_verbatim.drift.fingerprint import Fingerprint
from pytest_verbatim.examination import Examination
from pytest_verbatim.example import Example
from pytest_verbatim.excerpt import Excerpt


class Revision(NamedTuple):
    """Where upstream stands: what people call it, a tag where there is one, and the commit's id."""

    name: str
    commit: str


def accept(examination: Examination, at: Revision, reason: str = "") -> Accepted | None:
    """Return what there is to accept of a case at a revision; None where it has findings."""
    example, record = examination.case.example, examination.record
    if record is None:
        return None
    claims = tuple(
        AcceptedClaim(
            quote,
            evidence,
            examination.facts[at_claim],
            tuple(
                AcceptedItem(tie.file, tie.item, tie.fingerprint)
                for tie in examination.ties
                if tie.claim == at_claim
            ),
        )
        for at_claim, (quote, evidence) in enumerate(claims_of(example))
    )
    items = tuple(accepted_items(example, examination.excerpts, examination.fingerprints))
    return Accepted(
        record.prompt, record.think, claims, items, choice_of(example), at.name, at.commit, reason
    )


def choice_of(example: Example) -> str:
    """Return what an author wrote to choose the items, as a snapshot keeps it."""
    return as_json(
        [
            {"file": part.file, "items": list(part.items), "imports": part.imports}
            for part in example.code
        ]
    )


def claims_of(example: Example) -> list[tuple[str, str]]:
    """Return quote and evidence of each claim, as a snapshot keeps them."""
    return [
        (" ".join(quote.split()), as_json([piece.as_object() for piece in evidence]))
        for quote, evidence in example.evidence()
    ]


def accepted_items(
    example: Example, excerpts: Iterable[Excerpt], fingerprints: Iterable[Fingerprint]
) -> Iterator[AcceptedItem]:
    """Yield the pieces of the code, of each of which there is a fingerprint, in their order.

    A `use` that nobody chose by its number has none.
    """
    by_number = {"".join(text.split()) for part in example.code for text in part.items}
    pieces = (piece for excerpt in excerpts for piece in excerpt.pieces)
    for piece, fingerprint in zip(pieces, fingerprints, strict=False):
        along = piece.item.startswith(f"{IMPORT}#") and piece.item not in by_number
        yield AcceptedItem(piece.file, IMPORT if along else piece.item, fingerprint, piece.part)

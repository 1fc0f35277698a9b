"""What there is to accept of a case now."""

from collections.abc import Iterator
from typing import NamedTuple

from pytest_verbatim.accepted.value import Accepted, AcceptedClaim, AcceptedItem, as_json
from pytest_verbatim.examination import Examination
from pytest_verbatim.example import Example
from pytest_verbatim.record import Record

_USE = "use"


class Revision(NamedTuple):
    """Where upstream stands: what people call it, a tag where there is one, and the commit's id."""

    name: str
    commit: str


def accept(record: Record, examination: Examination, at: Revision, reason: str = "") -> Accepted:
    """Return what there is to accept of a case without findings, at a revision of the corpus."""
    example = examination.case.example
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
    items = tuple(accepted_items(examination))
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


def accepted_items(examination: Examination) -> Iterator[AcceptedItem]:
    """Yield the pieces of the code; a `use` that nobody chose by its number has none."""
    prints = iter(examination.fingerprints)
    by_number = {
        "".join(text.split()) for part in examination.case.example.code for text in part.items
    }
    for excerpt in examination.excerpts:
        for piece in excerpt.pieces:
            along = piece.item.startswith(f"{_USE}#") and piece.item not in by_number
            item = _USE if along else piece.item
            yield AcceptedItem(piece.file, item, next(prints), piece.part)

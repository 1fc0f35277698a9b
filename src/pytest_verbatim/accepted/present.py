"""What there is to accept of a case now."""

from collections.abc import Iterator

from pytest_verbatim.accepted.value import Accepted, AcceptedClaim, AcceptedItem, as_json
from pytest_verbatim.examination import Examination
from pytest_verbatim.record import Record

_USE = "use"


def accept(record: Record, examination: Examination, revision: str, reason: str = "") -> Accepted:
    """Return what there is to accept of a case without findings, at a revision of the corpus."""
    example = examination.case.example
    choice = [
        {"file": part.file, "items": list(part.items), "imports": part.imports}
        for part in example.code
    ]
    claims = tuple(
        AcceptedClaim(
            " ".join(quote.split()),
            as_json([piece.as_object() for piece in evidence]),
            examination.facts[at],
            tuple(
                AcceptedItem(tie.file, tie.item, tie.fingerprint)
                for tie in examination.ties
                if tie.claim == at
            ),
        )
        for at, (quote, evidence) in enumerate(example.evidence())
    )
    items = tuple(_items(examination))
    return Accepted(record.prompt, record.think, claims, items, as_json(choice), revision, reason)


def _items(examination: Examination) -> Iterator[AcceptedItem]:
    """Yield the pieces of the code; a `use` that nobody chose by its number has none."""
    prints = iter(examination.fingerprints)
    for excerpt in examination.excerpts:
        chosen = {str(item.path) for item in excerpt.items}
        for piece in excerpt.pieces:
            along = piece.item.startswith(f"{_USE}#") and piece.item not in chosen
            item = _USE if along else piece.item
            yield AcceptedItem(piece.file, item, next(prints), piece.part)

"""`Held`: a case as it was examined at one revision."""

from dataclasses import dataclass

from pytest_verbatim.accepted import (
    AcceptedItem,
    accepted_items,
    choice_of,
    claims_of,
    written_choice,
    written_claims,
)
from pytest_verbatim.casefile import Case
from pytest_verbatim.change.value import Texts
from pytest_verbatim.config.dataset import Dataset
from pytest_verbatim.examination import Examination
from pytest_verbatim.finding import Finding
from pytest_verbatim.prose.form import unwrap
from pytest_verbatim.source.corpus import Corpus


@dataclass(frozen=True, slots=True)
class Held:
    """A case as it was examined at one revision.

    Attributes:
        case: the case; the types of its arguments are right.
        dataset: its dataset.
        examination: what examining it brought.
        findings: all its findings, those that it shares with other cases too.
        corpus: the revision.
    """

    case: Case
    dataset: Dataset
    examination: Examination
    findings: tuple[Finding, ...]
    corpus: Corpus

    @property
    def items(self) -> tuple[AcceptedItem, ...]:
        """Return the pieces of its code, as a snapshot keeps them."""
        one = self.examination
        return tuple(accepted_items(self.case.example, one.excerpts, one.fingerprints))

    @property
    def texts(self) -> Texts:
        """Return what the case says here."""
        example, record = self.case.example, self.examination.record
        code = record.code if record is not None else ""
        claims, choice = written_claims(claims_of(example)), written_choice(choice_of(example))
        return Texts(unwrap(example.prompt), unwrap(example.think), code, claims, choice)

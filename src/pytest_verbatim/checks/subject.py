"""`Subject`: what the checks of a case are given."""

from dataclasses import dataclass

from pytest_verbatim.casefile import Case
from pytest_verbatim.dataset import Dataset
from pytest_verbatim.excerpt import Excerpt
from pytest_verbatim.record import Record


@dataclass(frozen=True, slots=True)
class Subject:
    """A case with what was made of it. `excerpts` lack the parts that could not be cut out."""

    case: Case
    dataset: Dataset
    excerpts: tuple[Excerpt, ...]
    record: Record

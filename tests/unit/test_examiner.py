"""What holds cases against a revision holds memory too, and no longer than it is held itself."""

import gc
import weakref
from pathlib import Path

from support import MINIATURE

from pytest_verbatim.config.pin import Pin
from pytest_verbatim.examiner import Examiner
from pytest_verbatim.project import Project
from pytest_verbatim.source.opening import open_corpus


def _examined(pin: Pin, repository: Path) -> Examiner:
    """Return what examined the first case of the miniature against a corpus of its own."""
    corpus = open_corpus(pin, str(repository), None, lambda _: None)
    examiner = Examiner(Project(MINIATURE), corpus)
    first, *_ = examiner.project.cases()
    assert examiner.findings(first) == ()
    return examiner


def test_what_examined_is_given_back(relay_pin: Pin, relay_repository: Path) -> None:
    """Each look of a review has an examiner of its own; of those before nothing is left."""
    examiner = _examined(relay_pin, relay_repository)
    corpus = weakref.ref(examiner.opened_corpus)
    assert gc.isenabled()
    assert corpus() is not None
    del examiner
    gc.collect()
    assert corpus() is None

"""How a case differs from what was accepted of it: what changed, why, and what to read again.

Pure but for reading corpora. Values out; `render` makes text and pages of them.
"""

from pytest_verbatim.change.advice import advice_of, advice_of_entry
from pytest_verbatim.change.bases import Bases, FindCommit
from pytest_verbatim.change.comparison import Comparison
from pytest_verbatim.change.entry import Entry, State
from pytest_verbatim.change.held import Held
from pytest_verbatim.change.of_case import change_of_case, without_texts
from pytest_verbatim.change.value import (
    Cause,
    Change,
    Doubt,
    ItemChange,
    Spot,
    Texts,
)

__all__ = [
    "Bases",
    "Cause",
    "Change",
    "Comparison",
    "Doubt",
    "Entry",
    "FindCommit",
    "Held",
    "ItemChange",
    "Spot",
    "State",
    "Texts",
    "advice_of",
    "advice_of_entry",
    "change_of_case",
    "without_texts",
]

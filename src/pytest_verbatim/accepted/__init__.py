"""What was last accepted of a case: the text of its snapshot file, written, read and compared.

Prose and fingerprints only; no line of code. Knows no syrupy and no pytest.

Source: design, "Snapshots".
"""

from pytest_verbatim.accepted.differences import RESTORE, differences
from pytest_verbatim.accepted.present import (
    Revision,
    accept,
    accepted_items,
    choice_of,
    claims_of,
)
from pytest_verbatim.accepted.reading import AcceptedError, parse, same
from pytest_verbatim.accepted.value import (
    IMPORT,
    SCHEMA_VERSION,
    Accepted,
    AcceptedClaim,
    AcceptedItem,
)
from pytest_verbatim.accepted.written import written_choice, written_claims

__all__ = [
    "IMPORT",
    "RESTORE",
    "SCHEMA_VERSION",
    "Accepted",
    "AcceptedClaim",
    "AcceptedError",
    "AcceptedItem",
    "Revision",
    "accept",
    "accepted_items",
    "choice_of",
    "claims_of",
    "differences",
    "parse",
    "same",
    "written_choice",
    "written_claims",
]

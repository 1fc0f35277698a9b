"""What may follow a crate that is denied itself, and no thing of it."""

from collections.abc import Sequence

from pytest_verbatim.prose.denial.clause import Clause
from pytest_verbatim.prose.denial.words import (
    EXCEPTING,
    LOCATIVE,
    PARTICULAR,
    PLACES,
    TAKING_PART,
    TAKING_PART_IN,
    USED,
    WHERE,
)


def ends(clause: Clause) -> bool:
    """Return whether what follows makes the crate itself what is denied.

    The end of the clause, a place, or that it takes part; no noun that the crate would qualify.
    """
    right = clause.right
    if right[:1] == ["nor"]:
        return True
    if EXCEPTING.intersection(right):
        return False
    if not right or (right[0] in PLACES and not PARTICULAR.intersection(right[1:2])):
        return True
    if right[0] in LOCATIVE:
        return len(right) == 1 or right[1] in WHERE
    if right[0] in {"is", "are"}:
        return len(right) > 1 and right[1] in USED and not is_particular(right[2:])
    if right[0] == "to":
        return right[1:3] in (["be", "seen"], ["be", "found"], ["speak", "of"])
    if right[0] in {"and", "or", "nor"}:
        return True
    return takes_part(right)


def takes_part(right: Sequence[str]) -> bool:
    """Return whether these words say that something takes part: "comes in", "shows up here"."""
    if right[0] in TAKING_PART:
        return not is_particular(right[1:])
    return len(right) > 1 and right[1] in TAKING_PART_IN.get(right[0], ())


def is_particular(rest: Sequence[str]) -> bool:
    """Return whether what follows narrows a denial: "for the key", "by the caller"."""
    if not rest or rest[0] not in PARTICULAR:
        return False
    return not (
        rest[0] in {"for", "by"} and rest[1:2] != [] and rest[1] in {"this", "it", "any", "that"}
    )

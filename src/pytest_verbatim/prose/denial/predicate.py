"""Denials with the crate as the subject: it is not used, plays no part, stays out of it."""

from collections.abc import Callable, Sequence

from pytest_verbatim.prose.denial.clause import Clause
from pytest_verbatim.prose.denial.tail import is_particular, takes_part
from pytest_verbatim.prose.denial.words import (
    ABSENT,
    ADVERBS,
    AWAY,
    BEFORE_SUBJECT,
    EXCEPTING,
    LOCATIVE,
    NOT,
    STAYING,
    USED,
    WHERE,
)

_MAY = frozenset("can may will must shall has have to need needs".split())
_NOTHINGS = frozenset("contributes adds does brings says sees gives offers gets has takes".split())
_NOT_OURS = frozenset("what which whatever anything everything those whose who how why".split())
_BEING = frozenset("is are was were gets being isn't aren't wasn't weren't".split())
_PARTAKING = frozenset(
    "plays has takes have play take gets finds does lends gives offers makes brings".split()
)
_PART = frozenset(
    "part role place say share hand business bearing job work function use seat stake room need "
    "active help contribution appearance".split()
)


def takes_no_part(clause: Clause) -> bool:
    """Return whether the crate is the subject and has no part: "serde is not involved"."""
    left, right = clause.left, list(clause.right)
    last = left[-1] if left else ""
    inverted = left[-2:-1] in (["nor"], ["nowhere"], ["neither"]) or left[-2:-1] == ["point"]
    if inverted and last in {"is", "are", "does", "do", "has", "can"}:
        return bool(right) and (right[0] in USED | ABSENT or takes_part(right))
    if _NOT_OURS.intersection(left) or not (not left or last in BEFORE_SUBJECT | {","}):
        return False
    if EXCEPTING.intersection(right):
        return False
    while right and right[0] in ADVERBS:
        right = right[1:]
    return any(rule(right) for rule in _PREDICATES)


def _is_not_used(right: Sequence[str]) -> bool:
    """Tell "is not used", "are never called", "isn't part of this"."""
    if right[:1] == [] or right[0] not in _BEING:
        return False
    here = 1
    if not right[0].endswith("n't"):
        while here < len(right) and right[here] in ADVERBS:
            here += 1
        if here >= len(right) or right[here] not in {"not", "never", "nowhere", "no", "neither"}:
            return False
        here += 1
    while here < len(right) and right[here] in ADVERBS - {"here", "at", "in", "of"}:
        here += 1
    if here >= len(right) or right[here] not in USED:
        return False
    if right[here] in LOCATIVE:
        return here + 1 < len(right) and right[here + 1] in WHERE
    if right[here] in {"a", "one", "what", "to"}:
        shown = right[here : here + 3]
        return shown[:2] in (["a", "part"], ["one", "of"], ["to", "be"]) or "asks" in right
    return not is_particular(right[here + 1 :])


def _does_not_appear(right: Sequence[str]) -> bool:
    """Tell "does not appear", "never comes in", "need not come in"."""
    words = list(right)
    negated = False
    while words and words[0] in {*NOT, *ADVERBS, "does", "do", "will", "need", "has", "can"}:
        negated = negated or words[0] in NOT
        words = words[1:]
    if not negated or not words:
        return False
    if words[0] == "be" and words[1:2] != [] and words[1] in USED - LOCATIVE:
        return not is_particular(words[2:])
    return takes_part(words)


def _has_no_part(right: Sequence[str]) -> bool:
    """Tell "plays no part", "has nothing to do with this", "adds nothing"."""
    if len(right) < 2:
        return False
    if right[0] in _PARTAKING and right[1] == "no":
        rest = right[3:]
        part = bool(right[2:3]) and right[2] in _PART
        return part and (not rest or rest[0] in {*LOCATIVE, "here", "to", "part", "role", "there"})
    if right[1] != "nothing" or right[0] not in _NOTHINGS | {"have"}:
        return False
    rest = right[2:]
    while rest[:1] in (["to"], ["do"], ["say"], ["add"], ["contribute"], ["seek"]):
        rest = rest[1:]
    if rest[:1] in (["with"], ["of"], ["in"], ["to"]):
        return rest[1:2] in (["this"], ["it"], ["that"], ["any"], ["these"], ["what"], ["all"])
    return not rest or rest[0] in {"here", "there", "this"}


def _is_absent(right: Sequence[str]) -> bool:
    """Tell "is absent", "stays out of it", "can be left aside", "goes unused"."""
    words = list(right)
    while words and words[0] in _MAY | ADVERBS:
        words = words[1:]
    if not words or words[0] not in STAYING:
        return False
    while words and words[0] in STAYING | ADVERBS - {"so"}:
        words = words[1:]
    if not words or words[0] not in ABSENT:
        return False
    if words[0] in {"left", "kept", "set"}:
        return words[1:2] != [] and words[1] in AWAY
    rest = words[1:]
    if rest[:1] == ["of"]:
        return words[0] in {"out", "outside"}
    if rest[:1] == ["to"]:
        return rest[1:2] in (["this"], ["it"], ["these"])
    return not rest or rest[0] in {*LOCATIVE, "here", "there", "from", "altogether", "entirely"}


def _sits_out(right: Sequence[str]) -> bool:
    """Tell "sits this one out"."""
    return right[:1] in (["sits"], ["sit"]) and "out" in right[1:4]


def _does_nothing(right: Sequence[str]) -> bool:
    """Tell "does not do anything here", "is of no use here", "is done without"."""
    if right[:3] in (["does", "not", "do"], ["doesn't", "do", "anything"]):
        rest = right[3:] if right[0] == "does" else right[2:]
        return rest[:1] == ["anything"] and (len(rest) == 1 or rest[1] in {"here", "in"})
    if right[:3] == ["is", "of", "no"]:
        return not is_particular(right[4:]) and right[4:5] != ["to"]
    return right[:3] in (["is", "done", "without"], ["is", "dispensed", "with"])


_PREDICATES: tuple[Callable[[Sequence[str]], bool], ...] = (
    _is_not_used,
    _does_not_appear,
    _has_no_part,
    _is_absent,
    _sits_out,
    _does_nothing,
)

"""The subject of a verb: which term does what the verb says."""

from pytest_verbatim.prose.relation.phrase import ADVERBS, MODIFIERS, Phrase, Reader
from pytest_verbatim.prose.relation.stated import begins_clause

WILL = frozenset({"will", "shall"})
_TOWARDS = frozenset("has needs is goes on continues proceeds happens comes gets there".split())
"""Before "to", what says that it does so."""
_JOINING = frozenset({"and", "then"})
_STRANGE = frozenset(
    "which that who where when while as because since so but if what whose or nor for by".split()
)
"""Between a subject and a second verb, they may bring another subject."""
_MOST_BETWEEN = 10


def subject_before(reader: Reader, verb: int, *, plural: bool) -> Phrase | None:
    """Return the subject of the verb at an index, over adverbs, "which", "will", "goes on to".

    "it" is the one term before it, where there is one alone; "`a` waits and calls" has `a`.
    """
    here = reader.back(verb, ADVERBS - {"then"})
    before = reader.word(here - 1)
    if before in WILL:
        here = reader.back(here - 1, ADVERBS)
    elif before == "to" and plural and reader.word(here - 3) == "does":
        return reader.one_before(here - 3)
    elif before == "to" and plural:
        ahead = reader.back(here - 1, _TOWARDS)
        return None if ahead == here - 1 else subject_before(reader, ahead, plural=False)
    elif before in {"which", "that", "who"}:
        return _antecedent(reader, here - 1)
    elif before == "is" and plural and reader.word(here - 2) == "does":
        return reader.one_before(here - 2)  # all `a` does is call
    elif before == "it" and not plural:
        return _it(reader, here - 1)
    elif before in _JOINING and not plural:
        return _joined(reader, here)
    found = reader.several_before(here) if plural else reader.one_before(here)
    if found is None or not begins_clause(reader, found.first):
        return None
    return None if plural and (len(found.names) < 2 or found.choice) else found


def _antecedent(reader: Reader, after: int) -> Phrase | None:
    """Return what "which" or "that" at `after` stands for: "`a`, which", "`a` is the one that"."""
    found = reader.one_before(after - (reader.mark(after - 1) == ","))
    noun = reader.back(after, MODIFIERS | {"place"})
    if found is None and noun < after and reader.word(noun - 1) == "is":
        found = reader.one_before(noun - 1)
        if found is not None and not begins_clause(reader, found.first):
            return None
    return found


def _it(reader: Reader, at: int) -> Phrase | None:
    terms = [n for n in range(at) if reader.term(n)]
    if len(terms) != 1 or not begins_clause(reader, at):
        return None
    return Phrase((reader.term(terms[0]),), terms[0], terms[0] + 1)


def _joined(reader: Reader, after: int) -> Phrase | None:
    """Return the subject of a verb before, which "and" joins to what ends before `after`."""
    here = after
    while here > after - _MOST_BETWEEN and not reader.term(here - 1):
        here -= 1
        plain = reader.word(here) or reader.mark(here) == ","
        if here < 1 or not plain or reader.word(here) in _STRANGE:
            return None
    found = reader.one_before(here) if reader.term(here - 1) else None
    is_verb = reader.word(here).endswith("s") and reader.word(here) != "'s"
    if found is None or not is_verb or not begins_clause(reader, found.first):
        return None
    return found

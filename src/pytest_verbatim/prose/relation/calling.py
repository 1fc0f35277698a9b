"""Sentences that say what calls what: "`a` calls `b`", "`b` is awaited in `a`" and their like."""

from collections.abc import Iterable, Iterator, Mapping

from pytest_verbatim.prose.relation.phrase import ADVERBS, ARTICLES, Phrase, Reader
from pytest_verbatim.prose.relation.stated import Pair, RelationKind, begins_clause
from pytest_verbatim.prose.relation.subject import WILL, subject_before

_VERBS: tuple[tuple[RelationKind, str, str, str], ...] = (
    # kind, plain form, form of the third person, participle
    ("calls", "call", "calls", "called"),
    ("calls", "call into", "calls into", "called into"),
    ("calls", "call out to", "calls out to", "-"),
    ("calls", "call on", "calls on", "called on"),
    ("calls", "invoke", "invokes", "invoked"),
    ("calls", "await", "awaits", "awaited"),
    ("calls", "run", "runs", "run"),
    ("uses", "execute", "executes", "executed"),
    ("uses", "enter", "enters", "entered"),
    ("uses", "trigger", "triggers", "triggered"),
    ("uses", "spawn", "spawns", "spawned"),
    ("uses", "start", "starts", "started"),
    ("uses", "drive", "drives", "driven"),
    ("uses", "reach", "reaches", "reached"),
    ("calls", "delegate to", "delegates to", "-"),
    ("uses", "forward to", "forwards to", "-"),
    ("uses", "dispatch to", "dispatches to", "-"),
    ("uses", "defer to", "defers to", "-"),
    ("uses", "go through", "goes through", "-"),
    ("uses", "go via", "goes via", "-"),
    ("uses", "go to", "goes to", "-"),
    ("uses", "pass through", "passes through", "-"),
    ("uses", "turn to", "turns to", "-"),
    ("uses", "reach for", "reaches for", "-"),
    ("uses", "fall back on", "falls back on", "-"),
    ("uses", "fall back to", "falls back to", "-"),
    ("uses", "end in", "ends in", "-"),
    ("uses", "end with", "ends with", "-"),
    ("uses", "begin with", "begins with", "-"),
    ("uses", "open with", "opens with", "-"),
    ("uses", "start with", "starts with", "-"),
    ("uses", "finish with", "finishes with", "-"),
    ("uses", "use", "uses", "used"),
    ("uses", "make use of", "makes use of", "-"),
    ("uses", "employ", "employs", "employed"),
    ("uses", "consult", "consults", "consulted"),
    ("uses", "query", "queries", "queried"),
    ("uses", "wrap", "wraps", "-"),
    ("uses", "boil down to", "boils down to", "-"),
)
Verbs = Mapping[str, tuple[tuple[tuple[str, ...], RelationKind], ...]]
"""First word -> the verbs that begin with it, as words, the longest first, with their kinds."""


def _by_first_word(verbs: Iterable[tuple[RelationKind, str]]) -> Verbs:
    found: dict[str, list[tuple[tuple[str, ...], RelationKind]]] = {}
    for kind, text in sorted(verbs, key=lambda verb: -len(verb[1])):
        words = tuple(text.split())
        found.setdefault(words[0], []).append((words, kind))
    return {word: tuple(those) for word, those in found.items()}


_SINGULAR = _by_first_word((kind, third) for kind, _, third, _ in _VERBS)
_PLURAL = _by_first_word((kind, plain) for kind, plain, _, _ in _VERBS)
_EITHER = _by_first_word((kind, form) for kind, *forms, _ in _VERBS for form in forms)
_PASSIVE = _by_first_word((kind, form) for kind, _, _, form in _VERBS if form != "-")
_GERUNDS = _by_first_word(
    (
        ("calls", "calling"),
        ("calls", "invoking"),
        ("calls", "awaiting"),
        ("calls", "running"),
        ("calls", "delegating to"),
        ("uses", "using"),
    )
)
_BEFORE_GERUND = frozenset("by before after while and".split())
_MOST_BEFORE = 8
_GOING_ON = frozenset({"keeps", "up", "on", "starts", "begins", "continues"})
_BE = frozenset({"is", "are", "gets", "get", "being", "be"})
_BY = frozenset({"by", "from", "in", "inside", "within"})
_IN = frozenset({"in", "inside", "within", "from"})
_MOST_BETWEEN = 4
_TELLING = frozenset({*_EITHER, *_PASSIVE, *_GERUNDS, *_IN, "where", "what"})
"""The words at which something is said of calls."""


def callings(reader: Reader) -> Iterator[Pair]:
    """Yield what a sentence says that calls, or uses, what."""
    for at in reader.at_words(_TELLING):
        yield from _active(reader, at)
        yield from _passive(reader, at)
        yield from _inside(reader, at)
        yield from _imperative(reader, at)
        yield from _by_calling(reader, at)
        yield from _what(reader, at)


def verb_at(reader: Reader, at: int, verbs: Verbs) -> tuple[RelationKind, int] | None:
    """Return the kind and the length of the longest of these verbs at an index."""
    for words, kind in verbs.get(reader.word(at), ()):
        if all(reader.word(at + n) == word for n, word in enumerate(words)):
            return kind, len(words)
    return None


def _active(reader: Reader, at: int) -> Iterator[Pair]:
    """Yield "`a` calls `b`", "`a` and `b` call `c`", "`a` will call `b`", "let `a` call `b`"."""
    singular = verb_at(reader, at, _SINGULAR)
    plain = verb_at(reader, at, _PLURAL)
    if singular is None and plain is None:
        return
    kind, size = singular or plain or ("calls", 1)
    subject = None
    if singular is not None or reader.word(reader.back(at, ADVERBS) - 1) in WILL:
        subject = subject_before(reader, at, plural=False)
    elif reader.word(at - 1) == "to":
        subject = subject_before(reader, at, plural=True)
    else:
        subject = subject_before(reader, at, plural=True) or _let(reader, at)
    if subject is None:
        return
    while True:
        what = reader.several(reader.past(at + size, ADVERBS))
        naming = reader.word(at + size) in {"this", "that"}  # what something is called
        if what is None or what.choice or naming:
            return
        yield kind, subject, what
        more = _next_verb(reader, what.after, singular=singular is not None)
        if more is None:
            return
        at, kind, size = more


def _let(reader: Reader, verb: int) -> Phrase | None:
    found = reader.one_before(verb)
    return found if found and reader.word(found.first - 1) in {"let", "have"} else None


def _next_verb(reader: Reader, at: int, *, singular: bool) -> tuple[int, RelationKind, int] | None:
    """Return the verb that "and" or "then" joins to a clause: "and awaits `c`"."""
    here = at + (reader.mark(at) == ",")
    here = reader.past(here, {"and", "then", "also", "finally"})
    found = verb_at(reader, here, _SINGULAR if singular else _PLURAL) if here > at else None
    return (here, *found) if found is not None else None


def _passive(reader: Reader, at: int) -> Iterator[Pair]:
    """Yield "`b` is called by `a`", "`b`, awaited in `a`,"."""
    verb = verb_at(reader, at, _PASSIVE)
    if verb is None:
        return
    kind, size = verb
    here = reader.back(at, ADVERBS)
    if reader.word(here - 1) in _BE:
        here = reader.back(here - 1, ADVERBS | {"which", "that"})
    elif reader.word(at) in {"run", "start"}:
        return
    here -= reader.mark(here - 1) in {",", "("}
    what = reader.several_before(here)
    by = at + size
    while reader.word(by) and reader.word(by) not in _BY and by < at + size + _MOST_BETWEEN:
        by += 1
    if reader.word(at + size) in {"at", "near", "on", "towards"} and reader.word(by) not in _BY:
        by = reader.past(at + size + 1, ARTICLES) - 1  # at the end of
    elif reader.word(by) not in _BY:
        return
    if what is None or what.choice or not begins_clause(reader, what.first):
        return
    caller = reader.several(by + 1)
    if caller is not None and not caller.choice:
        yield kind, caller, what


def _inside(reader: Reader, at: int) -> Iterator[Pair]:
    """Yield "in `a`, `b` is called", "inside `a` we call `b`", "`a` is where `b` is called"."""
    where = reader.word(at) == "where" and reader.word(at - 1) == "is"
    if not where and reader.word(at) not in _IN:
        return
    caller = reader.one_before(at - 1) if where else reader.one(at + 1)
    after_it = reader.word(at - 1) == "is" and reader.word(at - 2) == "it"
    opens = where or after_it or at == 0 or begins_clause(reader, at)
    if caller is None or not opens:
        return
    here = caller.after if not where else at + 1
    here += reader.mark(here) == "," or (after_it and reader.word(here) == "that")
    if reader.word(here) in {"we", "one", "i", "you"}:
        verb = verb_at(reader, reader.past(here + 1, ADVERBS), _EITHER)
        start = reader.past(here + 1, ADVERBS)
        what = reader.several(reader.past(start + verb[1], ADVERBS)) if verb else None
        if verb is not None and what is not None and not what.choice:
            yield verb[0], caller, what
        return
    what = reader.several(here)
    if what is None or what.choice or reader.word(what.after) not in _BE:
        return
    start = reader.past(what.after + 1, ADVERBS)
    verb = verb_at(reader, start, _PASSIVE)
    if verb is not None and reader.word(start + verb[1]) not in _BY:
        yield verb[0], caller, what


def _imperative(reader: Reader, at: int) -> Iterator[Pair]:
    """Yield "call `b` from `a`", "and await `b` in `a`"."""
    verb = verb_at(reader, at, _PLURAL)
    start = at == 0 or reader.word(at - 1) in {"and", "then", "so", "we"} or reader.mark(at - 1)
    if verb is None or not start:
        return
    what = reader.several(reader.past(at + verb[1], ADVERBS), of=False)
    if what is None or what.choice or reader.word(what.after) not in {"from", "in", "inside"}:
        return
    caller = reader.one(what.after + 1)
    if caller is not None:
        yield verb[0], caller, what


def _by_calling(reader: Reader, at: int) -> Iterator[Pair]:
    """Yield "`a` ends by calling `b`", "`a` waits before awaiting `b`"."""
    verb = verb_at(reader, at, _GERUNDS)
    before = reader.back(at, ADVERBS)
    going_on = reader.word(before - 1) in _GOING_ON
    if verb is None or not (going_on or reader.word(before - 1) in _BEFORE_GERUND):
        return
    first = before - 1
    while reader.word(first - 1) and first > before - _MOST_BEFORE:
        first -= 1
    subject = reader.one_before(first)
    what = reader.several(reader.past(at + verb[1], ADVERBS))
    if subject is None or what is None or what.choice or (first == before - 1 and not going_on):
        return
    if begins_clause(reader, subject.first):
        yield verb[0], subject, what


def _what(reader: Reader, at: int) -> Iterator[Pair]:
    """Yield "what `a` calls is `b`", "`b` is what `a` calls"."""
    if reader.word(at) != "what":
        return
    subject = reader.one(at + 1)
    start = reader.past(subject.after, ADVERBS) if subject is not None else at
    verb = verb_at(reader, start, _SINGULAR)
    if subject is None or verb is None:
        return
    after = reader.past(start + verb[1], ADVERBS)
    if reader.word(after) == "is":
        what = reader.one(after + 1)
    elif reader.word(at - 1) == "is":
        what = reader.one_before(at - 1)
    else:
        return
    if what is not None:
        yield verb[0], subject, what

"""Sentences that say what calls what: "`a` calls `b`", "`b` is awaited in `a`", "a caller of `b`"."""

from collections.abc import Iterator

from pytest_verbatim.relation.phrase import ADVERBS, ARTICLES, Phrase, Reader
from pytest_verbatim.relation.stated import Pair, RelationKind, begins_clause
from pytest_verbatim.relation.subject import WILL, subject_before

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
)
_SINGULAR = {tuple(third.split()): kind for kind, _, third, _ in _VERBS}
_PLURAL = {tuple(plain.split()): kind for kind, plain, _, _ in _VERBS}
_PASSIVE = {tuple(part.split()): kind for kind, _, _, part in _VERBS if part != "-"}
_GERUNDS: dict[tuple[str, ...], RelationKind] = {
    ("calling",): "calls",
    ("invoking",): "calls",
    ("awaiting",): "calls",
    ("running",): "calls",
    ("using",): "uses",
    ("delegating", "to"): "calls",
}
_BEFORE_GERUND = frozenset("by before after while and".split())
_MOST_BEFORE = 8
_LONGEST = 3
_GOING_ON = frozenset({"keeps", "up", "on", "starts", "begins", "continues"})
_BE = frozenset({"is", "are", "gets", "get", "being", "be"})
_BY = frozenset({"by", "from", "in", "inside", "within"})
_IN = frozenset({"in", "inside", "within", "from"})
_CALLERS = frozenset({"caller", "callers"})
_CALLS = frozenset({"call", "calls", "invocation", "invocations"})
_COUNTED = ARTICLES | frozenset("its only single sole first second last one direct further".split())
_MAKING = frozenset(
    "makes make has have contains contain holds hold issues issue does do ends end starts start "
    "begins begin opens open needs need with in".split()
)
_SITTING = frozenset("sits stands is lives hides comes stays right directly".split())
_MOST_BETWEEN = 4


def callings(reader: Reader) -> Iterator[Pair]:
    """Yield what a sentence says that calls, or uses, what."""
    for at in range(len(reader.tokens)):
        yield from _active(reader, at)
        yield from _passive(reader, at)
        yield from _inside(reader, at)
        yield from _imperative(reader, at)
        yield from _by_calling(reader, at)
        yield from _what(reader, at)
        yield from _caller(reader, at)
        yield from _call_in(reader, at)
        yield from _makes_call(reader, at)


def verb_at(
    reader: Reader, at: int, verbs: "dict[tuple[str, ...], RelationKind]"
) -> tuple[RelationKind, int] | None:
    """Return the kind and the length of the longest of these verbs at an index."""
    words = tuple(reader.word(at + n) for n in range(_LONGEST))
    for size in range(_LONGEST, 0, -1):
        if words[:size] in verbs:
            return verbs[words[:size]], size
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
        if what is None or what.choice:
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
    """Yield "in `a`, `b` is called", "inside `a` we call `b`"."""
    if reader.word(at) not in _IN:
        return
    caller = reader.one(at + 1)
    if caller is None or (at > 0 and not begins_clause(reader, at)):
        return
    here = caller.after + (reader.mark(caller.after) == ",")
    if reader.word(here) in {"we", "one", "i", "you"}:
        verb = verb_at(reader, reader.past(here + 1, ADVERBS), {**_PLURAL, **_SINGULAR})
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


def _caller(reader: Reader, at: int) -> Iterator[Pair]:
    """Yield "`a` is the only caller of `b`", "the callers of `b` are `a` and `c`"."""
    if reader.word(at) not in _CALLERS:
        return
    if reader.word(at + 1) == "of":
        what = reader.one(at + 2)
        before = reader.back(at, _COUNTED)
        after = what.after if what else at
    elif reader.word(at - 1) == "'s" or reader.word(reader.back(at, _COUNTED) - 1) == "'s":
        owner = reader.back(at, _COUNTED) if reader.word(at - 1) != "'s" else at
        what = reader.one_before(owner - 1)
        before, after = -1, at + 1
    else:
        return
    if what is None:
        return
    if reader.word(after) in {"is", "are"}:
        caller = reader.several(after + 1)
    elif reader.word(before - 1) in {"is", "are", "as", "among"}:
        before -= reader.word(before - 1) == "among"
        caller = reader.several_before(reader.back(before - 1, ADVERBS))
        if caller is not None and not begins_clause(reader, caller.first):
            return
    else:
        return
    if caller is not None and not caller.choice:
        yield "calls", caller, what


def _call_in(reader: Reader, at: int) -> Iterator[Pair]:
    """Yield "the call of `b` in `a`", "`a`'s call to `b`"."""
    if reader.word(at) not in _CALLS or reader.word(at + 1) not in {"of", "to", "on"}:
        return
    what = reader.one(at + 2, of=False)
    if what is None:
        return
    before = reader.back(at, _COUNTED)
    if reader.word(before - 1) == "'s" and reader.term(before - 2):
        owner = reader.one_before(before - 1)
        if owner is not None:
            yield "calls", owner, what
        return
    where = reader.past(what.after, _SITTING)
    if reader.word(where) in {"at", "near"}:
        where = reader.past(where + 1, ARTICLES) - 1
    elif reader.word(where) not in _IN:
        return
    if begins_clause(reader, before) or where == what.after:
        caller = reader.one(where + 1)
        if caller is not None:
            yield "calls", caller, what


def _makes_call(reader: Reader, at: int) -> Iterator[Pair]:
    """Yield "`a` makes one call to `b`", "`a` ends with a call to `b`"."""
    if reader.word(at) not in _CALLS or reader.word(at + 1) not in {"of", "to", "on"}:
        return
    here = reader.back(at, _COUNTED | {"with", "in"})
    if reader.word(here - 1) not in _MAKING:
        return
    subject = subject_before(reader, here - 1, plural=False)
    what = reader.several(at + 2)
    if subject is not None and what is not None and not what.choice:
        yield "calls", subject, what

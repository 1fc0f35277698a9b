"""Check of small counts in the think block against the structure of the code in scope."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from pytest_verbatim.checks.numbers import quantities_in_scope
from pytest_verbatim.checks.quotes import Quoted
from pytest_verbatim.checks.subject import PROSE, Subject
from pytest_verbatim.evidence import Argued, Callers, Calls, Evidence, Literal, Value, Variant
from pytest_verbatim.finding import Finding
from pytest_verbatim.itempath import tokens_of
from pytest_verbatim.prose.counting import Count, CountKind
from pytest_verbatim.prose.quantity import numbers_in
from pytest_verbatim.prose.sentence import Sentence
from pytest_verbatim.rustfile import Entry, Facts, Lines
from pytest_verbatim.source.corpus import Corpus
from pytest_verbatim.tree.tally import tally

_MOST = 9
_OF_ITEMS = frozenset({"variants", "fields", "members", "bounds", "derives", "arguments", "arms"})
"""What an item has itself, so that a sentence which names it tells of its own."""


def counts(subject: Subject) -> Iterator[Finding]:
    """Yield counts in words, up to twenty, of what the code in scope does not have so many of.

    "three variants" stands where an enum in scope has three; attempts may be one more than the
    pauses between them. Of what may be a part ("the two variants that"), and of what a prompt
    speaks of, something in scope has as many or more. Five or more of anything else are as many as
    there are of something. A claim with that number in its evidence settles it.

    Findings: prompt.unplaced-number, think.unquoted-number.
    """
    if not subject.excerpts:
        return
    quoted = subject.quoted
    known: dict[CountKind, set[int]] | None = None
    for field in PROSE:
        for read in subject.read[field]:
            sentence = read.sentence
            for count in read.counts:
                asked = field == "prompt"
                if _is_quoted(count, field, sentence, quoted) or (asked and count.kind == "things"):
                    continue
                known = known if known is not None else _counts_in_scope(subject)
                there = _counts_of_named(subject, field, sentence, count.kind) or known[count.kind]
                part = count.partial or asked
                if count.number > max(there, default=0) if part else count.number not in there:
                    yield _finding(subject, field, sentence, count, there)


def _is_quoted(count: Count, field: str, sentence: Sentence, quoted: Sequence[Quoted]) -> bool:
    return any(
        quote.covers(field, sentence, count.start, count.end)
        and count.number in _numbers_of(quote.evidence)
        for quote in quoted
    )


def _numbers_of(evidence: Sequence[Evidence]) -> Iterator[int]:
    """Yield the numbers that evidence gives: said, listed, or so many pieces of one kind."""
    for piece in evidence:
        if isinstance(piece, Calls) and piece.times is not None:
            yield piece.times
        elif isinstance(piece, Callers):
            yield len(piece.callers)
        elif isinstance(piece, Variant):
            yield len(piece.names)
        elif isinstance(piece, Literal):
            yield from (int(digits) for digits in [piece.text] if digits.isdecimal())
        elif isinstance(piece, Value):
            for _, amount in piece.units:
                yield from [len(amount)] if isinstance(amount, tuple) else [int(amount)]
        elif isinstance(piece, Argued):
            yield from (int(number) for number in numbers_in(piece.why))
    pieces = Counter(type(piece) for piece in evidence if not isinstance(piece, Argued))
    yield from pieces.values()
    yield sum(p.times for p in evidence if isinstance(p, Calls) and p.times is not None)


def _finding(
    subject: Subject, field: str, sentence: Sentence, count: Count, known: set[int]
) -> Finding:
    said = sentence.text[count.start : count.end]
    seen = f'"{said}" stands for nothing that the code in scope has so many of'
    there = ", ".join(str(number) for number in sorted(known) if 1 < number <= _MOST)
    mend = f"there are {there}; " if there and count.kind != "things" else ""
    mend += "count again, or quote it in `claims` with variant(), calls(), value() or argued()"
    code = "prompt.unplaced-number" if field == "prompt" else "think.unquoted-number"
    return Finding(subject.where(field, sentence, count.start), code, seen, mend)


def _counts_in_scope(subject: Subject) -> dict[CountKind, set[int]]:
    """Return how many there are of what, in the shown files and in what the shown lines name."""
    index, scope = subject.corpus.index, subject.scope
    found: defaultdict[CountKind, set[int]] = defaultdict(set)
    for file, entry in _entries(subject):
        for kind, number in _counts_of(file, entry, subject.corpus):
            found[kind].add(number)
        found["impls"] |= {len(index.traits_of(entry.name)), len(set(index.traits_of(entry.name)))}
        found["members"] |= {len([m for m in index.members(entry.name) if m.kind == "method"])}
    for file in scope.shown:
        kinds = Counter(entry.kind for entry in index.files[file].items)
        found["impls"].add(kinds["impl"])
        found["constants"] |= {kinds["const"], kinds["static"], kinds["const"] + kinds["static"]}
        found["members"].add(kinds["fn"])
    found["members"].add(sum(len(excerpt.pieces) for excerpt in subject.excerpts))
    stated = (q for q in quantities_in_scope(subject) if q.dimension != "bits")
    literals = {int(q.amount) for q in stated if q.amount.denominator == 1}
    found["elements"] |= literals
    found["tries"] |= {n + more for n in (*found["elements"],) for more in (-1, 0, 1)}
    found["things"] = {number for numbers in (*found.values(),) for number in numbers}
    return found


def _counts_of_named(subject: Subject, field: str, sentence: Sentence, kind: CountKind) -> set[int]:
    """Return how many of a kind the items have that a sentence names; none of "things"."""
    if kind not in _OF_ITEMS:
        return set()
    names = {name for mention in subject.mentions[field, sentence] for name in mention.names}
    return {
        number
        for file, entry in _entries(subject)
        if entry.name in names
        for what, number in _counts_of(file, entry, subject.corpus)
        if what == kind and number
    }


def _entries(subject: Subject) -> set[tuple[str, Entry]]:
    """Return the items of the shown files, and those that the shown lines use."""
    index, scope = subject.corpus.index, subject.scope
    entries = {(file, entry) for file in scope.shown for entry in index.files[file].items}
    return entries | {(used.file, used.entry) for used in scope.used}


def _counts_of(file: str, entry: Entry, corpus: Corpus) -> frozenset[tuple[CountKind, int]]:
    """Return what an item has so many of; worked out once for all examples that use it."""

    def counted() -> frozenset[tuple[CountKind, int]]:
        tokens = corpus.tokens(file).on(Lines(entry.first, entry.last))
        return frozenset((*_declared(corpus.index.files[file], entry), *tally(tokens)))

    return corpus.once(("counts", file, entry.path), counted)


def _declared(facts: Facts, entry: Entry) -> Iterator[tuple[CountKind, int]]:
    """Yield what a declaration has: variants, fields, bounds, derives, attributes, members."""
    own = [part for part in facts.fields if part.owner == entry.path]
    yield "variants", sum(part.owner == entry.path for part in facts.variants)
    yield "fields", len(own)
    variants = Counter(part.name.rpartition(".")[0] for part in own)
    yield from (("fields", number) for number in variants.values())
    bounds = [part for part in facts.bounds if part.owner == entry.path]
    yield "bounds", len(bounds)
    yield from (("bounds", n) for n in Counter(part.name for part in bounds).values())
    attributes = [a for a in facts.attributes if a.on == entry.path]
    yield "attributes", len(attributes)
    yield "attributes", sum(not a.target for a in attributes)
    for attribute in attributes:
        words = tokens_of(attribute.text)
        if words[:1] == ("derive",):
            yield "derives", 1 + words.count(",") - (words[-2:-1] == (",",))
    members = [e.kind for e in facts.items if e.container == entry.path]
    yield "members", len(members)
    yield "members", members.count("method")

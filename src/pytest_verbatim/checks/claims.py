"""Checks of the claims: do the quotes stand, does the evidence hold, and is what needs one quoted.

Source: design, "Claims".
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from pytest_verbatim.casefile import Case
from pytest_verbatim.checks.quotes import fold, short
from pytest_verbatim.checks.subject import PROSE, Subject
from pytest_verbatim.config.dataset import Dataset
from pytest_verbatim.evidence import Absent, Argued, Before, Callers, Calls, Evidence, Variant
from pytest_verbatim.finding import Finding, Where
from pytest_verbatim.proof import find_item, hold
from pytest_verbatim.prose.lint import Trigger, triggers_in
from pytest_verbatim.prose.mention import mentions_in
from pytest_verbatim.prose.sentence import Sentence

REASON_WORDS = 12
"""A reason of fewer words says nothing."""


# --- quotes and evidence -----------------------------------------------------------------------


def claims(subject: Subject) -> Iterator[Finding]:
    """Yield claims whose quote does not stand or whose evidence does not hold.

    Findings: claim.stale-quote, claim.long-quote, claim.refuted, claim.undecided,
    claim.unknown-item, claim.thin-reason, claim.unknown-name.
    """
    if not subject.excerpts:
        return
    places = {one.claim: one for one in reversed(subject.quoted)}  # the first place of each
    for at, (quote, evidence) in enumerate(subject.case.example.evidence()):
        quoted = places.get(at)
        if quoted is None:
            yield _lost(subject, at, quote)
            continue
        where = partial(subject.where, quoted.field, quoted.sentence, quoted.start)
        for piece in evidence:
            yield from _piece(subject, where, quote, piece)


def _lost(subject: Subject, at: int, quote: str) -> Finding:
    where = subject.case.where_of_quote(at)
    wanted = fold(quote)
    whole = [fold(" ".join(s.text for s in subject.sentences[field])) for field in PROSE]
    if wanted and any(wanted in text for text in whole):
        seen = f"the quote {short(wanted)} spans more than one sentence"
        return Finding(where, "claim.long-quote", seen, "quote one sentence, or a part of it")
    seen = f"the quote {short(wanted)} stands neither in prompt nor in think"
    mend = "quote what the text says now, to the letter, and look whether the evidence still fits"
    return Finding(where, "claim.stale-quote", seen, mend)


def _piece(
    subject: Subject, where: Callable[[], Where], quote: str, piece: Evidence
) -> Iterator[Finding]:
    files = tuple(part.file for part in subject.case.example.code)
    found = [(text, find_item(text, subject.corpus, files)) for text in piece.about]
    lost = [(text, why) for text, why in found if isinstance(why, str)]
    for text, why in lost:
        seen = f"{short(fold(quote))}: {piece.kind}() cites an item that is not to be found"
        yield Finding(where(), "claim.unknown-item", seen, why, text)
    if lost:
        return
    verdict = hold(piece, subject.corpus, files)
    told = f"{short(fold(quote))}: {verdict.seen}"
    if not verdict.decided:
        yield Finding(where(), "claim.undecided", told, verdict.mend)
    elif not verdict.holds:
        yield Finding(where(), "claim.refuted", told, verdict.mend)
    if isinstance(piece, Argued):
        yield from _reason(subject, where, quote, piece)


def _reason(
    subject: Subject, where: Callable[[], Where], quote: str, piece: Argued
) -> Iterator[Finding]:
    words = len(piece.why.split())
    index = subject.corpus.index
    mentions = mentions_in(piece.why, index.crates)
    known = any(name in index.names for mention in mentions for name in mention.names)
    if words < REASON_WORDS:
        seen = f"the argument for {short(fold(quote))} has {words} words"
        mend = f"say in {REASON_WORDS} or more which path would break it, and why none does"
        yield Finding(where(), "claim.thin-reason", seen, mend)
    elif not known:
        seen = f"the argument for {short(fold(quote))} names nothing of the source"
        mend = "name the path that would break it: the function, variant or caller looked at"
        yield Finding(where(), "claim.thin-reason", seen, mend)
    for _, mention, fault in subject.names.faults([(piece.why, mentions)], subject.told(*PROSE)):
        if fault.is_unknown:
            seen = f"the argument for {short(fold(quote))}: {fault.seen}"
            yield Finding(where(), "claim.unknown-name", seen, fault.mend, mention.text)


# --- what has to be quoted ---------------------------------------------------------------------

_FITTING = {
    "absolute": (Argued, Absent, Callers),
    "cost": (Argued, Absent, Calls),
    "order": (Before, Argued),
}
_ADVICE = {
    "absolute": "argued() with the path that would break it, or absent() or callers()",
    "cost": "argued() with what was counted, absent(), or calls() with `times`",
    "order": "before(), or argued()",
}


def lints(subject: Subject) -> Iterator[Finding]:
    """Yield sentences of the think block that say more than any claim supports.

    Findings: think.unquoted-absolute, think.unquoted-cost, think.unquoted-order, claim.misfit.
    """
    if not subject.excerpts:
        return
    calls = _calls_shown(subject)
    for sentence in subject.sentences["think"]:
        told: set[str] = set()
        mentions = subject.mentions["think", sentence]
        for trigger in triggers_in(sentence.text, mentions, calls):
            if trigger.kind not in told:
                finding = _unsupported(subject, sentence, trigger)
                if finding is not None:
                    told.add(trigger.kind)
                    yield finding


def _calls_shown(subject: Subject) -> frozenset[str]:
    index = subject.corpus.index
    return frozenset(
        call.name
        for file, runs in subject.scope.shown.items()
        for call in index.files[file].calls
        if any(run.first <= call.line <= run.last for run in runs)
    )


def _unsupported(subject: Subject, sentence: Sentence, trigger: Trigger) -> Finding | None:
    where = subject.where("think", sentence, trigger.start)
    spot = ("think", sentence, trigger.start, trigger.end)
    over = [quote for quote in subject.quoted if quote.covers(*spot)]
    advice = _ADVICE[trigger.kind]
    if not over:
        seen = f"{short(sentence.text)} says `{trigger.text}`, and no claim quotes it"
        mend = f"quote it up to that word in `claims`, with {advice}; or say less"
        return Finding(where, f"think.unquoted-{trigger.kind}", seen, mend)
    if any(_fits(piece, trigger) for quote in over for piece in quote.evidence):
        return None
    kinds = ", ".join(dict.fromkeys(f"{p.kind}()" for quote in over for p in quote.evidence))
    seen = f"{short(sentence.text)} says `{trigger.text}`, which {kinds} does not support"
    return Finding(where, "claim.misfit", seen, f"add {advice}; or say less")


def _fits(piece: Evidence, trigger: Trigger) -> bool:
    if not isinstance(piece, _FITTING[trigger.kind]):
        return trigger.kind == "absolute" and isinstance(piece, Variant) and piece.closed
    return not (trigger.kind == "cost" and isinstance(piece, Calls) and piece.times is None)


# --- a dataset's claims together ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ClaimCount:
    """How many claims cases make; `argued` have an argument among their evidence, `alone` only."""

    claims: int
    argued: int
    alone: int


def count_claims(cases: Iterable[Case]) -> ClaimCount:
    """Return how many claims cases make, and how many of these rest on arguments."""
    given = [
        evidence
        for case in cases
        if not any(name == "claims" for name, _, _ in case.type_faults)
        for _, evidence in case.example.evidence()
    ]
    argued = [[isinstance(piece, Argued) for piece in evidence] for evidence in given]
    return ClaimCount(len(given), sum(map(any, argued)), sum(map(all, argued)))


def argued_share(dataset: Dataset, cases: Iterable[Case]) -> Iterator[Finding]:
    """Yield a finding where more than half of a dataset's claims are argued, alone or in part.

    Findings: dataset.too-much-argued.
    """
    count = count_claims(cases)
    if 2 * count.argued > count.claims:
        seen = f"{count.argued} of {count.claims} claims are argued; at most half may be"
        mend = "find evidence that can be checked: calls, before, absent, value, a field, a bound"
        yield Finding(dataset.where("rules"), "dataset.too-much-argued", seen, mend)

"""The `Change` of one case: what was accepted of it, beside what it is now."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from pytest_verbatim.accepted import (
    Accepted,
    AcceptedError,
    AcceptedItem,
    accepted_items,
    choice_of,
    claims_of,
    parse,
    written_choice,
    written_claims,
)
from pytest_verbatim.casefile import Case
from pytest_verbatim.change.comparison import Comparison
from pytest_verbatim.change.doubts import doubts, stale_claims
from pytest_verbatim.change.faults import all_gone, reordered, unparsed, with_scope
from pytest_verbatim.change.items import item_changes, items_by_fingerprint
from pytest_verbatim.change.value import Cause, Change, Doubt, ItemChange, Texts
from pytest_verbatim.checks import Subject
from pytest_verbatim.config.dataset import Dataset
from pytest_verbatim.drift import Kind
from pytest_verbatim.examination import Examination, fingerprints_of, subject_of, ties_of
from pytest_verbatim.finding import Finding, in_order
from pytest_verbatim.prose.form import unwrap
from pytest_verbatim.source.corpus import Corpus

_BY_ITSELF = frozenset({Kind.REFORMATTED, Kind.COMMENTS, Kind.MOVED})
"""Fates after which an update needs no person, where nothing in the prose is in doubt."""

_AMBIGUOUS = "code.ambiguous-item"
_OF_SELECTORS = frozenset({_AMBIGUOUS, "code.unknown-file", "code.unknown-item"})


@dataclass(frozen=True, slots=True)
class Held:
    """A case as it was examined at one revision.

    Attributes:
        case: the case; the types of its arguments are right.
        dataset: its dataset.
        examination: what examining it brought.
        findings: all its findings, those that it shares with other cases too.
        corpus: the revision.
    """

    case: Case
    dataset: Dataset
    examination: Examination
    findings: tuple[Finding, ...]
    corpus: Corpus

    @property
    def revision(self) -> str:
        """Return the tag where there is one, else the full commit id."""
        return self.corpus.tag or self.corpus.commit

    @property
    def shown_revision(self) -> str:
        """Return the revision for messages."""
        return self.corpus.tag or self.corpus.commit[:12]

    @property
    def at_pin(self) -> bool:
        """Return whether the revision is the pinned one."""
        return self.corpus.commit == self.corpus.pin.commit

    @property
    def texts(self) -> Texts:
        """Return what the case says here."""
        example, record = self.case.example, self.examination.record
        code = record.code if record is not None else ""
        claims, choice = written_claims(claims_of(example)), written_choice(choice_of(example))
        return Texts(unwrap(example.prompt), unwrap(example.think), code, claims, choice)


def change_of_case(
    held: Held, stored: str | None, base: Callable[[Accepted], Comparison | None]
) -> Change | None:
    """Return how a case differs from what was accepted of it; None where it passes.

    Args:
        held: the case as it is now.
        stored: the text of its snapshot, None where there is none.
        base: gives the comparison of the revision at which it was accepted with that of `held`;
            None where that revision cannot be read.
    """
    if stored is None:
        return _without(held, Cause.NEW)
    try:
        accepted = parse(stored)
    except AcceptedError:
        return _without(held, Cause.UNREADABLE)
    causes = list(_authors_causes(held, accepted))
    moved = accepted.commit != held.corpus.commit
    drift = _drift(held, accepted, base) if moved and _may_have_drifted(held, accepted) else None
    items = drift.items if drift is not None else ()
    found = drift.doubts if drift is not None else ()
    findings = drift.findings if drift is not None else held.findings
    of_code = drift is not None and drift.of_code
    causes += [Cause.UPSTREAM] if of_code else []
    causes += [Cause.EVIDENCE] if found and not of_code else []
    causes += [Cause.FINDINGS] if findings else []
    if not causes:
        return None
    authors = {Cause.PROSE, Cause.CLAIMS, Cause.CHOICE}
    return Change(
        held.case.id,
        held.case.where,
        tuple(causes),
        accepted.revision,
        held.revision,
        items,
        found,
        findings,
        _texts_then(accepted, drift.code if drift is not None else ""),
        held.texts,
        held.at_pin,
        carried=drift is not None and drift.carried and authors.isdisjoint(causes),
        reason=accepted.reason,
    )


def _texts_then(accepted: Accepted, code: str) -> Texts:
    """Return what the case said when it was accepted."""
    claims = written_claims((one.quote, one.evidence) for one in accepted.claims)
    return Texts(accepted.prompt, accepted.think, code, claims, written_choice(accepted.choice))


def without_texts(
    case: Case, findings: tuple[Finding, ...], stored: str | None, corpus: Corpus
) -> Change:
    """Return the change of a case whose arguments are of wrong types: its findings alone."""
    new = (Cause.NEW,) if stored is None else ()
    at_pin = corpus.commit == corpus.pin.commit
    revision = corpus.tag or corpus.commit
    causes, nothing = (*new, Cause.FINDINGS), Texts("", "")
    return Change(
        case.id, case.where, causes, "", revision, (), (), findings, None, nothing, at_pin
    )


def _without(held: Held, cause: Cause) -> Change:
    broken = (Cause.FINDINGS,) if held.findings else ()
    return Change(
        held.case.id,
        held.case.where,
        (cause, *broken),
        "",
        held.revision,
        (),
        (),
        held.findings,
        None,
        held.texts,
        held.at_pin,
    )


def _authors_causes(held: Held, accepted: Accepted) -> Iterator[Cause]:
    example = held.case.example
    if (unwrap(example.prompt), unwrap(example.think)) != (accepted.prompt, accepted.think):
        yield Cause.PROSE
    before = [(one.quote, one.evidence) for one in accepted.claims]
    if before != claims_of(example):
        yield Cause.CLAIMS
    if choice_of(example) != accepted.choice and not _same_items(held, accepted):
        yield Cause.CHOICE


def _same_items(held: Held, accepted: Accepted) -> bool:
    """Return whether the same items are chosen, however that is written now."""
    now = [item.place for item in accepted_items(held.examination)]
    return now == [item.place for item in accepted.items]


def _may_have_drifted(held: Held, accepted: Accepted) -> bool:
    """Return whether anything that upstream has a part in differs from what was accepted."""
    now = [(*one.place, one.fingerprint.exact) for one in accepted_items(held.examination)]
    then = [(*one.place, one.fingerprint.exact) for one in accepted.items]
    return bool(now != then or held.findings or stale_claims(accepted, held.examination.ties))


# --- upstream's part ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Drift:
    items: tuple[ItemChange, ...]
    doubts: tuple[Doubt, ...]
    findings: tuple[Finding, ...]
    code: str
    carried: bool
    of_code: bool
    """Whether anything became of the code: of an item, their order, what chooses or allows them."""


def _drift(held: Held, accepted: Accepted, base: Callable[[Accepted], Comparison | None]) -> _Drift:
    """Return what upstream did to a case."""
    between = base(accepted)
    if between is None:
        return _drift_by_fingerprints(held, accepted)
    old, before = subject_of(held.case, held.dataset, between.old, anyway=True)
    followed = replace(held.case, example=between.followed(held.case.example))
    new, faults = subject_of(followed, held.dataset, between.new, anyway=True)
    chosen_anew = choice_of(held.case.example) != accepted.choice
    now = () if chosen_anew else _pieces(followed, new)
    items = tuple(item_changes(accepted, now, between))
    sentences, findings = _doubts(held, accepted, old, new)
    if followed.example.code:
        came_from = {between.fate(*one.place[:2])[1]: one.file for one in accepted.items}
        every = (*faults, *findings)
        findings = tuple(with_scope(every, held.dataset, came_from, between.new))
    elif held.case.example.code:
        findings = (all_gone(held.case.where, held.shown_revision), *_shared(held))
    findings += tuple(unparsed(held.case.where, accepted, items, between.old, between.new))
    where, revision = held.case.where, held.shown_revision
    order = tuple(reordered(where, revision, accepted.items, now, between))
    by_themselves = bool(items) and _go_by_themselves(items, between)
    carried = by_themselves and not (sentences or findings or order)
    lost = () if chosen_anew else _lost_selectors(held, accepted, between)
    findings = in_order((*findings, *order, *lost))
    refused = {(one.code, one.seen) for one in faults} - {(one.code, one.seen) for one in before}
    of_code = bool(items or order or lost or (refused and not chosen_anew))
    return _Drift(items, sentences, findings, old.record.code, carried, of_code)


def _pieces(case: Case, subject: Subject) -> tuple[AcceptedItem, ...]:
    """Return the pieces of the code of a subject; none where a part of it is missing."""
    if len(subject.excerpts) != len(case.example.code):
        return ()
    prints = tuple(fingerprints_of(subject))
    return tuple(accepted_items(Examination(case, (), subject.excerpts, None, fingerprints=prints)))


def _lost_selectors(held: Held, accepted: Accepted, between: Comparison) -> tuple[Finding, ...]:
    """Return which selectors choose nothing, or more than one, and nobody follows them.

    Before the pin moves those alone that fit more now, though the item stays where it was.
    """
    if held.at_pin:
        return tuple(one for one in held.findings if one.code in _OF_SELECTORS)
    if any(between.fate(item.file, item.item)[0] is not None for item in accepted.items):
        return ()
    return tuple(one for one in held.findings if one.code == _AMBIGUOUS)


def _drift_by_fingerprints(held: Held, accepted: Accepted) -> _Drift:
    """Return what fingerprints tell of it, where the old revision cannot be read."""
    new, faults = subject_of(held.case, held.dataset, held.corpus, anyway=True)
    now = list(accepted_items(held.examination))
    items = tuple(items_by_fingerprint(accepted, now, held.corpus))
    sentences, findings = _doubts(held, accepted, None, new)
    broken = unparsed(held.case.where, accepted, items, None, held.corpus)
    where, revision = held.case.where, held.shown_revision
    moved = tuple(reordered(where, revision, accepted.items, now, None))
    findings = in_order((*faults, *findings, *broken, *moved))
    return _Drift(
        items, sentences, findings, "", carried=False, of_code=bool(items or moved or faults)
    )


def _doubts(
    held: Held, accepted: Accepted, old: Subject | None, new: Subject
) -> tuple[tuple[Doubt, ...], tuple[Finding, ...]]:
    """Return the doubtful sentences, and the findings that belong to none."""
    sentences, rest = doubts(old, new, stale_claims(accepted, tuple(ties_of(new))))
    return sentences, (*rest, *_shared(held))


def _shared(held: Held) -> tuple[Finding, ...]:
    """Return what a case has in common with others that it should not."""
    return tuple(one for one in held.findings if one not in held.examination.findings)


def _go_by_themselves(items: Sequence[ItemChange], between: Comparison) -> bool:
    """Return whether no person is needed for any of these."""
    return all(
        item.fate in _BY_ITSELF
        and (item.fate != Kind.MOVED or (item.new is not None and between.is_unique(item.new)))
        for item in items
    )

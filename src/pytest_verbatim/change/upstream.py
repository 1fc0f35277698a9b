"""`UpstreamChange`: what upstream did to a case since it was accepted."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pytest_verbatim.accepted import Accepted, AcceptedItem, accepted_items, choice_of
from pytest_verbatim.casefile import Case
from pytest_verbatim.change.comparison import Comparison
from pytest_verbatim.change.doubts import doubts, stale_claims
from pytest_verbatim.change.faults import all_gone, reordered, unparsed, with_scope
from pytest_verbatim.change.held import Held
from pytest_verbatim.change.items import item_changes, items_by_fingerprint
from pytest_verbatim.change.successors import with_successors
from pytest_verbatim.change.value import Doubt, ItemChange
from pytest_verbatim.checks import Subject
from pytest_verbatim.drift import Kind
from pytest_verbatim.examination import fingerprints_of, subject_of, ties_of
from pytest_verbatim.excerpt import Part
from pytest_verbatim.finding import Finding, Where, in_order

_BY_ITSELF = frozenset({Kind.REFORMATTED, Kind.COMMENTS, Kind.MOVED})
"""Fates after which an update needs no person, where nothing in the prose is in doubt."""

_AMBIGUOUS = "code.ambiguous-item"
_OF_SELECTORS = frozenset({_AMBIGUOUS, "code.unknown-file", "code.unknown-item"})


@dataclass(frozen=True, slots=True)
class UpstreamChange:
    """What upstream did to a case.

    Attributes:
        items: what became of its code.
        doubts: the sentences to be read again.
        findings: what is to be said of the case as a whole.
        code: its code as it was accepted, "" where that revision cannot be read.
        carried: whether an update needs no person for it.
        of_code: whether anything became of the code: of an item, their order, what chooses or
            allows them.
        lost: the fates of what its selectors chose and no longer choose, each once.
    """

    items: tuple[ItemChange, ...]
    doubts: tuple[Doubt, ...]
    findings: tuple[Finding, ...]
    code: str
    carried: bool
    of_code: bool
    lost: tuple[str, ...]


def upstream_change(held: Held, accepted: Accepted, between: Comparison | None) -> UpstreamChange:
    """Return what upstream did to a case since it was accepted.

    `between` sets the revision at which it was accepted beside that of `held`; None where the
    former cannot be read.
    """
    if between is None:
        return _by_fingerprints(held, accepted)
    return _Following(held, accepted, between).change()


class _Following:
    """A case with its code followed from one revision to the other."""

    def __init__(self, held: Held, accepted: Accepted, between: Comparison) -> None:
        self._held = held
        self._accepted = accepted
        self._between = between
        followed = replace(held.case, example=between.followed(held.case.example))
        self._followed = followed
        self._old, self._before = subject_of(held.case, held.dataset, between.old, anyway=True)
        self._new, self._faults = subject_of(followed, held.dataset, between.new, anyway=True)
        self._chosen_anew = choice_of(held.case.example) != accepted.choice
        self._now = () if self._chosen_anew else _pieces(followed, self._new)

    def change(self) -> UpstreamChange:
        held, accepted, between = self._held, self._accepted, self._between
        items = tuple(item_changes(accepted, self._now, between))
        sentences, rest = self._doubts()
        told = (
            *self._told(rest),
            *unparsed(held.case.where, accepted, items, between.old, between.new),
        )
        order = tuple(reordered(*_place(held), accepted.items, self._now, between))
        carried = not (sentences or told or order) and _go_by_themselves(items, between)
        lost = self._lost_selectors()
        left = lost and not self._chosen_anew
        of_code = bool(items or order or left or self._refused)
        findings = in_order((*told, *order, *lost))
        code, gone = self._old.record.code, between.lost(held.case.example)
        return UpstreamChange(items, sentences, findings, code, carried, of_code, gone)

    @property
    def _is_gone(self) -> bool:
        """Return whether nothing is left of the code; then no sentence has to be read again."""
        return bool(self._held.case.example.code) and not self._followed.example.code

    def _doubts(self) -> tuple[tuple[Doubt, ...], tuple[Finding, ...]]:
        """Return the doubtful sentences, and the findings that belong to none."""
        if self._is_gone:
            return (), _shared(self._held)
        return _doubts(self._held, self._accepted, self._old, self._new, self._between)

    def _told(self, rest: tuple[Finding, ...]) -> tuple[Finding, ...]:
        """Return what is to be said of the case as a whole, its code that is gone above all."""
        held, between = self._held, self._between
        if self._is_gone:
            return (all_gone(*_place(held)), *rest)
        came_from = {between.fate(*one.place[:2])[1]: one.file for one in self._accepted.items}
        every = (*with_successors(self._faults, between), *rest)
        return tuple(with_scope(every, held.dataset, came_from, between.new))

    @property
    def _refused(self) -> bool:
        """Return whether code may not be shown any more that was shown before."""
        now = {(one.code, one.seen) for one in self._faults}
        return not self._chosen_anew and bool(now - {(one.code, one.seen) for one in self._before})

    def _lost_selectors(self) -> tuple[Finding, ...]:
        """Return which selectors choose nothing, or more than one, and nobody follows them.

        Before the pin moves those alone that fit more now, though the item stays where it was.
        """
        held, between = self._held, self._between
        if held.corpus.is_pinned:
            lost = (one for one in held.findings if one.code in _OF_SELECTORS)
            return tuple(with_successors(lost, between))
        if self._chosen_anew:
            return ()
        if any(between.fate(i.file, i.item)[0] is not None for i in self._accepted.items):
            return ()
        return tuple(one for one in held.findings if one.code == _AMBIGUOUS)


def _pieces(case: Case, subject: Subject) -> tuple[AcceptedItem, ...]:
    """Return the pieces of the code of a subject; none where a part of it is missing."""
    if len(subject.excerpts) != len(case.example.code):
        return ()
    return tuple(accepted_items(case.example, subject.excerpts, fingerprints_of(subject)))


def _by_fingerprints(held: Held, accepted: Accepted) -> UpstreamChange:
    """Return what fingerprints tell of it, where the old revision cannot be read."""
    new, faults = subject_of(held.case, held.dataset, held.corpus, anyway=True)
    now = held.items
    items = tuple(items_by_fingerprint(accepted, now, held.corpus))
    sentences, findings = _doubts(held, accepted, None, new, None)
    broken = unparsed(held.case.where, accepted, items, None, held.corpus)
    moved = tuple(reordered(*_place(held), accepted.items, now, None))
    findings = in_order((*faults, *findings, *broken, *moved))
    of_code = bool(items or moved or faults)
    lost = _gone(items) if choice_of(held.case.example) == accepted.choice else ()
    return UpstreamChange(items, sentences, findings, "", carried=False, of_code=of_code, lost=lost)


def _gone(items: Sequence[ItemChange]) -> tuple[str, ...]:
    gone = Kind.DELETED in {one.fate for one in items if one.part == Part.WHOLE.value}
    return (Kind.DELETED,) if gone else ()


def _doubts(
    held: Held,
    accepted: Accepted,
    old: Subject | None,
    new: Subject,
    between: Comparison | None,
) -> tuple[tuple[Doubt, ...], tuple[Finding, ...]]:
    """Return the doubtful sentences, and the findings that belong to none."""
    sentences, rest = doubts(old, new, stale_claims(accepted, tuple(ties_of(new))), between)
    return sentences, (*rest, *_shared(held))


def _shared(held: Held) -> tuple[Finding, ...]:
    """Return what a case has in common with others that it should not."""
    return tuple(one for one in held.findings if one not in held.examination.findings)


def _go_by_themselves(items: Sequence[ItemChange], between: Comparison) -> bool:
    """Return whether no person is needed for any of these."""
    return bool(items) and all(
        item.fate in _BY_ITSELF
        and (item.fate != Kind.MOVED or (item.new is not None and between.is_unique(item.new)))
        for item in items
    )


def _place(held: Held) -> tuple[Where, str]:
    """Return where a case stands, and what to call the revision that it is held against."""
    return held.case.where, held.corpus.short_revision

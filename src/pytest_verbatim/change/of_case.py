"""The `Change` of one case: what was accepted of it, beside what it is now."""

from collections.abc import Callable, Iterator

from pytest_verbatim.accepted import (
    Accepted,
    AcceptedError,
    Revision,
    accept,
    choice_of,
    claims_of,
    parse,
    written_choice,
    written_claims,
)
from pytest_verbatim.casefile import Case
from pytest_verbatim.change.comparison import Comparison
from pytest_verbatim.change.doubts import stale_claims
from pytest_verbatim.change.held import Held
from pytest_verbatim.change.upstream import upstream_change
from pytest_verbatim.change.value import Cause, Change, Texts, hindrances
from pytest_verbatim.finding import Finding
from pytest_verbatim.prose.form import unwrap
from pytest_verbatim.source.corpus import Corpus


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
    drifted = moved and _may_have_drifted(held, accepted)
    upstream = upstream_change(held, accepted, base(accepted)) if drifted else None
    items = upstream.items if upstream is not None else ()
    found = upstream.doubts if upstream is not None else ()
    findings = upstream.findings if upstream is not None else held.findings
    of_code = upstream is not None and upstream.of_code
    causes += [Cause.UPSTREAM] if of_code else []
    causes += [Cause.EVIDENCE] if found and not of_code else []
    is_broken = hindrances(findings) or any(doubt.findings for doubt in found)
    causes += [Cause.FINDINGS] if is_broken else []
    if not causes and not _is_what_it_holds(accepted, held):
        causes = [Cause.UNREADABLE]
    if not causes:
        return None
    authors = {Cause.PROSE, Cause.CLAIMS, Cause.CHOICE}
    return Change(
        case=held.case.id,
        where=held.case.where,
        causes=tuple(causes),
        old_revision=accepted.revision,
        new_revision=held.corpus.revision,
        items=items,
        doubts=found,
        findings=findings,
        before=_texts_then(accepted, upstream.code if upstream is not None else ""),
        after=held.texts,
        at_pin=held.corpus.is_pinned,
        carried=upstream is not None and upstream.carried and authors.isdisjoint(causes),
        reason=accepted.reason,
        old_commit=accepted.commit,
        lost=upstream.lost if upstream is not None else (),
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
    return _alone(case, (*new, Cause.FINDINGS), findings, Texts("", ""), corpus)


def _without(held: Held, cause: Cause) -> Change:
    broken = (Cause.FINDINGS,) if held.findings else ()
    return _alone(held.case, (cause, *broken), held.findings, held.texts, held.corpus)


def _alone(
    case: Case,
    causes: tuple[Cause, ...],
    findings: tuple[Finding, ...],
    texts: Texts,
    corpus: Corpus,
) -> Change:
    """Return the change of a case that is beside nothing that was accepted."""
    return Change(
        case=case.id,
        where=case.where,
        causes=causes,
        old_revision="",
        new_revision=corpus.revision,
        items=(),
        doubts=(),
        findings=findings,
        before=None,
        after=texts,
        at_pin=corpus.is_pinned,
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
    return [item.place for item in held.items] == [item.place for item in accepted.items]


def _is_what_it_holds(accepted: Accepted, held: Held) -> bool:
    """Return whether a case without findings is what its snapshot holds, as pytest compares it."""
    now = accept(held.examination, Revision(held.corpus.revision, held.corpus.commit))
    return now is not None and now.compared == accepted.compared


def _may_have_drifted(held: Held, accepted: Accepted) -> bool:
    """Return whether anything that upstream has a part in differs from what was accepted."""
    now = [(*one.place, one.fingerprint.exact) for one in held.items]
    then = [(*one.place, one.fingerprint.exact) for one in accepted.items]
    return bool(now != then or held.findings or stale_claims(accepted, held.examination.ties))

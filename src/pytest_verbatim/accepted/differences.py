"""How a case differs from what was accepted of it, as findings."""

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pytest_verbatim.accepted.reading import AcceptedError, parse
from pytest_verbatim.accepted.value import Accepted, AcceptedItem
from pytest_verbatim.advice import Advice
from pytest_verbatim.drift.fingerprint import kind_of_change
from pytest_verbatim.excerpt import Part
from pytest_verbatim.finding import Finding, Where

RESTORE = "restore the snapshot from version control"
"""What mends one that does not hold what was accepted."""


def differences(  # noqa: PLR0913, PLR0917  (what differs, and how to tell a person of it)
    stored: str | None,
    current: Accepted,
    where: Where,
    advice: Advice,
    snapshot: str,
    claims: Sequence[Where] = (),
) -> Iterator[Finding]:
    """Yield how a case differs from what was accepted of it; nothing where it does not.

    Args:
        stored: the text of the snapshot file, None where there is none.
        current: what there is to accept now.
        where: the place of the case, for the findings.
        advice: what a person does about the case, for the findings.
        snapshot: the path of its snapshot relative to the project, for messages.
        claims: the places of its claims, in their order; where one is missing, `where` stands in.

    Findings: snapshot.new, snapshot.unreadable, snapshot.changed, snapshot.upstream, claim.stale.
    """
    mend, restore = str(advice), str(replace(advice, instead=RESTORE))
    if stored is None:
        yield Finding(where, "snapshot.new", "this example was never accepted", mend)
        return
    try:
        old = parse(stored)
    except AcceptedError as error:
        yield Finding(where, "snapshot.unreadable", f"{snapshot} {error}", restore)
        return
    for name in ("prompt", "think"):
        before, after = getattr(old, name), getattr(current, name)
        if before != after:
            seen = f"the {name} differs from what was accepted:\n{_diff(before, after)}"
            yield Finding(where, "snapshot.changed", seen, mend)
    wrong = dict.fromkeys(map(_named, _not_of_its_commit(old, current)))
    if wrong:
        seen = f"{snapshot} names {old.revision}, which has other digests: {', '.join(wrong)}"
        told = f"it was merged, edited, or written by another version; {restore}"
        yield Finding(where, "snapshot.unreadable", seen, told)
        return
    yield from _claim_differences(old, current, (where, *claims), mend)
    yield from _item_differences(old, current, where, mend)


def _not_of_its_commit(old: Accepted, current: Accepted) -> Iterator[AcceptedItem]:
    """Yield that of which a snapshot says otherwise than the very commit that it names."""
    if (old.commit, old.choice) != (current.commit, current.choice):
        return  # where other code is chosen, an argument may be tied to another item of its name
    yield from _of_one_side(old.items, current.items)
    was, now = ([(one.quote, one.evidence) for one in side.claims] for side in (old, current))
    if was == now:
        for before, after in zip(old.claims, current.claims, strict=True):
            if before.argued_about != after.argued_about:
                yield from (*before.ties, *after.ties)


def _of_one_side(
    was: Sequence[AcceptedItem], now: Sequence[AcceptedItem]
) -> Iterator[AcceptedItem]:
    """Yield the items of which one side alone has the bytes; all where the order differs."""
    keys = [[(*one.place, one.fingerprint.exact) for one in side] for side in (was, now)]
    if keys[0] != keys[1]:
        both = {*keys[0]} & {*keys[1]}
        pairs = zip((*keys[0], *keys[1]), (*was, *now), strict=True)
        yield from [one for key, one in pairs if key not in both] or now


def _claim_differences(
    old: Accepted, current: Accepted, places: Sequence[Where], mend: str
) -> Iterator[Finding]:
    """Yield how the claims differ; `places` are that of the case, then those of its claims."""
    before = [(one.quote, one.evidence) for one in old.claims]
    after = [(one.quote, one.evidence) for one in current.claims]
    if before != after:
        texts = [
            "\n".join(f"{quote}: {evidence}" for quote, evidence in side)
            for side in (before, after)
        ]
        seen = f"the claims differ from what was accepted:\n{_diff(*texts)}"
        yield Finding(places[0], "snapshot.changed", seen, mend)
        return
    for at, (was, now) in enumerate(zip(old.claims, current.claims, strict=True), 1):
        if was.argued_about != now.argued_about:
            seen = (
                f'the argument for "{now.quote}" is tied to code that differs from '
                f"{old.revision}, where it was accepted: {', '.join(_retied(was.ties, now.ties))}"
            )
            told = f"see whether the argument holds against the new code; {mend}"
            place = places[at] if at < len(places) else places[0]
            yield Finding(place, "claim.stale", seen, told)


def _item_differences(
    old: Accepted, current: Accepted, where: Where, mend: str
) -> Iterator[Finding]:
    before, after = ([_named(one) for one in side.items] for side in (old, current))
    if before != after and old.choice == current.choice:
        names = ["\n".join(side) for side in (before, after)]
        seen = f"upstream's items differ from {old.revision}, where they were accepted:\n"
        yield Finding(where, "snapshot.upstream", seen + _diff(*names), mend)
        return
    if before != after:
        names = ["\n".join(side) for side in (before, after)]
        seen = f"other items than were accepted:\n{_diff(*names)}"
        yield Finding(where, "snapshot.changed", seen, mend)
        return
    moved = [
        f"{_named(now)} ({kind_of_change(was.fingerprint, now.fingerprint)})"
        for was, now in zip(old.items, current.items, strict=True)
        if was.fingerprint.exact != now.fingerprint.exact
    ]
    if moved:
        named = ", ".join(dict.fromkeys(moved))
        seen = f"upstream's code differs from {old.revision}, where it was accepted: {named}"
        yield Finding(where, "snapshot.upstream", seen, mend)


def _retied(was: Sequence[AcceptedItem], now: Sequence[AcceptedItem]) -> list[str]:
    """Return the items of which one side alone has the tokens, each once."""
    kept = {tie.fingerprint.tokens for tie in was} & {tie.fingerprint.tokens for tie in now}
    left = [_named(tie) for tie in (*was, *now) if tie.fingerprint.tokens not in kept]
    return sorted(dict.fromkeys(left)) or ["in another order"]


def _named(item: AcceptedItem) -> str:
    part = "" if item.part is Part.WHOLE else f" ({item.part.value})"
    return f"{item.file} {item.item}{part}"


def _diff(before: str, after: str) -> str:
    rows = difflib.unified_diff(before.split("\n"), after.split("\n"), lineterm="", n=0)
    return "\n".join("    " + row for row in list(rows)[2:] if not row.startswith("@@"))

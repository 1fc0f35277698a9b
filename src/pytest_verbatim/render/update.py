"""What an update did, or would do, as text for people and as JSON."""

import json
from collections.abc import Iterator

from pytest_verbatim.accepted import Revision
from pytest_verbatim.carry.selectors import Edit
from pytest_verbatim.change import Change
from pytest_verbatim.commands import fetch_command
from pytest_verbatim.counted import counted
from pytest_verbatim.render.changes import short_revision, told_causes
from pytest_verbatim.update.value import Carried, Left, UpdatePlan


def update_json(plan: UpdatePlan, *, written: bool) -> str:
    """Return a plan as one JSON object on one line; `written` says whether it was carried out."""
    return json.dumps(plan.as_object() | {"written": written}, ensure_ascii=False)


def update_lines(plan: UpdatePlan, *, written: bool) -> Iterator[str]:
    """Yield the headline, what goes along, what is left, and what to do next."""
    yield update_headline(plan, written=written)
    if plan.carried:
        yield "carried over:"
        for carried in plan.carried:
            yield from _carried(carried)
    if plan.left:
        yield "left for a person:"
        for left in plan.left:
            yield from _left(left)
    yield from _next(plan, written=written)


def update_headline(plan: UpdatePlan, *, written: bool) -> str:
    """Return from where to where the pin moves, and how many cases are what."""
    old, new = plan.old, plan.new
    if old == new:
        moved = f"the pin is at {_called(new)} already"
    elif written:
        moved = f"moved the pin from {old.name} to {_called(new)}"
    else:
        moved = f"would move the pin from {old.name} to {_called(new)}"
    counts = (
        f"{len(plan.unchanged)} unchanged, {len(plan.carried)} carried over, {len(plan.left)} left"
    )
    return f"{moved}: {counts}"


def _called(revision: Revision) -> str:
    return f"{revision.name} ({revision.commit[:12]})"


def _carried(one: Carried) -> Iterator[str]:
    yield f"  {one.case}  {', '.join(one.change.fates)}"
    for edit in one.edits:
        yield f"    {_module(one)}:{edit.line}  {_edit(edit)}"


def _module(one: Carried) -> str:
    return one.case.partition("::")[0]


def _edit(edit: Edit) -> str:
    return f'"{edit.old}" -> "{edit.new}"'


def _left(one: Left) -> Iterator[str]:
    told = _causes(one.change) if one.change is not None else ""
    name = one.case.partition("::")[2] or "the dataset"
    yield f"  {one.where}  {name}{f'  {told}' if told else ''}"
    yield from (f"    {reason}" for reason in one.why)
    if one.change is not None and one.change.is_blind:
        old, fetch = short_revision(one.change.old_revision), fetch_command(one.change.old_commit)
        yield f"    {old} is not at hand; `{fetch}` fetches it"
    if one.change is not None and one.change.doubts:
        doubt, *others = one.change.doubts
        yield f'    {doubt.where}  {doubt.field}: "{doubt.sentence}"'
        yield from (f"      {reason}" for reason in doubt.reasons)
        if others:
            yield f"    and {counted(len(others), 'more sentence')} to read again"
    findings = one.findings or (one.change.findings if one.change is not None else ())
    for finding in findings:
        yield f"    {finding.where}  {finding.code}: {finding.seen}"
        yield f"      {finding.mend}"


def _causes(change: Change) -> str:
    """Return the fates of a case's items; where upstream did nothing to them, the causes."""
    return ", ".join(change.fates or told_causes(change))


def _next(plan: UpdatePlan, *, written: bool) -> Iterator[str]:
    if not written:
        if plan.files:
            yield "nothing was written"
    elif refused := [str(left.where) for left in plan.left if left.refused]:
        yield (
            f"next: mend {' and '.join(refused)}; pytest cases tells the rest then, and verbatim "
            "review goes through it"
        )
    elif plan.left:
        yield "next: pytest cases tells the whole of it; verbatim review goes through what is left"
    elif plan.files:
        yield "next: pytest cases, then commit"

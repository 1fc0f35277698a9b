"""`Way`: what it takes for a case to go along, or what stands in its way.

Asked by an update, which writes it, and by whoever promises that an update will.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from pytest_verbatim.accepted import Accepted, Revision, accept
from pytest_verbatim.carry.selectors import Edit, NotEditable, applied, selector_edits
from pytest_verbatim.casefile import Case, CaseImportError, module_of
from pytest_verbatim.examination import Examination
from pytest_verbatim.example import Example
from pytest_verbatim.finding import Finding
from pytest_verbatim.project import Project

CHECKS_FAIL = "with its selectors followed, checks fail"

Examine = Callable[[Case, bytes], Examination]
"""Examines a case as its module would have it with this source."""


@dataclass(frozen=True, slots=True)
class Way:
    """What it takes for a case to go along.

    Attributes:
        example: the example with its selectors followed.
        edits: what makes its module say so.
        why: what stands in the way after all; empty where nothing does.
        findings: what the checks say then.
    """

    example: Example
    edits: tuple[Edit, ...] = ()
    why: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


def way_of(
    case: Case, followed: Example, accepted: Accepted, project: Project, examine: Examine
) -> Way:
    """Return how a case goes along of which nothing is in doubt.

    Args:
        case: as it is written.
        followed: its example with its selectors followed.
        accepted: what was accepted of it.
        project: the project with its module.
        examine: examines it at the new revision.
    """
    source = project.files.read(project.root / case.module)
    try:
        edits = _edits(case, followed, source, project) if followed != case.example else ()
    except NotEditable as fault:
        return Way(
            followed, why=(f"its selectors cannot be followed: {fault}; write them by hand",)
        )
    found = examine(replace(case, example=followed), applied(source, edits))
    now = accept(found, Revision(accepted.revision, accepted.commit))
    if now is None:
        return Way(followed, edits, (CHECKS_FAIL,), found.findings)
    return Way(followed, edits, tuple(deviations(accepted, now)))


def deviations(was: Accepted, now: Accepted) -> Iterator[str]:
    """Yield in what a snapshot would differ from what a person accepted."""
    if (was.prompt, was.think) != (now.prompt, now.think):
        yield "prompt or think differ from what was accepted"
    claims = [
        [(one.quote, one.evidence, one.argued_about) for one in side.claims] for side in (was, now)
    ]
    if claims[0] != claims[1]:
        yield "claims, or the code that they argue about, differ from what was accepted"
    tokens = [[(one.part, one.fingerprint.tokens) for one in side.items] for side in (was, now)]
    if tokens[0] != tokens[1]:
        yield "it would show other code: imports, a shell, or another order of its items"


def _edits(case: Case, followed: Example, source: bytes, project: Project) -> tuple[Edit, ...]:
    """Return the edits of a case; run once, its module says what was meant and nothing else."""
    edits = selector_edits(source, case.name, case.example, followed)
    wanted = {one.name: one.example for one in project.module(case.module).cases}
    try:
        edited = applied(source, edits)
        module = module_of(edited, project.root, case.module, case.dataset)
    except CaseImportError as error:
        raise NotEditable(f"with them the module would fail: {error}") from error
    if {one.name: one.example for one in module.cases} != wanted | {case.name: followed}:
        raise NotEditable("with them the module would say something else")
    return edits

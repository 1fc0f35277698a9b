"""Which cases go along to another revision without a person.

A case does when what a person accepted of it still holds to the letter and to the token: the same
prompt, think and claims, code and arguments of the same tokens, no sentence in doubt, and nothing
that a check has to say of it at the new revision, with its selectors followed.
"""

from dataclasses import dataclass, replace

from pytest_verbatim.accepted import Accepted, Revision, accept, parse, same
from pytest_verbatim.carry.selectors import Edit
from pytest_verbatim.carry.way import CHECKS_FAIL, deviations
from pytest_verbatim.casefile import Case
from pytest_verbatim.change import Change
from pytest_verbatim.comparer import Comparer
from pytest_verbatim.example import Example
from pytest_verbatim.project import Project
from pytest_verbatim.snapshotfile import snapshot_path, stored
from pytest_verbatim.update.value import Left


@dataclass(frozen=True, slots=True)
class Candidate:
    """A case that may go along.

    Attributes:
        case: as it is written.
        accepted: what was accepted of it.
        change: how it differs from that at the new revision.
        example: the example with its selectors followed.
        edits: what makes its module say so.
    """

    case: Case
    accepted: Accepted
    change: Change
    example: Example
    edits: tuple[Edit, ...]


class Carrying:
    """Decides about the cases of a project with what compares them with what was accepted."""

    def __init__(self, project: Project, target: Revision) -> None:
        """Take what the pin names afterwards."""
        self._project = project
        self._target = target

    # --- as it is written ----------------------------------------------------------------------

    def passes(self, case: Case, comparer: Comparer) -> bool:
        """Return whether pytest passes a case with its snapshot as it is."""
        current, text = comparer.to_accept(case), self._stored(case)
        return current is not None and text is not None and same(text, current.text())

    def candidate(self, case: Case, comparer: Comparer) -> Candidate | Left:
        """Return a case that does not pass, with what it takes to go along, or why it is left."""
        text = self._stored(case)
        change = comparer.change(case, text)
        way = comparer.way(case, text)
        if text is None or change is None or way is None:
            return self.left(case, comparer)
        if way.why:
            return Left(case.id, case.where, way.why, way.findings, change)
        return Candidate(case, parse(text), change, way.example, way.edits)

    def left(self, case: Case, comparer: Comparer) -> Left:
        """Return a case that does not pass as one for a person."""
        change = comparer.change(case, self._stored(case))
        findings = comparer.examiner.findings(case) if change is None else ()
        order = ("its items stand in another order now",)
        why = order if change is None and not findings else ()
        return Left(case.id, case.where, why, findings, change)

    # --- with selectors followed ---------------------------------------------------------------

    def settled(self, candidate: Candidate, case: Case, comparer: Comparer) -> Accepted | Left:
        """Return what the snapshot of a candidate is to hold, or why it is left after all.

        `case` and `comparer` are with the selectors of all candidates followed. A reason that was
        given stays.
        """
        change = replace(candidate.change, carried=False)
        findings = comparer.examiner.findings(case)
        before = candidate.accepted
        now = accept(comparer.examiner.examination(case), self._target, before.reason)
        if now is None or findings:
            told = (CHECKS_FAIL,) if candidate.edits else ()
            return Left(case.id, case.where, told, findings, change)
        why = [*deviations(before, now)]
        if case.example != candidate.example:
            why.append("its module would say something else")
        return Left(case.id, case.where, tuple(why), change=change) if why else now

    def _stored(self, case: Case) -> str | None:
        return stored(self._project.root / snapshot_path(case), self._project.files.read)

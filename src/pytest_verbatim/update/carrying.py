"""Which cases go along to another revision without a person.

A case does when what a person accepted of it still holds to the letter and to the token: the same
prompt, think and claims, code and arguments of the same tokens, no sentence in doubt, and nothing
that a check has to say of it at the new revision, with its selectors followed.
"""

from collections.abc import Callable
from dataclasses import dataclass

from pytest_verbatim.accepted import Accepted, Revision, accept, differences, parse
from pytest_verbatim.casefile import Case, CaseImportError, module_of
from pytest_verbatim.change import Change, Comparison, Held, change_of_case
from pytest_verbatim.drift import Sources
from pytest_verbatim.example import Example, type_faults
from pytest_verbatim.project import Project
from pytest_verbatim.run import Run
from pytest_verbatim.snapshotfile import snapshot_path, stored
from pytest_verbatim.source.corpus import Corpus
from pytest_verbatim.update.selectors import NotEditable, applied, selector_edits
from pytest_verbatim.update.value import Edit, Left


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
    """Holds the cases of a project, whose pin is at `old`, against `new`."""

    def __init__(
        self,
        project: Project,
        old: Corpus,
        new: Corpus,
        find_commit: Callable[[str, str], Corpus | None],
    ) -> None:
        """Take the revisions; `new` has the pin that is to be written. Nothing is read yet."""
        self.new = new
        self._project = project
        self._old = old
        self._find_commit = find_commit
        self._sources = Sources()
        self._comparisons: dict[str, Comparison] = {}

    @property
    def target(self) -> Revision:
        """Return what the pin names afterwards."""
        return Revision(self.new.pin.tag, self.new.commit)

    # --- as it is written ----------------------------------------------------------------------

    def passes(self, case: Case, run: Run) -> bool:
        """Return whether pytest passes a case with its snapshot as it is."""
        record = run.examination(case).record
        if record is None or run.findings(case):
            return False
        current = run.to_accept(case, record)
        return not any(differences(self._stored(case), current, case.where, case.id, ""))

    def candidate(self, case: Case, run: Run, source: bytes) -> Candidate | Left:
        """Return a case that does not pass, with what it takes to go along, or why it is left.

        `source` is the text of its module.
        """
        change = self._change(case, run)
        text = self._stored(case)
        if change is None or not change.carried or text is None:
            return self.left(case, run)
        accepted = parse(text)
        between = self._between(accepted)
        assert between is not None  # noqa: S101  (nothing is carried without a comparison)
        followed = between.followed(case.example)
        try:
            edits = self._edits(case, followed, source) if followed != case.example else ()
        except NotEditable as fault:
            why = f"its selectors cannot be followed: {fault}; write them by hand"
            return Left(case.id, case.where, (why,), change=change)
        return Candidate(case, accepted, change, followed, edits)

    def left(self, case: Case, run: Run) -> Left:
        """Return a case that does not pass as one for a person."""
        change = self._change(case, run)
        findings = run.findings(case) if change is None else ()
        order = ("its items stand in another order now",)
        why = order if change is None and not findings else ()
        return Left(case.id, case.where, why, findings, change)

    def _edits(self, case: Case, followed: Example, source: bytes) -> tuple[Edit, ...]:
        """Return the edits of a case; run once, its module says what was meant and nothing else."""
        edits = selector_edits(source, case.name, case.example, followed)
        wanted = {one.name: one.example for one in self._project.module(case.module).cases}
        try:
            edited = applied(source, edits)
            module = module_of(edited, self._project.root, case.module, case.dataset)
        except CaseImportError as error:
            raise NotEditable(f"with them the module would fail: {error}") from error
        if {one.name: one.example for one in module.cases} != wanted | {case.name: followed}:
            raise NotEditable("with them the module would say something else")
        return edits

    # --- with selectors followed ---------------------------------------------------------------

    def refusal(self, candidate: Candidate, case: Case, run: Run) -> Left | None:
        """Return why a candidate is left after all, None where it goes along.

        `case` and `run` are with the selectors of all candidates followed.
        """
        findings = run.findings(case)
        if findings or run.examination(case).record is None:
            told = ("with its selectors followed, checks fail",) if candidate.edits else ()
            return Left(case.id, case.where, told, findings, candidate.change)
        why = self._differs(candidate, self.to_accept(candidate, run))
        if case.example != candidate.example:
            why.append("its module would say something else")
        return Left(case.id, case.where, tuple(why), change=candidate.change) if why else None

    def to_accept(self, candidate: Candidate, run: Run) -> Accepted:
        """Return what the snapshot of a candidate is to hold; a reason that was given stays."""
        case = next(one for one in run.collected if one.id == candidate.case.id)
        examination = run.examination(case)
        assert examination.record is not None  # noqa: S101  (a candidate with findings is left)
        return accept(examination.record, examination, self.target, candidate.accepted.reason)

    @staticmethod
    def _differs(candidate: Candidate, now: Accepted) -> list[str]:
        """Return in what a snapshot would differ from what a person accepted."""
        was = candidate.accepted
        told = []
        if (was.prompt, was.think) != (now.prompt, now.think):
            told.append("prompt or think differ from what was accepted")
        claims = [
            [(one.quote, one.evidence, one.argued_about) for one in side.claims]
            for side in (was, now)
        ]
        if claims[0] != claims[1]:
            told.append("claims, or the code that they argue about, differ from what was accepted")
        tokens = [[(i.part, i.fingerprint.tokens) for i in side.items] for side in (was, now)]
        if tokens[0] != tokens[1]:
            told.append("it would show other code: imports, a shell, or another order of its items")
        return told

    # --- what it rests on ------------------------------------------------------------------------

    def _stored(self, case: Case) -> str | None:
        return stored(self._project.root / snapshot_path(case), self._project.files.read)

    def _change(self, case: Case, run: Run) -> Change | None:
        if next(type_faults(case.example), None) is not None:
            return None
        dataset = self._project.dataset(case.dataset)
        held = Held(case, dataset, run.examination(case), run.findings(case), self.new)
        return change_of_case(held, self._stored(case), self._between)

    def _between(self, accepted: Accepted) -> Comparison | None:
        """Return the revision at which a case was accepted beside the new one, if at hand."""
        pinned = self._comparison(self._old)
        if pinned.is_base_of(accepted):
            return pinned
        old = self._find_commit(accepted.commit, accepted.revision)
        return None if old is None else self._comparison(old)

    def _comparison(self, old: Corpus) -> Comparison:
        if old.commit not in self._comparisons:
            self._comparisons[old.commit] = Comparison(old, self.new, self._sources)
        return self._comparisons[old.commit]

"""Deciding what an update does: which cases pass, which go along, and which a person has to see.

Reads the project and two corpora, writes nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from pytest_verbatim.accepted import Accepted, Revision
from pytest_verbatim.carry.selectors import applied
from pytest_verbatim.casefile import Case
from pytest_verbatim.change import FindCommit
from pytest_verbatim.comparer import Comparer
from pytest_verbatim.examiner import Examiner
from pytest_verbatim.files import digest_of
from pytest_verbatim.project import DATASET_ITEM, MODULE_ITEM, Project
from pytest_verbatim.snapshotfile import snapshot_path
from pytest_verbatim.source.corpus import Corpus
from pytest_verbatim.update.carrying import Candidate, Carrying
from pytest_verbatim.update.pinfile import moved_pin
from pytest_verbatim.update.value import Carried, Left, NewFile, UpdatePlan


def plan_update(
    project: Project, old: Corpus, new: Corpus, tag: str, find_commit: FindCommit
) -> UpdatePlan:
    """Return what moving the pin does.

    Args:
        project: the project, its pin at `old`.
        old: the pinned commit.
        new: the commit to be pinned.
        tag: what the pin is to call it.
        find_commit: gives the commits at which cases were accepted, where they are at hand.

    Raises:
        UsageError: a case module cannot be imported, a dataset is wrong, or the pin cannot be
            written in its place; nobody could tell then what an update leaves.
    """
    pin = replace(project.pin, tag=tag, commit=new.commit)
    there = Corpus(pin, new.repository, new.commit, tag, new.origin, new.store)
    comparer = Comparer(Examiner(project, there), old, find_commit)
    return _Planning(project, comparer, Revision(tag, new.commit)).plan()


@dataclass
class _Planning:
    """The cases of a project, sorted into those that pass, go along, and are left."""

    project: Project
    comparer: Comparer
    target: Revision
    unchanged: list[Case] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)

    def plan(self) -> UpdatePlan:
        pin = self.project.pin
        self._sort()
        comparer, accepted = self._settle()
        files = [*self._pin_file(), *self._modules(), *self._snapshots(accepted)]
        return UpdatePlan(
            Revision(pin.tag, pin.commit),
            self.target,
            tuple(case.id for case in self.unchanged),
            tuple(self._carried(one) for one in self.candidates),
            (*self._in_order(self.left), *self._others(comparer.examiner)),
            tuple(sorted(files, key=lambda file: file.path)),
            self.project.files.digests(),
        )

    @cached_property
    def carrying(self) -> Carrying:
        """Return who decides about single cases."""
        return Carrying(self.project, self.target)

    def _sort(self) -> None:
        """Sort the cases as they are written."""
        for case in self.project.cases():
            if self.carrying.passes(case, self.comparer):
                self.unchanged.append(case)
                continue
            found = self.carrying.candidate(case, self.comparer)
            if isinstance(found, Left):
                self.left.append(found)
            else:
                self.candidates.append(found)

    def _settle(self) -> tuple[Comparer, Sequence[Accepted]]:
        """Take out what does not hold once selectors are followed.

        Returns how things are then, and what is to be accepted of each candidate that is left.
        One case that is taken out can be what another one was held against, so that it is done
        until nothing has to go.
        """
        while True:
            comparer = self.comparer.over(self.project.with_modules(self._edited()))
            there = {case.id: case for case in comparer.examiner.project.cases()}
            settled = [
                self.carrying.settled(one, there[one.case.id], comparer) for one in self.candidates
            ]
            refused = [one for one in settled if isinstance(one, Left)]
            broken = [
                one for one in self.unchanged if not self.carrying.passes(there[one.id], comparer)
            ]
            if not refused and not broken:
                return comparer, [one for one in settled if isinstance(one, Accepted)]
            self.left += [
                *refused,
                *(self.carrying.left(there[one.id], comparer) for one in broken),
            ]
            gone = {left.case for left in self.left}
            self.candidates = [one for one in self.candidates if one.case.id not in gone]
            self.unchanged = [one for one in self.unchanged if one.id not in gone]

    # --- files -------------------------------------------------------------------------------

    def _bytes(self, path: str) -> bytes:
        return self.project.files.read(self.project.root / path)

    def _edited(self) -> Mapping[str, bytes]:
        """Return path -> source of the case modules in which selectors change."""
        edits: dict[str, list[Candidate]] = {}
        for one in self.candidates:
            if one.edits:
                edits.setdefault(one.case.module, []).append(one)
        return {
            path: applied(self._bytes(path), [edit for one in of_module for edit in one.edits])
            for path, of_module in edits.items()
        }

    def _pin_file(self) -> Iterator[NewFile]:
        path, to = self.project.pin_file, self.target
        if to != Revision(self.project.pin.tag, self.project.pin.commit):
            yield self._new(path, moved_pin(self._bytes(path), path, to))

    def _modules(self) -> Iterator[NewFile]:
        for path, source in self._edited().items():
            yield self._new(path, source)

    def _snapshots(self, accepted: Sequence[Accepted]) -> Iterator[NewFile]:
        for candidate, one in zip(self.candidates, accepted, strict=True):
            yield self._new(snapshot_path(candidate.case), one.text().encode())

    def _new(self, path: str, data: bytes) -> NewFile:
        return NewFile(path, digest_of(self._bytes(path)), data)

    # --- values ------------------------------------------------------------------------------

    def _carried(self, one: Candidate) -> Carried:
        snapshot = snapshot_path(one.case)
        return Carried(one.case.id, one.case.where, snapshot, one.change, one.edits)

    def _in_order(self, left: Sequence[Left]) -> list[Left]:
        order = {case.id: at for at, case in enumerate(self.project.cases())}
        return sorted(left, key=lambda one: order[one.case])

    def _others(self, examiner: Examiner) -> Iterator[Left]:
        """Yield what fails at the new revision and is no case: modules, and datasets as a whole."""
        for path in self.project.case_files:
            findings = self.project.module(path).findings
            if findings:
                yield Left(f"{path}::{MODULE_ITEM}", findings[0].where, findings=findings)
        for name in self.project.dataset_names():
            dataset = self.project.dataset(name)
            findings = examiner.dataset_findings(name) if dataset.has_rules else ()
            contradicted = examiner.contradicted.of(name)
            places = [*(one.where for one in contradicted), *(one.where for one in findings)]
            if places:
                item = f"::{DATASET_ITEM}" if dataset.has_rules else ""
                told = tuple(map(str, contradicted))
                refused = bool(contradicted)
                yield Left(dataset.shown + item, places[0], told, findings, refused=refused)

"""Collector and items: case modules as files of the collection tree, cases as test functions.

`CaseItem` is a `pytest.Function`, so that fixtures, marks, `-k`, `--lf`, xdist and junit work as
they do for any test; it adds the line of the case and the text of its failure.
"""

import gc
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from pytest_verbatim import accepted
from pytest_verbatim.casefile import Case
from pytest_verbatim.change import Change, advice_of
from pytest_verbatim.commands import accept_command
from pytest_verbatim.errors import CorpusUnavailable, UsageError
from pytest_verbatim.finding import Finding, Where
from pytest_verbatim.plugin.snapshots import AcceptedExtension
from pytest_verbatim.project import DATASET_ITEM, MODULE_ITEM
from pytest_verbatim.render import failure_text
from pytest_verbatim.run import Run
from pytest_verbatim.snapshotfile import snapshot_path, stored
from pytest_verbatim.verify import verify_line

RUN = pytest.StashKey[Run]()
"""The state of this process, in `config.stash`; absent where the project is none of ours."""


PROPERTY = "verbatim"
"""The name under which the report of a passing case carries what it brings to an emission."""
CHANGE = "verbatim-change"
"""The name under which that of a failing one carries how it differs from what was accepted."""
FINDINGS = "verbatim-findings"
"""The name under which that of any failing test of ours carries its findings."""


class CaseFailure(Exception):
    """A case has findings; shown as text, without a traceback."""

    def __init__(self, findings: Iterable[Finding] = (), change: Change | None = None) -> None:
        """Take the findings, at least one, or how the case differs from what was accepted."""
        self.findings = tuple(findings)
        super().__init__(failure_text(self.findings, change))


class FindingsItem(pytest.Item):
    """A test of ours, which fails with findings."""

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Return the findings as text; anything else is a fault of ours and shown whole."""
        if isinstance(excinfo.value, CaseFailure):
            return str(excinfo.value)
        return super().repr_failure(excinfo)


@contextmanager
def examining() -> Iterator[None]:
    """Skip the test where there is no corpus.

    What is made meanwhile is not gone through for garbage later: the run holds it to its end,
    hundreds of thousands of objects.
    """
    try:
        yield
    except CorpusUnavailable as error:
        pytest.skip(str(error).split("\n")[0])
    gc.freeze()


class CaseFile(pytest.File):
    """A case module. Its collector imports it by path, under a name of its own."""

    def collect(self) -> Iterator[pytest.Item]:
        """Yield an item a case, and one for the findings that belong to no case."""
        run = self.config.stash[RUN]
        try:
            module = run.project.module(run.project.shown(self.path))
            run.examiner.contradicted.refuse(self.path.parent.name)
        except UsageError as error:
            raise self.CollectError(str(error)) from None
        for case in module.cases:
            yield CaseItem.from_parent(self, name=case.name, callobj=check_case, case=case)
        if module.findings:
            yield ModuleItem.from_parent(self, name=MODULE_ITEM, findings=module.findings)


class CaseItem(FindingsItem, pytest.Function):
    """One example as a test."""

    def __init__(self, *, case: Case, **kwargs: Any) -> None:
        """Take the case beside what `pytest.Function` takes.

        `change` is set by the test that fails: how the case differs from what was accepted.
        """
        super().__init__(**kwargs)
        self.case = case
        self.change: Change | None = None

    def reportinfo(self) -> tuple[os.PathLike[str] | str, int | None, str]:
        """Return the place of declaration, its line 0-based as pytest wants it."""
        return self.path, self.case.line - 1, self.name


class DatasetFile(pytest.File):
    """A `dataset.toml`. Its collector tells what is wrong with it, also where it has no case."""

    def collect(self) -> Iterator[pytest.Item]:
        """Yield the item that holds the dataset as a whole against its rules, if it has any."""
        run = self.config.stash[RUN]
        name = self.path.parent.name
        try:
            dataset = run.project.dataset(name)
            run.examiner.contradicted.refuse(name)
        except UsageError as error:
            raise self.CollectError(str(error)) from None
        if dataset.has_rules:
            yield DatasetItem.from_parent(self, name=DATASET_ITEM, dataset=name)


class DatasetItem(FindingsItem):
    """A dataset as a whole: its counts, the crates it names, the phrases that recur in it."""

    def __init__(self, *, dataset: str, **kwargs: Any) -> None:
        """Take the dataset's name beside what `pytest.Item` takes."""
        super().__init__(**kwargs)
        self._dataset = dataset

    def runtest(self) -> None:
        """Fail with the findings; skip where there is no corpus, or no example yet."""
        run = self.config.stash[RUN]
        if not run.examiner.survey.of_dataset(self._dataset):
            pytest.skip(f"{self._dataset} has no example yet")
        with examining():
            findings = run.examiner.dataset_findings(self._dataset)
        if findings:
            raise CaseFailure(findings)

    def reportinfo(self) -> tuple[os.PathLike[str] | str, int | None, str]:
        """Return the place of the rules, 0-based."""
        line = self.config.stash[RUN].project.dataset(self._dataset).where("rules").line
        return self.path, (line or 1) - 1, self.name


class RecordFile(pytest.File):
    """A JSONL file, ours or anybody's. Its collector yields an item a line."""

    def collect(self) -> Iterator[pytest.Item]:
        """Yield an item a line; a last line without a newline counts."""
        lines = self.path.read_bytes().split(b"\n")
        if lines[-1] == b"":
            lines.pop()
        for number, line in enumerate(lines, 1):
            name = f"line-{number}"
            yield RecordItem.from_parent(self, name=name, number=number, line=line)


class RecordItem(FindingsItem):
    """One emitted line, held against the corpus."""

    def __init__(self, *, number: int, line: bytes, **kwargs: Any) -> None:
        """Take the line's bytes and its 1-based number beside what `pytest.Item` takes."""
        super().__init__(**kwargs)
        self._number = number
        self._line = line

    def runtest(self) -> None:
        """Fail with the findings; skip where there is no corpus."""
        run = self.config.stash[RUN]
        where = Where(os.path.relpath(self.path, self.config.invocation_params.dir), self._number)
        with examining():
            findings = tuple(verify_line(self._line, where, run.sources))
        if findings:
            raise CaseFailure(findings)

    def reportinfo(self) -> tuple[os.PathLike[str] | str, int | None, str]:
        """Return the place of the line, 0-based."""
        return self.path, self._number - 1, self.name


class ModuleItem(FindingsItem):
    """The findings of a case module that belong to none of its cases."""

    def __init__(self, *, findings: tuple[Finding, ...], **kwargs: Any) -> None:
        """Take the findings beside what `pytest.Item` takes."""
        super().__init__(**kwargs)
        self._findings = findings

    def runtest(self) -> None:
        """Fail with the findings."""
        raise CaseFailure(self._findings)

    def reportinfo(self) -> tuple[os.PathLike[str] | str, int | None, str]:
        """Return the place of the first finding, its line 0-based."""
        return self.path, (self._findings[0].where.line or 1) - 1, self.name


def check_case(request: pytest.FixtureRequest, snapshot: SnapshotAssertion) -> None:
    """Hold one case against the source, its dataset's rules and what was last accepted of it."""
    node: CaseItem = request.node
    case, run = node.case, request.config.stash[RUN]
    shown = snapshot_path(case)
    path = run.project.root / shown
    with examining():
        findings = run.examiner.findings(case)
    current = run.comparer.to_accept(case)
    if current is None:
        node.change = run.comparer.change(case, stored(path))
        raise CaseFailure(findings, node.change)
    comparison = snapshot.use_extension(AcceptedExtension)
    before = stored(path)
    if comparison == current.text():
        return
    failure = next(iter(comparison.executions.values())).exception
    if isinstance(failure, OSError):
        seen = f"{shown} cannot be written: {failure.strerror}"
        mend = f"see to that, then accept it again: {accept_command(case.id)}"
        raise CaseFailure([Finding(case.where, "snapshot.unwritable", seen, mend)])
    if failure is not None:
        raise failure
    claims = [case.where_of_quote(at) for at in range(len(current.claims))]
    node.change = run.comparer.change(case, before)
    assert node.change is not None  # noqa: S101  (the snapshot holds something else)
    advice = advice_of(node.change)
    found = accepted.differences(before, current, case.where, advice, shown, claims)
    raise CaseFailure(found, node.change)

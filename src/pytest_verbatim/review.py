"""`Review`: what is accepted, pending, new and orphaned, and accepting one example by a decision.

Each look reads the files anew, so that an editor may be open beside it. Accepting writes the one
snapshot of the one case, and that only if what would be accepted is still what was looked at.
Knows no terminal.

Source: design, "Snapshots".
"""

from collections.abc import Callable
from dataclasses import replace

from pytest_verbatim.casefile import Case
from pytest_verbatim.change import Entry, State
from pytest_verbatim.errors import UsageError
from pytest_verbatim.run import Run
from pytest_verbatim.snapshotfile import snapshot_path, stored, write_snapshot


class Review:
    """The examples of a project beside their snapshots, at one revision."""

    def __init__(self, open_run: Callable[[], Run]) -> None:
        """Take what opens the project anew, with its corpus."""
        self._open_run = open_run

    def entries(self) -> tuple[Entry, ...]:
        """Return an entry a case, in the order of emission, then one an orphan.

        Raises:
            UsageError: a case module or a dataset cannot be read, or there is no corpus.
        """
        run = self._open()
        cases = tuple(_entry(run, case) for case in run.collected)
        return (*cases, *(Entry(State.ORPHANED, path, path) for path in run.orphans()))

    def entry(self, name: str) -> Entry:
        """Return the entry of one case as its files are now.

        Raises:
            UsageError: there is no such case, a file cannot be read, or there is no corpus.
        """
        run = self._open()
        return _entry(run, _named(run, name))

    def accept(self, seen: Entry, reason: str = "") -> str:
        """Write the snapshot of a case that was looked at, and return its path.

        Raises:
            UsageError: it cannot be accepted, or is not what was looked at any more; nothing is
                written.
        """
        now = self.entry(seen.name)
        if now.would_accept is None:
            raise UsageError(f"{seen.name} has findings; mend them first")
        if (now.would_accept, now.stands) != (seen.would_accept, seen.stands):
            raise UsageError(f"{seen.name} changed since it was shown; look at it again")
        root = self._open_run().project.root
        text = replace(now.would_accept, reason=" ".join(reason.split())).text()
        try:
            write_snapshot(root / now.snapshot, text)
        except OSError as error:
            raise UsageError(f"{now.snapshot}: cannot be written: {error.strerror}") from error
        return now.snapshot

    def _open(self) -> Run:
        run = self._open_run()
        if run.import_errors:
            raise UsageError("\n".join(map(str, run.import_errors)))
        run.collected = run.project.cases()
        return run


def _named(run: Run, name: str) -> Case:
    """Return the case of a node id, or of a bare name that is unique."""
    exact = [case for case in run.collected if case.id == name]
    fitting = exact or [case for case in run.collected if case.name == name]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        listed = ", ".join(case.id for case in fitting)
        raise UsageError(f"{name} fits {len(fitting)} cases; write one of: {listed}")
    raise UsageError(f"there is no case {name}; `verbatim review --list` shows those that wait")


def _entry(run: Run, case: Case) -> Entry:
    path = snapshot_path(case)
    stands = stored(run.project.root / path)
    examination = run.examination(case)
    broken = run.findings(case)
    change = run.change(case, stands)
    would = None
    if examination.record is not None and not broken and run.corpus is not None:
        would = run.to_accept(case, examination.record)
    if change is None:
        return Entry(State.ACCEPTED, case.id, path, None, would, stands)
    state = State.NEW if stands is None else State.PENDING
    return Entry(state, case.id, path, change, would, stands)

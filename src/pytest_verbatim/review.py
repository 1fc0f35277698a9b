"""`Review`: what is accepted, pending, new and orphaned, and accepting examples by a decision.

Each look reads the files anew, so that an editor may be open beside it. Accepting writes the one
snapshot of the one case, and that only if what would be accepted is still what was looked at.
Cases of a dataset that its source contradicts are not looked at, as pytest does not collect them.
Knows no terminal.

Source: design, "Snapshots".
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pytest_verbatim.casefile import Case
from pytest_verbatim.change import Entry, State
from pytest_verbatim.commands import PRUNE, update_command
from pytest_verbatim.comparer import Comparer
from pytest_verbatim.errors import ConfigError, UsageError
from pytest_verbatim.examiner import Examiner
from pytest_verbatim.names.suggesting import nearest
from pytest_verbatim.project import Project
from pytest_verbatim.snapshotfile import orphans, snapshot_path, stored, write_snapshot


def refusal(environment: Mapping[str, str], rev: str | None) -> str:
    """Return why nothing is accepted where cases are held against `rev`, "" where something is."""
    if environment.get("CI", "").lower() not in {"", "0", "false"}:
        return "nothing is accepted while CI is set"
    if rev is None:
        return ""
    return f"nothing is accepted with --corpus-rev; first {update_command(rev)}"


@dataclass(frozen=True, slots=True)
class Look:
    """The examples of a project as its files were at one moment.

    Attributes:
        entries: one a case, in the order of emission, then one an orphan.
        contradicted: what is wrong with the datasets whose cases are not among them, a line each
            with its place, as pytest says it; "" where there is none.
    """

    entries: tuple[Entry, ...]
    contradicted: str

    def refuse_contradicted(self) -> None:
        """Say what is wrong with datasets whose cases could not be looked at.

        Raises:
            ConfigError: there is one.
        """
        if self.contradicted:
            raise ConfigError(self.contradicted)


class Review:
    """The examples of a project beside their snapshots, at one revision."""

    def __init__(self, root: Path, open_project: Callable[[], Comparer]) -> None:
        """Take the project's folder, and what opens it anew with its corpus."""
        self.root = root
        self._open_project = open_project

    def look(self) -> Look:
        """Return all examples as their files are now.

        Raises:
            UsageError: a case module or a dataset cannot be read, or there is no corpus.
        """
        comparer = self._open()
        project, contradicted = comparer.examiner.project, comparer.examiner.contradicted
        cases = (case for case in project.cases() if not contradicted.of(case.dataset))
        found: tuple[Case | str, ...] = (*cases, *orphans(project))
        told = contradicted.told(*project.dataset_names())
        return Look(tuple(_entry(comparer, one) for one in found), told)

    def named(self, names: Sequence[str]) -> tuple[Entry, ...]:
        """Return the entries of some names as their files are now, each once, in that order.

        A name is a node id, the name of a case where that is unique, or the path of an orphan.

        Raises:
            UsageError: a name is none of these, or of a case whose dataset the source contradicts;
                a file cannot be read, or there is no corpus.
        """
        comparer = self._open()
        found = [_admitted(comparer.examiner, name) for name in names]
        refused = [one for one in found if isinstance(one, UsageError)]
        if refused:
            raise UsageError("\n".join(dict.fromkeys(map(str, refused))))
        known = {_name_of(one): one for one in found if not isinstance(one, UsageError)}
        return tuple(_entry(comparer, one) for one in known.values())

    def entry(self, name: str) -> Entry:
        """Return the entry of one name; see `named`."""
        return self.named((name,))[0]

    def accept(self, seen: Entry, reason: str = "") -> str:
        """Write the snapshot of a case that a person looked at, and return its path.

        Raises:
            UsageError: it cannot be accepted, or is not what was looked at any more; nothing is
                written.
        """
        now = self.entry(seen.name)
        if now.would_accept is not None and now.would_accept != seen.would_accept:
            raise UsageError(f"{seen.name} changed since it was shown; look at it again")
        return self.write(replace(now, stands=seen.stands), reason)

    def write(self, entry: Entry, reason: str = "") -> str:
        """Write the snapshot of an entry, and return its path.

        Raises:
            UsageError: it cannot be accepted, or its snapshot is not what stood there any more;
                nothing is written.
        """
        if entry.would_accept is None:
            raise UsageError(f"{entry.name} {_why_not(entry)}")
        if stored(self.root / entry.snapshot) != entry.stands:
            raise UsageError(f"{entry.name} changed since it was shown; look at it again")
        plain = reason.encode("utf-8", "replace").decode()
        text = replace(entry.would_accept, reason=" ".join(plain.split())).text()
        try:
            write_snapshot(self.root / entry.snapshot, text)
        except OSError as error:
            raise UsageError(f"{entry.snapshot}: cannot be written: {error.strerror}") from error
        return entry.snapshot

    def _open(self) -> Comparer:
        comparer = self._open_project()
        faults = comparer.examiner.project.import_errors
        if faults:
            raise UsageError("\n".join(map(str, faults)))
        return comparer


def _why_not(entry: Entry) -> str:
    if entry.state is State.ORPHANED:
        return f"is a snapshot without a case; `{PRUNE}` removes it"
    return "has findings; mend them first"


def _name_of(one: Case | str) -> str:
    return one if isinstance(one, str) else one.id


def _admitted(examiner: Examiner, name: str) -> Case | str | UsageError:
    """Return what a name is of, or why that cannot be looked at."""
    found = _found(examiner.project, name)
    told = examiner.contradicted.told(found.dataset) if isinstance(found, Case) else ""
    return ConfigError(told) if told else found


def _found(project: Project, name: str) -> Case | str | UsageError:
    """Return the case or the orphan of a name, or why there is none."""
    exact = [case for case in project.cases() if case.id == name]
    fitting = exact or [case for case in project.cases() if case.name == name]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        listed = ", ".join(case.id for case in fitting)
        return UsageError(f"{name} fits {len(fitting)} cases; write one of: {listed}")
    if name in orphans(project):
        return name
    near = nearest(name, tuple(_names(project)))
    shown = "`verbatim review --list` shows those that wait"
    advice = f"did you mean {', '.join(near)}?" if near else shown
    return UsageError(f"there is no case {name}; {advice}")


def _names(project: Project) -> Iterator[str]:
    for case in project.cases():
        yield case.name
        yield case.id
    yield from orphans(project)


def _entry(comparer: Comparer, one: Case | str) -> Entry:
    """Return the entry of a case, or of an orphan by its path."""
    if isinstance(one, str):
        return Entry(State.ORPHANED, one, one)
    path = snapshot_path(one)
    stands = stored(comparer.examiner.project.root / path)
    change, would = comparer.change(one, stands), comparer.to_accept(one)
    if change is None:
        return Entry(State.ACCEPTED, one.id, path, None, would, stands)
    state = State.NEW if stands is None else State.PENDING
    return Entry(state, one.id, path, change, would, stands)

"""Writing an update: all of it or nothing, whenever the process dies.

Every new file is written beside its target first. Then a journal, which lists targets and digests,
is renamed into place: from there on the update has happened, and renaming the files is all that is
left of it. While the journal stands, nothing but `resume` runs (`Project.pin` sees to that).
Who writes or resumes is `alone` in it.
"""

import json
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pytest_verbatim.accepted import Revision
from pytest_verbatim.config.pin import is_plain_path
from pytest_verbatim.errors import UsageError
from pytest_verbatim.files import digest_of_file
from pytest_verbatim.project import CASES, JOURNAL, PINS, SNAPSHOTS, Project
from pytest_verbatim.update.disk import (
    beside,
    naming,
    put_beside,
    sweep,
    sync_folders,
    target_of,
)
from pytest_verbatim.update.lock import UpdateRefused
from pytest_verbatim.update.value import NewFile, UpdatePlan

_RESUME = "`verbatim update --resume`"


@dataclass(frozen=True, slots=True)
class Move:
    """A file that waits beside its target: the target's path, its old digest and the new one."""

    path: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Journal:
    """What was decided: the revision that the pin names then, and the files."""

    to: Revision
    moves: tuple[Move, ...]


def write(root: Path, plan: UpdatePlan) -> None:
    """Write the files of a plan below a project's folder, in which no journal stands.

    What an update left that was interrupted before it was decided goes, also where the plan has no
    files.

    Raises:
        UpdateRefused: a file changed since the plan was made, or the disk refuses; nothing was
            written.
        UsageError: the disk refuses when all was decided; `resume` finishes it.
    """
    sweep(root)
    if not plan.files:
        return
    _refuse_changed(root, plan)
    files = _one_for_each_target(root, plan.files)
    journal = Journal(plan.new, tuple(Move(file.path, file.old, file.new) for file in files))
    try:
        for file in files:
            with naming(file.path):
                put_beside(target_of(root, file.path), file.data)
        _refuse_changed(root, plan)
        _decide(root, journal)
    except BaseException as error:
        # An interrupt can come when the journal stands already: then it has happened.
        if not (root / JOURNAL).exists():
            sweep(root)
            if isinstance(error, OSError):
                raise UpdateRefused(_cannot(error, "nothing was written")) from error
        raise
    _finish(root, journal.moves)


def resume(root: Path) -> Journal | None:
    """Finish an update that was interrupted, and return it; None where none was decided.

    Raises:
        UsageError: it cannot be finished; says what stands in the way.
    """
    if not (root / JOURNAL).exists():
        return None
    journal = _journal(root)
    _finish(root, journal.moves)
    sweep(root)
    return journal


def _refuse_changed(root: Path, plan: UpdatePlan) -> None:
    """Refuse a plan that rests on files which are others now."""
    expected = {**dict(plan.read), **{file.path: file.old for file in plan.files}}
    there = {path: digest_of_file(root / path) for path in (*expected, *Project(root).own_files)}
    for path, digest in sorted(there.items()):
        if path not in expected or digest != expected[path]:
            raise UpdateRefused(
                f"{path}: changed while the update was planned; nothing was written, run it again"
            )


def _one_for_each_target(root: Path, files: Sequence[NewFile]) -> tuple[NewFile, ...]:
    """Return the files without those that are another one already, by way of a link.

    Raises:
        UpdateRefused: the two would not get the same text.
    """
    found: dict[Path, NewFile] = {}
    for file in files:
        other = found.setdefault(target_of(root, file.path), file)
        if other.data != file.data:
            raise UpdateRefused(
                f"{file.path}: is the same file as {other.path}, and the two would get different "
                "text; nothing was written"
            )
    return tuple(found.values())


# --- the journal -----------------------------------------------------------------------------


def _decide(root: Path, journal: Journal) -> None:
    """Make everything so far lasting, then let the journal stand: the update has happened."""
    value = {
        "to": journal.to._asdict(),
        "files": [{"path": m.path, "old": m.old, "new": m.new} for m in journal.moves],
    }
    sync_folders({target_of(root, move.path).parent for move in journal.moves})
    place = root / JOURNAL
    waiting = beside(place)
    with naming(JOURNAL), waiting.open("w", encoding="utf-8") as file:
        json.dump(value, file, ensure_ascii=False, indent=2)
        file.flush()
        os.fsync(file.fileno())
    with naming(JOURNAL):
        waiting.replace(place)
    with suppress(OSError):  # it stands; a folder that cannot be synced is no reason to stop
        sync_folders({place.parent})


def _journal(root: Path) -> Journal:
    try:
        value = json.loads((root / JOURNAL).read_bytes())
        moves = tuple(Move(one["path"], one["old"], one["new"]) for one in value["files"])
        to = Revision(value["to"]["name"], value["to"]["commit"])
        plain = all(is_plain_path(move.path) for move in moves)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(_undo(f"{JOURNAL}: cannot be read ({error})")) from error
    if not plain:
        raise UsageError(_undo(f"{JOURNAL}: names files outside the project"))
    return Journal(to, moves)


def _finish(root: Path, moves: Sequence[Move]) -> None:
    """Rename every file that waits, then take the journal away; may be begun any number of times.

    Raises:
        UsageError: a file is neither what it was nor what it shall be, or the disk refuses.
    """
    waiting = [move for move in moves if _waits(root, move)]
    try:
        for move in waiting:
            target = target_of(root, move.path)
            with naming(move.path):
                beside(target).replace(target)
        sync_folders({target_of(root, move.path).parent for move in moves})
        with naming(JOURNAL):
            (root / JOURNAL).unlink()
    except OSError as error:
        told = f"the update was decided and is not finished; {_RESUME} goes on with it"
        raise UsageError(_cannot(error, told)) from error


def _waits(root: Path, move: Move) -> bool:
    """Return whether a file has yet to be renamed."""
    target = target_of(root, move.path)
    now = digest_of_file(target)
    if digest_of_file(beside(target)) == move.new and now in {move.old, move.new}:
        return True
    if now == move.new:
        return False
    if now != move.old:
        raise UsageError(
            f"{move.path}: was changed after the update was interrupted; put back what stood there "
            f"(git checkout -- {move.path}), then {_RESUME}"
        )
    raise UsageError(_undo(f"{move.path}: what was to be put there is gone"))


def _undo(told: str) -> str:
    return (
        f"{told}; the interrupted update cannot be finished: put everything back "
        f"(git checkout -- {PINS} {CASES} {SNAPSHOTS}), remove {JOURNAL}, and update again"
    )


def _cannot(error: OSError, told: str) -> str:
    place = f"{error.filename}: " if error.filename else ""
    return f"{place}cannot be written ({error.strerror or error}); {told}"

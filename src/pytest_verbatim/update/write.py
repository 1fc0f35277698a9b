"""Writing an update: all of it or nothing, whenever the process dies.

Every new file is written beside its target first. Then a journal, which lists targets and digests,
is renamed into place: from there on the update has happened, and renaming the files is all that is
left of it. While the journal stands, nothing but `resume` runs (`Project.pin` sees to that).
"""

import fcntl
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from pytest_verbatim.accepted import Revision
from pytest_verbatim.config.pin import is_plain_path
from pytest_verbatim.errors import UsageError
from pytest_verbatim.project import CASES, JOURNAL, PINS, SNAPSHOTS
from pytest_verbatim.update.value import UpdatePlan, digest_of_bytes

_BESIDE = ".verbatim-update"
"""How the names of files end that wait beside their targets; no pattern of ours takes them in."""
_RESUME = "`verbatim update --resume`"


class UpdateRefused(UsageError):
    """Nothing was written; the text says why."""


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
    """Write the files of a plan below a project's folder.

    Raises:
        UpdateRefused: a file changed since the plan was made, another update is being written, or
            the disk refuses; nothing was written.
        UsageError: the disk refuses when all was decided; `resume` finishes it.
    """
    if not plan.files:
        return
    with _alone(root):
        _remove_stale(root)
        _refuse_changed(root, plan)
        moves = tuple(Move(file.path, file.old, file.new) for file in plan.files)
        try:
            for file in plan.files:
                _stage(_target(root, file.path), file.data)
            _decide(root, Journal(plan.new, moves))
        except BaseException as error:
            # An interrupt can come when the journal stands already: then it has happened.
            if not (root / JOURNAL).exists():
                _remove_stale(root)
                if isinstance(error, OSError):
                    raise UpdateRefused(_cannot(error, "nothing was written")) from error
            raise
        _finish(root, moves)


def resume(root: Path) -> Journal | None:
    """Finish an update that was interrupted, and return it; None where there is none.

    Raises:
        UsageError: it cannot be finished; says what stands in the way.
    """
    if not (root / JOURNAL).exists():
        return None
    with _alone(root):
        journal = _journal(root)
        _finish(root, journal.moves)
        return journal


# --- beside the targets ----------------------------------------------------------------------


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """Be the only process that writes an update; the lock goes when the process does."""
    try:
        folder = os.open(root / PINS, os.O_RDONLY)
    except OSError as error:
        raise UpdateRefused(_cannot(error, "nothing was written")) from error
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise UpdateRefused("another update is being written; wait for it") from error
    finally:
        os.close(folder)


def _target(root: Path, path: str) -> Path:
    """Return where a file of the project really is: a link stays, what it leads to is replaced."""
    return (root / path).resolve()


def _beside(target: Path) -> Path:
    return target.with_name(f".{target.name}{_BESIDE}")


def _stage(target: Path, data: bytes) -> None:
    beside = _beside(target)
    with beside.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    shutil.copymode(target, beside)


def _remove_stale(root: Path) -> None:
    """Remove what an update left that was interrupted before it was decided."""
    for folder in (PINS, CASES, SNAPSHOTS):
        for stale in (root / folder).rglob(f".*{_BESIDE}"):
            with suppress(OSError):
                stale.unlink()


def _refuse_changed(root: Path, plan: UpdatePlan) -> None:
    expected = {**dict(plan.read), **{file.path: file.old for file in plan.files}}
    for path, digest in sorted(expected.items()):
        if _digest(root / path) != digest:
            raise UpdateRefused(
                f"{path}: changed while the update was planned; nothing was written, run it again"
            )


def _digest(path: Path) -> str | None:
    """Return the digest of a file, None where there is none."""
    try:
        return digest_of_bytes(path.read_bytes())
    except FileNotFoundError:
        return None


# --- the journal -----------------------------------------------------------------------------


def _decide(root: Path, journal: Journal) -> None:
    """Make everything so far lasting, then let the journal stand: the update has happened."""
    value = {
        "to": journal.to._asdict(),
        "files": [{"path": m.path, "old": m.old, "new": m.new} for m in journal.moves],
    }
    _sync({_target(root, move.path).parent for move in journal.moves})
    place = root / JOURNAL
    beside = place.with_name(f"{place.name}{_BESIDE}")
    with beside.open("w", encoding="utf-8") as file:
        json.dump(value, file, ensure_ascii=False, indent=2)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(place)
    with suppress(OSError):  # it stands; a folder that cannot be synced is no reason to stop
        _sync({place.parent})


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
            target = _target(root, move.path)
            _beside(target).replace(target)
        _sync({_target(root, move.path).parent for move in moves})
        (root / JOURNAL).unlink()
    except OSError as error:
        told = f"the update was decided and is not finished; {_RESUME} goes on with it"
        raise UsageError(_cannot(error, told)) from error


def _waits(root: Path, move: Move) -> bool:
    """Return whether a file has yet to be renamed."""
    target = _target(root, move.path)
    now = _digest(target)
    if _digest(_beside(target)) == move.new and now in {move.old, move.new}:
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


def _sync(folders: Iterable[Path]) -> None:
    for folder in folders:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

"""Examples that wait, one at a time in a terminal; a key decides, and what it says is done at once.

What is told of the last key stands below the example, directly above where the next is asked for.
"""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from pytest_verbatim import render
from pytest_verbatim.change import Entry, State
from pytest_verbatim.cli.common import CLEAN, REPORT, put
from pytest_verbatim.cli.editor import edit
from pytest_verbatim.cli.keys import drop_typed, kept_modes, pressed, typed_line
from pytest_verbatim.errors import UsageError
from pytest_verbatim.review import Look, Review

_END = frozenset({"q", "\x04", ""})
_NARROWEST = 20
_AHEAD = "`a` was pressed before this was shown, so that nothing was accepted; press it again"


class _Verdict(Enum):
    DONE = auto()
    LEFT = auto()
    QUIT = auto()


@dataclass(frozen=True, slots=True)
class Session:
    """A person at a terminal.

    Attributes:
        looking: what there is to review.
        refusal: why nothing is accepted here, "" where something is.
        colour: whether to paint.
    """

    looking: Review
    refusal: str
    colour: bool

    def run(self) -> int:
        """Show each example that waits, until all are decided; return the exit status.

        Raises:
            UsageError: files cannot be read, or there is no corpus; or, after all others were
                shown, a dataset is contradicted by its source.
        """
        with kept_modes():
            put(["looking at all examples ..."])
            look = self.looking.look()
            status = self._run(look)
        look.refuse_contradicted()
        return status

    def _run(self, look: Look) -> int:
        entries = look.entries
        waiting = [one for one in entries if one.change is not None]
        orphans = [one for one in entries if one.state is State.ORPHANED]
        if not waiting:
            put(render.review_lines(entries) if entries or not look.contradicted else ())
            return REPORT if orphans else CLEAN
        done, notice = 0, look.contradicted
        try:
            for at, seen in enumerate(waiting, 1):
                entry, notice = self._anew(seen, notice) if at > 1 else (seen, notice)
                below, notice = notice, ""  # told there, and not again where that is interrupted
                verdict, notice = self._decide(entry, f"[{at}/{len(waiting)}]", below)
                if verdict is _Verdict.QUIT:
                    break
                done += verdict is _Verdict.DONE
        finally:
            left = len(waiting) - done
            put([*_lines(notice), f"{done} accepted, {left} still to review"])
            put(render.review_lines(orphans) if orphans else ())
        return REPORT if left or orphans else CLEAN

    def _decide(self, entry: Entry, head: str, notice: str) -> tuple[_Verdict, str]:
        """Show an entry until a key decides; return that, and what to tell below the next one."""
        shown = None
        while entry.state is not State.ACCEPTED:
            if entry != shown:
                self._show(entry, head)
                shown = entry
            pressed_ = pressed("\n".join([*_lines(notice), self._keys(entry)]))
            key, notice = pressed_.key, ""
            if key in _END:
                return _Verdict.QUIT, ""
            if key == "s":
                return _Verdict.LEFT, f"skipped {entry.name}"
            if key == "a" and pressed_.is_ahead:
                drop_typed()
                notice = _AHEAD
            elif key == "a":
                is_accepted, notice = self._accept(entry)
                if is_accepted:
                    return _Verdict.DONE, notice
                entry, notice = self._anew(entry, notice)
            elif key == "e":
                entry, notice = self._anew(entry, _edited(self.looking, entry))
            else:
                notice = f"{key} is no key here" if key.isprintable() else "that is no key here"
        return _Verdict.DONE, "\n".join([*filter(None, [notice]), f"{entry.name}: passes now"])

    def _anew(self, entry: Entry, notice: str) -> tuple[Entry, str]:
        """Return an entry as its files are now; where they cannot be read, as it was, and why."""
        try:
            return self.looking.entry(entry.name), notice
        except UsageError as error:
            told = str(error)
        return entry, notice if told in notice else "\n".join(filter(None, [notice, told]))

    def _show(self, entry: Entry, head: str) -> None:
        width = max(_NARROWEST, shutil.get_terminal_size().columns)
        advised = bool(self.refusal) or entry.would_accept is None
        text = render.entry_text(entry, width, colour=self.colour, advised=advised)
        put([f"\n{head} {'-' * (width - len(head) - 1)}", text, ""])

    def _keys(self, entry: Entry) -> str:
        accept = "" if self.refusal or entry.would_accept is None else "a accept, "
        return f"{accept}s skip, e edit, q quit > "

    def _accept(self, entry: Entry) -> tuple[bool, str]:
        """Return whether an entry was accepted, and what to tell of it."""
        if self.refusal:
            return False, self.refusal
        if entry.would_accept is None:
            return False, f"{entry.name} has findings; mend them first"
        reason = typed_line("reason, if any > ")
        if reason is None:
            put([""])
            return False, "no reason was read, so that nothing was accepted"
        try:
            return True, f"accepted {entry.name}: wrote {self.looking.accept(entry, reason)}"
        except UsageError as error:
            return False, str(error)


def _edited(looking: Review, entry: Entry) -> str:
    """Open the file of an entry, and return what there is to tell of that."""
    if entry.change is None:
        return ""
    where = entry.change.where
    try:
        with kept_modes():
            edit(looking.root / where.file, where.line or 1)
    except UsageError as error:
        return str(error)
    return ""


def _lines(notice: str) -> Sequence[str]:
    width = max(_NARROWEST, shutil.get_terminal_size().columns)
    return tuple(render.told_lines(notice, width)) if notice else ()

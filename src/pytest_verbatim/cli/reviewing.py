"""`verbatim review`: changed examples one at a time, in a terminal or by name."""

import argparse
import os
import select
import shutil
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from pytest_verbatim import render
from pytest_verbatim.change import Entry, State
from pytest_verbatim.cli.common import CLEAN, REPORT, put
from pytest_verbatim.cli.editor import edit
from pytest_verbatim.errors import UsageError
from pytest_verbatim.project import Project
from pytest_verbatim.review import Review
from pytest_verbatim.run import Run
from pytest_verbatim.source.opening import at_hand, open_corpus, terminal_progress
from pytest_verbatim.source.release import open_revision

_KEYS = "a accept, s skip, e edit, q quit"
_ESCAPE = "\x1b"
_SEQUENCE_S = 0.05
"""So soon after ESC the rest of a sequence follows; a person is slower."""


def review(options: argparse.Namespace) -> int:
    """Run what was asked for: list, show, accept, or one at a time where there is a terminal."""
    chosen = [name for name in ("list", "show", "accept") if getattr(options, name)]
    if len(chosen) > 1:
        raise UsageError(f"review: --{chosen[0]} and --{chosen[1]} do not go together")
    if options.reason and not options.accept:
        raise UsageError("review: --reason goes with --accept")
    looking = Review(partial(_open, options))
    if options.accept:
        return _accept(options, looking)
    if options.show:
        return _show(options, looking)
    if options.list or options.json or not _is_terminal():
        return _list(options, looking)
    return _one_by_one(options, looking)


def _open(options: argparse.Namespace) -> Run:
    """Return the project as its files are now, with its corpus."""
    project = Project.around(Path.cwd())
    run = Run(project)
    repo, rev = options.corpus, options.corpus_rev
    run.find_commit = partial(at_hand, project.pin, repo)
    if rev is None:
        run.corpus = open_corpus(project.pin, repo, None, terminal_progress)
    else:
        run.corpus = open_revision(project.pin, repo, rev, "--corpus-rev", terminal_progress)
        run.earlier = open_corpus(project.pin, repo, None, terminal_progress)
    return run


def _is_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _list(options: argparse.Namespace, looking: Review) -> int:
    entries = looking.entries()
    put(render.review_json(entries) if options.json else render.review_lines(entries))
    waits = any(entry.state is not State.ACCEPTED for entry in entries)
    return REPORT if waits else CLEAN


def _show(options: argparse.Namespace, looking: Review) -> int:
    entry = looking.entry(options.show)
    width = shutil.get_terminal_size().columns
    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    text = render.entry_text(entry, width, colour=colour)
    put([render.entry_json(entry) if options.json else text])
    return CLEAN if entry.state is State.ACCEPTED else REPORT


def _accept(options: argparse.Namespace, looking: Review) -> int:
    _refuse_accepting(options)
    for name in options.accept:
        entry = looking.entry(name)
        if entry.state is State.ACCEPTED:
            put([f"{entry.name}: is accepted already"])
        else:
            put([f"{entry.name}: wrote {looking.accept(entry, options.reason or '')}"])
    return CLEAN


def _refuse_accepting(options: argparse.Namespace) -> None:
    if os.environ.get("CI", "").lower() not in {"", "0", "false"}:
        raise UsageError("review: nothing is accepted while CI is set")
    if options.corpus_rev is not None:
        raise UsageError("review: nothing is accepted with --corpus-rev; move the pin there first")


# --- one at a time -----------------------------------------------------------------------------


def _one_by_one(options: argparse.Namespace, looking: Review) -> int:
    """Show each that waits; a key decides. What was decided is done at once."""
    waiting = [e for e in looking.entries() if e.change is not None]
    left = len(waiting)
    for at, entry in enumerate(waiting, 1):
        done = _decide(options, looking, entry, f"[{at}/{len(waiting)}] ")
        if done is None:
            break
        left -= done
    print(f"{len(waiting) - left} accepted, {left} still to review")
    return REPORT if left else CLEAN


def _decide(options: argparse.Namespace, looking: Review, entry: Entry, head: str) -> bool | None:
    """Return whether an entry was accepted; None to quit. Asks until a key decides."""
    colour = not os.environ.get("NO_COLOR")
    while True:
        width = max(40, shutil.get_terminal_size().columns)
        print(f"\n{head}{render.entry_text(entry, width, colour=colour)}\n")
        key = _key(f"{_KEYS} > ")
        if key in {"q", "\x03", "\x04", ""}:
            return None
        if key == "s":
            return False
        if key == "a" and _told(partial(_accept_one, options, looking, entry)):
            return True
        if key == "e":
            _told(partial(_edit, entry))
        try:
            entry = looking.entry(entry.name)
        except UsageError as error:
            print(f"verbatim: {error}")
            continue
        if entry.state is State.ACCEPTED:
            print(f"{entry.name}: passes now")
            return True


def _told(act: Callable[[], None]) -> bool:
    """Return whether something could be done; say why not."""
    try:
        act()
    except UsageError as error:
        print(f"verbatim: {error}")
        return False
    return True


def _accept_one(options: argparse.Namespace, looking: Review, entry: Entry) -> None:
    _refuse_accepting(options)
    if entry.would_accept is None:
        raise UsageError(f"{entry.name} has findings; mend them first")
    try:
        reason = input("reason, if any > ")
    except EOFError:
        raise UsageError("no reason was read, so that nothing was accepted") from None
    print(f"wrote {looking.accept(entry, reason)}")


def _edit(entry: Entry) -> None:
    if entry.change is not None:
        where = entry.change.where
        edit(Project.around(Path.cwd()).root / where.file, where.line or 1)


def _key(prompt: str) -> str:
    """Return the key that was pressed, ESC for all that send a sequence; "" at the end of input.

    What was typed ahead counts, so that nothing is flushed.
    """
    try:
        import termios  # noqa: PLC0415  (not on every system)
        import tty  # noqa: PLC0415
    except ImportError:
        print(prompt, end="", flush=True)
        return sys.stdin.readline()[:1].strip()
    stream = sys.stdin.fileno()
    before = termios.tcgetattr(stream)
    try:
        tty.setcbreak(stream, termios.TCSANOW)
        print(prompt, end="", flush=True)
        key = os.read(stream, 1).decode("ascii", "replace")
        if key == _ESCAPE:  # an arrow sends several characters, letters among them
            while select.select([stream], [], [], _SEQUENCE_S)[0] and os.read(stream, 1):
                pass
    finally:
        termios.tcsetattr(stream, termios.TCSADRAIN, before)
    print(key if key.isprintable() else "")
    return key

"""`verbatim review`: changed examples one at a time, in a terminal or by name."""

import argparse
import os
import shutil
import sys
from functools import partial
from pathlib import Path

from pytest_verbatim import render
from pytest_verbatim.change import Entry, State
from pytest_verbatim.cli.common import CLEAN, REPORT, project_here, put
from pytest_verbatim.cli.keys import is_dumb
from pytest_verbatim.cli.session import Session
from pytest_verbatim.comparer import Comparer
from pytest_verbatim.errors import UsageError
from pytest_verbatim.examiner import Examiner
from pytest_verbatim.project import Project
from pytest_verbatim.review import Review, refusal
from pytest_verbatim.source.opening import at_hand, terminal_progress
from pytest_verbatim.source.release import open_held


def review(options: argparse.Namespace) -> int:
    """Run what was asked for: list, show, accept, or one at a time where there is a terminal."""
    asked = {"list": options.list, "show": options.show is not None, "accept": options.accept}
    chosen = [name for name, is_asked in asked.items() if is_asked]
    if len(chosen) > 1:
        raise UsageError(f"review: --{chosen[0]} and --{chosen[1]} do not go together")
    if options.reason and not options.accept:
        raise UsageError("review: --reason goes with --accept")
    if options.json and options.accept:
        raise UsageError("review: --json goes with --list or --show")
    root = project_here().root
    looking = Review(root, partial(_open, root, options))
    if options.accept:
        return _accept(options, looking)
    if options.show is not None:
        return _show(options, looking)
    if options.list or options.json or not _is_terminal():
        return _list(options, looking)
    return Session(looking, _refusal(options), _has_colour()).run()


def _open(root: Path, options: argparse.Namespace) -> Comparer:
    """Return the project as its files are now, with its corpus."""
    project = Project(root)
    pin, repo = project.pin, options.corpus
    corpus, earlier = open_held(pin, repo, options.corpus_rev, terminal_progress)
    find_commit = partial(at_hand, pin, repo)
    return Comparer(Examiner(project, corpus), earlier, find_commit)


def _is_terminal() -> bool:
    """Return whether a person sits at both ends; one that is closed is none."""
    return all(one is not None and one.isatty() for one in (sys.stdin, sys.stdout))


def _has_colour() -> bool:
    """Return whether to paint: as NO_COLOR, then FORCE_COLOR ask, else where a terminal can."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout is not None and sys.stdout.isatty() and not is_dumb()


def _list(options: argparse.Namespace, looking: Review) -> int:
    look = looking.look()
    entries = look.entries
    if options.json:
        put(render.review_json(entries))
    elif entries or not look.contradicted:
        put(render.review_lines(entries, refusal(os.environ, options.corpus_rev)))
    look.refuse_contradicted()
    waits = any(entry.state is not State.ACCEPTED for entry in entries)
    return REPORT if waits else CLEAN


def _show(options: argparse.Namespace, looking: Review) -> int:
    entry = looking.entry(options.show)
    if options.json:
        put([render.entry_json(entry)])
    else:
        width = shutil.get_terminal_size().columns
        put([render.entry_text(entry, width, colour=_has_colour())])
    return CLEAN if entry.state is State.ACCEPTED else REPORT


def _accept(options: argparse.Namespace, looking: Review) -> int:
    """Accept what can be of the names, all of which have to be known; tell of each."""
    refusal = _refusal(options)
    if refusal:
        raise UsageError(refusal)
    reason, refused = options.reason or "", False
    for entry in looking.named(options.accept):
        try:
            told = f"{entry.name}: {_accepted(looking, entry, reason)}"
        except UsageError as error:
            told, refused = f"not accepted: {error}", True
        put([told])
    return REPORT if refused else CLEAN


def _accepted(looking: Review, entry: Entry, reason: str) -> str:
    if entry.state is State.ACCEPTED:
        return "is accepted already"
    return f"wrote {looking.write(entry, reason)}"


def _refusal(options: argparse.Namespace) -> str:
    """Return why nothing is accepted in such a call, "" where something is."""
    told = refusal(os.environ, options.corpus_rev)
    return f"review: {told}" if told else ""

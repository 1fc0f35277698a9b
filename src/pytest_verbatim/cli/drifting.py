"""`verbatim drift`: what became of each item of one revision in another."""

import argparse
from collections.abc import Collection, Iterable

from pytest_verbatim import render
from pytest_verbatim.cli.common import CLEAN, REPORT, checked_file, project_here, put
from pytest_verbatim.config.pin import is_plain_path
from pytest_verbatim.drift import Fate, Sources, fates_of
from pytest_verbatim.errors import UsageError
from pytest_verbatim.source.corpus import Corpus
from pytest_verbatim.source.opening import terminal_progress
from pytest_verbatim.source.release import open_revision


def drift(options: argparse.Namespace) -> int:
    """Print what became of the items of OLD in NEW; of those in FILE..., if any are named."""
    if options.corpus_rev is not None:
        raise UsageError("drift: OLD and NEW are the revisions; leave --corpus-rev out")
    pin = project_here().pin
    old = open_revision(pin, options.corpus, options.old, "OLD", terminal_progress)
    new = open_revision(pin, options.corpus, options.new, "NEW", terminal_progress)
    sources = Sources()
    files = [_checked_in_either(file, old, new) for file in options.files]
    fates = fates_of(sources.tree_of(old), sources.tree_of(new))
    if files:
        fates = tuple(fate for fate in fates if _is_about(fate, files, old.rust_paths))
    lines: Iterable[str] = map(render.fate_json, fates)
    if not options.json:
        lines = render.drift_lines(fates, options.old, options.new, _broken(fates, new))
    put(lines)
    return REPORT if any(fate.is_drift for fate in fates) else CLEAN


def _broken(fates: Iterable[Fate], new: Corpus) -> dict[str, int]:
    """Return the line of the first error in NEW of each file from which an item is gone."""
    gone = (fate for fate in fates if fate.new is None or fate.new.file != fate.old.file)
    files = {fate.old.file for fate in gone} & {*new.rust_paths}
    lines = {file: new.rust_file(file).error_line for file in files}
    return {file: line for file, line in lines.items() if line is not None}


def _checked_in_either(file: str, old: Corpus, new: Corpus) -> str:
    if is_plain_path(file) and file not in {*old.rust_paths, *new.rust_paths}:
        raise UsageError(f"neither OLD nor NEW has a Rust file {file}; `verbatim items` lists all")
    return file if file in new.rust_paths else checked_file(file, old)


def _is_about(fate: Fate, files: Collection[str], old_paths: Collection[str]) -> bool:
    """Return whether an item stood in one of the files, or is now in one that OLD has not."""
    now = fate.new.file if fate.new is not None else None
    return fate.old.file in files or (now in files and now not in old_paths)

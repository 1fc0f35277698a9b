"""What the commands share: exit statuses, the corpus that was asked for, files that must exist."""

import argparse
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

from pytest_verbatim.config.pin import is_plain_path
from pytest_verbatim.errors import UsageError
from pytest_verbatim.project import Project
from pytest_verbatim.source.corpus import Corpus
from pytest_verbatim.source.opening import open_corpus, terminal_progress

CLEAN, REPORT, USAGE = 0, 1, 2
"""Exit statuses: nothing to say, something to report, wrong usage."""


def put(lines: Iterable[str]) -> None:
    """Print lines. A reader that went away has seen enough, and the exit status stays what it is.

    Raises:
        UsageError: standard output cannot be written, on a full disk for instance.
    """
    try:
        for line in lines:
            print(line)
        print(end="", flush=True)  # what cannot be written is noticed here, not at exit
    except BrokenPipeError:
        _drop(sys.stdout)
    except OSError as error:
        _drop(sys.stdout)
        raise UsageError(f"standard output cannot be written: {error.strerror}") from error


def tell(text: str) -> None:
    """Print a message on standard error; where that is closed or full, the exit status tells."""
    if sys.stderr is None:
        return
    try:
        print(text, file=sys.stderr, flush=True)
    except OSError:
        _drop(sys.stderr)


def _drop(stream: TextIO) -> None:
    """Let what is still in the buffer go nowhere, or the interpreter complains at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def project_here() -> Project:
    """Return the project that the command was called in.

    Raises:
        UsageError: there is none; or its folder is gone.
    """
    try:
        place = Path.cwd()
    except OSError as error:
        raise UsageError(f"the folder that you are in is gone: {error.strerror}") from error
    return Project.around(place)


def open_from(options: argparse.Namespace) -> Corpus:
    """Return the corpus that `--corpus` and `--corpus-rev` ask for."""
    project = project_here()
    return open_corpus(project.pin, options.corpus, options.corpus_rev, terminal_progress)


def checked_file(file: str, corpus: Corpus) -> str:
    """Return the path of a Rust file of a corpus.

    Raises:
        UsageError: there is none; names those of the same name.
    """
    if not is_plain_path(file):
        raise UsageError(f"{file!r} is no plain path below the subtree {corpus.pin.subtree}/")
    if file not in corpus.rust_paths:
        name = file.rsplit("/", 1)[-1]
        near = [path for path in corpus.rust_paths if path.rsplit("/", 1)[-1] == name]
        advice = f"; there is {', '.join(near[:5])}" if near else "; `verbatim items` lists all"
        raise UsageError(f"the corpus has no Rust file {file}{advice}")
    return file

"""Failures as workflow commands of GitHub, which puts each beside the line that it is about.

Source: actions/runner, ActionCommand.cs: how commands are read and what is escaped in them.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import zip_longest

from pytest_verbatim.failure import Failure
from pytest_verbatim.finding import Where

MOST = 50
"""GitHub shows the first ten of a step, the others only in its log."""
_LONGEST = 4000
"""Of one message, in characters."""
_LONGEST_NAME = 200
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_PROPERTY = {**_DATA, ":": "%3A", ",": "%2C"}
_PLACE = re.compile(r"(?P<file>[^:\n]+):(?P<line>\d+)\b")


def annotations(failures: Sequence[Failure], path_of: Callable[[str], str]) -> list[str]:
    """Return an error command a finding, at most `MOST`, each on a line of its own.

    What kept a test from running comes first, then the first finding of each failure, then the
    second of each: GitHub shows few, and one for each case says more than ten for one.

    Args:
        failures: in the order in which they are to be told.
        path_of: what a file of a finding is called in the repository.
    """
    told = dict.fromkeys(
        _command(path_of(where.file), where.line, title, message)
        for where, title, message in _in_order(failures)
    )
    return list(told)[:MOST]


def _in_order(failures: Sequence[Failure]) -> Iterator[tuple[Where, str, str]]:
    for failure in failures:
        if not failure.findings:
            yield _place_of(failure), failure.test, failure.text
    for rank in zip_longest(*(one.findings for one in failures)):
        for failure, finding in zip(failures, rank, strict=True):
            if finding is not None:
                same = finding.where.file == failure.where.file
                line = finding.where.line or (failure.where.line if same else None)
                where = Where(finding.where.file, line)
                yield where, finding.code, f"{finding.seen}\n{finding.mend}"


def _place_of(failure: Failure) -> Where:
    """Return where a failure without findings is; its text may begin with file and line."""
    named = _PLACE.match(failure.text)
    if named is not None and named["file"] == failure.where.file:
        return Where(named["file"], int(named["line"]))
    return failure.where


def _command(file: str, line: int | None, title: str, message: str) -> str:
    given = {"file": file, "line": str(line or 1), "title": _cut(title, _LONGEST_NAME)}
    properties = ",".join(f"{name}={_escaped(text, _PROPERTY)}" for name, text in given.items())
    return f"::error {properties}::{_escaped(_cut(message, _LONGEST), _DATA)}"


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 3] + "..."


def _escaped(text: str, escapes: dict[str, str]) -> str:
    clean = _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", text)
    return "".join(escapes.get(one, one) for one in clean)

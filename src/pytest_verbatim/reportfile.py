"""Reports that a run leaves as files: which kinds there are, and writing one."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from pytest_verbatim.change import Change
from pytest_verbatim.errors import UsageError
from pytest_verbatim.files import is_device, write_whole
from pytest_verbatim.render.changes import changes_headline
from pytest_verbatim.render.report import About, report_json, report_markdown

Report = Callable[[Sequence[Change], About], str]


def report_html(changes: Sequence[Change], about: About) -> str:
    """Return a report as a page."""
    from pytest_verbatim.render.page import review_page  # noqa: PLC0415  (few runs ask for one)

    return review_page(changes, about.headline(changes), "Drift")


def changes_page(
    changes: Sequence[Change], cases: int, orphans: Sequence[str], faults: Sequence[str] = ()
) -> str:
    """Return the page of the examples that changed, out of so many that ran, and of orphans.

    `faults` are why others could not be looked at.
    """
    from pytest_verbatim.render.page import review_page  # noqa: PLC0415  (few runs ask for one)

    headline = changes_headline(changes, cases)
    return review_page(changes, headline, orphans=orphans, faults=faults)


KINDS: Mapping[str, Report] = MappingProxyType(
    {".json": report_json, ".md": report_markdown, ".html": report_html}
)
"""The kinds of drift reports by the suffix of their file."""


def check_report(option: str, path: Path, suffixes: Sequence[str]) -> None:
    """Refuse a file that could not be written, before anything runs.

    Raises:
        UsageError: another suffix, a folder, a device, or no folder to write it into.
    """
    if path.suffix not in suffixes:
        raise UsageError(f"{option}={path}: the name must end in {' or '.join(suffixes)}")
    if path.is_dir():
        raise UsageError(f"{option}={path}: is a folder")
    if is_device(path):
        raise UsageError(f"{option}={path}: is a device, a pipe or a socket")
    if not path.absolute().parent.is_dir():
        raise UsageError(f"{option}={path}: there is no folder {path.parent}")


def write_report(path: Path, text: str) -> None:
    """Write a report, whole or not at all.

    Raises:
        UsageError: the disk does not take it.
    """
    try:
        write_whole(path, text.encode("utf-8", "replace"))
    except OSError as error:
        raise UsageError(f"{path}: cannot be written: {error.strerror}") from error

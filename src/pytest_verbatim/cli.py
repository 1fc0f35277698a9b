"""The `verbatim` command. Exit status: 0 clean, 1 something to report, 2 wrong usage."""

import argparse
import io
import os
import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

from pytest_verbatim import newcase, render
from pytest_verbatim.config.pin import is_plain_path
from pytest_verbatim.drift import Fate, Sources, fates_of
from pytest_verbatim.errors import UsageError
from pytest_verbatim.excerpt import Excerpt, cut, faults_of_tests
from pytest_verbatim.finding import Where
from pytest_verbatim.project import CASES, Project
from pytest_verbatim.rustfile import Item
from pytest_verbatim.selection import Place
from pytest_verbatim.source.corpus import Corpus
from pytest_verbatim.source.opening import open_corpus, terminal_progress
from pytest_verbatim.source.release import open_revision

CLEAN, REPORT, USAGE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    options = _options(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")  # names and code are, whatever the locale
    try:
        status = int(options.run(options))
        sys.stdout.flush()  # a reader that went away is noticed here, not at exit
    except UsageError as error:
        print(f"verbatim: {error}", file=sys.stderr)
        return USAGE
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CLEAN
    except KeyboardInterrupt:
        print("verbatim: interrupted", file=sys.stderr)
        return 130
    return status


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Return the options; files may stand behind an option, which argparse by itself refuses."""
    parser = _parser()
    options, others = parser.parse_known_args(arguments)
    if others and (not hasattr(options, "files") or any(one.startswith("-") for one in others)):
        parser.error(f"unrecognized arguments: {' '.join(others)}")
    if others:
        options.files = [*options.files, *others]
    return options


def _parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--corpus", metavar="REPO", help="take the commit from this git repository")
    common.add_argument("--corpus-rev", metavar="REV", help="another revision than the pinned one")
    parser = argparse.ArgumentParser(
        prog="verbatim", description="Look at the corpus that the cases are about."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    items = commands.add_parser("items", parents=[common], help="list what can be selected")
    items.add_argument("file", nargs="?", metavar="FILE", help="below the subtree; all if left out")
    items.add_argument("--json", action="store_true", help="one JSON object a line")
    items.set_defaults(run=_items)
    show = commands.add_parser("show", parents=[common], help="print the exact excerpt")
    show.add_argument("file", metavar="FILE")
    show.add_argument("items", nargs="+", metavar="ITEM")
    show.add_argument("--imports", choices=("none", "used", "all"), default="none")
    show.set_defaults(run=_show)
    new = commands.add_parser("new", parents=[common], help="write a case module to fill in")
    new.add_argument("dataset", metavar="DATASET")
    new.add_argument("file", metavar="FILE")
    new.add_argument("items", nargs="+", metavar="ITEM")
    new.set_defaults(run=_new)
    drift = commands.add_parser("drift", parents=[common], help="what became of each item")
    drift.add_argument("old", metavar="OLD", help="a tag, branch or commit")
    drift.add_argument("new", metavar="NEW", help="another one, newer or not")
    drift.add_argument("files", nargs="*", metavar="FILE", help="of OLD or NEW; all if left out")
    drift.add_argument("--json", action="store_true", help="one JSON object a line, for all items")
    drift.set_defaults(run=_drift)
    return parser


def _corpus(options: argparse.Namespace) -> Corpus:
    project = Project.around(Path.cwd())
    return open_corpus(project.pin, options.corpus, options.corpus_rev, terminal_progress)


def _items(options: argparse.Namespace) -> int:
    corpus = _corpus(options)
    files = corpus.rust_paths if options.file is None else (_checked(options.file, corpus),)
    for file in files:
        rust_file = corpus.rust_file(file)
        items = list(_with_test(file, corpus))
        if options.json:
            lines = render.items_json(file, rust_file, items)
        else:
            lines = render.items_table(file, items)
        for line in lines:
            print(line)
    return CLEAN


def _with_test(file: str, corpus: Corpus) -> Iterator[tuple[Item, bool]]:
    whole_file = file in corpus.test_paths
    for item in corpus.rust_file(file).items:
        yield item, item.test or whole_file


def _checked(file: str, corpus: Corpus) -> str:
    if not is_plain_path(file):
        raise UsageError(f"{file!r} is no plain path below the subtree {corpus.pin.subtree}/")
    if file not in corpus.rust_paths:
        name = file.rsplit("/", 1)[-1]
        near = [path for path in corpus.rust_paths if path.rsplit("/", 1)[-1] == name]
        advice = f"; there is {', '.join(near[:5])}" if near else "; `verbatim items` lists all"
        raise UsageError(f"the corpus has no Rust file {file}{advice}")
    return file


def _show(options: argparse.Namespace) -> int:
    corpus = _corpus(options)
    file = _checked(options.file, corpus)
    place = Place(Where(file), file, corpus.rust)
    rust_file = corpus.rust_file(file)
    found = cut(rust_file, options.items, options.imports, place, with_tests=True)
    if isinstance(found, Excerpt):
        if file in corpus.test_paths or any(faults_of_tests(rust_file, found.items, place)):
            print("verbatim: this is test code; a case cannot show it", file=sys.stderr)
        sys.stdout.buffer.write(found.text.encode() + b"\n")
        sys.stdout.buffer.flush()
        return CLEAN
    print(render.findings_text(found), file=sys.stderr)
    return REPORT


def _new(options: argparse.Namespace) -> int:
    """Write `cases/DATASET/<name>.py`; nothing where the items cannot be shown or it is there."""
    corpus = _corpus(options)
    project = Project.around(Path.cwd())
    if options.dataset not in project.dataset_names():
        listed = ", ".join(project.dataset_names()) or "none"
        raise UsageError(f"there is no dataset {options.dataset!r}; there are {listed}")
    dataset = project.dataset(options.dataset)
    file = _checked(options.file, corpus)
    if not dataset.admits(file):
        raise UsageError(f"{file} is outside the scope of {dataset.name}; see {dataset.shown}")
    found = cut(
        corpus.rust_file(file), options.items, "used", Place(Where(file), file, corpus.rust)
    )
    if not isinstance(found, Excerpt):
        print(render.findings_text(found), file=sys.stderr)
        return REPORT
    name = newcase.name_of(found.items)
    shown = f"{CASES}/{dataset.name}/{name}.py"
    try:
        with (project.root / shown).open("x", encoding="utf-8") as module:
            module.write(newcase.module_text(name, file, found.items))
    except FileExistsError:
        raise UsageError(f"{shown} is there already; rename it, or write another by hand") from None
    except OSError as error:
        raise UsageError(f"{shown}: cannot be written: {error.strerror}") from error
    print(f"{shown}: write prompt and think, then run pytest {shown}")
    return CLEAN


def _drift(options: argparse.Namespace) -> int:
    """Print what became of the items of OLD in NEW; of those in FILE..., if any are named."""
    if options.corpus_rev is not None:
        raise UsageError("drift: OLD and NEW are the revisions; leave --corpus-rev out")
    pin = Project.around(Path.cwd()).pin
    old = open_revision(pin, options.corpus, options.old, "OLD", terminal_progress)
    new = open_revision(pin, options.corpus, options.new, "NEW", terminal_progress)
    sources = Sources()
    files = [_checked_in_either(file, old, new) for file in options.files]
    fates = fates_of(sources.tree_of(old), sources.tree_of(new))
    if files:
        fates = tuple(fate for fate in fates if _is_about(fate, files, old.rust_paths))
    lines: Iterable[str] = map(render.fate_json, fates)
    if not options.json:
        lines = render.drift_lines(fates, options.old, options.new)
    for line in lines:
        print(line)
    return REPORT if any(fate.is_drift for fate in fates) else CLEAN


def _checked_in_either(file: str, old: Corpus, new: Corpus) -> str:
    if is_plain_path(file) and file not in {*old.rust_paths, *new.rust_paths}:
        raise UsageError(f"neither OLD nor NEW has a Rust file {file}; `verbatim items` lists all")
    return file if file in new.rust_paths else _checked(file, old)


def _is_about(fate: Fate, files: Collection[str], old_paths: Collection[str]) -> bool:
    """Return whether an item stood in one of the files, or is now in one that OLD has not."""
    now = fate.new.file if fate.new is not None else None
    return fate.old.file in files or (now in files and now not in old_paths)

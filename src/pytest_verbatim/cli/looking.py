"""`verbatim items`, `show`, `new`: what can be selected, the excerpt, a case to fill in."""

import argparse
from collections.abc import Iterator, Sequence

from pytest_verbatim import newcase, render
from pytest_verbatim.cli.common import (
    CLEAN,
    REPORT,
    checked_file,
    open_from,
    project_here,
    put,
    tell,
)
from pytest_verbatim.config.dataset import FILE_NAME
from pytest_verbatim.contradicted import Contradicted
from pytest_verbatim.errors import UsageError
from pytest_verbatim.excerpt import Excerpt, cut, faults_of_tests
from pytest_verbatim.finding import Where
from pytest_verbatim.project import CASES
from pytest_verbatim.rustfile import Item
from pytest_verbatim.selection import Place
from pytest_verbatim.source.corpus import Corpus


def items(options: argparse.Namespace) -> int:
    """Print the items of a file, or of all files."""
    corpus = open_from(options)
    files = corpus.rust_paths if options.file is None else (checked_file(options.file, corpus),)
    for file in files:
        rust_file = corpus.rust_file(file)
        items = list(_with_test(file, corpus))
        if options.json:
            lines = render.items_json(file, rust_file, items)
        else:
            lines = render.items_table(file, items)
        put(lines)
    return CLEAN


def _with_test(file: str, corpus: Corpus) -> Iterator[tuple[Item, bool]]:
    whole_file = file in corpus.test_paths
    for item in corpus.rust_file(file).items:
        yield item, item.test or whole_file


def show(options: argparse.Namespace) -> int:
    """Print the excerpt of some items as a case would show it."""
    corpus = open_from(options)
    file = checked_file(options.file, corpus)
    place = Place(Where(file), file, corpus.rust)
    rust_file = corpus.rust_file(file)
    found = cut(rust_file, options.items, options.imports, place, with_tests=True)
    if isinstance(found, Excerpt):
        if file in corpus.test_paths or any(faults_of_tests(rust_file, found.items, place)):
            tell("verbatim: this is test code; a case cannot show it")
        put([found.text])
        return CLEAN
    tell(render.findings_text(found))
    return REPORT


def new(options: argparse.Namespace) -> int:
    """Write `cases/DATASET/<name>.py`; nothing where the items cannot be shown or it is there."""
    corpus = open_from(options)
    project = project_here()
    if options.dataset not in project.dataset_names():
        raise UsageError(_no_dataset(options.dataset, project.dataset_names()))
    dataset = project.dataset(options.dataset)
    file = checked_file(options.file, corpus)
    if not dataset.admits(file):
        Contradicted(project, corpus).refuse(dataset.name)
        raise UsageError(f"{file} is outside the scope of {dataset.name}; see {dataset.shown}")
    found = cut(
        corpus.rust_file(file), options.items, "used", Place(Where(file), file, corpus.rust)
    )
    if not isinstance(found, Excerpt):
        tell(render.findings_text(found))
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
    put([f"{shown}: write prompt and think, then run pytest {shown}"])
    return CLEAN


def _no_dataset(asked: str, there: Sequence[str]) -> str:
    begin = f"{CASES}/{asked}/{FILE_NAME}"
    if not there:
        return f"there is no dataset {asked!r}; write {begin} to begin it"
    verb = "is" if len(there) == 1 else "are"
    listed = ", ".join(there)
    return f"there is no dataset {asked!r}; there {verb} {listed}, and {begin} would begin another"

"""Coverage: which items of the files that a dataset is about stand whole in an example.

Source: design, "Contract: commands", `--corpus-coverage`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pytest_verbatim.config.dataset import Dataset
from pytest_verbatim.examination import Examination
from pytest_verbatim.rustfile import Item
from pytest_verbatim.source.corpus import Corpus


@dataclass(frozen=True, slots=True)
class Uncovered:
    """An item that no example shows whole; `line` is its first, 1-based."""

    file: str
    line: int
    item: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of its files a dataset covers. `unknown_files` are in its scope, not the corpus."""

    dataset: str
    total: int
    covered: int
    missing: tuple[Uncovered, ...]
    unknown_files: tuple[str, ...]


def coverage_of(dataset: Dataset, corpus: Corpus, examinations: Iterable[Examination]) -> Coverage:
    """Return the coverage of the non-test items, `use` declarations aside, of `dataset.cover`.

    An item counts when it stands whole in an example without findings; a member that is chosen
    covers itself only, but all members of an impl or trait in one example cover that too. An
    example that shows every item of a file covers nothing of it, unless there is but one.
    """
    shown = {pair for one in examinations if one.record for pair in _shown(one, corpus)}
    known = [file for file in dataset.cover if file in corpus.files]
    wanted = [(file, item) for file in known for item in items_in_scope(corpus, file)]
    missing = tuple(
        Uncovered(file, item.lines.first, str(item.path))
        for file, item in wanted
        if (file, item) not in shown
    )
    unknown = tuple(file for file in dataset.cover if file not in corpus.files)
    return Coverage(dataset.name, len(wanted), len(wanted) - len(missing), missing, unknown)


def items_in_scope(corpus: Corpus, file: str) -> tuple[Item, ...]:
    """Return the items of a file that count: no test code, no `use`, none that cannot be cut."""
    if file in corpus.test_paths:
        return ()
    return tuple(
        item
        for item in corpus.rust_file(file).items
        if not (item.test or item.refusal or item.kind == "use")
    )


def _shown(examination: Examination, corpus: Corpus) -> Iterator[tuple[str, Item]]:
    for excerpt in examination.excerpts:
        wanted = items_in_scope(corpus, excerpt.file)
        held = frozenset(
            item
            for item in wanted
            if any(chosen.lines.holds(item.lines) for chosen in excerpt.items)
        )
        held |= frozenset(_in_members(wanted, held))
        if len(held) < len(wanted) or len(wanted) == 1:
            yield from ((excerpt.file, item) for item in held)


def _in_members(wanted: Iterable[Item], held: frozenset[Item]) -> Iterator[Item]:
    """Yield the impls and traits of which all members are held: their shells come along."""
    whole = {item.container for item in held}
    whole -= {item.container for item in wanted if item not in held}
    yield from (item for item in wanted if item.path in whole)

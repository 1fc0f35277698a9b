"""What the checks add to a case, side by side: cut alone, checked, remembered.

    python benchmarks/speed.py [--rounds N]

Each round times all accepted examples in one process, in turn: cutting the code out (no check),
examining them with every check, and examining them with what an earlier run remembered. What is
printed are medians of the differences, in milliseconds an example. Files and texts are read in a
round before; the index of the tree is timed by itself, from an empty cache and from a filled one.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from pytest_verbatim.casefile import Case
from pytest_verbatim.checks import CHECKS
from pytest_verbatim.examination import examine, prepare
from pytest_verbatim.memory import Memory, Remembered, key_of
from pytest_verbatim.project import Project
from pytest_verbatim.source.corpus import Corpus
from pytest_verbatim.source.opening import open_corpus
from pytest_verbatim.source.store import Store

ROOT = Path(__file__).resolve().parent.parent


class Nothing(Memory):
    """A memory that answers that nothing was found, so that no check runs."""

    def get(self, key: str) -> Remembered | None:
        """Return no finding."""
        del key
        return Remembered()


def main() -> int:
    """Time and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    project = Project(ROOT)
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder), "worked-out")
        corpus = _corpus(project, store)
        corpus.all_rust_files()
        cold = _timed(lambda: corpus.index)
        again = _corpus(project, store)
        again.test_paths  # noqa: B018  (reads the files, as any run does)
        warm = _timed(lambda: again.index)
        cases = project.cases()
        memory = Memory(store)
        _all(project, corpus, cases, memory)  # parses what is shown, and remembers
        checked, kept = [], []
        for _ in range(options.rounds):
            cut = _timed(lambda: _all(project, corpus, cases, Nothing(store)))
            checked.append(_timed(lambda: _all(project, corpus, cases, None)) - cut)
            kept.append(_timed(lambda: _all(project, corpus, cases, memory)) - cut)
    count = len(cases)
    print(f"{count} examples, {len(CHECKS)} checks, {options.rounds} rounds")
    print(
        f"index of the tree, files parsed: {1000 * cold:.0f} ms; from the cache: {1000 * warm:.0f}"
    )
    print(f"checks, an example: {1000 * statistics.median(checked) / count:.2f} ms")
    print(f"remembered, an example: {1000 * statistics.median(kept) / count:.3f} ms")
    return 0


def _corpus(project: Project, store: Store) -> Corpus:
    opened = open_corpus(project.pin, None, None, lambda _: None)
    return Corpus(opened.pin, opened.repository, opened.commit, opened.tag, opened.origin, store)


def _all(project: Project, corpus: Corpus, cases: tuple[Case, ...], memory: Memory | None) -> None:
    for case in cases:
        dataset = project.dataset(case.dataset)
        read = (project.digest(case.module), project.digest(dataset.shown), corpus.tree_digest)
        examine(prepare(case, dataset, corpus), memory, key_of((case.id, *read)))


def _timed(run: Callable[[], object]) -> float:
    started = time.perf_counter()
    run()
    return time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(main())

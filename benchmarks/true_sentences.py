"""The bench of false alarms: what do the checks object to in sentences that are true?

    python benchmarks/true_sentences.py [--json FILE] [--markdown FILE] [--asking CODE ...]

Reads `true_sentences_*.toml` beside this file: sentences about the pinned source, written and
labelled by hand before any check saw them. Each becomes the think block of an example that shows
the code it is about; what is found there is a false alarm, unless it merely asks for a claim.
"""

import argparse
import json
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from falsehoods.report import as_markdown, as_text, share
from falsehoods.score import ASKING

from pytest_verbatim.casefile import Case
from pytest_verbatim.config.dataset import Dataset
from pytest_verbatim.examination import examine, prepare
from pytest_verbatim.example import Example, rust
from pytest_verbatim.project import Project
from pytest_verbatim.source.corpus import Corpus
from pytest_verbatim.source.opening import open_corpus

HERE = Path(__file__).resolve().parent
PROMPT = "Please write this part the way the code around it is written."
PLAIN = "This follows what stands around it."
"""A think block that says nothing: what is found on it is no matter of the sentence."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A true sentence: where it is listed (1-based), the code it is about, and why it is true."""

    file: str
    number: int
    code: tuple[tuple[str, ...], ...]
    text: str
    proof: str

    @property
    def id(self) -> str:
        """Return how people find it."""
        return f"{self.file} number {self.number}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was found on a sentence, as (code, what was seen); `cut` is false without its code."""

    sentence: Sentence
    findings: tuple[tuple[str, str], ...]
    cut: bool

    def alarms(self, asking: Collection[str]) -> tuple[tuple[str, str], ...]:
        """Return the findings that call something wrong."""
        return tuple(found for found in self.findings if found[0] not in asking)

    def asks(self, asking: Collection[str]) -> bool:
        """Return whether a claim is asked for."""
        return any(code in asking for code, _ in self.findings)


def read_sentences(path: Path) -> tuple[Sentence, ...]:
    """Return the sentences of a file, in order."""
    entries = tomllib.loads(path.read_text(encoding="utf-8"))["sentence"]
    return tuple(
        Sentence(
            path.name,
            number,
            tuple(tuple(part) for part in entry["code"]),
            entry["text"],
            entry["proof"],
        )
        for number, entry in enumerate(entries, 1)
    )


def dataset_without_rules(corpus: Corpus) -> Dataset:
    """Return a dataset that admits every file and asks for nothing."""
    return Dataset(
        name="true_sentences",
        shown="benchmarks/true_sentences.py",
        corpus=corpus.pin.name,
        system="You maintain this code.",
        title="True sentences",
        cover=(),
        also=("*",),
        smallest=1,
        largest=10_000,
    )


def hold(sentence: Sentence, dataset: Dataset, corpus: Corpus) -> Outcome:
    """Return what the checks say to a sentence and do not say to a plain one in its place."""

    def found(think: str) -> tuple[frozenset[tuple[str, str]], int]:
        code = [rust(file, *items) for file, *items in sentence.code]
        example = Example(code=code, prompt=PROMPT, think=think)
        case = Case(dataset.name, f"benchmarks/{sentence.file}", "sentence", 1, 0, example)
        done = examine(prepare(case, dataset, corpus))
        return frozenset((one.code, one.seen) for one in done.findings), len(done.excerpts)

    plain, _ = found(PLAIN)
    said, shown = found(sentence.text)
    return Outcome(sentence, tuple(sorted(said - plain)), shown == len(sentence.code))


def table_of(outcomes: Sequence[Outcome], asking: Collection[str]) -> list[tuple[str, ...]]:
    """Return the table, a line for each file and one for all."""
    table: list[tuple[str, ...]] = [
        ("file", "sentences", "false alarms", "%", "asked for a claim", "%", "by")
    ]
    files = sorted({outcome.sentence.file for outcome in outcomes})
    for name in [*files, "all"]:
        part = [one for one in outcomes if name in {"all", one.sentence.file}]
        alarms = sum(bool(one.alarms(asking)) for one in part)
        asked = sum(one.asks(asking) for one in part)
        codes = Counter(code for one in part for code, _ in one.findings)
        by = ", ".join(f"{code} {count}" for code, count in codes.most_common())
        counts = (str(alarms), share(alarms, len(part)), str(asked), share(asked, len(part)))
        table.append((name, str(len(part)), *counts, by or "-"))
    return table


def as_data(outcomes: Sequence[Outcome], asking: Collection[str]) -> list[dict[str, object]]:
    """Return every sentence with what was found on it."""
    return [
        {
            "id": one.sentence.id,
            "text": one.sentence.text,
            "proof": one.sentence.proof,
            "false_alarms": [list(found) for found in one.alarms(asking)],
            "asks": one.asks(asking),
        }
        for one in outcomes
    ]


def arguments(given: Sequence[str] | None) -> argparse.Namespace:
    """Return the parsed command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every sentence")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the table")
    parser.add_argument("--corpus", metavar="REPO", help="take the tree from this repository")
    parser.add_argument("--asking", nargs="*", default=sorted(ASKING), metavar="CODE")
    return parser.parse_args(given)


def main(given: Sequence[str] | None = None) -> int:
    """Run the bench; return 1 where the code of a sentence cannot be shown, else 0."""
    asked = arguments(given)
    start = time.perf_counter()
    corpus = open_corpus(Project.around(HERE).pin, asked.corpus, None, lambda _: None)
    dataset = dataset_without_rules(corpus)
    sentences = [
        sentence
        for path in sorted(HERE.glob("true_sentences_*.toml"))
        for sentence in read_sentences(path)
    ]
    everything = [hold(sentence, dataset, corpus) for sentence in sentences]
    outcomes = [one for one in everything if one.cut]
    for one in everything:
        if not one.cut:
            print(f"left out, its code cannot be shown: {one.sentence.id}: {one.sentence.code}")
    for one in outcomes:
        for code, seen in one.alarms(asked.asking):
            print(f"{one.sentence.id}: {code}: {seen}\n  {one.sentence.text}")
    table = table_of(outcomes, asked.asking)
    print(as_text(table))
    print(f"{time.perf_counter() - start:.1f} s")
    if asked.markdown:
        asked.markdown.write_text(as_markdown(table), encoding="utf-8")
    if asked.json:
        data = json.dumps(as_data(outcomes, asked.asking), indent=1, ensure_ascii=False)
        asked.json.write_text(data + "\n", encoding="utf-8")
    return int(len(outcomes) < len(everything))


if __name__ == "__main__":
    sys.exit(main())

"""Replay the history: every selector that an update would write or keep, looked up another way.

    python benchmarks/update_replay.py [--corpus REPO] [--since TAG] [--markdown FILE]

From each release to the next that changed the subtree, each item of OLD that is no test code and
whose file changed is a case of its own that selects it, once by its full path and once, as authors
do, without generics, lifetimes and qualifiers where that is unique. What an update would have it
say at NEW is held against the trees by other means than those that made it: tokens of the syntax
tree in the place of the lexer's, every item of NEW looked at in the place of the fates. In a file
of the same bytes the same path chooses the same item; those are counted and not looked at. A
selector is wrong where it chooses

- no item or several,
- after a move: an item of other tokens, test code, one that was at its place before, or one of
  several that came with these tokens,
- where it is kept as it is: another item than the one that `verbatim drift` says it became.
"""

import argparse
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from replay import releases

from pytest_verbatim.change import Comparison, Spot
from pytest_verbatim.config.pin import Pin
from pytest_verbatim.drift import Fate, Kind, Sources, fates_of
from pytest_verbatim.drift.naming import without_generics
from pytest_verbatim.finding import Finding, Where
from pytest_verbatim.itempath import text_of
from pytest_verbatim.project import Project
from pytest_verbatim.rustfile import Item, RustFile
from pytest_verbatim.selection import Place, select
from pytest_verbatim.source.corpus import Corpus

ROOT = Path(__file__).resolve().parent.parent
OUTCOMES = ("kept", "written", "left", "gone")
"""The selector stays as it is; another is written; a person decides; the item is gone."""


@dataclass(slots=True)
class Tally:
    """What became of selectors, and which were wrong."""

    items: int = 0
    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def note(self, spelling: str, outcome: str) -> None:
        """Count one selector."""
        self.outcomes[spelling, outcome] += 1


class Files:
    """Parsed files by blob, with the tokens of their items as the syntax tree has them."""

    def __init__(self) -> None:
        """Begin with nothing parsed."""
        self._files: dict[str, RustFile] = {}
        self._tokens: dict[tuple[str, str], tuple[str, ...]] = {}
        self._shortest: dict[str, dict[str, str]] = {}

    def lend(self, corpus: Corpus) -> None:
        """Give a corpus the files that were parsed before; equal blobs are parsed once."""
        blobs = {path: corpus.blob_id(path) for path in corpus.rust_paths}
        corpus._rust.update({b: self._files[b] for b in blobs.values() if b in self._files})  # noqa: SLF001
        for path, blob in blobs.items():
            self._files.setdefault(blob, corpus.rust_file(path))

    def tokens(self, corpus: Corpus, path: str, item: Item) -> tuple[str, ...]:
        """Return the tokens of an item."""
        key = (corpus.blob_id(path), str(item.path))
        if key not in self._tokens:
            found = corpus.rust_file(path).tokens.on(item.lines)
            self._tokens[key] = tuple(token.text for token in found)
        return self._tokens[key]

    def shortest(self, corpus: Corpus, path: str) -> dict[str, str]:
        """Return full path -> a shorter one that chooses the item, where there is any."""
        blob = corpus.blob_id(path)
        if blob not in self._shortest:
            file = corpus.rust_file(path)
            self._shortest[blob] = {str(i.path): _shortest(file, i) for i in file.items}
        return self._shortest[blob]


def _shortest(file: RustFile, item: Item) -> str:
    """Return a path without generics, lifetimes and qualifiers, or as much of it as is needed."""
    shape = item.shape
    body = without_generics(shape.body)
    for tokens in (shape.head + body + shape.tail, (item.name,)):
        text = text_of(tokens)
        if text and _chosen(file, text) == (item,):
            return text
    return str(item.path)


def _chosen(file: RustFile, text: str) -> tuple[Item, ...]:
    found = select(file, text, Place(Where(""), "", {}))
    return () if isinstance(found, Finding) else found


# --- one pair ----------------------------------------------------------------------------------


@dataclass(slots=True)
class Pair:
    """Two releases, what connects them, and what is known of NEW by looking at every item."""

    old: Corpus
    new: Corpus
    between: Comparison
    fates: Sequence[Fate]
    files: Files
    came: dict[tuple[str, ...], list[tuple[str, str]]] = field(default_factory=dict)

    def look(self) -> None:
        """Find what came to its place: tokens -> file and path of each, test code left out."""
        came: defaultdict[tuple[str, ...], list[tuple[str, str]]] = defaultdict(list)
        for path in self.new.rust_paths:
            if path in self.new.test_paths or self._is_same(path):
                continue
            before = self._before(path)
            for item in self.new.rust_file(path).items:
                tokens = self.files.tokens(self.new, path, item)
                if item.kind != "use" and not item.test and before.get(str(item.path)) != tokens:
                    came[tokens].append((path, str(item.path)))
        self.came = dict(came)

    def _is_same(self, path: str) -> bool:
        """Return whether a file has the same bytes in both, and is test code in neither."""
        return all(
            path in corpus.rust_paths and path not in corpus.test_paths
            for corpus in (self.old, self.new)
        ) and self.old.blob_id(path) == self.new.blob_id(path)

    def _before(self, path: str) -> dict[str, tuple[str, ...]]:
        if path not in self.old.rust_paths:
            return {}
        items = self.old.rust_file(path).items
        return {str(item.path): self.files.tokens(self.old, path, item) for item in items}

    def judge(self, tally: Tally) -> None:
        """Note every selector of OLD."""
        tally.items = len(self.fates)
        for fate in self.fates:
            file, path = fate.old.file, fate.old.path
            if self._is_same(file):
                continue
            short = self.files.shortest(self.old, file)[path]
            for spelling, text in (("full", path), ("short", short)):
                outcome, faults = self._outcome(fate, text)
                tally.note(spelling, outcome)
                tally.wrong += [f"{file} `{text}` ({fate.kind}): {fault}" for fault in faults]

    def _outcome(self, fate: Fate, text: str) -> tuple[str, list[str]]:
        found = self.between.followed_selector(fate.old.file, text)
        if found is None:
            told = [] if fate.new is None else ["given up, though drift knows a successor"]
            return "gone", told
        if found == (fate.old.file, text):
            return "kept", list(self._kept_faults(fate, text))
        kind, file, path = self.between.fate(fate.old.file, fate.old.path)
        moved = kind is Kind.MOVED and self.between.is_unique(Spot(file, path, 1, 1))
        return ("written", list(self._written_faults(fate, *found))) if moved else ("left", [])

    def _kept_faults(self, fate: Fate, text: str) -> Iterator[str]:
        """Yield what is wrong with a selector that stays."""
        file = fate.old.file
        if fate.new is None:
            yield "kept, though drift says that it is gone"
            return
        chosen = _chosen(self.new.rust_file(file), text) if file in self.new.rust_paths else ()
        if (fate.new.file, [str(item.path) for item in chosen]) != (file, [fate.new.path]):
            yield f"kept, and chooses {[str(i.path) for i in chosen]}, not {fate.new.path}"

    def _written_faults(self, fate: Fate, file: str, text: str) -> Iterator[str]:
        """Yield what is wrong with a selector that an update writes."""
        chosen = _chosen(self.new.rust_file(file), text)
        if len(chosen) != 1:
            yield f"written as {file} `{text}`, which chooses {len(chosen)} items"
            return
        place, tokens = (file, str(chosen[0].path)), self._old_tokens(fate)
        if chosen[0].test or file in self.new.test_paths:
            yield f"written as {place}, which is test code"
        if self.files.tokens(self.new, file, chosen[0]) != tokens:
            yield f"written as {place}, which has other tokens"
        if self.came.get(tokens) != [place]:
            yield f"written as {place}; what came with its tokens is {self.came.get(tokens)}"
        if (fate.new and (fate.new.file, fate.new.path)) != place:
            yield f"written as {place}, which is not where drift says that it is"

    def _old_tokens(self, fate: Fate) -> tuple[str, ...]:
        return self.files.tokens(self.old, fate.old.file, fate.old.piece.item)


def replay(pin: Pin, repo: str | None, since: str | None) -> Iterator[tuple[str, str, Tally]]:
    """Yield old tag, new tag and tally of each pair of consecutive releases, oldest first."""
    sources, files = Sources(), Files()
    opened = list(releases(pin, repo))  # what has to be fetched is fetched here
    if since is not None:
        opened = opened[[tag for tag, _ in opened].index(since) :]
    for (old, before), (new, after) in pairwise(opened):
        for corpus in (before, after):
            files.lend(corpus)
        fates = fates_of(sources.tree_of(before), sources.tree_of(after))
        pair = Pair(before, after, Comparison(before, after, sources), fates, files)
        pair.look()
        tally = Tally()
        pair.judge(tally)
        yield old, new, tally


# --- output ------------------------------------------------------------------------------------


def table(tallies: Sequence[tuple[str, str, Tally]], seconds: float) -> str:
    """Return the figures in Markdown."""
    outcomes = sum((tally.outcomes for _, _, tally in tallies), Counter[tuple[str, str]]())
    wrong = sum(len(tally.wrong) for _, _, tally in tallies)
    items = sum(tally.items for _, _, tally in tallies)
    span = f"{len(tallies)} pairs of releases, {tallies[0][0]} to {tallies[-1][1]}"
    changed = f"{items} items, {outcomes.total() // 2} of them in files that changed"
    rows = [
        f"{span}; {changed}; **{wrong} selectors wrong**; {seconds:.0f} s of processor time.",
        "",
        f"| written as | selectors | {' | '.join(OUTCOMES)} |",
        f"|---|--:|{'--:|' * len(OUTCOMES)}",
    ]
    rows += [_row(spelling, outcomes) for spelling in ("full", "short")]
    return "\n".join(rows)


def _row(spelling: str, outcomes: Counter[tuple[str, str]]) -> str:
    counts = [outcomes[spelling, one] for one in OUTCOMES]
    named = {"full": "full path", "short": "short path"}[spelling]
    return f"| {named} | {sum(counts)} | {' | '.join(map(str, counts))} |"


def main() -> int:
    """Replay and print; status 1 where a selector was wrong."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--corpus", metavar="REPO", help="take the trees from this repository")
    parser.add_argument("--since", metavar="TAG", help="begin with this release")
    parser.add_argument("--markdown", metavar="FILE", type=Path, help="write the table")
    options = parser.parse_args()
    tallies: list[tuple[str, str, Tally]] = []
    started = time.process_time()
    for old, new, tally in replay(Project(ROOT).pin, options.corpus, options.since):
        if not tallies:
            started = time.process_time()  # all is fetched by then
        tallies.append((old, new, tally))
        written = sum(n for (_, outcome), n in tally.outcomes.items() if outcome == "written")
        if written or tally.wrong:
            print(f"{old} {new}  {written} written, {len(tally.wrong)} wrong")
        for told in tally.wrong:
            print(f"  {told}")
    if not tallies:
        print("update_replay.py: no two releases to compare", file=sys.stderr)
        return 1
    text = table(tallies, time.process_time() - started)
    print(text)
    if options.markdown:
        options.markdown.write_text(text + "\n", "utf-8")
    return 1 if any(tally.wrong for _, _, tally in tallies) else 0


if __name__ == "__main__":
    sys.exit(main())

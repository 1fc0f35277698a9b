"""The flow bench: do real flows hang together, and do unrelated parts stay apart?

    python benchmarks/flows.py [--seed N] [--pairs N] [--corpus REPOSITORY] [--show N]
                               [--json FILE] [--markdown FILE]

First the flows of flows.toml, each read from the source by a person: how many connect whole. Then
pairs of parts, drawn by seed, and the share of them that `edges_between` ties. A pair counts as
unrelated where neither file names the other's module, by an import, by a path in its code or by one
in the text of an attribute; how that is found shares no code with the edges. A pair drawn so may
still have a true relation, a call of a trait's method or SQL for instance: the table counts it as
tied all the same, and `--show` prints the edges for a look by eye.

| set of pairs | what is drawn |
|---|---|
| items, files apart | one to four random items each, of two files that do not name each other |
| namesakes, files apart | the same, where one part uses the name of something the other shows |
| parts of flows, files apart | parts of two different flows, of files that do not name each other |
| items, any files | one to four random items each, of any two files: true relations among them |
| parts of flows, any files | parts of two different flows, of any two files: true relations too |
"""

import argparse
import json
import random
import re
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from pytest_verbatim.config.pin import read_pin
from pytest_verbatim.finding import Finding, Where
from pytest_verbatim.links.edges import Edge, edges_between, loose_parts
from pytest_verbatim.rustfile import Item, Token, path_ending_at
from pytest_verbatim.selection import Place, select
from pytest_verbatim.source.corpus import Corpus
from pytest_verbatim.source.opening import open_corpus

HERE = Path(__file__).resolve().parent
FOLDER = "svix-server/src/"
MOST_ITEMS = 4
_PATH = re.compile(r"\w+(?:::\w+)+")
_OUTER = frozenset({"crate", "self", "super"})


@dataclass(frozen=True, slots=True)
class Lot:
    """A part of an example: items of one file."""

    file: str
    items: tuple[Item, ...]

    def __str__(self) -> str:
        """Return file and item paths in one line."""
        return f"{self.file}: {', '.join(str(item.path) for item in self.items)}"


@dataclass(frozen=True, slots=True)
class Flow:
    """A flow of flows.toml, its items found."""

    slug: str
    parts: tuple[Lot, ...]


def read_flows(corpus: Corpus, path: Path = HERE / "flows.toml") -> tuple[Flow, ...]:
    """Return the flows of a file.

    Raises:
        ValueError: an item path does not choose exactly one item.
    """
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["flow"]
    return tuple(
        Flow(
            row["slug"], tuple(lot(corpus, FOLDER + file, *paths) for file, *paths in row["parts"])
        )
        for row in rows
    )


def lot(corpus: Corpus, file: str, *paths: str) -> Lot:
    """Return the part that item paths choose.

    Raises:
        ValueError: a path does not choose exactly one item.
    """
    chosen: list[Item] = []
    for path in paths:
        found = select(
            corpus.rust_file(file), path, Place(Where("flows.toml", 1, 1), file, corpus.rust)
        )
        if isinstance(found, Finding):
            raise ValueError(f"{file}: {found.seen}")  # noqa: TRY004  (what is wrong is the path)
        if len(found) != 1:
            raise ValueError(f"{file}: `{path}` chooses {len(found)} items")
        chosen += found
    return Lot(file, tuple(chosen))


# --- which files name each other -----------------------------------------------------------------


class Kinship:
    """Which files of a tree name each other's modules, in `use`, in code and in attributes."""

    def __init__(self, corpus: Corpus) -> None:
        """Take the corpus; nothing is read yet."""
        self._corpus = corpus
        self._files: dict[tuple[str, ...], list[str]] = {}
        for file, module in corpus.index.modules.items():
            self._files.setdefault(module, []).append(file)
        self._named: dict[str, frozenset[str]] = {}

    def related(self, one: str, other: str) -> bool:
        """Return whether one of two files names the other's module."""
        return other in self.named_by(one) or one in self.named_by(other)

    def named_by(self, file: str) -> frozenset[str]:
        """Return the files whose module, or something directly in it, a file names."""
        if file not in self._named:
            found = (self._home(path) for path in self._paths(file))
            self._named[file] = frozenset(name for names in found for name in names)
        return self._named[file]

    def _paths(self, file: str) -> Iterator[tuple[str, ...]]:
        here = self._corpus.index.modules[file]
        bound = {
            one.name: self._absolute(here, tuple(one.path.split("::")))
            for one in self._corpus.index.files[file].imports
            if one.name != "*"
        }
        yield from bound.values()
        for one in self._corpus.index.files[file].imports:
            yield self._absolute(here, tuple(one.path.split("::")))
        tokens = self._corpus.tokens(file).every
        for at, token in enumerate(tokens):
            texts: tuple[str, ...] = ()
            if token.kind == "name" and _ends_path(tokens, at):
                texts = (path_ending_at(tokens, at),)
            elif token.kind == "string" and token.attribute:
                texts = tuple(_PATH.findall(token.text))
            for text in texts:
                head, *rest = text.split("::")
                yield (
                    (*bound[head], *rest) if head in bound else self._absolute(here, (head, *rest))
                )

    def _absolute(self, here: tuple[str, ...], path: tuple[str, ...]) -> tuple[str, ...]:
        if path[0] not in _OUTER:
            return (*here, *path) if (*here, path[0]) in self._files else path
        start = here[:1] if path[0] == "crate" else here
        while path and path[0] in _OUTER:
            start = start[:-1] if path[0] == "super" else start
            path = path[1:]
        return (*start, *path)

    def _home(self, path: tuple[str, ...]) -> Sequence[str]:
        """Return the files of the innermost module that a path leads through."""
        while path:
            if path in self._files:
                return self._files[path]
            path = path[:-1]
        return ()


def _ends_path(tokens: Sequence[Token], at: int) -> bool:
    after = tokens[at + 1].text if at + 1 < len(tokens) else ""
    return at > 0 and tokens[at - 1].text == "::" and after != "::"


# --- drawing -------------------------------------------------------------------------------------


@dataclass
class Urn:
    """What pairs are drawn from; the same seed gives the same pairs."""

    corpus: Corpus
    flows: Sequence[Flow]
    kinship: Kinship = field(init=False)

    def __post_init__(self) -> None:
        """Make ready to say which files name each other."""
        self.kinship = Kinship(self.corpus)

    @cached_property
    def pools(self) -> Mapping[str, tuple[Item, ...]]:
        """Return file -> the items that a case could choose, `use` and inline modules aside."""
        index = self.corpus.index
        found = {
            file: tuple(
                item
                for item in self.corpus.rust_file(file).items
                if not item.test and not item.refusal and item.kind not in {"use", "mod"}
            )
            for file in sorted(index.files)
        }
        return {file: items for file, items in found.items() if items}

    def items(self, rng: random.Random) -> tuple[Lot, Lot]:
        """Return random items of two random files."""
        one, other = rng.sample(list(self.pools), 2)
        return self._some(rng, one), self._some(rng, other)

    def _some(self, rng: random.Random, file: str) -> Lot:
        pool = self.pools[file]
        chosen: list[Item] = []
        for item in rng.sample(pool, min(rng.randint(1, MOST_ITEMS), len(pool))):
            if not any(c.lines.holds(item.lines) or item.lines.holds(c.lines) for c in chosen):
                chosen.append(item)
        return Lot(file, tuple(sorted(chosen, key=lambda item: item.lines.first)))

    def parts(self, rng: random.Random) -> tuple[Lot, Lot]:
        """Return parts of two different flows, of different files."""
        while True:
            one, other = rng.sample(self.flows, 2)
            pair = rng.choice(one.parts), rng.choice(other.parts)
            if pair[0].file != pair[1].file:
                return pair

    def apart(self, pair: tuple[Lot, Lot]) -> bool:
        """Return whether the files of two parts do not name each other."""
        return not self.kinship.related(pair[0].file, pair[1].file)

    def namesakes(self, pair: tuple[Lot, Lot]) -> bool:
        """Return whether they are apart, and one uses the name of something the other shows."""
        if not self.apart(pair):
            return False
        one, other = pair
        return bool(self._words(one) & self._shows(other) or self._words(other) & self._shows(one))

    def _words(self, part: Lot) -> frozenset[str]:
        tokens = self.corpus.tokens(part.file)
        return frozenset(
            token.text
            for item in part.items
            for token in tokens.on(item.lines)
            if token.kind == "name"
        )

    def _shows(self, part: Lot) -> frozenset[str]:
        facts = self.corpus.index.files[part.file]
        paths = {str(item.path) for item in part.items}
        members = {entry.name for entry in facts.items if entry.container in paths}
        variants = {one.name for one in facts.variants if one.owner in paths}
        return frozenset({item.name for item in part.items} | members | variants)

    def draw(self, kind: str, count: int, seed: int) -> Iterator[tuple[Lot, Lot]]:
        """Yield so many pairs of a set."""
        draw, fits = SETS[kind]
        rng = random.Random(f"{seed} {kind}")
        while count:
            pair = draw(self, rng)
            if fits(self, pair):
                count -= 1
                yield pair


Draw = Callable[[Urn, random.Random], tuple[Lot, Lot]]
SETS: Mapping[str, tuple[Draw, Callable[[Urn, tuple[Lot, Lot]], bool]]] = {
    "items, files apart": (Urn.items, Urn.apart),
    "namesakes, files apart": (Urn.items, Urn.namesakes),
    "parts of flows, files apart": (Urn.parts, Urn.apart),
    "items, any files": (Urn.items, lambda _, __: True),
    "parts of flows, any files": (Urn.parts, lambda _, __: True),
}


# --- results -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tied:
    """A pair with the edges between its parts."""

    parts: tuple[Lot, Lot]
    edges: tuple[Edge, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A set of pairs: how many there are, and those that are tied."""

    kind: str
    pairs: int
    tied: tuple[Tied, ...]

    @property
    def share(self) -> float:
        """Return the share of the pairs that an edge ties."""
        return len(self.tied) / self.pairs if self.pairs else 0.0

    @property
    def by_kind(self) -> dict[str, int]:
        """Return kind of edge -> pairs with such an edge; a pair may have several kinds."""
        found = Counter(kind for one in self.tied for kind in {edge.kind for edge in one.edges})
        return dict(sorted(found.items()))


def run(corpus: Corpus, pairs: int, seed: int) -> tuple[dict[str, list[str]], list[Row], int]:
    """Return flow -> its loose parts, for those that have some; the rows; how many flows."""
    flows = read_flows(corpus)
    loose = {}
    for flow in flows:
        edges = edges_between(flow.parts, corpus)
        hanging = loose_parts(len(flow.parts), edges)
        if hanging:
            loose[flow.slug] = [str(flow.parts[at]) for group in hanging for at in group]
    urn = Urn(corpus, flows)
    rows = []
    for kind in SETS:
        tied = (Tied(pair, edges_between(pair, corpus)) for pair in urn.draw(kind, pairs, seed))
        rows.append(Row(kind, pairs, tuple(one for one in tied if one.edges)))
    return loose, rows, len(flows)


def as_markdown(loose: Mapping[str, Sequence[str]], rows: Sequence[Row], flows: int) -> str:
    """Return the results as two sentences and a table."""
    lines = [f"{flows - len(loose)} of {flows} flows hang together whole.", ""]
    for slug, parts in loose.items():
        lines += [f"- `{slug}`: loose is {part}" for part in parts]
    if loose:
        lines.append("")
    lines += [
        "| set of pairs | pairs | tied | share | pairs by kind of edge |",
        "|---|--:|--:|--:|---|",
    ]
    for row in rows:
        kinds = ", ".join(f"{kind} {count}" for kind, count in row.by_kind.items())
        lines.append(f"| {row.kind} | {row.pairs} | {len(row.tied)} | {row.share:.2%} | {kinds} |")
    return "\n".join(lines) + "\n"


def as_object(
    loose: Mapping[str, Sequence[str]], rows: Sequence[Row], flows: int, seed: int
) -> dict[str, Any]:
    """Return the results as JSON can hold them."""
    return {
        "seed": seed,
        "flows": flows,
        "loose": {slug: list(parts) for slug, parts in loose.items()},
        "sets": [
            {
                "set": row.kind,
                "pairs": row.pairs,
                "tied": len(row.tied),
                "share": round(row.share, 4),
                "by_kind": row.by_kind,
            }
            for row in rows
        ],
    }


def as_sample(rows: Sequence[Row], count: int) -> str:
    """Return the first tied pairs of each set with their edges, for a look by eye."""
    lines = []
    for row in rows:
        lines.append(f"\n{row.kind}")
        for one in row.tied[:count]:
            lines += [f"  {one.parts[0]}", f"  {one.parts[1]}"]
            lines += [
                f"    {e.kind} {e.name} ({e.from_file}:{e.from_line}) -> "
                f"{e.to_item} ({e.to_file}:{e.to_line})"
                for e in one.edges
            ]
    return "\n".join(lines) + "\n"


def arguments(given: Sequence[str] | None) -> argparse.Namespace:
    """Return the parsed command line."""
    parser = argparse.ArgumentParser(description="Do real flows connect, and unrelated parts not?")
    parser.add_argument("--seed", type=int, default=1, help="of the pairs (default 1)")
    parser.add_argument("--pairs", type=int, default=2000, help="in each set (default 2000)")
    parser.add_argument("--corpus", metavar="REPOSITORY", help="take the commit from here")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="tied pairs of each set")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--markdown", type=Path, metavar="FILE")
    return parser.parse_args(given)


def main(given: Sequence[str] | None = None) -> int:
    """Run the bench; return 0 where every flow connects, else 1."""
    asked = arguments(given)
    pin = read_pin(HERE.parent / "corpus" / "svix-server.toml", "corpus/svix-server.toml")
    corpus = open_corpus(pin, asked.corpus, None, lambda _: None)
    start = time.perf_counter()
    loose, rows, flows = run(corpus, asked.pairs, asked.seed)
    spent = time.perf_counter() - start
    table = as_markdown(loose, rows, flows)
    sys.stdout.write(table)
    if asked.show:
        sys.stdout.write(as_sample(rows, asked.show))
    if asked.markdown:
        asked.markdown.write_text(table, encoding="utf-8")
    if asked.json:
        data = as_object(loose, rows, flows, asked.seed)
        asked.json.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
    sys.stderr.write(f"seed {asked.seed}, {spent:.1f} s\n")
    return 1 if loose else 0


if __name__ == "__main__":
    sys.exit(main())

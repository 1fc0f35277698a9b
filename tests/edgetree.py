"""Small Rust trees written for one test, and short ways to ask for edges between their parts."""

from dataclasses import dataclass
from types import SimpleNamespace
from typing import cast

from pytest_verbatim.finding import Finding, Where
from pytest_verbatim.links.edges import Edge, edges_between
from pytest_verbatim.rustfile import Item, RustFile
from pytest_verbatim.selection import Place, select
from pytest_verbatim.source.corpus import Corpus
from pytest_verbatim.tree.index import Index

ROOT = "app/src"


@dataclass(frozen=True, slots=True)
class Part:
    """Items of one file."""

    file: str
    items: tuple[Item, ...]


def tree(text: str, left_out: str = "") -> Corpus:
    """Return a tree of the files that follow lines `=== path`; paths below `app/src/`.

    The index does not have the file that is left out, as if it were test code.
    """
    files = {}
    for chunk in text.split("=== ")[1:]:
        name, _, source = chunk.partition("\n")
        files[f"{ROOT}/{name.strip()}"] = RustFile(source.encode())
    left = f"{ROOT}/{left_out}"
    index = Index({path: file.facts for path, file in files.items() if path != left})
    return cast(
        "Corpus",
        SimpleNamespace(
            index=index,
            rust_file=files.__getitem__,
            tokens=lambda path: files[path].tokens,
            rust=files,
            once=lambda _key, work: work(),
        ),
    )


def part(corpus: Corpus, chosen: str) -> Part:
    """Return the part that `file: item; item` chooses, its file below `app/src/`."""
    name, _, paths = chosen.partition(": ")
    file = f"{ROOT}/{name}"
    items: list[Item] = []
    for path in paths.split("; "):
        found = select(corpus.rust_file(file), path, Place(Where("test", 1, 1), file, corpus.rust))
        assert not isinstance(found, Finding), found
        items += found
    return Part(file, tuple(items))


def edges_of(text: str, *chosen: str) -> tuple[Edge, ...]:
    """Return the edges between parts of a tree."""
    corpus = tree(text)
    return edges_between([part(corpus, one) for one in chosen], corpus)


def told(edges: tuple[Edge, ...]) -> list[str]:
    """Return edges as `source>target kind name -> item`."""
    return [f"{e.source}>{e.target} {e.kind} {e.name} -> {e.to_item}" for e in edges]

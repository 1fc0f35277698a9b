"""From what an author wrote to an item or a file of the tree: where it is, or why it is not.

An item is looked for in the shown files first, then in the whole tree, where it must be unique.
Test code never counts. Within a file the rules are those of `selection.py`.
"""

import difflib
import posixpath
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pytest_verbatim.itempath import ItemPath, ItemPathError
from pytest_verbatim.proof.verdict import Place
from pytest_verbatim.rustfile import Call, Item, Lines, RustFile, Token, calls_in
from pytest_verbatim.selection import fits
from pytest_verbatim.source.corpus import Corpus
from pytest_verbatim.tree.index import Index
from pytest_verbatim.tree.owner import owner_of

_NEAREST = 3
_MOST = 5


@dataclass(frozen=True, slots=True)
class Scene:
    """Where evidence is looked for: a corpus, and the files that the example shows."""

    corpus: Corpus
    files: Sequence[str]

    @property
    def index(self) -> Index:
        """Return the index of the corpus."""
        return self.corpus.index

    def find(self, text: str) -> "Found | str":
        """Return the item of a path, or why there is none."""
        found = find_item(text, self.corpus, self.files)
        return found if isinstance(found, str) else Found(self, *found)


@dataclass(frozen=True, slots=True)
class Found:
    """An item that was found."""

    scene: Scene
    file: str
    item: Item

    @property
    def path(self) -> str:
        """Return the item's full path."""
        return str(self.item.path)

    @property
    def place(self) -> Place:
        """Return the lines of the item."""
        return Place(self.file, self.item.lines.first, self.item.lines.last)

    @property
    def container(self) -> str:
        """Return the path of the impl or trait around it, or of itself where it is one; or ""."""
        if self.item.container is not None:
            return str(self.item.container)
        return self.path if self.item.kind in {"impl", "trait"} else ""

    @property
    def owner(self) -> str:
        """Return the name of the type or trait that `Self` is in it, "" where there is none."""
        return owner_of(self.container)[1]

    @property
    def in_trait(self) -> bool:
        """Return whether it stands in a trait, so that `Self` is whatever implements that."""
        entry = self.scene.index.entry(self.file, self.container)
        return entry is not None and entry.kind == "trait"

    def on(self, line: int) -> Place:
        """Return one line of its file."""
        return Place(self.file, line, line)

    @property
    def calls(self) -> tuple[Call, ...]:
        """Return the calls that stand in it, in source order; `at` counts its own tokens."""
        lines = self.item.lines
        key = ("live calls", self.file, str(lines.first), str(lines.last))
        return self.scene.corpus.once(key, lambda: tuple(calls_in(self.tokens)))

    @property
    def tokens(self) -> tuple[Token, ...]:
        """Return its tokens, attributes included, test code inside it left out."""
        return live_tokens(self.scene.corpus, self.file, self.item.lines)


def live_tokens(corpus: Corpus, file: str, lines: Lines | None = None) -> tuple[Token, ...]:
    """Return the tokens on these lines of a file, or on all, that are no test code."""
    key = ("live tokens", file, *((str(lines.first), str(lines.last)) if lines else ()))
    return corpus.once(key, lambda: tuple(_live(corpus, file, lines)))


def _live(corpus: Corpus, file: str, lines: Lines | None) -> Iterable[Token]:
    tokens = corpus.tokens(file).on(lines) if lines else corpus.tokens(file).every
    items = corpus.rust_file(file).items
    tests = [i.lines for i in items if i.test and (not lines or lines.holds(i.lines))]
    tested = {line for one in tests for line in range(one.first, one.last + 1)}
    return (token for token in tokens if token.line not in tested) if tested else tokens


def find_item(text: str, corpus: Corpus, files: Sequence[str]) -> tuple[str, Item] | str:
    """Return (file, item) of an item path, or a sentence that says why not, with suggestions.

    Looked for once for the same text and files.

    Args:
        text: as in `rust()`; a file may stand before it, `core/cache/mod.rs::Cache`, by as many
            whole segments of its path as make it unique.
        corpus: the tree.
        files: those that the example shows; there it need be unique among them alone.
    """
    return corpus.once(("item", text, *files), lambda: _look_up(text, corpus, files))


def _look_up(text: str, corpus: Corpus, files: Sequence[str]) -> tuple[str, Item] | str:
    name, path = split_file(text)
    try:
        wanted = ItemPath.parse(path)
    except ItemPathError as error:
        return f"`{text}` is no item path: {error}; `verbatim items` lists the paths there are"
    if name:
        file = find_file(name, corpus)
        if file not in corpus.index.files:
            return file
        among = [[file]]
    else:
        named = dict.fromkeys(file for file, _ in corpus.index.items_named(wanted.last_name))
        shown = [file for file in files if file in named]
        among = [shown, [file for file in named if file not in shown]]
    for places in among:
        fitting = [(f, item) for f in places for item in _choose(corpus.rust_file(f), wanted)]
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            return _ambiguous(text, fitting)
    return _unknown(text, wanted, corpus, among[0] if name else files)


def split_file(text: str) -> tuple[str, str]:
    """Return the file that stands before an item path, "" where there is none, and the path."""
    file, mark, path = text.strip().strip("`").partition(".rs::")
    return (f"{file}.rs", path) if mark else ("", file)


def find_file(text: str, corpus: Corpus) -> str:
    """Return the one file whose path ends with these whole segments, or why there is none."""
    wanted = text.strip().strip("`").removeprefix("./")
    if wanted in corpus.index.files:
        return wanted
    paths = corpus.files
    fitting = [path for path in paths if path == wanted or path.endswith(f"/{wanted}")]
    live = [path for path in fitting if path not in corpus.test_paths]
    if len(live) == 1:
        return live[0]
    if live:
        shown = ", ".join(live[:_MOST])
        return f"`{wanted}` fits {len(live)} files: {shown}; write more of the path"
    if fitting:
        return f"{fitting[0]} holds nothing but test code, which is no evidence"
    return f"there is no file `{wanted}`{_nearest_file(wanted, paths)}"


def _nearest_file(wanted: str, paths: Iterable[str]) -> str:
    by_name = {posixpath.basename(path): path for path in paths}
    near = [by_name[n] for n in difflib.get_close_matches(posixpath.basename(wanted), by_name)]
    near = near or difflib.get_close_matches(wanted, list(paths))
    return f"; nearest: {', '.join(near[:_NEAREST])}" if near else ""


def _choose(rust_file: RustFile, wanted: ItemPath) -> list[Item]:
    """Return the items of a file that a path fits, by the rules of `selection.select`."""
    fitting = [item for item in rust_file.items_with(wanted.last_name) if fits(wanted, item)]
    exact = [item for item in fitting if item.path.tokens == wanted.tokens]
    if wanted.ordinal is not None:
        among = exact if len(exact) > 1 else fitting
        fitting = among[wanted.ordinal - 1 : wanted.ordinal]
    elif len(exact) == 1 and not exact[0].test:
        fitting = exact
    return [item for item in fitting if not item.test]


def _ambiguous(text: str, fitting: Sequence[tuple[str, Item]]) -> str:
    paths = ", ".join(f"`{file}::{item.path}`" for file, item in fitting[:_MOST])
    more = f" and {len(fitting) - _MOST} more" if len(fitting) > _MOST else ""
    return f"`{text}` fits {len(fitting)} items; write one of: {paths}{more}"


def _unknown(text: str, wanted: ItemPath, corpus: Corpus, files: Sequence[str]) -> str:
    name = wanted.last_name
    where = "in " + files[0] if split_file(text)[0] else "in the tree"
    test = next(_tests(wanted, corpus), None)
    if test is not None:
        return f"`{text}` is test code ({test}), which is no evidence; name an item that is not"
    near = [f"`{e.path}` ({file}:{e.first})" for file, e in corpus.index.items_named(name)]
    if not near:
        near = list(_similar(text, name, corpus.index, files))
    advice = (
        f"nearest: {', '.join(near[:_MOST])}" if near else "`verbatim items` lists all there are"
    )
    return f"there is no item `{text}` {where}; {advice}"


def _tests(wanted: ItemPath, corpus: Corpus) -> Iterator[Place]:
    name = wanted.last_name.encode()
    for file in corpus.rust_paths:
        if name and name in corpus.read(file):
            for item in corpus.rust_file(file).items:
                if (item.test or file in corpus.test_paths) and fits(wanted, item):
                    yield Place(file, item.lines.first, item.lines.last)


def _similar(text: str, name: str, index: Index, files: Sequence[str]) -> Iterator[str]:
    """Yield items of a similar name or path, those of the shown files first."""
    shown = [(file, e) for file in files if file in index.files for e in index.files[file].items]
    everywhere = [(file, e) for file, facts in index.files.items() for e in facts.items]
    for among in (shown, everywhere):
        by_text: dict[str, tuple[str, str, int]] = {}
        for file, entry in among:
            by_text.setdefault(entry.path, (entry.path, file, entry.first))
            by_text.setdefault(entry.name, (entry.path, file, entry.first))
        words = difflib.get_close_matches(text, by_text, _NEAREST, 0.7)
        words += difflib.get_close_matches(name, by_text, _NEAREST, 0.7)
        found = dict.fromkeys(by_text[word] for word in words)
        if found:
            yield from (f"`{path}` ({file}:{line})" for path, file, line in found)
            return

"""`Source`: what the bench itself knows about a tree, read from its bytes.

Items and their lines come from the package's public core; names, calls, crates and numbers from
`rustscan`.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from falsehoods import rustscan
from pytest_verbatim.source.corpus import Corpus

_TEXT = (".rs", ".toml", ".lock", ".md", ".json", ".sql")
_LOCKED = re.compile(r'^name = "([^"]+)"', re.MULTILINE)
_DEPENDS = re.compile(r"^([A-Za-z][\w-]*)(?:\.workspace)?\s*=", re.MULTILINE)
_OWN_MODULE = re.compile(r"^\s*(?:pub(?:\([a-z]+\))?\s+)?mod\s+(\w+)", re.MULTILINE)
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_ATTRIBUTE = re.compile(r"\s*#\[")


@dataclass(frozen=True, slots=True)
class Named:
    """An item: where it stands, its kind as `verbatim items` prints it, and its blanked text."""

    file: str
    name: str
    kind: str
    path: str
    code: str
    test: bool


@dataclass(frozen=True, slots=True)
class Function:
    """A function with what it calls."""

    file: str
    name: str
    path: str
    code: str
    calls: tuple[rustscan.Call, ...]

    @property
    def called(self) -> frozenset[str]:
        """Return the names of what it calls."""
        return frozenset(call.name for call in self.calls)


def function_of(file: str, name: str, path: str, code: str) -> Function:
    """Return a function from its blanked text."""
    return Function(file, name, path, code, rustscan.calls(code))


class Source:
    """The names, calls, crates and numbers of one tree. Read once, remembered.

    `text`, `code` (blanked, without tests), `words` (the identifiers of `code`), `items`,
    `functions` and `durations` (in milliseconds) are asked by path. `numbers` and `reach` are
    asked by a tuple of paths: the numbers there, in comments as well; the names there, and in the
    definitions of what is named there.
    """

    def __init__(self, corpus: Corpus) -> None:
        """Take the corpus; nothing is read yet."""
        self.corpus = corpus
        self.text = cache(self._text)
        self.code = cache(self._code)
        self.words = cache(self._words)
        self.items = cache(self._items)
        self.functions = cache(self._functions)
        self.durations = cache(self._durations)
        self.numbers = cache(self._numbers)
        self.reach = cache(self._reach)

    def _text(self, path: str) -> str:
        return self.corpus.read(path).decode("utf-8", "replace")

    def _code(self, path: str) -> str:
        return rustscan.without_tests(rustscan.blank(self.text(path)))

    def _words(self, path: str) -> frozenset[str]:
        return rustscan.words(self.code(path))

    @cached_property
    def files(self) -> tuple[str, ...]:
        """Return the Rust files that are no test code as a whole."""
        return tuple(path for path in self.corpus.rust_paths if path not in self.corpus.test_paths)

    @cached_property
    def every_word(self) -> frozenset[str]:
        """Return every word of every file, in comments, literals and tests as well."""
        found: set[str] = set()
        for path in self.corpus.files:
            if path.endswith(_TEXT):
                found.update(_WORD.findall(self.text(path)))
        return frozenset(found)

    @cached_property
    def names(self) -> frozenset[str]:
        """Return every identifier of the production code."""
        return frozenset().union(*(self.words(path) for path in self.files))

    # --- items -----------------------------------------------------------------------------

    def _items(self, path: str) -> tuple[Named, ...]:
        lines = rustscan.blank(self.text(path)).split("\n")
        return tuple(
            Named(
                path,
                item.name,
                item.kind,
                str(item.path),
                "\n".join(lines[item.lines.first - 1 : item.lines.last]),
                item.test,
            )
            for item in self.corpus.rust_file(path).items
            if item.kind != "use" and not item.test
        )

    @cached_property
    def defined(self) -> Mapping[str, tuple[Named, ...]]:
        """Return name -> the items of that name in production code, impls left out."""
        found: dict[str, list[Named]] = defaultdict(list)
        for path in self.files:
            for item in self.items(path):
                if item.kind != "impl":
                    found[item.name].append(item)
        return {name: tuple(items) for name, items in found.items()}

    def _functions(self, path: str) -> tuple[Function, ...]:
        return tuple(
            function_of(path, item.name, item.path, item.code)
            for item in self.items(path)
            if item.kind in {"fn", "method"}
        )

    def _reach(self, files: tuple[str, ...]) -> frozenset[str]:
        near = frozenset().union(*(self.words(path) for path in files))
        found = set(near)
        for name in near:
            for item in self.defined.get(name, ()):
                found |= rustscan.words(item.code)
        return frozenset(found)

    # --- crates ----------------------------------------------------------------------------

    @cached_property
    def locked(self) -> tuple[str, ...]:
        """Return the crates of Cargo.lock, as they are spelled there; none without one."""
        if "Cargo.lock" not in self.corpus.files:
            return ()
        return tuple(dict.fromkeys(_LOCKED.findall(self.text("Cargo.lock"))))

    @cached_property
    def direct(self) -> tuple[str, ...]:
        """Return the crates that a Cargo.toml of the tree names on a line of its own."""
        found: list[str] = []
        for path in self.corpus.files:
            if path.endswith("Cargo.toml"):
                found.extend(name for name in _DEPENDS.findall(self.text(path)))
        locked = frozenset(self.locked)
        return tuple(dict.fromkeys(name for name in found if name in locked))

    def crates_in(self, path: str, code: str | None = None) -> frozenset[str]:
        """Return the crates that blanked code of a file uses; its whole file where none is given.

        Seen are `use` declarations whose names the code holds, and paths that begin with a crate.
        Names have underscores, as in code. Globs
        and `as _` count for a whole file only. Not seen: what a macro or a method brings in.
        """
        whole = self.code(path)
        own = frozenset(_OWN_MODULE.findall(whole))
        known = {name.replace("-", "_") for name in self.locked} - own
        part = whole if code is None else code
        body = re.sub(r"\buse\s[^;]+;", " ", part)
        held = rustscan.words(body)
        found = {
            used.path[0]
            for used in rustscan.uses(whole)
            if used.binds in held or (code is None and used.binds in {"_", "*"})
        }
        found |= set(re.findall(r"(?<![\w:])(?:::)?([a-z]\w*)::", body))
        return frozenset(found & known)

    # --- numbers and attributes ------------------------------------------------------------

    def _numbers(self, files: tuple[str, ...]) -> frozenset[float]:
        return frozenset().union(*(rustscan.numbers(self.text(path)) for path in files))

    def _durations(self, path: str) -> frozenset[float]:
        return rustscan.durations(self.code(path))


def attributes(code: str) -> str:
    """Return the attributes in front of an item's blanked text, as one text."""
    found = ""
    while match := _ATTRIBUTE.match(code):
        depth = 0
        for at in range(match.end() - 1, len(code)):
            depth += (code[at] == "[") - (code[at] == "]")
            if not depth:
                found += code[: at + 1]
                code = code[at + 1 :]
                break
        else:
            break
    return found

"""`Index`: names, definitions and calls of a whole source tree, looked up without types.

Built from the facts of each file, test code aside. Each table is worked out when it is first asked
for, and shared by all that hold the index. What has a table of its own stands in the modules beside
this one; here are the items by name and line, and the one object by which all of it is reached.
"""

import posixpath
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property

from pytest_verbatim.rustfile import Attribute, Entry, Facts
from pytest_verbatim.tree.calls import Site, calls_by_name
from pytest_verbatim.tree.definitions import Definition, Definitions
from pytest_verbatim.tree.modules import Modules
from pytest_verbatim.tree.outside import Outside
from pytest_verbatim.tree.owner import bare
from pytest_verbatim.tree.renaming import renamed_in
from pytest_verbatim.tree.resolving import Resolver
from pytest_verbatim.tree.texts import Texts

_WORD = re.compile(r"[^\W\d]\w*")


class Index:
    """What is where in a tree. `read_all` returns path -> bytes of any files of it."""

    def __init__(
        self,
        facts: Mapping[str, Facts],
        others: Iterable[str] = (),
        read_all: Callable[[Sequence[str]], Mapping[str, bytes]] = lambda paths: dict.fromkeys(
            paths, b""
        ),
        tests: Iterable[str] = (),
    ) -> None:
        """Take path -> facts of the Rust files, the paths of test files and of all others."""
        self.files = facts
        self.others = tuple(others)
        self.tests = tuple(tests)
        self.texts = Texts(facts, self.others, read_all)
        self.outside = Outside(facts, self.texts)
        self.module_tree = Modules(facts)
        self._definitions = Definitions(facts)
        self._resolver = Resolver(facts, self._definitions, self.module_tree)

    # --- names -----------------------------------------------------------------------------

    def definitions(self, name: str) -> tuple[Definition, ...]:
        """Return where a name is defined: items, members, fields and variants."""
        return self._definitions.named(name)

    def members(self, owner: str) -> tuple[Definition, ...]:
        """Return fields, variants and members of every type or trait of a name."""
        return self._definitions.members(owner)

    def members_of(self, one: Definition) -> tuple[Definition, ...]:
        """Return the members of one type or trait, those of others with the same name left out."""
        return self._resolver.members_of(one)

    def traits_of(self, owner: str) -> tuple[str, ...]:
        """Return the names of the traits that an `impl` gives to a type of that name."""
        return self._definitions.traits_of(owner)

    @property
    def names(self) -> Iterable[str]:
        """Return every identifier of the tree."""
        return self._named_in.keys()

    def files_naming(self, name: str) -> tuple[str, ...]:
        """Return the files in which an identifier occurs, comments and strings aside."""
        return tuple(self._named_in.get(bare(name), ()))

    @cached_property
    def _named_in(self) -> Mapping[str, list[str]]:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for file, facts in self.files.items():
            for name in facts.names:
                found[name].append(file)
        return dict(found)

    @cached_property
    def lower_names(self) -> frozenset[str]:
        """Return every identifier of the tree in lower case."""
        return frozenset(name.lower() for name in self.names)

    @cached_property
    def outside_names(self) -> frozenset[str]:
        """Return the names that the tree uses and does not define: of std and of crates."""
        return self.outside.words - self._definitions.by_name.keys()

    def renamed_in(self, file: str) -> frozenset[str]:
        """Return the names of fields and variants as serde's `rename_all` writes them in a file."""
        return renamed_in(self.files[file]) if file in self.files else frozenset()

    # --- items -----------------------------------------------------------------------------

    def entry(self, file: str, path: str) -> Entry | None:
        """Return the item of a full path in a file, None where there is none."""
        return self._entries.get((file, path))

    @cached_property
    def _entries(self) -> Mapping[tuple[str, str], Entry]:
        return {(file, e.path): e for file, facts in self.files.items() for e in facts.items}

    def items_named(self, name: str) -> tuple[tuple[str, Entry], ...]:
        """Return (file, item) for every item of that last name: impls and `use` too."""
        return tuple(self._items_named.get(name, ()))

    @cached_property
    def _items_named(self) -> Mapping[str, list[tuple[str, Entry]]]:
        found: defaultdict[str, list[tuple[str, Entry]]] = defaultdict(list)
        for file, facts in self.files.items():
            for entry in facts.items:
                found[entry.name].append((file, entry))
        return dict(found)

    def attributes_naming(self, word: str) -> tuple[tuple[str, Attribute], ...]:
        """Return (file, attribute) for every attribute in which a word stands, strings too."""
        return tuple(self._attributes_naming.get(word, ()))

    @cached_property
    def _attributes_naming(self) -> Mapping[str, list[tuple[str, Attribute]]]:
        found: defaultdict[str, list[tuple[str, Attribute]]] = defaultdict(list)
        for file, facts in self.files.items():
            for attribute in facts.attributes:
                for word in dict.fromkeys(_WORD.findall(attribute.text)):
                    found[word].append((file, attribute))
        return dict(found)

    def item_at(self, file: str, line: int) -> str:
        """Return the path of the innermost item around a 1-based line; "" outside all of them."""
        found = ""
        for entry in self.files[file].items:
            if entry.first > line:
                break
            if line <= entry.last and entry.kind not in {"use", "mod"}:
                found = entry.path
        return found

    # --- modules and paths -----------------------------------------------------------------

    @property
    def modules(self) -> Mapping[str, tuple[str, ...]]:
        """Return path of file -> its module path, the crate's name first."""
        return self.module_tree.paths

    @property
    def module_names(self) -> frozenset[str]:
        """Return every segment of a module path."""
        return self.module_tree.names

    def module_files(self, *segments: str) -> tuple[str, ...]:
        """Return the files whose module path ends with these segments."""
        return self.module_tree.files_ending(*segments)

    def resolve(self, file: str, path: str) -> tuple[Definition, ...]:
        """Return what a path means in a file; see `Resolver`."""
        return self._resolver.resolve(file, path)

    def module(self, file: str, path: str) -> str | None:
        """Return the file of the module that a path means in a file, None where it means none."""
        return self._resolver.module(file, path)

    @property
    def importers(self) -> Mapping[str, frozenset[str]]:
        """Return file -> the files that import something which is defined in it."""
        return self._resolver.importers

    # --- calls -----------------------------------------------------------------------------

    def calls_of(self, name: str) -> tuple[Site, ...]:
        """Return every call of that last name in the tree; macros, methods and paths alike."""
        return self._calls.get(bare(name), ())

    @cached_property
    def _calls(self) -> Mapping[str, tuple[Site, ...]]:
        return calls_by_name(self.files)

    # --- crates and other files --------------------------------------------------------------

    @property
    def crates(self) -> frozenset[str]:
        """Return the crates of the `Cargo.lock` files, as Rust writes them (`_` for `-`)."""
        return self.outside.crates

    def crates_in(self, file: str) -> frozenset[str]:
        """Return the crates of `Cargo.lock` that a file names, in `use` or at the head of paths."""
        return self.outside.crates_in(file)

    def paths_ending(self, end: str) -> tuple[str, ...]:
        """Return the files of the tree, Rust or not, whose path ends with these whole segments."""
        among = self._by_basename.get(posixpath.basename(end), ())
        return tuple(path for path in among if path == end or path.endswith(f"/{end}"))

    @cached_property
    def _by_basename(self) -> Mapping[str, list[str]]:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for path in (*self.files, *self.others):
            found[posixpath.basename(path)].append(path)
        return dict(found)

    def text_of(self, path: str) -> str:
        """Return the text of a file, bad bytes replaced."""
        return self.texts.of(path)

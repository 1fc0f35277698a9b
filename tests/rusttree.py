"""The Rust files of the miniature, read from disk and parsed once, and short ways to ask them."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from support import MINIATURE, TRAPS

from pytest_verbatim.example import Imports
from pytest_verbatim.excerpt import Excerpt, cut
from pytest_verbatim.finding import Finding, Where
from pytest_verbatim.rustfile import Item, RustFile
from pytest_verbatim.selection import Place, select

TREE = MINIATURE / "upstream" / "relay"
PATHS = tuple(sorted(path.relative_to(TREE).as_posix() for path in Path(TREE).rglob("*.rs")))


def full_name(file: str) -> str:
    """Return the path of a file in the tree; a bare name is one of the traps."""
    return file if "/" in file else f"{TRAPS}/{file}"


@cache
def source(file: str) -> bytes:
    """Return the bytes of a file."""
    return (TREE / full_name(file)).read_bytes()


@cache
def parsed(file: str) -> RustFile:
    """Return the parsed file."""
    return RustFile(source(file))


class Tree(Mapping[str, RustFile]):
    """The parsed files of the whole tree; nothing is read before it is asked."""

    def __getitem__(self, path: str) -> RustFile:
        """Return one of them."""
        return parsed(path)

    def __iter__(self) -> Iterator[str]:
        """Iterate over the paths, sorted."""
        return iter(PATHS)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(PATHS)


WHERE = Where("cases/relay/some.py", 3, 5)


def place(file: str) -> Place:
    """Return the place of a selection in a file of the tree."""
    return Place(WHERE, full_name(file), Tree())


def found(file: str, path: str) -> Item:
    """Return the one item that a path chooses."""
    items = select(parsed(file), path, place(file))
    assert not isinstance(items, Finding), items
    assert len(items) == 1
    return items[0]


def missed(file: str, path: str) -> Finding:
    """Return the finding where a path chooses nothing."""
    finding = select(parsed(file), path, place(file))
    assert isinstance(finding, Finding), finding
    return finding


def lines_of(file: str, first: int, last: int) -> str:
    """Return lines of a file, 1-based and inclusive, as any tool that counts LF would."""
    text = b"\n".join(source(file).split(b"\n")[first - 1 : last])
    return text.removesuffix(b"\r").decode()


def excerpt(file: str, *paths: str, imports: Imports = "none") -> Excerpt:
    """Return the excerpt that the paths choose."""
    cutting = cut(parsed(file), paths, imports, place(file))
    assert isinstance(cutting, Excerpt), cutting
    return cutting


def refused(file: str, *paths: str, imports: Imports = "none") -> tuple[Finding, ...]:
    """Return the findings that stand in the way of an excerpt."""
    cutting = cut(parsed(file), paths, imports, place(file))
    assert isinstance(cutting, tuple), cutting
    assert all(finding.where == WHERE for finding in cutting)
    return cutting


def snippet(text: str | bytes) -> RustFile:
    """Return a parsed file with this text."""
    return RustFile(text.encode() if isinstance(text, str) else text)


def listing(rust_file: RustFile) -> list[str]:
    """Return the items of a file as `first-last kind path`."""
    return [
        f"{item.lines.first}-{item.lines.last} {item.kind} {item.path}" for item in rust_file.items
    ]

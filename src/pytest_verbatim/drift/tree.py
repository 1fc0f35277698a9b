"""`Tree`: the items of one revision, each at its place.

Reads a corpus; `Sources` keeps what was parsed, by blob, for the revisions to come.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pytest_verbatim.drift.piece import Piece, Source
from pytest_verbatim.source.corpus import Corpus
from pytest_verbatim.source.testcode import test_files


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """An item of a revision: the file below the subtree, the item, whether it is test code.

    Compared by identity; `container` is the impl, trait or inline module around it, or None.
    """

    file: str
    piece: Piece
    test: bool
    container: "Place | None" = None

    @property
    def path(self) -> str:
        """Return the full item path."""
        return str(self.piece.item.path)


@dataclass(frozen=True, slots=True)
class File:
    """A file of a revision: its blob's id and its items in source order."""

    path: str
    blob: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Tree:
    """The Rust files of one revision by path, in order of code points."""

    files: Mapping[str, File]

    def places(self) -> Iterator[Place]:
        """Yield every item, file by file, in source order."""
        for file in self.files.values():
            yield from file.places


@dataclass(frozen=True, slots=True)
class Sources:
    """Parsed blobs by id. Equal blobs are parsed once, in whatever revisions they stand."""

    _by_blob: dict[str, Source] = field(default_factory=dict)

    def tree_of(self, corpus: Corpus) -> Tree:
        """Return the tree of a corpus; a quarter of a second where no blob is known yet.

        Raises:
            CorpusUnavailable: its objects cannot be read.
        """
        paths = corpus.rust_paths
        unknown = [path for path in paths if corpus.blob_id(path) not in self._by_blob]
        for path, data in corpus.read_all(unknown).items():
            blob = corpus.blob_id(path)
            if blob not in self._by_blob:  # two files of this revision may be alike
                self._by_blob[blob] = Source(data)

        def parsed(path: str) -> Source:
            return self._by_blob[corpus.blob_id(path)]

        tests = test_files({path: parsed(path).data for path in paths}, parsed)
        return Tree({
            path: File(path, corpus.blob_id(path), places_of(path, parsed(path), path in tests))
            for path in paths
        })  # fmt: skip


def places_of(path: str, source: Source, test: bool) -> tuple[Place, ...]:  # noqa: FBT001
    """Return the items of a file at its path; `test` says that all of the file is test code."""
    made: dict[tuple[str, ...], Place] = {}
    found = []
    for piece in source.pieces:
        item = piece.item
        outer = _container_key(piece)
        place = Place(path, piece, test or item.test, made.get(outer) if outer else None)
        made[_key(str(item.path))] = place
        if item.kind == "mod":
            made["mod", *item.modules, item.name] = place
        found.append(place)
    return tuple(found)


def _container_key(piece: Piece) -> tuple[str, ...]:
    """Return under which key the container of an item is known, () where there is none."""
    item = piece.item
    if item.container is not None:
        return _key(str(item.container))
    return ("mod", *item.modules) if item.modules else ()


def _key(path: str) -> tuple[str, ...]:
    return ("item", path)

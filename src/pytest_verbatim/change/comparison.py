"""`Comparison`: two revisions side by side, and what of one became what in the other.

Most changes leave items where they are, so that trees are built and items followed only when one
is asked for that is not there.
"""

import re
from collections.abc import Iterable
from functools import cached_property

from pytest_verbatim.accepted import Accepted, AcceptedItem
from pytest_verbatim.change.spots import item_at, lines_of
from pytest_verbatim.change.value import Spot
from pytest_verbatim.drift import Fate, Kind, Place, Sources, Tree, fates_of
from pytest_verbatim.drift.fingerprint import fingerprint_of
from pytest_verbatim.example import Example, Rust
from pytest_verbatim.finding import Finding, Where
from pytest_verbatim.rustfile import Item
from pytest_verbatim.selection import Place as Asked
from pytest_verbatim.selection import select
from pytest_verbatim.source.corpus import Corpus

_USE = re.compile(r"(?:.*::)?use#[0-9]+")


class Comparison:
    """What became of the items of `old` in `new`."""

    def __init__(self, old: Corpus, new: Corpus, sources: Sources | None = None) -> None:
        """Take two corpora; nothing is read yet. `sources` keeps parsed files for others."""
        self.old = old
        self.new = new
        self._sources = sources or Sources()

    @cached_property
    def _trees(self) -> tuple[Tree, Tree]:
        return self._sources.tree_of(self.old), self._sources.tree_of(self.new)

    @cached_property
    def _fates(self) -> dict[tuple[str, str], Fate]:
        fates = fates_of(*self._trees)
        return {(fate.old.file, fate.old.path): fate for fate in fates}

    @property
    def fates(self) -> Iterable[Fate]:
        """Return what became of each item of `old` that is no test code."""
        return self._fates.values()

    def is_base_of(self, accepted: Accepted) -> bool:
        """Return whether `old` has the code as it was accepted, byte for byte."""
        return all(self._has(item) for item in accepted.items)

    def _has(self, item: AcceptedItem) -> bool:
        lines = lines_of(item, self.old)
        if lines is None:
            return False
        return self.old.rust_file(item.file).sha256(lines) == item.fingerprint.exact

    def fate(self, file: str, path: str) -> tuple[Kind | None, str, str]:
        """Return the kind of fate, and file and full path now; ("", "") for a deleted item.

        The kind is None where the item is in its place: then the caller compares the text.
        """
        if _USE.fullmatch(path):
            return self._fate_of_use(file, path)
        if self._stays(file, path):
            return None, file, path
        fate = self._fates.get((file, path))
        if fate is None or fate.new is None:
            return Kind.DELETED, "", ""
        stays = (fate.new.file, fate.new.path) == (file, path)
        return None if stays else fate.kind, fate.new.file, fate.new.path

    def _fate_of_use(self, file: str, path: str) -> tuple[Kind | None, str, str]:
        """Return the fate of a `use`: the same tokens under another number have moved."""
        was = item_at(self.old.rust_file(file), path) if file in self.old.rust_paths else None
        if was is None or file not in self.new.rust_paths:
            return Kind.DELETED, "", ""
        new = self.new.rust_file(file)
        then = fingerprint_of(self.old.rust_file(file).cut(was.lines))
        uses = [one for one in new.items if one.kind == "use" and one.modules == was.modules]
        now = {str(one.path): fingerprint_of(new.cut(one.lines)) for one in uses}
        alike = [key for key, one in now.items() if one.tokens == then.tokens]
        if path in alike or not alike:
            stays = path in alike or item_at(new, path) is not None
            return (None, file, path) if stays else (Kind.DELETED, "", "")
        same_bytes = (key for key in alike if now[key].exact == then.exact)
        return Kind.MOVED, file, next(same_bytes, alike[0])

    def _stays(self, file: str, path: str) -> bool:
        """Return whether an item has its place for itself: where paths repeat, numbers shift."""
        if file not in self.new.rust_paths or "#" in path:
            return False
        return item_at(self.new.rust_file(file), path) is not None

    def is_unique(self, spot: Spot) -> bool:
        """Return whether what is at a place of `new` came there, and nothing like it elsewhere.

        Test code is nothing that a case could show, and what has its tokens from `old` on did not
        come from anywhere: a copy of something that is gone is another item. A `use` is never
        unique, as numbers alone tell one from another.
        """
        came = self._came
        here = next((one for one in came if (one.file, one.path) == (spot.file, spot.item)), None)
        return here is not None and not any(
            one.piece.tokens == here.piece.tokens for one in came if one is not here
        )

    @cached_property
    def _came(self) -> tuple[Place, ...]:
        places = self._trees[1].places()
        return tuple(one for one in places if not one.test and not self._was_there(one))

    def _was_there(self, place: Place) -> bool:
        """Return whether `old` has an item with the same tokens under the same file and path."""
        old = self._had.get((place.file, place.path))
        return old is not None and (
            old.piece is place.piece or old.piece.tokens == place.piece.tokens
        )

    @cached_property
    def _had(self) -> dict[tuple[str, str], Place]:
        return {(place.file, place.path): place for place in self._trees[0].places()}

    # --- what an author would write now -------------------------------------------------------

    def followed(self, example: Example) -> Example:
        """Return an example whose selectors choose in `new` what they chose in `old`.

        What still chooses it stays as it is written. Items of one `rust()` that are in several
        files now become several; one that is gone is left out.
        """
        parts = [part for one in example.code for part in self._followed_part(one)]
        return Example(
            code=parts, prompt=example.prompt, think=example.think, claims=example.claims
        )

    def _followed_part(self, part: Rust) -> list[Rust]:
        by_file: dict[str, list[str]] = {}
        for text in part.items:
            found = self.followed_selector(part.file, text)
            if found is not None:
                by_file.setdefault(found[0], []).append(found[1])
        return [Rust(file, tuple(items), part.imports) for file, items in by_file.items()]

    def lost(self, example: Example) -> tuple[Kind, ...]:
        """Return the fates of what selectors chose in `old` and do not in `new`, each once."""
        selectors = ((part.file, text) for part in example.code for text in part.items)
        found: dict[Kind, None] = {}
        for file, text in selectors:
            if self.followed_selector(file, text) != (file, text):
                (one,) = _selected(self.old, file, text)
                kind = self.fate(file, str(one.path))[0]
                found |= {kind: None} if kind is not None else {}
        return tuple(found)

    def followed_selector(self, file: str, text: str) -> tuple[str, str] | None:
        """Return file and selector in `new` for a selector of `old`; None where it is gone.

        A selector that chooses nothing in `old`, or several items, is left as it is.
        """
        chosen = _selected(self.old, file, text)
        if len(chosen) != 1:
            return file, text
        _, new_file, new_path = self.fate(file, str(chosen[0].path))
        if not new_file:
            return None
        still = _selected(self.new, file, text) if new_file == file else ()
        if new_path in {str(one.path) for one in still}:
            return file, text
        return new_file, new_path


def _selected(corpus: Corpus, file: str, text: str) -> tuple[Item, ...]:
    """Return the items that a selector chooses in a file: one, or the declarations of a `use`."""
    if file not in corpus.rust_paths:
        return ()
    found = select(corpus.rust_file(file), text, Asked(Where(file), file, {}))
    return () if isinstance(found, Finding) else tuple(found)

"""`Excerpt`: the verbatim lines of chosen items of one file, with shells and imports.

Pure: a parsed file and item paths in, text or findings out.

Source: design, "Contract: a case" (imports), "Contract: item paths" (spans, shells, blanks).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from pytest_verbatim.example import Imports
from pytest_verbatim.finding import Finding
from pytest_verbatim.rustfile import Item, Lines, RustFile
from pytest_verbatim.selection import Place, select


class Part(Enum):
    """Which part of an item a piece shows: all of it, or an end of the shell around members."""

    WHOLE = "whole"
    HEADER = "header"
    CLOSING = "closing"


@dataclass(frozen=True, slots=True)
class Piece:
    """Adjacent lines of an excerpt that belong to one item.

    `item` is its full path, `sha256` the digest of the lines in hex.
    """

    file: str
    item: str
    lines: Lines
    sha256: str
    part: Part = Part.WHOLE

    @property
    def shell(self) -> bool:
        """Return whether this is the header or the closing line around chosen members."""
        return self.part is not Part.WHOLE


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The code of one `rust(...)`: `text` as it is emitted, `pieces` in the order of the text.

    `items` are the chosen items, without the imports that came along and without shells.
    """

    file: str
    text: str
    pieces: tuple[Piece, ...]
    items: tuple[Item, ...]


def cut(
    rust_file: RustFile,
    paths: Sequence[str],
    imports: Imports,
    place: Place,
    *,
    with_tests: bool = False,
) -> Excerpt | tuple[Finding, ...]:
    """Return the excerpt that the item paths choose, or all that stands in its way.

    Test code stands in its way unless `with_tests`, which is for looking and not for cases.

    Findings: what `selection.select` says; code.empty, code.repeated-item, code.refused-item,
    code.test-code, code.not-utf8, code.trailing-space.
    """
    excerpt, findings = cut_anyway(rust_file, paths, imports, place, with_tests=with_tests)
    if findings or excerpt is None:
        return findings
    return excerpt


def cut_anyway(
    rust_file: RustFile,
    paths: Sequence[str],
    imports: Imports,
    place: Place,
    *,
    with_tests: bool = False,
) -> tuple[Excerpt | None, tuple[Finding, ...]]:
    """Return the lines that the item paths choose, and what stands in the way of showing them.

    So that what prose says can be held against code that no case may show. There is no excerpt
    where a path chooses nothing or an item is chosen twice. Bytes that are no UTF-8 are replaced.
    """
    chosen: list[Item] = []
    lost: list[Finding] = []
    for text in paths:
        found = select(rust_file, text, place)
        if isinstance(found, Finding):
            lost.append(found)
        else:
            chosen.extend(found)
    if not paths:
        mend = f"name an item; `verbatim items {place.file}` lists them"
        lost.append(Finding(place.where, "code.empty", "no item is chosen", mend))
    repeated = tuple(_repeated(chosen, place))
    faults = [*lost, *repeated, *_refusals(chosen, place)]
    if not with_tests:
        faults.extend(faults_of_tests(rust_file, chosen, place))
    if lost or repeated:
        return None, tuple(faults)
    excerpt, more = _compose(rust_file, chosen, imports, place)
    return excerpt, tuple(faults) or more


def _repeated(chosen: Sequence[Item], place: Place) -> Iterator[Finding]:
    where = place.where
    for at, item in enumerate(chosen):
        if item in chosen[:at]:
            seen = f"`{item.path}` is chosen twice"
            yield Finding(where, "code.repeated-item", seen, "name each item once")
        for other in chosen:
            if other is not item and other != item and other.lines.holds(item.lines):
                seen = f"`{item.path}` stands inside `{other.path}`, which is chosen too"
                yield Finding(where, "code.repeated-item", seen, "leave one of the two out")


def _refusals(chosen: Iterable[Item], place: Place) -> Iterator[Finding]:
    mend = "choose what contains it, or another"
    return (_refused(item, place, mend) for item in chosen if item.refusal)


def _refused(item: Item, place: Place, mend: str) -> Finding:
    seen = f"`{item.path}` in {place.file} cannot be cut out: {item.refusal}"
    return Finding(place.where, "code.refused-item", seen, mend)


def faults_of_tests(rust_file: RustFile, chosen: Sequence[Item], place: Place) -> Iterable[Finding]:
    """Yield a finding for each chosen item that is test code or holds some.

    Findings: code.test-code.
    """
    for item in chosen:
        yield from _test_faults(rust_file, item, place)


def _test_faults(rust_file: RustFile, item: Item, place: Place) -> Iterable[Finding]:
    if item.test:
        seen = f"`{item.path}` in {place.file} is test code"
        yield Finding(place.where, "code.test-code", seen, "choose production code")
    elif rust_file.holds_test_code(item.lines):
        seen = f"`{item.path}` in {place.file} holds test code"
        mend = "choose the members without it" if item.header else "choose another item"
        yield Finding(place.where, "code.test-code", seen, mend)
    elif item.container is not None:
        header = rust_file.item_at(item.container).header
        if header and rust_file.holds_test_code(header):
            seen = f"the header around `{item.path}` in {place.file} is test code"
            yield Finding(place.where, "code.test-code", seen, "choose production code")


def _compose(
    rust_file: RustFile, chosen: list[Item], imports: Imports, place: Place
) -> tuple[Excerpt, tuple[Finding, ...]]:
    uses = [item for item in chosen if item in rust_file.uses]
    others = sorted((item for item in chosen if item not in rust_file.uses), key=_position)
    uses = sorted(dict.fromkeys([*uses, *_imports(rust_file, others, imports)]), key=_position)
    pieces = [_piece(place.file, rust_file, use, use.lines) for use in uses]
    pieces += _with_shells(place.file, rust_file, others)
    data = b""
    for at, piece in enumerate(pieces):
        if at:
            data += _between(rust_file, pieces[at - 1], piece, both_uses=at < len(uses))
        data += rust_file.cut(piece.lines)
    text = data.decode("utf-8", "replace")
    excerpt = Excerpt(place.file, text, tuple(pieces), tuple(chosen))
    mend = 'write imports="none", and name the `use#n` that can be cut out'
    refused = tuple(_refused(use, place, mend) for use in uses if use.refusal)
    return excerpt, refused or tuple(_faults_of_text(data, place))


def _faults_of_text(data: bytes, place: Place) -> Iterator[Finding]:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        seen = f"the code of {place.file} is not UTF-8 (line {line} of the excerpt)"
        yield Finding(place.where, "code.not-utf8", seen, "choose another item")
        return
    if text != text.rstrip():
        seen = f"the last line of {place.file}'s excerpt ends in white space"
        yield Finding(place.where, "code.trailing-space", seen, "let another item come last")


def _position(item: Item) -> tuple[int, int]:
    return item.lines.first, -item.lines.last


def _imports(rust_file: RustFile, items: Sequence[Item], imports: Imports) -> list[Item]:
    if imports == "none":
        return []
    usable = [use for use in rust_file.uses if not use.test]
    if imports == "all":
        return usable
    names: set[str] = set()
    for item in items:
        names |= rust_file.names_in(item.lines)
        if item.container is not None:
            container = rust_file.item_at(item.container)
            if container.header is not None:
                names |= rust_file.names_in(container.header)
    return [use for use in usable if not names.isdisjoint(use.binds)]


def _with_shells(file: str, rust_file: RustFile, items: Sequence[Item]) -> list[Piece]:
    """Return the pieces of items in source order; members of one impl share its shell."""
    pieces: list[Piece] = []
    for at, item in enumerate(items):
        if item.container is None:
            pieces.append(_piece(file, rust_file, item, item.lines))
            continue
        container = rust_file.item_at(item.container)
        if at == 0 or items[at - 1].container != item.container:
            header = container.header or container.lines
            pieces.append(_piece(file, rust_file, container, header, Part.HEADER))
        pieces.append(_piece(file, rust_file, item, item.lines))
        if at + 1 == len(items) or items[at + 1].container != item.container:
            closing = Lines(container.lines.last, container.lines.last)
            pieces.append(_piece(file, rust_file, container, closing, Part.CLOSING))
    return pieces


def _piece(
    file: str, rust_file: RustFile, item: Item, lines: Lines, part: Part = Part.WHOLE
) -> Piece:
    return Piece(file, str(item.path), lines, rust_file.sha256(lines), part)


def _between(rust_file: RustFile, before: Piece, here: Piece, *, both_uses: bool) -> bytes:
    """Return what stands between two pieces: one newline, and a second where a line stays blank."""
    newline = rust_file.newline_after(before.lines.last)
    adjacent = before.lines.last + 1 == here.lines.first
    if adjacent or before.part is Part.HEADER or here.part is Part.CLOSING:
        return newline
    if both_uses and not rust_file.has_blank_line(before.lines.last, here.lines.first):
        return newline
    return newline * 2

"""Places in upstream: the lines of an accepted item, their text, and a link that stays."""

import difflib
import re
from collections.abc import Iterator, Sequence

from pytest_verbatim.accepted import AcceptedItem
from pytest_verbatim.change.value import Spot
from pytest_verbatim.excerpt import Part
from pytest_verbatim.itempath import ItemPath
from pytest_verbatim.rustfile import Item, Lines, RustFile
from pytest_verbatim.source.corpus import Corpus

_CONTEXT = 3
"""Lines that stay around a change in a diff."""
_BLOB_PAGES = (
    (re.compile(r"(?:https://|ssh://git@|git@)(github\.com)[/:](.+?)(?:\.git)?/?"), "blob"),
    (re.compile(r"(?:https://|ssh://git@|git@)(gitlab\.com)[/:](.+?)(?:\.git)?/?"), "-/blob"),
)


def lines_of(item: AcceptedItem, corpus: Corpus) -> Lines | None:
    """Return where an accepted item stands in a corpus, by file and full path; None if nowhere.

    A `use` without a number is found by its bytes.
    """
    if item.file not in corpus.rust_paths:
        return None
    file = corpus.rust_file(item.file)
    if item.is_import:
        alike = (u.lines for u in file.uses if file.sha256(u.lines) == item.fingerprint.exact)
        return next(alike, None)
    found = item_at(file, item.item)
    return None if found is None else part_of(found, item.part)


def item_at(file: RustFile, path: str) -> Item | None:
    """Return the item of that full path."""
    try:
        return file.item_at(ItemPath.parse(path))
    except (KeyError, ValueError):
        return None


def part_of(item: Item, part: Part) -> Lines:
    """Return the lines of an item, or of one end of its shell."""
    if part is Part.CLOSING:
        return Lines(item.lines.last, item.lines.last)
    return (item.header or item.lines) if part is Part.HEADER else item.lines


def spot_of(corpus: Corpus, file: str, item: str, lines: Lines) -> Spot:
    """Return the place of some lines of a corpus."""
    return Spot(file, item, lines.first, lines.last, permalink(corpus, file, lines))


def permalink(corpus: Corpus, file: str, lines: Lines) -> str:
    """Return the address of some lines at the corpus's commit; "" for a host we know nothing of."""
    subtree = "" if corpus.pin.subtree == "." else f"{corpus.pin.subtree}/"
    for pattern, page in _BLOB_PAGES:
        found = pattern.fullmatch(corpus.pin.repository)
        if found:
            marks = "" if lines.first == lines.last else f"-L{lines.last}"
            marks = marks if page == "blob" else marks.replace("L", "")
            place = f"{found[1]}/{found[2]}/{page}/{corpus.commit}/{subtree}{_quoted(file)}"
            return f"https://{place}#L{lines.first}{marks}"
    return ""


def _quoted(path: str) -> str:
    """Return a path as it stands in an address: what is not plain in bytes, each as `%XX`."""
    data = path.encode("utf-8", "surrogateescape")
    return re.sub(rb"[^\w./-]", lambda one: b"%%%02X" % one[0][0], data).decode("ascii")


def text_of(corpus: Corpus, file: str, lines: Lines) -> list[str]:
    """Return some lines of a file; bytes that are no UTF-8 are replaced."""
    return corpus.rust_file(file).cut(lines).decode("utf-8", "replace").split("\n")


def diff_of(old: Sequence[str], new: Sequence[str], old_first: int, new_first: int) -> str:
    """Return the unified hunks between two runs of lines that begin on these lines, 1-based."""
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    hunks = matcher.get_grouped_opcodes(_CONTEXT)
    return "\n".join(row for hunk in hunks for row in _rows(hunk, old, new, old_first, new_first))


def _rows(
    hunk: Sequence[tuple[str, int, int, int, int]],
    old: Sequence[str],
    new: Sequence[str],
    old_first: int,
    new_first: int,
) -> Iterator[str]:
    _, old_start, _, new_start, _ = hunk[0]
    _, _, old_end, _, new_end = hunk[-1]
    left = f"-{old_first + old_start},{old_end - old_start}"
    yield f"@@ {left} +{new_first + new_start},{new_end - new_start} @@"
    for tag, at, end, there, there_end in hunk:
        if tag == "equal":
            yield from (f" {line}" for line in old[at:end])
        else:
            yield from (f"-{line}" for line in old[at:end])
            yield from (f"+{line}" for line in new[there:there_end])

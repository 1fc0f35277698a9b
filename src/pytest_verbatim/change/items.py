"""What became of the items of a case's code."""

from collections.abc import Iterator, Sequence

from pytest_verbatim.accepted import Accepted, AcceptedItem
from pytest_verbatim.change.comparison import Comparison
from pytest_verbatim.change.spots import diff_of, item_at, lines_of, part_of, spot_of, text_of
from pytest_verbatim.change.value import ItemChange, Spot
from pytest_verbatim.drift import Kind
from pytest_verbatim.drift.fingerprint import change_of, fingerprint_of
from pytest_verbatim.drift.lexer import lexemes_of
from pytest_verbatim.drift.similarity import bigrams_of, similarity
from pytest_verbatim.excerpt import Part
from pytest_verbatim.rustfile import Lines
from pytest_verbatim.source.corpus import Corpus

_USE = "use"


def item_changes(
    accepted: Accepted, now: Sequence[AcceptedItem], between: Comparison
) -> Iterator[ItemChange]:
    """Yield what changed of the accepted items, in their order, then which imports came along.

    `now` are the items of the code as it is cut out of `between.new`.
    """
    for item in accepted.items:
        if item.item == _USE:
            continue
        change = _item_change(item, between)
        if change is not None:
            yield change
    yield from _import_changes(accepted.items, now, between)


def items_by_fingerprint(
    accepted: Accepted, now: Sequence[AcceptedItem], new: Corpus
) -> Iterator[ItemChange]:
    """Yield what changed of the accepted items where the old revision cannot be read.

    Fingerprints tell white space, comments and code apart; what is not in its place any more is
    called deleted, as nothing is known of it that could be followed.
    """
    for item in accepted.items:
        if item.item != _USE and item.part is not Part.CLOSING:
            yield from _by_fingerprint(item, new)
    if set(_imports(accepted.items)) != set(_imports(now)):
        yield ItemChange(Kind.EDITED, Part.WHOLE.value, _USE)


def _by_fingerprint(item: AcceptedItem, new: Corpus) -> Iterator[ItemChange]:
    spot = next(iter(_spots([item], new)), None)
    if spot is None:
        yield ItemChange(Kind.DELETED, item.part.value, item.item)
        return
    lines = Lines(spot.first, spot.last)
    here = fingerprint_of(new.rust_file(spot.file).cut(lines))
    fate = change_of(item.fingerprint, here)
    if fate is not Kind.UNCHANGED:
        signature = item.fingerprint.signature != here.signature
        yield ItemChange(fate, item.part.value, item.item, new=spot, signature=signature)


def _item_change(item: AcceptedItem, between: Comparison) -> ItemChange | None:
    kind, file, path = between.fate(item.file, item.item)
    if kind is Kind.DELETED:
        return _gone(item, between.old) if item.part is not Part.CLOSING else None
    found = item_at(between.new.rust_file(file), path)
    if found is None:
        return None
    lines = part_of(found, item.part)
    here = fingerprint_of(between.new.rust_file(file).cut(lines))
    became = change_of(item.fingerprint, here)
    if kind is None and became is Kind.UNCHANGED:
        return None
    if item.part is not Part.WHOLE and became is not Kind.EDITED:
        return None if kind is not None else _change(item, became, file, path, lines, between)
    return _change(item, kind or became, file, path, lines, between)


def _change(  # noqa: PLR0913, PLR0917  (what it was, what it is, and between what)
    item: AcceptedItem, kind: Kind, file: str, path: str, lines: Lines, between: Comparison
) -> ItemChange:
    new = between.new.rust_file(file).cut(lines)
    signature = fingerprint_of(new).signature != item.fingerprint.signature
    after = spot_of(between.new, file, path, lines)
    old_lines = lines_of(item, between.old)
    if old_lines is None:
        return ItemChange(kind, item.part.value, item.item, new=after, signature=signature)
    before = spot_of(between.old, item.file, item.item, old_lines)
    old = between.old.rust_file(item.file).cut(old_lines)
    return ItemChange(
        kind,
        item.part.value,
        item.item,
        before,
        after,
        round(similarity(_bigrams(old), _bigrams(new)), 4),
        signature,
        _diff(between, before, after),
    )


def _bigrams(data: bytes) -> frozenset[tuple[bytes, bytes, int]]:
    return bigrams_of([one.text for one in lexemes_of(data) if not one.comment])


def _diff(between: Comparison, before: Spot, after: Spot) -> str:
    old = text_of(between.old, before.file, Lines(before.first, before.last))
    new = text_of(between.new, after.file, Lines(after.first, after.last))
    return diff_of(old, new, before.first, after.first)


def _gone(item: AcceptedItem, corpus: Corpus) -> ItemChange:
    spot = next(iter(_spots([item], corpus)), None)
    diff = diff_of(_text(spot, corpus), [], spot.first, 0) if spot is not None else ""
    return ItemChange(Kind.DELETED, item.part.value, item.item, old=spot, diff=diff)


# --- imports ---------------------------------------------------------------------------------


def _import_changes(
    then: Sequence[AcceptedItem], now: Sequence[AcceptedItem], between: Comparison
) -> Iterator[ItemChange]:
    """Yield a change for each file of which other `use` declarations come along now.

    One whose bytes are the same neither came nor went, whatever its number.
    """
    before, after = (_imports(items) for items in (then, now))
    for file in {one.file: None for one in now}:
        gone = [i for key, i in before.items() if key[0] == file and key not in after]
        came = [i for key, i in after.items() if key[0] == file and key not in before]
        if gone or came:
            yield _import_change(gone, came, between)


def _imports(items: Sequence[AcceptedItem]) -> dict[tuple[str, str], AcceptedItem]:
    return {(one.file, one.fingerprint.exact): one for one in items if one.item == _USE}


def _import_change(
    gone: Sequence[AcceptedItem], came: Sequence[AcceptedItem], between: Comparison
) -> ItemChange:
    old, new = _spots(gone, between.old), _spots(came, between.new)
    hunks = [diff_of(_text(spot, between.old), [], spot.first, 0) for spot in old]
    hunks += [diff_of([], _text(spot, between.new), 0, spot.first) for spot in new]
    return ItemChange(
        Kind.EDITED,
        Part.WHOLE.value,
        _USE,
        old=next(iter(old), None),
        new=next(iter(new), None),
        diff="\n".join(hunks),
    )


def _spots(items: Sequence[AcceptedItem], corpus: Corpus) -> list[Spot]:
    found = ((item, lines_of(item, corpus)) for item in items)
    return [spot_of(corpus, i.file, i.item, lines) for i, lines in found if lines is not None]


def _text(spot: Spot, corpus: Corpus) -> list[str]:
    return text_of(corpus, spot.file, Lines(spot.first, spot.last))

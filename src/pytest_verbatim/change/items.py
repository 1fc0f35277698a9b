"""What became of the items of a case's code."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass

from pytest_verbatim.accepted import IMPORT, Accepted, AcceptedItem
from pytest_verbatim.change.comparison import Comparison
from pytest_verbatim.change.spots import diff_of, item_at, lines_of, part_of, spot_of, text_of
from pytest_verbatim.change.value import ItemChange, Spot
from pytest_verbatim.drift import Kind
from pytest_verbatim.drift.fingerprint import fingerprint_of, kind_of_change
from pytest_verbatim.drift.lexer import lexemes_of
from pytest_verbatim.drift.similarity import Bigrams, bigrams_of, similar_pairs, similarity
from pytest_verbatim.excerpt import Part
from pytest_verbatim.rustfile import Lines
from pytest_verbatim.source.corpus import Corpus


def item_changes(
    accepted: Accepted, now: Sequence[AcceptedItem], between: Comparison
) -> Iterator[ItemChange]:
    """Yield what changed of the accepted items, in their order, then which imports came along.

    `now` are the items of the code as it is cut out of `between.new`.
    """
    for item in accepted.items:
        if item.is_import:
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
        if not item.is_import and item.part is not Part.CLOSING:
            yield from _by_fingerprint(item, new)
    paired = _paired(_imports(accepted.items), _imports(now))
    for old, here in paired.same:
        yield _import(kind_of_change(old.fingerprint, here.fingerprint), None, None, "")
    if paired.gone or paired.came:
        yield _import(Kind.EDITED, None, None, "")


def _by_fingerprint(item: AcceptedItem, new: Corpus) -> Iterator[ItemChange]:
    spot = _first(_spots([item], new))
    if spot is None:
        yield ItemChange(Kind.DELETED, item.part.value, item.item)
        return
    lines = Lines(spot.first, spot.last)
    here = fingerprint_of(new.rust_file(spot.file).cut(lines))
    fate = kind_of_change(item.fingerprint, here)
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
    became = kind_of_change(item.fingerprint, here)
    if kind is None and became is Kind.UNCHANGED:
        return None
    if item.part is not Part.WHOLE and became is not Kind.EDITED:
        if item.part is Part.HEADER and file == item.file and path != item.item:
            return _change(item, Kind.MOVED, file, path, lines, between)  # its members may stay
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
    sides = (between.old, item.file, item.item), (between.new, file, path)
    part = Part.WHOLE if kind is Kind.RENAMED else item.part  # it was followed as a whole
    return ItemChange(
        kind,
        item.part.value,
        item.item,
        before,
        after,
        round(similarity(*(_bigrams_at(*side, part) for side in sides)), 4),
        signature,
        _diff(between, before, after),
    )


def _bigrams(data: bytes) -> Bigrams:
    return bigrams_of([one.text for one in lexemes_of(data) if not one.comment])


def _bigrams_at(corpus: Corpus, file: str, path: str, part: Part) -> Bigrams:
    source = corpus.rust_file(file)
    found = item_at(source, path)
    return _bigrams(b"" if found is None else source.cut(part_of(found, part)))


def _diff(between: Comparison, before: Spot, after: Spot) -> str:
    old = text_of(between.old, before.file, Lines(before.first, before.last))
    new = text_of(between.new, after.file, Lines(after.first, after.last))
    return diff_of(old, new, before.first, after.first)


def _gone(item: AcceptedItem, corpus: Corpus) -> ItemChange:
    spot = _first(_spots([item], corpus))
    diff = diff_of(_text(spot, corpus), [], spot.first, 0) if spot is not None else ""
    return ItemChange(Kind.DELETED, item.part.value, item.item, old=spot, diff=diff)


# --- imports ---------------------------------------------------------------------------------


def _import_changes(
    then: Sequence[AcceptedItem], now: Sequence[AcceptedItem], between: Comparison
) -> Iterator[ItemChange]:
    """Yield what became of the `use` declarations that come along, none where no code is known.

    One whose bytes are the same neither came nor went, whatever its number. Nor is anything said of
    a file of which an item is gone: what was imported for that one went with it.
    """
    if not now:
        return
    shown = (one for one in then if not one.is_import)
    lost = {one.file for one in shown if between.fate(one.file, one.item)[0] is Kind.DELETED}
    before = [one for one in _imports(then) if one.file not in lost]
    paired = _paired(before, _imports(now))
    yield from (_one_import(*pair, between) for pair in paired.same)
    for file in dict.fromkeys(one.file for one in (*paired.gone, *paired.came)):
        if file not in lost:
            gone, came = (
                [i for i in side if i.file == file] for side in (paired.gone, paired.came)
            )
            yield from _other_imports(gone, came, between)


def _imports(items: Sequence[AcceptedItem]) -> list[AcceptedItem]:
    return [one for one in items if one.is_import]


@dataclass(frozen=True, slots=True)
class _Paired:
    """`use` declarations then and now: those of equal tokens whose bytes differ, and the rest."""

    same: Sequence[tuple[AcceptedItem, AcceptedItem]]
    gone: Sequence[AcceptedItem]
    came: Sequence[AcceptedItem]


def _paired(then: Sequence[AcceptedItem], now: Sequence[AcceptedItem]) -> _Paired:
    """Return which of them are one: of equal bytes, then of equal tokens, of one file first."""
    keys: tuple[Callable[[AcceptedItem], Hashable], ...] = (
        lambda one: (one.file, one.fingerprint.exact),
        lambda one: (one.file, one.fingerprint.tokens),
        lambda one: one.fingerprint.exact,
        lambda one: one.fingerprint.tokens,
    )
    same: list[tuple[AcceptedItem, AcceptedItem]] = []
    gone, came = list(then), list(now)
    for key in keys:
        for old in tuple(gone):
            new = next((one for one in came if key(one) == key(old)), None)
            if new is not None:
                gone.remove(old)
                came.remove(new)
                same.append((old, new))
    differ = [(o, n) for o, n in same if o.fingerprint.exact != n.fingerprint.exact]
    return _Paired(differ, gone, came)


def _one_import(old: AcceptedItem, new: AcceptedItem, between: Comparison) -> ItemChange:
    """Return the change of a `use` declaration that both revisions have, in other bytes."""
    fate = kind_of_change(old.fingerprint, new.fingerprint)
    before, after = _first(_spots([old], between.old)), _first(_spots([new], between.new))
    diff = _diff(between, before, after) if before is not None and after is not None else ""
    return _import(fate, before, after, diff)


def _other_imports(
    gone: Sequence[AcceptedItem], came: Sequence[AcceptedItem], between: Comparison
) -> Iterator[ItemChange]:
    """Yield a change for each of the similar ones of a file, and one for all that is left."""
    old, new = _spots(gone, between.old), _spots(came, between.new)
    words = (
        [_bigrams(corpus.rust_file(spot.file).cut(Lines(spot.first, spot.last))) for spot in spots]
        for spots, corpus in ((old, between.old), (new, between.new))
    )
    taken: tuple[set[int], set[int]] = (set(), set())
    for _, left, right in sorted(similar_pairs(*words), key=lambda pair: -pair[0]):
        if left not in taken[0] and right not in taken[1]:
            taken[0].add(left)
            taken[1].add(right)
            yield _import(Kind.EDITED, old[left], new[right], _diff(between, old[left], new[right]))
    old, new = (
        [spot for at, spot in enumerate(spots) if at not in seen]
        for spots, seen in zip((old, new), taken, strict=True)
    )
    if old or new:
        hunks = [diff_of(_text(spot, between.old), [], spot.first, 0) for spot in old]
        hunks += [diff_of([], _text(spot, between.new), 0, spot.first) for spot in new]
        yield _import(Kind.EDITED, _first(old), _first(new), "\n".join(hunks))


def _import(fate: Kind, old: Spot | None, new: Spot | None, diff: str) -> ItemChange:
    return ItemChange(fate, Part.WHOLE.value, IMPORT, old, new, diff=diff)


def _first(spots: Sequence[Spot]) -> Spot | None:
    return next(iter(spots), None)


def _spots(items: Sequence[AcceptedItem], corpus: Corpus) -> list[Spot]:
    found = ((item, lines_of(item, corpus)) for item in items)
    return [spot_of(corpus, i.file, i.item, lines) for i, lines in found if lines is not None]


def _text(spot: Spot, corpus: Corpus) -> list[str]:
    return text_of(corpus, spot.file, Lines(spot.first, spot.last))

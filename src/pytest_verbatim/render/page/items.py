"""What became of the items of a change: fates, places with permalinks, diffs."""

from collections.abc import Iterator, Sequence

from pytest_verbatim.change import ItemChange, Spot
from pytest_verbatim.render.changes import alike
from pytest_verbatim.render.page.hunks import HEADER, Row, rows_of
from pytest_verbatim.render.page.layers import pieces
from pytest_verbatim.render.page.markup import NOTHING, Html, joined, link, tag, text

_OPEN_ROWS = 80
"""A longer diff is folded away."""
ROW_CLASSES = {"-": "went", "+": "came", " ": "same"}
"""What the style sheet calls a line by its sign."""
_HEAD = Html(
    '<thead class="unseen"><tr><th scope="col">old line<th scope="col">new line'
    '<th scope="col">change<th scope="col">code</thead>'
)


def items_section(items: Sequence[ItemChange]) -> Html:
    """Return the section of all items; nothing where there are none."""
    if not items:
        return NOTHING
    return tag("section", tag("h3", Html("Code")), *map(_item, items), class_="items")


def badge(kind: str, value: str) -> Html:
    """Return a word in a frame; `kind` is what it speaks of, for the style sheet."""
    return tag("span", text(value), class_=f"badge {kind}", data_value=value)


def _item(item: ItemChange) -> Html:
    part = NOTHING if item.part == "whole" else text(f" ({item.part})")
    head = (tag("code", text(item.item)), part, Html(" "), badge("fate", item.fate))
    left = alike(item).strip()
    return tag(
        "div",
        tag("h4", *head),
        tag("p", text(left), class_="alike") if left else NOTHING,
        _places(item),
        _diff(item),
        class_="item",
    )


def _places(item: ItemChange) -> Html:
    rows = [
        joined((tag("dt", Html(label)), tag("dd", *_place(spot, item))))
        for label, spot in (("was", item.old), ("is", item.new))
        if spot is not None
    ]
    return tag("dl", *rows, class_="places") if rows else NOTHING


def _place(spot: Spot, item: ItemChange) -> Iterator[Html]:
    yield link(spot.url, tag("code", text(str(spot))))
    if spot.item != item.item:
        yield joined((Html(" as "), tag("code", text(spot.item))))


# --- diffs -----------------------------------------------------------------------------------


def _diff(item: ItemChange) -> Html:
    rows = rows_of(item.diff)
    if not rows:
        both = item.old is not None and item.new is not None
        told = "No line of it differs." if both else "Its text in one revision is not at hand."
        return tag("p", Html(told), class_="quiet")
    table = tag("table", _HEAD, tag("tbody", *map(_row, rows)), class_="diff")
    if len(rows) <= _OPEN_ROWS:
        return table
    went = sum(row.sign == "-" for row in rows)
    came = sum(row.sign == "+" for row in rows)
    told = f"Diff of {len(rows)} rows: {went} lines went, {came} came"
    return tag("details", tag("summary", Html(told)), table)


def _row(row: Row) -> Html:
    if row.sign == HEADER:
        return Html(f'<tr class="hunk"><td colspan="4">{text(row.text)}\n')
    numbers = "".join(f"<td>{'' if one is None else one}" for one in (row.old, row.new))
    code = joined(code_of(row))
    return Html(f'<tr class="{ROW_CLASSES[row.sign]}">{numbers}<td>{row.sign}<td>{code}\n')


def code_of(row: Row) -> Iterator[Html]:
    """Yield a line; what differs is marked, and so are blanks at its end or on their own."""
    name = "del" if row.sign == "-" else "ins"
    end = len(row.text.rstrip()) if row.sign != " " else len(row.text)
    for here, there, (is_changed,) in pieces(0, end, (row.marks,)):
        piece = row.text[here:there]
        yield tag(name, *_blanks_at_ends(piece)) if is_changed else text(piece)
    rest = row.text[end:]
    if rest:
        is_marked = any(start <= end < stop for start, stop in row.marks)
        yield tag(name, _blanks(rest)) if is_marked else _blanks(rest)


def _blanks_at_ends(piece: str) -> Iterator[Html]:
    bare = piece.strip()
    if not bare:
        yield _blanks(piece)
        return
    at = piece.index(bare)
    yield _blanks(piece[:at])
    yield text(bare)
    yield _blanks(piece[at + len(bare) :])


def _blanks(value: str) -> Html:
    """Return white space that can be seen."""
    if not value:
        return NOTHING
    if value.strip(" \t"):
        return text(value)
    shown = value.replace(" ", "\u00b7").replace("\t", "\u2192\t")
    return Html(f'<span class="blank" data-blank="{shown}">{value}</span>')

"""Claims and choice of items, which an author declares beside the prose; what differs is marked."""

from collections.abc import Sequence

from pytest_verbatim.render.outlines import Outline, OutlineRow, outline_changes, outline_rows
from pytest_verbatim.render.page.hunks import Row, marked
from pytest_verbatim.render.page.items import ROW_CLASSES, code_of
from pytest_verbatim.render.page.markup import NOTHING, Html, joined, tag, text

_HEAD = Html('<thead class="unseen"><tr><th scope="col">change<th scope="col">line</thead>')


def outline_pane(
    title: str, before: Sequence[Outline] | None, now: Sequence[Outline], *, folds: bool
) -> Html:
    """Return the section of claims or of a choice; nothing where there is none.

    Args:
        title: what it is called.
        before: what was accepted, None if nothing ever was.
        now: what is declared.
        folds: whether one that is as it was accepted is there, folded away.
    """
    changed = () if before is None else tuple(outline_changes(before, now))
    if changed:
        return _section(title, changed)
    whole = tuple(outline_rows(now))
    if not whole or (before is not None and not folds):
        return NOTHING
    if before is None:
        return _section(title, whole)
    told = text(f"{title} as accepted ({len(now)})")
    return tag("section", tag("details", tag("summary", told), _table(whole)), class_="field")


def _section(title: str, rows: Sequence[OutlineRow]) -> Html:
    return tag("section", tag("h3", text(title)), _table(rows), class_="field")


def _table(rows: Sequence[OutlineRow]) -> Html:
    shown = marked([Row(row.sign, None, None, row.text) for row in rows])
    body = joined(_row(row, one) for row, one in zip(rows, shown, strict=True))
    return tag("table", _HEAD, tag("tbody", body), class_="outline")


def _row(row: OutlineRow, shown: Row) -> Html:
    kind = f"{ROW_CLASSES[row.sign]}{' head' if row.is_head else ''}"
    return Html(f'<tr class="{kind}"><td>{row.sign}<td>{joined(code_of(shown))}\n')

"""A pane of prose: what it said and says, the doubtful sentences, and why they are in doubt."""

import re
from collections.abc import Iterator, Mapping, Sequence

from pytest_verbatim.change import Doubt
from pytest_verbatim.render.page.intraline import Spans, prose_changes
from pytest_verbatim.render.page.layers import pieces
from pytest_verbatim.render.page.markup import NOTHING, Html, joined, message, tag, text
from pytest_verbatim.render.page.placing import Placed, placed, sentence_marks

_GAP = re.compile(r"\n{2,}|\Z")
_WHOLE = "Its sentence was not found in the text:"


def prose_pane(
    field: str, before: str | None, now: str, doubts: Mapping[int, Doubt], key: str
) -> Html:
    """Return the section of one field.

    Args:
        field: `prompt` or `think`.
        before: what was accepted, None if nothing ever was.
        now: what it says.
        doubts: number -> doubt, those of this field alone, in order; the numbers are shown.
        key: the id of the change, which ids inside end in.
    """
    went, came = prose_changes(before, now) if before is not None and before != now else ((), ())
    numbers = list(doubts)
    found = placed(now, list(doubts.values()))
    text_now = tag("div", *_paragraphs(now, came, found, numbers, key), class_="prose")
    if before is None or before == now:
        shown = text_now
    else:
        text_then = tag("div", *_paragraphs_then(before, went), class_="prose")
        shown = tag(
            "div",
            tag("div", tag("h4", Html("As accepted")), text_then),
            tag("div", tag("h4", Html("As it is now")), text_now),
            class_="pair",
        )
    lost = set(numbers) - {numbers[one.number] for one in found}
    return tag(
        "section",
        tag("h3", Html(field.capitalize())),
        shown,
        _reasons(doubts, lost, key),
        class_="field",
    )


def _paragraphs_then(value: str, went: Spans) -> Iterator[Html]:
    for start, end in _ranges(value):
        yield tag("p", *_pieces(value, start, end, went, "del", ()))


def _paragraphs(
    value: str, came: Spans, found: Sequence[Placed], numbers: Sequence[int], key: str
) -> Iterator[Html]:
    for start, end in _ranges(value):
        yield tag("p", *_sentences(value, (start, end), came, found, numbers, key))


def _ranges(value: str) -> Iterator[tuple[int, int]]:
    """Yield the paragraphs of a text, as ranges; blank lines separate them."""
    start = 0
    for gap in _GAP.finditer(value):
        if start < gap.start():
            yield start, gap.start()
        start = gap.end()


def _sentences(  # noqa: PLR0913, PLR0917  (a text and all that is laid over it)
    value: str,
    paragraph: tuple[int, int],
    came: Spans,
    found: Sequence[Placed],
    numbers: Sequence[int],
    key: str,
) -> Iterator[Html]:
    at, last = paragraph
    for one in found:
        start, end = max(one.start, at), min(one.end, last)
        if start >= end:
            continue
        yield from _pieces(value, at, start, came, "ins", ())
        number = numbers[one.number]
        inside = _pieces(value, start, end, came, "ins", one.marks)
        yield tag("mark", *inside, aria_describedby=f"why-{number}-{key}")
        if end == one.end:
            yield _pointer(number, f"why-{number}-{key}", f"at-{number}-{key}")
        at = end
    yield from _pieces(value, at, last, came, "ins", ())


def _pointer(number: int, target: str, own: str) -> Html:
    label = f"Why sentence {number} is in doubt"
    return tag(
        "a", Html(str(number)), href=f"#{target}", id=own, class_="pointer", aria_label=label
    )


def _pieces(  # noqa: PLR0913, PLR0917  (a range and what is laid over it)
    value: str, start: int, end: int, changed: Spans, name: str, marks: Spans
) -> Iterator[Html]:
    """Yield a range of a text, with what changed in elements of that name and the marks strong."""
    for here, there, (is_changed, is_marked) in pieces(start, end, (changed, marks)):
        shown = text(value[here:there])
        if is_changed:
            shown = tag(name, shown)
        yield tag("strong", shown) if is_marked else shown


def _reasons(doubts: Mapping[int, Doubt], lost: set[int], key: str) -> Html:
    if not doubts:
        return NOTHING
    rows = (_doubt(number, doubt, key, number in lost) for number, doubt in doubts.items())
    return joined((tag("h4", Html("To be read again")), tag("ol", *rows, class_="doubts")))


def _doubt(number: int, doubt: Doubt, key: str, is_lost: bool) -> Html:  # noqa: FBT001
    place = tag("code", text(str(doubt.where)))
    back = place if is_lost else tag("a", place, href=f"#at-{number}-{key}")
    quote = NOTHING
    if is_lost:
        whole = _pieces(doubt.sentence, 0, len(doubt.sentence), (), "ins", sentence_marks(doubt))
        quote = joined((tag("p", Html(_WHOLE)), tag("blockquote", tag("mark", *whole))))
    why = tag("ul", *(tag("li", message(reason)) for reason in doubt.reasons))
    return tag("li", back, quote, why, id=f"why-{number}-{key}", value=str(number))

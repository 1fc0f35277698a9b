"""Places in prose: sentences, code names, and edits. Knows no source and no case.

Offsets are 0-based and half-open, in characters of the unwrapped text.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

_TICKED = re.compile(r"`([^`\n]+)`")
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_END = re.compile(r"[.!?]+[\"')]*(?=\s|$)|(?=\n)|\n+")
_SHORT_FORM = re.compile(r"(?:\be\.g|\bi\.e|\betc|\bvs|\bcf|\n\d+|^\d+|\n-|^-)\.?$")
_LITERAL = re.compile(r'"[^"`\n]*"')
_LIST_ITEM = re.compile(r"(?:[-*]|[0-9]+\.) ")
_RUST_WORDS = frozenset(
    "as async await break const continue crate dyn else enum extern false fn for if impl in let "
    "loop match mod move mut pub ref return self Self static struct super trait true type unsafe "
    "use where while str u8 u16 u32 u64 usize i8 i16 i32 i64 isize bool char derive".split()
)


@dataclass(frozen=True, slots=True)
class Edit:
    """One replacement: the characters from `start` to `end` become `new`."""

    start: int
    end: int
    new: str


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a text and where it stands."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Name:
    """A code-shaped word in prose; `ticked` is the backtick span around it, None without one."""

    start: int
    end: int
    text: str
    ticked: Span | None


def apply(text: str, edits: Iterable[Edit]) -> str:
    """Return the text with all edits made; they may not overlap."""
    for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
        text = text[: edit.start] + edit.new + text[edit.end :]
    return text


def moved(place: int, edits: Iterable[Edit]) -> int:
    """Return where an offset that no edit covers stands after the edits."""
    shifts = (len(edit.new) - (edit.end - edit.start) for edit in edits if edit.end <= place)
    return place + sum(shifts)


@cache
def sentences(text: str) -> tuple[Span, ...]:
    """Return the sentences of unwrapped prose; code in backticks ends none."""
    code = [match.span() for match in _TICKED.finditer(text)]
    found: list[Span] = []
    start = 0
    for match in _END.finditer(text):
        end = match.end() if match.group().strip() else match.start()
        inside = any(first < match.start() < last for first, last in code)
        if end <= start or inside or _SHORT_FORM.search(text, start, end):
            continue
        found.append(_trimmed(text, start, end))
        start = end
    if text[start:].strip():
        found.append(_trimmed(text, start, len(text)))
    return tuple(span for span in found if re.search(r"[A-Za-z]", span.text))


def _trimmed(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    return Span(start, start + len(piece.strip()), piece.strip())


def sentence_at(text: str, place: int) -> Span:
    """Return the sentence around an offset, or the last one before it."""
    before = Span(0, 0, "")
    for span in sentences(text):
        if span.start > place:
            break
        before = span
        if place < span.end:
            break
    return before


@cache
def ticks(text: str) -> tuple[Span, ...]:
    """Return the backtick spans, the backticks included."""
    return tuple(Span(*match.span(), match.group()) for match in _TICKED.finditer(text))


@cache
def names(text: str) -> tuple[Name, ...]:
    """Return the code-shaped words of a text, in order.

    In backticks every identifier is one; outside, those with an underscore or a capital inside.
    Not seen: words of Rust itself, words in quotation marks, parts of words with a hyphen.
    """
    found: list[Name] = []
    plain = text
    for span in ticks(text):
        inner = _LITERAL.sub(lambda match: " " * len(match.group()), span.text)
        found.extend(
            Name(span.start + match.start(), span.start + match.end(), match.group(), span)
            for match in _words(inner)
            if match.group() not in _RUST_WORDS
        )
        plain = plain[: span.start] + " " * len(span.text) + plain[span.end :]
    found.extend(
        Name(*match.span(), match.group(), None)
        for match in _words(plain)
        if re.search(r"[a-z]_[a-z]|[a-z][A-Z]", match.group())
    )
    return tuple(sorted(found, key=lambda name: name.start))


def _words(text: str) -> Iterator[re.Match[str]]:
    for match in _WORD.finditer(text):
        around = (
            text[max(match.start() - 1, 0) : match.start()] + text[match.end() : match.end() + 1]
        )
        if len(match.group()) > 2 and "-" not in around and "#[" not in text[: match.start()][-2:]:
            after = text[match.end() : match.end() + 4]
            if not re.match(r"\.(?:rs|toml|json|lock)\b", after) and "/" not in around:
                yield match


@cache
def ends(text: str) -> tuple[int, ...]:
    """Return the offsets behind sentences of ordinary paragraphs, where another may follow."""
    listed = [
        (match.start(), match.end())
        for match in re.finditer(r"[^\n]+", text)
        if _LIST_ITEM.match(match.group())
    ]
    return tuple(
        span.end
        for span in sentences(text)
        if span.text[-1] == "." and not any(first <= span.start < last for first, last in listed)
    )


def find_quote(text: str, quote: str) -> Span | None:
    """Return where a quote stands in a text, whatever white space parts its words."""
    words = [re.escape(word) for word in quote.split()]
    match = re.search(r"\s+".join(words), text) if words else None
    return Span(*match.span(), match.group()) if match else None

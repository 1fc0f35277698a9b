"""Examples under review: the list of what waits, and one of them whole."""

import difflib
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from pytest_verbatim.change import Change, Doubt, Entry, State, advice_of_entry
from pytest_verbatim.commands import PRUNE
from pytest_verbatim.controls import visible
from pytest_verbatim.render.changes import change_lines, short_revision, told_causes
from pytest_verbatim.render.outlines import outline_changes, outline_rows
from pytest_verbatim.render.terminal import findings_text
from pytest_verbatim.render.width import Run, wrapped

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_RED, _GREEN, _YELLOW, _BOLD, _PLAIN = "\x1b[31m", "\x1b[32m", "\x1b[33m", "\x1b[1m", "\x1b[0m"
_PAINT = re.compile("\x1b\\[[0-9]*m")
_SIGNS = {"-": _RED, "+": _GREEN}
_DIFF = "    "
"""What stands before each line of a diff."""
_STATES = {
    State.ACCEPTED: "it passes as it was accepted",
    State.ORPHANED: "a snapshot that has no case any more",
}
_WAITS = {State.PENDING: "not as it was accepted", State.NEW: "never accepted"}


def review_lines(entries: Sequence[Entry], refusal: str = "") -> Iterator[str]:
    """Yield the counts of the states, a line for each that is not accepted, and what mends it.

    `refusal` is why nothing is accepted here, "" where something is.
    """
    counts = Counter(entry.state for entry in entries)
    yield ", ".join(f"{counts[state]} {state}" for state in State if counts[state]) or "no examples"
    for entry in entries:
        if entry.state is not State.ACCEPTED:
            why = "" if entry.change is None else f"  ({', '.join(told_causes(entry.change))})"
            yield f"  {entry.state:<8}  {visible(entry.name)}{why}"
    does = "shows it" if refusal else "shows and accepts it"
    waits = [(state, told) for state, told in _WAITS.items() if counts[state]]
    yield from (f"{state}: {told}; `verbatim review` {does}" for state, told in waits)
    if counts[State.ORPHANED]:
        yield f"{State.ORPHANED}: a snapshot without a case; `{PRUNE}` removes it"
    if waits and refusal:
        yield refusal


def review_json(entries: Sequence[Entry]) -> Iterator[str]:
    """Yield one JSON object a line for each that is not accepted."""
    for entry in entries:
        if entry.state is not State.ACCEPTED:
            yield json.dumps(_listed(entry), ensure_ascii=False)


def entry_json(entry: Entry) -> str:
    """Return one entry whole, as JSON."""
    change = None if entry.change is None else entry.change.as_object()
    return json.dumps({**_listed(entry), "change": change}, ensure_ascii=False, indent=2)


def _listed(entry: Entry) -> dict[str, object]:
    change = entry.change
    return {
        "name": entry.name,
        "state": entry.state,
        "causes": [] if change is None else list(change.causes),
        "fates": [] if change is None else list(change.fates),
        "doubts": 0 if change is None else len(change.doubts),
        "findings": 0 if change is None else change.in_the_way,
        "acceptable": change is not None and change.at_pin and entry.would_accept is not None,
        "snapshot": entry.snapshot,
        "commands": list(advice_of_entry(entry).commands),
    }


def entry_text(entry: Entry, width: int, *, colour: bool, advised: bool = True) -> str:
    """Return one entry as a terminal of `width` columns shows it: cause, code, prose, findings.

    At its end stands what would accept it, or what else mends it, if `advised`.
    """
    lines = (*_entry(entry, width), *(_advice(entry, width) if advised else ()))
    text = "\n".join(lines)
    return text if colour else _PAINT.sub("", text)


def _entry(entry: Entry, width: int) -> Iterator[str]:
    change = entry.change
    yield _painted(visible(entry.name), _BOLD)
    if change is None:
        yield f"{entry.state}: {_STATES[entry.state]}"
        return
    yield from _told(f"{entry.state}: {', '.join(told_causes(change))}", width)
    if change.before is not None:
        since = short_revision(change.old_revision)
        why = f" ({change.reason})" if change.reason else ""
        now = f"now at {short_revision(change.new_revision)}"
        yield from _told(f"accepted at {since}{why}, {now}", width)
    for row in change_lines(change):
        yield from _item_row(visible(row), width)
    for field in ("prompt", "think"):
        yield from ("", _painted(field, _BOLD))
        yield from _prose(change, field, width)
    for name in ("claims", "choice"):
        yield from _outline(change, name, width)
    if change.findings:
        yield ""
        for line in visible(findings_text(change.findings)).split("\n"):
            yield from _told(line, width) if line.startswith(" ") else (line,)


def _advice(entry: Entry, width: int) -> Iterator[str]:
    sentences = tuple(advice_of_entry(entry).sentences())
    yield from ("",) if sentences else ()
    for told, command in sentences:
        yield from _told(told, width)
        yield from (f"  {command}",) if command else ()


def _told(text: str, width: int) -> Iterator[str]:
    """Yield a line, wrapped below where it begins; nothing that could be copied is broken."""
    bare = text.lstrip(" ")
    indent = " " * (len(text) - len(bare))
    yield from wrapped([(visible(bare), "")], width, indent, f"{indent}  ", breaks=False)


def told_lines(text: str, width: int) -> Iterator[str]:
    """Yield a message of one or more lines, wrapped; nothing that could be copied is broken."""
    for line in text.split("\n"):
        yield from _told(line, width)


def _item_row(row: str, width: int) -> Iterator[str]:
    """Yield a row of what became of the items; a line of a diff is left to the terminal."""
    if row.startswith(_DIFF):
        yield _painted(row, _SIGNS.get(row[len(_DIFF)], ""))
    else:
        yield from _told(row, width)


def _prose(change: Change, field: str, width: int) -> Iterator[str]:
    """Yield a text, what changed in it marked word by word; below it what is to be read again."""
    now = visible(getattr(change.after, field))
    before = now if change.before is None else visible(getattr(change.before, field))
    yield from wrapped(_marked(before, now), width, "  ", "  ")
    for doubt in change.doubts:
        if doubt.field == field:
            yield from _doubt(doubt, width)


def _doubt(doubt: Doubt, width: int) -> Iterator[str]:
    yield from wrapped([(visible(doubt.sentence), _YELLOW)], width, "    ? ", "      ")
    for reason in doubt.reasons:
        yield from wrapped([(visible(reason), "")], width, "      ", "        ")


def _outline(change: Change, name: str, width: int) -> Iterator[str]:
    """Yield how claims or choice differ from what was accepted; all of them where nothing was."""
    now = getattr(change.after, name)
    before = None if change.before is None else getattr(change.before, name)
    rows = tuple(outline_rows(now) if before is None else outline_changes(before, now))
    if rows:
        yield from ("", _painted(name, _BOLD))
    for row in rows:
        paint = _SIGNS.get(row.sign, "")
        first = f"  {row.sign} " if row.is_head else f"  {row.sign}   "
        yield from wrapped([(visible(row.text), paint)], width, first, " " * (len(first) + 2))


def _marked(before: str, now: str) -> Iterator[Run]:
    """Yield a text with the words that went as `[-so-]` and those that came as `{+so+}`."""
    old, new = _WORDS.findall(before), _WORDS.findall(now)
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        went, came = "".join(old[a:b]), "".join(new[c:d])
        if tag == "equal":
            yield came, ""
            continue
        if went:
            yield f"[-{went}-]", _RED
        if came:
            yield f"{{+{came}+}}", _GREEN


def _painted(text: str, paint: str) -> str:
    return f"{paint}{text}{_PLAIN}" if paint else text

"""Examples under review: the list of what waits, and one of them whole."""

import difflib
import json
import re
import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence

from pytest_verbatim.change import Cause, Change, Doubt, Entry, State
from pytest_verbatim.render.changes import change_lines, short_revision
from pytest_verbatim.render.controls import visible
from pytest_verbatim.render.terminal import findings_text

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_RED, _GREEN, _YELLOW, _BOLD, _PLAIN = "\x1b[31m", "\x1b[32m", "\x1b[33m", "\x1b[1m", "\x1b[0m"


def review_lines(entries: Sequence[Entry]) -> Iterator[str]:
    """Yield the counts of the states, then a line for each that is not accepted."""
    counts = Counter(entry.state for entry in entries)
    yield ", ".join(f"{counts[state]} {state}" for state in State if counts[state]) or "no examples"
    for entry in entries:
        if entry.state is State.ORPHANED:
            yield f"  {entry.state:<8}  {entry.name}  (pytest --prune-snapshots removes it)"
        elif entry.change is not None:
            yield f"  {entry.state:<8}  {entry.name}  ({', '.join(told_causes(entry.change))})"


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
        "findings": 0 if change is None else len(change.findings),
        "acceptable": entry.would_accept is not None and entry.state is not State.ACCEPTED,
        "snapshot": entry.snapshot,
    }


def told_causes(change: Change) -> list[str]:
    """Return why a case waits, in words: the fates where upstream changed its code."""
    return [
        f"upstream: {', '.join(change.fates)}" if cause is Cause.UPSTREAM else str(cause)
        for cause in change.causes
    ]


def entry_text(entry: Entry, width: int, *, colour: bool) -> str:
    """Return one entry as a terminal of `width` columns shows it: cause, code, prose, findings."""
    return "\n".join(_entry(entry, width, colour=colour))


def _entry(entry: Entry, width: int, *, colour: bool) -> Iterator[str]:
    change = entry.change
    yield _painted(entry.name, _BOLD, colour=colour)
    if change is None:
        yield f"{entry.state}"
        return
    yield f"{entry.state}: {', '.join(told_causes(change))}"
    if change.before is not None:
        since = short_revision(change.old_revision)
        why = f" ({change.reason})" if change.reason else ""
        yield f"accepted at {since}{why}, now at {short_revision(change.new_revision)}"
    for row in change_lines(change):
        yield _diff_row(visible(row), colour=colour)
    for field in ("prompt", "think"):
        yield ""
        yield _painted(field, _BOLD, colour=colour)
        yield from _prose(change, field, width, colour=colour)
    if change.findings:
        yield ""
        yield visible(findings_text(change.findings))


def _diff_row(row: str, *, colour: bool) -> str:
    sign = row.strip()[:1]
    indented = row.startswith("    ")
    return _painted(row, {"-": _RED, "+": _GREEN}.get(sign, ""), colour=colour and indented)


def _prose(change: Change, field: str, width: int, *, colour: bool) -> Iterator[str]:
    """Yield a text, what changed in it marked word by word; below it what is to be read again."""
    now = visible(getattr(change.after, field))
    before = now if change.before is None else visible(getattr(change.before, field))
    doubts = [doubt for doubt in change.doubts if doubt.field == field]
    for paragraph in _marked(before, now, colour=colour).split("\n"):
        lines = textwrap.wrap(paragraph, width - 2, break_long_words=False) or [""]
        yield from (f"  {line}" for line in lines)
    for doubt in doubts:
        yield from _doubt(doubt, width, colour=colour)


def _doubt(doubt: Doubt, width: int, *, colour: bool) -> Iterator[str]:
    head = textwrap.wrap(f"? {visible(doubt.sentence)}", width - 6, subsequent_indent="  ")
    yield from (_painted(f"    {line}", _YELLOW, colour=colour) for line in head)
    yield from (f"      {visible(reason)}" for reason in doubt.reasons)


def _marked(before: str, now: str, *, colour: bool) -> str:
    """Return a text with the words that went as `[-so-]` and those that came as `{+so+}`."""
    if before == now:
        return now
    old, new = _WORDS.findall(before), _WORDS.findall(now)
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    parts = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            parts.append("".join(new[c:d]))
            continue
        went, came = "".join(old[a:b]), "".join(new[c:d])
        parts.append(_painted(f"[-{went}-]", _RED, colour=colour) if went else "")
        parts.append(_painted(f"{{+{came}+}}", _GREEN, colour=colour) if came else "")
    return "".join(parts)


def _painted(text: str, paint: str, *, colour: bool) -> str:
    return f"{paint}{text}{_PLAIN}" if colour and paint else text

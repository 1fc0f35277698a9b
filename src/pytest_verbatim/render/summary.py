"""The results of a run as Markdown for the summary of a CI job, in bounded size.

Failures quote upstream's text, an author's, and whatever else they met: it stands in fences that
it cannot close, and what stands outside of them is escaped.
"""

import html
import re
from collections.abc import Sequence

from pytest_verbatim.counted import counted
from pytest_verbatim.failure import Failure
from pytest_verbatim.render.changes import failure_text, worst_fate
from pytest_verbatim.render.markdown import escaped, fenced
from pytest_verbatim.render.terminal import SummaryRow

LIMIT = 256 * 1024
"""Of the whole text, in bytes. GitHub drops a summary of more than 1 MiB a step."""
_MOST_CASES = 50
_MOST_ROWS = 100
_MOST_OF_CASE = 16 * 1024
_LEAST_OF_CASE = 2 * 1024
"""What there has to be for one case, in bytes, for the case to be shown."""
_LONGEST, _LONGEST_NAME = 400, 200
"""Of a headline and of a name, in characters. A name of 200 leaves room in `_LEAST_OF_CASE`."""
_TAIL = 256
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def results_headline(rows: Sequence[SummaryRow], others: int) -> str:
    """Return how many cases passed or failed; `others` is how many failures are of no case."""
    passed, failed, skipped = (
        sum(getattr(row, name) for row in rows) for name in ("passed", "failed", "skipped")
    )
    cases = counted(passed + failed, "case")
    told = f"{failed} of {cases} failed" if failed else f"{cases} passed"
    told += f", {skipped} skipped" if skipped else ""
    return told + (f"; {counted(others, 'other failure')}" if others else "")


def job_summary(
    headline: str,
    corpus: str,
    rows: Sequence[SummaryRow],
    failures: Sequence[Failure],
    limit: int = LIMIT,
) -> str:
    """Return headline, corpus, a table of the datasets, and the failures folded away.

    Never more than `limit` bytes of UTF-8; "" where not even the table has room in that.
    """
    head = _head(headline, corpus, rows)
    room = limit - _size(head) - _TAIL
    if room < 0:
        return ""
    shown = failures[: min(_MOST_CASES, room // _LEAST_OF_CASE)]
    each = min(_MOST_OF_CASE, room // max(len(shown), 1))
    blocks = [_block(failure, each) for failure in shown]
    left = len(failures) - len(shown)
    tail = f"\nand {left} more; the log has them\n" if left else ""
    return _cleaned(head + "".join(blocks) + tail)


def _head(headline: str, corpus: str, rows: Sequence[SummaryRow]) -> str:
    lines = [f"## {escaped(_one_line(headline))}", ""]
    lines += [f"Held against {escaped(_one_line(corpus))}", ""] if corpus else []
    if rows:
        lines += ["| dataset | passed | failed | skipped | target |", "|---|--:|--:|--:|---|"]
        lines += map(_row, rows[:_MOST_ROWS])
        if len(rows) > _MOST_ROWS:
            lines.append(f"| and {len(rows) - _MOST_ROWS} more | | | | |")
        lines.append("")
    return "\n".join(lines)


def _row(row: SummaryRow) -> str:
    name = escaped(_one_line(row.dataset, _LONGEST_NAME).replace("`", "'"))  # no code in a cell
    return f"| {name} | {row.passed} | {row.failed} | {row.skipped} | {row.target} |"


def _block(failure: Failure, limit: int) -> str:
    """Return a failure folded away, in at most `limit` bytes."""
    text = _cleaned(failure_text(failure.findings, failure.change) or failure.text)
    kept = limit
    while True:
        block = _folded(failure, _cut(text, kept))
        over = _size(block) - limit
        if over <= 0 or not kept:
            return block
        kept = max(0, kept - over)


def _folded(failure: Failure, text: str) -> str:
    test = html.escape(_one_line(failure.test, _LONGEST_NAME))
    label = f"<code>{test}</code> {html.escape(_kind(failure))}".rstrip()
    return f"\n<details><summary>{label}</summary>\n\n{fenced(text, 'text')}\n\n</details>\n"


def _kind(failure: Failure) -> str:
    """Return what is wrong in a few words: the worst fate, or the codes."""
    if failure.change is not None and failure.change.is_drift:
        return worst_fate(failure.change)
    codes = list(dict.fromkeys(finding.code for finding in failure.findings))
    return ", ".join(codes[:3]) + (", ..." if len(codes) > 3 else "")


def _cut(text: str, limit: int) -> str:
    """Return the first lines of a text that fit, and how many there are that do not."""
    if _size(text) <= limit:
        return text
    lines = text.split("\n")
    kept: list[str] = []
    for line in lines:
        limit -= _size(line) + 1
        if limit < 0:
            break
        kept.append(line)
    return "\n".join([*kept, f"... {len(lines) - len(kept)} lines more; the log has them"])


def _one_line(text: str, longest: int = _LONGEST) -> str:
    line = " ".join(_cleaned(text).split())
    return line if len(line) <= longest else line[: longest - 3] + "..."


def _cleaned(text: str) -> str:
    """Return a text that can be encoded, its newlines LF, without other control characters."""
    unix = text.replace("\r\n", "\n").replace("\r", "\n")
    encodable = unix.encode("utf-8", "replace").decode()
    return _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", encodable)


def _size(text: str) -> int:
    return len(text.encode("utf-8", "replace"))

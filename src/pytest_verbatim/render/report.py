"""Drift reports: how the cases of one run drifted, as JSON and as Markdown.

Source: design, "Contract: commands" (`--drift-report=FILE`). Both hold upstream's code in diffs and
are artifacts, not to be committed.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from pytest_verbatim.advice import Advice
from pytest_verbatim.change import Change, ItemChange, advice_of
from pytest_verbatim.render.changes import alike, drift_headline, short_revision
from pytest_verbatim.render.markdown import code, escaped, fenced, link

SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True)
class About:
    """What a report is about.

    Attributes:
        repository: upstream's address, as the pin has it.
        old, old_commit: the revision that the cases are pinned to, as people call it, and its id.
        new, new_commit: the revision that they were held against.
        cases: how many cases ran.
    """

    repository: str
    old: str
    old_commit: str
    new: str
    new_commit: str
    cases: int

    def headline(self, changes: Sequence[Change]) -> str:
        """Return the count that comes first."""
        return drift_headline(changes, self.cases, self.old, self.new)


def report_json(changes: Sequence[Change], about: About) -> str:
    """Return a report as one JSON object, with every change whole."""
    value = {
        "schema": SCHEMA_VERSION,
        "headline": about.headline(changes),
        "about": asdict(about),
        "changes": [change.as_object() for change in changes],
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def report_markdown(changes: Sequence[Change], about: About) -> str:
    """Return a report as Markdown: the headline, then a section for each case that changed."""
    head = f"# {escaped(about.headline(changes))}"
    return "\n\n".join([head, *("\n\n".join(_section(change)) for change in changes)]) + "\n"


def _section(change: Change) -> Iterator[str]:
    yield f"## {code(change.case)}"
    old, new = short_revision(change.old_revision), short_revision(change.new_revision)
    accepted = f"accepted at {code(old)}" if old else "never accepted"
    yield f"{accepted}, held against {code(new)}: {', '.join(change.causes)}"
    for item in change.items:
        yield _item(item)
    if change.doubts:
        yield "Read again:"
        yield "\n".join(
            f"- {doubt.field}, {code(str(doubt.where))}: “{escaped(doubt.sentence)}”"
            + "".join(f"\n  - {escaped(reason)}" for reason in doubt.reasons)
            for doubt in change.doubts
        )
    if change.findings:
        yield "\n".join(
            f"- {code(str(one.where))} {code(one.code)}: {escaped(one.seen)} — {escaped(one.mend)}"
            for one in change.findings
        )
    yield advice_markdown(advice_of(change))


def advice_markdown(advice: Advice) -> str:
    """Return advice as one line, its commands as code."""
    runs = ((escaped(words), command) for words, command in advice.clauses())
    return "".join(f"{words} {code(command)}" if command else words for words, command in runs)


def _item(item: ItemChange) -> str:
    part = "" if item.part == "whole" else f" ({item.part})"
    places = [
        f"{word} {link(str(spot), spot.url)}"
        for word, spot in (("was", item.old), ("is", item.new))
        if spot is not None
    ]
    renamed = item.new is not None and item.new.item != item.item
    now = f", now {code(item.new.item)}" if renamed and item.new is not None else ""
    head = f"**{item.fate}** {code(item.item)}{part}{alike(item)}{now}: {', '.join(places)}"
    return f"{head}\n\n{fenced(item.diff, 'diff')}" if item.diff else head

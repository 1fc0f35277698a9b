"""Pairs: a module that provokes one finding, and its near miss that has none.

All modules of a table run in one pytest: a bad one has its code at its place and nothing else, the
near miss beside it passes, and so nothing of a bad case reaches another.
"""

import itertools
import re
import string
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from plugin_support import Outcome, run_with_junit
from support import CORE, Workspace

import pytest_verbatim

HEAD = f"from pytest_verbatim import {', '.join(pytest_verbatim.__all__)}\n\n"
_FOUND = re.compile(r"^(\S+\.(?:py|toml):\d+)(?::\d+)?  ([a-z-]+\.[a-z0-9-]+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Pair:
    """A module that has one finding and one that just has not.

    In both, `NAME` stands for the module's name, `CODE` for a `rust(...)` that no other shows,
    `WORD` for a word that no other text has. In `bad`, the word `HERE` stands on the line that the
    finding names. `seen` and `mend` are the lines of its message, where they are checked. `item` is
    the test that fails where it is not the case NAME; `also` are codes that come along, `dataset`
    is the folder of both modules.
    """

    code: str
    bad: str
    good: str
    item: str = "NAME"
    also: tuple[str, ...] = ()
    seen: str = ""
    mend: str = ""
    dataset: str = "relay"


@dataclass(frozen=True, slots=True)
class Told:
    """A finding as a failure shows it, its place without the column."""

    place: str
    code: str
    text: str


def told_in(text: str) -> list[Told]:
    """Return the findings that the text of a failure holds, in order."""
    heads = list(_FOUND.finditer(text))
    ends = [head.start() for head in heads[1:]] + [len(text)]
    return [
        Told(head[1], head[2], text[head.end() : end].strip("\n"))
        for head, end in zip(heads, ends, strict=False)
    ]


def codes_in(text: str) -> list[tuple[str, str]]:
    """Return (place without column, code) for each finding of a failure's text."""
    return [(one.place, one.code) for one in told_in(text)]


def example(code: str = "CODE", **texts: str) -> str:
    """Return the text of a case; `texts` are the source of its other arguments."""
    given = {"prompt": '"WORD."', "think": '"So WORD."'} | texts
    rows = [f"    {name}={text},\n" for name, text in (("code", f"[{code}]"), *given.items())]
    return f"NAME = Example(\n{''.join(rows)})\n"


def _words() -> Iterator[str]:
    for letters in itertools.product(string.ascii_lowercase, repeat=3):
        yield "w" + "".join(letters)


def write_pairs(
    workspace: Workspace, pairs: Sequence[Pair], datasets: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Write the modules of a table and the datasets that it asks for; return path -> text."""
    for name, toml in (datasets or {}).items():
        workspace.dataset(name, toml)
    numbers, words = itertools.count(), _words()
    texts = {}
    for at, pair in enumerate(pairs):
        for kind, body in (("bad", pair.bad), ("near", pair.good)):
            text = HEAD + body
            while "CODE" in text:
                text = text.replace("CODE", f'rust("{CORE}/extra/pool.rs", "P{next(numbers)}")', 1)
            while "WORD" in text:
                text = text.replace("WORD", next(words), 1)
            path = f"cases/{pair.dataset}/{kind}_{at}.py"
            texts[path] = text.replace("NAME", f"{kind}_{at}")
            (workspace.root / path).write_text(texts[path], encoding="utf-8")
    return texts


def check_pairs(
    workspace: Workspace,
    pairs: Sequence[Pair],
    datasets: Mapping[str, str] | None = None,
    workers: Sequence[str] = (),
) -> dict[str, Outcome]:
    """Run all modules of a table at once; fail where a row is not kept. Return the outcomes."""
    texts = write_pairs(workspace, pairs, datasets)
    outcomes = run_with_junit(workspace, "--snapshot-update", *workers)
    wrong = [said for at, pair in enumerate(pairs) for said in _wrong(at, pair, texts, outcomes)]
    assert not wrong, "\n".join(wrong)
    return outcomes


def _wrong(
    at: int, pair: Pair, texts: Mapping[str, str], outcomes: Mapping[str, Outcome]
) -> Iterator[str]:
    """Yield what differs from the promise for one pair."""
    path, near = f"cases/{pair.dataset}/bad_{at}.py", f"cases/{pair.dataset}/near_{at}.py"
    lines = texts[path].split("\n")
    line = next((number for number, text in enumerate(lines, 1) if "HERE" in text), 1)
    bad = outcomes.get(f"{path}::{pair.item.replace('NAME', f'bad_{at}')}")
    found = told_in(bad.text) if bad else []
    there = [one for one in found if (one.place, one.code) == (f"{path}:{line}", pair.code)]
    if not there:
        yield f"{pair.code} is not told at {path}:{line}: {bad}\n{texts[path]}"
    wanted = f"  {pair.seen}\n  {pair.mend}".replace("NAME", f"bad_{at}")
    if there and pair.seen and there[0].text != wanted:
        yield f"{pair.code} is told as\n{there[0].text}\nand not as\n{wanted}"
    if {one.code for one in found} != {pair.code, *pair.also}:
        yield f"{pair.code}: something else is told: {found}\n{texts[path]}"
    passing = [one for node_id, one in outcomes.items() if node_id.startswith(near)]
    if not passing or any(one.kind != "passed" for one in passing):
        yield f"{pair.code}: the near miss fails: {passing}\n{texts[near]}"

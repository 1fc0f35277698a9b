"""Replay the history: the fates of all items from each release to the next, and who would ring.

    python benchmarks/replay.py [--corpus REPO] [--markdown FILE] [--json FILE] [--since TAG]

Takes every release of the product that the pin is about, in order of versions, drops those whose
subtree is that of the one before, and compares each with the next. Without `--corpus` each release
is fetched into the cache once, which is not timed.

Beside the fates stand three cheaper ways to pin an item, each asked of the same items: the digest
of its file, of the bytes at its line numbers, and of its own bytes at its file and path. An alarm
of ours is an item edited, moved, renamed or deleted.
"""

import argparse
import json
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from pytest_verbatim.config.pin import Pin, is_url
from pytest_verbatim.drift import ALARMING, Fate, Kind, Sources, Tree, fates_of
from pytest_verbatim.errors import UsageError
from pytest_verbatim.project import Project
from pytest_verbatim.source.corpus import Corpus
from pytest_verbatim.source.git import Repository, remote_tags
from pytest_verbatim.source.opening import terminal_progress
from pytest_verbatim.source.release import open_revision

ROOT = Path(__file__).resolve().parent.parent
PINS = ("file", "lines", "bytes", "tokens")
"""What would have to change for an alarm: the last are the fates."""
_VERSION = re.compile(r"(\d+)\.(\d+)\.(\d+)$")


@dataclass(frozen=True, slots=True)
class Pair:
    """What one pair of releases came to; `seconds` of comparing, parsing of NEW included."""

    old: str
    new: str
    seconds: float
    fates: Counter[str]
    alarms: Counter[str]


def releases(pin: Pin, repo: str | None) -> Iterator[tuple[str, Corpus]]:
    """Yield tag and corpus of each release, oldest first, without those that left the subtree be.

    What is no release of the product, or older than the subtree, is passed over.
    """
    before = ""
    for tag in sorted(_tags(pin, repo), key=_version):
        try:
            corpus = open_revision(pin, repo, tag, tag, terminal_progress)
        except UsageError:
            continue
        if corpus.tree_digest != before:
            yield tag, corpus
        before = corpus.tree_digest


def _tags(pin: Pin, repo: str | None) -> list[str]:
    """Return the tags that may be releases: `v*` and those of the pin's prefix, no pre-releases."""
    prefix = pin.tag.rpartition("v")[0]
    source = repo or pin.repository
    if is_url(source):
        found: Iterable[str] = remote_tags(source, terminal_progress)
    else:
        found = Repository.find(Path(source)).tags()
    return [tag for tag in found if re.fullmatch(rf"(?:{re.escape(prefix)})?v\d+\.\d+\.\d+", tag)]


def _version(tag: str) -> tuple[int, ...]:
    found = _VERSION.search(tag)
    return tuple(map(int, found.groups())) if found else ()


def replay(pin: Pin, repo: str | None, since: str | None) -> Iterator[Pair]:
    """Yield the pairs of consecutive releases, oldest first."""
    sources = Sources()
    opened = list(releases(pin, repo))
    if since is not None:
        opened = opened[[tag for tag, _ in opened].index(since) :]
    trees: dict[str, Tree] = {opened[0][0]: sources.tree_of(opened[0][1])} if opened else {}
    for (old, before), (new, after) in pairwise(opened):
        started = time.perf_counter()
        trees[new] = sources.tree_of(after)
        fates = fates_of(trees[old], trees[new])
        seconds = time.perf_counter() - started
        alarms = alarms_of(fates, before, after)
        del trees[old]
        yield Pair(old, new, seconds, Counter(str(fate.kind) for fate in fates), alarms)


def alarms_of(fates: Sequence[Fate], old: Corpus, new: Corpus) -> Counter[str]:
    """Return how many items would ring under each kind of pin."""
    alarms: Counter[str] = Counter()
    changed = _changed(old, new)
    before, after = (_lines(corpus, changed) for corpus in (old, new))
    for fate in fates:
        path = fate.old.file
        if path in before:
            span = slice(fate.old.piece.item.lines.first - 1, fate.old.piece.item.lines.last)
            alarms["file"] += 1
            alarms["lines"] += before[path][span] != after.get(path, [])[span]
        alarms["bytes"] += fate.kind is not Kind.UNCHANGED
        alarms["tokens"] += fate.kind in ALARMING
    return alarms


def _changed(old: Corpus, new: Corpus) -> list[str]:
    kept = set(new.rust_paths)
    return [
        path
        for path in old.rust_paths
        if path not in kept or old.blob_id(path) != new.blob_id(path)
    ]


def _lines(corpus: Corpus, paths: Sequence[str]) -> dict[str, list[bytes]]:
    """Return path -> lines of those files that there are, read with one call of git."""
    there = corpus.read_all([path for path in paths if path in corpus.rust_paths])
    return {path: data.split(b"\n") for path, data in there.items()}


# --- output ----------------------------------------------------------------------------------

_NAMES = {
    "file": "digest of the file",
    "lines": "bytes at the line numbers",
    "bytes": "bytes of the item",
    "tokens": "fates (edited, moved, renamed, deleted)",
}


def tables(pairs: Sequence[Pair]) -> str:
    """Return the tables in Markdown: totals per fate, then alarms per kind of pin."""
    fates = sum((pair.fates for pair in pairs), Counter[str]())
    alarms = sum((pair.alarms for pair in pairs), Counter[str]())
    total = fates.total()
    seconds = [pair.seconds for pair in pairs]
    took = (
        f"{sum(seconds):.0f} s, {1000 * statistics.median(seconds):.0f} ms a pair (median), "
        f"{1000 * max(seconds):.0f} ms the longest"
    )
    span = f"{len(pairs)} pairs of releases, {pairs[0].old} to {pairs[-1].new}"
    rows = [
        f"{span}; {total} items in all; {took}.",
        "",
        "| fate | items | share |",
        "|---|---|---|",
        *(f"| {kind} | {fates[kind]} | {_share(fates[kind], total)} |" for kind in Kind),
        "",
        "| pin | alarms | of items | share | pairs without one |",
        "|---|---|---|---|---|",
        *(_alarm_row(name, alarms[name], total, pairs) for name in PINS),
    ]
    return "\n".join(rows)


def _alarm_row(name: str, count: int, total: int, pairs: Sequence[Pair]) -> str:
    quiet = sum(not pair.alarms[name] for pair in pairs)
    share = _share(count, total)
    return f"| {_NAMES[name]} | {count} | {total} | {share} | {quiet} of {len(pairs)} |"


def _share(count: int, total: int) -> str:
    return f"{100 * count / total:.2f} %" if total else "-"


def as_object(pair: Pair) -> dict[str, object]:
    """Return a pair as plain data."""
    return {
        "old": pair.old,
        "new": pair.new,
        "seconds": round(pair.seconds, 4),
        "fates": dict(pair.fates),
        "alarms": dict(pair.alarms),
    }


def main() -> int:
    """Replay and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--corpus", metavar="REPO", help="take the trees from this repository")
    parser.add_argument("--since", metavar="TAG", help="begin with this release")
    parser.add_argument("--markdown", metavar="FILE", type=Path, help="write the tables")
    parser.add_argument("--json", metavar="FILE", type=Path, help="write every pair as data")
    options = parser.parse_args()
    pairs = []
    for pair in replay(Project(ROOT).pin, options.corpus, options.since):
        pairs.append(pair)
        drifted = {name: count for name, count in pair.fates.items() if name != Kind.UNCHANGED}
        print(f"{pair.old} {pair.new}  {1000 * pair.seconds:.0f} ms  {drifted}")
    if not pairs:
        print("replay.py: no two releases to compare", file=sys.stderr)
        return 1
    text = tables(pairs)
    print(text)
    if options.markdown:
        options.markdown.write_text(text + "\n", "utf-8")
    if options.json:
        options.json.write_text(json.dumps([as_object(pair) for pair in pairs]), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

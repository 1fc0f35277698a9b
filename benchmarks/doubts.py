"""Which sentences a change of upstream puts in doubt, beside those that it must.

    python benchmarks/doubts.py [--corpus REPO] [--since TAG] [--markdown FILE] [--show]

Each case of every dataset is held from each release to the next, as if it had been accepted at the
older one, wherever its items are there and their code changed. A sentence *must* be named when a
name in its backticks, or a number in it, stood in the shown code and no longer does. That is found
out here by regular expressions over texts, with nothing that the package uses for it. The prose is
about the pinned release and older ones differ from it in much; what a check finds at the older
release as well is no doubt.
"""

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from replay import releases

from pytest_verbatim.change import Comparison, Doubt
from pytest_verbatim.change.doubts import doubts
from pytest_verbatim.checks.subject import Subject
from pytest_verbatim.drift import Sources
from pytest_verbatim.errors import UsageError
from pytest_verbatim.examination import subject_of, ties_of
from pytest_verbatim.project import Project
from pytest_verbatim.prose.sentence import sentences_of
from pytest_verbatim.source.corpus import Corpus

ROOT = Path(__file__).resolve().parent.parent
_TICKED = re.compile(r"`([^`]*)`")
_WORD = re.compile(r"[A-Za-z_]\w+")
_NUMBER = re.compile(r"(?<![\w.])\d[\d_,]*(?![\w.]*\w)")
_COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
_MOST = 4
"""So many sentences and more are one row of the table."""
_OF_CLAIMS = re.compile(r"\(claim\.[a-z-]+\)$")


@dataclass(frozen=True, slots=True)
class Held:
    """What came of one case whose code changed.

    `must` are the sentences that have to be named, `named` those of them that are, `others` the
    rest of those named; `of_claims` are those others that are named for their claims alone.
    """

    case: str
    must: tuple[str, ...]
    named: tuple[str, ...]
    others: tuple[str, ...]
    of_claims: tuple[str, ...]


def held(project: Project, old: Corpus, new: Corpus, sources: Sources) -> Iterator[Held]:
    """Yield what comes of each case whose items are in `old` and whose code is another in `new`."""
    between = Comparison(old, new, sources)
    for case in project.cases():
        dataset = project.dataset(case.dataset)
        before, faults = subject_of(case, dataset, old)
        if faults:
            continue
        followed = replace(case, example=between.followed(case.example))
        after, _ = subject_of(followed, dataset, new, anyway=True)
        if _code(before) == _code(after):
            continue
        stale = _stale(before, after)
        found, _ = doubts(before, after, stale)
        yield _counted(case.id, tuple(_must(before, after)), found)


def _stale(before: Subject, after: Subject) -> dict[int, str]:
    """Return the claims whose arguments are tied to other tokens now."""
    tied: dict[int, list[str]] = {}
    now: dict[int, list[str]] = {}
    for found, subject in ((tied, before), (now, after)):
        for tie in ties_of(subject):
            found.setdefault(tie.claim, []).append(tie.fingerprint.tokens)
    return {at: "stale (claim.stale)" for at in tied if tied[at] != now.get(at)}


def _counted(case: str, must: tuple[str, ...], found: Sequence[Doubt]) -> Held:
    named = [one for one in found if one.sentence in must]
    others = [one for one in found if one.sentence not in must]
    of_claims = [o.sentence for o in others if all(_OF_CLAIMS.search(r) for r in o.reasons)]
    return Held(
        case,
        must,
        tuple(one.sentence for one in named),
        tuple(one.sentence for one in others),
        tuple(of_claims),
    )


def _must(before: Subject, after: Subject) -> Iterator[str]:
    old, new = _code(before), _code(after)
    names = set(_WORD.findall(old)) - set(_WORD.findall(new))
    numbers = _numbers(old) - _numbers(new)
    for text in (before.case.example.prompt, before.case.example.think):
        for sentence in sentences_of(text):
            told = {word for span in _TICKED.findall(sentence.text) for word in _WORD.findall(span)}
            if told & names or _numbers(sentence.text) & numbers:
                yield sentence.text


def _code(subject: Subject) -> str:
    """Return the shown code without comments and white space at its ends."""
    bare = _COMMENT.sub(" ", subject.record.code)
    return "\n".join(" ".join(line.split()) for line in bare.split("\n") if line.strip())


def _numbers(text: str) -> set[int]:
    return {int(re.sub("[_,]", "", one)) for one in _NUMBER.findall(text)}


# --- output ----------------------------------------------------------------------------------


def markdown(found: Sequence[tuple[str, str, Held]]) -> str:
    """Return what came of all pairs as text and a table."""
    pairs = len({(old, new) for old, new, _ in found})
    every = [one for _, _, one in found]
    must, named = (sum(len(getattr(one, kind)) for one in every) for kind in ("must", "named"))
    asked = [one for one in every if one.must]
    share = f"{100 * named / must:.1f} %" if must else "-"
    changed = f"{len(every)} times the code of a case changed, in {pairs} pairs of releases"
    alone = "of these for claims alone"
    every_case, asked_cases = ("changed code", alone), ("a name or number went", alone)
    heads = ("sentences named beside them, a case", *every_case, *asked_cases)
    rows = [
        f"{changed}; in {len(asked)} of them a name or number that its prose has went with it.",
        "",
        f"{named} of the {must} sentences that have one are named ({share}).",
        "",
        f"| {' | '.join(heads)} |",
        "|---|--:|--:|--:|--:|",
    ]
    columns = [
        [len(getattr(one, kind)) for one in among]
        for among in (every, asked)
        for kind in ("others", "of_claims")
    ]
    for count in range(_MOST + 1):
        more = " or more" if count == _MOST else ""
        cells = (sum(min(one, _MOST) == count for one in column) for column in columns)
        rows.append(f"| {count}{more} | {' | '.join(map(str, cells))} |")
    means = (f"{sum(column) / max(1, len(column)):.2f}" for column in columns)
    rows.append(f"| mean | {' | '.join(means)} |")
    return "\n".join(rows) + "\n"


def main(given: Sequence[str] | None = None) -> int:
    """Run the bench and return its exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--corpus", metavar="REPO")
    parser.add_argument("--since", metavar="TAG", help="the first release to look at")
    parser.add_argument("--markdown", metavar="FILE", type=Path)
    parser.add_argument("--show", action="store_true", help="print what was missed, and others")
    options = parser.parse_args(given)
    project, sources = Project(ROOT), Sources()
    try:
        opened = list(releases(project.pin, options.corpus))
    except UsageError as error:
        print(f"doubts: {error}", file=sys.stderr)
        return 2
    tags = [tag for tag, _ in opened]
    opened = opened[tags.index(options.since) if options.since in tags else 0 :]
    found = []
    for (old, before), (new, after) in pairwise(opened):
        for one in held(project, before, after, sources):
            found.append((old, new, one))
            if options.show:
                _show(old, new, one)
    text = markdown(found)
    print(text, end="")
    if options.markdown is not None:
        options.markdown.write_text(text, encoding="utf-8")
    return 0


def _show(old: str, new: str, one: Held) -> None:
    for sentence in one.must:
        if sentence not in one.named:
            print(f"missed  {old} {new} {one.case}: {sentence}")
    for sentence in one.others:
        mark = "claim " if sentence in one.of_claims else "other "
        print(f"{mark}  {old} {new} {one.case}: {sentence}")


if __name__ == "__main__":
    sys.exit(main())

"""The injection bench: how many falsehoods in true prose do the checks catch?

    python benchmarks/injection.py [--seed N] [--per-kind N] [--json FILE] [--markdown FILE]
                                   [--show KIND]

Takes every accepted example, puts one falsehood at a time into its prompt or think block, and
examines it. Caught is what brings a finding that the example as it stands does not have. See
README.md beside this file.
"""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from falsehoods import report
from falsehoods.kinds import all_kinds, draw
from falsehoods.mutant import Sample
from falsehoods.score import ASKING, Bench
from falsehoods.source import Source
from falsehoods.statements import read_known

from pytest_verbatim.casefile import Case
from pytest_verbatim.errors import UsageError
from pytest_verbatim.project import SNAPSHOTS, Project
from pytest_verbatim.source.opening import open_corpus

HERE = Path(__file__).resolve().parent
HISTORY = ("v0.60.0", "v0.80.0", "v1.20.0", "v1.40.0", "v1.60.0", "v1.80.0")
"""Older releases whose names count as renamed where the pinned tree has them no longer."""


def is_accepted(project: Project, case: Case) -> bool:
    """Return whether a case has a snapshot."""
    module = case.module.removeprefix("cases/").removesuffix(".py")
    return (project.root / SNAPSHOTS / module / f"{case.name}.json").exists()


def older_trees(project: Project, repo: str | None, tags: Sequence[str]) -> list[Source]:
    """Return the trees at these tags; those that cannot be had are named on stderr and left out."""
    found = []
    for tag in tags:
        try:
            corpus = open_corpus(project.pin, repo, tag, lambda _: None)
        except UsageError as error:
            told = str(error).splitlines()[0]
            print(f"left out of the history: {tag}: {told}", file=sys.stderr)
        else:
            found.append(Source(corpus))
    return found


def samples_of(project: Project, bench: Bench) -> list[Sample]:
    """Return the accepted examples of all datasets."""
    found = (
        bench.sample(case, project.dataset(case.dataset))
        for case in project.cases()
        if is_accepted(project, case)
    )
    return [sample for sample in found if sample is not None]


def arguments(given: Sequence[str] | None) -> argparse.Namespace:
    """Return the parsed command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seed", type=int, default=1, help="draws the places (default: 1)")
    parser.add_argument("--per-kind", type=int, default=100, metavar="N", help="default: 100")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every mutant")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the table")
    parser.add_argument("--show", metavar="KIND", help="list what escaped, of a kind or `all`")
    parser.add_argument("--only", action="append", metavar="KIND", help="no other kinds")
    parser.add_argument("--corpus", metavar="REPO", help="take the trees from this repository")
    parser.add_argument(
        "--history", nargs="*", default=list(HISTORY), metavar="TAG", help="older releases"
    )
    parser.add_argument(
        "--asking",
        nargs="*",
        default=sorted(ASKING),
        metavar="CODE",
        help="codes that merely ask for a claim",
    )
    return parser.parse_args(given)


def main(given: Sequence[str] | None = None) -> int:
    """Run the bench; return 0."""
    asked = arguments(given)
    start = time.perf_counter()
    project = Project.around(HERE)
    bench = Bench(open_corpus(project.pin, asked.corpus, None, lambda _: None))
    history = older_trees(project, asked.corpus, asked.history)
    kinds = [
        kind
        for kind in all_kinds(bench.source, history, read_known(HERE / "false_sentences.toml"))
        if not asked.only or kind.name in asked.only
    ]
    samples = samples_of(project, bench)
    mutants = [m for kind in kinds for m in draw(kind, samples, asked.per_kind, asked.seed)]
    drawn = time.perf_counter()
    results = [bench.score(mutant) for mutant in mutants]
    done = time.perf_counter()
    lines = report.rows(results, [kind.name for kind in kinds], asked.asking)
    table = [report.HEAD, *(line.cells() for line in lines)]
    print(report.as_text(table))
    print(
        f"{len(samples)} examples, {len(mutants)} mutants, seed {asked.seed}: "
        f"{drawn - start:.1f} s to draw, {done - drawn:.1f} s to examine"
    )
    if asked.show:
        print("\n" + "\n".join(report.escapes(results, asked.show)))
    if asked.markdown:
        asked.markdown.write_text(report.as_markdown(table), encoding="utf-8")
    if asked.json:
        data = report.as_json(results, asked.seed)
        text = json.dumps(data, indent=1, ensure_ascii=False)
        asked.json.write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

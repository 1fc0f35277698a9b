"""Faults of a `dataset.toml`: what its reader refuses, and what the source contradicts.

Both stop the collection of that dataset, with file and line, and nothing else.
"""

import re
from pathlib import Path

import pytest
from plugin_support import (
    ALL,
    ATTEMPTS,
    FLOW,
    POLICY,
    contradict,
    move_pin,
    move_upstream,
    printed,
    ruled_toml,
    spoil,
)
from support import CORE, Workspace

TOML = "cases/relay/dataset.toml"
WORKERS = ("-n", "2")
TOPIC = """
[[rules.topic]]
name = "the pause"
any = {any}
when = {when}
why = "say how long"
"""


def _topic(words: str = '["pause*"]', when: str = '["run_attempts"]') -> str:
    return TOPIC.format(any=words, when=when)


def _crate(more: str) -> str:
    return f'\n[[rules.crate]]\nname = "tokio"\n{more}\n'


def _line_of(text: str, mark: str = "HERE") -> int:
    rows = text.lstrip("\n").split("\n")
    return next(at for at, row in enumerate(rows, 1) if mark in row)


def _errors(result: pytest.RunResult) -> list[str]:
    """Return what pytest says of files that it could not collect."""
    said = printed(result)
    assert "Traceback" not in said
    assert "INTERNALERROR" not in said
    return re.findall(r"ERROR collecting (\S+)", said)


# --- what the source contradicts ---------------------------------------------------------------

CONTRADICTIONS = {
    "crate": (
        '[[rules.crate]]\nname = "tokio"  # HERE\n',
        "no Cargo.lock of the corpus has a crate `tokio`; leave it out, or waive it",
    ),
    "waiver": (
        _crate(f'waived = {{reason = "no", absent = ["{CORE}/gone.rs"]}}  # HERE'),
        f"the evidence names {CORE}/gone.rs, which is not there; `verbatim items` lists the files",
    ),
    "files": (
        "min_files = 99  # HERE\n",
        "`min_files` is 99, and [scope] admits 30 Rust files; widen [scope] or ask for fewer",
    ),
    "when": (
        _topic(when='["run_atempts"]  # HERE'),
        "`when` names `run_atempts`, which no file in scope has; did you mean `run_attempts`?",
    ),
    "words": (
        _topic('["`run_atempts`"]  # HERE').replace("`", "", 2),
        (
            "the topic 'the pause' looks for 'run_atempts', and `run_atempts` is nowhere in the "
            "tree; did you mean `run_attempts`?"
        ),
    ),
    "vocabulary": (
        '\n[vocabulary]\nDedupStore = "a store"  # HERE\n',
        (
            f"`DedupStore` in [vocabulary] is a struct of {CORE}/dedup.rs (line 31); leave it out; "
            "the tree's own names are held against the tree"
        ),
    ),
}
"""What a `dataset.toml` asks that the miniature cannot give, and what is said of it."""


@pytest.mark.parametrize(
    ("name", "workers"),
    [*((name, ()) for name in CONTRADICTIONS), ("crate", WORKERS), ("words", WORKERS)],
)
def test_a_contradiction_stops_its_dataset(
    project: Workspace, name: str, workers: tuple[str, ...]
) -> None:
    """File, line and what mends it are told; the other dataset runs as pytest and xdist have it."""
    rules, told = CONTRADICTIONS[name]
    text = ruled_toml(rules)
    project.dataset("relay", text)
    for arguments in (workers, ("--continue-on-collection-errors", *workers)):
        result = project.run(*arguments)
        stopped = {"cases/relay/backlog.py", "cases/relay/policy.py", TOML}
        errors = set(_errors(result))
        assert errors == stopped or (workers and errors <= stopped)  # xdist says a thing once
        assert f"{TOML}:{_line_of(text)}: {told}" in result.outlines
        others = int("--continue-on-collection-errors" in arguments or bool(workers))
        result.assert_outcomes(errors=len(errors), passed=others)
    project.run(ATTEMPTS, *workers).assert_outcomes(passed=1)


def test_a_contradiction_is_told_of_a_dataset_without_a_case(project: Workspace) -> None:
    """Its file is an error by itself; the datasets with cases run on request."""
    project.dataset("empty", ruled_toml("min_files = 99\n"))
    result = project.run("--continue-on-collection-errors")
    result.assert_outcomes(passed=len(ALL), errors=1)
    assert _errors(result) == ["cases/empty/dataset.toml"]
    assert "cases/empty/dataset.toml:12: `min_files` is 99" in printed(result)


def test_a_near_miss_of_each_contradiction_is_collected(project: Workspace) -> None:
    """Rules that the source can meet stop nothing, a waiver that holds among them."""
    waived = f'waived = {{reason = "nothing runs at once", absent = ["{CORE}/retry.rs"]}}'
    vouched = '\n[vocabulary]\nDedupQueue = "as what was not taken"\n'
    rules = "min_files = 1\n" + _topic() + _crate(waived) + vouched
    project.dataset("relay", ruled_toml(rules))
    result = project.run("--collect-only", "-q")
    assert result.ret == pytest.ExitCode.OK
    assert f"{TOML}::rules" in result.outlines


def test_several_contradictions_are_told_together(project: Workspace) -> None:
    """In the order of the file, a line each, and each case module tells them."""
    project.dataset("relay", ruled_toml("min_files = 99\n" + _topic(when='["no_such"]')))
    said = project.run(POLICY).outlines
    told = [row for row in said if row.startswith(f"{TOML}:")]
    assert [row.split(": ")[1].split(" ")[0:2] for row in told] == [
        ["`min_files`", "is"],
        ["`when`", "names"],
    ]


def test_a_contradiction_stops_an_emission(project: Workspace) -> None:
    """Nothing is written; with `--emit-jsonl-partial` the other dataset is."""
    project.dataset("relay", ruled_toml("min_files = 99\n"))
    for workers in ((), WORKERS):
        result = project.run("--emit-jsonl", *workers)
        assert result.ret == pytest.ExitCode.USAGE_ERROR
        assert f"{TOML}:12: `min_files` is 99" in printed(result)
        assert not (project.root / "dist").exists()
    partial = ("--emit-jsonl", "--emit-jsonl-partial", "--continue-on-collection-errors")
    assert project.run(*partial).ret == pytest.ExitCode.TESTS_FAILED
    assert [path.name for path in (project.root / "dist").glob("*.jsonl")] == ["flow.jsonl"]


@pytest.mark.parametrize("workers", [(), WORKERS], ids=["plain", "workers"])
def test_a_contradicted_dataset_without_rules_and_cases_is_told(
    project: Workspace, workers: tuple[str, ...]
) -> None:
    """As where it has some, and as review tells it; one that is sound is no test."""
    project.dataset("empty", FLOW)
    result = project.run(*workers)
    result.assert_outcomes(passed=len(ALL))
    project.dataset("empty", FLOW.replace("retry.rs", "gone.rs"))
    result = project.run(*workers)
    assert _errors(result) == ["cases/empty/dataset.toml"]
    told = next(row for row in result.outlines if row.startswith("cases/empty/dataset.toml:"))
    assert project.verbatim("review", "--list").errlines == [f"verbatim: {told}"]


@pytest.mark.parametrize("workers", [(), ("-n", "2")], ids=["plain", "workers"])
def test_a_contradiction_stands_on_the_review_page(
    project: Workspace, workers: tuple[str, ...]
) -> None:
    """Once, above the examples of other datasets; so does a module that cannot be imported."""
    told = contradict(project)
    project.write("cases/flow/more.py", "from pytest_verbatim import Example\n")
    broken = project.write("cases/relay/broken.py", "x = (")
    fresh = project.case("fresh", f'rust("{CORE}/retry.rs", "Exhausted")')
    project.run("--review-html=page.html", "--continue-on-collection-errors", *workers)
    page = (project.root / "page.html").read_text(encoding="utf-8")
    assert page.count(told) == 1
    assert page.index(told) < page.index("<article") < page.rindex(fresh)
    assert "cases/relay/broken.py:1: " in page
    broken.unlink()
    project.dataset("flow", FLOW)
    project.run("--review-html=page.html", *workers)
    page = (project.root / "page.html").read_text(encoding="utf-8")
    assert "could not be looked at" not in page


def test_contradictions_are_about_the_pinned_commit(project: Workspace, tmp_path: Path) -> None:
    """At another revision the rules of the pinned one are held, and nothing is refused."""
    repository, commit = move_upstream(
        project, tmp_path, ("dedup.rs", "pub fn forget(", "pub fn unsee(")
    )
    of_old = _topic(when='["forget"]')
    project.dataset("relay", ruled_toml(of_old))
    at = (f"--corpus={repository}", f"--corpus-rev={commit}")
    for workers in ((), WORKERS):
        project.run(*workers).assert_outcomes(passed=len(ALL) + 1)
        project.run(*at, *workers).assert_outcomes(passed=len(ALL) + 1)
    project.dataset("relay", ruled_toml(of_old.replace("forget", "unsee")))
    assert "`when` names `unsee`" in printed(project.run())
    project.run(*at).assert_outcomes(passed=len(ALL) + 1)
    move_pin(project, repository, commit)
    project.run().assert_outcomes(passed=len(ALL) + 1)
    project.dataset("relay", ruled_toml(of_old))
    assert "`when` names `forget`" in printed(project.run())


def test_without_the_corpus_nothing_is_contradicted(project: Workspace) -> None:
    """Where it cannot be had, cases and dataset are skipped as ever."""
    project.dataset("relay", ruled_toml("min_files = 99\n"))
    spoil(project.root / "corpus/relay.toml", project.repository.as_uri(), "file:///no/such.git")
    project.environment["VERBATIM_CACHE_DIR"] = str(project.root / "cold-cache")
    for workers in ((), WORKERS):
        project.run(*workers).assert_outcomes(skipped=len(ALL) + 1)


# --- what the reader refuses -------------------------------------------------------------------

WRONG = {
    "key": ("min_flies = 2  # HERE\n", "unknown key `min_flies` in [rules]; there are connected,"),
    "bounds": (
        "think_words = {min = 9, max = 3}  # HERE\n",
        "`max` of `think_words` is smaller than `min`",
    ),
    "count": ("modules = -1  # HERE\n", "`modules` in [rules] must be a whole number from 0 on"),
    "pattern": (_topic('["(pause+)+"]  # HERE'), "`any` holds '(pause+)+' with `(` in it: no re"),
    "no words": (_topic("[]  # HERE"), "the topic 'the pause' has no words; give some of which"),
    "waiver": (
        _crate('waived = {reason = "no"}  # HERE'),
        "the waiver has no evidence; list the files without tokio: absent = [...]",
    ),
    "vocabulary": (
        '\n[vocabulary]\n"two words" = "no"  # HERE\n',
        "`two words` in [vocabulary] is no name that code could have",
    ),
    "table": ('prompt = "short"  # HERE\n', "`prompt` in [rules] must be a table"),
    "toml": ("min_files = = 3  # HERE\n", "is not TOML: "),
}
"""What the reader of a `dataset.toml` refuses, and how its message begins."""


@pytest.mark.parametrize("dataset", ["relay", "empty"])
@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_dataset_is_told_with_its_line(project: Workspace, name: str, dataset: str) -> None:
    """With cases or without, plain and with workers, and before an emission runs anything."""
    rules, told = WRONG[name]
    text = ruled_toml(rules)
    project.dataset(dataset, text)
    place = rf"cases/{dataset}/dataset\.toml:{_line_of(text)}(?::\d+)?: {re.escape(told)}"
    result = project.run()
    assert f"cases/{dataset}/dataset.toml" in _errors(result)
    assert re.search(place, printed(result))
    for workers in ((), WORKERS) if name in {"key", "toml"} else ((),):
        emitted = project.run("--emit-jsonl", *workers)
        assert emitted.ret == pytest.ExitCode.USAGE_ERROR
        assert re.search(place, printed(emitted))
        assert " passed" not in printed(emitted)
        assert not (project.root / "dist").exists()
    project.run(ATTEMPTS).assert_outcomes(passed=1)


def test_a_wrong_dataset_is_told_without_the_corpus(project: Workspace) -> None:
    """Where nothing can be held against the source, the file itself still has to be right."""
    project.dataset("empty", ruled_toml(WRONG["key"][0]))
    spoil(project.root / "corpus/relay.toml", project.repository.as_uri(), "file:///no/such.git")
    project.environment["VERBATIM_CACHE_DIR"] = str(project.root / "cold-cache")
    result = project.run("--continue-on-collection-errors")
    result.assert_outcomes(skipped=len(ALL), errors=1)
    assert "cases/empty/dataset.toml:12: unknown key `min_flies`" in printed(result)

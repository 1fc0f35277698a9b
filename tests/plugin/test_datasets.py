"""A dataset as a whole: a `dataset.toml` with rules is a test of its own, `dataset.toml::rules`."""

import itertools
import json
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import pytest
from pairs import Told, example, told_in
from plugin_support import (
    ALL,
    ATTEMPTS,
    POLICY,
    files_below,
    printed,
    ruled_toml,
    run_with_junit,
    spoil,
)
from support import CORE, Workspace

RULES = "cases/{}/dataset.toml::rules"
RELAY = RULES.format("relay")


def _words(workspace: Workspace) -> Iterator[str]:
    """Return words that no text of the project has yet."""
    taken = "".join(p.read_text() for p in (workspace.root / "cases").rglob("*.py"))
    numbers = itertools.count()
    return (
        word for n in numbers if (word := f"w{chr(97 + n // 26)}{chr(97 + n % 26)}") not in taken
    )


def _write(workspace: Workspace, dataset: str, *bodies: str) -> tuple[str, ...]:
    """Write a case a body into modules of a dataset; `CODE` and `WORD` as in the tables of pairs.

    Return their node ids.
    """
    words, ids = _words(workspace), []
    for at, body in enumerate(bodies):
        name = f"{dataset}_{at}"
        pool = len(list((workspace.root / "cases").rglob("*.py")))
        text = body.replace("CODE", f'rust("{CORE}/extra/pool.rs", "P{pool}")')
        text = re.sub("WORD", lambda _: next(words), text).replace("NAME", name)
        head = "from pytest_verbatim import *\n\n"
        workspace.write(f"cases/{dataset}/{name}.py", head + text)
        ids.append(f"cases/{dataset}/{name}.py::{name}")
    return tuple(ids)


# --- what is said of a dataset -----------------------------------------------------------------


class Whole(NamedTuple):
    """A dataset that has one finding as a whole, and one that just has not; see `Pair`."""

    code: str
    bad: str
    bad_cases: Iterable[str]
    good: str
    good_cases: Iterable[str]
    seen: str
    mend: str


def _think(text: str, code: str = "CODE") -> str:
    return example(code, think=f'"WORD WORD WORD WORD {text} WORD WORD WORD WORD."')


def _prompt(text: str) -> str:
    return example(prompt=f'"{text} WORD WORD WORD WORD WORD WORD."')


HASH = f'rust("{CORE}/extra/hashing.rs", "digest_of"), CODE'
BLAKE = '[[rules.crate]]\nname = "blake3"'
WHY = "Of the paths out of `run_attempts` none sleeps: Done, GiveUp and the last TryAgain return."


def _claimed(word: str, argued: int, mechanical: int, both: int = 0) -> str:
    """Return a case that makes so many claims of each kind, and some that are both."""
    loop = f'rust("{CORE}/retry.rs", "run_attempts"), CODE'
    calls, why = 'calls("run_attempts", "sleep")', f'argued("{WHY}", "run_attempts")'
    given = [why] * argued + [calls] * mechanical + [f"[{why}, {calls}]"] * both
    quotes = [f"{word}{'s' * at}," for at in range(len(given))]
    claims = ", ".join(f'"{quote}": {one}' for quote, one in zip(quotes, given, strict=True))
    return example(loop, think=f'"So {" ".join(quotes)} WORD."', claims=f"{{{claims}}}")


WHOLES = {
    "few": Whole(
        "dataset.too-few",
        ruled_toml(least="3  # HERE"),
        [example()] * 2,
        ruled_toml(least="2"),
        [example()] * 2,
        "bad_few has 2 examples",
        "write 1 more; the target is 3-9",
    ),
    "many": Whole(
        "dataset.too-many",
        ruled_toml(most="1  # HERE"),
        [example()] * 2,
        ruled_toml(most="1"),
        [example()],
        "bad_many has 2 examples",
        "withdraw 1, the least telling; the target is 1-1",
    ),
    "crate": Whole(
        "dataset.crate-unnamed",
        ruled_toml(f"{BLAKE}  # HERE"),
        [example()],
        ruled_toml(BLAKE),
        [example(), _think("with blake3", HASH)],
        "no think block whose code uses the crate `blake3` names it",
        "write an example about code that uses it, or waive the crate with evidence",
    ),
    "stock": Whole(
        "dataset.stock-phrases",
        ruled_toml("stock_runs = 0  # HERE"),
        [_think("what the caller says of it")] * 3,
        ruled_toml("stock_runs = 0"),
        [_think("as it stands in the books")] * 2,
        '1 recur, 0 may: "what the caller says of it" (3 cases)',
        "reword all but one or two of each",
    ),
    "opening": Whole(
        "dataset.shared-openings",
        ruled_toml("shared_openings = 1  # HERE"),
        [*[_prompt("Could you please add")] * 2, *[_prompt("We lose a lot")] * 2],
        ruled_toml("shared_openings = 1"),
        [*[_prompt("Would you please")] * 2, *[_prompt("We keep too much")] * 2],
        '2 recur, 1 may: "could you please add" (2 cases); "we lose a lot" (2 cases)',
        "reword all but one or two of each",
    ),
    "argued": Whole(
        "dataset.too-much-argued",
        ruled_toml().replace("[rules]", "[rules]  # HERE"),
        [_claimed("stop", 1, 2), _claimed("wait", 1, 0, 1)],
        ruled_toml(),
        [_claimed("halt", 1, 2), _claimed("rest", 1, 1, 1)],
        "3 of 5 claims are argued; at most half may be",
        "find evidence that can be checked: calls, before, absent, value, a field, a bound",
    ),
}


@pytest.mark.parametrize("workers", [(), ("-n", "2")], ids=["plain", "workers"])
def test_a_dataset_as_a_whole_is_held_against_its_rules(
    wide_workspace: Workspace, workers: tuple[str, ...]
) -> None:
    """Of each pair of datasets one test fails with that finding at its line, the other passes."""
    for name, whole in WHOLES.items():
        for kind, text, cases in (
            ("bad", whole.bad, whole.bad_cases),
            ("near", whole.good, whole.good_cases),
        ):
            wide_workspace.dataset(f"{kind}_{name}", text)
            _write(wide_workspace, f"{kind}_{name}", *cases)
    outcomes = run_with_junit(wide_workspace, "--snapshot-update", *workers)
    for name, whole in WHOLES.items():
        text = (wide_workspace.root / f"cases/bad_{name}/dataset.toml").read_text("utf-8")
        line = next(at for at, row in enumerate(text.split("\n"), 1) if "HERE" in row)
        place = f"cases/bad_{name}/dataset.toml:{line}"
        said = Told(place, whole.code, f"  {whole.seen}\n  {whole.mend}")
        assert told_in(outcomes.pop(RULES.format(f"bad_{name}")).text) == [said]
    assert {one.kind for one in outcomes.values()} == {"passed"}, outcomes


@pytest.mark.parametrize("workers", [(), ("-n", "2")], ids=["plain", "workers"])
def test_what_recurs_is_listed_where_it_may(
    wide_workspace: Workspace, workers: tuple[str, ...]
) -> None:
    """Stock phrases and shared openings stand below the table, with their cases."""
    wide_workspace.dataset("relay", ruled_toml("stock_runs = 1\nshared_openings = 1\n"))
    thinks = _write(wide_workspace, "relay", *[_think("what the caller says of it")] * 3)
    prompts = _write(wide_workspace, "other", *[_prompt("Could you please add")] * 2)
    wide_workspace.dataset("other", ruled_toml())
    result = wide_workspace.run("--snapshot-update", *workers)
    result.assert_outcomes(passed=7)
    for line in (
        f'relay: stock phrase "what the caller says of it": {", ".join(thinks)}',
        f'other: shared opening "could you please add": {", ".join(prompts)}',
    ):
        assert line in result.outlines


def test_coverage_shows_how_the_parts_of_an_example_hang_together(project: Workspace) -> None:
    """Where a dataset asks for it: each edge with the lines of both its ends."""
    parts = (
        f'rust("{CORE}/retry.rs", "run_attempts"), rust("{CORE}/dispatcher.rs", "Dispatcher::run")'
    )
    tied = project.case("tied", parts, dataset="flow")
    loose = f'rust("{CORE}/retry.rs", "Attempt"), rust("{CORE}/dispatcher.rs", "Turn")'
    project.case("loose", loose, dataset="flow")
    assert tied not in project.run("--corpus-coverage").outlines
    with (project.root / "cases/flow/dataset.toml").open("a", encoding="utf-8") as file:
        file.write("\n[rules]\nconnected = true\n")
    edge = (
        f"`run_attempts` (call) at {CORE}/dispatcher.rs:68 leads to `run_attempts` at "
        f"{CORE}/retry.rs:69"
    )
    for workers in ((), ("-n", "2")):
        rows = project.run("--corpus-coverage", *workers).outlines
        start = rows.index(ATTEMPTS)
        assert rows[start : start + 4] == [
            ATTEMPTS,
            "cases/flow/loose.py::loose",
            tied,
            f"  part 2 -> part 1: {edge}",
        ]


# --- the test itself ---------------------------------------------------------------------------


@pytest.fixture
def ruled(project: Workspace) -> Workspace:
    """Return the accepted project, its dataset `relay` with rules that it meets."""
    project.dataset("relay", ruled_toml(most="3"))
    return project


def test_a_dataset_with_rules_is_a_test(ruled: Workspace) -> None:
    """It has an id, a line, and can be run alone, by `-k`, and left out; others have none."""
    listed = ruled.run("--collect-only", "-q").outlines
    assert [row for row in listed if "::" in row] == [*ALL[:3], RELAY, ALL[3]]
    for arguments, chosen in (
        ((RELAY,), {RELAY}),
        (("cases/relay/dataset.toml",), {RELAY}),
        (("-k", "rules"), {RELAY}),
        (("-k", "not rules", "-n", "2"), {*ALL}),
        (("cases/relay", "-n", "2"), {RELAY, *ALL[1:]}),
        (("cases/flow",), {ALL[0]}),
        (("--deselect", RELAY), {*ALL}),
    ):
        outcomes = run_with_junit(ruled, *arguments)
        assert set(outcomes) == chosen, arguments
        assert {one.kind for one in outcomes.values()} == {"passed"}, arguments
    ruled.write(
        "conftest.py",
        """
        def pytest_itemcollected(item):
            print("at", item.nodeid, *item.location[:2])
        """,
    )
    at = (ruled.root / "cases/relay/dataset.toml").read_text("utf-8").split("\n").index("[rules]")
    said = ruled.run("--collect-only", "-s").outlines
    assert f"at {RELAY} cases/relay/dataset.toml {at}" in said


def test_a_narrowed_run_says_the_same_of_a_dataset(ruled: Workspace) -> None:
    """All its cases count, run or not."""
    spoil(ruled.root / "cases/relay/dataset.toml", "max = 3", "max = 2")
    for arguments in ((), (RELAY,), (RELAY, POLICY, "-n", "2")):
        text = run_with_junit(ruled, *arguments)[RELAY].text
        assert text.split("\n") == [
            "cases/relay/dataset.toml:9  dataset.too-many",
            "  relay has 3 examples",
            "  withdraw 1, the least telling; the target is 1-2",
        ]


def test_texts_are_held_against_those_of_all_datasets_with_rules(ruled: Workspace) -> None:
    """Run alone, a case is told its twin in another dataset; one without rules has no say."""
    ruled.dataset("other", ruled_toml())
    twin = ruled.case("first", f'rust("{CORE}/retry.rs", "Attempt")', dataset="other", prompt="It.")
    ruled.case("third", f'rust("{CORE}/retry.rs", "Exhausted")', dataset="flow", think="It goes.")
    ruled.case("fourth", f'rust("{CORE}/dedup.rs", "Sighting")', think="It goes.", prompt="So.")
    ruled.accept()
    for node_id, other in ((POLICY, twin), (twin, POLICY)):
        for workers in ((), ("-n", "2")):
            (told,) = told_in(run_with_junit(ruled, node_id, *workers)[node_id].text)
            assert told.code == "case.twin"
            assert told.text.split("\n")[0] == (
                f"  the think shares 100% of its 5-grams with {other} (think)"
            )
    outcomes = run_with_junit(ruled)
    assert {node_id for node_id, one in outcomes.items() if one.kind != "passed"} == {
        *(POLICY, twin, RELAY)
    }


def test_without_corpus_or_example_a_dataset_is_skipped(ruled: Workspace) -> None:
    """Each says why; neither is a failure."""
    ruled.dataset("empty", ruled_toml(least="20", most="25"))
    empty = RULES.format("empty")
    for workers in ((), ("-n", "2")):
        outcomes = run_with_junit(ruled, *workers)
        assert outcomes[empty].kind == "skipped"
        assert "empty has no example yet" in outcomes[empty].message
        assert outcomes[RELAY].kind == "passed"
    spoil(ruled.root / "corpus/relay.toml", ruled.repository.as_uri(), "file:///no/such/place.git")
    ruled.environment["VERBATIM_CACHE_DIR"] = str(ruled.root / "cold-cache")
    for workers in ((), ("-n", "2")):
        outcomes = run_with_junit(ruled, *workers)
        assert {one.kind for one in outcomes.values()} == {"skipped"}
        assert "the corpus relay cannot be had" in outcomes[RELAY].message


# --- emissions ---------------------------------------------------------------------------------


def _complete(project: Workspace) -> object:
    return json.loads((project.root / "dist/manifest.json").read_bytes())["complete"]


def test_where_only_the_dataset_fails_its_cases_are_written(ruled: Workspace) -> None:
    """They are what they are; the emission is not complete, and the run fails."""
    whole = files_below(ruled.root / "reference")
    spoil(ruled.root / "cases/relay/dataset.toml", "max = 3", "max = 2")
    for workers in ((), ("-n", "2")):
        result = ruled.run("--emit-jsonl", *workers)
        result.assert_outcomes(passed=len(ALL), failed=1)
        assert result.ret == pytest.ExitCode.TESTS_FAILED
        written = files_below(ruled.root / "dist")
        assert set(written) == set(whole)
        assert all(written[name] == whole[name] for name in ("flow.jsonl", "relay.jsonl"))
        assert _complete(ruled) is False
        assert "Incomplete" in written["README.md"].decode()
    spoil(ruled.root / "cases/relay/dataset.toml", "max = 2", "max = 3")
    assert ruled.run("--emit-jsonl").ret == pytest.ExitCode.OK
    assert _complete(ruled) is True


def test_a_run_of_all_cases_is_full_without_the_dataset(ruled: Workspace) -> None:
    """The modules named one by one are every case, and so is a run that leaves the rules out."""
    modules = tuple(dict.fromkeys(one.split("::")[0] for one in ALL))
    for arguments, left_out in (
        (modules, 0),
        ((*modules, "-n", "2"), 0),
        (("-k", "not rules"), 1),
        (("--deselect", RELAY), 1),
    ):
        result = ruled.run("--emit-jsonl=dist", *arguments)
        result.assert_outcomes(passed=len(ALL), deselected=left_out)
        assert result.ret == pytest.ExitCode.OK
        assert files_below(ruled.root / "dist") == files_below(ruled.root / "reference")
    result = ruled.run("--emit-jsonl=dist", RELAY)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert f"leaves {len(ALL)} cases out" in printed(result)


def test_a_dataset_without_a_case_leaves_the_others_alone(ruled: Workspace) -> None:
    """It has no file, no example to count, and does not make the emission incomplete."""
    asked = "min_files = 2\nconnected = true\nstock_runs = 0\n"
    ruled.dataset("empty", ruled_toml(asked, least="20", most="25"))
    for workers in ((), ("-n", "2")):
        result = ruled.run("--emit-jsonl", "--corpus-coverage", "--prune-snapshots", *workers)
        result.assert_outcomes(passed=len(ALL) + 1, skipped=1)
        assert result.ret == pytest.ExitCode.OK
        assert files_below(ruled.root / "dist") == files_below(ruled.root / "reference")
        assert "empty: is about no file in particular" in result.outlines
        assert any(re.match(r"empty +0 +0 +20-25 \(20 short\) +-$", row) for row in result.outlines)


def test_a_dataset_that_a_dead_worker_had_is_not_complete(ruled: Workspace) -> None:
    """Its test is lost with the worker; cases that passed are written."""
    ruled.write(
        "conftest.py",
        """
        import os

        def pytest_runtest_call(item):
            if item.name == "rules" and hasattr(item.config, "workerinput"):
                os._exit(3)
        """,
    )
    result = ruled.run("--emit-jsonl", "-n", "1")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    assert "INTERNALERROR" not in printed(result)
    assert _complete(ruled) is False

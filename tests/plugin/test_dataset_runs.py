"""A dataset with rules as a test: how it is run and skipped, and what an emission makes of it."""

import json
import re

import pytest
from pairs import told_in
from plugin_support import (
    ALL,
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
    result = ruled.run("--emit-jsonl=dist", "--deselect", "cases/relay/policy.py")
    assert "leaves 1 case out (" in printed(result)


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

"""Every finding that a case can have: what provokes it, its near miss, and that it stays at home.

The tables stand in `tests/pairs/`; what takes more than one module or a dataset of its own is
tested here and in the modules beside.
"""

import ast
import shutil
from pathlib import Path

import pytest
from pairs import check_pairs, codes_in, write_pairs
from pairs.claims import CLAIMS
from pairs.form import ALL_RETRY, FORM
from pairs.names import DATASETS as VOUCHING
from pairs.names import NAMES
from pairs.relations import RELATIONS
from pairs.rules import DATASETS as RULED
from pairs.rules import RULES
from plugin_support import run_with_junit, snapshots
from support import CORE, DATASET, Workspace

from pytest_verbatim.finding import CODES

TABLES = {
    "form": (FORM, {}),
    "names": (NAMES, VOUCHING),
    "claims": (CLAIMS, {}),
    "relations": (RELATIONS, {}),
    "rules": (RULES, RULED),
}
"""The tables, with the datasets that they need beside `relay`."""

ELSEWHERE = {
    "case.duplicate-code": "test_findings.py::test_two_examples_with_the_same_code_are_both_told",
    "case.duplicate-name": "test_findings.py::test_two_examples_of_one_name_are_both_told",
    "code.no-anchor": "test_findings.py::test_an_example_shows_what_its_dataset_is_about",
    **dict.fromkeys(
        ("code.gone", "code.reordered", "code.unparsed"),
        "test_corpus_rev.py::test_what_became_of_the_code_as_a_whole_is_told",
    ),
    "claim.stale": "test_claims.py::test_a_claim_goes_stale_when_what_it_is_tied_to_changes",
    **dict.fromkeys(
        (code for code in CODES if code.startswith("dataset.")),
        "test_datasets.py::test_a_dataset_as_a_whole_is_held_against_its_rules",
    ),
}
"""Codes that take more than one module, a dataset of their own or another revision: their tests."""


def test_every_code_that_a_case_can_have_is_provoked() -> None:
    """The list of codes and the tables know the same ones, those of snapshots and lines aside.

    `record.schema` stands behind all other checks: no case is known that gets as far.
    """
    subjects = {"snapshot", "verify", "record"}
    wanted = {code for code in CODES if code.split(".")[0] not in subjects}
    pairs = [pair for table, _ in TABLES.values() for pair in table]
    provoked = {pair.code for pair in pairs} | {code for pair in pairs for code in pair.also}
    assert wanted - provoked - set(ELSEWHERE) == set()
    for place in ELSEWHERE.values():
        file, _, name = place.partition("::")
        tree = ast.parse(Path(__file__).with_name(file).read_text(encoding="utf-8"))
        assert name in {one.name for one in tree.body if isinstance(one, ast.FunctionDef)}


def test_each_finding_about_what_a_text_says_has_its_message_checked() -> None:
    """No row for names, numbers, claims and rules leaves open what is said and advised."""
    for name in ("names", "claims", "relations", "rules"):
        assert all(pair.seen and pair.mend for pair in TABLES[name][0])


@pytest.mark.parametrize("workers", [(), ("-n", "2")], ids=["plain", "workers"])
@pytest.mark.parametrize("table", TABLES)
def test_each_fault_is_told_at_its_place_and_its_near_miss_passes(
    wide_workspace: Workspace, table: str, workers: tuple[str, ...]
) -> None:
    """Of each pair the bad case has that finding, where it stands, and the other one none."""
    pairs, datasets = TABLES[table]
    wide_workspace.write(
        "donor.py", "from pytest_verbatim import Example\nlent = Example()\nLOAN = 1\n"
    )
    outcomes = check_pairs(wide_workspace, pairs, datasets, workers)
    snapshots = {path.stem for path in (wide_workspace.root / "snapshots").rglob("*.json")}
    assert {name.partition("_")[0] for name in snapshots} == {"near"}
    rules = {one.kind for node_id, one in outcomes.items() if node_id.endswith("::rules")}
    assert rules <= {"passed"}


def test_what_is_said_does_not_depend_on_the_hash_seed(wide_workspace: Workspace) -> None:
    """Suggestions and lists come in an order of their own: the same words in each process."""
    write_pairs(wide_workspace, (*NAMES, *CLAIMS, *RELATIONS), VOUCHING)
    said = []
    for seed in ("1", "2"):
        cache = {"VERBATIM_CACHE_DIR": str(wide_workspace.root / f"cache-{seed}")}
        said.append(run_with_junit(wide_workspace, env={**cache, "PYTHONHASHSEED": seed}))
    assert said[0] == said[1]
    assert "did you mean" in "".join(one.text for one in said[0].values())


# --- wrong values ----------------------------------------------------------------------------

WRONG_VALUES = {
    "prompt": ("None", "3", 'b"x"', '["x"]', '"a \\ud800 b"', 'Word("x")'),
    "think": ("None", "3.5", "object()", '"\\udfff"', 'Word("x")'),
    "code": (
        *("None", "3", '"retry.rs"', "(part for part in [])", "{}", "[None]", '[("a", "b")]'),
        *('[rust(None, "x")]', f"[rust({ALL_RETRY}, None)]", f'[rust({ALL_RETRY}, ["LEASE"])]'),
        *(f'[rust({ALL_RETRY}, "Attempt", imports={value})]' for value in ('"some"', "None", "[]")),
        *('[rust("\\ud800.rs", "x")]', f'[rust({ALL_RETRY}, "\\udcff")]'),
        *(f'[rust(Word({ALL_RETRY}), "Attempt")]', f'[rust({ALL_RETRY}, Word("Attempt"))]'),
    ),
    "claims": (
        *("None", "3", '["x"]', '"x"', '{"x": None}', '{"x": []}', '{"x": "calls"}'),
        *('{3: calls("a", "b")}', '{"\\ud800": calls("a", "b")}', '{Word("x"): calls("a", "b")}'),
        *(
            f'{{"x": {piece}}}'
            for piece in (
                *('[calls("a", "b"), 3]', 'calls(None, "b")', 'calls("a", "b", times=True)'),
                *('callers("a", "b")', 'before("a", "b", 3)', 'absent(".", None)', 'value("a")'),
                *('value("a", parsecs=3)', 'value("a", seconds="3")', 'literal("a", 3)'),
                *('field("a", "b", 3)', 'variant("a")', 'argued("why")', 'argued("why", ["a"])'),
            )
        ),
    ),
}
"""Values that are not of the documented type: half a surrogate pair and subclasses too."""


@pytest.mark.parametrize("workers", [(), ("-n", "2")], ids=["plain", "workers"])
def test_a_wrong_value_is_a_finding_of_that_case_alone(
    project: Workspace, workers: tuple[str, ...]
) -> None:
    """Whatever stands in an argument, its case alone fails, and the others are emitted."""
    fine = {"code": "[]", "prompt": '"x"', "think": '"x"'}
    expected = set()
    for field, values in WRONG_VALUES.items():
        for at, value in enumerate(values):
            name = f"wrong_{field}_{at}"
            given = ", ".join(f"{key}={text}" for key, text in {**fine, field: value}.items())
            project.write(
                f"cases/relay/{name}.py",
                f"""
                from pytest_verbatim import *

                class Word(str):
                    pass

                {name} = Example({given})
                """,
            )
            expected.add(f"cases/relay/{name}.py::{name}")
    outcomes = run_with_junit(project, "--emit-jsonl", *workers)
    failed = {node_id for node_id, one in outcomes.items() if one.kind != "passed"}
    assert failed == expected
    for node_id in expected:
        path = node_id.split("::")[0]
        codes = codes_in(outcomes[node_id].text)
        assert set(codes) == {(f"{path}:6", "case.wrong-type")}, outcomes[node_id]
    assert len((project.root / "dist/relay.jsonl").read_text().splitlines()) == 3


# --- between cases ---------------------------------------------------------------------------


def _shows(*items: str) -> str:
    return f"rust({ALL_RETRY}, {', '.join(map(repr, items))})"


def test_two_examples_of_one_name_are_both_told(workspace: Workspace) -> None:
    """A name that is taken in the dataset is a finding of both; in another dataset it is none."""
    workspace.dataset("other", DATASET)
    first = workspace.case("twin", _shows("Attempt"))
    module = workspace.root / "cases/relay/twin.py"
    shutil.copy(module, workspace.root / "cases/relay/second.py")
    second = workspace.root / "cases/relay/second.py"
    second.write_text(second.read_text().replace("Attempt", "Exhausted"))
    near = workspace.case("twin", _shows("FIRST_PAUSE"), dataset="other")
    outcomes = run_with_junit(workspace, "--snapshot-update")
    for node_id, other in (
        (first, "cases/relay/second.py:3"),
        ("cases/relay/second.py::twin", "cases/relay/twin.py:3"),
    ):
        place = node_id.split("::")[0] + ":3"
        assert codes_in(outcomes[node_id].text) == [(place, "case.duplicate-name")]
        assert other in outcomes[node_id].text
    assert outcomes[near].kind == "passed"


def test_two_examples_with_the_same_code_are_both_told(workspace: Workspace) -> None:
    """The same items twice is a finding, across datasets too; one item more or less is none."""
    workspace.dataset("other", DATASET)
    twins = (
        workspace.case("one", _shows("Attempt", "Exhausted")),
        workspace.case("two", _shows("enum@Attempt", "Exhausted"), dataset="other"),
        workspace.case("three", f"{_shows('Exhausted')}, {_shows('Attempt')}"),
    )
    near = (
        workspace.case("less", _shows("Attempt")),
        workspace.case("more", _shows("Attempt", "Exhausted", "FIRST_PAUSE")),
    )
    outcomes = run_with_junit(workspace, "--snapshot-update")
    for node_id in twins:
        place = node_id.split("::")[0] + ":3"
        assert codes_in(outcomes[node_id].text) == [(place, "case.duplicate-code")]
        for other in {*twins} - {node_id}:
            assert other.split("::")[0] + ":3" in outcomes[node_id].text
    assert {outcomes[node_id].kind for node_id in near} == {"passed"}


@pytest.mark.parametrize("asked", ["module", "node"])
def test_a_narrowed_run_sees_twins_elsewhere(workspace: Workspace, asked: str) -> None:
    """What a full run would refuse is not accepted by running the one case alone."""
    one = workspace.case("one", _shows("Attempt"))
    workspace.case("two", _shows("Attempt"))
    given = one if asked == "node" else one.partition("::")[0]
    outcomes = run_with_junit(workspace, given, "--snapshot-update")
    assert list(outcomes) == [one]
    assert codes_in(outcomes[one].text) == [("cases/relay/one.py:3", "case.duplicate-code")]
    assert snapshots(workspace) == {}


def test_an_example_shows_what_its_dataset_is_about(project: Workspace) -> None:
    """Where a dataset is about files, a case without an item of theirs has a finding."""
    bad = project.case("loose", f'rust("{CORE}/dispatcher.rs", "Turn")', dataset="flow")
    near = project.case(
        "tied", f'{_shows("Exhausted")}, rust("{CORE}/dispatcher.rs", "Turn")', dataset="flow"
    )
    outcomes = run_with_junit(project, "--snapshot-update")
    assert codes_in(outcomes[bad].text) == [("cases/flow/loose.py:3", "code.no-anchor")]
    assert outcomes[near].kind == "passed"


def test_a_case_tells_all_that_is_wrong_with_it(project: Workspace) -> None:
    """Faults are told together, in the order of their places, not one a run."""
    node_id = project.case(
        "many",
        f'rust({ALL_RETRY}, "Atempt", "BackoffPolicy::neu"),\n        rust("x.rs", "y")',
        prompt="\n        ```\n        <think>\n    ",
        think=" ",
    )
    text = run_with_junit(project)[node_id].text
    assert "`think` is empty" in text
    codes = codes_in(text)
    assert [code for _, code in codes] == [
        "code.unknown-item",
        "code.unknown-item",
        "code.unknown-file",
        "prompt.fence",
        "prompt.forbidden-token",
        "think.empty",
    ]
    lines = [int(place.split(":")[1]) for place, _ in codes]
    assert lines == sorted(lines)

"""Case modules as pytest collects them: ids, places, selection, and what is left alone."""

import textwrap
import xml.etree.ElementTree as ET

import pytest
from plugin_support import (
    ALL,
    ATTEMPTS,
    LEASE,
    POLICY,
    SETTLE,
    files_below,
    line_of,
    printed,
    read_junit,
    run_with_junit,
    spoil,
)
from support import DATASET, QUIET, Workspace


def _collected(result: pytest.RunResult) -> list[str]:
    return [line for line in result.outlines if "::" in line and not line.startswith("ERROR")]


# --- ids and selection -----------------------------------------------------------------------


def test_node_ids_are_path_and_name_in_order_of_declaration(project: Workspace) -> None:
    """`--co -q` lists `cases/<dataset>/<module>.py::<name>`, a module's cases as declared."""
    result = project.run("--co", "-q")
    assert tuple(_collected(result)) == ALL
    assert result.ret == pytest.ExitCode.OK


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        ([LEASE], (LEASE,)),
        (["cases/relay/backlog.py"], (SETTLE, LEASE)),
        (["cases/relay/policy.py", "cases/flow/attempts.py"], (POLICY, ATTEMPTS)),
        (["cases/relay"], (SETTLE, LEASE, POLICY)),
        (["-k", "lease or attempts"], (ATTEMPTS, LEASE)),
        (["-k", "relay and not policy"], (SETTLE, LEASE)),
        (["--deselect", SETTLE], (ATTEMPTS, LEASE, POLICY)),
        (["--ignore", "cases/relay/backlog.py"], (ATTEMPTS, POLICY)),
    ],
    ids=["id", "module", "modules", "folder", "or", "and-not", "deselect", "ignore"],
)
def test_selection_runs_what_was_chosen_once(
    project: Workspace, arguments: list[str], wanted: tuple[str, ...]
) -> None:
    """Ids, files, folders, -k, --deselect and --ignore choose cases, and none runs twice."""
    result = project.run("-v", *arguments)
    left_out = result.parseoutcomes().get("deselected", 0)
    result.assert_outcomes(passed=len(wanted), deselected=left_out)
    ran = [line.split(" ")[0] for line in result.outlines if " PASSED" in line]
    assert tuple(ran) == wanted


def test_last_failed_runs_the_failed_case_alone(project: Workspace) -> None:
    """`--lf` runs again what failed, of two cases in a module only the one."""
    spoil(project.root / "cases/relay/backlog.py", 'prompt="Hand', 'prompt="<think> Hand')
    project.run().assert_outcomes(passed=3, failed=1)
    result = project.run("--lf", "-v")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines([f"{LEASE} FAILED*"])


def test_marks_and_fixtures_of_a_conftest_apply(project: Workspace) -> None:
    """Cases take marks and autouse fixtures as tests do, in one process and with workers."""
    project.write(
        "conftest.py",
        """
        import pytest

        def pytest_configure(config):
            config.addinivalue_line("markers", "slow: takes its time")

        def pytest_collection_modifyitems(items):
            for item in items:
                if item.name in ("lease", "policy"):
                    item.add_marker(pytest.mark.slow)

        @pytest.fixture(autouse=True, scope="session")
        def whole_run():
            yield

        @pytest.fixture(autouse=True, scope="package")
        def whole_folder():
            yield

        @pytest.fixture(autouse=True)
        def noted(request, tmp_path, monkeypatch):
            with open("noted.txt", "a") as file:
                print(request.node.nodeid, request.path.name, file=file)
        """,
    )
    arguments = ("-m", "slow", "--strict-markers", "-p", "no:cacheprovider")
    project.run(*arguments).assert_outcomes(passed=2, deselected=2)
    project.run(*arguments, "-n", "2").assert_outcomes(passed=2)
    noted = (project.root / "noted.txt").read_text().splitlines()
    assert sorted(noted) == sorted([f"{POLICY} policy.py", f"{LEASE} backlog.py"] * 2)


@pytest.mark.xfail(strict=True, reason="CaseFile is no pytest.Module, so the scope has no node")
def test_a_module_scoped_autouse_fixture_reaches_cases(project: Workspace) -> None:
    """An autouse fixture of module scope in the root conftest.py does not break the cases."""
    project.write(
        "conftest.py",
        """
        import pytest

        @pytest.fixture(autouse=True, scope="module")
        def per_module():
            yield
        """,
    )
    project.run().assert_outcomes(passed=len(ALL))


def test_workers_warnings_as_errors_and_no_cache_change_nothing(project: Workspace) -> None:
    """With `-n 2`, `-W error` and without the cache provider the same cases pass."""
    arguments = ("-n", "2", "--dist", "loadfile", "-p", "no:cacheprovider", "-W", "error")
    result = project.run(*arguments, "-v")
    result.assert_outcomes(passed=len(ALL))
    for node_id in ALL:
        assert sum(node_id in line and "PASSED" in line for line in result.outlines) == 1


def test_a_run_started_below_the_root_keeps_the_ids(
    project: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From inside a dataset's folder, cases have the same ids and the same snapshots."""
    monkeypatch.chdir(project.root / "cases" / "relay")
    result = project.run("--co", "-q", "backlog.py")
    assert _collected(result) == [SETTLE, LEASE]
    project.run().assert_outcomes(passed=3)


# --- places ----------------------------------------------------------------------------------


def test_an_item_points_at_the_line_of_its_declaration(project: Workspace) -> None:
    """reportinfo, and with it junit, names the case module and the line, which counts from 0."""
    project.run("-o", "junit_family=xunit1", "--junit-xml=junit.xml")
    cases = list(ET.parse(project.root / "junit.xml").iter("testcase"))  # noqa: S314
    found = {case.attrib["name"]: case.attrib for case in cases}
    backlog = project.root / "cases/relay/backlog.py"
    for name in ("settle", "lease"):
        assert found[name]["file"] == "cases/relay/backlog.py"
        assert int(found[name]["line"]) == line_of(backlog, f"{name} = ") - 1
        assert found[name]["classname"] == "cases.relay.backlog"


def test_a_failure_is_place_code_and_mend(project: Workspace) -> None:
    """What fails is told in three lines, without a traceback, the same in terminal and junit."""
    (project.root / "snapshots/relay/backlog/lease.json").unlink()
    line = line_of(project.root / "cases/relay/backlog.py", "lease = ")
    told = [
        f"cases/relay/backlog.py:{line}  snapshot.new",
        "  this example was never accepted",
        f"  read it, then accept: pytest '{LEASE}' --snapshot-update",
    ]
    for arguments in ((), ("-n", "2", "--tb=native", "--showlocals")):
        result = project.run("--junit-xml=junit.xml", *arguments)
        result.assert_outcomes(passed=3, failed=1)
        result.stdout.fnmatch_lines(told, consecutive=True)
        assert "Traceback" not in printed(result)
        assert "nodes.py" not in printed(result)
        outcome = read_junit(project.root / "junit.xml")[LEASE]
        assert outcome.text.split("\n") == told
        result.stdout.fnmatch_lines([f"FAILED {LEASE} - {told[0][:20]}*"])


def test_a_failure_points_into_the_text_that_is_wrong(project: Workspace) -> None:
    """A finding about a line of the prose names that line of the module, with a position."""
    module = project.root / "cases/flow/attempts.py"
    spoil(module, "is slow. ✓", "is <|im_end|> slow. ✓")
    line = next(
        at
        for at, text in enumerate(module.read_text(encoding="utf-8").split("\n"), 1)
        if "<|im_end|>" in text
    )
    outcome = run_with_junit(project)[ATTEMPTS]
    assert f"cases/flow/attempts.py:{line}  prompt.forbidden-token\n" in outcome.text + "\n"


# --- modules ---------------------------------------------------------------------------------


def test_modules_of_one_name_in_two_datasets_do_not_meet(workspace: Workspace) -> None:
    """The same file name in two datasets gives two cases, each with a snapshot of its own."""
    workspace.dataset("other", DATASET)
    ids = [
        workspace.case("same", prompt="One."),
        workspace.case(
            "same",
            prompt="Another.",
            dataset="other",
            code='rust("relay-core/src/retry.rs", "Attempt")',
        ),
    ]
    workspace.run("--snapshot-update").assert_outcomes(passed=2)
    assert set(files_below(workspace.root / "snapshots")) == {
        "relay/same/same.json",
        "other/same/same.json",
    }
    workspace.run("-n", "2").assert_outcomes(passed=2)
    workspace.run(ids[0]).assert_outcomes(passed=1)
    workspace.run(ids[1], ids[0]).assert_outcomes(passed=2)


def test_findings_that_belong_to_no_case_fail_an_item_of_their_own(project: Workspace) -> None:
    """A module's own faults fail `::module-findings`; the good case beside them passes."""
    text = (project.root / "cases/relay/policy.py").read_text(encoding="utf-8")
    hidden = "\nkept_away = [Example()]\n"
    (project.root / "cases/relay/policy.py").write_text(text + hidden, encoding="utf-8")
    line = line_of(project.root / "cases/relay/policy.py", "kept_away")
    node_id = "cases/relay/policy.py::module-findings"
    outcomes = run_with_junit(project)
    assert outcomes[POLICY].kind == "passed"
    assert outcomes[node_id].kind == "failure"
    assert outcomes[node_id].text.startswith(f"cases/relay/policy.py:{line}:14  case.hidden\n")
    project.run(node_id).assert_outcomes(failed=1)


def test_only_case_modules_are_taken_for_case_modules(project: Workspace) -> None:
    """conftest.py works below `cases/` as anywhere; neither it nor __init__.py is a case."""
    project.write("cases/conftest.py", "BELOW = 1\n")
    project.write(
        "cases/relay/conftest.py",
        """
        import pytest

        @pytest.fixture(autouse=True)
        def noted(request):
            with open("noted.txt", "a") as file:
                print(request.node.name, file=file)
        """,
    )
    project.write("cases/relay/__init__.py", "")
    project.write("cases/relay/notes.txt", "no module")
    result = project.run("--emit-jsonl")
    result.assert_outcomes(passed=len(ALL))
    assert (project.root / "noted.txt").read_text().split() == ["settle", "lease", "policy"]


def test_a_run_leaves_nothing_beside_the_case_modules(project: Workspace) -> None:
    """Case modules are not imported by way of a cache file: `cases/` holds what it held."""
    before = files_below(project.root / "cases")
    project.run().assert_outcomes(passed=len(ALL))
    assert files_below(project.root / "cases") == before


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("\nraise ValueError('boom')\n", "cases/relay/broken.py:2: ValueError: boom"),
        ("x = 1\n\ndef f(:\n    pass\n", "cases/relay/broken.py:3: *"),
        ("import sys\nsys.exit('away')\n", "cases/relay/broken.py:2: SystemExit: away"),
        ("import no_such_module\n", "cases/relay/broken.py:1: ModuleNotFoundError: *"),
        (
            "from pytest_verbatim import Example\nbroken = Example(prompts='x')\n",
            "cases/relay/broken.py:2: TypeError: *",
        ),
    ],
    ids=["raises", "syntax", "exits", "imports", "keyword"],
)
def test_a_module_that_cannot_be_imported_is_an_error_with_its_line(
    project: Workspace, text: str, told: str
) -> None:
    """A broken module is a collection error that names file and line, and no traceback."""
    project.write("cases/relay/broken.py", "")
    (project.root / "cases/relay/broken.py").write_text(text, encoding="utf-8")
    result = project.run("--continue-on-collection-errors")
    result.assert_outcomes(passed=len(ALL), errors=1)
    result.stdout.fnmatch_lines([told])
    assert "Traceback" not in printed(result)


def test_a_folder_that_is_no_dataset_is_an_error_that_says_so(project: Workspace) -> None:
    """Cases outside a dataset, or in a folder whose dataset.toml is missing or wrong, are told."""
    example = (project.root / "cases/relay/policy.py").read_text(encoding="utf-8")
    places = {
        "cases/loose.py": "case modules stand in cases/<dataset>/",
        "cases/relay/deep/down.py": "case modules stand in cases/<dataset>/",
        "cases/bare/one.py": "cases/bare/: has no dataset.toml",
        "cases/wrong/one.py": "cases/wrong/dataset.toml:1: unknown key `corpora`",
        "cases/wrong/dataset.toml": "cases/wrong/dataset.toml:1: unknown key `corpora`",
    }
    for path in places:
        project.write(path, example)
    project.write("cases/wrong/dataset.toml", 'corpora = "relay"\n')
    result = project.run("--continue-on-collection-errors")
    result.assert_outcomes(passed=len(ALL), errors=len(places))
    for path, told in places.items():
        assert f"ERROR {path}" in printed(result)
        assert told in printed(result)


# --- elsewhere -------------------------------------------------------------------------------


def _write_foreign(pytester: pytest.Pytester) -> None:
    """Write a project of somebody else with a folder of tests that is called `cases`."""
    folder = pytester.path / "cases" / "relay"
    folder.mkdir(parents=True)
    (pytester.path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    (folder / "test_own.py").write_text("def test_it():\n    pass\n", encoding="utf-8")
    (folder / "helper.py").write_text("raise RuntimeError('not a test')\n", encoding="utf-8")


@pytest.mark.parametrize("seed", [None, "a = 1\n", "a = [\n", '[package]\nrepository = "x"\n'])
def test_the_plugin_is_inert_in_a_project_that_is_not_ours(
    pytester: pytest.Pytester, seed: str | None
) -> None:
    """Without a pin or a dataset.toml, `cases/` and `corpus/` are folders like any other."""
    _write_foreign(pytester)
    if seed is not None:
        (pytester.path / "corpus").mkdir()
        (pytester.path / "corpus" / "seed.toml").write_text(seed, encoding="utf-8")
    result = pytester.runpytest_subprocess(*QUIET, "-W", "error")
    result.assert_outcomes(passed=1)
    assert result.ret == pytest.ExitCode.OK
    assert "verbatim:" not in printed(result)
    assert "= verbatim =" not in printed(result)


def test_a_project_that_is_not_ours_loads_neither_parser_nor_checks(
    pytester: pytest.Pytester,
) -> None:
    """All that the plugin costs there is its options; the parser is loaded where cases are."""
    pytester.makepyfile(
        """
        import sys

        def test_what_is_loaded():
            ours = {one.split(".")[1] for one in sys.modules if one.startswith("pytest_verbatim.")}
            assert "plugin" in ours
            assert not ours & {"rustfile", "checks", "run", "render", "drift"}
            assert "tree_sitter" not in sys.modules
        """
    )
    pytester.runpytest_subprocess().assert_outcomes(passed=1)


def test_an_option_of_ours_is_refused_where_there_is_no_project(pytester: pytest.Pytester) -> None:
    """An option that needs a project says so where there is none, instead of doing nothing."""
    _write_foreign(pytester)
    for option in (
        "--emit-jsonl",
        "--corpus=x",
        "--corpus-rev=x",
        "--corpus-coverage",
        "--prune-snapshots",
    ):
        result = pytester.runpytest_subprocess(*QUIET, option)
        assert result.ret == pytest.ExitCode.USAGE_ERROR
        name = option.split("=")[0]
        assert f"{name}: no project in {pytester.path}" in printed(result)
    assert not (pytester.path / "dist").exists()


def test_ordinary_tests_beside_the_cases_run_as_ever(project: Workspace) -> None:
    """Tests of the project itself are collected and run beside the cases, snapshots and all."""
    text = """
    def test_plain():
        pass

    def test_with_snapshot(snapshot):
        assert snapshot == {"a": 1}
    """
    project.write("other_tests/test_own.py", textwrap.dedent(text))
    project.run("--snapshot-update").assert_outcomes(passed=len(ALL) + 2)
    project.run("-n", "2").assert_outcomes(passed=len(ALL) + 2)
    project.run("other_tests", "-W", "error").assert_outcomes(passed=2)

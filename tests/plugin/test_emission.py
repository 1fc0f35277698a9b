"""`--emit-jsonl`: the bytes, what they do not depend on, what is left out, and what is refused."""

import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from plugin_support import (
    ALL,
    ATTEMPTS,
    LEASE,
    POLICY,
    SETTLE,
    files_below,
    printed,
    spoil,
    upstream_lines,
)
from support import CORE, DATASET, MINIATURE, OUTSIDE, QUIET, Workspace

RETRY, QUEUE, DISPATCHER = f"{CORE}/retry.rs", f"{CORE}/queue.rs", f"{CORE}/dispatcher.rs"
Source = tuple[str, str, int, int, bool]
SOURCES: dict[str, tuple[Source, ...]] = {
    ATTEMPTS: (
        (RETRY, "run_attempts", 69, 95, False),
        (DISPATCHER, "impl Dispatcher<T>", 47, 47, True),
        (DISPATCHER, "Dispatcher<T>::attempt", 76, 85, False),
        (DISPATCHER, "impl Dispatcher<T>", 86, 86, True),
    ),
    SETTLE: (
        (QUEUE, "use#1", 3, 8, False),
        (QUEUE, "LEASE", 10, 11, False),
        (QUEUE, "impl DeliveryQueue", 53, 53, True),
        (QUEUE, "DeliveryQueue::settle", 84, 90, False),
        (QUEUE, "DeliveryQueue::len", 92, 94, False),
        (QUEUE, "impl DeliveryQueue", 103, 103, True),
    ),
    LEASE: (
        (QUEUE, "impl DeliveryQueue", 53, 53, True),
        (QUEUE, "DeliveryQueue::lease", 73, 82, False),
        (QUEUE, "impl DeliveryQueue", 103, 103, True),
    ),
    POLICY: ((RETRY, "BackoffPolicy", 11, 18, False),),
}
"""What each case shows: file, item, lines, shell."""

GLUE: dict[str, tuple[str, ...]] = {
    ATTEMPTS: (f"// {RETRY}\n", f"\n\n// {DISPATCHER}\n", "\n", "\n"),
    SETTLE: ("", "\n\n", "\n\n", "\n", "\n\n", "\n"),
    LEASE: ("", "\n", "\n"),
    POLICY: ("",),
}
"""What stands before each of them: part lines, line ends, blank lines."""

PROSE = {
    ATTEMPTS: (
        (
            "Grüße aus der Zentrale: deliveries get lost when an endpoint is slow. ✓\n\n"
            "- try again later\n- give up in the end"
        ),
        "The loop does not sleep itself, its caller says how.",
    ),
    SETTLE: (
        "A worker must be able to say that it is done.",
        "An id that is not leased is an error.",
    ),
    LEASE: ("Hand out the oldest delivery.", "It stays in the queue's books until it is settled."),
    POLICY: ("Please write it.", "It has to be so."),
}
SYSTEM = {"flow": "You follow a delivery — from file to file.", "relay": "You maintain the relay."}
FILES = {"flow.jsonl": (ATTEMPTS,), "relay.jsonl": (SETTLE, LEASE, POLICY)}
WHOLE = {*FILES, "manifest.json", "README.md", "LICENSE-relay"}


def _code_of(case: str) -> str:
    pieces = (upstream_lines(file, first, last) for file, _, first, last, _ in SOURCES[case])
    return "".join(glue + piece for glue, piece in zip(GLUE[case], pieces, strict=True))


def _line_of(case: str) -> str:
    prompt, think = PROSE[case]
    said = {
        "system": SYSTEM[case.split("/")[1]],
        "user": prompt,
        "assistant": f"<think>\n{think}\n</think>\n\n{_code_of(case)}",
    }
    messages = [{"role": role, "content": text} for role, text in said.items()]
    line = {"type": "chatml", "messages": messages}
    return json.dumps(line, ensure_ascii=False, separators=(",", ":"))


def _digest(text: str | bytes) -> str:
    return hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest()


def _manifest(workspace: Workspace, folder: str = "dist") -> dict[str, Any]:
    found: dict[str, Any] = json.loads((workspace.root / folder / "manifest.json").read_bytes())
    return found


def _dist(workspace: Workspace, folder: str = "dist") -> dict[str, bytes]:
    return files_below(workspace.root / folder)


def _table(result: pytest.RunResult) -> dict[str, list[str]]:
    """Return dataset -> its cells in the summary."""
    rows = [re.split(r" {2,}", line.strip()) for line in result.outlines]
    head = next(at for at, row in enumerate(rows) if row[0] == "dataset")
    return {row[0]: row[1:] for row in rows[head + 1 :] if row[0] in {"flow", "relay"}}


# --- the contract ----------------------------------------------------------------------------


def test_an_emission_is_to_the_byte_what_the_contract_says(project: Workspace) -> None:
    """Lines are compact ChatML with upstream's bytes, sorted by path, then declaration."""
    result = project.run("--emit-jsonl")
    result.assert_outcomes(passed=len(ALL))
    assert result.ret == pytest.ExitCode.OK
    written = _dist(project)
    assert set(written) == WHOLE
    for name, cases in FILES.items():
        assert written[name].decode() == "".join(_line_of(case) + "\n" for case in cases)


def test_the_manifest_tells_where_every_line_comes_from(project: Workspace) -> None:
    """It names the corpus, vouches for the files, and lists what each line is made of."""
    project.run("--emit-jsonl")
    written = _dist(project)
    manifest = _manifest(project)
    pin = (project.root / "corpus/relay.toml").read_text(encoding="utf-8")
    assert manifest["corpus"] == {
        "repository": project.repository.as_uri(),
        "tag": "relay-v1.0.0",
        "commit": re.findall(r'commit = "(.*)"', pin)[0],
        "subtree": "relay",
    }
    assert list(manifest) == ["corpus", "complete", "files", "examples"]
    assert manifest["complete"] is True
    assert manifest["files"] == {
        name: {"sha256": _digest(written[name]), "examples": len(cases)}
        for name, cases in FILES.items()
    }
    expected = []
    for name, cases in FILES.items():
        for number, case in enumerate(cases, 1):
            sources = []
            for file, item, first, last, shell in SOURCES[case]:
                digest = _digest(upstream_lines(file, first, last))
                entry = {"path": file, "item": item, "lines": [first, last], "sha256": digest}
                sources.append({**entry, "shell": True} if shell else entry)
            one = {"id": case, "file": name, "line": number, "sha256": _digest(_line_of(case))}
            expected.append({**one, "sources": sources})
    assert manifest["examples"] == expected


def test_the_card_has_a_config_for_each_dataset_and_the_licence_is_upstreams(
    project: Workspace,
) -> None:
    """The dataset card declares every file, one as the default; the licence is a copy."""
    project.run("--emit-jsonl")
    written = _dist(project)
    upstream = MINIATURE / "upstream/relay/LICENSE"
    assert written["LICENSE-relay"] == upstream.read_bytes()
    card = written["README.md"].decode()
    assert card.startswith("---\n")
    front = card.split("---\n")[1]
    assert re.findall(r"config_name: (\S+)", front) == ["flow", "relay"]
    assert re.findall(r"path: (\S+)", front) == list(FILES)
    assert front.count("default: true") == 1
    longest = max(map(len, written["relay.jsonl"].decode().splitlines()))
    assert f"| relay | `relay.jsonl` | 3 | {longest} |" in card
    for fact in ("relay-v1.0.0", project.repository.as_uri(), "`LICENSE-relay`"):
        assert fact in card
    assert "Incomplete" not in card


# --- what the bytes do not depend on ---------------------------------------------------------

REVERSED = """
import pytest

@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    items.reverse()
"""


def test_the_order_of_the_run_does_not_matter(project: Workspace) -> None:
    """Plain, with workers, shuffled and reversed, however started: the same bytes."""
    plain = _dist(project, "reference")
    assert set(plain) == WHOLE
    for at, arguments in enumerate(
        (
            (),
            ("-n", "2", "-p", "randomly", "--randomly-seed=1", "-p", "no:cacheprovider"),
            ("-p", "randomly", "--randomly-seed=2", "cases"),
            ("cases/relay", "cases/flow"),
            tuple(reversed(ALL)),
        )
    ):
        result = project.run(f"--emit-jsonl=out{at}", *arguments)
        result.assert_outcomes(passed=len(ALL))
        assert _dist(project, f"out{at}") == plain, arguments
    project.write("conftest.py", REVERSED)
    result = project.run("--emit-jsonl=reversed", "-v")
    ran = [line.split(" ")[0] for line in result.outlines if " PASSED" in line]
    assert tuple(ran) == tuple(reversed(ALL))
    assert _dist(project, "reversed") == plain


def test_the_environment_does_not_matter(project: Workspace) -> None:
    """Hash seed, locale, encoding, time zone and optimisation: the same bytes."""
    plain = _dist(project, "reference")
    assert set(plain) == WHOLE
    ascii_only = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    for at, environment in enumerate(
        (
            {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "COLUMNS": "20", "CI": "true"},
            {"PYTHONHASHSEED": "4294967295", "LC_ALL": "tr_TR.UTF-8", "GIT_DIR": "/nowhere"},
            {**ascii_only, "PYTHONIOENCODING": "ascii:strict"},
        )
    ):
        result = project.run(f"--emit-jsonl=out{at}", env=environment)
        assert result.ret == pytest.ExitCode.OK, environment
        assert _dist(project, f"out{at}") == plain, environment
    result = project.run("--emit-jsonl=workers", "-n", "2", env=ascii_only)
    assert result.ret == pytest.ExitCode.OK
    assert _dist(project, "workers") == plain


def test_the_place_does_not_matter(
    project: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Another checkout path, another working folder, an older emission in DIR: the same bytes."""
    plain = _dist(project, "reference")
    assert set(plain) == WHOLE
    checkout = tmp_path / "an other Ünï path"
    shutil.copytree(
        project.root, checkout, ignore=shutil.ignore_patterns("reference", "runpytest-*")
    )
    monkeypatch.chdir(checkout)
    assert project.run("--emit-jsonl").ret == pytest.ExitCode.OK
    assert files_below(checkout / "dist") == plain
    (checkout / "work").mkdir()
    monkeypatch.chdir(checkout / "work")
    assert project.run("--emit-jsonl=from/here", "../cases").ret == pytest.ExitCode.OK
    assert files_below(checkout / "work" / "from" / "here") == plain
    older = {"flow.jsonl": b"older\n", "gone.jsonl": b"", "kept.txt": b"mine"}
    manifest = {"corpus": {}, "complete": True, "examples": [], "files": {"gone.jsonl": {}}}
    for name, data in {**older, "manifest.json": json.dumps(manifest).encode()}.items():
        (checkout / "dist" / name).write_bytes(data)
    monkeypatch.chdir(checkout)
    assert project.run("--emit-jsonl").ret == pytest.ExitCode.OK
    assert files_below(checkout / "dist") == {**plain, "kept.txt": b"mine"}


# --- what is left out ------------------------------------------------------------------------


def test_failed_and_skipped_cases_are_left_out_and_counted(project: Workspace) -> None:
    """What failed, at teardown too, or was skipped is not emitted; the exit status is pytest's."""
    spoil(project.root / "cases/relay/policy.py")
    project.write(
        "conftest.py",
        """
        import pytest

        def pytest_collection_modifyitems(items):
            for item in items:
                if item.name == "lease":
                    item.add_marker(pytest.mark.skip(reason="not today"))

        @pytest.fixture(autouse=True)
        def torn(request):
            yield
            assert request.node.name != "attempts"
        """,
    )
    for arguments in ((), ("-n", "2")):
        result = project.run("--emit-jsonl", *arguments)
        assert result.ret == pytest.ExitCode.TESTS_FAILED
        assert set(_dist(project)) == WHOLE - {"flow.jsonl"}
        assert _dist(project)["relay.jsonl"].decode() == _line_of(SETTLE) + "\n"
        manifest = _manifest(project)
        assert manifest["complete"] is False
        assert "partial" not in manifest
        assert [one["id"] for one in manifest["examples"]] == [SETTLE]
        assert "Incomplete" in _dist(project)["README.md"].decode()
        table = _table(result)
        assert table["flow"][:3] == ["0", "1", "0"]
        assert table["relay"][:3] == ["1", "1", "1"]
        assert table["flow"][-1] == "-"
        assert table["relay"][-1] == "dist/relay.jsonl"


def test_a_fault_of_a_module_makes_the_emission_incomplete(project: Workspace) -> None:
    """Findings that belong to no case count as a failure of their dataset."""
    with (project.root / "cases/flow/attempts.py").open("a") as file:
        file.write("\nheld = [Example()]\n")
    result = project.run("--emit-jsonl")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    assert _manifest(project)["complete"] is False
    assert set(_dist(project)) == WHOLE
    assert _table(result)["flow"][:2] == ["1", "1"]


@pytest.mark.parametrize(
    ("arguments", "emitted"),
    [
        (("-n", "2"), {ATTEMPTS, LEASE, POLICY}),
        (("-n", "1"), {ATTEMPTS, LEASE, POLICY}),
        (("-n", "1", "--max-worker-restart=0"), {ATTEMPTS}),
    ],
    ids=["two", "restarted", "not-restarted"],
)
def test_cases_of_a_worker_that_died_are_left_out(
    project: Workspace, arguments: tuple[str, ...], emitted: set[str]
) -> None:
    """A worker that dies costs its cases; the rest is emitted, as incomplete, and the run fails."""
    project.write(
        "conftest.py",
        """
        import os

        def pytest_runtest_call(item):
            if item.name == "settle" and hasattr(item.config, "workerinput"):
                os._exit(3)
        """,
    )
    result = project.run("--emit-jsonl", *arguments)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    manifest = _manifest(project)
    assert {one["id"] for one in manifest["examples"]} == emitted
    assert manifest["complete"] is False
    assert "INTERNALERROR" not in printed(result)
    lost = len(FILES["relay.jsonl"]) - len(emitted & {*FILES["relay.jsonl"]})
    assert _table(result)["relay"][:2] == [str(3 - lost), str(lost)]


# --- what is refused -------------------------------------------------------------------------


def _refused(project: Workspace, *arguments: str) -> str:
    """Run with an emission that must be refused; return what was said."""
    before = _dist(project)
    result = project.run("--emit-jsonl=dist", *arguments)
    assert result.ret == pytest.ExitCode.USAGE_ERROR, arguments
    assert "nothing was written" in printed(result)
    assert "INTERNALERROR" not in printed(result)
    assert "Traceback" not in printed(result)
    assert _dist(project) == before
    return printed(result)


@pytest.mark.parametrize(
    "arguments",
    [
        ("-k", "lease"),
        ("-k", "nothing-is-called-so"),
        ("-m", "no_such_mark"),
        (LEASE,),
        ("cases/relay/backlog.py",),
        ("cases/relay",),
        ("--deselect", LEASE),
        ("--ignore", "cases/relay/policy.py"),
        ("--ignore", "cases"),
        (".empty",),
        ("-n", "2", "-k", "lease"),
        ("-n", "2", "-k", "nothing-is-called-so"),
        ("-n", "2", "cases/relay/backlog.py", ATTEMPTS),
    ],
    ids=lambda arguments: "_".join(arguments).replace("/", "-"),
)
def test_a_narrowed_run_is_refused_before_it_runs(
    project: Workspace, arguments: tuple[str, ...]
) -> None:
    """Less than every case is a usage error before any runs, with workers too."""
    (project.root / ".empty").mkdir()
    said = _refused(project, *arguments)
    assert "--emit-jsonl-partial" in said
    assert " passed" not in said
    assert not (project.root / "dist").exists()


def test_an_argument_that_is_wrong_is_told_as_pytest_tells_it(project: Workspace) -> None:
    """A path or an id that does not exist keeps pytest's own message; nothing is written."""
    for argument in ("cases/relay/no_such.py", f"{LEASE}s"):
        result = project.run("--emit-jsonl=dist", argument)
        assert result.ret == pytest.ExitCode.USAGE_ERROR
        assert "not found: " in printed(result)
        assert "leaves" not in printed(result)
        assert not (project.root / "dist").exists()


def test_a_run_that_repeats_failures_is_refused(project: Workspace) -> None:
    """`--lf` and `--sw` that go on from an earlier failure are narrowed runs."""
    spoil(project.root / "cases/relay/policy.py")
    project.run("--sw").assert_outcomes(passed=3, failed=1)
    for arguments in (("--lf",), ("--sw", "-n", "2")):
        assert f"leaves 3 cases out ({ATTEMPTS}, " in _refused(project, *arguments)
    project.run("--emit-jsonl", "--ff", "--nf").assert_outcomes(passed=3, failed=1)
    assert set(_dist(project)) == WHOLE


def test_a_run_that_stops_early_is_refused(project: Workspace) -> None:
    """What `-x`, `--maxfail` and `--sw` stop writes nothing and leaves what was there."""
    shutil.copytree(project.root / "reference", project.root / "dist")
    spoil(project.root / "cases/relay/backlog.py", 'prompt="A worker', 'prompt="<think> A worker')
    for at, arguments in enumerate((("--maxfail=1",), ("--sw",), ("-x", "-n", "1"))):
        said = _refused(project, *arguments, "-o", f"cache_dir=.cache-{at}")
        assert f"({LEASE}, {POLICY})" in said
    result = project.run("--emit-jsonl", "--maxfail=2")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    assert [one["id"] for one in _manifest(project)["examples"]] == [ATTEMPTS, LEASE, POLICY]


def test_a_stop_after_the_last_case_is_no_stop(project: Workspace) -> None:
    """`-x` that every case came before leaves nothing out: the run was full."""
    spoil(project.root / "cases/relay/policy.py")
    result = project.run("--emit-jsonl", "-x")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    assert [one["id"] for one in _manifest(project)["examples"]] == [ATTEMPTS, SETTLE, LEASE]


def test_a_module_that_does_not_import_stops_an_emission(project: Workspace) -> None:
    """Before anything runs, with file and line of every such module; so does a wrong dataset."""
    (project.root / "cases/relay/broken.py").write_text("\nraise ValueError('boom')\n")
    (project.root / "cases/flow/wrong.py").write_text("def (:\n")
    for arguments in (("-n", "2"), ("--continue-on-collection-errors",)):
        result = project.run("--emit-jsonl", *arguments)
        assert result.ret == pytest.ExitCode.USAGE_ERROR
        assert "cases/relay/broken.py:2: ValueError: boom" in printed(result)
        assert "cases/flow/wrong.py:1: " in printed(result)
        assert " passed" not in printed(result)
        assert not (project.root / "dist").exists()
    result = project.run("--emit-jsonl", "--emit-jsonl-partial", "--continue-on-collection-errors")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    assert len(_manifest(project)["examples"]) == len(ALL)
    assert _manifest(project)["complete"] is False
    assert _manifest(project)["partial"] is True


# --- partial emissions -----------------------------------------------------------------------


def test_a_partial_emission_is_allowed_on_request(project: Workspace) -> None:
    """With `--emit-jsonl-partial` a narrowed run writes what ran, marked as partial."""
    for arguments in (("-k", "settle or policy"), ("-n", "2", POLICY, SETTLE)):
        shutil.rmtree(project.root / "dist", ignore_errors=True)
        result = project.run("--emit-jsonl", "--emit-jsonl-partial", *arguments)
        assert result.ret == pytest.ExitCode.OK
        manifest = _manifest(project)
        assert [one["id"] for one in manifest["examples"]] == [SETTLE, POLICY]
        assert manifest["complete"] is False
        assert manifest["partial"] is True
        assert set(_dist(project)) == WHOLE - {"flow.jsonl"}
        assert [row[0] for row in _table(result).values()][-1] == "2"


def test_a_partial_emission_gives_way_and_never_replaces_a_full_one(project: Workspace) -> None:
    """Partial over partial and full over partial, but not partial over a full that is sound."""
    partial = ("--emit-jsonl", "--emit-jsonl-partial")
    project.run(*partial, ATTEMPTS)
    assert project.run(*partial, POLICY).ret == pytest.ExitCode.OK
    assert set(_dist(project)) == WHOLE - {"flow.jsonl"}
    assert project.run(*partial).ret == pytest.ExitCode.OK
    full = _dist(project)
    assert full == _dist(project, "reference")
    assert "a full emission" in _refused(project, "--emit-jsonl-partial", POLICY)
    (project.root / "dist/flow.jsonl").write_bytes(full["flow.jsonl"] + b"tampered\n")
    assert project.run(*partial, POLICY).ret == pytest.ExitCode.OK
    assert _manifest(project)["partial"] is True
    project.run("--emit-jsonl")
    assert _dist(project) == full


def test_a_stopped_run_may_be_emitted_in_part(project: Workspace) -> None:
    """With `--emit-jsonl-partial`, what ran before `-x` or `--sw` stopped the run is written."""
    spoil(project.root / "cases/relay/backlog.py", 'prompt="Hand', 'prompt="<think> Hand')
    for arguments in (("-x",), ("--sw",), ("-x", "-n", "1")):
        shutil.rmtree(project.root / "dist", ignore_errors=True)
        project.run("--emit-jsonl", "--emit-jsonl-partial", *arguments)
        assert [one["id"] for one in _manifest(project)["examples"]] == [ATTEMPTS, SETTLE]
        assert _manifest(project)["partial"] is True


def test_a_partial_emission_of_nothing_writes_nothing(project: Workspace) -> None:
    """Where no chosen case passes there is nothing to emit, and that is said."""
    spoil(project.root / "cases/relay/policy.py")
    partial = ("--emit-jsonl", "--emit-jsonl-partial")
    failed, empty = pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.NO_TESTS_COLLECTED
    for arguments, status in (((POLICY,), failed), (("-k", "nothing-is-called-so"), empty)):
        result = project.run(*partial, *arguments)
        assert result.ret == status
        assert "nothing was written" in printed(result)
        assert not (project.root / "dist").exists()


# --- the command line and the folder ---------------------------------------------------------


def test_options_that_make_no_sense_together_are_refused(project: Workspace) -> None:
    """`--emit-jsonl-partial` alone and an emission of a collection are usage errors."""
    for arguments, told in (
        (("--emit-jsonl-partial",), "--emit-jsonl-partial goes with --emit-jsonl"),
        (("--emit-jsonl", "--co"), "--collect-only runs no case"),
    ):
        result = project.run(*arguments)
        assert result.ret == pytest.ExitCode.USAGE_ERROR
        assert told in printed(result)
        assert not (project.root / "dist").exists()


def test_a_folder_that_is_not_ours_is_refused_untouched(project: Workspace) -> None:
    """Cases, the project, other people's files, a file, a dead link: nothing is touched."""
    project.write("full/notes.txt", "mine")
    (project.root / "to_cases").symlink_to(project.root / "cases")
    before = {place: files_below(project.root / place) for place in ("full", "cases")}
    for folder, told in {
        "to_cases": "the project's own cases/",
        "snapshots/new": "the project's own snapshots/",
        ".": "is the project itself",
        "full": "holds other files (notes.txt",
    }.items():
        result = project.run(f"--emit-jsonl={folder}", "-p", "no:cacheprovider")
        assert result.ret == pytest.ExitCode.USAGE_ERROR, folder
        assert told in printed(result), folder
        assert "nothing was written" in printed(result), folder
    assert {place: files_below(project.root / place) for place in before} == before
    assert not (project.root / "manifest.json").exists()


def test_a_path_after_the_option_is_told_apart(project: Workspace, tmp_path: Path) -> None:
    """`--emit-jsonl PATH` that pytest or we take otherwise than it was meant says what to write."""
    result = project.run("--emit-jsonl", "cases/relay/policy.py")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert "write `--emit-jsonl=dist cases/relay/policy.py`" in printed(result)
    (tmp_path / "there").mkdir()
    (tmp_path / "there/pytest.ini").write_text("[pytest]\n")
    result = project.run("--emit-jsonl", str(tmp_path / "there"))
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert "pytest took for the root: write --emit-jsonl=..." in printed(result)


def test_an_empty_folder_a_link_and_a_deep_path_will_do(project: Workspace) -> None:
    """DIR may be new, deep, empty, or a link to a folder; `--emit-jsonl DIR` and `=DIR` agree."""
    (project.root / "empty").mkdir()
    (project.root / "elsewhere").mkdir()
    (project.root / "link").symlink_to(project.root / "elsewhere")
    assert project.run("--emit-jsonl", "empty").ret == pytest.ExitCode.OK
    assert project.run("cases", "--emit-jsonl", "link").ret == pytest.ExitCode.OK
    assert project.run("--emit-jsonl=a/b/c", "cases").ret == pytest.ExitCode.OK
    assert set(_dist(project, "empty")) == WHOLE
    assert _dist(project, "elsewhere") == _dist(project, "a/b/c") == _dist(project, "empty")
    assert not (project.root / "dist").exists()


def test_a_dataset_that_is_gone_leaves_the_folder(project: Workspace) -> None:
    """A later emission removes the file of a dataset that exists no more, and other files stay."""
    project.dataset("other", DATASET)
    project.case("turn", f'rust("{DISPATCHER}", "Turn")', dataset="other")
    project.run("--snapshot-update", "--emit-jsonl").assert_outcomes(passed=len(ALL) + 1)
    assert set(_dist(project)) == {*WHOLE, "other.jsonl"}
    shutil.rmtree(project.root / "cases/other")
    project.write("dist/mine.txt", "mine")
    project.run("--emit-jsonl")
    assert set(_dist(project)) == {*WHOLE, "mine.txt"}


# --- Ctrl-C ----------------------------------------------------------------------------------

WAITS = """
import pathlib
import time

ROOT = pathlib.Path(__file__).parent

def pytest_runtest_call(item):
    if item.name == "policy":
        (ROOT / "waiting").touch()
        while not (ROOT / "go-on").exists():
            time.sleep(0.01)

def pytest_keyboard_interrupt():
    (ROOT / "go-on").touch()
"""


@pytest.mark.parametrize(
    "arguments", [(), ("--emit-jsonl-partial",), ("-n", "2")], ids=["plain", "partial", "workers"]
)
def test_ctrl_c_writes_nothing(project: Workspace, arguments: tuple[str, ...]) -> None:
    """A run that is interrupted by hand leaves DIR as it was and ends as interrupted."""
    project.write("conftest.py", WAITS)
    kept = {name: value for name, value in os.environ.items() if name not in OUTSIDE}
    running = subprocess.Popen(
        [sys.executable, "-m", "pytest", *QUIET, "--emit-jsonl", *arguments],
        cwd=project.root,
        env=kept | project.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    deadline = time.monotonic() + 60
    while not (project.root / "waiting").exists():
        assert running.poll() is None, running.communicate()[0]
        assert time.monotonic() < deadline
        time.sleep(0.01)
    running.send_signal(signal.SIGINT)
    said, _ = running.communicate(timeout=60)
    assert running.returncode == pytest.ExitCode.INTERRUPTED, said
    assert "the run did not end; nothing was written" in said
    assert not (project.root / "dist").exists()

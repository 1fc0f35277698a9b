"""Cases held against another revision: what fails, what is told of it first, and the reports."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from gitrepos import git
from plugin_support import (
    ALL,
    ATTEMPTS,
    FLOW,
    LEASE,
    POLICY,
    SETTLE,
    change_upstream,
    files_below,
    line_of,
    move_pin,
    move_upstream,
    printed,
    run_with_junit,
    spoil,
)
from support import CORE, Workspace

CHANGES = (
    ("retry.rs", "//! How often", "// One line more.\n//! How often"),
    ("queue.rs", "Some(_) => Ok(()),", "Some((_, _)) => Ok(()),"),
    ("queue.rs", "/// The oldest delivery, leased", "/// The first delivery, leased"),
    ("dispatcher.rs", "fn attempt(", "fn try_once("),
)
HEADLINE = (
    "3 of 4 cases drifted from relay-v1.0.0 to relay-v1.1.0: 1 comments, 1 edited, 1 renamed; "
    "`verbatim update relay-v1.1.0` carries 1 over"
)
HELD = "accepted at relay-v1.0.0, held against relay-v1.1.0"
ADVICE = (
    "move the pin with `verbatim update relay-v1.1.0`, "
    "read prompt and think against the new code and mend them"
)


@pytest.fixture
def moved(project: Workspace, tmp_path: Path) -> tuple[str, str]:
    """Return the options that hold the project against a second commit."""
    repository, _ = move_upstream(project, tmp_path, *CHANGES)
    return f"--corpus={repository}", "--corpus-rev=relay-v1.1.0"


def _place(project: Workspace, node_id: str) -> str:
    module, name = node_id.split("::")
    return f"{module}:{line_of(project.root / module, f'{name} = ')}"


@pytest.mark.parametrize("workers", [(), ("-n", "2")])
def test_the_count_comes_first_and_only_what_drifted_is_shown(
    project: Workspace, moved: tuple[str, str], workers: tuple[str, ...]
) -> None:
    """The headline stands above the failures; a case that did not drift passes without a word."""
    result = project.run(*moved, *workers)
    result.assert_outcomes(passed=1, failed=3)
    text = result.stdout.str()
    assert HEADLINE in text
    assert text.index(HEADLINE) < text.index("FAILURES")
    assert text.count("accepted at relay-v1.0.0") == 3
    assert "BackoffPolicy" not in text[text.index("FAILURES") :]


def test_a_failing_case_says_what_happened_where_and_what_to_do(
    project: Workspace, moved: tuple[str, str]
) -> None:
    """Fate, both places, the diff by lines, and the commands: the whole of it."""
    outcomes = run_with_junit(project, *moved)
    assert outcomes[POLICY].kind == "passed"
    file = f"{CORE}/queue.rs"
    assert outcomes[SETTLE].text.split("\n") == [
        f"{_place(project, SETTLE)}  snapshot.upstream  {HELD}",
        "  edited  DeliveryQueue::settle  (96 % alike, same signature)",
        f"    was  {file}:84-90",
        f"    is   {file}:84-90",
        "    @@ -84,7 +84,7 @@",
        "         /// Forgets a delivery that was made, or that nobody should try again.",
        "         pub fn settle(&self, id: u64) -> Result<(), QueueError> {",
        "             match self.lock().leased.remove(&id) {",
        "    -            Some(_) => Ok(()),",
        "    +            Some((_, _)) => Ok(()),",
        "                 None => Err(QueueError::NotLeased(id)),",
        "             }",
        "         }",
        f"  {ADVICE}, then accept: pytest '{SETTLE}' --snapshot-update",
    ]
    assert outcomes[LEASE].text.split("\n")[-1] == (
        "  carry it over, as nothing in the prose depends on what changed: "
        "verbatim update relay-v1.1.0"
    )
    renamed = outcomes[ATTEMPTS].text.split("\n")
    assert renamed[1] == "  renamed  Dispatcher<T>::attempt  (97 % alike, another signature)"
    assert renamed[3].endswith("  Dispatcher<T>::try_once")
    assert ", write the new path into the case, read prompt and think" in renamed[-1]


def test_upstream_s_text_steers_nothing(project: Workspace, tmp_path: Path) -> None:
    """Escape sequences and bidirectional controls in code are shown as what they are."""
    evil = ("queue.rs", "/// Forgets a delivery", "/// \x1b[2J\u202eForgets a delivery")
    repository, _ = move_upstream(project, tmp_path, evil)
    at = (f"--corpus={repository}", "--corpus-rev=relay-v1.1.0", "--drift-report=drift.md")
    shown = project.run(*at).stdout.str()
    report = (project.root / "drift.md").read_text(encoding="utf-8")
    for text in (shown, report):
        assert "<U+001B>[2J<U+202E>Forgets" in text
        assert "\x1b[2J" not in text
        assert "\u202e" not in text


def test_no_drift_is_said_too(project: Workspace, tmp_path: Path) -> None:
    """A revision in which nothing of ours changed: one line, all pass, nothing is written."""
    repository, _ = move_upstream(project, tmp_path, CHANGES[0])
    before = files_below(project.root / "snapshots")
    result = project.run(f"--corpus={repository}", "--corpus-rev=relay-v1.1.0")
    result.assert_outcomes(passed=len(ALL))
    assert "no drift from relay-v1.0.0 to relay-v1.1.0 in 4 cases" in result.outlines
    assert files_below(project.root / "snapshots") == before


def test_the_pinned_revision_itself_has_no_drift(project: Workspace) -> None:
    """Held against the pin by its name, everything passes, and that is said."""
    result = project.run(f"--corpus={project.repository}", "--corpus-rev=relay-v1.0.0")
    result.assert_outcomes(passed=len(ALL))
    assert "no drift from relay-v1.0.0 to relay-v1.0.0 in 4 cases" in result.outlines


def test_a_run_without_another_revision_has_no_headline(project: Workspace) -> None:
    """A plain run speaks of no drift."""
    assert "drift" not in project.run().stdout.str()


@pytest.mark.parametrize(
    ("name", "code"), [("again.rs", "code.no-anchor"), ("deep/again.rs", "code.out-of-scope")]
)
def test_a_covered_file_that_moved_is_told_with_its_entry(
    project: Workspace, tmp_path: Path, name: str, code: str
) -> None:
    """Where the entry of `cover` stands, and what to write there; no sentence is in doubt."""
    toml = FLOW.replace("dispatcher.rs", 'dispatcher.rs", "relay-core/src/again.rs')
    entry = f'    "{CORE}/retry.rs",'
    project.dataset("flow", toml.replace(f'["{CORE}/retry.rs"]', f"[\n{entry}\n]"))

    def move(core: Path) -> None:
        (core / name).parent.mkdir(exist_ok=True)
        (core / "retry.rs").rename(core / name)

    repository, _ = change_upstream(project, tmp_path, move)
    at = (f"--corpus={repository}", "--corpus-rev=relay-v1.1.0")
    text = run_with_junit(project, *at)[ATTEMPTS].text
    line = line_of(project.root / "cases/flow/dataset.toml", entry)
    now = f"{CORE}/{name}"
    assert [word for word in text.split() if word.startswith("code.")] == [code]
    assert (
        f"`[scope] cover` names {CORE}/retry.rs, which is now {now}: write {now} there "
        f"(cases/flow/dataset.toml:{line})"
    ) in text
    assert "read again" not in text


def test_another_file_in_scope_that_moved_is_told_with_its_entry(
    project: Workspace, tmp_path: Path
) -> None:
    """The same of the pattern of `also` that let the code in."""
    entry = f'    "{CORE}/dispatch*",'
    also = f'["{CORE}/dispatcher.rs"]'
    project.dataset("flow", FLOW.replace(also, f'[\n    "{CORE}/dedup.rs",\n{entry}\n]'))

    def move(core: Path) -> None:
        (core / "dispatcher.rs").rename(core / "again.rs")

    repository, _ = change_upstream(project, tmp_path, move)
    at = (f"--corpus={repository}", "--corpus-rev=relay-v1.1.0")
    text = run_with_junit(project, *at)[ATTEMPTS].text
    line = line_of(project.root / "cases/flow/dataset.toml", entry)
    assert f"`[scope] also` names {CORE}/dispatch*, which has code that is in" in text
    assert f"add {CORE}/again.rs beside it (cases/flow/dataset.toml:{line})" in text


def _break(core: Path) -> None:
    """Leave a conflict marker behind."""
    spoil(core / "queue.rs", "    pub fn settle(", "<<<<<<< HEAD\n    pub fn settle(")


def _reorder(core: Path) -> None:
    """Let `len` come first of all methods."""
    text = (core / "queue.rs").read_text(encoding="utf-8")
    start = text.index("    pub fn len(")
    method = text[start : text.index("\n    }\n", start) + 7]
    head = "impl DeliveryQueue {\n"
    moved = text.replace(method, "").replace(head, f"{head}{method}\n")
    (core / "queue.rs").write_text(moved, encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda core: (core / "queue.rs").unlink(), "code.gone"),
        (_reorder, "code.reordered"),
        (_break, "code.unparsed"),
        (
            lambda core: spoil(core / "queue.rs", "Some(_) => Ok(()),", "Some((_, _)) => Ok(()),"),
            None,
        ),
    ],
    ids=["gone", "reordered", "unparsed", "near-miss"],
)
def test_what_became_of_the_code_as_a_whole_is_told(
    project: Workspace, tmp_path: Path, change: Callable[[Path], None], code: str | None
) -> None:
    """All of it gone, in another order, or in a file that does not parse; an edit is none of it."""
    repository, _ = change_upstream(project, tmp_path, change)
    at = (f"--corpus={repository}", "--corpus-rev=relay-v1.1.0")
    text = run_with_junit(project, *at)[SETTLE].text
    told = [word for word in text.split() if word.startswith("code.")]
    assert told == ([code] if code else [])


@pytest.mark.parametrize("old", ["relay-v1.0.0", "relay-mine"])
def test_after_a_pin_was_moved_by_hand_each_advice_works(
    project: Workspace, tmp_path: Path, old: str
) -> None:
    """The command that is named fetches the old revision, and an update carries what it may.

    Be the old tag upstream's, or a name that upstream has given to nothing.
    """
    pin, was = project.root / "corpus/relay.toml", 'tag = "relay-v1.0.0"'
    spoil(pin, was, f'tag = "{old}"')
    shutil.rmtree(project.root / "snapshots")
    project.accept()
    spoil(pin, f'tag = "{old}"', was)

    def rename(core: Path) -> None:
        (core / "queue.rs").rename(core / "queues.rs")

    repository, commit = change_upstream(project, tmp_path, rename)
    move_pin(project, repository, commit)
    clone = tmp_path / "clone.git"
    git(tmp_path, "clone", "-q", "--bare", "--depth=1", repository.as_uri(), clone.name)
    text = run_with_junit(project)[LEASE].text
    fetch = f"items --corpus-rev={git(repository, 'rev-parse', 'relay-v1.0.0^{commit}')}"
    assert "  deleted  DeliveryQueue::lease" in text
    assert f"fetch the old revision with `verbatim {fetch}`, look again, " in text
    told = printed(project.verbatim("update", "relay-v1.1.0", "--dry-run"))
    assert f"{old} is not at hand; `verbatim {fetch}` fetches it" in told
    assert project.verbatim(*fetch.split()).ret == 0
    text = run_with_junit(project, f"--corpus={clone}")[LEASE].text
    assert "  moved  DeliveryQueue::lease" in text
    text = run_with_junit(project)[LEASE].text
    assert "  moved  DeliveryQueue::lease" in text
    assert text.split("\n")[-1].endswith(": verbatim update relay-v1.1.0")
    assert project.verbatim("update", "relay-v1.1.0").ret == 0
    project.run().assert_outcomes(passed=len(ALL))


# --- reports ---------------------------------------------------------------------------------


@pytest.mark.parametrize("workers", [(), ("-n", "2")])
def test_reports_hold_what_the_terminal_shows(
    project: Workspace, moved: tuple[str, str], workers: tuple[str, ...]
) -> None:
    """JSON and Markdown begin with the headline and have the changed cases in order."""
    reports = ("--drift-report=drift.json", "--drift-report=drift.md")
    result = project.run(*moved, *reports, *workers)
    assert "wrote drift.json" in result.outlines
    value = json.loads((project.root / "drift.json").read_text(encoding="utf-8"))
    assert value["headline"] == HEADLINE
    assert [one["case"] for one in value["changes"]] == [ATTEMPTS, SETTLE, LEASE]
    assert value["about"]["new"] == "relay-v1.1.0"
    assert [item["fate"] for item in value["changes"][1]["items"]] == ["edited"]
    text = (project.root / "drift.md").read_text(encoding="utf-8")
    assert text.startswith("# 3 of 4 cases drifted")
    assert text.count("\n## ") == 3
    assert "\n```diff\n@@ -84,7 +84,7 @@\n" in text
    assert text.endswith("\n")


@pytest.mark.parametrize("workers", [(), ("-n", "2")])
def test_a_page_of_changed_examples_is_written(
    project: Workspace, moved: tuple[str, str], workers: tuple[str, ...]
) -> None:
    """Of drifted cases, and without another revision of those that an author changed."""
    reports = ("--drift-report=drift.html", "--review-html=review.html")
    project.run(*moved, *reports, *workers)
    drift, page = (
        (project.root / name).read_text(encoding="utf-8") for name in ("drift.html", "review.html")
    )
    assert "3 of 4 cases drifted from relay-v1.0.0 to relay-v1.1.0" in drift
    assert "3 of 4 examples to review: 3 drifted" in page
    for node_id in (ATTEMPTS, SETTLE, LEASE):
        assert node_id in page
    assert POLICY not in page
    project.case("fresh", f'rust("{CORE}/retry.rs", "Exhausted")')
    project.run("--review-html=review.html", *workers)
    page = (project.root / "review.html").read_text(encoding="utf-8")
    assert "1 of 5 examples to review: 1 new" in page
    assert SETTLE not in page


def test_a_report_of_no_drift_is_a_report(project: Workspace, tmp_path: Path) -> None:
    """Nothing changed: the file says so, and an older one is replaced."""
    repository, _ = move_upstream(project, tmp_path, CHANGES[0])
    (project.root / "drift.md").write_text("old", encoding="utf-8")
    at = (f"--corpus={repository}", "--corpus-rev=relay-v1.1.0", "--drift-report=drift.md")
    project.run(*at)
    text = (project.root / "drift.md").read_text(encoding="utf-8")
    assert text == "# no drift from relay-v1.0.0 to relay-v1.1.0 in 4 cases\n"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--drift-report=drift.md",), "--drift-report goes with --corpus-rev"),
        (("{rev}", "--drift-report=drift.txt"), "the name must end in .json or .md or .html"),
        (("{rev}", "--drift-report=none/drift.md"), "there is no folder"),
        (("{rev}", "--drift-report=cases.md"), "is a folder"),
        (("{rev}", "--drift-report=null.md"), "is a device, a pipe or a socket"),
        (("--review-html=null.html",), "is a device, a pipe or a socket"),
        (("--review-html=page.txt",), "the name must end in .html"),
        (
            ("{rev}", "--drift-report=one.html", "--review-html=./one.html"),
            "one.html: is the file of --drift-report too; give each its own",
        ),
        (("--corpus-rev=nowhere",), "'nowhere' is no revision of"),
        (("--corpus-rev=other-v1.0.0",), "other-v1.0.0 is a tag of another product"),
        (("{rev}", "--prune-snapshots"), "nothing is removed with --corpus-rev"),
        (("--corpus-rev=-x",), "'-x' cannot be a revision"),
        (("--corpus-rev=",), "'' cannot be a revision"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_runs(
    project: Workspace, moved: tuple[str, str], arguments: tuple[str, ...], told: str
) -> None:
    """A wrong report or revision is a usage error that names it; no case runs."""
    (project.root / "cases.md").mkdir()
    for name in ("null.md", "null.html"):
        (project.root / name).symlink_to(os.devnull)
    repository = Path(moved[0].removeprefix("--corpus="))
    tag = repository / "refs/tags/other-v1.0.0"
    tag.write_bytes((repository / "refs/tags/relay-v1.1.0").read_bytes())
    given = [one.replace("{rev}", moved[1]) for one in arguments]
    result = project.run(moved[0], *given)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert told in printed(result)
    assert "Traceback" not in printed(result)
    assert " passed" not in printed(result)

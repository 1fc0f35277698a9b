"""`pytest FILE.jsonl`: every line of a JSONL file is a test."""

from support import Workspace


def test_emitted_lines_pass_and_a_changed_one_fails(workspace: Workspace) -> None:
    """What was emitted is found again in the corpus; one changed byte of code is not."""
    workspace.case("policy")
    workspace.case("route", 'rust("relay-core/src/routing.rs", "Route", imports="used")')
    workspace.accept()
    workspace.run("--emit-jsonl")
    file = workspace.root / "dist" / "relay.jsonl"
    workspace.run(str(file)).assert_outcomes(passed=2)
    file.write_bytes(file.read_bytes().replace(b"pub attempts: u32", b"pub attempts: u64"))
    result = workspace.run(str(file), "-v")
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["*relay.jsonl:1  verify.code"])
    assert "Traceback" not in result.stdout.str()


def test_a_file_from_elsewhere_is_held_against_this_project(workspace: Workspace) -> None:
    """A JSONL file outside the project is checked against the corpus of the current folder."""
    workspace.case("policy")
    workspace.accept()
    workspace.run("--emit-jsonl")
    elsewhere = workspace.root.parent / "elsewhere"
    elsewhere.mkdir()
    moved = elsewhere / "mine.jsonl"
    moved.write_bytes((workspace.root / "dist" / "relay.jsonl").read_bytes())
    workspace.run(str(moved)).assert_outcomes(passed=1)


def test_a_jsonl_file_that_was_not_asked_for_is_no_test(workspace: Workspace) -> None:
    """Data beside the cases is left alone unless it is named on the command line."""
    workspace.case("policy")
    workspace.write("cases/relay/notes.jsonl", "{}\n")
    workspace.accept()
    workspace.run().assert_outcomes(passed=1)


def test_lines_are_skipped_without_a_corpus(workspace: Workspace) -> None:
    """Where the corpus cannot be had, lines are skipped with the reason."""
    workspace.write("lines.jsonl", "{}\n")
    pin = workspace.root / "corpus" / "relay.toml"
    pin.write_text(pin.read_text().replace("relay.git", "gone.git"))
    result = workspace.run("lines.jsonl", "-rs")
    result.assert_outcomes(skipped=1)
    result.stdout.fnmatch_lines(["SKIPPED*cannot be had*"])

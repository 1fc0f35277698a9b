"""What the documents show works as they show it."""

import re
import textwrap

from support import ROOT, Workspace

README = (ROOT / "README.md").read_text("utf-8")


def block(language: str) -> str:
    """Return the README's one fenced block of a language."""
    found = re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    assert len(found) == 1
    return str(found[0])


def test_the_example_of_the_readme_is_a_case(workspace: Workspace) -> None:
    """The Python block, saved as a case module, is accepted and emitted."""
    workspace.write("cases/relay/attempts_with_pauses.py", block("python"))
    workspace.accept()
    result = workspace.run("--emit-jsonl")
    result.assert_outcomes(passed=1)
    line = (workspace.root / "dist/relay.jsonl").read_text("utf-8")
    assert "tell me at the end how many attempts there were" in line


def test_the_dataset_of_the_readme_is_read(workspace: Workspace) -> None:
    """The TOML block is a `dataset.toml` without a fault."""
    text = block("toml").replace("svix-server/src/core/retry.rs", "relay-core/src/retry.rs")
    workspace.dataset("retrying", text.replace('corpus = "svix-server"', 'corpus = "relay"'))
    workspace.case("backoff", dataset="retrying")
    result = workspace.run("--snapshot-update")
    result.assert_outcomes(passed=1)


def test_the_typo_of_the_readme_is_answered_as_it_says(workspace: Workspace) -> None:
    """The `verbatim show` session prints what the README prints."""
    found = re.search(r"^    \$ verbatim (show .*)\n((?:    .*\n)+)", README, re.MULTILINE)
    assert found is not None
    result = workspace.verbatim(*found[1].split())
    assert result.ret == 1
    assert result.stderr.str().strip() == textwrap.dedent(found[2]).strip()


def test_every_option_of_the_readme_exists(workspace: Workspace) -> None:
    """Each long option that the README names is one that `pytest` or `verbatim` knows."""
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", README))
    helped = workspace.run("--help").stdout.str() + workspace.verbatim("--help").stdout.str()
    for command in ("items", "show"):
        helped += workspace.verbatim(command, "--help").stdout.str()
    assert named - set(re.findall(r"--[a-z][a-z-]+", helped)) == set()


def test_every_make_target_of_the_documents_exists() -> None:
    """Each `make target` that README and CONTRIBUTING name is in the Makefile."""
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    text = README + (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    named = set(re.findall(r"(?:^    |`|&& )make ([a-z]+)", text, re.MULTILINE))
    assert {"jsonl", "test", "demo"} <= named <= targets


def test_every_file_that_contributing_names_exists() -> None:
    """The table of modules names what is there, and leaves nothing out."""
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    table = "\n".join(row for row in text.split("\n") if row.startswith("| `"))
    named = set(re.findall(r"`(\w+(?:\.py|/))`", table))
    package = ROOT / "src" / "pytest_verbatim"
    there = {path.name for path in package.glob("*.py")} | {"checks/", "rustfile/"}
    assert there - named <= {"__init__.py", "config_file.py"}
    assert named <= there

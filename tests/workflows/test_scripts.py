"""The scripts of the workflows: on real repositories, with a `gh` and a `pytest` of our own."""

import json
import os
import stat
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from gitrepos import Upstream, git
from support import ROOT

SCRIPTS = ROOT / ".github" / "scripts"
BOT = "41898282+github-actions[bot]@users.noreply.github.com"
TREE = {"server/src/a.rs": b"pub fn a() {}\n", "LICENSE": b"MIT\n"}
CHANGED = TREE | {"server/src/a.rs": b"pub fn a() -> u8 { 1 }\n"}
ELSEWHERE = TREE | {"client/b.rs": b"pub fn b() {}\n"}


def run(
    command: list[str], folder: Path, env: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run a script in a folder, without what is set around these tests."""
    around = {k: v for k, v in os.environ.items() if not k.startswith(("GITHUB_", "GIT_"))}
    config = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    return subprocess.run(
        command,
        cwd=folder,
        env={**around, **config, **env},
        capture_output=True,
        text=True,
        check=False,
    )


def executable(path: Path, text: str) -> Path:
    """Write a shell script that can be started."""
    path.write_text(f"#!/usr/bin/env bash\n{text}")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


# --- newest_release.py -----------------------------------------------------------------------


@pytest.fixture
def upstream(tmp_path: Path) -> Upstream:
    """Return a repository with a release, and tags of other products."""
    made = Upstream(tmp_path / "upstream.git")
    made.set("uploadpack.allowFilter", "true")
    first = made.commit(TREE)
    made.tag("server-v1.9.0", first)
    made.tag("bridge-v3.0.0", first)
    made.tag("v2.0.0", first)
    pin = tmp_path / "project" / "corpus" / "relay.toml"
    pin.parent.mkdir(parents=True)
    pin.write_text(
        f'repository = "{made.url}"\ntag = "server-v1.9.0"\ncommit = "{first}"\n'
        'subtree = "server"\nlicence = "LICENSE"\n'
    )
    return made


def look(tmp_path: Path, *arguments: str) -> tuple[dict[str, str], str]:
    """Return what newest_release.py prints as names and values, and what it says beside."""
    done = run(
        [sys.executable, str(SCRIPTS / "newest_release.py"), *arguments],
        tmp_path / "project",
        {"VERBATIM_CACHE_DIR": str(tmp_path / "cache")},
    )
    assert done.returncode == (0 if done.stdout else 2)
    return dict(line.split("=", 1) for line in done.stdout.splitlines()), done.stderr


def test_the_newest_release_is_found_by_number(upstream: Upstream, tmp_path: Path) -> None:
    """1.10 is newer than 1.9; tags of other products and previews do not count."""
    commit = upstream.commit(CHANGED)
    upstream.tag("server-v1.10.0", commit, annotated=True)
    for other in ("server-v1.11.0-rc1", "server-v1.9.9.9", "bridge-v9.0.0", "v9.0.0"):
        upstream.tag(other, commit)
    found, told = look(tmp_path, "")
    assert found == {
        "rev": "server-v1.10.0", "branch": "verbatim/server-v1.10.0", "moved": "true",
    }  # fmt: skip
    assert "server/ of server-v1.10.0 is another than that of server-v1.9.0" in told


def test_a_release_that_left_the_subtree_alone_is_skipped(
    upstream: Upstream, tmp_path: Path
) -> None:
    """What changed beside the subtree is no reason for a pull request."""
    upstream.tag("server-v1.10.0", upstream.commit(ELSEWHERE))
    found, told = look(tmp_path)
    assert found["moved"] == "false"
    assert "is that of server-v1.9.0, file by file" in told


def test_without_a_newer_release_nothing_is_to_be_done(upstream: Upstream, tmp_path: Path) -> None:
    """An older release is none to move to, unless somebody names it."""
    upstream.tag("server-v1.2.0", upstream.commit(CHANGED))
    assert look(tmp_path)[0] == {
        "rev": "server-v1.9.0", "branch": "verbatim/server-v1.9.0", "moved": "false",
    }  # fmt: skip
    assert look(tmp_path, "server-v1.2.0")[0]["moved"] == "true"


@pytest.mark.parametrize(
    "rev",
    ["--upload-pack=x", "a b", "x\nmoved=true", "$(id)", "a..b", "../x", "a/", "x.lock", "a" * 101,
     "no-such-tag", "bridge-v3.0.0"],
)  # fmt: skip
@pytest.mark.usefixtures("upstream")
def test_what_cannot_be_a_revision_is_refused(tmp_path: Path, rev: str) -> None:
    """Nothing is printed that a workflow could take for a result."""
    found, told = look(tmp_path, rev)
    assert found == {}
    assert told.startswith("newest_release: ")


# --- drift-report ----------------------------------------------------------------------------

PYTEST = """
printf '%s\\n' "$@" >arguments
printf '{"headline": "2 of 4\\\\nmoved=false cases %01000d"}' 7 >drift/drift.json
exit "$STATUS"
"""


@pytest.mark.parametrize("status", [0, 1, 2, 3, 4, 5])
def test_drift_is_no_failure_of_the_report(tmp_path: Path, status: int) -> None:
    """Cases that fail are what is looked for; a run that did not come to its end is not."""
    env = {
        "PYTEST": str(executable(tmp_path / "pytest", PYTEST)),
        "GITHUB_OUTPUT": str(tmp_path / "output"),
        "STATUS": str(status),
    }
    done = run([str(SCRIPTS / "drift-report"), "server-v1.10.0", "drift"], tmp_path, env)
    assert done.returncode == (0 if status <= 1 else status)
    if status <= 1:
        (line,) = (tmp_path / "output").read_text().splitlines()
        assert line.startswith("headline=2 of 4 moved=false cases 000")
        assert len(line) == len("headline=") + 500
        assert "--corpus-rev=server-v1.10.0" in (tmp_path / "arguments").read_text().split("\n")
    else:
        assert not (tmp_path / "output").exists()


# --- propose-update --------------------------------------------------------------------------

GH = """
printf '%s\\n' "$*" >>"$LOG"
for at in "$@"; do [ "${last:-}" = --body-file ] && cp "$at" "$LOG.body"; last=$at; done
[ "$2" != list ] || printf '%s\\n' "$FOUND"
"""
HOSTILE = "1 edited `$(id)` </details> @team\n## taken; $HOME"


class Checkout:
    """A project that was cloned, its pin moved by `verbatim update`, and where it pushes to."""

    def __init__(self, folder: Path) -> None:
        """Make the remote with one commit on main, and the clone."""
        self.folder, self._remote = folder, Upstream(folder / "remote.git")
        self._remote.commit({"corpus/relay.toml": b"old\n", "cases/a.py": b"\n", "other": b"\n"})
        git(folder, "clone", "--quiet", str(self._remote.folder), "clone")
        self.clone = folder / "clone"
        (folder / "bin").mkdir()
        executable(folder / "bin" / "gh", GH)

    def move(self, text: str = "new\n") -> None:
        """Change the pin, add a snapshot, and leave what must not be committed."""
        git(self.clone, "checkout", "--quiet", "-B", "main", "origin/main")
        (self.clone / "corpus/relay.toml").write_text(text)
        (self.clone / "snapshots").mkdir(exist_ok=True)
        (self.clone / "snapshots/a.json").write_text("{}\n")
        (self.clone / "drift").mkdir(exist_ok=True)
        (self.clone / "drift/drift.md").write_text("upstream's code\n")
        (self.clone / "other").write_text("changed\n")

    def propose(self, found: str = "", **changed: str) -> subprocess.CompletedProcess[str]:
        """Run the script; `found` is the number and state of the pull request there is."""
        env = {
            "PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}",
            "LOG": str(self.folder / "gh"),
            "FOUND": found,
            "REV": "server-v1.10.0",
            "BRANCH": "verbatim/server-v1.10.0",
            "BASE": "main",
            "RUN_URL": "https://example.invalid/runs/1",
            "HEADLINE": HOSTILE,
            "LEFT": "0",
            "GH_TOKEN": "-",
        }
        return run([str(SCRIPTS / "propose-update")], self.clone, env | changed)

    @property
    def calls(self) -> list[str]:
        """Return what gh was asked for, a line a call, since the last time."""
        log = self.folder / "gh"
        text = log.read_text() if log.exists() else ""
        log.unlink(missing_ok=True)
        return [" ".join(line.split()[:3]) for line in text.splitlines()]

    @property
    def body(self) -> str:
        """Return the text of the pull request."""
        return (self.folder / "gh.body").read_text()

    def remote(self, *arguments: str) -> str:
        """Run git on the remote."""
        return git(self._remote.folder, *arguments)


BRANCH = "verbatim/server-v1.10.0"


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """Return a check-out with its pin moved."""
    made = Checkout(tmp_path)
    made.move()
    return made


def test_the_branch_holds_what_the_project_is_made_of(checkout: Checkout) -> None:
    """Pin, cases and snapshots are committed; reports, and whatever else changed, are not."""
    done = checkout.propose()
    assert done.returncode == 0, done.stderr
    changed = checkout.remote("diff", "--name-only", "main", BRANCH).split("\n")
    assert changed == ["corpus/relay.toml", "snapshots/a.json"]
    assert checkout.remote("log", "-1", "--format=%ce %s", BRANCH) == (
        f"{BOT} chore: corpus at server-v1.10.0"
    )
    assert checkout.calls == ["pr list --head", "pr create --head"]


def test_the_text_is_bounded_and_shows_the_headline_to_the_letter(checkout: Checkout) -> None:
    """A headline is one line of code, whatever it holds; the artifact is linked."""
    assert checkout.propose(HEADLINE=HOSTILE + "x" * 100_000, LEFT="1").returncode == 0
    assert f"\n\n    {' '.join(HOSTILE.splitlines())}xxx" in checkout.body
    assert len(checkout.body) < 1_000
    assert 'artifact "drift" of https://example.invalid/runs/1\n' in checkout.body
    assert "left for a person: on this branch" in checkout.body


def test_running_again_changes_nothing(checkout: Checkout) -> None:
    """The same result is not pushed again, and the pull request is brought up to date."""
    checkout.propose()
    before = checkout.remote("rev-parse", BRANCH)
    assert checkout.calls[-1] == "pr create --head"
    checkout.move()
    assert "is up to date" in checkout.propose("7 OPEN").stdout
    assert checkout.remote("rev-parse", BRANCH) == before
    assert checkout.calls[-1] == "pr edit 7"


def test_another_result_replaces_the_branch(checkout: Checkout) -> None:
    """The branch of the workflow is made anew on top of main, in one commit."""
    checkout.propose()
    checkout.move("newer\n")
    assert f"pushed {BRANCH}" in checkout.propose("7 OPEN").stdout
    assert checkout.remote("show", f"{BRANCH}:corpus/relay.toml") == "newer"
    assert checkout.remote("rev-list", "--count", f"main..{BRANCH}") == "1"


def test_the_work_of_others_stays(checkout: Checkout) -> None:
    """A reviewer who mended a case on the branch does not lose it to the next run."""
    checkout.propose()
    git(checkout.clone, "-c", "user.name=A", "-c", "user.email=a@example.invalid",
        "commit", "--quiet", "--allow-empty", "-m", "mended")  # fmt: skip
    git(checkout.clone, "push", "--quiet", "origin", f"HEAD:refs/heads/{BRANCH}")
    theirs = checkout.remote("rev-parse", BRANCH)
    checkout.move("newer\n")
    assert "holds commits of others; it stays" in checkout.propose("7 OPEN").stdout
    assert checkout.remote("rev-parse", BRANCH) == theirs


def test_a_closed_request_is_not_opened_again(checkout: Checkout) -> None:
    """Who closed it does not get it back each week."""
    assert "#7 was closed" in checkout.propose("7 CLOSED").stdout
    assert checkout.calls == ["pr list --head"]
    assert checkout.remote("branch", "--list", "verbatim/*") == ""


def test_where_nothing_moved_nobody_is_asked(checkout: Checkout) -> None:
    """An update that changed no file of ours makes no commit and calls nothing."""
    git(checkout.clone, "checkout", "--quiet", "--force", "origin/main")
    git(checkout.clone, "clean", "--quiet", "-d", "--force")
    assert "nothing to propose" in checkout.propose().stdout
    assert checkout.calls == []


@pytest.mark.parametrize("changed", [{"REV": ""}, {"LEFT": ""}, {"BRANCH": "a..b"}])
def test_a_wrong_call_does_nothing(checkout: Checkout, changed: dict[str, str]) -> None:
    """What is missing, or can be no branch, stops it before anything is committed."""
    assert checkout.propose(**changed).returncode != 0
    assert checkout.calls == []
    assert json.loads((checkout.clone / "snapshots/a.json").read_text()) == {}
    assert git(checkout.clone, "rev-parse", "HEAD") == checkout.remote("rev-parse", "main")

"""git as we start it: what it is given, what it may do, and what becomes of it."""

import itertools
import os
import select
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from gitrepos import PATIENCE_S, SILENCES_S, SilentServer, Upstream, git, has_object, hung_up
from hypothesis import given, settings
from hypothesis import strategies as st

from pytest_verbatim.source import git as ours
from pytest_verbatim.source.git import (
    GitError,
    GitMissing,
    GitSilent,
    Repository,
    is_commit_id,
    is_safe_name,
    remote_commit,
)

FILES = {"README.md": b"outside\n", "relay/src/lib.rs": b"fn a() {}\n", "relay/LICENSE": b"MIT\n"}


def quiet(_: str) -> None:
    """Take progress and show it to nobody."""


@pytest.fixture(autouse=True)
def user_config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the user's git configuration be a file of the test's own, empty at first."""
    path = tmp_path / "user.gitconfig"
    path.touch()
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(path))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    return path


@pytest.fixture
def upstream_repository(tmp_path: Path) -> Upstream:
    """Return a repository with one commit on `main` and the tag `v1`."""
    made = Upstream(tmp_path / "upstream.git")
    made.tag("v1", made.commit(FILES))
    return made


# --- names -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0123456789abcdef0123456789abcdef01234567", True),
        ("0123456789ABCDEF0123456789abcdef01234567", False),
        ("0123456789abcdef0123456789abcdef0123456", False),
        ("0123456789abcdef0123456789abcdef012345678", False),
        ("0123456789abcdef0123456789abcdef01234567\n", False),
        ("g123456789abcdef0123456789abcdef01234567", False),
        ("", False),
    ],
)
def test_only_a_full_id_is_a_commit_id(text: str, *, expected: bool) -> None:
    """A commit id is forty lower-case hexadecimal digits and nothing else."""
    assert is_commit_id(text) is expected


@pytest.mark.parametrize("name", ["main", "server-v1.100.0", "feature/x", "HEAD~3", "v1^{commit}"])
def test_ordinary_revisions_are_safe_names(name: str) -> None:
    """What people call revisions can be handed to git."""
    assert is_safe_name(name)


@pytest.mark.parametrize("name", ["", "-x", "--upload-pack=true", "a b", "a\nb", "a\x00b", "^main"])
def test_what_git_could_take_for_something_else_is_no_safe_name(name: str) -> None:
    """Options, exclusions, white space and control characters never reach git as a revision."""
    assert not is_safe_name(name)


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.text(max_size=12))
def test_a_safe_name_is_one_printable_word(text: str) -> None:
    """Whatever is let through is one word that begins with no dash and holds no control."""
    if is_safe_name(text):
        assert text.split() == [text]
        assert text.isprintable()
        assert text[0] not in "-^"


# --- reading ---------------------------------------------------------------------------------


def test_a_bare_repository_and_one_with_a_work_tree_are_found(
    tmp_path: Path, upstream_repository: Upstream
) -> None:
    """A repository is found at its own folder, bare or not, and a linked work tree's too."""
    git(tmp_path, "clone", "--quiet", str(upstream_repository.folder), "clone")
    git(tmp_path / "clone", "worktree", "add", "--quiet", "--detach", str(tmp_path / "linked"))
    commit = git(upstream_repository.folder, "rev-parse", "main")
    for place in (upstream_repository.folder, tmp_path / "clone", tmp_path / "linked"):
        repository = Repository.find(place)
        assert repository.commit_of("v1") == commit
        assert "relay/src/lib.rs" in repository.blobs(commit, "relay")


def test_a_folder_inside_a_repository_is_none(
    tmp_path: Path, upstream_repository: Upstream
) -> None:
    """A folder below a work tree is not taken for the repository around it."""
    git(tmp_path, "clone", "--quiet", str(upstream_repository.folder), "clone")
    with pytest.raises(GitError, match="not a git repository"):
        Repository.find(tmp_path / "clone" / "relay")


def test_a_revision_is_a_tag_a_branch_or_an_id(upstream_repository: Upstream) -> None:
    """Tags (annotated too), branches, ids and short ids name their commit; a tag goes first."""
    repository = Repository(upstream_repository.folder)
    first = repository.commit_of("main")
    second = upstream_repository.commit({**FILES, "new": b"\n"})
    upstream_repository.tag("noted", first, annotated=True)
    upstream_repository.tag("main", first)
    assert repository.commit_of("noted") == first
    assert repository.commit_of("v1") == first
    assert repository.commit_of(first) == first
    assert repository.commit_of(second[:12]) == second
    assert repository.commit_of("refs/heads/main") == second
    assert repository.commit_of("main") == first


@pytest.mark.parametrize(
    "rev",
    ["unknown", "main:relay", "main^{tree}", "v1..main", "^main", "--all", "main --", "0" * 40, ""],
)
def test_what_names_no_commit_is_an_error(upstream_repository: Upstream, rev: str) -> None:
    """A tree, a range, an exclusion, an option or an unknown name is no commit."""
    with pytest.raises(GitError):
        Repository(upstream_repository.folder).commit_of(rev)


def test_a_short_id_of_two_commits_is_an_error(tmp_path: Path) -> None:
    """A short id that two commits share is refused, a longer one is not."""
    made = Upstream(tmp_path / "many.git")
    rows = []
    for number in range(600):
        rows.append(b"commit refs/heads/main\nmark :1\n")
        rows.append(b"committer Relay <relay@example.invalid> %d +0000\n" % (10**9 + number))
        rows.append(b"data 0\n")
    git(made.folder, "fast-import", "--quiet", given=b"".join(rows))
    ids = sorted(git(made.folder, "rev-list", "main").split())
    shared = next(a for a, b in itertools.pairwise(ids) if a[:4] == b[:4] and a[4] != b[4])
    repository = Repository(made.folder)
    with pytest.raises(GitError, match="ambiguous"):
        repository.commit_of(shared[:4])
    assert repository.commit_of(shared[:16]) == shared


@pytest.mark.parametrize("rev", ["v1", "tags/v1", "refs/tags/v1", "v1^0", "v1~0^{}^{commit}"])
def test_the_name_of_a_tag(upstream_repository: Upstream, rev: str) -> None:
    """In short, in full, or with a suffix that counts no step, it names the tag."""
    assert Repository(upstream_repository.folder).tag_named(rev) == "v1"


@pytest.mark.parametrize("rev", ["main", "unknown", "v1~1", "v1^2", "v1^{tree}", "v1:a", ":/x", ""])
def test_what_is_no_name_of_a_tag(upstream_repository: Upstream, rev: str) -> None:
    """A branch, nothing, or what is counted from a tag names none."""
    assert Repository(upstream_repository.folder).tag_named(rev) is None


def test_refs_are_told_in_the_order_of_git(upstream_repository: Upstream) -> None:
    """A tag goes before a branch of its name; a commit id is no name, whatever refs there are."""
    repository = Repository(upstream_repository.folder)
    commit = repository.commit_of("v1")
    for ref in ("refs/heads/v1", "refs/remotes/v1/HEAD", f"refs/heads/{commit}"):
        git(repository.directory, "update-ref", ref, commit)
    refs = ("refs/tags/v1", "refs/heads/v1", "refs/remotes/v1/HEAD")
    assert repository.refs_named("v1") == repository.refs_named("v1~2^{tree}") == refs
    assert repository.refs_named("v*") == repository.refs_named(commit) == ()


def test_paths_that_are_no_utf_8_are_kept_apart(upstream_repository: Upstream) -> None:
    """Two names that differ in such a byte alone are two files."""
    folder = upstream_repository.folder
    blob = git(folder, "hash-object", "-w", "--stdin", given=b"fn x() {}\n")
    row = f"100644 blob {blob}\t".encode()
    tree = git(folder, "mktree", "-z", given=row + b"\xfe.rs\0" + row + b"\xff.rs\0")
    top = git(folder, "mktree", given=f"040000 tree {tree}\trelay\n".encode())
    assert [*Repository(folder).blobs(top, "relay")] == ["relay/\udcfe.rs", "relay/\udcff.rs"]


def test_files_are_listed_without_links_and_submodules(upstream_repository: Upstream) -> None:
    """Regular files below the prefix are listed; links, submodules and name-sakes are not."""
    commit = upstream_repository.commit(
        {**FILES, "relay-other/x.rs": b"\n", "relay/ü ß.rs": b"\n", "relay/a\tb.rs": b"\n"},
        links={"relay/src/link.rs": "lib.rs"},
        modules={"relay/vendored": "1" * 40},
    )
    blobs = Repository(upstream_repository.folder).blobs(commit, "relay")
    assert sorted(blobs) == ["relay/LICENSE", "relay/a\tb.rs", "relay/src/lib.rs", "relay/ü ß.rs"]


def test_executable_files_are_files(upstream_repository: Upstream) -> None:
    """The executable bit does not hide a file."""
    folder = upstream_repository.folder
    blob = git(folder, "hash-object", "-w", "--stdin", given=b"fn x() {}\n")
    tree = git(folder, "mktree", given=f"100755 blob {blob}\trun.rs\n".encode())
    top = git(folder, "mktree", given=f"040000 tree {tree}\trelay\n".encode())
    assert Repository(folder).blobs(top, "relay") == {"relay/run.rs": blob}


def test_bytes_are_read_as_they_are(upstream_repository: Upstream) -> None:
    """Any bytes come back unchanged: empty, without a newline, CRLF, not UTF-8, header-like."""
    texts = [b"", b"\n", b"no newline", b"a\r\nb\r\n", b"\xff\xfe\x00", b"0" * 40 + b" blob 3\n"]
    commit = upstream_repository.commit({f"relay/{n}": text for n, text in enumerate(texts)})
    repository = Repository(upstream_repository.folder)
    blobs = repository.blobs(commit, "relay")
    read = repository.read(blobs.values())
    assert [read[blobs[f"relay/{n}"]] for n in range(len(texts))] == texts


def test_a_missing_object_is_an_error(upstream_repository: Upstream) -> None:
    """An object that the repository lacks is an error, not an empty file."""
    with pytest.raises(GitError, match="missing"):
        Repository(upstream_repository.folder).read(["1" * 40])


def test_a_replaced_object_is_read_as_the_commit_has_it(upstream_repository: Upstream) -> None:
    """`git replace` in somebody's clone does not change what a commit is said to hold."""
    repository = Repository(upstream_repository.folder)
    commit = repository.commit_of("v1")
    blob = repository.blobs(commit, "relay")["relay/src/lib.rs"]
    folder = upstream_repository.folder
    other = git(folder, "hash-object", "-w", "--stdin", given=b"fn forged() {}\n")
    git(folder, "replace", blob, other)
    assert repository.read([blob])[blob] == FILES["relay/src/lib.rs"]


@pytest.mark.parametrize(
    "name",
    [
        "GIT_DIR",
        "GIT_WORK_TREE",
        "GIT_INDEX_FILE",
        "GIT_OBJECT_DIRECTORY",
        "GIT_COMMON_DIR",
        "GIT_NAMESPACE",
    ],
)
def test_the_environment_does_not_redirect(
    upstream_repository: Upstream,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    """Variables that git sets for hooks do not lead to another repository."""
    other = Upstream(tmp_path / "other.git")
    other.tag("v1", other.commit({"relay/forged.rs": b"\n"}))
    value = other.folder / "objects" if name == "GIT_OBJECT_DIRECTORY" else other.folder
    monkeypatch.setenv(name, str(value))
    repository = Repository.find(upstream_repository.folder)
    blobs = repository.blobs(repository.commit_of("v1"), "relay")
    assert sorted(blobs) == ["relay/LICENSE", "relay/src/lib.rs"]
    made = Repository.create(tmp_path / "made.git")
    assert made.fetch(upstream_repository.url, "refs/tags/v1", quiet) == repository.commit_of("v1")


def test_without_git_there_is_nothing_to_start(
    upstream_repository: Upstream, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where git is not on PATH, that is what the error says."""
    (tmp_path / "empty").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    for ask in (
        lambda: Repository.find(upstream_repository.folder),
        lambda: remote_commit(upstream_repository.url, "v1", quiet),
    ):
        with pytest.raises(GitMissing, match="git was not found on PATH"):
            ask()


# --- fetching --------------------------------------------------------------------------------


def test_a_remote_tag_goes_before_a_branch(upstream_repository: Upstream) -> None:
    """A name asked of a remote is its tag, peeled, or else its branch, or else nothing."""
    first = git(upstream_repository.folder, "rev-parse", "main")
    second = upstream_repository.commit(FILES, message="second")
    upstream_repository.tag("noted", first, annotated=True)
    url = upstream_repository.url
    assert remote_commit(url, "noted", quiet) == (first, "refs/tags/noted")
    assert remote_commit(url, "v1", quiet) == (first, "refs/tags/v1")
    assert remote_commit(url, "main", quiet) == (second, "refs/heads/main")
    upstream_repository.tag("main", first)
    assert remote_commit(url, "main", quiet) == (first, "refs/tags/main")
    assert remote_commit(url, "mai", quiet) is None
    assert remote_commit(url, "m*", quiet) is None


def test_answers_are_no_progress(upstream_repository: Upstream) -> None:
    """What git answers is not shown as if it were progress."""
    heard: list[str] = []
    found = remote_commit(upstream_repository.url, "v1", heard.append)
    assert found is not None
    assert found[0] not in "".join(heard)


def test_an_unsafe_name_is_not_asked_of_a_remote() -> None:
    """What could be an option is refused before git starts."""
    with pytest.raises(GitError, match="cannot be a revision"):
        remote_commit("file:///nowhere", "--upload-pack=true", quiet)


def test_a_fetch_brings_no_history(upstream_repository: Upstream, tmp_path: Path) -> None:
    """A fetch brings one commit without its parents, and tells its progress."""
    first = git(upstream_repository.folder, "rev-parse", "main")
    second = upstream_repository.commit(FILES, message="second")
    heard: list[str] = []
    made = Repository.create(tmp_path / "made.git")
    assert made.fetch(upstream_repository.url, second, heard.append) == second
    assert not has_object(made.directory, first)
    assert "".join(heard)


def test_blobs_come_for_the_prefixes_alone(upstream_repository: Upstream, tmp_path: Path) -> None:
    """From a server that can filter, only the blobs that were asked for are fetched."""
    upstream_repository.set("uploadpack.allowFilter", "true")
    folder = upstream_repository.folder
    inside, outside = git(folder, "rev-parse", "main:relay/LICENSE", "main:README.md").split()
    made = Repository.create(tmp_path / "made.git")
    commit = made.fetch(upstream_repository.url, "refs/heads/main", quiet)
    assert not has_object(made.directory, inside)
    with pytest.raises(GitError):
        made.read([inside])
    made.fetch_blobs(commit, ["relay"], quiet)
    assert made.read([inside])[inside] == FILES["relay/LICENSE"]
    assert not has_object(made.directory, outside)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:9/x.git", "ftp://127.0.0.1/x.git", "ext::sh -c true", "fd::3"]
)
def test_other_transports_are_refused_by_git_itself(tmp_path: Path, url: str) -> None:
    """Even where nobody looked at the address, git may speak https, ssh, git and file only."""
    made = Repository.create(tmp_path / "made.git")
    with pytest.raises(GitError, match="not allowed"):
        made.fetch(url, "refs/heads/main", quiet)
    with pytest.raises(GitError, match="not allowed"):
        remote_commit(url, "main", quiet)


def test_a_mirror_cannot_bring_another_transport_in(
    upstream_repository: Upstream, tmp_path: Path, user_config: Path
) -> None:
    """`insteadOf` is honoured, but not where it leads to a transport that runs commands."""
    marker = tmp_path / "ran"
    user_config.write_text(
        f'[url "ext::touch {marker} "]\n\tinsteadOf = https://example.invalid/\n'
    )
    made = Repository.create(tmp_path / "made.git")
    with pytest.raises(GitError, match="not allowed"):
        made.fetch("https://example.invalid/relay", "refs/tags/v1", quiet)
    assert not marker.exists()
    user_config.write_text(
        f'[url "{upstream_repository.url}"]\n\tinsteadOf = https://example.invalid/relay\n'
    )
    made.fetch("https://example.invalid/relay", "refs/tags/v1", quiet)


def test_hooks_do_not_run(upstream_repository: Upstream, tmp_path: Path, user_config: Path) -> None:
    """Hooks that the user set for all repositories do not run for ours."""
    hooks, marker = tmp_path / "hooks", tmp_path / "ran"
    hooks.mkdir()
    hook = hooks / "reference-transaction"
    hook.write_text(f"#!/bin/sh\ntouch '{marker}'\n")
    hook.chmod(0o755)
    user_config.write_text(f'[core]\n\thooksPath = "{hooks}"\n')
    made = Repository.create(tmp_path / "made.git")
    made.fetch(upstream_repository.url, "refs/tags/v1", quiet)
    assert not marker.exists()
    config = ("-c", f"core.hooksPath={hooks}")
    git(made.directory, *config, "update-ref", "refs/heads/x", "FETCH_HEAD")
    assert marker.exists(), "the hook would have run"


def test_nobody_is_asked_for_a_password(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No helper that asks people is left in git's environment, and no terminal to ask on."""
    monkeypatch.setenv("SSH_ASKPASS", "/bin/false")
    monkeypatch.setenv("GIT_ASKPASS", "/bin/false")
    told = tmp_path / "told"
    script = tmp_path / "ssh"
    script.write_text(
        f"#!/bin/sh\nenv > '{told}'\n(: < /dev/tty) 2>/dev/null && echo TTY >> '{told}'\nexit 1\n"
    )
    script.chmod(0o755)
    monkeypatch.setenv("GIT_SSH_COMMAND", str(script))
    with pytest.raises(GitError):
        remote_commit("ssh://example.invalid/relay", "main", quiet)
    lines = told.read_text().splitlines()
    assert "GIT_TERMINAL_PROMPT=0" in lines
    assert "GIT_ASKPASS=" in lines
    assert not [line for line in lines if line.startswith("SSH_ASKPASS=")]
    assert "TTY" not in lines


# --- silence ---------------------------------------------------------------------------------


def test_nobody_waits_longer_than_promised() -> None:
    """A server may be silent for twenty seconds at most."""
    assert 0 < ours.SILENCE_S <= 20


def given_up(
    monkeypatch: pytest.MonkeyPatch, ask: Callable[[], object], was_asked: Callable[[], bool]
) -> bool:
    """Return whether git was given up after it had asked; a busy machine is given more time."""
    for silence in SILENCES_S:
        monkeypatch.setattr(ours, "SILENCE_S", silence)
        with pytest.raises(GitSilent, match="no answer for"):
            ask()
        if was_asked():
            return True
    return False


def test_a_silent_server_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that takes the call and says nothing is given up, and git hangs up."""
    made = Repository.create(tmp_path / "made.git")
    with SilentServer() as server:
        url = server.url
        assert given_up(
            monkeypatch, lambda: made.fetch(url, "refs/heads/main", quiet), server.is_called
        )
        assert hung_up(server.client())
        assert given_up(monkeypatch, lambda: remote_commit(url, "main", quiet), server.is_called)
        assert hung_up(server.client())


class Helper:
    """A program in the place of ssh that says one word and then waits for ever."""

    def __init__(self, folder: Path) -> None:
        """Write the program; it is to be started once."""
        fifo = folder / "alive"
        os.mkfifo(fifo)
        self._reading = os.open(fifo, os.O_RDONLY | os.O_NONBLOCK)
        self.command = folder / "ssh"
        self.command.write_text(
            f"#!/bin/sh\nexec 3>'{fifo}'\necho started >&3\necho hello >&2\nexec sleep 600\n"
        )
        self.command.chmod(0o755)

    def ran_and_is_gone(self) -> bool:
        """Return whether it was started, once it holds nothing open any more."""
        heard = b""
        while select.select([self._reading], [], [], PATIENCE_S)[0]:
            chunk = os.read(self._reading, 4096)
            if not chunk:
                return heard == b"started\n"
            heard += chunk
        return False

    def close(self) -> None:
        """Listen no more."""
        os.close(self._reading)


@pytest.fixture
def ssh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Helper]:
    """Return what git will start in the place of ssh."""
    helper = Helper(tmp_path)
    monkeypatch.setenv("GIT_SSH_COMMAND", str(helper.command))
    yield helper
    helper.close()


def test_helpers_that_git_started_go_with_it(monkeypatch: pytest.MonkeyPatch, ssh: Helper) -> None:
    """When git is given up, the ssh that it started is gone as well."""
    url = "ssh://example.invalid/relay"
    ask = partial(remote_commit, url, "main", quiet)
    assert given_up(monkeypatch, ask, ssh.ran_and_is_gone)


def test_an_interrupted_run_leaves_no_git_behind(ssh: Helper) -> None:
    """Whatever breaks into a fetch, Ctrl-C for instance, ends git and its helpers at once."""

    def interrupt(_: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        remote_commit("ssh://example.invalid/relay", "main", interrupt)
    assert ssh.ran_and_is_gone()


def test_git_s_last_words_are_the_message(tmp_path: Path) -> None:
    """What went wrong is said in git's own words, not in a number."""
    made = Repository.create(tmp_path / "made.git")
    with pytest.raises(GitError, match="nowhere"):
        made.fetch((tmp_path / "nowhere.git").as_uri(), "refs/heads/main", quiet)

"""The corpus: which bytes it serves, where they come from, and what happens where they cannot."""

import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from gitrepos import SILENCES_S, SilentServer, Upstream, git, has_object

from pytest_verbatim.config.pin import Pin, is_plain_path, transport_fault
from pytest_verbatim.errors import CorpusUnavailable, UsageError
from pytest_verbatim.excerpt import cut
from pytest_verbatim.finding import Finding, Where
from pytest_verbatim.selection import Place
from pytest_verbatim.source import git as git_module
from pytest_verbatim.source.corpus import Corpus
from pytest_verbatim.source.opening import cache_folder, open_corpus

FILES = {
    "README.md": b"outside\n",
    "LICENCE.txt": b"permission is granted\n",
    "relay/Cargo.toml": b"[package]\n",
    "relay/src/lib.rs": b"fn a() {}\n\nfn b() {}\n",
    "relay/src/deep/é.rs": "fn é() {}\n".encode(),
    "relay/src/latin.rs": b'const FINE: u8 = 1;\n\nconst LATIN: &[u8] = b"\xe9";\n',
    "relay/tests/it.rs": b"fn helper() {}\n",
    "relay-tools/src/lib.rs": b"fn other() {}\n",
}


def quiet(_: str) -> None:
    """Take progress and show it to nobody."""


def entries(folder: Path) -> set[str]:
    """Return the names in a folder; none where there is no folder."""
    return {path.name for path in folder.iterdir()} if folder.is_dir() else set()


@pytest.fixture(autouse=True)
def user_config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the user's git configuration be a file of the test's own, empty at first."""
    path = tmp_path / "user.gitconfig"
    path.touch()
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(path))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    return path


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a cache folder of the test's own, which does not exist yet."""
    path = tmp_path / "cache" / "verbatim"
    monkeypatch.setenv("VERBATIM_CACHE_DIR", str(path))
    return path


@pytest.fixture
def server(tmp_path: Path) -> Upstream:
    """Return a repository with one commit, tagged `v1`."""
    made = Upstream(tmp_path / "server.git")
    made.tag("v1", made.commit(FILES))
    return made


@pytest.fixture
def pin(server: Upstream) -> Pin:
    """Return a pin to that commit, by file:// address."""
    commit = git(server.folder, "rev-parse", "v1")
    return Pin("relay", server.url, "v1", commit, "relay", "LICENCE.txt", "ask a colleague")


@pytest.fixture
def moved_on(server: Upstream, pin: Pin) -> str:
    """Let `main` move on from the pinned commit; return the new commit's id."""
    assert pin.commit
    return server.commit({**FILES, "relay/src/lib.rs": b"fn moved() {}\n"}, message="moved on")


# --- what it serves --------------------------------------------------------------------------


def test_a_corpus_serves_the_subtree_to_the_byte(pin: Pin) -> None:
    """Every file of the subtree is there, by its path below it, with its own bytes; no other."""
    corpus = open_corpus(pin, None, None, quiet)
    inside = {
        path.removeprefix("relay/"): data
        for path, data in FILES.items()
        if path.startswith("relay/")
    }
    assert {path: corpus.read(path) for path in corpus.files} == inside
    assert list(corpus.files) == sorted(inside)
    assert list(corpus.rust_paths) == sorted(path for path in inside if path.endswith(".rs"))
    assert corpus.licence() == FILES["LICENCE.txt"]
    assert list(corpus.rust) == list(corpus.rust_paths) == list(corpus.all_rust_files())
    assert len(corpus.rust) == len(corpus.rust_paths)


def test_each_view_of_a_corpus_stands_on_its_own(pin: Pin) -> None:
    """Whichever is asked for first, nothing has to be read before it."""
    assert open_corpus(pin, None, None, quiet).test_paths == {"tests/it.rs"}
    assert open_corpus(pin, None, None, quiet).rust["src/lib.rs"].items
    assert len(open_corpus(pin, None, None, quiet).all_rust_files()) == 4
    assert open_corpus(pin, None, None, quiet).licence() == FILES["LICENCE.txt"]


def test_a_file_that_is_not_there_is_a_key_error(pin: Pin) -> None:
    """Asking for a path that the corpus does not list reads nothing."""
    corpus = open_corpus(pin, None, None, quiet)
    for path in ("src/gone.rs", "../README.md", "/etc/passwd", "--help", "README.md", ""):
        with pytest.raises(KeyError):
            corpus.read(path)
        with pytest.raises(KeyError):
            corpus.rust_file(path)
        with pytest.raises(KeyError):
            corpus.blob_id(path)


def test_a_file_is_parsed_once(pin: Pin) -> None:
    """A second look at a file is a look at the same parsed file."""
    corpus = open_corpus(pin, None, None, quiet)
    assert corpus.rust_file("src/lib.rs") is corpus.rust["src/lib.rs"]


def test_links_and_submodules_are_no_files(server: Upstream, pin: Pin) -> None:
    """A symbolic link and a submodule in the subtree are not files of the corpus."""
    commit = server.commit(
        FILES,
        links={"relay/src/link.rs": "lib.rs", "relay/etc": "/etc"},
        modules={"relay/src/vendored": "2" * 40},
    )
    linked = open_corpus(replace(pin, commit=commit), None, None, quiet)
    assert linked.files == open_corpus(pin, None, None, quiet).files


def test_source_that_is_not_utf8_is_served_unless_chosen(pin: Pin) -> None:
    """A file with other bytes serves its items; the one that holds them is a finding."""
    corpus = open_corpus(pin, None, None, quiet)
    file = "src/latin.rs"
    place = Place(Where("case.py", 1), file, corpus.rust)
    assert {item.name for item in corpus.rust_file(file).items} == {"FINE", "LATIN"}
    fine = cut(corpus.rust_file(file), ["FINE"], "none", place)
    assert not isinstance(fine, tuple)
    assert fine.text == "const FINE: u8 = 1;"
    bad = cut(corpus.rust_file(file), ["LATIN"], "none", place)
    assert isinstance(bad, tuple)
    assert [finding.code for finding in bad] == ["code.not-utf8"]


def test_a_subtree_that_is_not_there_is_said(pin: Pin) -> None:
    """A commit without the pinned folder, or with a file in its place, is no corpus."""
    for subtree in ("server", "README.md"):
        with pytest.raises(UsageError, match=f"no folder `{subtree}`"):
            open_corpus(replace(pin, subtree=subtree), None, None, quiet)


def test_a_whole_repository_can_be_a_corpus(pin: Pin) -> None:
    """With `.` for a subtree, paths count from the repository's root."""
    corpus = open_corpus(replace(pin, subtree="."), None, None, quiet)
    assert "relay/src/lib.rs" in corpus.rust_paths
    assert corpus.read("relay/src/lib.rs") == FILES["relay/src/lib.rs"]


def test_a_licence_that_is_not_there_is_said(pin: Pin) -> None:
    """A commit without the pinned licence file is said to lack it."""
    for licence in ("relay/LICENSE", "relay"):
        corpus = open_corpus(replace(pin, licence=licence), None, None, quiet)
        with pytest.raises(CorpusUnavailable, match=f"no file `{licence}`"):
            corpus.licence()


@pytest.mark.parametrize(
    "path", ["a", "a/b.rs", "a-b/c_d.rs", "é/ü.rs", "a b.rs", ".hidden", "a..b"]
)
def test_a_plain_path_is_let_through(path: str) -> None:
    """Paths as git lists them are plain."""
    assert is_plain_path(path)


@pytest.mark.parametrize(
    "path",
    [
        "", ".", "..", "/a", "~/a", "../a", "a/../b", "a/..", "./a", "a/./b", "a//b", "a/",
        "-a", "--help", ":a", ":(exclude)a", "a\\b", "a\nb", "a\x00", "\u202ea",
    ],
)  # fmt: skip
def test_any_other_path_is_not_plain(path: str) -> None:
    """What leaves the subtree, could be an option, or has a shorter form is not plain."""
    assert not is_plain_path(path)


# --- the cache -------------------------------------------------------------------------------


def test_a_filtering_server_sends_the_subtree_alone(
    server: Upstream, pin: Pin, cache: Path
) -> None:
    """Where the server can filter, what lies outside the subtree and the licence stays there."""
    server.set("uploadpack.allowFilter", "true")
    outside, inside = git(server.folder, "rev-parse", "v1:README.md", "v1:relay/Cargo.toml").split()
    corpus = open_corpus(pin, None, None, quiet)
    assert corpus.read("Cargo.toml") == FILES["relay/Cargo.toml"]
    assert corpus.licence() == FILES["LICENCE.txt"]
    (folder,) = cache.iterdir()
    assert has_object(folder, inside)
    assert not has_object(folder, outside)


def test_a_server_that_cannot_filter_serves_as_well(
    server: Upstream, pin: Pin, cache: Path
) -> None:
    """Where the server cannot filter, everything comes, and the corpus is the same."""
    server.set("uploadpack.allowFilter", "false")
    corpus = open_corpus(pin, None, None, quiet)
    assert corpus.read("Cargo.toml") == FILES["relay/Cargo.toml"]
    (folder,) = cache.iterdir()
    assert has_object(folder, git(server.folder, "rev-parse", "v1:README.md"))


@pytest.mark.parametrize("can_filter", ["true", "false"])
def test_later_runs_need_no_network(server: Upstream, pin: Pin, can_filter: str) -> None:
    """Once fetched, the corpus opens with the server gone, and says that it is the cache's."""
    server.set("uploadpack.allowFilter", can_filter)
    heard: list[str] = []
    first = open_corpus(pin, None, None, heard.append)
    assert heard
    assert pin.repository in str(first)
    server.folder.rename(server.folder.with_name("moved"))
    heard.clear()
    again = open_corpus(pin, None, None, heard.append)
    assert {path: again.read(path) for path in again.files} == {
        path: first.read(path) for path in first.files
    }
    assert again.licence() == first.licence()
    assert heard == []
    assert "the cache" in str(again)
    assert pin.repository not in str(again)
    for word in ("relay", "v1", pin.commit[:12]):
        assert word in str(again)


def test_a_corpus_that_was_opened_is_read_without_the_network(server: Upstream, pin: Pin) -> None:
    """Reading never goes back to the server, even where the fetch was filtered."""
    server.set("uploadpack.allowFilter", "true")
    corpus = open_corpus(pin, None, None, quiet)
    shutil.rmtree(server.folder)
    assert corpus.read("src/lib.rs") == FILES["relay/src/lib.rs"]
    assert corpus.licence() == FILES["LICENCE.txt"]


def test_the_cache_keeps_commits_and_repositories_apart(
    server: Upstream, pin: Pin, moved_on: str, cache: Path, tmp_path: Path
) -> None:
    """Another commit, or the same from another address, is another folder of the cache."""
    shutil.copytree(server.folder, tmp_path / "copy.git")
    open_corpus(pin, None, None, quiet)
    open_corpus(replace(pin, commit=moved_on), None, None, quiet)
    open_corpus(pin, (tmp_path / "copy.git").as_uri(), None, quiet)
    assert len(entries(cache)) == 3


def test_the_user_s_cache_folder_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no folder is named, the user's cache folder is it; an empty name names none."""
    monkeypatch.delenv("VERBATIM_CACHE_DIR")
    default = cache_folder()
    assert default.name == "pytest-verbatim"
    assert default.is_absolute()
    monkeypatch.setenv("VERBATIM_CACHE_DIR", "")
    assert cache_folder() == default


def test_an_interrupted_fetch_leaves_nothing(pin: Pin, cache: Path) -> None:
    """Ctrl-C in the middle of a fetch leaves an empty cache, and the next run mends it."""

    def interrupt(_: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        open_corpus(pin, None, None, interrupt)
    assert entries(cache) == set()
    assert open_corpus(pin, None, None, quiet).files


OPEN = """
import sys
from pytest_verbatim.source.opening import open_corpus
from pytest_verbatim.config.pin import Pin
open_corpus(Pin(*sys.argv[1:]), None, None, lambda text: None)
"""


def test_a_killed_fetch_is_not_taken_for_a_corpus(
    server: Upstream, pin: Pin, cache: Path, user_config: Path
) -> None:
    """A run that is killed in the middle leaves no corpus; the next one fetches and succeeds."""
    pin = replace(pin, repository="https://example.invalid/relay")
    fields = (pin.name, pin.repository, pin.tag, pin.commit, pin.subtree, pin.licence)

    def mirror(url: str) -> None:
        user_config.write_text(f'[url "{url}"]\n\tinsteadOf = {pin.repository}\n')

    with SilentServer() as silent:
        mirror(silent.url)
        with subprocess.Popen([sys.executable, "-c", OPEN, *fields]) as process:
            try:
                connection = silent.client()
            finally:
                process.kill()
        connection.close()
        left = entries(cache)
        assert len(left) == 1
        assert ".part-" in left.pop()
    mirror(server.url)
    heard: list[str] = []
    assert open_corpus(pin, None, None, heard.append).read("src/lib.rs")
    assert heard, "it was fetched anew"
    assert [name for name in entries(cache) if ".part-" not in name]


def test_a_leftover_of_another_run_is_left_alone(pin: Pin, cache: Path) -> None:
    """A half-made folder beside the place, which may be another run's, is no obstacle."""
    open_corpus(pin, None, None, quiet)
    (folder,) = cache.iterdir()
    beside = folder.with_name(folder.name + ".part-abc")
    folder.rename(beside)
    assert open_corpus(pin, None, None, quiet).files
    assert entries(cache) == {folder.name, beside.name}


@pytest.mark.parametrize("damage", ["empty", "no HEAD", "no objects", "a file", "another commit"])
def test_a_damaged_cache_is_made_anew(
    server: Upstream, pin: Pin, moved_on: str, cache: Path, damage: str
) -> None:
    """A folder in the cache that does not have the commit is fetched again."""
    open_corpus(pin, None, None, quiet)
    (folder,) = cache.iterdir()
    if damage == "no HEAD":
        (folder / "HEAD").unlink()
    elif damage == "no objects":
        shutil.rmtree(folder / "objects")
        (folder / "objects").mkdir()
    else:
        shutil.rmtree(folder)
        if damage == "empty":
            folder.mkdir()
        if damage == "another commit":
            Upstream(folder).commit({"relay/other.rs": b"\n"})
    if damage == "a file":
        folder.write_text("not a folder")
        with pytest.raises(CorpusUnavailable, match=r"cannot be written"):
            open_corpus(pin, None, None, quiet)
        folder.unlink()
    corpus = open_corpus(pin, None, None, quiet)
    assert corpus.read("src/lib.rs") == FILES["relay/src/lib.rs"]
    assert corpus.commit != moved_on
    assert entries(cache) == {folder.name}
    assert server.folder.exists()


def test_a_cache_that_lost_a_blob_names_the_way_out(
    server: Upstream, pin: Pin, cache: Path
) -> None:
    """Where the commit is there and a file of it is not, the message says what mends that."""
    server.set("uploadpack.allowFilter", "true")
    open_corpus(pin, None, None, quiet)
    (folder,) = cache.iterdir()
    shutil.rmtree(folder)
    git(cache, "clone", "--quiet", "--bare", "--filter=blob:none", server.url, folder.name)
    corpus = open_corpus(pin, None, None, quiet)
    with pytest.raises(CorpusUnavailable, match="removing its folder"):
        corpus.read("src/lib.rs")
    blob = git(server.folder, "rev-parse", f"{pin.commit}:relay/src/lib.rs")
    assert not has_object(folder, blob), "nothing was fetched behind our back"


def test_a_cache_that_cannot_be_written_is_said(
    pin: Pin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cache folder that cannot be made is named, with the variable that moves it."""
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("VERBATIM_CACHE_DIR", str(tmp_path / "file" / "below"))
    with pytest.raises(CorpusUnavailable, match=r"cannot be written.*\n?.*VERBATIM_CACHE_DIR"):
        open_corpus(pin, None, None, quiet)
    assert (tmp_path / "file").read_text() == "in the way"


# --- the server ------------------------------------------------------------------------------


@pytest.fixture
def stubborn(server: Upstream, pin: Pin, moved_on: str, user_config: Path) -> Pin:
    """Return a pin to a server that hands out no commit by its id, only what refs name."""
    assert moved_on
    server.tag("v1", pin.commit, annotated=True)
    for key in ("allowAnySHA1InWant", "allowReachableSHA1InWant", "allowTipSHA1InWant"):
        server.set(f"uploadpack.{key}", "false")
    user_config.write_text("[protocol]\n\tversion = 0\n")
    made = git_module.Repository.create(user_config.with_name("probe.git"))
    with pytest.raises(git_module.GitError, match="does not allow"):
        made.fetch(server.url, pin.commit, quiet)
    return pin


@pytest.mark.parametrize("can_filter", ["true", "false"])
def test_a_server_that_refuses_ids_is_asked_for_the_tag(
    server: Upstream, stubborn: Pin, can_filter: str
) -> None:
    """Where a server hands out no bare ids, the tag is fetched, and has to be that commit."""
    server.set("uploadpack.allowFilter", can_filter)
    corpus = open_corpus(stubborn, None, None, quiet)
    assert corpus.commit == stubborn.commit
    assert corpus.read("src/lib.rs") == FILES["relay/src/lib.rs"]


def test_a_tag_that_was_moved_is_not_taken_for_the_commit(
    server: Upstream, stubborn: Pin, moved_on: str, cache: Path
) -> None:
    """A tag that points elsewhere brings nothing; the message tells both commits."""
    server.tag("v1", moved_on, annotated=True)
    with pytest.raises(CorpusUnavailable) as caught:
        open_corpus(stubborn, None, None, quiet)
    assert moved_on[:12] in str(caught.value)
    assert stubborn.commit[:12] in str(caught.value)
    assert entries(cache) == set()


def test_a_moved_tag_does_not_matter_where_ids_are_served(
    server: Upstream, pin: Pin, moved_on: str
) -> None:
    """The commit counts, not the tag's present place."""
    server.tag("v1", moved_on)
    assert open_corpus(pin, None, None, quiet).read("src/lib.rs") == FILES["relay/src/lib.rs"]


def test_a_commit_that_is_not_there_names_the_ways_out(pin: Pin, cache: Path) -> None:
    """A server without commit and tag: what, from where, and three ways out; nothing is left."""
    pin = replace(pin, commit="3" * 40, tag="v9")
    with pytest.raises(CorpusUnavailable) as caught:
        open_corpus(pin, None, None, quiet)
    told = str(caught.value)
    for part in ("v9", "3" * 12, pin.repository, "--corpus=REPO", "insteadOf", "ask a colleague"):
        assert part in told
    assert entries(cache) == set()


def test_a_silent_server_is_asked_once(
    pin: Pin, monkeypatch: pytest.MonkeyPatch, cache: Path
) -> None:
    """A server that does not answer is given up without a second attempt."""
    with SilentServer() as silent:
        for silence in SILENCES_S:
            monkeypatch.setattr(git_module, "SILENCE_S", silence)
            with pytest.raises(CorpusUnavailable, match="no answer"):
                open_corpus(replace(pin, repository=silent.url), None, None, quiet)
            if silent.is_called():
                break
        silent.client().close()
        assert not silent.is_called()
    assert entries(cache) == set()


def test_the_user_s_mirror_is_honoured(server: Upstream, pin: Pin, user_config: Path) -> None:
    """`insteadOf` of the user's configuration leads to the mirror."""
    pin = replace(pin, repository="https://example.invalid/relay")
    user_config.write_text(f'[url "{server.url}"]\n\tinsteadOf = {pin.repository}\n')
    assert open_corpus(pin, None, None, quiet).read("Cargo.toml") == FILES["relay/Cargo.toml"]


@pytest.mark.parametrize(
    "repository",
    [
        "ext::sh -c 'touch /tmp/x'", "http://example.invalid/x", "HTTP://example.invalid/x",
        "ftp://example.invalid/x", "fd::3", "--upload-pack=true", "-x", "a\nb", "",
    ],
)  # fmt: skip
def test_other_transports_are_refused_before_git_starts(
    pin: Pin, monkeypatch: pytest.MonkeyPatch, repository: str
) -> None:
    """Plain http, helpers that run commands, options and nothing at all are wrong usage."""
    monkeypatch.setenv("PATH", "")
    assert transport_fault(repository)
    with pytest.raises(UsageError, match="--corpus") as caught:
        open_corpus(pin, repository, None, quiet)
    assert not isinstance(caught.value, CorpusUnavailable)


@pytest.mark.parametrize(
    "repository",
    [
        "https://github.com/svix/svix-webhooks", "ssh://git@example.invalid:22/x.git",
        "git@example.invalid:x/y.git", "git://example.invalid/x", "file:///srv/x.git",
        "/srv/x.git", "../x", "~/x", "x y", "HTTPS://example.invalid/x",
    ],
)  # fmt: skip
def test_the_four_transports_and_paths_are_let_through(repository: str) -> None:
    """https, ssh in both spellings, git, file, and paths are what git may be asked for."""
    assert transport_fault(repository) is None


# --- --corpus=REPO ---------------------------------------------------------------------------


def test_a_local_repository_is_read_in_place(
    server: Upstream, pin: Pin, tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bare repository, a clone and a relative path serve the commit; nothing is cached."""
    pin = replace(pin, repository="https://example.invalid/relay")
    git(tmp_path, "clone", "--quiet", str(server.folder), "clone")
    monkeypatch.chdir(tmp_path)
    for repo in (str(server.folder), str(tmp_path / "clone"), "clone", "./clone/.git"):
        corpus = open_corpus(pin, repo, None, quiet)
        assert corpus.read("src/lib.rs") == FILES["relay/src/lib.rs"]
        assert corpus.tag == "v1"
        assert repo.removeprefix("./") in str(corpus)
    assert not cache.exists()


def test_a_home_folder_is_expanded(
    server: Upstream, pin: Pin, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`~` is the home folder, as in a shell that did not expand it."""
    monkeypatch.setenv("HOME", str(server.folder.parent))
    assert open_corpus(pin, f"~/{server.folder.name}", None, quiet).files


def test_a_work_tree_is_never_read(server: Upstream, pin: Pin, tmp_path: Path) -> None:
    """Edits, staged or not, additions and another branch in a clone change nothing."""
    git(tmp_path, "clone", "--quiet", str(server.folder), "clone")
    clone = tmp_path / "clone"
    (clone / "relay/src/lib.rs").write_bytes(b"fn edited() {}\n")
    (clone / "relay/src/added.rs").write_bytes(b"fn added() {}\n")
    (clone / "relay/Cargo.toml").unlink()
    git(clone, "add", "relay/src/added.rs", "relay/src/lib.rs")
    corpus = open_corpus(pin, str(clone), None, quiet)
    assert corpus.files == open_corpus(pin, None, None, quiet).files
    assert corpus.read("src/lib.rs") == FILES["relay/src/lib.rs"]
    assert corpus.read("Cargo.toml") == FILES["relay/Cargo.toml"]


@pytest.mark.parametrize("name", ["GIT_DIR", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY"])
def test_the_environment_of_a_hook_changes_nothing(
    pin: Pin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Run from a git hook, the corpus is the same, fetched or local."""
    other = Upstream(tmp_path / "other.git")
    other.commit({"relay/forged.rs": b"\n"})
    inside = {"GIT_DIR": "", "GIT_INDEX_FILE": "index", "GIT_OBJECT_DIRECTORY": "objects"}
    monkeypatch.setenv(name, str(other.folder / inside[name]))
    local = open_corpus(pin, str(tmp_path / "server.git"), None, quiet)
    assert open_corpus(pin, None, None, quiet).files == local.files
    assert "forged.rs" not in local.files


def test_a_url_is_fetched_into_the_cache(server: Upstream, pin: Pin, cache: Path) -> None:
    """`--corpus` with an address works as the pin's own address does."""
    pin = replace(pin, repository="https://example.invalid/relay")
    assert open_corpus(pin, server.url, None, quiet).files
    assert len(entries(cache)) == 1


def test_what_is_no_repository_is_wrong_usage(server: Upstream, pin: Pin, tmp_path: Path) -> None:
    """A missing path, an empty folder, a file, a folder inside a repository: usage errors."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("")
    git(tmp_path, "clone", "--quiet", str(server.folder), "clone")
    for name in ("missing", "empty", "file", "clone/relay"):
        with pytest.raises(UsageError, match="--corpus") as caught:
            open_corpus(pin, str(tmp_path / name), None, quiet)
        assert str(tmp_path / name) in str(caught.value)
        assert not isinstance(caught.value, CorpusUnavailable)


def test_a_clone_without_the_commit_says_how_to_get_it(pin: Pin, tmp_path: Path) -> None:
    """A local repository that lacks the pinned commit: the message gives the command."""
    other = Upstream(tmp_path / "other.git")
    other.commit(FILES, message="another history")
    with pytest.raises(CorpusUnavailable, match="git fetch") as caught:
        open_corpus(pin, str(other.folder), None, quiet)
    assert pin.commit in str(caught.value)


def test_a_partial_clone_is_not_completed_over_the_network(
    server: Upstream, pin: Pin, tmp_path: Path
) -> None:
    """A clone without blobs is a usage error that names the mend; nothing is fetched into it."""
    server.set("uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "--quiet", "--bare", "--filter=blob:none", server.url, "part.git")
    corpus = open_corpus(pin, str(tmp_path / "part.git"), None, quiet)
    with pytest.raises(CorpusUnavailable, match="git fetch --refetch"):
        corpus.read("src/lib.rs")
    blob = git(server.folder, "rev-parse", "v1:relay/src/lib.rs")
    assert not has_object(tmp_path / "part.git", blob)


def test_git_missing_is_said(
    server: Upstream, pin: Pin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without git on PATH, local and fetched corpora alike ask for git to be installed."""
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    for repo in (None, str(server.folder)):
        with pytest.raises(CorpusUnavailable, match="install git"):
            open_corpus(pin, repo, None, quiet)


# --- --corpus-rev ----------------------------------------------------------------------------


@pytest.fixture(params=["local", "remote"])
def place(request: pytest.FixtureRequest, server: Upstream) -> str:
    """Return where `--corpus` points to: the server as a path, then as an address."""
    return str(server.folder) if request.param == "local" else server.url


def test_a_revision_is_a_tag_a_branch_or_a_full_id(
    server: Upstream, pin: Pin, moved_on: str, place: str
) -> None:
    """Each names its commit; a tag is remembered as the corpus's tag, other names are not."""
    server.tag("v2", moved_on)
    server.tag("noted", moved_on, annotated=True)
    expected = {
        "v2": (moved_on, "v2"),
        "noted": (moved_on, "noted"),
        "main": (moved_on, None),
        moved_on: (moved_on, None),
        "v1": (pin.commit, "v1"),
        pin.commit: (pin.commit, "v1"),
    }
    found = {}
    for rev in expected:
        corpus = open_corpus(pin, place, rev, quiet)
        found[rev] = (corpus.commit, corpus.tag)
        text = b"fn moved() {}\n" if corpus.commit == moved_on else FILES["relay/src/lib.rs"]
        assert corpus.read("src/lib.rs") == text
    assert found == expected


@pytest.mark.parametrize("rev", ["unknown", "--all", "-x", "a b", "", "^main", "v1..main"])
def test_what_names_no_commit_is_wrong_usage(pin: Pin, place: str, rev: str) -> None:
    """An unknown name, an option, white space, nothing, a range: usage errors that name it."""
    with pytest.raises(UsageError, match="--corpus-rev") as caught:
        open_corpus(pin, place, rev, quiet)
    assert repr(rev) in str(caught.value)


def test_an_unknown_id_is_a_usage_error(pin: Pin, place: str, cache: Path) -> None:
    """An id that the repository does not have stops the run and names it."""
    with pytest.raises(UsageError, match="4" * 40):
        open_corpus(pin, place, "4" * 40, quiet)
    assert entries(cache) == set()


def test_a_short_id_needs_a_local_repository(server: Upstream, pin: Pin, moved_on: str) -> None:
    """A short id serves where the objects are; from a server the full one is asked for."""
    corpus = open_corpus(pin, str(server.folder), moved_on[:10], quiet)
    assert corpus.commit == moved_on
    assert corpus.tag is None
    with pytest.raises(UsageError, match="full commit id"):
        open_corpus(pin, server.url, moved_on[:10], quiet)


def test_a_revision_that_was_fetched_by_id_needs_no_network(
    server: Upstream, pin: Pin, moved_on: str
) -> None:
    """A full id is served by the cache; a branch is asked for again, since it may have moved."""
    open_corpus(pin, None, moved_on, quiet)
    server.folder.rename(server.folder.with_name("moved"))
    assert open_corpus(pin, None, moved_on, quiet).commit == moved_on
    with pytest.raises(CorpusUnavailable, match="main"):
        open_corpus(pin, None, "main", quiet)


def test_a_branch_is_followed(server: Upstream, pin: Pin, moved_on: str) -> None:
    """Asking for a branch again finds where it is now."""
    assert open_corpus(pin, None, "main", quiet).commit == moved_on
    newest = server.commit(FILES, message="newest")
    assert open_corpus(pin, None, "main", quiet).commit == newest


def test_two_corpora_of_one_commit_agree(
    server: Upstream, pin: Pin, tmp_path: Path, relay: Corpus
) -> None:
    """Fetched, cached, cloned, bare: the same commit is the same bytes; another one is not."""
    git(tmp_path, "clone", "--quiet", "--bare", str(server.folder), "bare.git")
    seen = [
        open_corpus(pin, None, None, quiet),
        open_corpus(pin, None, None, quiet),
        open_corpus(pin, str(tmp_path / "bare.git"), None, quiet),
    ]
    held = [{path: corpus.blob_id(path) for path in corpus.files} for corpus in seen]
    assert held[0] == held[1] == held[2]
    assert relay.files != seen[0].files


def test_findings_of_a_corpus_name_no_cache(pin: Pin) -> None:
    """What is said about a case does not depend on where this machine keeps the corpus."""
    corpus = open_corpus(pin, None, None, quiet)
    place = Place(Where("case.py", 1), "src/lib.rs", corpus.rust)
    found = cut(corpus.rust_file("src/lib.rs"), ["nothing"], "none", place)
    assert isinstance(found, tuple)
    assert all(isinstance(one, Finding) for one in found)
    assert str(cache_folder()) not in str(found)

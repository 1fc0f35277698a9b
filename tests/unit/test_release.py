"""Revisions to compare: which tags are ours, which names are in doubt."""

from dataclasses import replace

import pytest
from gitrepos import Upstream, git

from pytest_verbatim.config.pin import Pin
from pytest_verbatim.errors import UsageError
from pytest_verbatim.source.opening import open_corpus
from pytest_verbatim.source.release import open_revision

PACKAGE = '[package]\nversion = "{}"\n'
WORKSPACE = '[workspace.package]\nversion = "{}"\n'


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Upstream:
    """Return a repository with releases of ours, of others, and names of two meanings."""
    upstream = Upstream(tmp_path_factory.mktemp("release") / "relay.git")
    first = commit(upstream, PACKAGE.format("1.0.0"))
    for tag in ("relay-v1.0.0", "v1.0.0", "client-v1.0.0", "twice", "same"):
        upstream.tag(tag, first, annotated=tag == "same")
    second = commit(upstream, WORKSPACE.format("1.1.0"))
    for tag in ("v1.1.0", "v1.0.0-extra", "v9.0.0", "relay-v9.0.0", "client-v1.1.0", "nightly"):
        upstream.tag(tag, second)
    git(upstream.folder, "branch", "twice", second)
    git(upstream.folder, "branch", "same", first)
    git(upstream.folder, "update-ref", "refs/remotes/nightly", first)
    upstream.tag("v2.0.0", commit(upstream, "[workspace]\n"))
    upstream.tag("v3.0.0", commit(upstream, f"a = {'1' * 5000}\nb = {'[' * 5000}\n"))
    git(upstream.folder, "tag", "a-tree", "main^{tree}")
    git(upstream.folder, "tag", "a-blob", "main:relay/a.rs")
    return upstream


def commit(upstream: Upstream, manifest: str) -> str:
    """Commit a tree with a manifest and return the commit's id."""
    files = {"relay/a.rs": b"fn f() {}\n", "relay/Cargo.toml": manifest.encode()}
    return upstream.commit({**files, "relay/LICENSE": b""}, message=manifest)


@pytest.fixture
def pin(
    made: Upstream, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> Pin:
    """Return a pin of the first release, by path."""
    monkeypatch.setenv("VERBATIM_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
    pinned = git(made.folder, "rev-parse", "relay-v1.0.0")
    return Pin("relay", str(made.folder), "relay-v1.0.0", pinned, "relay", "relay/LICENSE")


def opened(pin: Pin, rev: str) -> str | None:
    """Return the tag of the corpus at a revision."""
    return open_revision(pin, None, rev, "OLD", lambda _: None).tag


def refused(pin: Pin, rev: str) -> str:
    """Return why a revision is refused."""
    with pytest.raises(UsageError) as caught:
        open_revision(pin, None, rev, "OLD", lambda _: None)
    return str(caught.value)


@pytest.mark.parametrize(
    ("rev", "tag"),
    [
        ("relay-v1.0.0", "relay-v1.0.0"),
        ("v1.0.0", "v1.0.0"),
        ("v1.1.0", "v1.1.0"),
        ("v1.1.0^0", "v1.1.0"),
        ("v1.1.0^{commit}", "v1.1.0"),
        ("refs/tags/v1.1.0", "v1.1.0"),
        ("v1.1.0~1", "relay-v1.0.0"),
        ("v9.0.0~1", "relay-v1.0.0"),
        ("main~1", None),
        ("relay-v9.0.0", "relay-v9.0.0"),
        ("v2.0.0", "v2.0.0"),
        ("v3.0.0", "v3.0.0"),
    ],
)
def test_a_release_of_ours_is_opened(pin: Pin, rev: str, tag: str | None) -> None:
    """By our prefix, or by a version that a manifest states; where none does, as it is given.

    What is counted from a tag is no tag, whatever the tag is of.
    """
    assert opened(pin, rev) == tag


@pytest.mark.parametrize(
    "rev",
    ["client-v1.1.0", "refs/tags/client-v1.1.0", "tags/client-v1.1.0", "client-v1.1.0^0",
     "client-v1.1.0^{}", "client-v1.0.0"],
)  # fmt: skip
def test_a_tag_of_another_product_is_refused_however_it_is_written(pin: Pin, rev: str) -> None:
    """In full, with a suffix that counts nothing, and where it names the pinned commit."""
    said = refused(pin, rev)
    assert said.startswith(
        f"OLD: {rev} is a tag of another product: ours are called relay-v*, or v*"
    )


@pytest.mark.parametrize(("rev", "stated"), [("v9.0.0", "1.1.0"), ("v1.0.0-extra", "1.1.0")])
def test_a_bare_tag_has_to_state_its_version(pin: Pin, rev: str, stated: str) -> None:
    """A `v*` beside manifests of another version is one of something else."""
    wanted = f"no release of ours by its version: the manifests in relay/ state {stated} there"
    assert wanted in refused(pin, rev)


def test_the_tag_of_the_pin_is_ours_whatever_it_says(pin: Pin, made: Upstream) -> None:
    """The pin says that it is; another tag of the same commit is looked at."""
    second = git(made.folder, "rev-parse", "v9.0.0")
    bare = replace(pin, tag="v9.0.0", commit=second)
    assert opened(bare, "v9.0.0") == "v9.0.0"
    assert opened(bare, "relay-v1.0.0") == "relay-v1.0.0"
    assert "a tag of another product: ours are called v*, or relay" in refused(
        bare, "client-v1.1.0"
    )


def test_bare_tags_are_those_of_a_whole_repository(pin: Pin, made: Upstream) -> None:
    """A bare pin of subtree `.` needs no manifest that says so; one of a subtree does.

    Neither does a prefix of its own make bare tags ours.
    """
    first = git(made.folder, "rev-parse", "v1.0.0")
    whole = replace(pin, tag="v1.0.0", commit=first, subtree=".", name="turnstile")
    assert opened(whole, "v9.0.0") == "v9.0.0"
    assert "manifests in the repository state 1.1.0" in refused(
        replace(whole, tag=pin.tag), "v9.0.0"
    )
    assert "manifests in relay/ state 1.1.0" in refused(replace(whole, subtree="relay"), "v9.0.0")


def test_what_the_tags_of_a_product_are_called(pin: Pin) -> None:
    """After its subtree and its pin; the whole of a repository has the name of the pin alone."""
    bare = replace(pin, tag="v1.0.0", name="hub")
    told = "is a tag of another product: ours are called"
    assert f"{told} v*, or relay-v* or hub-v* in newer times; give" in refused(
        bare, "client-v1.0.0"
    )
    whole = replace(bare, subtree=".")
    assert f"{told} v*, or hub-v* in newer times; give" in refused(whole, "client-v1.0.0")


@pytest.mark.parametrize("rev", ["twice", "twice~0", "twice^{commit}"])
def test_a_name_of_two_commits_is_ambiguous(pin: Pin, rev: str) -> None:
    """A tag and a branch, or another ref, of one name: the full names are told."""
    assert "is ambiguous; write refs/heads/twice or refs/tags/twice" in refused(pin, rev)
    assert "refs/remotes/nightly or refs/tags/nightly" in refused(pin, "nightly")


def test_two_names_of_one_commit_are_not_ambiguous(pin: Pin) -> None:
    """The near miss: tag, annotated, and branch name the same commit; or the name is in full."""
    assert opened(pin, "same") == "same"
    assert opened(pin, "refs/heads/twice") is None


@pytest.mark.parametrize(("rev", "kind"), [("a-tree", "tree"), ("a-blob", "blob")])
def test_what_is_no_commit_is_no_revision(pin: Pin, made: Upstream, rev: str, kind: str) -> None:
    """A tag on a tree or a blob is told as such, by path and by address."""
    for repository in (str(made.folder), made.url):
        said = refused(replace(pin, repository=repository), rev)
        assert said.startswith("OLD: ")
        assert f"(it names a {kind}, not a commit)" in said


@pytest.mark.parametrize(
    ("rev", "near"),
    [("HEAD", ""), ("main~1", ""), ("refs/tags/v1.1.0", "; the nearest tag is v1.1.0")],
)
def test_an_address_is_asked_for_tags_and_branches_alone(
    pin: Pin, made: Upstream, rev: str, near: str
) -> None:
    """What only a clone can tell is refused, with a way out."""
    said = refused(replace(pin, repository=made.url), rev)
    assert f"has no tag or branch {rev!r}{near}; an address can be asked for these" in said


@pytest.mark.parametrize("local", [True, False], ids=["folder", "address"])
@pytest.mark.parametrize(
    ("rev", "tag"), [("same", "same"), ("start", "relay-v1.0.0"), ("main", None)]
)
def test_a_branch_at_the_pinned_commit_is_what_the_pin_calls_it(
    pin: Pin,
    made: Upstream,
    rev: str,
    tag: str | None,
    local: bool,  # noqa: FBT001
) -> None:
    """From a folder and from an address; a tag is called what it is, another commit nothing."""
    git(made.folder, "branch", "--force", "start", pin.commit)
    repository = str(made.folder) if local else made.url
    assert opened(replace(pin, repository=repository), rev) == tag


@pytest.mark.parametrize("local", [True, False], ids=["folder", "address"])
@pytest.mark.parametrize(
    ("rev", "near"),
    [
        ("relay-v1.0.1", "; the nearest tag is relay-v1.0.0"),
        ("refs/tags/nightlies", "; the nearest tag is nightly"),
        ("zzz", ""),
    ],
)
def test_a_name_of_nothing_is_told_with_the_nearest_tag(
    pin: Pin,
    made: Upstream,
    rev: str,
    near: str,
    local: bool,  # noqa: FBT001
) -> None:
    """From a folder and from an address, without the words that git has for it."""
    if local:
        assert refused(pin, rev) == f"OLD: {rev!r} is no revision of {made.folder}{near}"
    else:
        said = refused(replace(pin, repository=made.url), rev)
        assert f"has no tag or branch {rev!r}{near}; an address" in said


def test_what_git_says_of_a_revision_is_told(pin: Pin, made: Upstream) -> None:
    """The near miss: where a branch follows none, git knows better than that there is nothing."""
    said = refused(pin, "main@{upstream}")
    assert said.startswith(f"OLD: 'main@{{upstream}}' is no revision of {made.folder} (fatal: ")


def lacking(pin: Pin, repo: str | None = None, rev: str | None = None) -> str:
    """Return why a commit that is nowhere cannot be had."""
    with pytest.raises(UsageError) as caught:
        open_corpus(pin, repo, rev, lambda _: None)
    return str(caught.value)


def test_a_folder_without_the_pinned_commit(pin: Pin, made: Upstream) -> None:
    """Told are what the tag is there and what to correct; nobody can fetch it from itself."""
    away, folder = replace(pin, commit=40 * "a"), str(made.folder)
    said = f"{folder} does not have the pinned commit {away.commit}"
    ways = "correct `commit` in corpus/relay.toml, or name a repository that has it with --corpus"
    assert lacking(away) == f"{said}; relay-v1.0.0 is {pin.commit[:12]} there: {ways}"
    assert lacking(replace(away, tag="made-up")) == f"{said}, nor a tag made-up: {ways}"
    mirrored = replace(away, repository="https://relay.example.invalid/relay")
    assert f"fetch it there (git fetch {mirrored.repository} {away.commit})" in lacking(
        mirrored, folder
    )


def test_a_folder_without_a_commit_that_was_asked_for(pin: Pin, made: Upstream) -> None:
    """A full commit id, and a name: only another repository can have the first."""
    said = f"is no revision of {made.folder}"
    assert refused(pin, 40 * "a").endswith(f"{said}; name a repository that has it with --corpus")
    assert refused(pin, 12 * "a").endswith(said)

"""`verbatim drift OLD NEW`: what it prints, what its exit status means, what it refuses."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO

import pytest
from drifting import long
from gitrepos import Upstream, git
from support import Workspace

from pytest_verbatim import cli

Call = Callable[..., tuple[int, str, str]]
KEYS = [
    "file", "item", "kind", "first_line", "last_line", "fate", "new_file", "new_item", "similarity",
]  # fmt: skip
MANIFEST = b'[package]\nname = "relay"\nversion = "%s"\n'
FIRST = {
    "a.rs": "use b::C;\n" + long("count") + "pub fn kept() {}\npub fn spaced() {}\n",
    "same.rs": "pub fn same() {}\n",
    "gone.rs": "pub fn gone() {}\n",
    "tests/t.rs": "fn t() {}\n",
    "broken.rs": "pub fn odd() {}\n\nfn broken( {\n",
}
SECOND = {
    "a.rs": "/// Kept.\npub fn kept() {}\npub fn spaced() {\n}\n",
    "same.rs": FIRST["same.rs"],
    "new.rs": long("tally"),
    "broken.rs": "pub fn odd() { 1 }\n\nfn broken( {\n",
}


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Upstream:
    """Return a repository with two releases of the product, and tags of other products."""
    made = Upstream(tmp_path_factory.mktemp("drift") / "relay.git")
    bare = made.commit({"README.md": b"nothing yet"})
    made.tag("v0.1.0", bare)
    first = made.commit(_below(FIRST, b"1.0.0"))
    made.tag("v1.0.0", first)
    second = made.commit(_below(SECOND, b"1.1.0"))
    made.tag("relay-v1.1.0", second, annotated=True)
    made.tag("client-v1.1.0", second)
    made.tag("v9.0.0", second)
    made.tag("nightly", second)
    made.tag("both", first)
    git(made.folder, "branch", "both", second)
    return made


def _below(files: dict[str, str], version: bytes) -> dict[str, bytes]:
    found = {f"relay/{path}": text.encode() for path, text in files.items()}
    return found | {"relay/Cargo.toml": MANIFEST % version, "relay/LICENSE": b""}


@pytest.fixture
def drift(
    workspace: Workspace,
    history: Upstream,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Call:
    """Return a function that calls the command: exit status, output, errors."""
    monkeypatch.chdir(workspace.root)
    monkeypatch.setenv("VERBATIM_CACHE_DIR", workspace.environment["VERBATIM_CACHE_DIR"])

    def call(*arguments: str, repo: str = str(history.folder)) -> tuple[int, str, str]:
        try:
            status = cli.main(["drift", *arguments, "--corpus", repo])
        except SystemExit as stop:
            status = int(stop.code or 0)
        return (status, *capsys.readouterr())

    return call


def test_the_text_has_the_count_and_what_changed(drift: Call) -> None:
    """Status 1: the headline, then by file each item that changed, and nothing of the others."""
    status, out, err = drift("v1.0.0", "relay-v1.1.0")
    assert (status, err) == (1, "")
    headline, *rows = out.splitlines()
    assert headline == (
        "5 of 6 items changed from v1.0.0 to relay-v1.1.0: "
        "1 unchanged, 1 reformatted, 1 comments, 1 edited, 1 renamed, 1 deleted"
    )
    assert rows == [
        "a.rs",
        "         2-10  renamed      fn           count -> new.rs:1  tally  (96 % alike)",
        "        11-11  comments     fn           kept",
        "        12-12  reformatted  fn           spaced",
        "broken.rs",
        "          1-1  edited       fn           odd  (76 % alike)",
        "gone.rs",
        "          1-1  deleted      fn           gone",
    ]


def test_no_drift_is_clean(drift: Call) -> None:
    """Status 0 and one line, or each item as unchanged, where nothing changed."""
    assert drift("v1.0.0", "v1.0.0") == (
        0,
        "no drift from v1.0.0 to v1.0.0: 6 items unchanged\n",
        "",
    )
    status, out, _ = drift("v1.0.0", "relay-v1.1.0", "same.rs")
    assert (status, out) == (0, "no drift from v1.0.0 to relay-v1.1.0: 1 item unchanged\n")
    status, out, _ = drift("v1.0.0", "v1.0.0", "--json")
    assert status == 0
    assert {json.loads(line)["fate"] for line in out.splitlines()} == {"unchanged"}


def test_json_has_every_item_of_old(
    drift: Call, history: Upstream, capsys: pytest.CaptureFixture[str]
) -> None:
    """One object for each item that `items` lists, tests and `use` aside, with keys in order."""
    _, out, _ = drift("v1.0.0", "relay-v1.1.0", "--json")
    rows = [json.loads(line) for line in out.splitlines()]
    assert all(list(row) == KEYS for row in rows)
    place = ("--corpus", str(history.folder), "--corpus-rev", "v1.0.0")
    assert cli.main(["items", "--json", *place]) == 0
    items = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    wanted = [one for one in items if not one["test"] and one["kind"] != "use"]
    assert [{key: row[key] for key in KEYS[:5]} for row in rows] == [
        {key: one[key] for key in KEYS[:5]} for one in wanted
    ]
    found = {row["item"]: [row[key] for key in KEYS[5:]] for row in rows}
    assert found["count"] == ["renamed", "new.rs", "tally", pytest.approx(0.96, abs=0.01)]
    assert found["gone"] == ["deleted", None, None, None]
    assert found["kept"] == ["comments", "a.rs", "kept", 1.0]


def test_files_may_stand_anywhere(drift: Call) -> None:
    """FILE may follow an option; several are taken in the order of the tree."""
    asked = ("v1.0.0", "relay-v1.1.0")
    expected = drift(*asked, "gone.rs", "same.rs", "--json")
    assert expected[1].count("\n") == 2
    assert drift(*asked, "--json", "same.rs", "gone.rs") == expected
    assert drift("--json", *asked, "same.rs", "gone.rs") == expected


def test_a_file_of_new_alone_shows_what_came_into_it(drift: Call) -> None:
    """Of a file that OLD has not, those items are told that are now there."""
    status, out, _ = drift("v1.0.0", "relay-v1.1.0", "new.rs", "--json")
    assert (status, [json.loads(row)["item"] for row in out.splitlines()]) == (1, ["count"])


def test_a_file_that_both_have_shows_none_that_came_into_it(drift: Call, tmp_path: Path) -> None:
    """The near miss: of a file that OLD has too, its own items alone are told."""
    made = Upstream(tmp_path / "two.git")
    first = made.commit(_below({"a.rs": long("count"), "b.rs": "fn b() {}\n"}, b"1.0.0"))
    made.commit(_below({"b.rs": "fn b() {}\n" + long("count")}, b"1.0.0"))
    status, out, _ = drift(first, "main", "b.rs", "--json", repo=str(made.folder))
    assert (status, [json.loads(row)["item"] for row in out.splitlines()]) == (0, ["b"])


def test_a_file_that_lost_items_to_an_error_says_so(drift: Call, tmp_path: Path) -> None:
    """Half a file: what is gone may be gone for that alone. Of others nothing is said."""
    made = Upstream(tmp_path / "half.git")
    odd = "fn odd( {\n"
    first = made.commit(_below({"a.rs": "fn a() {}\n\nfn b() {}\n"}, b"1.0.0"))
    half = made.commit(_below({"a.rs": f"fn a() {{}}\n\n{odd}"}, b"1.0.0"))
    made.commit(_below({"a.rs": f"fn a() {{ 1 }}\n\nfn b() {{}}\n\n{odd}"}, b"1.0.0"))
    _, out, _ = drift(first, half, repo=str(made.folder))
    file = f"a.rs  (a syntax error for our parser in {half}, near line 3)"
    assert out.splitlines()[1:] == [file, "          3-3  deleted      fn           b"]
    _, out, _ = drift(first, "main", repo=str(made.folder))
    assert out.splitlines()[1] == "a.rs"


def test_revisions_are_tags_branches_and_commits(drift: Call, history: Upstream) -> None:
    """Whatever names the same commits gives the same fates, by path and by address."""
    expected = drift("v1.0.0", "relay-v1.1.0", "--json")
    commits = [git(history.folder, "rev-parse", f"{rev}^{{commit}}") for rev in ("v1.0.0", "main")]
    assert drift(*commits, "--json") == expected
    assert drift(commits[0][:9], "main", "--json") == expected
    assert drift("main~1", "nightly", "--json") == expected
    assert drift("v1.0.0", "relay-v1.1.0", "--json", repo=history.url) == expected


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("nowhere", "v1.0.0"), "OLD: 'nowhere' is no revision"),
        (("v1.0.0", "nowhere"), "NEW: 'nowhere' is no revision"),
        (("", "v1.0.0"), "OLD: '' cannot be a revision"),
        (("v1.0.0", "v1.0.0 main"), "NEW: 'v1.0.0 main' cannot be a revision"),
        (("both", "v1.0.0"), "OLD: 'both' is ambiguous; write refs/heads/both or refs/tags/both"),
        (("v0.1.0", "v1.0.0"), "has no folder `relay`"),
        (("client-v1.1.0", "v1.0.0"), "ours are called relay-v*, or v* in older times"),
        (("v1.0.0", "v9.0.0"), "the manifests in relay/ state 1.1.0 there; give the commit"),
        (("v1.0.0", "main", "nowhere.rs"), "neither OLD nor NEW has a Rust file nowhere.rs"),
        (("v1.0.0", "main", "../a.rs"), "'../a.rs' is no plain path"),
        (("v1.0.0", "main", "Cargo.toml"), "neither OLD nor NEW has a Rust file Cargo.toml"),
        (("v1.0.0", "main", "--corpus-rev=main"), "OLD and NEW are the revisions"),
        (("v1.0.0",), "arguments are required: NEW\n"),
        (("v1.0.0", "main", "--xml"), "unrecognized arguments: --xml"),
    ],
)
def test_wrong_usage(drift: Call, arguments: tuple[str, ...], told: str) -> None:
    """Status 2, one message that names the argument at fault, nothing on standard output."""
    status, out, err = drift(*arguments)
    assert (status, out) == (2, "")
    assert told in err
    assert "Traceback" not in err


@pytest.mark.parametrize("rev", ["nowhere", "client-v1.1.0", "v9.0.0", "v0.1.0"])
def test_wrong_revisions_of_an_address(drift: Call, history: Upstream, rev: str) -> None:
    """What is refused of a repository at hand is refused of one that has to be fetched."""
    status, out, err = drift("v1.0.0", rev, repo=history.url)
    assert (status, out) == (2, "")
    assert err.startswith("verbatim: NEW: ")


def test_the_help_says_what_is_optional_and_what_is_refused(drift: Call) -> None:
    """FILE may be left out, and `--corpus-rev`, which all commands take, is told to be refused."""
    status, out, err = drift("--help")
    assert (status, err) == (0, "")
    told = " ".join(out.split())
    assert "OLD NEW [FILE ...]" in told
    assert "--corpus-rev REV refused: OLD and NEW are the revisions" in told


def test_paths_that_are_no_utf_8_are_told(drift: Call, history: Upstream) -> None:
    """Such bytes are escaped, in text and as JSON, and two files stay two."""
    folder = history.folder
    blobs = [
        git(folder, "hash-object", "-w", "--stdin", given=one) for one in (b"fn x() {}\n", b"")
    ]
    trees = []
    for blob in blobs:
        rows = [f"100644 blob {blob}\t".encode() + name for name in (b"\xfe.rs", b"\xff.rs")]
        tree = git(folder, "mktree", "-z", given=b"\0".join(rows) + b"\0")
        top = git(folder, "mktree", given=f"040000 tree {tree}\trelay\n".encode())
        who = ("-c", "user.name=Relay", "-c", "user.email=relay@example.invalid")
        trees.append(git(folder, *who, "commit-tree", "-m", "odd", top))
    status, out, _ = drift(*trees)
    assert (status, out.count("deleted")) == (1, 3)
    assert [row for row in out.splitlines() if row.endswith(".rs")] == ["\\udcfe.rs", "\\udcff.rs"]
    _, out, _ = drift(*trees, "--json")
    assert [json.loads(row)["file"] for row in out.splitlines()] == ["\udcfe.rs", "\udcff.rs"]


@pytest.fixture
def started(workspace: Workspace, history: Upstream) -> Callable[..., "subprocess.Popen[bytes]"]:
    """Return a function that starts the installed command, its output into a file or a pipe."""

    def start(stdout: IO[bytes] | int) -> "subprocess.Popen[bytes]":
        command = str(Path(sys.executable).with_name("verbatim"))
        return subprocess.Popen(
            [command, "drift", "v1.0.0", "relay-v1.1.0", "--corpus", str(history.folder)],
            cwd=workspace.root,
            env={**os.environ, **workspace.environment},
            stdout=stdout,
            stderr=subprocess.PIPE,
        )

    return start


def test_a_reader_that_goes_away_does_not_change_the_status(
    started: Callable[..., "subprocess.Popen[bytes]"],
) -> None:
    """`verbatim drift OLD NEW | head -1` has status 1 where there is drift, and no traceback."""
    with started(subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert (process.stderr.read(), process.wait()) == (b"", 1)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is full")
def test_a_full_disk_is_told(started: Callable[..., "subprocess.Popen[bytes]"]) -> None:
    """What cannot be written is one message and status 2."""
    with Path("/dev/full").open("wb") as full, started(full) as process:
        assert process.stderr is not None
        told = b"verbatim: standard output cannot be written: No space left on device\n"
        assert (process.stderr.read(), process.wait()) == (told, 2)


def test_a_short_id_that_two_commits_share_is_ambiguous(drift: Call, tmp_path: Path) -> None:
    """Git's own reason is told, without its hints."""
    made = Upstream(tmp_path / "many.git")
    seen: dict[str, str] = {}
    for number in range(2000):
        commit = made.commit({"relay/a.rs": b""}, message=str(number))
        if seen.setdefault(commit[:4], commit) != commit:
            status, out, err = drift(commit[:4], "main", repo=str(made.folder))
            assert (status, out) == (2, "")
            assert "ambiguous" in err
            return
    pytest.fail("no two commits began alike")

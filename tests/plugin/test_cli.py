"""The `verbatim` command: what it prints, and what its exit status means."""

import hashlib
import io
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from gitrepos import Upstream, git
from support import CORE, TRAPS, Workspace

from pytest_verbatim import __version__, cli
from pytest_verbatim.cli import common
from pytest_verbatim.excerpt import Excerpt, cut
from pytest_verbatim.finding import Where
from pytest_verbatim.selection import Place
from pytest_verbatim.source.corpus import Corpus

QUEUE = f"{CORE}/queue.rs"
KINDS = {
    "fn", "method", "struct", "enum", "union", "impl", "trait", "const", "static", "type",
    "assoc_const", "assoc_type", "macro", "macro_call", "mod", "use",
}  # fmt: skip
KEYS = ["file", "item", "kind", "first_line", "last_line", "sha256", "test"]


@dataclass(frozen=True)
class Said:
    """What a call of the command came to."""

    status: int
    out: bytes
    err: str

    @property
    def lines(self) -> list[str]:
        """Return the lines of the output."""
        return self.out.decode().splitlines()

    @property
    def objects(self) -> list[dict[str, Any]]:
        """Return the JSON objects of the output, one a line."""
        return [json.loads(line) for line in self.out.split(b"\n")[:-1]]


Call = Callable[..., Said]


@pytest.fixture
def verbatim(
    workspace: Workspace,
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
) -> Call:
    """Return a function that calls the command inside the project."""
    monkeypatch.chdir(workspace.root)
    for name, value in workspace.environment.items():
        monkeypatch.setenv(name, value)

    def call(*arguments: str) -> Said:
        capsysbinary.readouterr()
        try:
            status = cli.main(arguments)
        except SystemExit as stop:
            status = int(stop.code or 0)
        captured = capsysbinary.readouterr()
        return Said(status, captured.out, captured.err.decode())

    return call


@dataclass(frozen=True)
class Program:
    """The installed command, to be run as a process of its own in a project."""

    root: Path
    environment: Mapping[str, str]

    def command(self, *arguments: str) -> list[str]:
        """Return what runs it."""
        return [os.fspath(Path(sys.executable).with_name("verbatim")), *arguments]

    def start(self, *arguments: str, **changed: str) -> subprocess.Popen[bytes]:
        """Start it; its output is buffered as it is for people."""
        kept = {name: value for name, value in os.environ.items() if "PYTHON" not in name}
        return subprocess.Popen(
            self.command(*arguments),
            cwd=self.root,
            env={**kept, **self.environment, **changed},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def run(self, *arguments: str, **changed: str) -> Said:
        """Run it to its end."""
        with self.start(*arguments, **changed) as process:
            out, err = process.communicate()
            return Said(process.returncode, out, err.decode())

    def run_to(self, lines: int, *arguments: str) -> Said:
        """Run it, but read no more than some lines of its output."""
        with self.start(*arguments) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            out = b"".join(process.stdout.readline() for _ in range(lines))
            process.stdout.close()
            err = process.stderr.read()
            return Said(process.wait(), out, err.decode())


@pytest.fixture
def program(workspace: Workspace) -> Program:
    """Return the installed command for the project."""
    return Program(workspace.root, workspace.environment)


# --- items -----------------------------------------------------------------------------------


def test_items_lists_every_rust_file(verbatim: Call, relay: Corpus) -> None:
    """Without a file, every Rust file of the subtree is listed, in order, with its items."""
    said = verbatim("items")
    assert said.status == 0
    assert said.err == ""
    headings = [line for line in said.lines if not line.startswith(" ")]
    assert headings == list(relay.rust_paths)
    rows = len(said.lines) - len(headings)
    assert rows == sum(len(relay.rust_file(path).items) for path in relay.rust_paths)


def test_items_of_a_file_are_its_part_of_the_list(verbatim: Call) -> None:
    """With a file, the listing is the part of the whole that is about it."""
    everything = verbatim("items").lines
    said = verbatim("items", QUEUE)
    assert said.status == 0
    start = everything.index(QUEUE)
    assert everything[start : start + len(said.lines)] == said.lines
    assert said.lines[0] == QUEUE
    assert len(said.lines) > 10


def test_items_as_json_are_those_of_the_contract(verbatim: Call, relay: Corpus) -> None:
    """One object a line for every item of every file: the keys in order, paths unique, sorted."""
    said = verbatim("items", "--json")
    assert said.status == 0
    assert all(list(one) == KEYS for one in said.objects)
    assert {one["kind"] for one in said.objects} == KINDS
    names = [(one["file"], one["item"]) for one in said.objects]
    assert len(set(names)) == len(names)
    files = [one["file"] for one in said.objects]
    assert files == sorted(files)
    assert set(files) == {path for path in relay.rust_paths if relay.rust_file(path).items}


def test_digests_are_of_the_lines_in_the_source(
    verbatim: Call, relay_repository: Path, relay: Corpus
) -> None:
    """`sha256` is that of the lines from first to last, cut out of git's own output."""
    data: dict[str, list[bytes]] = {}
    for one in verbatim("items", "--json").objects:
        file = one["file"]
        if file not in data:
            shown = subprocess.run(
                ["git", "-C", relay_repository, "show", f"{relay.commit}:relay/{file}"],
                check=True,
                capture_output=True,
            )
            data[file] = shown.stdout.split(b"\n")
        lines = data[file][one["first_line"] - 1 : one["last_line"]]
        bare = b"\n".join(lines).removesuffix(b"\r")
        assert hashlib.sha256(bare).hexdigest() == one["sha256"], one


def test_test_code_is_marked(verbatim: Call, relay: Corpus) -> None:
    """`test` is true for marked items and for all items of test files, in both listings."""
    objects = verbatim("items", "--json").objects
    marked = {one["file"] for one in objects if one["test"]}
    assert relay.test_paths & {one["file"] for one in objects} <= marked
    assert all(one["test"] for one in objects if one["file"] in relay.test_paths)
    assert not any(one["test"] for one in objects if one["file"] == QUEUE)
    rows = [line for line in verbatim("items").lines if line.startswith(" ")]
    assert len(rows) == len(objects)
    for row, one in zip(rows, objects, strict=True):
        assert row.endswith("(test code)") is one["test"]


def test_items_of_a_file_as_json_are_its_part(verbatim: Call) -> None:
    """`items FILE --json` gives the objects of that file and no other."""
    whole = verbatim("items", "--json").objects
    part = verbatim("items", QUEUE, "--json")
    assert part.status == 0
    assert part.objects == [one for one in whole if one["file"] == QUEUE]


def test_a_file_without_items_is_no_error(verbatim: Call) -> None:
    """An empty file lists nothing, and that is clean."""
    said = verbatim("items", f"{TRAPS}/empty.rs")
    assert (said.status, said.lines) == (0, [f"{TRAPS}/empty.rs"])
    said = verbatim("items", f"{TRAPS}/empty.rs", "--json")
    assert (said.status, said.out) == (0, b"")


@pytest.mark.parametrize("command", [("items",), ("items", "--json")])
def test_the_output_is_utf8_whatever_the_locale(program: Program, command: tuple[str]) -> None:
    """Names outside ASCII are printed as UTF-8 where the terminal claims to know ASCII only."""
    said = program.run(
        *command, f"{TRAPS}/names.rs", LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0"
    )
    assert (said.status, said.err) == (0, "")
    assert not said.out.isascii()
    said.out.decode("utf-8")


# --- show ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "items", "imports"),
    [
        (QUEUE, ["reclaim"], "none"),
        (QUEUE, ["reclaim", "LEASE", "DeliveryQueue::len"], "used"),
        (QUEUE, ["DeliveryQueue::settle", "DeliveryQueue::lease"], "all"),
        (QUEUE, ["<QueueError as Display>::fmt"], "none"),
        (f"{TRAPS}/crlf.rs", ["Window"], "none"),
    ],
)
def test_show_prints_the_exact_excerpt(
    verbatim: Call, relay: Corpus, file: str, items: list[str], imports: Any
) -> None:
    """What is shown is what a case with these items would emit, to the byte, and a newline."""
    place = Place(Where(file), file, relay.rust)
    expected = cut(relay.rust_file(file), items, imports, place)
    assert isinstance(expected, Excerpt)
    said = verbatim("show", file, *items, "--imports", imports)
    assert (said.status, said.err) == (0, "")
    assert said.out == expected.text.encode() + b"\n"


def test_show_suggests_what_a_typo_may_have_meant(verbatim: Call) -> None:
    """A name that is almost there is answered with the nearest, its line, and the listing."""
    said = verbatim("show", QUEUE, "DeliveryQueue::settel")
    assert (said.status, said.out) == (1, b"")
    assert "code.unknown-item" in said.err
    assert "`DeliveryQueue::settle` (line 84)" in said.err
    assert f"`verbatim items {QUEUE}` lists all" in said.err


def test_show_says_where_else_a_name_lives(verbatim: Call) -> None:
    """A name of another file is answered with that file and line."""
    said = verbatim("show", QUEUE, "BackoffPolicy")
    assert said.status == 1
    assert f"`BackoffPolicy` is in: {CORE}/retry.rs (`BackoffPolicy`, line 11)" in said.err


def test_show_lists_what_an_ambiguous_path_fits(verbatim: Call) -> None:
    """A path that fits several items is answered with their lines and the paths to write."""
    said = verbatim("show", f"{TRAPS}/impls.rs", "Holder::run")
    assert (said.status, said.out) == (1, b"")
    assert "code.ambiguous-item" in said.err
    assert "fits 2 items" in said.err
    assert "(lines 118, 126)" in said.err
    for path in ("`Holder<u8>::run`", "`Holder<u16>::run`"):
        assert path in said.err


def test_show_tells_all_that_is_wrong(verbatim: Call) -> None:
    """Every item path with a fault has its finding, and nothing is shown."""
    said = verbatim("show", QUEUE, "nothing_here", "reclaim", "((", "LEASE", "LEASE")
    assert (said.status, said.out) == (1, b"")
    for code in ("code.unknown-item", "code.bad-item-path", "code.repeated-item"):
        assert said.err.count(code) == 1


def test_show_shows_test_code_and_says_so(verbatim: Call) -> None:
    """Test code can be looked at, with the remark that no case can show it."""
    said = verbatim("show", "relay-core/tests/delivery.rs", *_first_item(verbatim))
    assert said.status == 0
    assert said.out
    assert "test code" in said.err


def _first_item(verbatim: Call) -> list[str]:
    return [verbatim("items", "relay-core/tests/delivery.rs", "--json").objects[-1]["item"]]


# --- wrong usage -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "told"),
    [
        ("queue.rs", f"there is {QUEUE}"),
        (f"{CORE}/gone.rs", "`verbatim items` lists all"),
        ("relay-core/Cargo.toml", "no Rust file"),
        ("../README.md", "no plain path below the subtree relay/"),
        ("/etc/passwd", "no plain path below the subtree relay/"),
        (f"./{QUEUE}", "no plain path below the subtree relay/"),
    ],
)
def test_a_file_that_is_not_there_is_wrong_usage(verbatim: Call, file: str, told: str) -> None:
    """A path that the corpus does not have ends with status 2, a reason and no traceback."""
    for arguments in (("items", file), ("items", file, "--json"), ("show", file, "x")):
        said = verbatim(*arguments)
        assert (said.status, said.out) == (2, b"")
        assert said.err.startswith("verbatim: ")
        assert told in said.err


@pytest.mark.parametrize(
    "arguments",
    [
        (), ("itmes",), ("show",), ("show", QUEUE), ("items", "a", "b"), ("items", "--xml"),
        ("show", QUEUE, "LEASE", "--imports", "some"), ("items", "--corpus"),
    ],
)  # fmt: skip
def test_arguments_that_make_no_sense_are_wrong_usage(
    verbatim: Call, arguments: tuple[str, ...]
) -> None:
    """A missing or unknown command, argument or option ends with status 2 and the usage."""
    said = verbatim(*arguments)
    assert (said.status, said.out) == (2, b"")
    assert "usage: verbatim" in said.err


def test_help_is_clean(verbatim: Call) -> None:
    """Asked for help, the command names its commands and ends with status 0."""
    said = verbatim("--help")
    assert said.status == 0
    for command in ("items", "show", "new", "drift", "review", "update"):
        told = re.search(rf"^    {command} +(\w+)", said.out.decode(), re.MULTILINE)
        inside = verbatim(command, "--help")
        assert inside.status == 0
        assert {"--corpus", "--corpus-rev"} <= set(inside.out.decode().split())
        assert told is not None
        assert f"\n\n{told[1].capitalize()} " in inside.out.decode()


def test_the_version_is_that_of_the_package(verbatim: Call) -> None:
    """As every command has it."""
    said = verbatim("--version")
    assert (said.status, said.out) == (0, f"pytest-verbatim {__version__}\n".encode())


def test_outside_a_project_there_is_nothing_to_show(
    verbatim: Call, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Outside a project the command says so; from a folder inside one it works."""
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    said = verbatim("items")
    assert (said.status, said.out) == (2, b"")
    assert "no project here" in said.err
    assert "`A project of your own` in the README" in said.err


def test_a_folder_inside_the_project_will_do(
    verbatim: Call, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The project around the current folder is the one that is meant."""
    expected = verbatim("items", QUEUE)
    monkeypatch.chdir(workspace.root / "cases" / "relay")
    assert verbatim("items", QUEUE) == expected


def test_a_wrong_pin_is_wrong_usage(verbatim: Call, workspace: Workspace) -> None:
    """A fault in the pin is shown with file and line."""
    pin = workspace.root / "corpus" / "relay.toml"
    pin.write_text(pin.read_text().replace('tag = "', 'tag = "-'))
    said = verbatim("items")
    assert said.status == 2
    assert said.err.startswith("verbatim: corpus/relay.toml:2: `tag`")


# --- --corpus and --corpus-rev ---------------------------------------------------------------


@pytest.fixture
def moved_on(tmp_path: Path, relay_repository: Path) -> tuple[Path, str]:
    """Return a repository that has the pinned commit and one after it, tagged `later`."""
    made = Upstream(tmp_path / "moved.git")
    git(made.folder, "fetch", "--quiet", str(relay_repository), "+refs/*:refs/*")
    files = {f"relay/{QUEUE}": b"pub fn later() {}\n", "relay/LICENSE": b""}
    made.tag("later", made.commit(files, message="later"))
    return made.folder, git(made.folder, "rev-parse", "later")


def test_a_path_in_the_pin_is_the_same_from_every_folder(
    workspace: Workspace,
    verbatim: Call,
    relay_repository: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It begins at the folder of the project; where nothing is, the whole path is told."""
    pin = workspace.root / "corpus/relay.toml"
    text = pin.read_text()
    stated = os.path.relpath(relay_repository, workspace.root)
    pin.write_text(text.replace(relay_repository.as_uri(), stated))
    workspace.case("policy")
    workspace.accept()
    at_top = verbatim("items", QUEUE)
    monkeypatch.chdir(workspace.root / "cases")
    assert verbatim("items", QUEUE) == at_top
    assert at_top.status == 0
    result = workspace.run(f"--emit-jsonl={workspace.root}/dist")
    assert result.ret == 0
    manifest = json.loads((workspace.root / "dist/manifest.json").read_text())
    assert manifest["corpus"]["repository"] == stated
    card = (workspace.root / "dist/README.md").read_text()
    assert "Code of relay, verbatim from relay-v1.0.0" in card
    pin.write_text(text.replace(relay_repository.as_uri(), "../nowhere"))
    said = verbatim("items", QUEUE).err
    assert f"corpus/relay.toml: there is no {workspace.root.parent.resolve()}/nowhere" in said


def test_another_repository_is_taken(
    verbatim: Call, workspace: Workspace, moved_on: tuple[Path, str], tmp_path: Path
) -> None:
    """`--corpus` takes the pinned commit from a path or an address; the pin's own is not asked."""
    expected = verbatim("items", QUEUE)
    pin = workspace.root / "corpus" / "relay.toml"
    pin.write_text(
        pin.read_text().replace(workspace.repository.as_uri(), "https://example.invalid/r")
    )
    folder, _ = moved_on
    for repo in (str(folder), os.path.relpath(folder, Path.cwd()), folder.as_uri()):
        assert verbatim("items", QUEUE, "--corpus", repo) == expected
        assert verbatim("items", QUEUE, f"--corpus={repo}") == expected
    for repo, told in (
        (str(tmp_path / "gone"), "there is no"),
        (str(tmp_path), "no git repository"),
        ("http://example.invalid/r", "http://"),
        ("", "cannot be"),
    ):
        said = verbatim("items", QUEUE, f"--corpus={repo}")
        assert (said.status, said.out) == (2, b"")
        assert told in said.err


def test_another_revision_is_taken(verbatim: Call, moved_on: tuple[Path, str]) -> None:
    """`--corpus-rev` looks at another revision, by tag, branch or id; an unknown one is refused."""
    folder, commit = moved_on
    for rev in ("later", "main", commit):
        said = verbatim("items", QUEUE, "--corpus", str(folder), "--corpus-rev", rev)
        assert said.status == 0
        assert "later" in said.lines[1]
        said = verbatim("show", QUEUE, "later", "--corpus", str(folder), "--corpus-rev", rev)
        assert said.out == b"pub fn later() {}\n"
    said = verbatim("show", QUEUE, "LEASE", "--corpus", str(folder), "--corpus-rev", "later")
    assert said.status == 1
    for rev in ("unknown", "--all", "a b", ""):
        said = verbatim("items", "--corpus", str(folder), f"--corpus-rev={rev}")
        assert (said.status, said.out) == (2, b"")
        assert "--corpus-rev" in said.err


def test_a_corpus_that_cannot_be_had_names_the_ways_out(
    verbatim: Call, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that is not there, and git that is not there, end with status 2 and the way out."""
    pin = workspace.root / "corpus" / "relay.toml"
    text = pin.read_text().replace(workspace.repository.as_uri(), "file:///nowhere/relay.git")
    pin.write_text(text)
    said = verbatim("items")
    assert said.status == 2
    assert "--corpus=REPO" in said.err
    assert "Traceback" not in said.err
    monkeypatch.setenv("PATH", str(workspace.root))
    said = verbatim("items")
    assert said.status == 2
    assert "install git" in said.err


def test_progress_is_for_terminals(program: Program) -> None:
    """A fetch whose messages go into a pipe says nothing."""
    said = program.run("show", QUEUE, "LEASE")
    assert (said.status, said.err) == (0, "")
    assert said.out.startswith(b"/// ")


class Terminal(io.StringIO):
    """A terminal, as far as programs ask."""

    def isatty(self) -> bool:
        """Return that it is one."""
        return True


def test_on_a_terminal_progress_is_shown(verbatim: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal, what git says while it fetches is shown; the second time it says nothing."""
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    assert verbatim("items", QUEUE).status == 0
    assert "remote: " in terminal.getvalue()
    terminal.truncate(0)
    assert verbatim("items", QUEUE).status == 0
    assert not terminal.getvalue()


# --- pipes and signals -----------------------------------------------------------------------


def test_a_reader_that_goes_away_is_no_error(program: Program) -> None:
    """`verbatim items | head -1`, and a reader that is gone at once: no traceback, status 0."""
    said = program.run_to(1, "items", "--json")
    assert (said.status, said.err) == (0, "")
    assert list(said.objects[0]) == KEYS
    for arguments in (("items", QUEUE), ("show", QUEUE, "LEASE")):
        assert program.run_to(0, *arguments) == Said(0, b"", "")


@pytest.mark.parametrize("stderr", [">&-", ">/dev/full"], ids=["closed", "full"])
def test_where_no_message_can_be_written_the_status_still_tells(
    program: Program, stderr: str
) -> None:
    """A first fetch works, and no message goes where it does not belong."""

    def run(*arguments: str) -> tuple[int, bytes]:
        command = program.command(*arguments)
        script = f'exec "$0" "$@" 2{stderr}'
        done = subprocess.run(
            ["sh", "-c", script, *command],
            cwd=program.root,
            env={**os.environ, **program.environment},
            stdout=subprocess.PIPE,
            check=False,
        )
        return done.returncode, done.stdout

    status, out = run("items", QUEUE)
    assert (status, out.startswith(QUEUE.encode())) == (0, True)
    assert run("show", QUEUE, "nothing_of_the_kind") == (1, b"")
    assert run("items", "--corpus-rev=a b") == (2, b"")


@pytest.mark.parametrize(
    "arguments",
    [
        ("items",),
        ("new", "relay", QUEUE, "LEASE"),
        ("drift", "a", "b"),
        ("review",),
        ("update", "a"),
    ],
    ids=lambda arguments: arguments[0],
)
def test_a_folder_that_is_gone_is_told(
    verbatim: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    """A shell may stand in one that another process removed."""
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    said = verbatim(*arguments)
    assert (said.status, said.out) == (2, b"")
    assert said.err == "verbatim: the folder that you are in is gone: No such file or directory\n"


def test_ctrl_c_ends_without_a_traceback(verbatim: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """An interrupted command says so in one line and has the status of a shell's interrupt."""

    def interrupted(*_: object) -> Corpus:
        raise KeyboardInterrupt

    monkeypatch.setattr(common, "open_corpus", interrupted)
    said = verbatim("items")
    assert (said.status, said.err) == (130, "verbatim: interrupted\n")
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    monkeypatch.setattr(sys, "argv", ["verbatim", "items"])
    try:
        assert cli.main() == 130
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN  # the process ends; one is enough
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


# --- new -------------------------------------------------------------------------------------


def test_new_writes_a_module_that_declares_the_items_and_no_prose(
    verbatim: Call, workspace: Workspace
) -> None:
    """What is written imports, shows the items asked for, and fails for want of prose alone."""
    said = verbatim("new", "relay", QUEUE, "Delivery", "QueueError")
    module = workspace.root / "cases/relay/queue_error.py"
    assert said.status == common.CLEAN
    path = "cases/relay/queue_error.py"
    assert said.lines == [f"{path}: write prompt and think, then run pytest {path}"]
    outcome = workspace.run()
    text = outcome.stdout.str()
    assert "prompt.empty" in text
    assert "think.empty" in text
    assert "code." not in text
    assert module.read_text(encoding="utf-8").count('"""') == 4


@pytest.mark.parametrize(
    ("arguments", "told", "status"),
    [
        (
            ("nowhere", QUEUE, "Delivery"),
            "there is relay, and cases/nowhere/dataset.toml would begin another",
            common.USAGE,
        ),
        (("relay", f"{CORE}/nowhere.rs", "Delivery"), "has no Rust file", common.USAGE),
        (("relay", QUEUE, "Nothing"), "code.unknown-item", common.REPORT),
    ],
)
def test_new_writes_nothing_where_it_could_not_be_shown(
    verbatim: Call, workspace: Workspace, arguments: tuple[str, ...], told: str, status: int
) -> None:
    """A wrong dataset, file or item is told, and no module appears."""
    said = verbatim("new", *arguments)
    assert (said.status, told in said.err) == (status, True)
    assert list((workspace.root / "cases/relay").glob("*.py")) == []


def test_new_says_what_begins_the_first_dataset(verbatim: Call, workspace: Workspace) -> None:
    """Where there is none, nobody is told which there are."""
    (workspace.root / "cases/relay/dataset.toml").unlink()
    said = verbatim("new", "relay", QUEUE, "Delivery")
    assert said.status == common.USAGE
    assert said.err.rstrip() == (
        "verbatim: there is no dataset 'relay'; write cases/relay/dataset.toml to begin it"
    )


def test_new_tells_a_wrong_cover_as_pytest_does(verbatim: Call, workspace: Workspace) -> None:
    """Where its source contradicts a dataset, that is said, and not that the file is outside."""
    config = workspace.root / "cases/relay/dataset.toml"
    text = re.sub(r"^also = .*$", 'cover = ["queue.rs"]', config.read_text(), flags=re.MULTILINE)
    config.write_text(text)
    told = "`cover` names queue.rs; the corpus has no such Rust file, test code aside; there is"
    said = verbatim("new", "relay", QUEUE, "Delivery")
    assert (said.status, told in said.err) == (common.USAGE, True)
    config.write_text(text.replace('"queue.rs"', f'"{QUEUE}"'))
    assert verbatim("new", "relay", QUEUE, "Delivery").status == common.CLEAN


def test_new_overwrites_nothing(verbatim: Call, workspace: Workspace) -> None:
    """A module of that name stays as it is."""
    workspace.write("cases/relay/delivery.py", "# mine")
    said = verbatim("new", "relay", QUEUE, "Delivery")
    assert (said.status, "is there already" in said.err) == (common.USAGE, True)
    assert (workspace.root / "cases/relay/delivery.py").read_text(encoding="utf-8") == "# mine"

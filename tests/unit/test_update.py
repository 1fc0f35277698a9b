"""The parts of an update: the text of a pin, selectors in a module, writing, the newest tag."""

import errno
import fcntl
import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from drifting import long
from gitrepos import SilentServer, Upstream, git
from hypothesis import given, settings
from hypothesis import strategies as st

from pytest_verbatim.accepted import Revision
from pytest_verbatim.carry.selectors import NotEditable, applied, selector_edits
from pytest_verbatim.change import Comparison, Spot
from pytest_verbatim.config.pin import Pin
from pytest_verbatim.errors import ConfigError, CorpusUnavailable, UsageError
from pytest_verbatim.example import Example, rust
from pytest_verbatim.files import digest_of
from pytest_verbatim.source import git as ours
from pytest_verbatim.source.opening import open_corpus
from pytest_verbatim.source.tags import named_upstream, newest_release, release_of
from pytest_verbatim.update import lock
from pytest_verbatim.update.lock import UpdateRefused, alone
from pytest_verbatim.update.pinfile import moved_pin
from pytest_verbatim.update.value import NewFile, UpdatePlan
from pytest_verbatim.update.write import resume, write

TO = Revision("v2.0.0", "b" * 40)
OLD_COMMIT = "a" * 40
PROPERTY = settings(derandomize=True, deadline=None, max_examples=150)

# --- the pin -----------------------------------------------------------------------------------


PINS = {
    "plain": 'tag = "TAG"\ncommit = "COMMIT"\n',
    "another order, single quotes": "commit='COMMIT' # v1\n\ntag='TAG'#v1",
    "crlf, a quoted key": 'x = "tag = 1"\r\n"tag"  =\t"TAG"\r\ncommit = "COMMIT"',
    "comments": '# tag = "v1"\ntag = "TAG" # "v1"\n  commit = "COMMIT"\n',
    "in a text": "s = '''\ntag = \"v1\"\n'''\ntag = \"TAG\"\ncommit = \"COMMIT\"",
}


def _pin_text(layout: str, tag: str, commit: str) -> bytes:
    return layout.replace("TAG", tag).replace("COMMIT", commit).encode()


@pytest.mark.parametrize("layout", PINS.values(), ids=PINS)
def test_two_values_of_a_pin_change_and_no_other_byte(layout: str) -> None:
    """Order, comments, quotes and line ends of the pin are its owner's."""
    before = _pin_text(layout, "v1", OLD_COMMIT)
    assert moved_pin(before, "corpus/x.toml", TO) == _pin_text(layout, *TO)


def test_a_tag_is_escaped_where_that_is_needed() -> None:
    """What git permits in a tag and TOML does not in a string."""
    moved = moved_pin(b'tag = "v1"\ncommit = "A"\n', "corpus/x.toml", Revision('a"b', "B"))
    assert tomllib.loads(moved.decode()) == {"tag": 'a"b', "commit": "B"}


@pytest.mark.parametrize(
    ("text", "tag", "told"),
    [
        ('tag = """v1"""\ncommit = "A"\n', "v2", "1: write `tag = .* on one line"),
        ('tag = "v1"\ncommit = """\nA"""\n', "v2", "2: write `commit = .* on one line"),
        ("tag = 'v1'\ncommit = \"A\"\n", "it's", '1: "it\'s" cannot be written there'),
    ],
)
def test_a_pin_that_cannot_be_changed_in_its_place_is_refused(
    text: str, tag: str, told: str
) -> None:
    """Where a value is written in another way, or the quotes do not take it, nobody guesses."""
    with pytest.raises(ConfigError, match=rf"^corpus/x\.toml:{told}"):
        moved_pin(text.encode(), "corpus/x.toml", Revision(tag, "B"))


# --- selectors ---------------------------------------------------------------------------------

MODULE = '''\
"""Two — with a dash."""
from pytest_verbatim import Example, rust

one = Example(
    code=[rust('src/a.rs', "A::m",  # "A::m"
               r"é", imports="used"), rust("src/b.rs", u'x')],
    prompt="A::m of src/a.rs",
)
two = Example(code=(rust("src/a.rs", "A::m"),))
'''


def _example(*parts: tuple[str, ...]) -> Example:
    return Example(code=[rust(*part) for part in parts])


ONE = _example(("src/a.rs", "A::m", "é"), ("src/b.rs", "x"))


def test_only_the_literals_of_the_case_change() -> None:
    """Prefixes, quotes, comments, prose and the other case keep every byte."""
    then = _example(("src/c.rs", "B<'a>::m", "ö"), ("src/b.rs", "it's"))
    edits = selector_edits(MODULE.encode(), "one", ONE, then)
    wanted = MODULE.replace("""rust('src/a.rs', "A::m",""", """rust('src/c.rs', "B<'a>::m",""")
    wanted = wanted.replace('r"é"', 'r"ö"').replace("u'x'", "u'it\\'s'")
    assert applied(MODULE.encode(), edits).decode() == wanted
    assert [(edit.line, edit.old, edit.new) for edit in edits] == [
        (5, "src/a.rs", "src/c.rs"),
        (5, "A::m", "B<'a>::m"),
        (6, "é", "ö"),
        (6, "x", "it's"),
    ]


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
@pytest.mark.parametrize("start", ["", "\ufeff"], ids=["plain", "bom"])
def test_line_ends_and_byte_order_marks_move_nothing(ends: str, start: str) -> None:
    """Places are counted as Python counts them, whatever ends a line."""
    source = (start + MODULE.replace("\n", ends)).encode()
    then = _example(("src/a.rs", "A::m", "é"), ("src/b.rs", "y"))
    edits = selector_edits(source, "one", ONE, then)
    assert applied(source, edits) == source.replace(b"u'x'", b"u'y'")


@pytest.mark.parametrize(
    ("source", "then", "told"),
    [
        ('rust("f", "x")', _example(("f",), ("g", "x")), "in several files"),
        ('rust("f" "", "x")', _example(("g", "x")), "not written as one plain string"),
        ('rust("f", x)', _example(("f", "y")), "`x` is not written as a plain string"),
        ('rust(*["f", "x"])', _example(("g", "x")), "one by one"),
        ('rust("f", r"x")', _example(("f", 'a"b')), "cannot be written in the quotes"),
        ('rust("f", "x")', _example(("f", "a\nb")), "cannot be written in the quotes"),
        ("part", _example(("g", "x")), "no list of rust"),
    ],
)
def test_what_is_no_plain_literal_is_not_edited(source: str, then: Example, told: str) -> None:
    """Each form that cannot be changed in its place has a reason of its own."""
    module = f"it = Example(code=[{source}])\n"
    with pytest.raises(NotEditable, match=told):
        selector_edits(module.encode(), "it", _example(("f", "x")), then)


@pytest.mark.parametrize("module", ["it = it = Example()\n", "it = 1\n", "\n", "it: Example\n"])
def test_a_case_that_is_bound_in_another_way_is_not_edited(module: str) -> None:
    """A name bound twice, or not to a call, shows no `code` to change."""
    with pytest.raises(NotEditable, match="is not bound once"):
        selector_edits(module.encode(), "it", _example(("f", "x")), _example(("f", "y")))


TEXTS = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12)


@PROPERTY
@given(TEXTS, TEXTS, st.sampled_from(["'", '"', "'''", '"""']), st.sampled_from(["", "r", "u"]))
def test_an_edit_says_what_was_meant_or_is_refused(
    old: str, new: str, quote: str, prefix: str
) -> None:
    """Whatever the texts, the edited module says the new one, with the same prefix and quotes."""
    source = f"it = Example(code=[rust({prefix}{quote}{{}}{quote}, 'x')])\n"
    was = old.translate({ord(char): None for char in "\\'\""}) or "o"
    written = source.format(was)
    try:
        edits = selector_edits(written.encode(), "it", _example((was, "x")), _example((new, "x")))
    except NotEditable:
        assert prefix == "r"
        assert set(new) & set("\\'\"")
        return
    says = applied(written.encode(), edits).decode()
    assert says.startswith(f"it = Example(code=[rust({prefix}{quote}")
    found: dict[str, Example] = {"Example": Example, "rust": rust}  # type: ignore[dict-item]
    exec(says, found)  # noqa: S102  (the module that was just made)
    assert found["it"].code[0].file == new


# --- writing -----------------------------------------------------------------------------------

FILES = {
    "corpus/relay.toml": (b"old pin", b"new pin"),
    "cases/relay/a.py": (b"old case", b"new case"),
    "snapshots/relay/a/a.json": (b"old snapshot", b"new snapshot"),
}
JOURNAL = "corpus/.verbatim-update.json"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a project's folder with the old files."""
    for path, (old, _) in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True)
        (tmp_path / path).write_bytes(old)
    return tmp_path


def _plan(read: Mapping[str, bytes] | None = None) -> UpdatePlan:
    files = tuple(NewFile(path, digest_of(old), new) for path, (old, new) in FILES.items())
    digests = tuple((path, digest_of(data)) for path, data in (read or {}).items())
    return UpdatePlan(Revision("v1", OLD_COMMIT), TO, (), (), (), files, digests)


def _there(root: Path) -> dict[str, bytes]:
    found = (path for path in root.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


BEFORE = {path: old for path, (old, _) in FILES.items()}
AFTER = {path: new for path, (_, new) in FILES.items()}


def test_all_files_are_written_and_nothing_beside_them(root: Path) -> None:
    """Bytes and modes are right, links stay links, and what an earlier update left is gone."""
    (root / "cases/relay/.old.py.verbatim-update").write_bytes(b"stale")
    (root / "cases/relay/a.py").chmod(0o640)
    real = root / "elsewhere.toml"
    (root / "corpus/relay.toml").rename(real)
    (root / "corpus/relay.toml").symlink_to(real)
    write(root, _plan())
    assert _there(root) == AFTER | {"elsewhere.toml": b"new pin"}
    assert (root / "cases/relay/a.py").stat().st_mode & 0o777 == 0o640
    assert (root / "corpus/relay.toml").is_symlink()


@pytest.mark.parametrize("text", [b"new case", b"other text"])
def test_two_names_of_one_file(root: Path, text: bytes) -> None:
    """By way of a link one file can be two of a plan: it gets one text, or the plan is refused."""
    (root / "cases/relay/b.py").symlink_to("a.py")
    plan = _plan()
    twin = NewFile("cases/relay/b.py", digest_of(b"old case"), text)
    plan = replace(plan, files=(*plan.files, twin))
    if text == b"new case":
        write(root, plan)
        assert _there(root) == AFTER | {"cases/relay/b.py": text}
        assert (root / "cases/relay/b.py").is_symlink()
    else:
        with pytest.raises(UpdateRefused, match=r"b\.py: is the same file as cases/relay/a\.py"):
            write(root, plan)
        assert _there(root) == BEFORE | {"cases/relay/b.py": b"old case"}


def test_a_plan_without_files_removes_what_lies_about(root: Path) -> None:
    """What an update left that decided nothing goes, also beside what a link leads to."""
    away = root / "elsewhere"
    away.mkdir()
    (away / "b.json").write_bytes(b"b")
    (root / "snapshots/relay/a/b.json").symlink_to(away / "b.json")
    (root / "cases/linked").symlink_to(away, target_is_directory=True)
    (away / "loop").symlink_to(away, target_is_directory=True)
    before = _there(root)
    for stale in ("cases/relay/.old.py", "elsewhere/.b.json", "corpus/.verbatim-update.json"):
        (root / f"{stale}.verbatim-update").write_bytes(b"stale")
    write(root, replace(_plan(), files=()))
    assert _there(root) == before


@pytest.mark.parametrize("path", [*FILES, "cases/relay/dataset.toml"])
@pytest.mark.parametrize("gone", [False, True])
def test_a_file_that_changed_since_stops_it(root: Path, path: str, gone: bool) -> None:  # noqa: FBT001
    """What was read for the plan, written or not, has to be as it was; else nothing is written."""
    plan = _plan({"cases/relay/dataset.toml": b"rules"})
    (root / "cases/relay/dataset.toml").write_bytes(b"rules")
    if gone:
        (root / path).unlink()
    else:
        (root / path).write_bytes(b"edited meanwhile")
    before = _there(root)
    with pytest.raises(UpdateRefused, match=f"^{path}: changed while the update was planned"):
        write(root, plan)
    assert _there(root) == before


Failing = Callable[[str, int], None]


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Failing:
    """Return a function that lets a call of the system fail at its n-th time."""

    def fail(name: str, at: int, error: BaseException | None = None) -> None:
        plain, left = getattr(os, name), [at]

        def call(*arguments: object, **named: object) -> object:
            left[0] -= 1
            if left[0] == 0:
                raise error or OSError(errno.ENOSPC, "No space left on device")
            return plain(*arguments, **named)

        monkeypatch.setattr(os, name, call)

    return fail


@pytest.mark.parametrize("error", [None, KeyboardInterrupt()], ids=["disk", "interrupt"])
@pytest.mark.parametrize(
    ("name", "at"), [("fsync", 1), ("fsync", 3), ("fsync", 4), ("fsync", 7), ("replace", 1)]
)
def test_a_fault_before_it_is_decided_leaves_nothing(
    root: Path,
    failing: Callable[[str, int, BaseException | None], None],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    at: int,
    error: BaseException | None,
) -> None:
    """A full disk or Ctrl-C while files are staged, or at the journal: all is as before."""
    failing(name, at, error)
    with pytest.raises(UpdateRefused if error is None else KeyboardInterrupt) as told:
        write(root, _plan())
    if error is None:
        named = [JOURNAL, *FILES, *(str((root / path).parent) for path in FILES)]
        assert str(told.value).startswith(tuple(f"{one}: cannot be written" for one in named))
        assert "nothing was written" in str(told.value)
    assert _there(root) == BEFORE
    assert resume(root) is None
    monkeypatch.undo()
    write(root, _plan())
    assert _there(root) == AFTER


@pytest.mark.parametrize("error", [None, KeyboardInterrupt()], ids=["disk", "interrupt"])
@pytest.mark.parametrize(
    ("name", "at"), [("replace", 2), ("replace", 3), ("replace", 4), ("unlink", 1)]
)
def test_a_fault_afterwards_is_resumed(
    root: Path,
    failing: Callable[[str, int, BaseException | None], None],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    at: int,
    error: BaseException | None,
) -> None:
    """Once the journal stands the rest is done later, by `resume`, which may fail as well."""
    failing(name, at, error)
    with pytest.raises(UsageError if error is None else KeyboardInterrupt) as told:
        write(root, _plan())
    if error is None:
        assert "`verbatim update --resume` goes on with it" in str(told.value)
    monkeypatch.undo()
    assert JOURNAL in _there(root)
    failing("unlink", 1, OSError(errno.EIO, "Input/output error"))
    with pytest.raises(UsageError, match="Input/output error"):
        resume(root)
    monkeypatch.undo()
    done = resume(root)
    assert done is not None
    assert done.to == TO
    assert _there(root) == AFTER


def test_an_interrupt_just_behind_the_journal_does_not_undo_it(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What waits beside its target is kept from the moment on at which the journal stands."""
    plain = os.replace

    def rename(source: str, target: str) -> None:
        plain(source, target)
        if str(target).endswith("update.json"):
            raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", rename)
    with pytest.raises(KeyboardInterrupt):
        write(root, _plan())
    monkeypatch.undo()
    assert resume(root) is not None
    assert _there(root) == AFTER


def _interrupted(root: Path, monkeypatch: pytest.MonkeyPatch, failing: Failing) -> None:
    failing("replace", 3)
    with pytest.raises(UsageError):
        write(root, _plan())
    monkeypatch.undo()


def test_resuming_spoils_nobodys_work(
    root: Path, monkeypatch: pytest.MonkeyPatch, failing: Failing
) -> None:
    """A file that somebody changed in between is not overwritten; put back, it goes on."""
    _interrupted(root, monkeypatch, failing)
    changed = next(path for path in FILES if (root / path).read_bytes() == FILES[path][0])
    (root / changed).write_bytes(b"mine")
    before = _there(root)
    with pytest.raises(UsageError, match=rf"^{changed}: was changed after"):
        resume(root)
    assert _there(root) == before
    (root / changed).write_bytes(FILES[changed][0])
    assert resume(root) is not None
    assert _there(root) == AFTER


def test_what_cannot_be_resumed_says_how_to_undo(
    root: Path, monkeypatch: pytest.MonkeyPatch, failing: Failing
) -> None:
    """A staged file that is gone, and a journal that nobody can read or that leads outside."""
    _interrupted(root, monkeypatch, failing)
    journal = json.loads((root / JOURNAL).read_text())
    for stale in (root / "snapshots").rglob("*.verbatim-update"):
        stale.unlink()
    with pytest.raises(UsageError, match=r"what was to be put there is gone; .*git checkout"):
        resume(root)
    journal["files"][0]["path"] = "../outside"
    for text in ("{}", "", "[]", "\x00", json.dumps(journal)):
        (root / JOURNAL).write_text(text)
        with pytest.raises(UsageError, match=r"git checkout -- corpus cases snapshots"):
            resume(root)


class _Windows:
    """Stands in for `msvcrt`, of which it has what we use."""

    LK_NBLCK = 2

    @staticmethod
    def locking(handle: int, mode: int, count: int) -> None:
        """Lock a file as `msvcrt.locking` does: by another handle it is denied."""
        assert (mode, count) == (_Windows.LK_NBLCK, 1)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise PermissionError(errno.EACCES, "Permission denied") from error


@pytest.fixture(params=["posix", "windows"])
def system(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let there be `fcntl`, or none, and folders that cannot be opened."""
    if request.param == "windows":
        monkeypatch.setattr(lock, "fcntl", None)
        monkeypatch.setitem(sys.modules, "msvcrt", _Windows)
        monkeypatch.delattr(os, "O_DIRECTORY")


@pytest.mark.usefixtures("system")
def test_one_update_at_a_time(root: Path) -> None:
    """While one is at work another is refused; afterwards it is not, and nothing lies about."""
    with (
        alone(root),
        pytest.raises(UpdateRefused, match="another update of this project is at work"),
        alone(root),
    ):
        pytest.fail("two at once")
    with alone(root):
        write(root, _plan())
    assert _there(root) == AFTER


def test_a_file_system_without_locks_stops_nobody(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was read is compared before anything is written, there as elsewhere."""

    def no_locks(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", no_locks)
    with alone(root):
        write(root, _plan())
    assert _there(root) == AFTER


def test_the_command_can_be_imported_without_fcntl() -> None:
    """Windows has none."""
    script = "import sys; sys.modules['fcntl'] = None; import pytest_verbatim.cli"
    subprocess.run([sys.executable, "-c", script], check=True)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_stops_it(root: Path) -> None:
    """Nothing is written where one of the folders takes no file."""
    folder = root / "snapshots/relay/a"
    folder.chmod(0o555)
    try:
        with pytest.raises(UpdateRefused, match=r"cannot be written .*nothing was written"):
            write(root, _plan())
        assert _there(root) == BEFORE
    finally:
        folder.chmod(0o755)


def test_a_folder_that_takes_no_file_stops_it(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same for those whom permissions do not stop: what the system says decides."""
    plain = Path.open

    def refusing(self: Path, *arguments: object, **named: object) -> object:
        if "snapshots" in self.parts and self.name.endswith(".verbatim-update"):
            raise PermissionError(errno.EACCES, "Permission denied", str(self))
        return plain(self, *arguments, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refusing)
    with pytest.raises(UpdateRefused, match=r"^snapshots/relay/a/a\.json: cannot be written"):
        write(root, _plan())
    monkeypatch.undo()
    assert _there(root) == BEFORE


# --- tags --------------------------------------------------------------------------------------


def test_tags_sort_as_versions() -> None:
    """By number and not by text, pre-releases first, digits as numbers and before words."""
    ordered = [
        "v1.9.0", "v1.10.0-alpha", "v1.10.0-alpha.2", "v1.10.0-alpha.10", "v1.10.0-alpha.x",
        "v1.10.0-rc.1", "v1.10.0", "v1.10.1", "v2.0.0",
    ]  # fmt: skip
    found = [release_of(tag) for tag in ordered]
    orders = [one.order for one in found if one is not None]
    assert orders == sorted(orders)
    assert len(set(orders)) == len(ordered)
    assert [one.is_final for one in found if one] == ["-" not in tag for tag in ordered]


@pytest.mark.parametrize(
    ("tag", "product"),
    [
        ("v1.2.3", ""),
        ("server-v1.2.3", "server-"),
        ("java/v1.2.3+b", "java/"),
        ("serverv1.2.3", None),
        ("v1.2", None),
        ("nightly", None),
        ("server-v1.2.3x", None),
    ],
)
def test_what_looks_like_a_release(tag: str, product: str | None) -> None:
    """A product's name, a mark, `v`, three numbers."""
    found = release_of(tag)
    assert (found and found.product) == product


def _tree(version: str) -> dict[str, bytes]:
    manifest = f'[package]\nname = "relay"\nversion = "{version}"\n'
    return {"relay/Cargo.toml": manifest.encode(), "relay/a.rs": b"", "relay/LICENSE": b""}


@pytest.fixture
def upstream(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Upstream:
    """Return a repository with releases of the relay up to 1.10.0, and tags of its clients."""
    monkeypatch.setenv("VERBATIM_CACHE_DIR", str(tmp_path / "cache"))
    made = Upstream(tmp_path / "upstream.git")
    made.tag("v0.1.0", made.commit({"README.md": b""}))
    for version in ("1.9.0", "1.10.0"):
        commit = made.commit(_tree(version))
        made.tag(f"v{version}", commit)
    for other in ("v1.11.0", "v3.0.0", "client-v9.0.0", "v1.12", "nightly"):
        made.tag(other, commit)
    return made


def _pin(made: Upstream, tag: str) -> Pin:
    return Pin("relay", made.url, tag, OLD_COMMIT, "relay", "relay/LICENSE")


def _newest(made: Upstream, tag: str, repo: str | None = None) -> str:
    return newest_release(_pin(made, tag), repo, "--latest", lambda _: None).tag


@pytest.mark.parametrize("local", [False, True], ids=["address", "folder"])
def test_the_newest_release_of_old_tags_is_told_from_clients(
    upstream: Upstream,
    local: bool,  # noqa: FBT001
) -> None:
    """A bare `v*` counts only where the manifests in the subtree state its version."""
    repo = str(upstream.folder) if local else None
    assert _newest(upstream, "v1.9.0", repo) == "v1.10.0"
    assert _newest(upstream, "v1.10.0", repo) == "v1.10.0"


def test_tags_with_the_products_name_go_before_old_ones(upstream: Upstream) -> None:
    """As soon as upstream has any, a pin of the older scheme changes over, however new `v*` is."""
    commit = upstream.commit(_tree("1.11.0"))
    upstream.tag("v1.11.0", commit)
    upstream.tag("relay-v1.10.1", commit)
    assert _newest(upstream, "v1.9.0") == "relay-v1.10.1"
    assert _newest(upstream, "relay-v1.10.1") == "relay-v1.10.1"
    upstream.tag("relay-v1.10.10", commit)
    upstream.tag("relay-v1.10.9", commit)
    assert _newest(upstream, "relay-v1.10.1") == "relay-v1.10.10"
    assert _newest(upstream, "relay-v2.0.0") == "relay-v2.0.0"


def test_pre_releases_are_for_those_who_pin_one(upstream: Upstream) -> None:
    """A pin on a release moves to releases alone; one on a pre-release to whatever is newest."""
    commit = upstream.commit(_tree("1.11.0"))
    for tag in ("relay-v1.10.1", "relay-v1.11.0-rc.1", "relay-v1.11.0-rc.2"):
        upstream.tag(tag, commit)
    assert _newest(upstream, "relay-v1.10.1") == "relay-v1.10.1"
    assert _newest(upstream, "relay-v1.11.0-rc.1") == "relay-v1.11.0-rc.2"
    upstream.tag("relay-v1.11.0", commit)
    assert _newest(upstream, "relay-v1.11.0-rc.1") == "relay-v1.11.0"


def test_why_there_is_no_newest_release(
    upstream: Upstream, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pin that is no release, a place that is no repository, a server that says nothing."""
    with pytest.raises(UsageError, match="--latest: 'nightly' looks like no release"):
        _newest(upstream, "nightly")
    with pytest.raises(UsageError, match="uses ftp://"):
        _newest(upstream, "v1.9.0", "ftp://example.invalid/relay")
    with pytest.raises(CorpusUnavailable, match=r"--latest: .* does not list its tags"):
        _newest(upstream, "v1.9.0", str(tmp_path / "nowhere"))
    monkeypatch.setattr(ours, "SILENCE_S", 0.3)
    with SilentServer() as server, pytest.raises(CorpusUnavailable, match="no answer for"):
        _newest(upstream, "v1.9.0", server.url)


def test_what_a_name_is_upstream(upstream: Upstream, tmp_path: Path) -> None:
    """A tag, annotated or not, before a branch of its name; in a clone a branch of its remote."""
    commit = upstream.commit(_tree("1.11.0"))
    upstream.tag("relay-v1.11.0", commit, annotated=True)
    for repo in (None, str(upstream.folder)):
        pin = _pin(upstream, "v1.9.0")
        assert named_upstream(pin, repo, "relay-v1.11.0", lambda _: None) == (commit, True)
        assert named_upstream(pin, repo, "main", lambda _: None) == (commit, False)
        assert named_upstream(pin, repo, "nowhere", lambda _: None) is None
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--bare", str(upstream.folder), str(clone))
    git(clone, "update-ref", "refs/remotes/origin/a/b", commit)
    git(clone, "tag", "main", commit)
    for name, is_tag in (("a/b", False), ("main", True)):
        found = named_upstream(pin, str(clone), name, lambda _: None)
        assert found == (commit, is_tag)
    for name in ("b", "origin/a/b", "origin"):
        assert named_upstream(pin, str(clone), name, lambda _: None) is None
    with pytest.raises(CorpusUnavailable, match="does not tell its tags"):
        named_upstream(pin, str(tmp_path / "nowhere"), "main", lambda _: None)


# --- unique targets ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "unique"),
    [
        ({"a.rs": long("f")}, {"b.rs": long("f")}, True),
        ({"a.rs": long("f")}, {"b.rs": long("f"), "c.rs": long("f")}, False),
        ({"a.rs": long("f"), "b.rs": long("f")}, {"b.rs": long("f")}, False),
        ({"a.rs": long("f"), "c.rs": long("f")}, {"b.rs": long("f"), "c.rs": long("f")}, True),
        ({"a.rs": long("f")}, {"tests/b.rs": long("f")}, False),
        (
            {"a.rs": long("f"), "c.rs": long("f", 2)},
            {"b.rs": long("f"), "c.rs": long("f")},
            False,
        ),
    ],
    ids=["moved", "twice", "copy", "copy-elsewhere", "test-code", "edited-into-a-twin"],
)
def test_which_targets_are_unique(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    old: Mapping[str, str],
    new: Mapping[str, str],
    unique: bool,  # noqa: FBT001
) -> None:
    """What came to a place, if nothing of the same tokens came elsewhere; a copy did not come."""
    monkeypatch.setenv("VERBATIM_CACHE_DIR", str(tmp_path / "cache"))
    made = Upstream(tmp_path / "upstream.git")
    commits = [
        made.commit({f"relay/{path}": text.encode() for path, text in files.items()})
        for files in (old, new)
    ]
    before, after = (
        open_corpus(_pin(made, "v1"), str(made.folder), commit, lambda _: None)
        for commit in commits
    )
    between = Comparison(before, after)
    place = next(path for path in new if path.endswith("b.rs"))
    assert between.fate("a.rs", "f") == ("moved", place, "f")
    assert between.is_unique(Spot(place, "f", 1, 9)) is unique

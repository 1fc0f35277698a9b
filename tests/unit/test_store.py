"""What was worked out before and kept: read back, or worked out again, and never mistaken."""

import json
import os
import sys
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import pytest_verbatim
from pytest_verbatim.source import store as module
from pytest_verbatim.source.store import Store, code_digest

PROPERTY = settings(
    derandomize=True,
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)


def files(folder: Path) -> list[str]:
    """Return the files below a folder, relative to it."""
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


@PROPERTY
@given(JSON)
def test_a_value_comes_back(tmp_path: Path, value: Any) -> None:
    """Any JSON value is read back as it was put, by this store and by another on the folder."""
    Store(tmp_path, "kind").put("key", value)
    assert Store(tmp_path, "kind").get("key") == value


def test_a_value_is_replaced_and_others_stay(tmp_path: Path) -> None:
    """The last value under a key counts; other keys keep theirs, and none is made up."""
    store = Store(tmp_path, "kind")
    assert store.get("one") is None
    store.put("one", [1])
    store.put("two", [2])
    store.put("one", [3])
    assert (store.get("one"), store.get("two"), store.get("three")) == ([3], [2], None)


def test_nothing_is_touched_before_it_is_used(tmp_path: Path) -> None:
    """Neither making a store nor reading from it writes into the folder."""
    Store(tmp_path / "none", "kind").get("key")
    assert not (tmp_path / "none").exists()


def test_two_kinds_do_not_meet(tmp_path: Path) -> None:
    """The same key in two kinds is two values; to forget older code's of one spares the other."""
    one, two = Store(tmp_path, "one"), Store(tmp_path, "two")
    one.put("key", 1)
    two.put("key", 2)
    assert (one.get("key"), two.get("key")) == (1, 2)


def test_values_of_other_code_are_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the code changes, its values are not read; two states of it may share the folder."""
    old = Store(tmp_path, "kind")
    old.put("key", "old")
    monkeypatch.setattr(module, "code_digest", lambda: "f" * 64)
    new = Store(tmp_path, "kind")
    assert new.get("key") is None
    new.put("other", "new")
    assert new.get("key") is None
    assert old.get("key") == "old"
    assert old.get("other") is None


def test_values_of_long_unused_code_are_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of older states of the code the three that were written to last keep their values."""
    stores = []
    for at in range(5):
        monkeypatch.setattr(module, "code_digest", lambda at=at: str(at) * 64)
        stores.append(Store(tmp_path, "kind"))
        stores[-1].put("key", at)
        for folder in (tmp_path / "kind").iterdir():  # as written at times far apart
            os.utime(folder, (int(folder.name[0]) * 60,) * 2)
    assert [store.get("key") for store in stores] == [None, 1, 2, 3, 4]


def test_the_values_of_another_process_with_this_code_stay(tmp_path: Path) -> None:
    """What another process makes between our look and our first value is not swept away."""
    one, two = Store(tmp_path, "kind"), Store(tmp_path, "kind")
    one.put("first", 1)
    two._forget_others()
    assert two.get("first") == 1


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"{",
        b'{"a": 1',
        b"nonsense",
        b"\xff\xfe",
        b"\x00",
        b"[1] [2]",
        b"[" * 200_000,
        b'{"a":' * 100_000,
    ],
)
def test_a_damaged_file_holds_nothing(tmp_path: Path, damage: bytes) -> None:
    """A file that is no JSON, however broken, is as if it were not there, and can be replaced."""
    store = Store(tmp_path, "kind")
    store.put("key", 1)
    (path,) = tmp_path.rglob("key.json")
    path.write_bytes(damage)
    assert store.get("key") is None
    store.put("key", 2)
    assert store.get("key") == 2


def test_a_value_under_a_key_that_is_a_folder_is_let_go(tmp_path: Path) -> None:
    """Where a folder stands in the way of a file, nothing is read, written or raised."""
    store = Store(tmp_path, "kind")
    store.put("other", 1)
    (path,) = tmp_path.rglob("other.json")
    (path.parent / "key.json").mkdir()
    store.put("key", 2)
    assert store.get("key") is None
    assert store.get("other") == 1
    assert [name.split("/")[-1] for name in files(tmp_path)] == ["other.json"]


@pytest.mark.parametrize("in_the_way", ["", "kind"])
def test_a_folder_that_cannot_be_made_is_let_go(tmp_path: Path, in_the_way: str) -> None:
    """Where the cache folder, or that of the kind, is a file, values are simply not kept."""
    (tmp_path / "cache").mkdir()
    place = tmp_path / "cache" / in_the_way if in_the_way else tmp_path / "file"
    place.write_text("mine")
    store = Store(tmp_path / "cache" if in_the_way else place, "kind")
    store.put("key", 1)
    assert store.get("key") is None
    assert place.read_text() == "mine"


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="no such rights here")
def test_a_folder_that_cannot_be_written_is_let_go(tmp_path: Path) -> None:
    """In a folder that is read-only values are not kept, and nothing is raised."""
    tmp_path.chmod(0o500)
    store = Store(tmp_path, "kind")
    store.put("key", 1)
    tmp_path.chmod(0o700)
    assert store.get("key") is None


def test_text_that_utf8_cannot_hold_is_not_kept(tmp_path: Path) -> None:
    """Half a surrogate pair, as in the name of a file that is no UTF-8, leaves no broken file."""
    store = Store(tmp_path, "kind")
    store.put("key", ["\ud83d"])
    assert store.get("key") is None
    store.put("key", ["\U0001f600"])
    assert store.get("key") == ["\U0001f600"]
    assert [name.split("/")[-1] for name in files(tmp_path)] == ["key.json"]


def test_what_is_no_json_is_our_fault_and_leaves_nothing(tmp_path: Path) -> None:
    """A value that JSON cannot hold raises, and no piece of it is left behind."""
    with pytest.raises(TypeError):
        Store(tmp_path, "kind").put("key", [object()])
    assert files(tmp_path) == []


def test_a_value_is_seen_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until a value is complete the one before stands; a crash in between leaves it."""
    store = Store(tmp_path, "kind")
    store.put("key", "old")

    def crash(path: Path, _: Path) -> Path:
        raise OSError(f"cannot move {path}")

    monkeypatch.setattr(Path, "replace", crash)
    store.put("key", "new")
    assert store.get("key") == "old"
    assert [name.split("/")[-1] for name in files(tmp_path)] == ["key.json"]


# --- the digest ------------------------------------------------------------------------------


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of a package that stands in for ours."""
    folder = tmp_path / "package"
    (folder / "inner").mkdir(parents=True)
    for name in ("store.py", "inner/a.py"):
        (folder / name).write_text("x = 1\n")
    (folder / "schema.json").write_text("{}")
    (folder / "page.css").write_text("a {}")
    monkeypatch.setattr(module, "PACKAGE", folder)
    return folder


def digest() -> str:
    """Return the digest of the code, worked out anew."""
    return code_digest.__wrapped__()


def test_the_digest_is_that_of_the_code_as_it_is(package: Path) -> None:
    """Any change of a module, its name or its place is another digest, and so is another schema.

    What only looks otherwise is not read.
    """
    seen = [digest()]
    (package / "page.css").write_text("b {}")
    assert digest() == seen[0]
    (package / "schema.json").write_text("[]")
    seen.append(digest())
    (package / "inner" / "a.py").write_text("x = 2\n")
    seen.append(digest())
    (package / "inner" / "a.py").rename(package / "inner" / "b.py")
    seen.append(digest())
    (package / "inner" / "b.py").rename(package / "b.py")
    seen.append(digest())
    (package / "new.py").write_text("")
    seen.append(digest())
    assert len(set(seen)) == 6
    assert all(len(one) == 64 for one in seen)


def test_the_digest_is_of_the_whole_package() -> None:
    """What is digested is the folder of the package, with every module of it."""
    assert Path(pytest_verbatim.__file__).parent == module.PACKAGE


def test_the_digest_knows_the_parser(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another release of a parser, or none to be found, is another digest."""
    assert package.is_dir()
    seen = [digest()]
    monkeypatch.setattr(module, "version", lambda name: f"{name} 99")
    seen.append(digest())

    def missing(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(module, "version", missing)
    seen.append(digest())
    assert len(set(seen)) == 3


def test_a_value_is_compact_and_readable(tmp_path: Path) -> None:
    """A value is one line of JSON with its characters as they are."""
    Store(tmp_path, "kind").put("key", {"a": ["é", 1]})
    (path,) = tmp_path.rglob("key.json")
    assert path.read_text(encoding="utf-8") == '{"a":["é",1]}'
    assert json.loads(path.read_bytes()) == {"a": ["é", 1]}

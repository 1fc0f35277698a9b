"""Files as they were read: once, with what is not there, and with others in their places."""

from pathlib import Path

import pytest

from pytest_verbatim.files import Files, digest_of, digest_of_file


def test_a_file_is_read_once(tmp_path: Path) -> None:
    """Who asks again gets the bytes of the first time, whatever stands there by now."""
    place = tmp_path / "a/b.py"
    place.parent.mkdir()
    place.write_bytes(b"one")
    files = Files(tmp_path)
    assert files.digests() == ()
    assert files.read(place) == b"one"
    place.write_bytes(b"two")
    assert files.read(place) == b"one"
    assert files.digest(place) == digest_of(b"one")
    assert files.digests() == (("a/b.py", digest_of(b"one")),)
    assert digest_of_file(place) == digest_of(b"two")
    assert Files(tmp_path).read(place) == b"two"


def test_what_cannot_be_read_stays_so(tmp_path: Path) -> None:
    """A file that was not there, or was a folder, is remembered as such, without a digest."""
    files, place = Files(tmp_path), tmp_path / "a.json"
    with pytest.raises(FileNotFoundError):
        files.read(place)
    place.write_bytes(b"here now")
    with pytest.raises(FileNotFoundError):
        files.read(place)
    with pytest.raises(IsADirectoryError):
        files.digest(tmp_path)
    assert files.digests() == ((".", None), ("a.json", None))
    assert digest_of_file(tmp_path) is None
    assert digest_of_file(tmp_path / "b.json") is None


def test_other_bytes_in_the_place_of_some(tmp_path: Path) -> None:
    """They are no bytes that were read; what is read beside them is read for both."""
    for name in ("a", "b"):
        (tmp_path / name).write_bytes(name.encode())
    files = Files(tmp_path)
    other = files.instead({tmp_path / "a": b"x"})
    assert (other.read(tmp_path / "a"), files.digests()) == (b"x", ())
    assert other.read(tmp_path / "b") == b"b"
    (tmp_path / "b").write_bytes(b"later")
    assert files.read(tmp_path / "b") == b"b"
    assert files.read(tmp_path / "a") == b"a"
    assert other.instead({tmp_path / "b": b"y"}).read(tmp_path / "a") == b"x"

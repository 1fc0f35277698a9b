"""Snapshot files on disk: what is read of them and what writing one touches."""

import os
from pathlib import Path

import pytest

from pytest_verbatim.files import Files
from pytest_verbatim.project import Project
from pytest_verbatim.snapshotfile import orphans, stored, write_snapshot


def _links(folder: Path) -> Path:
    """Return a link in `folder/snapshots` that leads to `folder/elsewhere/a.json`."""
    (folder / "elsewhere").mkdir()
    (folder / "snapshots").mkdir()
    link = folder / "snapshots/a.json"
    link.symlink_to("../elsewhere/a.json")
    return link


@pytest.mark.parametrize("there", [True, False], ids=["leads-somewhere", "dangling"])
def test_a_link_stays_and_what_it_leads_to_is_written(
    tmp_path: Path,
    there: bool,  # noqa: FBT001
) -> None:
    """Whoever keeps snapshots elsewhere keeps them there, the first one too."""
    link = _links(tmp_path)
    if there:
        (tmp_path / "elsewhere/a.json").write_text("old")
    assert stored(link) == ("old" if there else None)
    write_snapshot(link, "new")
    assert link.is_symlink()
    assert (tmp_path / "elsewhere/a.json").read_text() == "new"
    assert stored(link) == "new"
    assert [path.name for path in (tmp_path / "elsewhere").iterdir()] == ["a.json"]


@pytest.mark.parametrize("target", ["a.json", "../nowhere/a.json"], ids=["loop", "no-folder"])
def test_a_link_that_can_lead_nowhere_is_not_written(tmp_path: Path, target: str) -> None:
    """It stands as it was, and nothing is made up for it."""
    link = _links(tmp_path)
    link.unlink()
    link.symlink_to(target)
    with pytest.raises(OSError, match=r"a\.json|nowhere"):
        write_snapshot(link, "new")
    assert link.is_symlink()
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a.json", "elsewhere", "snapshots"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_what_is_no_file_is_not_replaced(tmp_path: Path) -> None:
    """A pipe stays one, behind a link too; so does a device, whoever runs this."""
    link = _links(tmp_path)
    pipe = tmp_path / "elsewhere/a.json"
    os.mkfifo(pipe)
    for path in (link, pipe):
        with pytest.raises(OSError, match="a pipe"):
            write_snapshot(path, "new")
    assert pipe.is_fifo()
    assert [path.name for path in pipe.parent.iterdir()] == ["a.json"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_what_may_have_no_end_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipe, which nobody writes to, is no snapshot, nor a device behind a link; a file is one."""
    link = _links(tmp_path)
    monkeypatch.setattr(Path, "read_bytes", lambda _: b"read")
    target = tmp_path / "elsewhere/a.json"
    target.write_text("x")
    assert stored(link) == "read"
    target.unlink()
    os.mkfifo(target)
    device = tmp_path / "device.json"
    device.symlink_to(os.devnull)
    for path in (link, target, device):
        assert stored(path) == ""
        assert stored(path, Files(tmp_path).read) == ""


def test_files_in_a_folder_that_may_only_be_listed_are_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the system refuses to say of a file is not asked; a folder is still no snapshot."""
    _links(tmp_path).unlink()
    (tmp_path / "snapshots/gone.json").write_text("x")
    (tmp_path / "snapshots/kept.json").mkdir()

    def refused(self: Path, **_: object) -> os.stat_result:
        raise PermissionError(str(self))

    monkeypatch.setattr(Path, "stat", refused)
    monkeypatch.setattr(Project, "cases", lambda _: ())
    assert orphans(Project(tmp_path)) == ("snapshots/gone.json",)

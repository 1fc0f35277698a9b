"""The replay of releases: which tags it takes, and what it counts."""

from pathlib import Path

import pytest
import replay
from drifting import long
from gitrepos import Upstream

from pytest_verbatim.config.pin import Pin

RELEASES = {
    "v1.9.0": {"a.rs": long("a"), "b.rs": "fn b() {}\nfn c() {}\n"},
    "v1.10.0": {"a.rs": "\n" + long("a"), "b.rs": "fn b() {}\nfn c() { }\n"},
    "relay-v1.11.0": {"a.rs": "\n" + long("z"), "b.rs": "fn b() {}\nfn c() { }\n"},
}


@pytest.fixture
def pin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pin:
    """Return the pin of a repository with three releases, one of them tagged twice, and others."""
    monkeypatch.setenv("VERBATIM_CACHE_DIR", str(tmp_path / "cache"))
    made = Upstream(tmp_path / "relay.git")
    made.tag("v1.8.0", made.commit({"README.md": b""}))
    commit = ""
    for tag, files in RELEASES.items():
        version = tag.rpartition("v")[2]
        manifest = f'[workspace.package]\nversion = "{version}"\n'
        below = {f"relay/{path}": text.encode() for path, text in files.items()}
        commit = made.commit(below | {"relay/Cargo.toml": manifest.encode(), "relay/LICENSE": b""})
        made.tag(tag, commit)
    for other in ("v2.0.0", "client-v1.11.0", "v1.11.0-rc.1", "nightly"):
        made.tag(other, commit)
    return Pin("relay", made.url, "relay-v1.11.0", commit, "relay", "relay/LICENSE")


def test_releases_come_in_order_and_others_are_passed_over(pin: Pin) -> None:
    """Tags sort by version; other products, pre-releases and trees of before the subtree go."""
    assert [tag for tag, _ in replay.releases(pin, None)] == list(RELEASES)
    local = pin.repository.removeprefix("file://")
    assert [tag for tag, _ in replay.releases(pin, local)] == list(RELEASES)


def test_alarms_are_counted_for_each_pin(pin: Pin) -> None:
    """A shifted item rings by file and by lines, a reformatted one by bytes, a new name by all."""
    first, second = replay.replay(pin, None, None)
    assert first.fates == {"unchanged": 2, "reformatted": 1}
    assert first.alarms == {"file": 3, "lines": 2, "bytes": 1, "tokens": 0}
    assert second.fates == {"unchanged": 2, "renamed": 1}
    assert second.alarms == {"file": 1, "lines": 1, "bytes": 1, "tokens": 1}
    (alone,) = replay.replay(pin, None, "v1.10.0")
    assert (alone.old, alone.new) == ("v1.10.0", "relay-v1.11.0")


def test_the_tables_give_denominators(pin: Pin) -> None:
    """Totals per fate and alarms per pin, each of all items, and the pairs that stayed quiet."""
    text = replay.tables(list(replay.replay(pin, None, None)))
    assert "2 pairs of releases, v1.9.0 to relay-v1.11.0; 6 items in all" in text
    assert "| unchanged | 4 | 66.67 % |" in text
    assert "| bytes of the item | 2 | 6 | 33.33 % | 0 of 2 |" in text

"""The replay of updates: what it counts, and that it sees a selector that is wrong."""

from collections import Counter
from pathlib import Path

import pytest
import update_replay
from drifting import long
from gitrepos import Upstream

from pytest_verbatim.change import Comparison
from pytest_verbatim.config.pin import Pin

IMPL = "pub struct S<T>(T);\nimpl<T> S<T> {\n    pub fn get(&self) -> &T {}\n}\n"
RELEASES = {
    "v1.0.0": {
        "a.rs": long("moves") + long("stays", 2) + long("twice", 3) + "pub const GONE: u8 = 1;\n",
        "s.rs": IMPL,
        "same.rs": long("same", 5),
    },
    "v1.1.0": {
        "a.rs": long("stays", 2),
        "b.rs": long("moves") + long("twice", 3),
        "c.rs": long("twice", 3),
        "s.rs": "\n" + IMPL,
        "same.rs": long("same", 5),
    },
}


@pytest.fixture
def pin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pin:
    """Return the pin of a repository with two releases."""
    monkeypatch.setenv("VERBATIM_CACHE_DIR", str(tmp_path / "cache"))
    made = Upstream(tmp_path / "relay.git")
    commit = ""
    for tag, files in RELEASES.items():
        below = {f"relay/{path}": text.encode() for path, text in files.items()}
        commit = made.commit(below | {"relay/LICENSE": b""})
        made.tag(tag, commit)
    return Pin("relay", made.url, "v1.1.0", commit, "relay", "relay/LICENSE")


def _tally(pin: Pin) -> update_replay.Tally:
    ((old, new, tally),) = update_replay.replay(pin, None, None)
    assert (old, new) == ("v1.0.0", "v1.1.0")
    return tally


def test_each_selector_is_counted_once_for_each_spelling(pin: Pin) -> None:
    """One moves, one could be either of two, one is gone; what stays is kept as it is written."""
    tally = _tally(pin)
    assert tally.wrong == []
    assert tally.items == 8
    counts = {"kept": 4, "written": 1, "left": 1, "gone": 1}
    assert tally.outcomes == Counter(
        {(spelling, name): n for spelling in ("full", "short") for name, n in counts.items()}
    )
    text = update_replay.table([("v1.0.0", "v1.1.0", tally)], 1.2)
    assert "8 items, 7 of them in files that changed; **0 selectors wrong**" in text
    assert "| full path | 7 | 4 | 1 | 1 | 1 |" in text


def test_authors_spellings_are_tried(pin: Pin) -> None:
    """An impl is asked for without its generics too, and its members."""
    seen: list[str] = []
    plain = Comparison.followed_selector

    def note(self: Comparison, file: str, text: str) -> tuple[str, str] | None:
        seen.append(text)
        return plain(self, file, text)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Comparison, "followed_selector", note)
        _tally(pin)
    assert {"impl S<T>", "impl S", "S<T>::get", "S::get"} <= set(seen)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (("b.rs", "twice"), "which has other tokens"),
        (("b.rs", "nothing"), "which chooses 0 items"),
        (("a.rs", "moves"), "kept, and chooses"),
        (None, "given up, though drift knows a successor"),
    ],
    ids=["another", "none", "kept", "given-up"],
)
def test_a_wrong_selector_is_seen(
    pin: Pin, monkeypatch: pytest.MonkeyPatch, wrong: tuple[str, str] | None, told: str
) -> None:
    """What chooses another item, or nothing, is told, however the product came to it."""
    plain = Comparison.followed_selector

    def follow(self: Comparison, file: str, text: str) -> tuple[str, str] | None:
        return wrong if text == "moves" else plain(self, file, text)

    monkeypatch.setattr(Comparison, "followed_selector", follow)
    assert any(told in one for one in _tally(pin).wrong)


def test_a_target_that_is_not_unique_is_seen(pin: Pin, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were one of two equal newcomers taken, it would count as wrong."""
    monkeypatch.setattr(Comparison, "is_unique", lambda *_: True)
    wrong = _tally(pin).wrong
    assert len(wrong) == 2
    assert all("what came with its tokens is" in one for one in wrong)

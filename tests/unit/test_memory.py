"""What the checks of a case found, remembered: the same comes back, and nothing else."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pytest_verbatim.drift.fingerprint import Fingerprint
from pytest_verbatim.finding import CODES, Finding, Where
from pytest_verbatim.memory import Memory, Remembered, Tie, key_of
from pytest_verbatim.source.store import Store

PROPERTY = settings(
    derandomize=True,
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
PRINTS = st.builds(Fingerprint, TEXT, TEXT, TEXT, TEXT)
LINE = st.none() | st.integers(0, 99)
FOUND = st.builds(
    Remembered,
    st.lists(
        st.builds(
            Finding,
            st.builds(Where, TEXT, LINE, LINE),
            st.sampled_from(sorted(CODES)),
            TEXT,
            TEXT,
            TEXT,
        ),
        max_size=3,
    ).map(tuple),
    st.lists(st.builds(Tie, st.integers(0, 9), TEXT, TEXT, PRINTS), max_size=3).map(tuple),
    st.lists(TEXT, max_size=3).map(tuple),
    st.lists(st.lists(TEXT, max_size=2).map(tuple), max_size=2).map(tuple),
    st.lists(PRINTS, max_size=2).map(tuple),
)
ONE = Remembered(
    (Finding(Where("cases/a.py", 3), "think.empty", "seen", "mend", "src/a.rs"),),
    (Tie(0, "src/a.rs", "A::m", Fingerprint("00ff", "11ff", "22ff", "33ff")),),
    ("axum",),
    (("44ff",),),
    (Fingerprint("55ff", "66ff", "77ff", "88ff"),),
)


@PROPERTY
@given(FOUND)
def test_what_was_found_is_remembered(tmp_path: Path, found: Remembered) -> None:
    """What the checks brought comes back as it was, in another process too."""
    Memory(Store(tmp_path, "kind")).put("key", found)
    assert Memory(Store(tmp_path, "kind")).get("key") == found


def test_nothing_is_remembered_that_was_not_put(tmp_path: Path) -> None:
    """Another key has nothing; that nothing was found is remembered too."""
    memory = Memory(Store(tmp_path, "kind"))
    memory.put("key", Remembered())
    assert memory.get("key") == Remembered()
    assert memory.get("other") is None


EMPTY: dict[str, list[Any]] = {
    name: [] for name in ("findings", "ties", "crates", "facts", "fingerprints")
}


def test_findings_and_facts_do_not_meet(tmp_path: Path) -> None:
    """What another uses the store for is not taken for findings, though the key is the same."""
    store = Store(tmp_path, "kind")
    store.put("key", EMPTY)
    store.put("facts-key", EMPTY)
    assert Memory(store).get("key") is None
    Memory(store).put("key", ONE)
    assert store.get("key") == store.get("facts-key")
    assert Memory(store).get("key") == ONE


DIGESTS = {"exact": "00ff", "tokens": "11ff", "comments": "22ff", "signature": "33ff"}
WHOLE: dict[str, Any] = {
    "findings": [["cases/a.py", 3, None, "think.empty", "seen", "mend", "src/a.rs"]],
    "ties": [[0, "src/a.rs", "A::m", DIGESTS]],
    "crates": ["axum"],
    "facts": [["44ff"]],
    "fingerprints": [dict(zip(DIGESTS, ("55ff", "66ff", "77ff", "88ff"), strict=True))],
}
ROW = WHOLE["findings"][0]
WRONG: list[Any] = [None, 1, "ab", [1], [[]], {"a": 1}]
DAMAGE: list[Any] = [
    None, 0, 1, "text", [], [WHOLE], {}, True,
    *({name: value for name, value in WHOLE.items() if name != gone} for gone in WHOLE),
    *({**WHOLE, name: value} for name in WHOLE for value in WRONG
      if (name, value) != ("facts", [[]])),
    {**WHOLE, "findings": [ROW[:5]]},
    {**WHOLE, "findings": [[*ROW, "more"]]},
    {**WHOLE, "findings": [[*ROW[:3], "no.such-code", "seen", "mend", ""]]},
    {**WHOLE, "findings": [[*ROW[:3], ["think.empty"], "seen", "mend", ""]]},
    *({**WHOLE, "findings": [[*ROW[:at], wrong, *ROW[at + 1 :]]]}
      for at, wrong in ((0, 1), (0, None), (1, "three"), (2, []), (4, None), (5, 7), (6, None))),
    {**WHOLE, "ties": [[0, "src/a.rs", "A::m"]]},
    {**WHOLE, "ties": [["zero", "src/a.rs", "A::m", DIGESTS]]},
    {**WHOLE, "ties": [[0, None, "A::m", DIGESTS]]},
    {**WHOLE, "ties": [[0, "src/a.rs", "A::m", DIGESTS | {"tokens": None}]]},
    {**WHOLE, "ties": [[0, "src/a.rs", "A::m", "00ff"]]},
    {**WHOLE, "facts": [[None]]},
    {**WHOLE, "facts": ["44ff"]},
    {**WHOLE, "fingerprints": [{"exact": "55ff"}]},
    {**WHOLE, "crates": ["axum", None]},
]  # fmt: skip


@pytest.mark.parametrize("damaged", DAMAGE)
def test_what_is_no_memory_of_ours_is_forgotten(tmp_path: Path, damaged: Any) -> None:
    """A value of another shape, however near, is as if there were none."""
    store = Store(tmp_path, "kind")
    store.put("findings-key", damaged)
    assert Memory(store).get("key") is None


def test_the_damages_differ_from_what_is_sound(tmp_path: Path) -> None:
    """The value that the damages are made from is read."""
    store = Store(tmp_path, "kind")
    store.put("findings-key", WHOLE)
    assert Memory(store).get("key") == ONE


def test_a_damaged_file_is_worked_out_again(tmp_path: Path) -> None:
    """Where the file is broken there is nothing, until the next result is put."""
    memory = Memory(Store(tmp_path, "kind"))
    memory.put("key", ONE)
    (path,) = tmp_path.rglob("*.json")
    path.write_bytes(path.read_bytes()[:-5])
    assert memory.get("key") is None
    memory.put("key", ONE)
    assert memory.get("key") == ONE
    assert json.loads(path.read_bytes()) == WHOLE


# --- keys ------------------------------------------------------------------------------------

PARTS = st.lists(st.text(st.characters(), max_size=4), max_size=4)


@PROPERTY
@given(PARTS, PARTS)
def test_a_key_stands_for_its_texts_in_their_order(one: list[str], other: list[str]) -> None:
    """Two lists of texts have one key where they are the same, any text at all."""
    assert (key_of(one) == key_of(other)) is (one == other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (["ab", "c"], ["a", "bc"]),
        (["a"], ["a", ""]),
        ([], [""]),
        (["a", "b"], ["b", "a"]),
        (["1:a"], ["", "a"]),
        (["a1:b"], ["a", "b"]),
        (["\ud800"], ["\udc00"]),
    ],
)
def test_texts_that_run_together_have_keys_of_their_own(one: list[str], other: list[str]) -> None:
    """Where one text ends and the next begins counts, and so does an empty one."""
    assert key_of(one) != key_of(other)
    assert key_of(one) == key_of(iter(one))

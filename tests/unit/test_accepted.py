"""What was accepted of a case: its text, and how a case can differ from it."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import CORE

from pytest_verbatim.accepted import (
    Accepted,
    AcceptedError,
    AcceptedItem,
    accept,
    differences,
    parse,
    same,
)
from pytest_verbatim.casefile import Case
from pytest_verbatim.corpus import Corpus
from pytest_verbatim.dataset import Dataset
from pytest_verbatim.examination import examine
from pytest_verbatim.example import Example, rust
from pytest_verbatim.finding import Where

ITEM = AcceptedItem("src/a.rs", "A::m", (("exact", "00ff"),))
ACCEPTED = Accepted("One.\n\nTwo — “é”.", "Because.", (ITEM,), "v1")
WHERE = Where("cases/relay/a.py", 3)
ID = "cases/relay/a.py::a"

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
ITEMS = st.builds(
    AcceptedItem,
    TEXT,
    TEXT,
    st.dictionaries(st.sampled_from(["closing", "exact", "header"]), TEXT, min_size=1).map(
        lambda digests: tuple(sorted(digests.items()))
    ),
)
ANY = st.builds(Accepted, TEXT, TEXT, st.lists(ITEMS, max_size=3).map(tuple), TEXT)
PROPERTY = settings(derandomize=True, deadline=None, max_examples=100)


def found(stored: str | None, current: Accepted) -> list[str]:
    """Return the codes of how a case differs from what was stored of it."""
    findings = differences(stored, current, WHERE, ID, "snapshots/relay/a/a.json")
    return [finding.code for finding in findings]


# --- the text --------------------------------------------------------------------------------


@PROPERTY
@given(ANY)
def test_what_is_written_is_read_back(accepted: Accepted) -> None:
    """Whatever was accepted comes back from its text, and makes the same text again."""
    text = accepted.text()
    assert parse(text) == accepted
    assert parse(text).text() == text
    assert same(text, text)


def test_the_text_is_made_for_reading_in_a_diff() -> None:
    """A line for each line of prose, nothing escaped, LF, one at the end, a schema version."""
    text = ACCEPTED.text()
    assert text.endswith("}\n")
    assert "\r" not in text
    assert '    "Two — “é”."\n' in text
    value = json.loads(text)
    assert value["schema"] == 1
    assert value["accepted"] == {"revision": "v1"}
    assert value["items"] == [{"file": "src/a.rs", "item": "A::m", "digests": {"exact": "00ff"}}]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not json",
        "[]",
        "null",
        "{}",
        "<<<<<<< ours\n{}\n=======\n{}\n>>>>>>> theirs\n",
        ACCEPTED.text()[:-4],
        ACCEPTED.text().replace('"schema": 1', '"schema": 2'),
        ACCEPTED.text().replace('"schema": 1', '"schema": "1"'),
        ACCEPTED.text().replace('"schema"', '"version"'),
        ACCEPTED.text().replace('"prompt"', '"promt"'),
        ACCEPTED.text().replace('"items"', '"item"'),
        ACCEPTED.text().replace('"revision"', '"rev"'),
        json.dumps(json.loads(ACCEPTED.text()) | {"prompt": "One."}),
        json.dumps(json.loads(ACCEPTED.text()) | {"think": None}),
        json.dumps(json.loads(ACCEPTED.text()) | {"think": [1]}),
        json.dumps(json.loads(ACCEPTED.text()) | {"items": {}}),
        json.dumps(json.loads(ACCEPTED.text()) | {"items": [1]}),
        json.dumps(json.loads(ACCEPTED.text()) | {"items": [{"file": "a", "item": "b"}]}),
        json.dumps(
            json.loads(ACCEPTED.text())
            | {"items": [{"file": "a", "item": "b", "digests": ["exact"]}]}
        ),
    ],
)
def test_what_we_would_not_write_is_unreadable(text: str) -> None:
    """A damaged, foreign or newer file is said to be that, and is never the same as ours."""
    with pytest.raises(AcceptedError, match=r"^(is not what we write|has schema version) "):
        parse(text)
    assert not same(text, ACCEPTED.text())
    assert not same(ACCEPTED.text(), text)
    assert found(text, ACCEPTED) == ["snapshot.unreadable"]


def test_an_unknown_version_is_named() -> None:
    """A file of another schema version says which it has and which is read."""
    with pytest.raises(AcceptedError, match="schema version 7, not 1"):
        parse(ACCEPTED.text().replace('"schema": 1', '"schema": 7'))


# --- differences -----------------------------------------------------------------------------

OTHER = AcceptedItem("src/b.rs", "B", (("exact", "11"),))
CHANGES = [
    (replace(ACCEPTED, prompt="Else."), ["snapshot.changed"]),
    (replace(ACCEPTED, think="Else."), ["snapshot.changed"]),
    (replace(ACCEPTED, prompt="Else.", think="Else."), ["snapshot.changed", "snapshot.changed"]),
    (replace(ACCEPTED, items=(ITEM, OTHER)), ["snapshot.changed"]),
    (replace(ACCEPTED, items=()), ["snapshot.changed"]),
    (replace(ACCEPTED, items=(replace(ITEM, item="A::n"),)), ["snapshot.changed"]),
    (replace(ACCEPTED, items=(replace(ITEM, file="src/c.rs"),)), ["snapshot.changed"]),
    (replace(ACCEPTED, items=(replace(ITEM, digests=(("exact", "ee"),)),)), ["snapshot.upstream"]),
    (
        replace(ACCEPTED, items=(replace(ITEM, digests=(("header", "00ff"),)),)),
        ["snapshot.upstream"],
    ),
    (
        replace(ACCEPTED, think="Else.", items=(replace(ITEM, digests=(("exact", "ee"),)),)),
        ["snapshot.changed", "snapshot.upstream"],
    ),
]


@pytest.mark.parametrize(("current", "expected"), CHANGES)
def test_each_way_to_differ_has_its_code(current: Accepted, expected: list[str]) -> None:
    """Prose and choice are the author's changes, digests are upstream's; all are told."""
    assert found(ACCEPTED.text(), current) == expected
    assert not same(ACCEPTED.text(), current.text())


def test_what_is_for_people_is_not_compared() -> None:
    """The revision at which a case was accepted makes no difference, nor does white space."""
    later = replace(ACCEPTED, revision="v2")
    assert found(ACCEPTED.text(), later) == []
    assert same(ACCEPTED.text(), later.text())
    assert same(json.dumps(json.loads(ACCEPTED.text())), ACCEPTED.text())


def test_the_order_of_items_counts() -> None:
    """The same items in another order are another example."""
    two = replace(ACCEPTED, items=(ITEM, OTHER))
    assert found(two.text(), replace(two, items=(OTHER, ITEM))) == ["snapshot.changed"]
    assert found(two.text(), two) == []


def test_a_case_that_was_never_accepted_is_new() -> None:
    """Without a file, the case is new, and the command that accepts it is given."""
    (finding,) = differences(None, ACCEPTED, WHERE, ID, "snapshots/relay/a/a.json")
    assert finding.code == "snapshot.new"
    assert finding.where == WHERE
    assert f"pytest '{ID}' --snapshot-update" in finding.mend


def test_each_outcome_has_its_own_advice() -> None:
    """New, unreadable, changed and upstream are four outcomes with four pieces of advice."""
    moved = replace(ACCEPTED, items=(replace(ITEM, digests=(("exact", "ee"),)),))
    shown = "snapshots/relay/a/a.json"
    stored = (None, "{}", replace(ACCEPTED, think="Else.").text(), moved.text())
    found = [next(differences(text, ACCEPTED, WHERE, ID, shown)) for text in stored]
    assert len({finding.code for finding in found}) == 4
    assert len({finding.mend for finding in found}) >= 3
    assert shown in found[1].seen
    assert "version control" in found[1].mend
    assert "against the new code" in found[3].mend


def test_a_difference_shows_what_differs() -> None:
    """Changed prose shows the lines before and after; changed items are named."""
    current = replace(ACCEPTED, prompt="One.\n\nThree.")
    (finding,) = differences(ACCEPTED.text(), current, WHERE, ID, "x.json")
    shown = [line.strip() for line in finding.seen.split("\n")]
    assert "-Two — “é”." in shown
    assert "+Three." in shown
    assert "One." not in "".join(shown[1:])
    three = tuple(replace(OTHER, item=name) for name in ("B", "C", "D"))
    old, new = replace(ACCEPTED, items=(ITEM, *three)), replace(ACCEPTED, items=three[1:])
    (finding,) = differences(old.text(), new, WHERE, ID, "x.json")
    shown = [line.strip() for line in finding.seen.split("\n")]
    assert shown == ["other items than were accepted:", "-src/a.rs A::m", "-src/b.rs B"]


def test_upstream_s_change_names_items_and_the_revision() -> None:
    """When upstream moved, the items that did are named once each, with where they were."""
    header = AcceptedItem("src/a.rs", "impl A", (("header", "1"),))
    closing = AcceptedItem("src/a.rs", "impl A", (("closing", "2"),))
    old = replace(ACCEPTED, items=(header, ITEM, closing))
    new = replace(
        old,
        items=(
            replace(header, digests=(("header", "3"),)),
            ITEM,
            replace(closing, digests=(("closing", "4"),)),
        ),
    )
    (finding,) = differences(old.text(), new, WHERE, ID, "x.json")
    assert finding.seen.count("impl A") == 1
    assert "A::m" not in finding.seen
    assert "v1" in finding.seen


# --- of a case -------------------------------------------------------------------------------


def test_what_is_accepted_holds_prose_and_digests_and_no_code(relay: Corpus) -> None:
    """Of a case, prompt, think and digests by item are kept; not a line of code, no line number."""
    example = Example(
        code=[rust(f"{CORE}/queue.rs", "DeliveryQueue::len", "LEASE", imports="used")],
        prompt="Say how many\nare waiting.",
        think="Count.",
    )
    dataset = Dataset("relay", "", "relay", "s", "t", (), (f"{CORE}/*",), 1, 1)
    one = examine(Case("relay", "cases/relay/a.py", "a", 3, 0, example), dataset, relay)
    assert one.record is not None
    accepted = accept(one.record, one, "v1")
    assert accepted.prompt == "Say how many are waiting."
    names = {name for item in accepted.items for name, _ in item.digests}
    assert names == {"exact", "header", "closing"}
    pieces = [piece for excerpt in one.excerpts for piece in excerpt.pieces]
    assert [item.item for item in accepted.items] == [piece.item for piece in pieces]
    assert [item.digests[0][1] for item in accepted.items] == [piece.sha256 for piece in pieces]
    text = accepted.text()
    for line in one.record.code.split("\n"):
        if len(line.strip()) > 12:
            assert line.strip() not in text
    assert all(set(item) == {"file", "item", "digests"} for item in json.loads(text)["items"])

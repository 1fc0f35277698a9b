"""What was accepted of a case: its text, and how a case can differ from it."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import CORE

from pytest_verbatim.accepted import (
    Accepted,
    AcceptedClaim,
    AcceptedError,
    AcceptedItem,
    Revision,
    accept,
    differences,
    parse,
    same,
)
from pytest_verbatim.advice import Advice, Step
from pytest_verbatim.casefile import Case
from pytest_verbatim.config.dataset import Dataset
from pytest_verbatim.drift.fingerprint import Fingerprint, fingerprint_of
from pytest_verbatim.evidence import argued, calls, value
from pytest_verbatim.examination import examine, prepare
from pytest_verbatim.example import Example, rust
from pytest_verbatim.excerpt import Part
from pytest_verbatim.finding import Finding, Where
from pytest_verbatim.record import Record
from pytest_verbatim.source.corpus import Corpus


def digests(exact: str, tokens: str = "", comments: str = "cc") -> Fingerprint:
    """Return a fingerprint; other bytes are other tokens unless said otherwise."""
    return Fingerprint(exact, tokens or f"t{exact}", comments, "51")


ITEM = AcceptedItem("src/a.rs", "A::m", digests("00ff"))
TIE = AcceptedItem("src/b.rs", "f", digests("11ff"))
CLAIM = AcceptedClaim(
    "Because", '[{"item": "A::m", "kind": "calls", "name": "f"}]', ("fa",), (TIE,)
)
CHOICE = '[{"file": "src/a.rs", "imports": "none", "items": ["A::m"]}]'
ACCEPTED = Accepted("One.\n\nTwo — “é”.", "Because.", (CLAIM,), (ITEM,), CHOICE, "v1", "c0ffee")
DIGESTS = {"exact": "00ff", "tokens": "t00ff", "comments": "cc", "signature": "51"}
SOUND = json.loads(ACCEPTED.text())["claims"][0]
REVISION = Revision("v1", "c0ffee")
WHERE = Where("cases/relay/a.py", 3)
ADVICE = Advice((Step("look at it"), Step("accept", command="run this")))

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
PRINTS = st.builds(Fingerprint, TEXT, TEXT, TEXT, TEXT)
ITEMS = st.builds(AcceptedItem, TEXT, TEXT, PRINTS, st.sampled_from(Part))
MANY = st.lists(ITEMS, max_size=3).map(tuple)
JSON = st.lists(st.dictionaries(TEXT, TEXT, max_size=2), max_size=2).map(
    lambda value: json.dumps(value, ensure_ascii=False, sort_keys=True)
)
CLAIMS = st.lists(
    st.builds(AcceptedClaim, TEXT, JSON, st.lists(TEXT, max_size=2).map(tuple), MANY), max_size=2
).map(tuple)
ANY = st.builds(Accepted, TEXT, TEXT, CLAIMS, MANY, JSON, TEXT, TEXT, TEXT)
PROPERTY = settings(derandomize=True, deadline=None, max_examples=100)


def later(accepted: Accepted) -> Accepted:
    """Return the same, at another commit."""
    return replace(accepted, commit="0ff1ce")


def found(stored: str | None, current: Accepted) -> list[str]:
    """Return the codes of how a case differs, at a later commit, from what was stored of it."""
    findings = differences(stored, later(current), WHERE, ADVICE, "snapshots/relay/a/a.json")
    return [finding.code for finding in findings]


# --- the text --------------------------------------------------------------------------------


@PROPERTY
@given(ANY)
def test_what_is_written_is_read_back(accepted: Accepted) -> None:
    """Whatever was accepted comes back from its text, and makes the same text again."""
    text = accepted.text()
    assert parse(text) == accepted
    assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=2) + "\n"
    assert parse(text).text() == text
    assert same(text, text)


def test_the_text_is_made_for_reading_in_a_diff() -> None:
    """A line for each line of prose, nothing escaped, LF, one at the end, a schema version."""
    text = ACCEPTED.text()
    assert text.endswith("}\n")
    assert "\r" not in text
    assert '    "Two — “é”."\n' in text
    value = json.loads(text)
    assert value["schema"] == 3
    assert value["accepted"] == {"revision": "v1", "commit": "c0ffee"}
    assert value["items"] == [{"file": "src/a.rs", "item": "A::m", "digests": DIGESTS}]
    shell = replace(ACCEPTED, items=(replace(ITEM, part=Part.HEADER),), reason="Read by hand.")
    value = json.loads(shell.text())
    assert value["accepted"] == {"revision": "v1", "commit": "c0ffee", "reason": "Read by hand."}
    assert value["items"][0]["part"] == "header"


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
        ACCEPTED.text().replace('"schema": 3', '"schema": 1'),
        ACCEPTED.text().replace('"schema": 3', '"schema": "2"'),
        ACCEPTED.text().replace('"schema"', '"version"'),
        ACCEPTED.text().replace('"prompt"', '"promt"'),
        json.dumps({k: v for k, v in json.loads(ACCEPTED.text()).items() if k != "items"}),
        json.dumps({k: v for k, v in json.loads(ACCEPTED.text()).items() if k != "claims"}),
        json.dumps({k: v for k, v in json.loads(ACCEPTED.text()).items() if k != "code"}),
        json.dumps(json.loads(ACCEPTED.text()) | {"claims": [{"quote": "Because"}]}),
        *(
            json.dumps(json.loads(ACCEPTED.text()) | {"claims": [SOUND | {name: wrong}]})
            for name, wrong in (
                *(("quote", None), ("quote", ["Because"]), ("evidence", {}), ("evidence", "calls")),
                *(("ties", None), ("ties", [1]), ("ties", [{"file": "a", "item": "b"}])),
                ("ties", [{"file": "a", "item": None, "digests": DIGESTS}]),
                *(("facts", None), ("facts", [1]), ("facts", "fa")),
            )
        ),
        json.dumps(json.loads(ACCEPTED.text()) | {"claims": [1]}),
        json.dumps(json.loads(ACCEPTED.text()) | {"claims": {"Because": []}}),
        json.dumps(json.loads(ACCEPTED.text()) | {"code": {}}),
        json.dumps(
            json.loads(ACCEPTED.text()) | {"items": [{"file": 1, "item": "b", "digests": DIGESTS}]}
        ),
        json.dumps(
            json.loads(ACCEPTED.text())
            | {"items": [{"file": "a", "item": ["b"], "digests": DIGESTS}]}
        ),
        ACCEPTED.text().replace('"revision"', '"rev"'),
        ACCEPTED.text().replace('"commit": "c0ffee"', '"commit": 7'),
        ACCEPTED.text().replace('"revision": "v1"', '"revision": 1'),
        ACCEPTED.text().replace('"revision": "v1"', '"revision": "v1", "reason": null'),
        *(
            json.dumps(json.loads(ACCEPTED.text()) | {"items": [wrong]})
            for wrong in (
                {"file": "a", "item": "b", "part": "middle", "digests": DIGESTS},
                {"file": "a", "item": "b", "digests": DIGESTS | {"tokens": 1}},
                {"file": "a", "item": "b", "digests": {"exact": "00ff"}},
            )
        ),
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
    with pytest.raises(AcceptedError, match="schema version 7, not 3"):
        parse(ACCEPTED.text().replace('"schema": 3', '"schema": 7'))


# --- differences -----------------------------------------------------------------------------

OTHER = AcceptedItem("src/b.rs", "B", digests("11"))
REWRITTEN = CHOICE.replace("A::m", "A::m2")
OTHER_CLAIM = replace(CLAIM, evidence='[{"item": "A::m", "kind": "calls", "name": "g"}]')
CHANGED_TIE = replace(TIE, fingerprint=digests("22ff"))
CHANGES = [
    (replace(ACCEPTED, claims=()), ["snapshot.changed"]),
    (replace(ACCEPTED, claims=(OTHER_CLAIM,)), ["snapshot.changed"]),
    (replace(ACCEPTED, claims=(replace(CLAIM, quote="Be"),)), ["snapshot.changed"]),
    (replace(ACCEPTED, claims=(replace(CLAIM, ties=(CHANGED_TIE,)),)), ["claim.stale"]),
    (replace(ACCEPTED, claims=(replace(CLAIM, ties=()),)), ["claim.stale"]),
    (replace(ACCEPTED, prompt="Else."), ["snapshot.changed"]),
    (replace(ACCEPTED, think="Else."), ["snapshot.changed"]),
    (replace(ACCEPTED, prompt="Else.", think="Else."), ["snapshot.changed", "snapshot.changed"]),
    (replace(ACCEPTED, items=(ITEM, OTHER), choice=REWRITTEN), ["snapshot.changed"]),
    (replace(ACCEPTED, items=(), choice=REWRITTEN), ["snapshot.changed"]),
    (
        replace(ACCEPTED, items=(replace(ITEM, item="A::n"),), choice=REWRITTEN),
        ["snapshot.changed"],
    ),
    (
        replace(ACCEPTED, items=(replace(ITEM, file="src/c.rs"),), choice=REWRITTEN),
        ["snapshot.changed"],
    ),
    (replace(ACCEPTED, items=(replace(ITEM, fingerprint=digests("ee")),)), ["snapshot.upstream"]),
    (replace(ACCEPTED, items=(replace(ITEM, item="A<T>::m"),)), ["snapshot.upstream"]),
    (
        replace(ACCEPTED, items=(replace(ITEM, part=Part.HEADER),)),
        ["snapshot.upstream"],
    ),
    (
        replace(ACCEPTED, think="Else.", items=(replace(ITEM, fingerprint=digests("ee")),)),
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


def test_how_the_choice_was_written_is_not_compared() -> None:
    """The same items under another spelling are the same example: `choice` tells whose change."""
    spelled = replace(ACCEPTED, choice=REWRITTEN)
    assert found(ACCEPTED.text(), spelled) == []
    assert same(ACCEPTED.text(), spelled.text())


def test_what_argues_about_comments_is_not_stale() -> None:
    """A tie of which the tokens are the same holds, whatever its comments and wherever it is."""
    (tie,) = CLAIM.ties
    same_tokens = replace(
        TIE, item="g", fingerprint=replace(tie.fingerprint, exact="22", comments="c")
    )
    assert (
        found(ACCEPTED.text(), replace(ACCEPTED, claims=(replace(CLAIM, ties=(same_tokens,)),)))
        == []
    )


def test_facts_are_for_people() -> None:
    """Evidence is held against the source on each run; what it rested on then is not compared."""
    other = replace(ACCEPTED, claims=(replace(CLAIM, facts=("fb",)),))
    assert found(ACCEPTED.text(), other) == []
    assert same(ACCEPTED.text(), other.text())


def test_upstream_s_change_says_what_kind_it_is() -> None:
    """White space, comments and code are told apart by the fingerprints alone."""
    for exact, tokens, comments, told in (
        ("ee", "t00ff", "cc", "(reformatted)"),
        ("ee", "t00ff", "dd", "(comments)"),
        ("ee", "tee", "cc", "(edited)"),
    ):
        new = replace(
            ACCEPTED, items=(replace(ITEM, fingerprint=digests(exact, tokens, comments)),)
        )
        (finding,) = differences(ACCEPTED.text(), later(new), WHERE, ADVICE, "x.json")
        assert finding.seen.endswith(f"src/a.rs A::m {told}")


@pytest.mark.parametrize(
    ("current", "named"),
    [
        (replace(ACCEPTED, items=(replace(ITEM, fingerprint=digests("ee")),)), "src/a.rs A::m"),
        (replace(ACCEPTED, items=(ITEM, OTHER)), "src/b.rs B"),
        (replace(ACCEPTED, claims=(replace(CLAIM, ties=(CHANGED_TIE,)),)), "src/b.rs f"),
    ],
)
def test_a_snapshot_that_is_not_of_its_commit_is_damaged(current: Accepted, named: str) -> None:
    """Nobody moved: it was merged of two, edited, or another version of ours wrote it."""
    (finding,) = differences(ACCEPTED.text(), current, WHERE, ADVICE, "x.json")
    assert finding.code == "snapshot.unreadable"
    assert finding.seen == f"x.json names v1, which has other digests: {named}"


def test_where_other_code_is_chosen_no_snapshot_is_damaged() -> None:
    """An argument about a name may be about an item of another file then, by its author's hand."""
    claims = (replace(CLAIM, ties=(CHANGED_TIE,)),)
    current = replace(ACCEPTED, claims=claims, items=(OTHER,), choice='[{"file": "src/b.rs"}]')
    codes = [one.code for one in differences(ACCEPTED.text(), current, WHERE, ADVICE, "x.json")]
    assert codes == ["claim.stale", "snapshot.changed"]


def test_the_order_of_items_counts() -> None:
    """The same items in another order are another example."""
    two = replace(ACCEPTED, items=(ITEM, OTHER))
    other = replace(two, items=(OTHER, ITEM), choice=REWRITTEN)
    assert found(two.text(), other) == ["snapshot.changed"]
    assert found(two.text(), two) == []


def test_a_case_that_was_never_accepted_is_new() -> None:
    """Without a file, the case is new, and it is said what to do."""
    (finding,) = differences(None, ACCEPTED, WHERE, ADVICE, "snapshots/relay/a/a.json")
    assert finding.code == "snapshot.new"
    assert finding.where == WHERE
    assert finding.mend == str(ADVICE)


def test_each_outcome_is_a_finding_of_its_own() -> None:
    """New, unreadable, changed and upstream have codes; what is damaged can be restored."""
    moved = replace(ACCEPTED, items=(replace(ITEM, fingerprint=digests("ee")),))
    shown = "snapshots/relay/a/a.json"
    stored = (None, "{}", replace(ACCEPTED, think="Else.").text(), moved.text())
    found = [next(differences(text, later(ACCEPTED), WHERE, ADVICE, shown)) for text in stored]
    assert len({finding.code for finding in found}) == 4
    assert shown in found[1].seen
    restored = f"restore the snapshot from version control, or {ADVICE}"
    assert [one.mend for one in found] == [str(ADVICE), restored, str(ADVICE), str(ADVICE)]


def test_a_difference_shows_what_differs() -> None:
    """Changed prose shows the lines before and after; changed items are named."""
    current = replace(ACCEPTED, prompt="One.\n\nThree.")
    (finding,) = differences(ACCEPTED.text(), current, WHERE, ADVICE, "x.json")
    shown = [line.strip() for line in finding.seen.split("\n")]
    assert "-Two — “é”." in shown
    assert "+Three." in shown
    assert "One." not in "".join(shown[1:])
    three = tuple(replace(OTHER, item=name) for name in ("B", "C", "D"))
    old = replace(ACCEPTED, items=(ITEM, *three))
    new = replace(ACCEPTED, items=three[1:], choice=REWRITTEN)
    (finding,) = differences(old.text(), new, WHERE, ADVICE, "x.json")
    shown = [line.strip() for line in finding.seen.split("\n")]
    assert shown == ["other items than were accepted:", "-src/a.rs A::m", "-src/b.rs B"]


def test_upstream_s_change_names_items_and_the_revision() -> None:
    """When upstream moved, the items that did are named with what happened, and since when."""
    header = AcceptedItem("src/a.rs", "impl A", digests("1"), Part.HEADER)
    closing = AcceptedItem("src/a.rs", "impl A", digests("2"), Part.CLOSING)
    old = replace(ACCEPTED, items=(header, ITEM, closing))
    new = replace(
        old,
        items=(
            replace(header, fingerprint=digests("3")),
            ITEM,
            replace(closing, fingerprint=digests("4")),
        ),
    )
    (finding,) = differences(old.text(), later(new), WHERE, ADVICE, "x.json")
    assert finding.seen.count("impl A") == 2
    assert "src/a.rs impl A (header) (edited), src/a.rs impl A (closing) (edited)" in finding.seen
    assert "A::m" not in finding.seen
    assert "v1" in finding.seen


# --- claims ----------------------------------------------------------------------------------

SECOND = replace(CLAIM, quote="Two")
PLACES = (Where("cases/relay/a.py", 8), Where("cases/relay/a.py", 9))


def stale(old: Accepted, new: Accepted, claims: tuple[Where, ...] = PLACES) -> list[Finding]:
    """Return how two differ that have the same claims, at their places."""
    findings = list(differences(old.text(), later(new), WHERE, ADVICE, "x.json", claims))
    assert {finding.code for finding in findings} == {"claim.stale"}
    return findings


def test_a_claim_of_which_the_code_moved_is_stale_at_its_place() -> None:
    """The finding stands at that claim, names what moved and since when, and how to accept it."""
    old = replace(ACCEPTED, claims=(CLAIM, SECOND))
    new = replace(ACCEPTED, claims=(CLAIM, replace(SECOND, ties=(CHANGED_TIE,))))
    (finding,) = stale(old, new)
    assert finding.where == PLACES[1]
    assert '"Two"' in finding.seen
    assert "src/b.rs f" in finding.seen
    assert "v1" in finding.seen
    assert finding.seen.count("src/b.rs f") == 1
    assert finding.mend.endswith(f"; {ADVICE}")
    assert [one.where for one in stale(old, new, PLACES[:1])] == [WHERE]
    both = replace(ACCEPTED, claims=tuple(replace(c, ties=()) for c in old.claims))
    assert [one.where for one in stale(old, both)] == list(PLACES)


@pytest.mark.parametrize(
    ("before", "after", "named"),
    [
        ((TIE,), (), ["src/b.rs f"]),
        ((), (TIE,), ["src/b.rs f"]),
        ((TIE,), (OTHER,), ["src/b.rs B", "src/b.rs f"]),
        ((TIE, OTHER), (TIE,), ["src/b.rs B"]),
        ((TIE, OTHER), (CHANGED_TIE, OTHER), ["src/b.rs f"]),
    ],
)
def test_what_an_argument_is_tied_to_is_named(
    before: tuple[AcceptedItem, ...], after: tuple[AcceptedItem, ...], named: list[str]
) -> None:
    """Items that changed, went or came are all named; those that stayed are not."""
    old = replace(ACCEPTED, claims=(replace(CLAIM, ties=before),))
    new = replace(ACCEPTED, claims=(replace(CLAIM, ties=after),))
    (finding,) = stale(old, new)
    assert finding.seen.rpartition("accepted: ")[2].split(", ") == named


def test_the_order_of_claims_counts() -> None:
    """The same claims in another order are a change of the author's, shown line by line."""
    old = replace(ACCEPTED, claims=(CLAIM, SECOND))
    new = replace(ACCEPTED, claims=(SECOND, CLAIM))
    (finding,) = differences(old.text(), new, WHERE, ADVICE, "x.json", PLACES)
    assert finding.code == "snapshot.changed"
    assert finding.where == WHERE
    assert "+Two: " in finding.seen


def test_a_changed_claim_is_not_stale_too() -> None:
    """Where quotes or evidence differ, that is said, and not what the arguments were tied to."""
    other = replace(CLAIM, quote="Else", ties=(CHANGED_TIE,))
    assert found(ACCEPTED.text(), replace(ACCEPTED, claims=(other,))) == ["snapshot.changed"]


def test_evidence_is_json_in_the_text() -> None:
    """A claim is kept as quote, pieces of evidence and ties, each by name, for a reader's eye."""
    assert SOUND == {
        "quote": "Because",
        "evidence": [{"item": "A::m", "kind": "calls", "name": "f"}],
        "facts": ["fa"],
        "ties": [
            {
                "file": "src/b.rs",
                "item": "f",
                "digests": DIGESTS | {"exact": "11ff", "tokens": "t11ff"},
            }
        ],
    }
    assert json.loads(ACCEPTED.text())["code"] == json.loads(CHOICE)


# --- of a case -------------------------------------------------------------------------------


def test_what_is_accepted_holds_prose_and_digests_and_no_code(relay: Corpus) -> None:
    """Of a case, prompt, think and digests by item are kept; not a line of code, no line number."""
    example = Example(
        code=[rust(f"{CORE}/queue.rs", "DeliveryQueue::len", "LEASE", imports="used")],
        prompt="Say how many\nare waiting.",
        think="Count.",
    )
    dataset = Dataset("relay", "", "relay", "s", "t", (), (f"{CORE}/*",), 1, 1)
    one = examine(prepare(Case("relay", "cases/relay/a.py", "a", 3, 0, example), dataset, relay))
    accepted = accept(one, REVISION)
    assert one.record is not None
    assert accepted is not None
    assert accepted.prompt == "Say how many are waiting."
    assert {item.part for item in accepted.items} == set(Part)
    pieces = [piece for excerpt in one.excerpts for piece in excerpt.pieces]
    named = ["use" if piece.item.startswith("use#") else piece.item for piece in pieces]
    assert [item.item for item in accepted.items] == named
    assert "use" in named
    assert [item.fingerprint.exact for item in accepted.items] == [p.sha256 for p in pieces]
    text = accepted.text()
    for line in one.record.code.split("\n"):
        if len(line.strip()) > 12:
            assert line.strip() not in text
    for item in json.loads(text)["items"]:
        assert {"file", "item", "digests"} <= set(item) <= {"file", "item", "part", "digests"}


def test_claims_and_choice_of_a_case_are_accepted(relay: Corpus) -> None:
    """Quotes with white space folded, evidence as data, ties by digest, and what was written."""
    part = rust(f"{CORE}/retry.rs", "BackoffPolicy :: new", "BackoffPolicy", imports="used")
    why = (
        "a caller that passes zero to `pause_after` would break this, and `run_attempts` alone "
        "calls it, from one on"
    )
    example = Example(
        code=[part],
        prompt="Write the policy.",
        think="The first pause is 250 ms. It is\nheld in a constant.",
        claims={
            "pause is 250 ms": value("FIRST_PAUSE", milliseconds=250),
            " It is\n held ": [calls("BackoffPolicy::new", "Self"), argued(why, "run_attempts")],
        },
    )
    dataset = Dataset("relay", "", "relay", "s", "t", (), (f"{CORE}/*",), 1, 1)
    one = examine(prepare(Case("relay", "cases/relay/a.py", "a", 3, 0, example), dataset, relay))
    accepted = accept(replace(one, record=Record("s", "p", "t", "code")), REVISION)
    assert accepted is not None
    assert [claim.quote for claim in accepted.claims] == ["pause is 250 ms", "It is held"]
    first, second = (json.loads(claim.evidence) for claim in accepted.claims)
    assert first == [
        {"kind": "value", "item": "FIRST_PAUSE", "units": [["milliseconds", 250]]},
    ]
    assert [piece["kind"] for piece in second] == ["calls", "argued"]
    assert second[1]["items"] == ["run_attempts"]
    file = relay.rust_file(f"{CORE}/retry.rs")
    (item,) = (item for item in file.items if item.name == "run_attempts")
    tie = AcceptedItem(f"{CORE}/retry.rs", "run_attempts", fingerprint_of(file.cut(item.lines)))
    assert [claim.ties for claim in accepted.claims] == [(), (tie,)]
    assert json.loads(accepted.choice) == [
        {"file": part.file, "imports": "used", "items": ["BackoffPolicy :: new", "BackoffPolicy"]}
    ]
    assert parse(accepted.text()) == accepted

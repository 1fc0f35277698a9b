"""Claims and choice as people read them, and rows of what differs in them."""

from typing import Any

import pytest

from pytest_verbatim.accepted import choice_of, claims_of, written_choice, written_claims
from pytest_verbatim.evidence import (
    Evidence,
    absent,
    argued,
    attribute,
    before,
    bound,
    callers,
    calls,
    derives,
    field,
    implements,
    literal,
    returns,
    value,
    variant,
)
from pytest_verbatim.example import Example, rust
from pytest_verbatim.render.outlines import outline_changes, outline_rows

NAMES: dict[str, Any] = {
    one.__name__: one
    for one in (
        *(absent, argued, attribute, before, bound, callers, calls, derives, field),
        *(implements, literal, returns, value, variant),
    )
}


@pytest.mark.parametrize(
    "evidence",
    [
        absent("src/", "clone"), argued("so", "a", "b"), attribute("A", 'serde(a = "b")'),
        before("a", "b", "c"), bound("a", "T", "Clone"), callers("a", ["b", "c"]), callers("a", []),
        calls("a", ".b"), calls("a", "b", times=0), derives("A", "Debug"), field("A", "b"),
        field("A", "b", "u32"), implements("A", "B"), literal("a", 'x"\n'), returns("a", "()"),
        value("a", seconds=5), value("a", bytes=[1, 2.5]), value("a", minutes=1, seconds=0),
        variant("A", "B"), variant("A", "B", "C", closed=True),
    ],
)  # fmt: skip
def test_evidence_is_read_as_it_was_written(evidence: Evidence) -> None:
    """What is shown makes the same evidence again, be it from the case or from its snapshot."""
    example = Example(code=[], prompt="", think="", claims={"so  it\nis": evidence})
    ((head, line),) = written_claims(claims_of(example))
    assert head == '"so it is"'
    assert eval(line, NAMES) == evidence  # noqa: S307  (our own text)


@pytest.mark.parametrize(
    ("evidence", "wanted"),
    [
        ("[5]", "5"),
        ('[{"kind": "later", "item": "a"}]', '{"kind": "later", "item": "a"}'),
        ('[{"kind": ["calls"]}]', '{"kind": ["calls"]}'),
        ('[{"kind": "value", "item": "a", "units": [5]}]', 'value("a", 5)'),
        ('[{"kind": "variant", "item": "a", "names": "b"}]', 'variant("a", "b")'),
    ],
)
def test_evidence_that_we_do_not_know_is_shown_as_it_stands(evidence: str, wanted: str) -> None:
    """A snapshot of another version, or one that somebody wrote into, is no reason to fail."""
    assert written_claims([("q", evidence)]) == (('"q"', wanted),)


def test_a_choice_has_a_head_for_each_file() -> None:
    """Its imports stand beside it, its items below; what is none of these is JSON."""
    code = [rust("a.rs", "b", "impl C", imports="used"), rust("d.rs", "e")]
    assert written_choice(choice_of(Example(code=code, prompt="", think=""))) == (
        ('a.rs, imports="used"', "b", "impl C"),
        ('d.rs, imports="none"', "e"),
    )
    assert written_choice('[{"file": "a.rs", "imports": "used", "items": 5}, 6]') == (
        ('{"file": "a.rs", "imports": "used", "items": 5}',),
        ("6",),
    )


A, B, C = ("a", "1", "2"), ("b", "3"), ("c",)


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ((A, B), (A, B), []),
        ((), (B,), ["+b", "+ 3"]),
        ((A, B), (A,), ["-b", "- 3"]),
        ((A, B), (("a", "1", "4"), B), [" a", "  1", "- 2", "+ 4"]),
        ((B, C), (C, B), ["+c", "-c"]),
        ((B,), (("b", "3", "3"),), [" b", "  3", "+ 3"]),
        ((B,), (("d", "3"),), ["-b", "- 3", "+d", "+ 3"]),
    ],
)
def test_what_differs_stands_under_its_head(
    old: tuple[tuple[str, ...], ...], new: tuple[tuple[str, ...], ...], wanted: list[str]
) -> None:
    """Entries that are equal are left out; another order is told too."""
    rows = outline_changes(old, new)
    assert [f"{row.sign}{'' if row.is_head else ' '}{row.text}" for row in rows] == wanted


def test_entries_as_they_stand() -> None:
    """All of them, without a sign."""
    assert [(row.sign, row.text) for row in outline_rows((A, C))] == [
        (" ", "a"), (" ", "1"), (" ", "2"), (" ", "c"),
    ]  # fmt: skip

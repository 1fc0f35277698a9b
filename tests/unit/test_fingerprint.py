"""Fingerprints: what they tell apart, and that they agree with the fates that code itself gives."""

import pytest
from drifting import long, tree_of
from hypothesis import given, settings
from hypothesis import strategies as st

from pytest_verbatim.drift import Kind, fates_of
from pytest_verbatim.drift.fingerprint import (
    Fingerprint,
    digest_of_texts,
    fingerprint_of,
    kind_of_change,
)

FUNCTION = """\
/// Says how many.
#[inline]
pub const fn count<const N: usize>(all: &[u8; N], from: Option<[u8; 2]>) -> usize where u8: Sized {
    // all of them
    all.len() + 1
}
"""
PROPERTY = settings(derandomize=True, deadline=None, max_examples=100)


def of(text: str) -> Fingerprint:
    """Return the fingerprint of a text."""
    return fingerprint_of(text.encode())


def differing(one: str, other: str) -> set[str]:
    """Return the digests in which two texts differ."""
    left, right = of(one).as_object(), of(other).as_object()
    return {name for name in left if left[name] != right[name]}


# --- what each digest sees -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "seen"),
    [
        ("all.len() + 1", "all.len()+1", {"exact"}),
        ("\n", "\r\n", {"exact"}),
        ("// all of them", "// all of it", {"exact", "comments"}),
        ("/// Says how many.\n", "", {"exact", "comments"}),
        ("// all of them\n    all.len()", "all.len() // all of them\n", {"exact", "comments"}),
        ("+ 1", "+ 2", {"exact", "tokens"}),
        ("#[inline]", "#[inline(always)]", {"exact", "tokens", "comments"}),
        ("-> usize", "-> u64", {"exact", "tokens", "signature"}),
        ("where u8: Sized ", "", {"exact", "tokens", "comments", "signature"}),
        ("u8; 2", "u8; 3", {"exact", "tokens", "signature"}),
        ("const fn", "async fn", {"exact", "tokens", "signature"}),
    ],
)  # fmt: skip
def test_each_digest_sees_its_own(old: str, new: str, seen: set[str]) -> None:
    """Bytes, tokens, comments with their place, and signature differ where these change alone."""
    assert old in FUNCTION
    assert differing(FUNCTION, FUNCTION.replace(old, new)) == seen


@pytest.mark.parametrize(
    ("one", "other", "is_signature"),
    [
        ("const A: u8 = 1;", "const A: u8 = 2;", False),
        ("const A: u8 = 1;", "const A: u16 = 1;", True),
        ('pub static A: &str = "a";', 'pub static A: &str = "b";', False),
        ("const A: [u8; { 1 + 1 }] = [0; 2];", "const A: [u8; { 2 }] = [0; 2];", True),
        ("type A = Vec<u8>;", "type A = Vec<u16>;", True),
        ("struct A { a: u8 }", "struct A { a: u16 }", False),
        ("struct A(u8);", "struct A(u16);", True),
        ("trait A: B { fn a(); }", "trait A: C { fn a(); }", True),
        ("impl Iterator for A where B: Iterator<Item = u8> {}",
         "impl Iterator for A where B: Iterator<Item = u16> {}", True),
        ("fn a() -> impl Iterator<Item = u8> { b() }",
         "fn a() -> impl Iterator<Item = u16> { b() }", True),
        ('#[a = "{"]\nfn a() {}', '#[a = "{"]\nfn b() {}', True),
        ("#[a([1])] #[b] fn a() {}", "#[c] fn a() {}", False),
    ],
)  # fmt: skip
def test_a_signature_ends_before_body_fields_and_value(
    one: str,
    other: str,
    is_signature: bool,  # noqa: FBT001
) -> None:
    """What stands before the body is the signature; attributes and a value are no part of it."""
    assert ("signature" in differing(one, other)) is is_signature
    assert of(one).tokens != of(other).tokens


@pytest.mark.parametrize("text", ["", "#", "#[", "#[a", "{", "// a", "fn a(", "'", '"', "\xff"])
def test_any_text_has_a_fingerprint(text: str) -> None:
    """What is no Rust, or half of it, has one too, and it comes back from its JSON."""
    assert Fingerprint.from_object(of(text).as_object()) == of(text)


@pytest.mark.parametrize("damaged", [{}, {"exact": "a"}, {**of("a").as_object(), "tokens": 1}])
def test_what_is_no_fingerprint_is_refused(damaged: dict[str, str]) -> None:
    """A digest that is missing, or no text, is an error."""
    with pytest.raises((KeyError, TypeError)):
        Fingerprint.from_object(damaged)


def test_where_a_text_ends_counts() -> None:
    """Two sequences of texts with the same letters have digests of their own."""
    assert len({digest_of_texts(one) for one in ((b"ab", b"c"), (b"a", b"bc"), (b"abc",), ())}) == 4


# --- laws ------------------------------------------------------------------------------------

PARTS = st.sampled_from(["a", "1", "+", "// c\n", "/* d */", " ", "\n", "\t", '"s t"', "{", "}"])
BODIES = st.lists(PARTS, max_size=8).map("".join)


@PROPERTY
@given(BODIES, BODIES)
def test_a_change_is_what_code_itself_would_give(one: str, other: str) -> None:
    """Two fingerprints give the fate that the two texts give, and never the reverse."""
    before, after = (f"mod m {{\n{text}\n}}\n" for text in (one, other))
    found = fates_of(tree_of({"a.rs": before}), tree_of({"a.rs": after}))
    fates = {fate.old.path: fate for fate in found}
    fate = fates.get("mod@m")
    if fate is None or fate.new is None:
        return  # the parser made something else of it
    prints = [fingerprint_of(place.piece.data) for place in (fate.old, fate.new)]
    assert kind_of_change(*prints) is fate.kind


def test_the_kinds_are_told_from_fingerprints() -> None:
    """Unchanged, reformatted, comments and edited, each from two fingerprints."""
    old = long("a")
    told = [
        kind_of_change(of(old), of(new))
        for new in (old, old.replace("    ", "  "), f"// b\n{old}", long("a", 2))
    ]
    assert told == [Kind.UNCHANGED, Kind.REFORMATTED, Kind.COMMENTS, Kind.EDITED]

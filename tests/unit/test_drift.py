"""Fates: each with what provokes it, and a near miss that does not."""

from collections import Counter

import pytest
from drifting import all_fates, fates, long, told, tree_of
from hypothesis import given, settings
from hypothesis import strategies as st

from pytest_verbatim.drift import ALARMING, Kind, Sources, fates_of
from pytest_verbatim.drift.piece import name_likeness, without_generics
from pytest_verbatim.drift.similarity import (
    RENAMED_FROM,
    bigrams_of,
    can_be_similar,
    similarity,
)
from pytest_verbatim.errors import UsageError
from pytest_verbatim.itempath import tokens_of
from pytest_verbatim.render.fates import drift_lines, headline
from pytest_verbatim.source.corpus import Corpus
from pytest_verbatim.source.release import open_revision

# --- items that stay ---------------------------------------------------------------------------

SHORT = 'fn f<\'a>(x: &\'a str) -> u8 { g(x, "a b", r#"c d"#) }'
DOCUMENTED = f"/// One.\n/// Two.\n#[inline]\n{SHORT}"


@pytest.mark.parametrize(
    ("old", "new", "fate"),
    [
        (SHORT, f"struct Before;\n\n{SHORT}", "unchanged"),
        (SHORT, SHORT.replace("{ ", "{\n    "), "reformatted"),
        (SHORT, SHORT.replace("a b", "a  b"), "edited"),
        (SHORT, SHORT.replace("c d", "c\nd"), "edited"),
        (SHORT, SHORT.replace("'a", "'b"), "edited"),
        (SHORT, SHORT.replace('"a b"', 'r"a b"'), "edited"),
        (SHORT, SHORT.replace("u8 {", "u8 { // why\n"), "comments"),
        (DOCUMENTED, DOCUMENTED.replace("Two", "2"), "comments"),
        (DOCUMENTED, f"#[inline]\n/// One.\n/// Two.\n{SHORT}", "comments"),
        (DOCUMENTED, DOCUMENTED.replace("/// Two.\n", ""), "comments"),
        (DOCUMENTED, DOCUMENTED.replace("\n#[inline]", "\n\n#[inline]"), "reformatted"),
        (DOCUMENTED, DOCUMENTED.replace("#[inline]", "#[inline(always)]"), "edited"),
        (DOCUMENTED, f"/// Another.\n\n{DOCUMENTED}", "comments"),
        (DOCUMENTED, DOCUMENTED.replace("\n", "\r\n"), "reformatted"),
        (DOCUMENTED, DOCUMENTED.replace("/// One.\n/// Two.", '#[doc = "One."]'), "edited"),
        (SHORT, SHORT.replace("x,", "y,"), "edited"),
    ],
)  # fmt: skip
def test_an_item_that_stays(old: str, new: str, fate: str) -> None:
    """Bytes decide first, then tokens, then comments; white space in a literal is a token's."""
    assert fates(old, new)["f"] == fate


def test_a_member_is_one_for_itself_and_a_part_of_its_impl() -> None:
    """A change inside a method edits the method and its impl, and leaves the other method be."""
    old = "impl A {\n    fn f(&self) {}\n    fn g(&self) {}\n}"
    assert fates(old, old.replace("g(&self) {}", "g(&self) { h() }")) == {
        "impl A": "edited",
        "A::f": "unchanged",
        "A::g": "edited",
    }


def test_use_and_test_code_have_no_fate() -> None:
    """`use` declarations and test code of OLD are left out, in test files too."""
    old = tree_of(
        {"a.rs": "use b::C;\n#[test]\nfn t() {}\nfn f() {}", "t.rs": "fn x() {}"}, ("t.rs",)
    )
    assert [fate.old.path for fate in fates_of(old, tree_of({}))] == ["f"]


def test_an_item_of_another_kind_under_its_path_is_edited() -> None:
    """What bears the path now is what it became; under another name, another kind is none."""
    assert fates("struct A(u8);", "type A = u8;") == {"A": "edited"}
    assert fates("struct A(u8);", "type B = u8;") == {"A": "deleted"}


# --- paths that repeat -------------------------------------------------------------------------


def test_an_item_put_in_before_another_takes_its_number() -> None:
    """Of repeated paths equal tokens are paired first: what has another number now is moved."""
    one, two, three = (f"impl A {{\n    fn f{n}(&self) {{}}\n}}\n" for n in "123")
    assert fates(one + two, three + one + two) == {
        "impl A#1": "moved impl A#2",
        "A::f1": "unchanged",
        "impl A#2": "moved impl A#3",
        "A::f2": "unchanged",
    }


def test_a_path_that_begins_to_repeat_is_another() -> None:
    """`impl A` is `impl A#1` when there are two: what names it has to be changed."""
    one, two = (f"impl A {{\n    fn f{n}(&self) {{}}\n}}\n" for n in "12")
    assert fates(one, one + two)["impl A"] == "moved impl A#1"
    whole = f"impl A {{\n{long('count')}}}\n"
    assert fates(whole, one + whole.replace("open = 0", "open = 1"))["impl A"] == "edited impl A#2"
    assert fates(one + two, two) == {
        "impl A#1": "deleted",
        "A::f1": "deleted",
        "impl A#2": "moved impl A",
        "A::f2": "unchanged",
    }


def test_repeated_paths_stay_where_they_are() -> None:
    """The near miss: one of two is edited, and no number changes."""
    one, two = (f"impl A {{\n    fn f{n}(&self) {{}}\n}}\n" for n in "12")
    found = fates(one + two, one + two.replace("{}", "{ g() }"))
    assert (found["impl A#1"], found["impl A#2"]) == ("unchanged", "edited")


# --- impls under another path ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("A", "A<T>"),
        ("A<'a>", "A<'b>"),
        ("Show for A", "fmt::Show for A"),
        ("Service<Request> for A", "tower::Service<Request<Body>> for A<S>"),
    ],
)
def test_an_impl_is_edited_when_generics_or_qualifiers_change(old: str, new: str) -> None:
    """One impl that nothing else in either file could be is the same, whatever its arguments."""
    found = fates(f"impl {old} {{\n}}\n", f"impl {new} {{\n}}\n")
    assert found == {f"impl {old}": f"edited impl {new}"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("impl A {\n}\n", "impl B {\n}\n"),
        ("impl Show for A {\n}\n", "impl Hide for A {\n}\n"),
        ("impl From<X> for A {\n}\nimpl From<Y> for A {\n}\n", "impl From<Y> for A {\n}\n"),
    ],
)
def test_an_impl_of_something_else_is_not_the_same(old: str, new: str) -> None:
    """Another type or trait is another impl, and so is one of several alike but for arguments."""
    assert next(iter(fates(old, new).values())) == "deleted"


def test_an_impl_of_another_file_is_not_edited() -> None:
    """Where the file is another one, an impl under another path is renamed at most."""
    old = {"a.rs": f"impl A {{\n{long('f')}}}\n", "b.rs": ""}
    new = {"a.rs": "", "b.rs": f"impl A<T> {{\n{long('f')}}}\n"}
    assert fates(old, new) == {
        "a.rs impl A": "renamed b.rs impl A<T>",
        "a.rs A::f": "moved b.rs A<T>::f",
    }


@pytest.mark.parametrize(
    ("given", "bare"),
    [
        ("Service<Request<Body>> for tower::Guard<'a, S>", "Service for Guard"),
        ("&'a mut A", "& mut A"),
        ("From<[u8; 3]> for ::std::A", "From for A"),
        ("Fn(A) -> b::C for D", "Fn ( A ) -> C for D"),
        ("Vec::<T>", "Vec"),
    ],
)
def test_what_is_left_without_generics(given: str, bare: str) -> None:
    """Arguments, lifetimes and qualifiers go, what names trait and type stays."""
    assert " ".join(without_generics(tokens_of(given))) == bare


# --- items that go -----------------------------------------------------------------------------


def test_equal_tokens_elsewhere_are_a_move() -> None:
    """Into another file, with another layout and comment: moved."""
    old = {"a.rs": long("count"), "b.rs": ""}
    moved = "// New here.\n" + long("count").replace("    ", "  ")
    assert fates(old, {"a.rs": "", "b.rs": moved}) == {"a.rs count": "moved b.rs count"}


def test_almost_equal_tokens_elsewhere_are_a_new_name() -> None:
    """The near miss of a move: one token differs, so that the successor is a similar one."""
    old, new = {"a.rs": long("count")}, {"a.rs": "", "b.rs": long("count", step=2)}
    assert fates(old, new) == {"a.rs count": "renamed b.rs count"}
    assert fates(long("count"), long("tally")) == {"count": "renamed tally"}


def test_an_item_without_a_successor_is_deleted() -> None:
    """Nothing alike is there, or only something of another family."""
    assert fates(long("count"), "fn other() {}") == {"count": "deleted"}
    fields = "    pub name: String,\n    pub open: usize,\n    pub limit: usize,\n"
    text = f"pub struct A {{\n{fields}}}\n"
    assert fates(text, text.replace("struct A", "union A").replace("A", "B")) == {"A": "renamed B"}
    other = f"pub trait B {{\n    fn a();\n}}\nmacro_rules! m {{\n{fields}}}\n"
    assert fates(text, other) == {"A": "deleted"}


def test_the_threshold_is_the_similarity_of_a_new_name() -> None:
    """At 0.6 of common bigrams an item is renamed, below it is deleted."""

    def item(name: str, same: int, other: str) -> str:
        words = [f"w{n}" for n in range(same)] + [f"{other}{n}" for n in range(40 - same)]
        return f"macro_rules! {name} {{ {' '.join(words)} }}"

    ratios = []
    for same in range(20, 40):
        (fate,) = all_fates({"": item("a", same, "x")}, {"": item("b", same, "y")})
        left, right = (
            bigrams_of(tree_of({"": item(*key)}).files[""].places[0].piece.tokens)
            for key in (("a", same, "x"), ("b", same, "y"))
        )
        ratios.append(similarity(left, right))
        assert fate.kind is (Kind.RENAMED if ratios[-1] >= RENAMED_FROM else Kind.DELETED)
    assert min(ratios) < RENAMED_FROM < max(ratios)


SMALL = "pub const LIMIT: usize = 10;"


@pytest.mark.parametrize(
    ("new", "fate"),
    [
        ({"b.rs": SMALL}, "moved b.rs LIMIT"),
        ({"b.rs": SMALL.replace("10", "20")}, "renamed b.rs LIMIT"),
        ({"b.rs": SMALL.replace("LIMIT", "BOUND")}, "deleted"),
        ({"b.rs": "pub const LIMIT: (u8, u8, u8) = (1, 2, 3);"}, "deleted"),
    ],
)
def test_a_small_item_is_followed_by_path_or_name_alone(new: dict[str, str], fate: str) -> None:
    """Under 20 tokens too much is alike by chance, so that another name is another item."""
    assert fates({"a.rs": SMALL}, new) == {"a.rs LIMIT": fate}


def test_of_two_equal_candidates_the_nearer_is_taken() -> None:
    """Among equal tokens the file decides to which most else went, and each is taken once."""
    old = {"a.rs": long("count") + long("other", step=3)}
    new = {"b.rs": long("count"), "c.rs": long("count") + long("other", step=3)}
    assert fates(old, new) == {"a.rs count": "moved c.rs count", "a.rs other": "moved c.rs other"}
    both = {"a.rs": long("count"), "b.rs": long("count")}
    gone = {"c.rs": long("count"), "d.rs": long("count")}
    assert sorted(fates(both, gone).values()) == ["moved c.rs count", "moved d.rs count"]


def test_of_two_similar_candidates_the_more_similar_is_taken() -> None:
    """Similarity goes first; at equal similarity the more similar name."""
    new = long("sum", step=2).replace("jobs", "tasks") + long("tally", step=2)
    assert fates(long("count"), new) == {"count": "renamed tally"}
    assert fates(long("count"), long("sum") + long("counts")) == {"count": "renamed counts"}


def test_an_item_that_was_there_before_is_no_successor() -> None:
    """A similar item that OLD has too did not come from another one."""
    old = long("count") + long("tally")
    assert fates(old, long("tally")) == {"count": "deleted", "tally": "unchanged"}


def test_of_two_copies_one_can_go() -> None:
    """A free item is moved to its copy; a member is not, as others have an equal one by nature."""
    both = {"a.rs": long("count"), "b.rs": long("count")}
    assert fates(both, {"b.rs": long("count")})["a.rs count"] == "moved b.rs count"
    members = {f"{n}.rs": f"impl {n} {{\n{long('count')}}}\n" for n in "AB"}
    assert fates(members, {"B.rs": members["B.rs"]})["A.rs A::count"] == "deleted"


def test_members_are_looked_for_in_the_successor_of_their_impl() -> None:
    """The impl was renamed; each member is found in it, though another type has an equal one."""

    def impl(name: str, more: str = "") -> str:
        return f"impl {name} {{\n{long('count')}{long('other', step=3)}{more}}}\n"

    found = fates(impl("Queue"), "impl Aside {\n" + long("count") + "}\n" + impl("Line"))
    assert found == {
        "impl Queue": "renamed impl Line",
        "Queue::count": "moved Line::count",
        "Queue::other": "moved Line::other",
    }


def test_a_method_with_another_name_is_looked_for_in_its_own_impl_first() -> None:
    """An equally similar function elsewhere does not come before one of the same impl."""
    old = f"impl A {{\n{long('count')}}}\n"
    new = f"{long('count_a')}impl A {{\n{long('tally')}}}\n"
    assert fates(old, new)["A::count"] == "renamed A::tally"


def test_things_of_a_module_are_looked_for_in_its_successor() -> None:
    """A module with another name takes its items along."""
    old = f"mod a {{\n{long('count')}}}\n"
    new = f"{long('count')}mod b {{\n{long('count')}}}\n"
    assert fates(old, new) == {"mod@a": "renamed mod@b", "a::count": "moved b::count"}


def test_test_code_succeeds_where_nothing_else_does() -> None:
    """A move into test code is one; as a similar successor test code does not count."""
    tests = "#[cfg(test)]\nmod tests {{\n{}}}\n"
    assert fates(long("count"), tests.format(long("count"))) == {"count": "moved tests::count"}
    found = fates(long("count"), tests.format(long("count")) + "mod b {\n" + long("count") + "}\n")
    assert found == {"count": "moved b::count"}
    assert fates(long("count"), tests.format(long("tally"))) == {"count": "deleted"}


# --- laws --------------------------------------------------------------------------------------


def test_a_tree_does_not_drift_from_itself(relay: Corpus) -> None:
    """All is unchanged, also where equal blobs are parsed anew, errors and odd bytes included."""
    texts = {path: relay.read(path).decode("latin-1") for path in relay.rust_paths}
    assert {fate.kind for fate in all_fates(texts, texts)} == {Kind.UNCHANGED}
    added = {path: text + "\n// end\n" for path, text in texts.items()}
    assert {fate.kind for fate in all_fates(texts, added)} == {Kind.UNCHANGED}


def test_every_item_has_one_fate(relay: Corpus) -> None:
    """From one half of the miniature to the other: each item once, in order, filled as promised."""
    texts = {path: relay.read(path).decode("latin-1") for path in relay.rust_paths}
    half = {f"x/{path}": text for path, text in list(texts.items())[::2]}
    found = all_fates(texts, half)
    items = [p for p in tree_of(texts).places() if not p.test]
    assert [(f.old.file, f.old.path) for f in found] == [(p.file, p.path) for p in items]
    for fate in found:
        gone = fate.kind is Kind.DELETED
        assert (fate.new is None) is (fate.similarity is None) is gone
    assert {Kind.MOVED, Kind.DELETED} <= {fate.kind for fate in found}


TOKENS = st.lists(st.sampled_from([b"a", b"b", b"(", b")", b";"]), max_size=30)


@given(TOKENS, TOKENS)
def test_similarity_is_a_similarity(left: list[bytes], right: list[bytes]) -> None:
    """It is symmetric, within 0 and 1, and 1 for equal runs; sizes alone never rule out 0.6."""
    one, other = bigrams_of(left), bigrams_of(right)
    found = similarity(one, other)
    assert 0 <= found <= 1
    assert found == similarity(other, one)
    assert similarity(one, one) == 1
    if found >= RENAMED_FROM:
        assert can_be_similar(one, other)


PIECES = st.lists(
    st.sampled_from(
        [long("a"), long("b"), long("a", 2), "impl A {\n    fn f() {}\n}\n", SMALL + "\n"]
    ),
    max_size=6,
)


@settings(deadline=None)
@given(PIECES, PIECES)
def test_no_bytes_that_changed_are_called_unchanged(old: list[str], new: list[str]) -> None:
    """Whatever is put together: unchanged means equal bytes, moved equal tokens, both ways."""
    before, after = {"": "".join(old)}, {"": "".join(new)}
    for fate in all_fates(before, after):
        if fate.new is not None:
            left, right = fate.old.piece, fate.new.piece
            assert (fate.kind is not Kind.UNCHANGED) or left.data == right.data
            assert (fate.kind is not Kind.MOVED) or left.tokens == right.tokens
    assert {fate.kind for fate in all_fates(before, before)} <= {Kind.UNCHANGED}


@pytest.mark.parametrize(
    ("one", "other", "alike"), [("a", "a", 1), ("a", "b", 0), ("ab", "abc", 2 / 3)]
)
def test_names_are_alike_by_their_letter_pairs(one: str, other: str, alike: float) -> None:
    """Equal names are fully alike, short ones that differ not at all."""
    assert name_likeness(one, other) == name_likeness(other, one) == alike


def test_upstream_drifts_as_counted(upstream: Corpus) -> None:
    """From the release before to the pinned one: as many of each fate as two lexers count."""
    try:
        before = open_revision(upstream.pin, None, "v1.99.0", "OLD", lambda _: None)
    except UsageError as error:
        pytest.skip(f"the release before cannot be had: {str(error).splitlines()[0]}")
    sources = Sources()
    found = fates_of(sources.tree_of(before), sources.tree_of(upstream))
    assert Counter(fate.kind for fate in found) == {"unchanged": 1325, "edited": 59, "deleted": 1}


# --- text --------------------------------------------------------------------------------------


def test_the_text_counts_first_and_shows_what_changed() -> None:
    """One headline, then by file of OLD what changed and where it is now; the rest is not shown."""
    old = {"a.rs": long("count") + "\n" + long("kept", 5), "b.rs": "fn f() {}\nfn g() {}\n"}
    new = {"a.rs": long("kept", 5), "b.rs": "fn f() { g() }\nfn g() {}\n", "c.rs": long("tally")}
    assert list(drift_lines(all_fates(old, new), "v1", "v2")) == [
        "2 of 4 items changed from v1 to v2: 2 unchanged, 1 edited, 1 renamed",
        "a.rs",
        "          1-9  renamed      fn           count -> c.rs:1  tally  (96 % alike)",
        "b.rs",
        "          1-1  edited       fn           f  (61 % alike)",
    ]


def test_the_headline_without_drift() -> None:
    """Without drift it says so, and how many items it looked at."""
    found = all_fates({"a.rs": "fn f() {}"}, {"a.rs": "fn f() {}"})
    assert headline(found, "v1", "v2") == "no drift from v1 to v2: 1 item unchanged"
    assert told(found[0]) == "unchanged"
    assert Kind.COMMENTS not in ALARMING

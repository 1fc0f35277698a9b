"""Fates: each with what provokes it, and a near miss that does not."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from drifting import all_fates, fates, long, told, tree_of
from gitrepos import Upstream
from hypothesis import given, settings
from hypothesis import strategies as st

from pytest_verbatim.drift import ALARMING, Kind, Sources, fates_of, tree
from pytest_verbatim.drift.fingerprint import fingerprint_of, kind_of_change
from pytest_verbatim.drift.piece import Piece, Source
from pytest_verbatim.drift.similarity import RENAMED_FROM, bigrams_of, similar_pairs, similarity
from pytest_verbatim.errors import UsageError
from pytest_verbatim.render.fates import drift_lines, headline
from pytest_verbatim.rustfile import RustFile
from pytest_verbatim.source.corpus import Corpus
from pytest_verbatim.source.git import Repository
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


@pytest.mark.parametrize("above", ['fn a() { x" }\n', "#!/bin/sh /*\n", '#!/bin/sh "\n'])
@pytest.mark.parametrize(
    ("below", "fate"),
    [
        (SHORT, "unchanged"),
        (SHORT.replace("{ ", "{\n    "), "reformatted"),
        (SHORT.replace("u8 {", "u8 { // why\n"), "comments"),
        (SHORT.replace("u8 {", "u16 {"), "edited"),
    ],
)
def test_what_is_left_open_above_an_item_has_no_say(above: str, below: str, fate: str) -> None:
    """A quote or a comment that nothing closes, before or after, is not the item's."""
    for old, new in ((above, above), ("\n", above), (above, "\n")):
        assert fates(f"{old}\n{SHORT}\n", f"{new}\n{below}\n")["f"] == fate


def test_an_item_without_tokens_equals_none_but_itself() -> None:
    """Where the lexer sees no token in an item, as in a broken file, its bytes are one."""
    item = RustFile(b"fn f() {}").items[0]
    pieces = [Piece(Source(data), item, 0, 5) for data in (b"/* a*", b"/* b*", b"/* a* c")]
    assert pieces[0].tokens == (b"/* a*",)
    assert not pieces[0].is_equal_to(pieces[1])
    assert pieces[0].is_equal_to(pieces[2])
    prints = [fingerprint_of(piece.data) for piece in pieces]
    told = [kind_of_change(prints[0], one) for one in prints]
    assert told == [Kind.UNCHANGED, Kind.EDITED, Kind.UNCHANGED]


def test_the_end_of_a_comment_above_counts_as_code() -> None:
    """A comment that ends on an item's first line is cut in two; to be safe, its end is tokens."""
    assert fates("/* a\nb */ fn f() {}\n", "/* a\nc */ fn f() {}\n") == {"f": "edited"}
    assert fates("/* a\nb */ fn f() {}\n", "/* c\nb */ fn f() {}\n") == {"f": "unchanged"}


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


def test_equal_items_of_one_path_keep_their_order() -> None:
    """Of several equal ones that all have other numbers now the first is the first still."""
    one, other, last = (f"impl A {{\n    fn {name}(&self) {{}}\n}}\n" for name in "fgh")
    found = fates(one + one, other + last + one + one)
    assert (found["impl A#1"], found["impl A#2"]) == ("moved impl A#3", "moved impl A#4")


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


def test_of_repeated_paths_equal_ones_stay_together() -> None:
    """Before similarity is asked an equal path decides, however little is left."""
    one, two = long("f"), "fn f() { done() }\n"
    found = fates(one + long("f", 2), two + long("f", 3))
    assert found == {"f#1": "edited", "f#2": "edited"}


def test_another_number_is_the_same_item_where_it_is_similar() -> None:
    """One of two remains: it is the one that it is similar to, or neither."""
    one, two = long("f"), "fn f() { done(with(this), and(that), and_then(more)) }\n"
    assert fates(two + one, long("f", 2)) == {"f#1": "deleted", "f#2": "edited f"}
    assert fates(two + one, "fn f() {\n    1 + 1\n}\n") == {"f#1": "deleted", "f#2": "deleted"}


def test_the_same_path_with_its_kind_is_edited() -> None:
    """What is `A` alone and then `fn@A` beside a struct is one item, if it is similar."""
    assert fates(long("A"), long("A", 2) + "struct A;\n") == {"A": "edited fn@A"}
    assert fates(long("A"), long("A") + "struct A;\n") == {"A": "moved fn@A"}


def test_what_has_a_past_of_its_own_was_nothing_of_another_kind() -> None:
    """Of two items of one name one remains, under the bare name: the other did not become it."""
    old = f"const A: u8 = 1;\n{long('A')}"
    assert fates(old, long("A")) == {"const@A": "deleted", "fn@A": "moved A"}
    assert fates(old, old.replace("const A: u8", "mod A {}\nconst A: u8")) == {
        "const@A": "unchanged",
        "fn@A": "unchanged",
    }


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
    ("old", "new"), [("From<X> for A", "From<Y> for A"), ("a::T for A", "b::T for A")]
)
def test_an_impl_with_another_argument_has_to_be_similar(old: str, new: str) -> None:
    """A replaced argument or qualifier makes another impl, unless the body says it is the same."""
    one, other = long("f"), '    fn f() {}\n    const G: [u8; 9] = *b"123456789";\n'
    whole = f"impl {old} {{\n{one}}}\n"
    assert fates(whole, f"impl {new} {{\n{one}}}\n")[f"impl {old}"] == f"edited impl {new}"
    assert fates(whole, f"impl {new} {{\n{other}}}\n")[f"impl {old}"] == "deleted"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("impl A {\n}\n", "impl B {\n}\n"),
        ("impl Show for A {\n}\n", "impl Hide for A {\n}\n"),
        ("impl From<X> for A {\n}\nimpl From<Y> for A {\n}\n", "impl From<Y> for A {\n}\n"),
        ("impl A<X> {\n    fn f() {}\n}\nimpl A<Y> {\n    fn g() {}\n}\n", "impl A {\n}\n"),
        ("impl A {\n}\n", "impl A<X> {\n}\nimpl A<Y> {\n    fn g() {}\n}\n"),
        ("impl A {\n}\n", "#[cfg(test)]\nimpl A<X> {\n}\n"),
    ],
)
def test_an_impl_of_something_else_is_not_the_same(old: str, new: str) -> None:
    """Another type or trait is another impl, and so is one of several alike but for arguments."""
    found = [fate for fate in fates(old, new).values() if fate != "unchanged"]
    assert set(found) == {"deleted"}


def test_an_impl_in_test_code_is_not_in_the_way() -> None:
    """Beside one in test code an impl is still the only one it can be."""
    tests = "#[cfg(test)]\nimpl A<u8> {\n}\n"
    assert fates("impl A {\n}\n" + tests, "impl A<T> {\n}\n" + tests) == {
        "impl A": "edited impl A<T>"
    }


def test_an_impl_that_was_test_code_is_taken() -> None:
    """What bears the path of an impl that was test code is that one, and no other became it."""
    old = "impl A {\n}\n#[cfg(test)]\nimpl A<T> {\n}\n"
    assert fates(old, "impl A<T> {\n}\n") == {"impl A": "deleted"}


def test_an_impl_of_another_file_is_not_edited() -> None:
    """Where the file is another one, an impl under another path is renamed at most."""
    old = {"a.rs": f"impl A {{\n{long('f')}}}\n", "b.rs": ""}
    new = {"a.rs": "", "b.rs": f"impl A<T> {{\n{long('f')}}}\n"}
    assert fates(old, new) == {
        "a.rs impl A": "renamed b.rs impl A<T>",
        "a.rs A::f": "moved b.rs A<T>::f",
    }


def test_an_impl_that_is_the_same_succeeds_no_other() -> None:
    """What an impl of its own file became is not free for a similar one of another file."""
    old = {"a.rs": f"impl A {{\n{long('f')}}}\n", "b.rs": f"impl A {{\n{long('f')}}}\n"}
    new = {"a.rs": f"impl A<T> {{\n{long('f')}}}\n", "b.rs": ""}
    found = fates(old, new)
    assert (found["a.rs impl A"], found["b.rs impl A"]) == ("edited a.rs impl A<T>", "deleted")


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
    """It is symmetric, within 0 and 1, and 1 for equal runs."""
    one, other = bigrams_of(left), bigrams_of(right)
    found = similarity(one, other)
    assert 0 <= found <= 1
    assert found == similarity(other, one)
    assert similarity(one, one) == 1


@given(st.lists(TOKENS, max_size=5), st.lists(TOKENS, max_size=5))
def test_similar_pairs_are_those_of_the_threshold(
    left: list[list[bytes]], right: list[list[bytes]]
) -> None:
    """Each pair that is similar enough comes once, with its similarity; the empty ones do not."""
    old, new = [*map(bigrams_of, left)], [*map(bigrams_of, right)]
    wanted = [
        (similarity(one, other), place, at)
        for place, one in enumerate(old)
        for at, other in enumerate(new)
        if one and other and similarity(one, other) >= RENAMED_FROM
    ]
    assert sorted(similar_pairs(old, new)) == sorted(wanted)


def test_sizes_rule_out_no_similar_pair() -> None:
    """Where the smaller one is all that both have, 3 of 7 are just enough, and 3 of 8 are not."""
    three, seven, eight = (bigrams_of([b"%d" % n for n in range(count)]) for count in (4, 8, 9))
    assert [*similar_pairs([three], [eight, seven])] == [(0.6, 0, 1)]
    assert [*similar_pairs([eight, seven], [three])] == [(0.6, 1, 0)]


PIECES = st.lists(
    st.sampled_from(
        [
            long("a"),
            long("b"),
            long("a", 2),
            "impl A {\n    fn f() {}\n}\n",
            "const LIMIT: u8 = 1;\n",
            "/* a\nb */ mod m;\n",
            'fn open() { " }\n',
        ]
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


def test_a_blob_is_read_and_parsed_once(
    relay: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever revisions and files it stands in: what is there already is not asked for again."""
    parsed: list[bytes] = []
    asked: list[str] = []

    class Counted(Source):
        def __init__(self, data: bytes) -> None:
            parsed.append(data)
            super().__init__(data)

    class Asked(Corpus):
        def read_all(self, paths: list[str]) -> dict[str, bytes]:  # type: ignore[override]
            asked.extend(paths)
            return super().read_all(paths)

    monkeypatch.setattr(tree, "Source", Counted)
    made = Upstream(tmp_path / "relay.git")
    sources = Sources()
    for more in (b"", b"fn c() {}\n"):
        files = {"a.rs": b"fn a() {}\n", "b.rs": b"fn a() {}\n", "c.rs": more}
        commit = made.commit({f"relay/{path}": data for path, data in files.items()})
        sources.tree_of(Asked(relay.pin, Repository(made.folder), commit, None, ""))
    assert parsed == [b"fn a() {}\n", b"", b"fn c() {}\n"]
    assert asked == ["a.rs", "b.rs", "c.rs", "c.rs"]


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


def test_percents_are_rounded_down() -> None:
    """Each whole percent is itself, what lies above it too, and 100 is for equal items alone."""
    (fate,) = all_fates({"": "fn f() { 1 }"}, {"": "fn f() { 2 }"})
    for part in range(1, 100):
        for found, wanted in ((part / 100, part), ((part + 0.9) / 100, part)):
            *_, row = drift_lines([replace(fate, similarity=found)], "v1", "v2")
            assert f"({wanted} % alike)" in row


def test_the_headline_without_drift() -> None:
    """Without drift it says so, and how many items it looked at."""
    found = all_fates({"a.rs": "fn f() {}"}, {"a.rs": "fn f() {}"})
    assert headline(found, "v1", "v2") == "no drift from v1 to v2: 1 item unchanged"
    assert told(found[0]) == "unchanged"
    assert Kind.COMMENTS not in ALARMING

"""Items that are no longer where they were: what succeeds which, and what does not."""

import pytest
from drifting import all_fates, fates, long, told, tree_of

from pytest_verbatim.drift import Kind, fates_of
from pytest_verbatim.drift.piece import Piece, Source, name_likeness
from pytest_verbatim.drift.similarity import RENAMED_FROM, bigrams_of, similarity


def piece_of(text: str) -> Piece:
    """Return the first item of a text."""
    return Source(text.encode()).pieces[0]


# --- equal and similar ones --------------------------------------------------------------------


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


def words(name: str, count: int, last: str = "z") -> str:
    """Return a macro of so many tokens."""
    return f"macro_rules! {name} {{ {' '.join(f'w{n}' for n in range(count - 6))} {last} }}\n"


@pytest.mark.parametrize(
    ("old", "new", "fate"), [(20, 20, "renamed b!"), (19, 19, "deleted"), (20, 19, "deleted")]
)
def test_an_item_of_twenty_tokens_is_followed_without_its_name(
    old: int, new: int, fate: str
) -> None:
    """From 20 tokens on, both of them, another name will do."""
    before, after = words("a", old), words("b", new)
    assert [len(piece_of(text).tokens) for text in (before, after)] == [old, new]
    assert fates(before, after) == {"a!": fate}
    assert fates(after, before) == {"b!": fate.replace("b!", "a!")}


@pytest.mark.parametrize(
    ("old", "new", "fate"),
    [
        ("foo!(x, 1);", "foo!(x, 2);", "renamed b.rs foo!(x)"),
        ("foo!(x, 1);", "bar!(x, 1);", "deleted"),
        ("foo!(x, 1);", "foo!(y, 1);", "deleted"),
        ("a::foo!(x, 1);", "b::foo!(x, 1);", "renamed b.rs b::foo!(x)"),
        ("mod m {\n    foo!(x, 1);\n}", "foo!(x, 2);", "renamed b.rs foo!(x)"),
        ("impl A {\n    foo!(x, 1);\n}", "foo!(x, 2);", "renamed b.rs foo!(x)"),
    ],
)
def test_a_macro_call_is_known_by_macro_and_argument(old: str, new: str, fate: str) -> None:
    """A small call of another macro, or with another first argument, is another."""
    (name,) = (name for name in fates(old, "") if "!" in name)
    assert fates({"a.rs": old}, {"b.rs": new})[f"a.rs {name}"] == fate


@pytest.mark.parametrize(
    ("new", "fate"),
    [
        ("mod b {\n    impl X for A { const N: u8 = 2; }\n}", "renamed b::impl X for A"),
        ("impl X for A { const N: u8 = 2; }", "renamed impl X for A"),
        ("impl X for B { const N: u8 = 1; }", "deleted"),
    ],
)
def test_a_small_impl_is_known_by_trait_and_type(new: str, fate: str) -> None:
    """Whatever inline module it stands in, before or after."""
    old = "mod a {\n    impl X for A { const N: u8 = 1; }\n}"
    assert fates(old, new)["a::impl X for A"] == fate


@pytest.mark.parametrize(
    ("old", "new", "fate"),
    [
        ("const A: u8 = 1;", "static A: u8 = 1;", "renamed"),
        ("const A: u8 = 1;", "impl X {\n    const A: u8 = 2;\n}", "renamed"),
        ("type A = Vec<u8>;", "impl T for X {\n    type A = Vec<u16>;\n}", "renamed"),
        ("fn A() { 1 }", "impl X {\n    fn A() { 2 }\n}", "renamed"),
        ("struct A { a: u8, b: u8 }", "enum A { a, b, c }", "deleted"),
        ("struct A { a: u8, b: u8 }", "union A { a: u8, b: u8 }", "renamed"),
        ("enum A { a(u8), b(u8) }", "struct A { a: u8, b: u8 }", "deleted"),
        ("const A: u8 = 1;", "type A: u8 = 1;", "deleted"),
    ],
)
def test_what_can_turn_into_what(old: str, new: str, fate: str) -> None:
    """Within a family an item goes to another kind, if it is similar; to no other family."""
    found = fates({"a.rs": old}, {"b.rs": new})["a.rs A"]
    assert found.split()[0] == fate


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("trait A {}", "trait"),
        ("struct A;", "struct"),
        ("enum A {}", "struct"),
        ("union A { a: u8 }", "struct"),
        ("static A: u8 = 1;", "const"),
        ("type A = u8;", "type"),
        ("mod a {}", "mod"),
    ],
)
def test_the_family_of_a_kind(text: str, family: str) -> None:
    """Each kind has the family of those it can turn into, a trait one of its own."""
    assert piece_of(text).family == family


@pytest.mark.parametrize(
    ("one", "other", "alike"), [("a", "a", 1), ("a", "b", 0), ("ab", "abc", 2 / 3)]
)
def test_names_are_alike_by_their_letter_pairs(one: str, other: str, alike: float) -> None:
    """Equal names are fully alike, short ones that differ not at all."""
    left, right = (piece_of(f"mod {name} {{}}") for name in (one, other))
    assert name_likeness(left, right) == name_likeness(right, left) == alike


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


def test_a_name_breaks_ties_and_no_more() -> None:
    """The slightly more similar item is the successor, whatever the names are."""
    near, far = long("zzz", step=1), long("count_up", step=2)
    assert fates(long("count"), far + near) == {"count": "renamed zzz"}


def test_of_equal_candidates_the_one_of_equal_path_is_taken() -> None:
    """Among equal tokens an equal path goes before a way that more items went."""
    old = {"a.rs": long("count") + long("other", step=3)}
    new = {
        "b.rs": f"mod n {{\n{long('count')}}}\n" + long("other", step=3),
        "c.rs": long("count"),
    }
    assert fates(old, new)["a.rs count"] == "moved c.rs count"


def test_many_equal_or_similar_items_are_followed_in_time() -> None:
    """Hundreds of items that could each be each are paired by order, or by similarity."""
    calls = "m!(1, 1);\n" * 300
    followed = all_fates({"a.rs": calls}, {"b.rs": calls})
    assert all(fate.new and fate.new.path == fate.old.path for fate in followed)
    before, after = (
        "".join(long(f"{name}{at}", at) for at in range(100)) for name in ("one", "other")
    )
    found = fates({"a.rs": before}, {"b.rs": after})
    assert found == {f"a.rs one{at}": f"renamed b.rs other{at}" for at in range(100)}


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


def test_a_copy_in_an_inline_module_can_go() -> None:
    """What stands in a module is no member: its copy elsewhere is where it went."""
    old = {"a.rs": f"mod m {{\n{long('count')}}}\n", "b.rs": long("count")}
    assert fates(old, {"a.rs": "", "b.rs": long("count")})["a.rs m::count"] == "moved b.rs count"


@pytest.mark.parametrize("text", ["pub const LIMIT: u8 = 1;\n", "impl A {\n    fn f() {}\n}\n"])
def test_a_copy_of_the_same_path_can_be_anything(text: str) -> None:
    """Small items, impls and members go to a copy where the path is the very same."""
    found = fates({"a.rs": text, "b.rs": text}, {"b.rs": text})
    assert {found[key] for key in found if key.startswith("a.rs")} == {
        f"moved {key}" for key in found if key.startswith("b.rs")
    }


def test_a_copy_of_another_path_is_none_of_a_small_item_or_an_impl() -> None:
    """What many files and types have an equal one of did not go to the next best."""
    small = "pub const LIMIT: u8 = 1;\n"
    old = {"a.rs": f"mod m {{\n    {small}}}\n", "b.rs": small}
    assert fates(old, {"a.rs": "mod m {\n}\n", "b.rs": small})["a.rs m::LIMIT"] == "deleted"
    whole = f"impl A {{\n{long('f')}}}\n"
    old = {"a.rs": f"mod m {{\n{whole}}}\n", "b.rs": whole}
    found = fates(old, {"a.rs": "mod m {\n}\n", "b.rs": whole})
    assert (found["a.rs m::impl A"], found["a.rs m::A::f"]) == ("deleted", "deleted")


def test_of_several_copies_the_nearest_is_taken() -> None:
    """No test code where there is another; then the one on the way that others went."""
    tests = f"#[cfg(test)]\nmod tests {{\n{long('count')}}}\n"
    new = {"b.rs": tests, "c.rs": long("count"), "d.rs": long("count")}
    old = {"a.rs": long("count") + long("other", step=3), **new}
    assert fates(old, new)["a.rs count"] == "moved c.rs count"
    new["d.rs"] += long("other", step=3)
    assert fates(old, new)["a.rs count"] == "moved d.rs count"
    assert fates(old, {"b.rs": tests})["a.rs count"] == "moved b.rs tests::count"


def test_a_copy_in_test_code_is_the_last() -> None:
    """Even under the very same path: a copy of another path that is no test goes before it."""
    kept = {"tests/t.rs": long("count"), "c.rs": f"mod n {{\n{long('count')}}}\n"}
    old, new = (tree_of(one, ("tests/t.rs",)) for one in ({"a.rs": long("count"), **kept}, kept))
    assert told(fates_of(old, new)[0]) == "moved c.rs n::count"


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


LEN = "    fn len(&self) -> usize {\n        self.jobs.iter().filter(|j| j.open).count()\n    }\n"


def test_a_similar_member_of_the_successor_goes_before_an_equal_one_elsewhere() -> None:
    """An impl that is elsewhere now took its members along, edited ones too."""

    def impl(name: str, more: str) -> str:
        return f"impl {name} {{\n{long('count')}{long('other', step=3)}{more}}}\n"

    edited = LEN.replace("open", "is_open")
    new = f"impl Other {{\n{LEN}}}\n" + impl("Line", edited)
    assert fates(impl("Queue", LEN), new)["Queue::len"] == "renamed Line::len"


def test_of_an_impl_that_stays_an_equal_member_elsewhere_goes_first() -> None:
    """The near miss: the impl is where it was, and the equal tokens have left it."""
    old = f"impl A {{\n{LEN}    fn f() {{}}\n}}\n"
    new = f"impl A {{\n{LEN.replace('len', 'size')}    fn f() {{}}\n}}\nimpl B {{\n{LEN}}}\n"
    assert fates(old, new)["A::len"] == "moved B::len"


def test_of_a_container_that_is_gone_nothing_is_inside() -> None:
    """The member of a deleted impl goes to the most similar item, not to one of no container."""
    old = f"impl A {{\n{long('count')}}}\n"
    more = "".join(f"    fn o{n}() -> X{n} {{ y{n}.z{n}() + w{n} }}\n" for n in range(20))
    new = long("tally", 7).replace("limit", "other") + f"impl B {{\n{more}{long('count', 2)}}}\n"
    assert fates(old, new) == {"impl A": "deleted", "A::count": "renamed B::count"}


def test_containers_are_followed_from_the_outermost() -> None:
    """An impl in a module goes with the module, though an equal one stands outside."""
    impl = f"impl X {{\n{long('count')}}}\n"
    old = f"mod a {{\n{impl}{long('z', 9)}}}\n"
    assert fates(old, f"{impl}mod b {{\n{impl}{long('z', 9)}}}\n") == {
        "mod@a": "renamed mod@b",
        "a::impl X": "moved b::impl X",
        "a::X::count": "moved b::X::count",
        "a::z": "moved b::z",
    }


def test_modules_of_one_name_in_two_modules_are_two_containers() -> None:
    """What stands in `b::m` goes where `b::m` goes, not where `a::m` does."""
    one, other = long("count"), long("other", 3)
    old = f"mod a {{\nmod m {{\n{one}}}\n}}\nmod b {{\nmod m {{\n{other}{one}}}\n}}\n"
    places = {place.path: place for place in tree_of({"": old}).places()}
    assert [places[path].container for path in ("mod@a", "a::mod@m", "b::m::other")] == [
        None,
        places["mod@a"],
        places["b::mod@m"],
    ]


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


def test_test_code_of_old_takes_nobody_s_place() -> None:
    """What a test became is not asked, so that an item of the code can have become it."""
    tests = f"#[cfg(test)]\nmod tests {{\n{long('tally')}}}\n"
    assert fates(tests + long("count"), {"": long("tally")}) == {"count": "renamed tally"}


def test_test_code_is_the_last_of_equal_candidates() -> None:
    """Another place goes before it, even where test code is nearer in every other way."""
    old = {"a.rs": long("count") + long("other", 3)}
    new = {"tests/t.rs": long("count") + long("other", 3), "b.rs": f"mod n {{\n{long('count')}}}\n"}
    found = fates_of(tree_of(old), tree_of(new, ("tests/t.rs",)))
    assert [told(fate) for fate in found] == ["moved b.rs n::count", "moved tests/t.rs other"]

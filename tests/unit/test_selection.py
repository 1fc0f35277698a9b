"""What an item path chooses, and what is said where it chooses nothing."""

from collections.abc import Iterator, Mapping

import pytest
from rusttree import WHERE, found, missed, parsed, place, snippet
from support import CORE, TRAPS

from pytest_verbatim.finding import Finding
from pytest_verbatim.rustfile import Item, RustFile
from pytest_verbatim.selection import Place, select


class Untouched(Mapping[str, RustFile]):
    """A tree that must not be looked at."""

    def __getitem__(self, path: str) -> RustFile:
        """Fail."""
        raise AssertionError(path)

    def __iter__(self) -> Iterator[str]:
        """Fail."""
        raise AssertionError

    def __len__(self) -> int:
        """Fail."""
        raise AssertionError


def choose(text: str, path: str, **elsewhere: str) -> tuple[Item, ...] | Finding:
    """Return what `path` chooses in the file `here.rs` of that text."""
    here = snippet(text)
    tree = {"here.rs": here, **{f"{name}.rs": snippet(other) for name, other in elsewhere.items()}}
    return select(here, path, Place(WHERE, "here.rs", tree))


def names(text: str, path: str) -> list[str]:
    """Return the full paths of what is chosen."""
    items = choose(text, path)
    assert not isinstance(items, Finding), items
    return [str(item.path) for item in items]


def finding(text: str, path: str, **elsewhere: str) -> Finding:
    """Return the finding where nothing is chosen."""
    got = choose(text, path, **elsewhere)
    assert isinstance(got, Finding), got
    assert got.where == WHERE
    return got


# --- one item ---------------------------------------------------------------------------------

TEXT = """
use a::b;
#[cfg(test)]
use c::d;
use e::f;

struct A;
fn A() {}
mod m {
    use g::h;
    fn x() {}
}
mod x {}
macro_rules! x { () => {} }
fn x() {}
impl A {
    fn y() {}
    const y: u8 = 1;
    type y = u8;
}
impl p::B<u8> for A {
    fn y() {}
}
impl p::B<u16> for A {}
trait T {
    fn z();
}
union U { a: u8 }
static S: u8 = 1;
const K: u8 = 1;
type L = u8;
enum E {}
x!(A);
"""


@pytest.mark.parametrize(
    ("path", "full"),
    [
        ("x", "x"),
        ("fn@x", "x"),
        ("mod@x", "mod@x"),
        ("x!", "x!"),
        ("macro@x", "x!"),
        ("m::x", "m::x"),
        ("m::fn@x", "m::x"),
        ("mod@m", "mod@m"),
        ("struct@A", "struct@A"),
        ("fn@A", "fn@A"),
        ("A#1", "struct@A"),
        ("A#2", "fn@A"),
        ("fn@A#1", "fn@A"),
        ("A::fn@y", "A::fn@y"),
        ("A::method@y", "A::fn@y"),
        ("A::const@y", "A::const@y"),
        ("A::type@y", "A::type@y"),
        ("<A as B>::y", "<A as p::B<u8>>::y"),
        ("impl B<u16> for A", "impl p::B<u16> for A"),
        ("impl B for A#2", "impl p::B<u16> for A"),
        ("impl p::B for A#1", "impl p::B<u8> for A"),
        ("T::z", "T::z"),
        ("trait@T", "T"),
        ("union@U", "U"),
        ("static@S", "S"),
        ("const@K", "K"),
        ("type@L", "L"),
        ("enum@E", "E"),
        ("x!(A)", "x!(A)"),
        ("use#1", "use#1"),
        ("use#2", "use#2"),
        ("m::use#1", "m::use#1"),
    ],
)
def test_a_path_chooses_one_item(path: str, full: str) -> None:
    """What is written chooses the item of that full path, and the full path chooses it too."""
    assert names(TEXT, path) == names(TEXT, full) == [full]


def test_nothing_else_is_read_for_a_hit() -> None:
    """The rest of the tree is looked at where a path fits none, not before."""
    somewhere = Place(WHERE, "here.rs", Untouched())
    rust_file = snippet(TEXT)
    assert isinstance(select(rust_file, "m::x", somewhere), tuple)
    assert isinstance(select(rust_file, "A", somewhere), Finding)
    assert isinstance(select(rust_file, "a b #", somewhere), Finding)
    with pytest.raises(AssertionError):
        select(rust_file, "nowhere", somewhere)


def test_a_bare_use_is_all_of_them_but_tests() -> None:
    """`use` chooses all file-level declarations but test-only ones; `m::use` those of `m`."""
    assert names(TEXT, "use") == ["use#1", "use#3"]
    assert names(TEXT, "m::use") == ["m::use#1"]
    assert finding("#[cfg(test)]\nuse a::b;\n", "use").code == "code.unknown-item"
    assert finding("fn a() {}\n", "use").code == "code.unknown-item"


def test_the_number_counts_what_fits() -> None:
    """`#n` counts in source order; where the bare path itself repeats, it counts those alone."""
    text = "impl A<u8> {}\nimpl A {}\nimpl a::A {}\nimpl A {}\n"
    assert names(text, "impl A#1") == ["impl A#1"]
    assert names(text, "impl A#2") == ["impl A#2"]
    assert choose(text, "impl A#2") != choose(text, "impl a::A")
    several = "impl A<u8> {}\nimpl A<u16> {}\nimpl A<u32> {}\n"
    assert names(several, "impl A#2") == ["impl A<u16>"]
    once = "impl A<u8> {}\nimpl A {}\n"
    assert names(once, "impl A#1") == ["impl A<u8>"]
    assert names(once, "impl A#2") == ["impl A"]


def test_the_full_path_goes_before_longer_ones() -> None:
    """A path that is one item's full path chooses it, though it fits others too."""
    text = "impl A<u8> {}\nimpl A {}\n"
    assert names(text, "impl A") == ["impl A"]
    assert finding("impl A<u8> {}\nimpl a::A {}\n", "impl A").code == "code.ambiguous-item"


def test_a_kind_must_be_right() -> None:
    """A path with `kind@` fits no item of another kind."""
    for kind in ("struct", "enum", "union", "trait", "const", "static", "type", "mod", "method"):
        assert finding("fn a() {}\n", f"{kind}@a").code == "code.unknown-item"
        assert names("fn a() {}\n", "fn@a") == ["a"]
    assert finding("struct a;\n", "fn@a").code == "code.unknown-item"
    assert finding("fn a() {}\n", "macro@a").code == "code.unknown-item"


# --- no item ----------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["", "class@A", "A<", "use#0", "`A`"])
def test_a_path_that_does_not_parse(path: str) -> None:
    """What is no path is a finding that quotes it, and names the command that lists paths."""
    said = finding(TEXT, path)
    assert said.code == "code.bad-item-path"
    assert said.seen.startswith(f"`{path}` is no item path: ")
    assert said.mend == "see `verbatim items here.rs` for the paths there are"


def test_an_ambiguous_path() -> None:
    """A path that fits several names their lines, and the paths to write instead."""
    said = finding(TEXT, "A")
    assert said.code == "code.ambiguous-item"
    assert said.seen == "`A` fits 2 items in here.rs (lines 7, 8)"
    assert said.mend == "write one of: `struct@A`, `fn@A`"


def test_a_number_too_large() -> None:
    """`#n` beyond what fits says how many there are, and lists them."""
    said = finding(TEXT, "impl B for A#3")
    assert said.code == "code.unknown-item"
    assert said.seen == "`impl B for A#3` asks for number 3 of 2 in here.rs"
    assert said.mend == "write one of: `impl p::B<u8> for A`, `impl p::B<u16> for A`"


def test_a_number_of_nothing() -> None:
    """`#n` of a path that fits none is an unknown item."""
    assert finding(TEXT, "nowhere#2").seen == "here.rs has no item `nowhere#2`"


def test_an_unknown_path_names_its_neighbours() -> None:
    """A path that fits none names what bears the name, nearly the name, and the name elsewhere."""
    said = finding("struct Alpha;\nimpl Alpha {\n    fn new() {}\n}\n", "new", b="fn new() {}\n")
    assert said.code == "code.unknown-item"
    assert said.seen == "here.rs has no item `new`"
    assert said.mend == (
        "nearest in this file: `Alpha::new` (line 3); `new` is in: b.rs (`new`, line 1); "
        "`verbatim items here.rs` lists all"
    )
    assert "nearest in this file: `Alpha` (line 1)" in finding("struct Alpha;\n", "Alpa").mend
    whole = finding("impl Alpha {\n    fn x() {}\n}\n", "Alpha::y")
    assert "nearest in this file: `Alpha::x` (line 2)" in whole.mend
    member = finding("impl Alphabetical for Betabetical {\n    fn handle() {}\n}\n", "handel")
    assert "nearest in this file: `<Betabetical as Alphabetical>::handle` (line 2)" in member.mend
    assert finding("struct Alpha;\n", "Zeta").mend == "`verbatim items here.rs` lists all"


def test_a_qualified_path_looks_for_its_last_name() -> None:
    """The name that is looked for is that of the item, not of its generic arguments."""
    said = finding("fn z() {}\n", "impl B for Gone<T>", b="struct Gone<T>(T);\n", c="struct T;\n")
    assert "`Gone` is in: b.rs (`Gone`, line 1)" in said.mend
    assert "c.rs" not in said.mend


def test_impls_elsewhere_count_for_impls() -> None:
    """Implementations elsewhere are named where one is looked for, not where their type is."""
    other = "struct A;\nimpl A {}\n"
    assert "`A` is in: b.rs (`A`, line 1);" in finding("fn z() {}\n", "A", b=other).mend
    said = finding("fn z() {}\n", "impl A", b=other)
    assert "`A` is in: b.rs (`A`, line 1), b.rs (`impl A`, line 2);" in said.mend


def test_elsewhere_is_cut_short() -> None:
    """Three places elsewhere are named, the rest is counted; the file itself and `use` do not."""
    others = dict.fromkeys("bcdef", "fn a() {}\n")
    said = finding("use x::y;\n", "a", **others)
    assert said.mend == (
        "`a` is in: b.rs (`a`, line 1), c.rs (`a`, line 1), d.rs (`a`, line 1) and 2 more; "
        "`verbatim items here.rs` lists all"
    )
    exact = finding("use x::y;\n", "a", b="fn a() {}\n", c="fn a() {}\n", d="fn a() {}\n")
    assert "more" not in exact.mend
    assert "is in" not in finding("fn b() {}\n", "use", b="use x::y;\n").mend


def test_a_bare_name_of_several_members() -> None:
    """A bare name that only members bear is as good as ambiguous; one member is the nearest."""
    two = "impl A {\n    fn new() {}\n}\nimpl B {\n    fn new() {}\n}\n"
    said = finding(two, "new")
    assert said.code == "code.ambiguous-item"
    assert said.seen == "`new` fits 2 items in here.rs (lines 2, 5)"
    assert said.mend == "write one of: `A::new`, `B::new`"
    assert finding("impl A {\n    fn new() {}\n}\n", "new").code == "code.unknown-item"
    assert finding(two, " new\n").code == "code.ambiguous-item"
    assert finding(two, "C::new").code == "code.unknown-item"
    assert finding(two, "fn@new").code == "code.unknown-item"


def test_items_of_that_name_are_nearest() -> None:
    """What bears the very name goes before what nearly does, which is not named then."""
    text = "struct newt;\nmod a {\n    fn new() {}\n}\nmod b {\n    fn new() {}\n}\n"
    assert finding(text, "new").mend == (
        "nearest in this file: `a::new` (line 3), `b::new` (line 6); "
        "`verbatim items here.rs` lists all"
    )


def test_nearest_are_three_at_most() -> None:
    """Neighbours are cut short at three."""
    text = "".join(f"mod m{n} {{\n    fn near() {{}}\n}}\n" for n in range(5))
    said = finding(text, "near")
    assert said.mend.count("(line ") == 3


# --- in the miniature -------------------------------------------------------------------------


def test_a_name_in_two_files() -> None:
    """The same name in another file is no rival, and is found where it is lost in this one."""
    config = found("modules.rs", "Config")
    assert config != found(f"{CORE}/config.rs", "Config")
    said = missed("kinds.rs", "Config")
    assert f"{CORE}/config.rs (`Config`, line 7)" in said.mend
    assert f"{TRAPS}/modules.rs (`Config`, line 114)" in said.mend


def test_a_name_inside_a_string_is_nowhere() -> None:
    """A name that stands in comments and strings alone is not found elsewhere either."""
    assert "is in" not in missed("only_comments.rs", "Nothing").mend
    assert "is in" in missed("only_comments.rs", "Config").mend


def test_the_path_of_a_member_in_a_module() -> None:
    """Modules stand before the whole path, also before `impl` and `<A as B>`."""
    for path in ("audit::impl Display for Record", "audit::<Record as Display>::fmt"):
        assert str(found("modules.rs", path).path) == path
        assert missed("modules.rs", path.removeprefix("audit::")).code == "code.unknown-item"


def test_all_uses_of_a_file() -> None:
    """`use` is every declaration of the file but the test-only one, none of a module or body."""
    items = select(parsed("uses.rs"), "use", place("uses.rs"))
    assert isinstance(items, tuple)
    assert [str(item.path) for item in items] == [f"use#{n}" for n in range(1, 15) if n != 11]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("fn a() {}\n\nfn b() {}\n", None),
        ("fn a() {}\n<<<<<<< HEAD\nfn b() {}\n", 2),
        ("fn a() {}\n\nfn b() {\n    c(\n", 3),
    ],
)
def test_a_file_that_does_not_parse_is_said_where_an_item_is_missed(
    text: str, line: int | None
) -> None:
    """A conflict marker, or half a file: that is why; of a file that parses nothing is said."""
    mend = finding(text, "lost").mend
    assert ("our parser" in mend) is (line is not None)
    assert line is None or mend.startswith(
        f"our parser meets an error in the file (near line {line}); "
    )

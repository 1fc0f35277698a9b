"""`RustFile`: what it says about a file beyond what the miniature's traps show."""

import hashlib
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rusttree import PATHS, Tree, listing, parsed, snippet, source

from pytest_verbatim.finding import Where
from pytest_verbatim.itempath import ItemPath
from pytest_verbatim.rustfile import Item, Lines, ModDeclaration, RustFile
from pytest_verbatim.rustfile.source import SourceText
from pytest_verbatim.selection import Place, select

quick = settings(max_examples=150, derandomize=True, deadline=None)


def only(text: str) -> Item:
    """Return the one item of a text."""
    (item,) = snippet(text).items
    return item


def named(rust_file: RustFile, path: str) -> Item:
    """Return the item of a full path."""
    return rust_file.item_at(ItemPath.parse(path))


# --- bytes and lines --------------------------------------------------------------------------

blobs = st.lists(st.sampled_from([b"a", b" ", b"\n", b"\r\n", b"\r", b"\xff", "ß".encode()])).map(
    b"".join
)


@quick
@given(blobs)
def test_lines_are_those_between_line_feeds(data: bytes) -> None:
    """Lines are what stands between LFs, a final LF ends the last; CRLF is a newline as well."""
    text = SourceText(data)
    lines = data.removesuffix(b"\n").split(b"\n")
    at = 0
    for number, line in enumerate(lines, 1):
        ended = at + len(line) < len(data)
        shown = line.removesuffix(b"\r") if ended else line
        assert text.start_of(number) == at
        assert text.cut(Lines(number, number)) == shown
        assert text.end_of(number) == at + len(shown)
        assert text.newline_after(number) == (b"\r\n" if line != shown else b"\n")
        assert text.sha256(Lines(number, number)) == hashlib.sha256(shown).hexdigest()
        assert {text.line_of(byte) for byte in range(at, at + len(line))} <= {number}
        at += len(line) + 1
    whole = Lines(1, len(lines))
    assert data.startswith(text.cut(whole))
    assert data.removeprefix(text.cut(whole)) in {b"", b"\n", b"\r\n"}


def test_blank_lines_between() -> None:
    """A line of white space is a blank one; the lines at both ends do not count."""
    text = SourceText(b"\na\nb\n \t\r\nc\n\n")
    assert not text.has_blank_line(2, 3)
    assert not text.has_blank_line(1, 3)
    assert text.has_blank_line(3, 5)
    assert text.has_blank_line(2, 6)
    assert not text.has_blank_line(5, 6)


@pytest.mark.parametrize(
    ("data", "comments", "span", "code"),
    [
        (b"a /* b */ c", [(2, 9)], (0, 11), "a  c"),
        (b"  /* b */  ", [(2, 9)], (0, 11), ""),
        (b"a // b\nc", [(2, 6)], (0, 6), "a"),
        (b"a /// b\nc", [(2, 8)], (0, 7), "a"),
        (b"a /* b\nc */ d", [(2, 11)], (0, 6), "a /* b"),
        (b"a /* b\nc */ d", [(2, 11)], (7, 13), "c */ d"),
        (b"/* a */ b /* c */ d", [(0, 7), (10, 17)], (7, 10), "b"),
        (b"/* a */ b", [(0, 7)], (8, 9), "b"),
        (b"\xef\xbb\xbf // a\nb", [(4, 8)], (0, 8), ""),
        (b"\xef\xbb\xbfb", [], (0, 4), "b"),
        (b"a\xff", [], (0, 2), "a\ufffd"),
        (b"", [], (0, 0), ""),
    ],
)
def test_code_in_a_range(
    data: bytes, comments: list[tuple[int, int]], span: tuple[int, int], code: str
) -> None:
    """Comments that lie in the range are no code; one that is cut in two stays to be seen."""
    assert SourceText(data, comments).code_in(*span) == code


def test_lines_hold_lines() -> None:
    """Lines hold those between their ends, themselves included."""
    assert Lines(2, 5).holds(Lines(2, 5))
    assert Lines(2, 5).holds(Lines(3, 4))
    assert not Lines(2, 5).holds(Lines(1, 3))
    assert not Lines(2, 5).holds(Lines(4, 6))


# --- laws over every file ---------------------------------------------------------------------

FRAGMENTS = (
    *"fn struct impl for use mod macro_rules! const let 'a ' \" r#\"".split(),
    *"{ } ( ) [ ] < > ; , :: # ! @".split(),
    "#[cfg(test)]",
    "// c\n",
    "/// d\n",
    "/* e",
    "*/",
    "\n",
    "\r\n",
    "x",
    "Y",
    "ß🦀",
    "fn f() {}\n",
    "impl Y {\n",
    "x!(y);",
    "dyn",
    "as",
    "->",
    "0",
)


@settings(max_examples=400, derandomize=True, deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=30).map(" ".join))
def test_any_text_parses(text: str) -> None:
    """Whatever a file holds, its items stand in it, and each path that is printed selects one."""
    check_file(snippet(text), len(text.encode().removesuffix(b"\n").split(b"\n")))


@quick
@given(st.binary(max_size=40))
def test_any_bytes_parse(data: bytes) -> None:
    """Bytes that are no text at all parse too."""
    check_file(snippet(data), len(data.removesuffix(b"\n").split(b"\n")))


def check_file(rust_file: RustFile, line_count: int) -> None:
    """Check what holds for the items of every file."""
    paths = [item.path for item in rust_file.items]
    assert len({str(path) for path in paths}) == len(paths)
    for item in rust_file.items:
        assert 1 <= item.lines.first <= item.lines.last <= line_count
        assert rust_file.item_at(item.path) == item
        if item.container is not None:
            assert rust_file.item_at(item.container).lines.holds(item.lines)
            assert rust_file.item_at(item.container).kind in {"impl", "trait"}


@pytest.mark.parametrize("file", PATHS)
def test_every_path_selects_its_item(file: str) -> None:
    """Every path that is listed selects that very item, and none is printed twice."""
    rust_file = parsed(file)
    check_file(rust_file, source(file).count(b"\n") + 1)
    place = Place(Where(file), file, Tree())
    for item in rust_file.items:
        assert select(rust_file, str(item.path), place) == (item,)


@pytest.mark.parametrize("file", PATHS)
def test_items_come_in_source_order(file: str) -> None:
    """Items are listed in the order in which they begin; digests are of exactly their lines."""
    rust_file = parsed(file)
    starts = [item.lines.first for item in rust_file.items]
    assert starts == sorted(starts)
    for item in rust_file.items:
        lines = source(file).split(b"\n")[item.lines.first - 1 : item.lines.last]
        text = b"\n".join(lines).removesuffix(b"\r")
        assert rust_file.sha256(item.lines) == hashlib.sha256(text).hexdigest()


# --- kinds, paths and names -------------------------------------------------------------------


def test_kinds_tell_apart_where_names_repeat() -> None:
    """`kind@` comes where a bare path repeats in another kind, `#n` where it still repeats."""
    text = """
impl A {
    fn x(&self) {}
    const x: u8 = 1;
    type x = u8;
    fn y(&self) {}
}
trait B {
    fn m(&self);
    type m;
}
fn m() {}
fn m() {}
static m: u8 = 1;
"""
    assert [str(item.path) for item in snippet(text).items] == [
        "impl A",
        "A::fn@x",
        "A::const@x",
        "A::type@x",
        "A::y",
        "B",
        "B::fn@m",
        "B::type@m",
        "fn@m#1",
        "fn@m#2",
        "static@m",
    ]


def test_use_is_always_numbered() -> None:
    """A single `use` has its number all the same, for each module by itself."""
    rust_file = snippet("use a::b;\nmod m {\n    use c::d;\n    use e::f;\n}\n")
    assert [str(item.path) for item in rust_file.items] == [
        "use#1",
        "mod@m",
        "m::use#1",
        "m::use#2",
    ]
    assert [str(item.path) for item in rust_file.uses] == ["use#1"]


def test_an_item_knows_its_name_and_whether_it_is_a_member() -> None:
    """An item's name is the last of its path; members know their impl, and it its header."""
    rust_file = snippet("impl<T> A<T>\nwhere\n    T: B,\n{\n    fn x() {}\n}\nfn y() {}\n")
    whole, member, function = rust_file.items
    assert [item.name for item in rust_file.items] == ["A", "x", "y"]
    assert [item.is_member for item in rust_file.items] == [False, True, False]
    assert member.container == whole.path
    assert (whole.header, member.header, function.header) == (Lines(1, 4), None, None)


def test_an_unknown_path_is_a_key_error() -> None:
    """A full path that the file has not is an error of ours, not a finding."""
    with pytest.raises(KeyError):
        snippet("fn a() {}\n").item_at(ItemPath.parse("b"))


@pytest.mark.parametrize(
    ("call", "path"),
    [
        ("m!(a);", "m!(a)"),
        ("m!(self, Self, super, crate, _, b);", "m!(b)"),
        ("m! { pub(crate) unsafe extern fn c() {} }", "m!(c)"),
        ("m!(1, 2.0, 'x', \"y\", b'z', true, d);", "m!(d)"),
        ("m!('a, 'static, e);", "m!(e)"),
        ("m!(/* f */ g);", "m!(g)"),
        ("m!(/**f*/ g);", "m!(g)"),
        ("m!(#[h] i);", "m!(h)"),
        ("m!(async, await, dyn, gen);", "m!(gen)"),
        ("m!(union);", "m!(union)"),
        ("m!($x);", "m!(x)"),
        ("m!();", "m!()"),
        ("m![j];", "m!(j)"),
        ("a::b::m!(r#k);", "a::b::m!(r#k)"),
        ("m!((({ l })));", "m!(l)"),
        ("m!(ö);", "m!(ö)"),
    ],
)
def test_macro_calls_are_named_by_their_first_identifier(call: str, path: str) -> None:
    """The first identifier among the arguments that is no keyword names a call."""
    assert str(only(call).path) == path


@pytest.mark.parametrize(
    ("header", "member"),
    [
        ("impl A", "A::m"),
        ("impl a::A<T>", "a::A<T>::m"),
        ("impl ::a::A", "::a::A::m"),
        ("impl r#type", "r#type::m"),
        ("impl [T]", "<[T]>::m"),
        ("impl (A, B)", "<(A, B)>::m"),
        ("impl &A", "<&A>::m"),
        ("impl dyn A", "<dyn A>::m"),
        ("impl fn(u8)", "<fn(u8)>::m"),
        ("impl unsafe fn(u8)", "<unsafe fn(u8)>::m"),
        ('impl extern "C" fn(u8)', '<extern "C" fn(u8)>::m'),
        ("impl for<'a> fn(&'a u8)", "<for<'a> fn(&'a u8)>::m"),
        ("impl A for for<'a> fn(&'a u8)", "<for<'a> fn(&'a u8) as A>::m"),
        ("impl A<dyn for<'a> B<'a>> for C", "<C as A<dyn for<'a> B<'a>>>::m"),
        ("impl A<{ 1 > 0 }> for C", "<C as A<{1> 0}>>::m"),
        ("impl A for <T as B>::C", "<<T as B>::C as A>::m"),
        ("impl <T as B>::C", "<<T as B>::C>::m"),
        ("impl A for fn(u8) -> u8", "<fn(u8) -> u8 as A>::m"),
        ("impl<T: for<'a> B<'a>> A for T", "<T as A>::m"),
        ("impl<const N: usize> A<N> for [u8; N]", "<[u8; N] as A<N>>::m"),
    ],
)
def test_members_are_named_by_the_type_of_their_impl(header: str, member: str) -> None:
    """A plain type stands before `::` as it is, any other between angle brackets."""
    code = f"{header} {{\n    fn m(&self) {{}}\n}}\n"
    place = Place(Where("x.rs"), "x.rs", {})
    for text, path in ((code, member), (f"mod inner {{\n{code}}}\n", f"inner::{member}")):
        item = snippet(text).items[-1]
        assert str(item.path) == path
        assert select(snippet(text), path, place) == (item,)


def test_bound_names() -> None:
    """A `use` binds the last names of its leaves; globs, `_` and qualifiers are none."""
    rust_file = snippet(
        "use a::{r#b as c, d::{self, e as _}, f::*, g};\n"
        "use ::h;\nuse {i};\nuse j::{self as k};\nuse l::*;\nuse m as _;\nuse n as o;\n"
        "use self::{p::{q::{self}}};\n"
    )
    binds = [item.binds for item in rust_file.uses]
    assert binds == [("c", "d", "g"), ("h",), ("i",), ("k",), (), (), ("o",), ("q",)]


@pytest.mark.parametrize(
    ("code", "occurs"),
    [
        ("x", True),
        ("x::y", True),
        ("y::x", True),
        ("x!()", True),
        ("let x = 1", True),
        ("let y: x = 1", True),
        ("let Y { x, .. } = y", True),
        ("Y { x }", True),
        ("Y { x: 1 }", False),
        ("y.x", False),
        ("y.x()", False),
        ("y!(x)", True),
        ("y!(y.x)", False),
        ("y!(y.x())", False),
        ("y!(y..x)", True),
        ("y!(Y { z: x })", True),
        ('y!("x")', False),
        ("y!(/* x */)", False),
        ("/* x */ y", False),
        ('"x"', False),
        ("'x'", False),
        ("'x: loop { break 'x }", False),
        ("y!('x: loop {})", False),
        ("z::<'x>()", False),
        ("r#x", False),
    ],
)
def test_names_in(code: str, *, occurs: bool) -> None:
    """A name occurs where an import could bind it: not in text, as a label, or behind a dot."""
    rust_file = snippet(f"fn f() {{\n    {code};\n}}\n")
    assert ("x" in rust_file.names_in(Lines(2, 2))) is occurs


def test_names_in_are_those_of_the_lines() -> None:
    """Only what stands on the lines counts."""
    rust_file = snippet("fn a() {}\nfn b() { c() }\nfn d() {}\n")
    assert rust_file.names_in(Lines(2, 2)) == {"b", "c"}
    assert rust_file.names_in(Lines(1, 3)) == {"a", "b", "c", "d"}


@pytest.mark.parametrize(
    ("code", "occurs"),
    [
        ("str::from_utf8(y)", True),
        ("y!(str::from_utf8(y))", True),
        ("y!(f64::PI)", False),
        ("y!(z as &str)", False),
        ("let y: &str = z", False),
    ],
)
def test_modules_named_like_primitive_types(code: str, *, occurs: bool) -> None:
    """`str` is a name where it is the path to something, in the tokens of a macro as well."""
    rust_file = snippet(f"use std::str;\n\nfn f() {{\n    {code};\n}}\n")
    assert ("str" in rust_file.names_in(Lines(3, 5))) is occurs


# --- test code --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("attribute", "test"),
    [
        ("#[test]", True),
        ("#[bench]", True),
        ("#[tokio::test]", True),
        ('#[tokio::test(flavor = "multi_thread")]', True),
        ("# [ test ]", True),
        ("#[cfg(test)]", True),
        ("#[cfg(test,)]", True),
        ("#[cfg( all( test , unix ) )]", True),
        ("#[cfg(any(test, test))]", True),
        ("#[cfg(any(test,))]", True),
        ("#[cfg(not(not(test)))]", True),
        ("#[cfg(not(any(not(test), unix)))]", True),
        ("#[cfg(all(any(test, unix), any(test, not(test)), test))]", True),
        ("#[cfg(not(test))]", False),
        ("#[cfg(not(all(test, unix)))]", False),
        ("#[cfg(any(test, unix))]", False),
        ("#[cfg(any(test, not(test)))]", False),
        ("#[cfg(unix)]", False),
        ("#[cfg(all())]", False),
        ('#[cfg(feature = "test")]', False),
        ('#[cfg(any(feature = "test", feature = "a,b"))]', False),
        ("#[cfg_attr(test, derive(Debug))]", False),
        ("#[cfg_attr(test, test)]", False),
        ("#[derive(test)]", False),
        ("#[testing]", False),
        ("#[test::other]", False),
        ("#[ignore = test]", False),
        ('#[doc = "#[test]"]', False),
        ('#[path = "test"]', False),
    ],
)
def test_attributes_of_test_code(attribute: str, *, test: bool) -> None:
    """An attribute marks test code when what it stands on is compiled for tests alone."""
    assert only(f"{attribute}\nfn f() {{}}\n").test is test
    assert only(f"{attribute} struct S;\n").test is test


@pytest.mark.parametrize(
    ("body", "test"),
    [
        ("#[cfg(test)]\n    f();", True),
        ("f!(#[cfg(test)] a);", True),
        ("f! { { #[test] fn a() {} } }", True),
        ("f!(#![cfg(test)] a);", True),
        ("f!(#, [test]);", False),
        ("f!(![test]);", False),
        ("f!(#(test)*);", False),
        ("f!([test]);", False),
        ("f!(# [ignore] a);", False),
        ('f!("#[cfg(test)]");', False),
        ("let A { b, #[cfg(test)] c, .. } = d;", True),
        ("let A { b, #[cfg(unix)] c, .. } = d;", False),
        ("// #[cfg(test)]", False),
    ],
)
def test_test_code_inside(body: str, *, test: bool) -> None:
    """Test code is seen at any depth: in macro arguments, and where the parser met an error."""
    rust_file = snippet(f"fn a() {{\n    {body}\n}}\n\nfn z() {{}}\n")
    inside = Lines(1, 3 + body.count("\n"))
    assert rust_file.holds_test_code(inside) is test
    assert not rust_file.holds_test_code(Lines(inside.last + 1, inside.last + 2))


def test_test_code_begins_and_ends_with_its_lines() -> None:
    """An attribute counts for the lines it begins on, the last one included."""
    rust_file = snippet("fn a() {}\n#[test]\nfn b() {}\n")
    assert not rust_file.holds_test_code(Lines(1, 1))
    assert rust_file.holds_test_code(Lines(2, 2))
    assert not rust_file.holds_test_code(Lines(3, 3))


@pytest.mark.parametrize(
    "text",
    [
        "#![cfg(test)]\nfn a() {}\n",
        "mod a {\n    #![cfg(test)]\n    fn b() {}\n}\n",
        "impl A {\n    #![cfg(test)]\n    fn b() {}\n}\n",
        "#[cfg(test)]\nmod a {\n    mod b {\n        fn c() {}\n    }\n}\n",
        "#[cfg(test)]\ntrait A {\n    fn b();\n}\n",
        "fn a() {\n    #![cfg(test)]\n}\n",
    ],
)
def test_test_code_covers_what_is_inside(text: str) -> None:
    """What stands in test code is test code, whether the attribute is outside or inside."""
    items = snippet(text).items
    assert items
    assert all(item.test for item in items)
    assert not any(item.test for item in snippet(text.replace("test", "unix")).items)


def test_mod_declarations() -> None:
    """A `mod x;` is no item: name, modules around it, `#[path]` and test code are told."""
    rust_file = snippet(
        'mod a;\n#[cfg(test)]\nmod b;\n#[path = "z.rs"] mod c;\n'
        '#[doc = "d"]\nmod r#mod;\nmod e {\n    mod f { #![cfg(test)] mod g; }\n}\n'
    )
    assert rust_file.mod_declarations == (
        ModDeclaration("a", (), None, test=False),
        ModDeclaration("b", (), None, test=True),
        ModDeclaration("c", (), "z.rs", test=False),
        ModDeclaration("r#mod", (), None, test=False),
        ModDeclaration("g", ("e", "f"), None, test=True),
    )
    assert [str(item.path) for item in rust_file.items] == ["mod@e", "e::mod@f"]


# --- what belongs to an item ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("// a\n// b\nfn f() {}", 3),
        ("\n\n// a\nfn f() {}", 4),
        ("\ufeff// a\nfn f() {}", 2),
        ("\ufeff// a\n// b\nfn f() {}", 3),
        ("// a\n\n// b\nfn f() {}", 3),
        ("// a\n/// b\nfn f() {}", 2),
        ("// a\n#[b]\n// c\nfn f() {}", 2),
        ("// a\nuse b::c;\n// d\nfn f() {}", 3),
        ("#![a]\n// b\nfn f() {}", 2),
        ("//! a\n// b\nfn f() {}", 2),
        ("use a::b;\n// c\n  // d\nfn f() {}", 2),
        ("use a::b;\n// c\n/* d */\nfn f() {}", 4),
        ("use a::b;\n/* c */ // d\nfn f() {}", 3),
        ("use a::b; // c\n// d\nfn f() {}", 2),
        ("use a::b;\n/*** c */\nfn f() {}", 3),
        ("use a::b;\n/**/\nfn f() {}", 3),
        ("use a::b;\n/** c */\nfn f() {}", 2),
        ("use a::b;\n//// c\nfn f() {}", 2),
        ("use a::b;\n/// c\n/* d */\n\n/* e */\nfn f() {}", 2),
        ("use a::b;\n// c\n\n/// d\nfn f() {}", 4),
        ("use a::b;\n//! c\nfn f() {}", 3),
    ],
)
def test_lines_above(text: str, first: int) -> None:
    """Attributes, docs and comments directly above belong to an item; a file's header does not."""
    item = snippet(text + "\n").items[-1]
    assert str(item.path) == "f"
    assert item.refusal is None
    assert (item.lines.first, item.lines.last) == (first, text.count("\n") + 1)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("fn f() {}\n// a\nuse b::c;", 3),
        ("fn f() {}\n/// a\nuse b::c;", 2),
        ("fn f() {}\n#[a]\n// b\nuse b::c;", 2),
        ("fn f() {}\n// a\n#[b]\nuse c::d;", 3),
    ],
)
def test_lines_above_a_use(text: str, first: int) -> None:
    """A `use` takes its attributes and docs, and no comment above them."""
    item = snippet(text + "\n").items[-1]
    assert (str(item.path), item.lines.first) == ("use#1", first)


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("fn a() {} fn b() {}\n", ["a", "b"]),
        ("fn a() {\n} fn b() {}\n", ["a", "b"]),
        ("fn a() {} /* c */\nfn b() {}\n", []),
        ("/* c */ fn a() {}\nfn b() {}\n", []),
        ("fn a() {} // fn c() {}\nfn b() {}\n", []),
        ("fn a() {} /* c\n d */ fn b() {}\n", ["a", "b"]),
        ("fn a() {} /* c\n d */\nfn b() {}\n", ["a"]),
        ("fn a() {}\n/* c\n d */ fn b() {}\n", ["b"]),
        ("fn a() {} /// c\nfn b() {}\n", ["b"]),
        ("struct a {};\nfn b() {}\n", []),
        ("struct a {};;\nfn b() {}\n", ["a"]),
        ("fn b() {}\nstruct a {};\n", []),
        ("fn b() {}\nstruct a {};", []),
        ("a!(b);\nfn b() {}\n", []),
        ("a! { b };\nfn b() {}\n", []),
        ("a!(b); c!(d);\nfn b() {}\n", ["a!(b)", "c!(d)"]),
        ("\ufefffn a() {}\nfn b() {}\n", []),
        ("#![e] fn a() {}\nfn b() {}\n", ["a"]),
        ("#[e] fn a() {}\nfn b() {}\n", []),
        ("extern crate c; fn a() {}\nfn b() {}\n", ["a"]),
    ],
)
def test_shared_lines(text: str, refused: list[str]) -> None:
    """An item that shares a line with other code is refused; a comment on the line is no code."""
    items = snippet(text).items
    assert [str(item.path) for item in items if item.refusal] == refused
    assert all("shares line" in item.refusal for item in items if item.refusal)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("impl A { fn m() {} }", "shares line 1 with other code"),
        ("impl A {\n    fn m() {} }", "shares line 2 with other code"),
        ("impl A { fn m() {}\n}", "shares line 1 with other code"),
        (
            "impl A { const C: u8 = 1;\n    fn m() {}\n}",
            "line 1, which opens its impl, holds other",
        ),
        ("impl A {\n    fn m() {}\n    const C: u8 = 1; }", "line 3, which closes its impl, holds"),
        (
            "trait A { const C: u8 = 1;\n    fn m();\n}",
            "line 1, which opens its trait, holds other",
        ),
        ("impl A { /* c\n*/\n    fn m() {}\n}", "line 1, which opens its impl, holds other"),
        ("impl A {\n    fn m() {}\n/*\n*/ }", "line 4, which closes its impl, holds other"),
        ("impl A {\n    fn m() {}\n} fn b() {}", "it shares line 3 with other code"),
        ("fn b() {} impl A {\n    fn m() {}\n}", "it shares line 1 with other code"),
        ("impl A {\n    fn m() {}\n}", None),
        ("impl A { // c\n    fn m() {}\n} // d", None),
        ("impl A { /* c */\n    fn m() {}\n/* d */ }", None),
    ],
)
def test_members_need_a_shell_of_whole_lines(text: str, why: str | None) -> None:
    """A member is refused where the header or the closing line around it is no line of its own."""
    for more in ("\n", "\n\nfn z() {}\n"):
        (member,) = [item for item in snippet(text + more).items if item.name == "m"]
        assert (member.refusal is None) is (why is None)
        assert (why or "") in (member.refusal or "")


# --- syntax errors ----------------------------------------------------------------------------

NEW_SYNTAX = {
    "attribute in where, fn": "fn it<T>()\nwhere\n    #[cfg(unix)]\n    T: B,\n{\n    1;\n}",
    "attribute in where, trait": "trait it<T>\nwhere\n    #[a]\n    T: B,\n{\n    fn z();\n}",
    "attribute in where, struct": "struct it<T>\nwhere\n    #[a]\n    T: B,\n{\n    a: u8,\n}",
    "attribute in where, impl": "impl<T> it<T>\nwhere\n    #[a]\n    T: B,\n{\n    fn z() {}\n}",
    "attribute in a pattern": "fn it() {\n    let P { a, #[cfg(x)] b, .. } = p;\n}",
    "the same in a constant": "const it: u8 = {\n    let P { #[cfg(x)] b } = p;\n    1\n};",
    "the same in a closure": "static it: F = || {\n    let P { #[cfg(x)] b } = p;\n};",
    "trait alias": "trait it = A + B;",
    "trait alias, then auto trait": "trait it = A + B;\nauto trait it2 {}",
    "auto trait": "auto trait it {}",
    "default impl": "default impl A for it {\n    fn a() {\n        1;\n    }\n}",
    "unsafe extern": 'unsafe extern "C" {\n    pub safe fn it();\n}',
    "generator": "gen fn it() {\n    yield 1;\n}",
    "asynchronous generator": "async gen fn it() {\n    yield 1;\n}",
    "closure over lifetimes": "fn it() {\n    let x = for<'a> |x: &'a u8| -> u8 { 1 };\n}",
    "dyn*": "fn it() -> dyn* A {\n    1;\n}",
    "~const": "const fn it<T: ~const A>() {\n    1;\n}",
    "impl const": "impl const A for it {\n    fn a() {}\n}",
    "const trait": "const trait it {\n    fn a();\n}",
    "declarative macro 2.0": "pub macro it($x:ident) {\n    $x\n}",
    "return type notation": "fn it<T: A<m(..): B>>() {\n    1;\n}",
    "default of a field": "struct it {\n    a: u8 = 1,\n}",
    "default of an associated type": "trait it {\n    type A: B = C;\n    fn a();\n}",
    "never pattern": "fn it() {\n    match x { A!, _ => 1 }\n}",
    "postfix match": "fn it() {\n    x.match { _ => 1 }\n}",
    "negative bound": "fn it<T: !A + ?Sized>() {\n    1;\n}",
    "try bikeshed": "fn it() {\n    let y = try bikeshed X { 1 };\n}",
    "unsafe field": "struct it {\n    unsafe a: u8,\n}",
    "restriction": "pub impl(crate) trait it {\n    fn a();\n}",
    "delegation": "reuse it::a;",
    "suffix of a string": 'fn it() {\n    "x"suffix;\n}',
    "unclosed brace": "fn it() {\n    {\n}",
    "brace too many": "fn it() {\n    1;\n}\n}",
}


@pytest.mark.parametrize("code", NEW_SYNTAX.values(), ids=NEW_SYNTAX)
def test_no_item_is_served_with_wrong_boundaries(code: str) -> None:
    """Syntax that the parser does not know costs items at most, it never moves what is served."""
    before, after = "fn before() {\n    1;\n}\n\n", "\n\nfn after() {\n    2;\n}\n"
    last = 4 + code.count("\n") + 1
    right = {"before": (1, 3), "it": (5, last), "after": (last + 2, last + 4)}
    rust_file = snippet(before + code + after)
    assert rust_file.error_line is not None
    served = [item for item in rust_file.items if item.refusal is None and not item.is_member]
    lines = {item.name: (item.lines.first, item.lines.last) for item in served}
    assert lines.items() <= right.items()
    assert (
        code.startswith(("fn it() {\n    {", "fn it() {\n    1;\n}\n}"))
        or {
            "before",
            "after",
        }
        <= lines.keys()
    )


@pytest.mark.parametrize(
    "code",
    [
        "fn it() {\n    x.match { _ => 1 }\n}",
        "const it: u8 = x.match { _ => 1 };",
        "static it: u8 = [x.match { _ => 1 }];",
        "struct it {\n    a: u8 = 1,\n}",
        "trait it {\n    type A: B = C;\n    fn a();\n}",
    ],
)
def test_an_error_inside_does_not_cost_the_item(code: str) -> None:
    """An item whose brackets close around the error is served."""
    rust_file = snippet(f"fn a() {{}}\n{code}\nfn b() {{}}\n")
    assert rust_file.error_line is not None
    last = 2 + code.count("\n")
    assert named(rust_file, "it").lines == Lines(2, last)
    assert not [item for item in rust_file.items if item.refusal]


def test_a_semicolon_on_the_next_line_is_not_the_items() -> None:
    """A stray `;` belongs to the item on whose last line it stands, to no other."""
    items = snippet("struct a {}\n;\nfn b() {}\n").items
    assert [(item.lines, item.refusal) for item in items] == [
        (Lines(1, 1), None),
        (Lines(3, 3), None),
    ]


def test_no_error_no_doubt() -> None:
    """A file that parses has no errors, and refuses nothing for their sake."""
    rust_file = snippet("fn a() {}\nstruct B;\n")
    assert rust_file.error_line is None
    assert [item.refusal for item in rust_file.items] == [None, None]


@pytest.mark.parametrize(
    ("text", "doubtful"),
    [
        ("fn a() {}\n@\nfn b() {}\n", ["a", "b"]),
        ("fn a() {}\n\n@\n\nfn b() {}\n", []),
        ("fn a() {}\n@\n\nfn b() {}\n", ["a"]),
        ("fn a() {}\n\n@\nfn b() {}\n", ["b"]),
        ("impl A {\n    fn c() {}\n    @\n\n    fn d() {}\n}\n", ["A::c"]),
    ],
)
def test_doubt_reaches_to_the_next_line(text: str, doubtful: list[str]) -> None:
    """An error beside an item makes it doubtful when it touches its lines or the next ones."""
    items = snippet(text).items
    assert [str(item.path) for item in items if item.refusal] == doubtful
    refusals = [item.refusal for item in items if item.refusal]
    assert all("the parser is not sure where it ends" in refusal for refusal in refusals)


def test_refusals_name_a_line() -> None:
    """The reason says near which line the error is."""
    items = snippet("fn z() {}\n\nfn a() {}\n@\n").items
    assert "syntax error near line 3" in (items[1].refusal or "")


def test_paths_differ_wherever_items_do() -> None:
    """No two items of the miniature share a path, in whatever file."""
    for file in PATHS:
        for one, other in itertools.combinations(parsed(file).items, 2):
            assert one.path != other.path
            assert one != other


@pytest.mark.parametrize("file", PATHS)
def test_items_are_found_by_the_tokens_of_their_paths(file: str) -> None:
    """By each token of its path an item is found, in source order; by no token all are."""
    rust_file = parsed(file)
    assert rust_file.items_with("") == rust_file.items
    assert rust_file.items_with("never") == ()
    for token in {token for item in rust_file.items for token in item.shape.tokens}:
        having = tuple(item for item in rust_file.items if token in item.shape.tokens)
        assert rust_file.items_with(token) == having


def test_listing_is_plain_data() -> None:
    """The same bytes give equal items."""
    assert (
        snippet("impl A {\n    fn b() {}\n}\n").items
        == snippet("impl A {\n    fn b() {}\n}\n").items
    )
    assert listing(snippet("fn a() {}")) == ["1-1 fn a"]

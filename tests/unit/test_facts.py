"""What a file says that prose can be held against, and that it can be kept as JSON."""

import json
from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rusttree import PATHS, parsed, snippet

from pytest_verbatim.rustfile import Attribute, Call, Entry, Facts, Import, Part
from pytest_verbatim.rustfile.facts import contents_of

PROPERTY = settings(derandomize=True, deadline=None, max_examples=150)


def facts(text: str) -> Facts:
    """Return the facts of a file with this text."""
    return snippet(text).facts


def parts(found: tuple[Part, ...]) -> list[str]:
    """Return parts as `owner.name: text @ line`."""
    return [f"{one.owner}.{one.name}: {one.text} @ {one.line}" for one in found]


def attributes(text: str) -> list[str]:
    """Return the attributes in a file as `text on item target`."""
    return [f"{one.text} on {one.on} {one.target}".strip() for one in facts(text).attributes]


# --- items -----------------------------------------------------------------------------------


def test_items_are_what_the_file_lists() -> None:
    """Each item has its path, kind, name and lines; a member the path of what it stands in."""
    text = (
        "use a::b;\n/// Doc.\nstruct A;\n\nimpl A {\n    fn m() {}\n}\n"
        "mod inner {\n    fn f() {}\n}\n"
    )
    assert facts(text).items == (
        Entry("use#1", "use", "use", 1, 1, ""),
        Entry("A", "struct", "A", 2, 3, ""),
        Entry("impl A", "impl", "A", 5, 7, ""),
        Entry("A::m", "method", "m", 6, 6, "impl A"),
        Entry("mod@inner", "mod", "inner", 8, 10, ""),
        Entry("inner::f", "fn", "f", 9, 9, ""),
    )


@pytest.mark.parametrize("file", PATHS)
def test_every_live_item_of_a_file_is_there(file: str) -> None:
    """Of the miniature's files, all items but those of tests are among the facts, in order."""
    live = [str(item.path) for item in parsed(file).items if not item.test]
    assert [entry.path for entry in parsed(file).facts.items] == live


# --- imports ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("declaration", "expected"),
    [
        ("use a;", ["a=a"]),
        ("use a::b;", ["b=a::b"]),
        ("pub(crate) use a::b::c;", ["c=a::b::c"]),
        ("use a::b as c;", ["c=a::b"]),
        ("use a::b as _;", ["_=a::b"]),
        ("use a::*;", ["*=a"]),
        ("use a::{self};", ["a=a"]),
        ("use a::b::{self as c};", ["c=a::b"]),
        ("use a::{self, b, c::{d as e, *}};", ["a=a", "b=a::b", "e=a::c::d", "*=a::c"]),
        ("use a::{b::{self, c::{self}}};", ["b=a::b", "c=a::b::c"]),
        ("use {a::b, c};", ["b=a::b", "c=c"]),
        ("use crate::a;", ["a=crate::a"]),
        ("use crate as a;", ["a=crate"]),
        ("use super::super::a;", ["a=super::super::a"]),
        ("use super::*;", ["*=super"]),
        ("use self::a::b;", ["b=self::a::b"]),
        ("use ::a::b;", ["b=a::b"]),
        ("use ::{a, b::c};", ["a=a", "c=b::c"]),
        ("use std::str;", ["str=std::str"]),
        ("use std::{str, u32::MAX};", ["str=std::str", "MAX=std::u32::MAX"]),
        ("use a::r#type;", ["type=a::type"]),
        ("use a::b as r#gen;", ["gen=a::b"]),
        ("use a\n  :: // why\n  b;", ["b=a::b"]),
        ("fn f() { use a::b; }", ["b=a::b"]),
        ("#[cfg(test)]\nuse a::b;", []),
        ("mod a;", []),
        ("extern crate a;", []),
    ],
)  # fmt: skip
def test_an_import_binds_names_to_whole_paths(declaration: str, expected: list[str]) -> None:
    """However a `use` is grouped and renamed, each name that it binds has its whole path."""
    assert [f"{one.name}={one.path}" for one in facts(declaration).imports] == expected


def test_an_import_knows_its_declaration_s_line() -> None:
    """All names of a grouped declaration are on its first line."""
    assert facts("\nuse a::{\n    b,\n    c,\n};\n").imports == (
        Import("b", "a::b", 2),
        Import("c", "a::c", 2),
    )


# --- attributes ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("#[derive(Debug)] struct A;", ["derive(Debug) on A"]),
        ("#[derive(\n    Debug,\n    Clone,\n)]\nstruct A;", ["derive( Debug, Clone, ) on A"]),
        ("#[derive(Debug, // why\n Clone)]\nstruct A;", ["derive(Debug, Clone) on A"]),
        ('#[doc = "a // b"]\nstruct A;', ['doc = "a // b" on A']),
        ("# [ a ]\nstruct A;", ["a on A"]),
        ("#[a]\n// why\n#[b]\nfn f() {}", ["a on f", "b on f"]),
        ("#[a]\nuse b::c;", ["a on"]),
        ("#[a]\nmod b {\n}", ["a on"]),
        ("#[a]\nkv!(B);", ["a on kv!(B)"]),
        ("#[a]\nmacro_rules! b { () => {} }", ["a on b!"]),
        ("#[a]\nimpl B {\n    #[c]\n    fn d() {}\n    #[e]\n    type F = u8;\n}",
         ["a on impl B", "c on B::d", "e on B::F"]),
        ("#[a]\ntrait B {\n    #[c]\n    type D;\n    #[e]\n    fn f();\n}",
         ["a on B", "c on B::D", "e on B::f"]),
        ("struct A {\n    #[a]\n    #[b]\n    c: u8,\n}", ["a on A c", "b on A c"]),
        ("struct A(#[a] u8, #[b] pub u8, u8);", ["a on A 0", "b on A 1"]),
        ("enum A {\n    #[a]\n    B,\n    C(#[b] u8, #[c] u8),\n    D { #[d] e: u8 },\n}",
         ["a on A B", "b on A C.0", "c on A C.1", "d on A D.e"]),
        ("fn f(#[a] b: u8) {}", ["a on f (statement)"]),
        ("const F: u8 = match a { #[b] 1 => 2 };", ["b on F (statement)"]),
        ('#[a]\nextern "C" {\n    #[b]\n    fn f();\n}', ["a on", "b on"]),
        ("fn f() {\n    #[a]\n    g();\n}", ["a on f (statement)"]),
        ("fn f() {\n    #[derive(A)]\n    struct B;\n}", ["derive(A) on f (statement)"]),
        ("fn f() { match a { #[b] 1 => {} } }", ["b on f (statement)"]),
        ("#![a]\nfn f() {}", ["a on"]),
        ("mod m {\n    #![a]\n}", ["a on"]),
        ("/// doc\nfn f() {}", []),
    ],
)  # fmt: skip
def test_an_attribute_stands_on_an_item_or_on_a_part_of_it(text: str, expected: list[str]) -> None:
    """Fields and variants are named as parts are; parameters and statements are told apart."""
    assert attributes(text) == expected


# --- parts -----------------------------------------------------------------------------------


def test_fields_have_names_or_numbers_and_types() -> None:
    """Fields of structs, tuples and variants, comments and line breaks in a type left out."""
    text = (
        "struct A<T> {\n    pub b: Vec<\n        T, // why\n    >,\n    r#type: u8,\n}\n"
        "struct C(u8, pub &'static str);\n"
        "enum D {\n    E(u8, u16),\n    F { g: u8 },\n    H,\n}\nunion I {\n    j: u8,\n}\n"
    )
    assert parts(facts(text).fields) == [
        "A.b: Vec< T, > @ 2",
        "A.r#type: u8 @ 5",
        "C.0: u8 @ 7",
        "C.1: &'static str @ 7",
        "D.E.0: u8 @ 9",
        "D.E.1: u16 @ 9",
        "D.F.g: u8 @ 10",
        "I.j: u8 @ 14",
    ]
    assert parts(facts(text).variants) == ["D.E:  @ 9", "D.F:  @ 10", "D.H:  @ 11"]


def test_what_a_function_declares_inside_is_no_part() -> None:
    """Structs, enums, functions and impls inside a body give their function no part."""
    text = (
        "fn f() -> u8 {\n    struct A { b: u8 }\n    enum C { D }\n"
        "    fn g<T: Copy>(x: impl Send) -> u16 { 1 }\n    impl A { fn m() -> bool {} }\n    2\n}\n"
    )
    found = facts(text)
    assert (found.fields, found.variants, found.bounds) == ((), (), ())
    assert found.returns == (("f", "u8"),)
    assert {"A", "b", "D", "g", "m"} <= set(found.names)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fn f() {}", ["()"]),
        ("fn f() -> u8 { 1 }", ["u8"]),
        ("fn f() -> Result<\n    u8, // why\n    Self,\n> {}", ["Result< u8, Self, >"]),
        ("fn f() -> impl Iterator<Item = u8> + 'a {}", ["impl Iterator<Item = u8> + 'a"]),
        ("async fn f() -> u8 {}", ["u8"]),
        ("trait A { fn f(&self) -> bool; }", ["bool"]),
        ("fn f() { let c = || -> u8 { 1 }; }", ["()"]),
        ("const A: fn() -> u8 = b;", []),
    ],
)  # fmt: skip
def test_a_function_returns_what_its_signature_says(text: str, expected: list[str]) -> None:
    """The return type as written, `()` where none is; of functions alone."""
    assert [kind for _, kind in facts(text).returns] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fn f<T: A + B, U>() {}", ["f.T: A @ 1", "f.T: B @ 1"]),
        ("fn f<T>()\nwhere\n    T: A<u8>,\n    Vec<T>: B,\n{}",
         ["f.T: A<u8> @ 3", "f.Vec<T>: B @ 4"]),
        ("fn f<'a, T: 'a + ?Sized>() {}", ["f.T: 'a @ 1", "f.T: ?Sized @ 1"]),
        ("fn f(a: impl A, b: &mut impl B, c: &(impl C + Send)) {}",
         ["f.a: A @ 1", "f.b: B @ 1", "f.c: C + Send @ 1"]),
        ("fn f(mut a: impl FnMut(u8) -> u8) {}", ["f.a: FnMut(u8) -> u8 @ 1"]),
        ("fn f(a: Vec<u8>, b: Option<impl B>, c: (u8, u8)) {}", []),
        ("fn f() -> impl A {}", []),
        ("struct A<T: B>(T);", ["A.T: B @ 1"]),
        ("impl<T: A> B for C<T>\nwhere\n    T: D,\n{\n}",
         ["impl B for C<T>.T: A @ 1", "impl B for C<T>.T: D @ 3"]),
        ("#[a]\ntrait A: B + C {\n    fn f(&self)\n    where\n        Self: Sized;\n}",
         ["A.Self: B @ 2", "A.Self: C @ 2", "A::f.Self: Sized @ 5"]),
        ("impl A {\n    #[b]\n    fn f<T: C>(&self) {}\n}", ["A::f.T: C @ 3"]),
    ],
)  # fmt: skip
def test_a_bound_is_one_of_generics_where_arguments_or_a_trait(
    text: str, expected: list[str]
) -> None:
    """Bounds of type parameters, `where`, `impl Trait` arguments and supertraits, each its line."""
    assert parts(facts(text).bounds) == expected


# --- words -----------------------------------------------------------------------------------


def test_names_are_identifiers_with_their_lines() -> None:
    """Each identifier once a line, without `r#`; no keyword, comment, string or lifetime."""
    text = (
        "use a::b as c;\n// hidden\nfn f<'l>(x: &'l u8) -> r#type {\n    x.y(x);\n"
        '    m!("hidden", \'l: z);\n}\n'
    )
    assert facts(text).names == {
        "a": (1,), "b": (1,), "c": (1,), "f": (3,), "x": (3, 4), "u8": (3,), "type": (3,),
        "y": (4,), "m": (5,), "z": (5,),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("code", "roots"),
    [
        ("a::b::c();", {"a"}),
        ("::a::b!();", {"a"}),
        ("return ::a::b;", {"a"}),
        ("x(::a::b, c::d);", {"a", "c"}),
        ("Vec::<a::B>::new();", {"Vec", "a"}),
        ("<T as a::B>::c::d();", {"a"}),
        ("m!(a::b, ::c::d);", {"a", "c"}),
        ("a; a.b; a();", set()),
        ("use a::b; c::d();", {"c"}),
        ("use a::{b::c, d::{e::f}}; g::h();", {"g"}),
    ],
)
def test_a_root_stands_at_the_head_of_a_path(code: str, roots: set[str]) -> None:
    """The first name of a path with more than one, a `::` before it or not, imports aside."""
    assert set(facts(f"fn f() {{ {code} }}").roots) == roots


def test_a_type_that_says_use_is_no_import() -> None:
    """Behind `impl Sized + use<'a>` the paths go on; behind a `use` without an end they do not."""
    assert set(facts("fn f<'a>() -> impl A + use<'a> { b::c() }\nfn g() { d::e() }").roots) == {
        "b",
        "d",
    }
    assert facts("use").roots == {}


@pytest.mark.parametrize(
    ("literal", "contents"),
    [
        ('"a b"', "a b"),
        ('""', ""),
        ('b"a"', "a"),
        ('c"a"', "a"),
        ('r"a"', "a"),
        ('r#"a"b"#', 'a"b'),
        ('br##"#a"#"##', '#a"#'),
        ('"#a#"', "#a#"),
        ('"brc"', "brc"),
        (r'"a\"b\n"', r"a\"b\n"),
    ],
)
def test_strings_are_kept_by_their_contents(literal: str, contents: str) -> None:
    """Whatever its form, a string is what stands between its quotes, escapes as written."""
    assert contents_of(literal) == contents
    assert facts(f"fn f() {{\n    g({literal});\n    m!({literal});\n}}").strings == {
        contents: (2, 3)
    }


def test_calls_are_those_of_live_code() -> None:
    """Calls come in source order with their lines; those of tests do not come."""
    text = "fn f() {\n    g(h!());\n}\n#[cfg(test)]\nmod tests {\n    fn t() { hidden(); }\n}\n"
    assert [(call.name, call.line) for call in facts(text).calls] == [("g", 2), ("h", 2)]


@pytest.mark.parametrize(
    "hidden",
    [
        "#[cfg(test)]\nmod tests {\n    use q::r;\n    #[q]\n    fn hidden() -> u9 { q::q() }\n}",
        '#[test]\nfn hidden() -> u9 { q::q("q") }',
        "#[cfg(all(test, unix))]\nstruct Hidden<Q: Q> { q: Q }",
        "#[cfg(test)]\nuse q::r;",
        "#[cfg(test)]\nmod hidden;",
        "enum E {\n    #[cfg(test)]\n    Hidden(u9),\n}",
        'struct S {\n    #[cfg(test)]\n    #[q("q")]\n    hidden: Q,\n}',
        'fn f() {\n    #[cfg(test)]\n    q::q("q");\n}',
        'fn f() {\n    #[cfg(test)]\n    {\n        use q::r;\n        q::q("q");\n    }\n}',
        "fn f() {\n    match a {\n    #[cfg(test)]\n    Q =>\n    q(),\n    b => (),\n    }\n}",
    ],
)  # fmt: skip
def test_test_code_is_left_out_throughout(hidden: str) -> None:
    """Items, fields, variants and statements that are for tests leave no fact behind."""
    found = json.dumps(facts(f'fn shown() {{ a::b("c") }}\n{hidden}\nstruct Kept;\n').as_object())
    assert '"shown"' in found
    assert '"Kept"' in found
    for word in ("q", "Q", "hidden", "Hidden", "u9", "tests"):
        assert f'"{word}"' not in found
        assert f"{word}::" not in found


@pytest.mark.parametrize("mark", ["#[cfg(not(test))]", "#[cfg(unix)]", "#[cfg(any(test, unix))]"])
def test_what_is_not_for_tests_alone_stays(mark: str) -> None:
    """The near misses: code that may be compiled without tests too."""
    found = facts(f"{mark}\nfn f() {{\n    {mark}\n    g();\n}}\n")
    assert [entry.path for entry in found.items] == ["f"]
    assert [call.name for call in found.calls] == ["g"]
    assert len(found.attributes) == 2


# --- as JSON ---------------------------------------------------------------------------------


def through_json(found: Facts) -> Facts:
    """Return facts that were written as JSON and read back."""
    return Facts.from_object(json.loads(json.dumps(found.as_object())))


@pytest.mark.parametrize("file", PATHS)
def test_the_facts_of_a_file_come_back_from_json(file: str) -> None:
    """The facts of each of the miniature's files are the same after they were kept."""
    assert through_json(parsed(file).facts) == parsed(file).facts


WORD = st.text(max_size=8)
NUMBER = st.integers(0, 9)
PLACES = st.dictionaries(WORD, st.lists(NUMBER).map(tuple), max_size=3)
PARTS = st.lists(st.builds(Part, WORD, WORD, WORD, NUMBER), max_size=2).map(tuple)
FORMS = st.sampled_from(["function", "method", "macro", "variant"])
ANY = st.builds(
    Facts,
    items=st.lists(st.builds(Entry, WORD, WORD, WORD, NUMBER, NUMBER, WORD), max_size=2).map(tuple),
    imports=st.lists(st.builds(Import, WORD, WORD, NUMBER), max_size=2).map(tuple),
    attributes=st.lists(st.builds(Attribute, WORD, NUMBER, WORD, WORD), max_size=2).map(tuple),
    fields=PARTS,
    variants=PARTS,
    bounds=PARTS,
    returns=st.lists(st.tuples(WORD, WORD), max_size=2).map(tuple),
    calls=st.lists(st.builds(Call, WORD, WORD, FORMS, NUMBER, WORD, NUMBER), max_size=2).map(tuple),
    names=PLACES,
    roots=PLACES,
    strings=PLACES,
)


@PROPERTY
@given(ANY)
def test_any_facts_come_back_from_json(found: Facts) -> None:
    """Whatever the facts, JSON gives them back, the types of their rows included."""
    back = through_json(found)
    assert back == found
    assert all(isinstance(entry, Entry) for entry in back.items)
    assert all(isinstance(call, Call) for call in back.calls)


def test_facts_of_nothing_are_empty() -> None:
    """A file without anything has no facts, the same as those that are made of nothing."""
    assert facts("") == Facts() == through_json(Facts())
    assert Facts().names == {}


WHOLE = facts('use a::b;\n#[c] struct D { e: u8 }\nfn f() -> u8 { g("h") }\n').as_object()
DAMAGE = [
    *({name: value for name, value in WHOLE.items() if name != gone} for gone in WHOLE),
    *({**WHOLE, name: None} for name in WHOLE),
    *({**WHOLE, name: 1} for name in WHOLE),
    *({**WHOLE, name: [["a"]]} for name in WHOLE),
    *({**WHOLE, name: [1]} for name in WHOLE),
    {**WHOLE, "names": {"a": 1}},
    {**WHOLE, "items": [[1] * 7]},
    {**WHOLE, "returns": [["a", "b", "c"]]},
    None,
    1,
    "text",
    [],
    [WHOLE],
]  # fmt: skip


@pytest.mark.parametrize("damaged", DAMAGE)
def test_what_are_no_facts_is_refused(damaged: object) -> None:
    """A value that is something else raises what a reader of the cache expects, nothing worse."""
    with pytest.raises((KeyError, TypeError, ValueError)):
        Facts.from_object(damaged)


def test_the_damage_touches_every_fact() -> None:
    """No field of the facts is missing from the damages above."""
    assert set(WHOLE) == {one.name for one in fields(Facts)}


PIECES = (
    "fn f struct A { } ( ) < > , ; : :: -> = # [ ] impl for trait use a b where T dyn enum * as "
    'self \'l "s" 1 // /* */ ! mod & r#fn cfg test ( test )'
)
CODE = st.lists(st.sampled_from([*PIECES.split(), "\n"]), max_size=40).map(" ".join)


@PROPERTY
@given(CODE)
def test_any_text_has_facts(text: str) -> None:
    """Broken code has facts too, on lines that it has, and they can be kept."""
    found = facts(text)
    assert through_json(found) == found
    lines = range(1, text.count("\n") + 2)
    parted = (*found.fields, *found.variants, *found.bounds)
    assert {row.line for row in parted} | {call.line for call in found.calls} <= set(lines)
    assert {row.line for row in found.imports} | {row.line for row in found.attributes} <= set(
        lines
    )
    paths = {entry.path for entry in found.items} | {""}
    assert {row.on for row in found.attributes} <= paths
    assert {row.owner for row in parted} <= paths

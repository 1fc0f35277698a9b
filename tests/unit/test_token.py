"""Tokens of Rust, and the calls, paths and bodies that are read from them."""

import json
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rusttree import PATHS, parsed, snippet, source

from pytest_verbatim.rustfile import Call, Lines, Token, Tokens, body_of, calls_in, path_ending_at
from pytest_verbatim.rustfile.token import TokenKind

PROPERTY = settings(derandomize=True, deadline=None, max_examples=200)


def tokens_of(text: str) -> tuple[Token, ...]:
    """Return the tokens of a file with this text."""
    return snippet(text).tokens.every


def texts(text: str, kind: str) -> list[str]:
    """Return the texts of the tokens of one kind."""
    return [token.text for token in tokens_of(text) if token.kind == kind]


def told(text: str) -> list[str]:
    """Return the calls in a file as `form path`, that of a method with its receiver before it."""
    return [
        f"{call.form} {call.receiver}.{call.path}"
        if call.form == "method"
        else f"{call.form} {call.path}"
        for call in calls_in(tokens_of(text))
    ]


def body(text: str) -> list[str]:
    """Return the calls in the body of a function with this text in it."""
    return told(f"fn outer() {{ {text} }}")


# --- tokens ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ('const A: &str = "a\\"b";', "string", ['"a\\"b"']),
        ('const A: &str = r#"a"b"#;', "string", ['r#"a"b"#']),
        ('const A: &[u8] = b"x";', "string", ['b"x"']),
        ('const A: &[u8] = br##"x"#"##;', "string", ['br##"x"#"##']),
        ('const A: &CStr = c"x";', "string", ['c"x"']),
        ("const A: char = '\\'';", "char", ["'\\''"]),
        ("const A: u8 = b'x';", "char", ["b'x'"]),
        ("const A: f64 = 1_000.5e-3f64;", "number", ["1_000.5e-3f64"]),
        ("const A: u8 = 0x1F + 1u8;", "number", ["0x1F", "1u8"]),
        ("fn f() { x.0 }", "number", ["0"]),
        ("fn f<'a>(x: &'a u8) { 'l: loop { break 'l } }", "lifetime", ["'a", "'a", "'l", "'l"]),
        ("fn f() { m!('l: loop { break 'l; }) }", "lifetime", ["'l", "'l"]),
        ("fn f() { m!(&'static str, 'x', b'y') }", "lifetime", ["'static"]),
        ("fn f() { m!('x', b'y', 1.5, \"s\", r\"t\") }", "char", ["'x'", "b'y'"]),
        ("fn f() { m!('x', b'y', 1.5, \"s\", r\"t\") }", "string", ['"s"', 'r"t"']),
        ("fn f() { m!('x', b'y', 1.5, 0x2) }", "number", ["1.5", "0x2"]),
        ("fn r#fn() { r#match; größe }", "name", ["r#fn", "r#match", "größe"]),
        ("fn f() -> Self { _ = true; }", "keyword", ["fn", "Self", "_", "true"]),
        ("fn f() { m!(a, b != c) }", "mark", ["(", ")", "{", "!", "(", ",", "!=", ")", "}"]),
        ("macro_rules! m { ($a:ty) => {} }", "name", ["m", "a", "ty"]),
    ],
)
def test_a_token_is_of_its_kind(text: str, kind: str, expected: list[str]) -> None:
    """Strings, characters, numbers, lifetimes and names are told apart, in macros too."""
    assert texts(text, kind) == expected


@pytest.mark.parametrize(
    "comment",
    [
        "// hidden()",
        "/* hidden() */",
        "/* a /* nested */ hidden() */",
        "/// hidden()",
        "//! hidden()",
        "/** hidden() */",
    ],
)
def test_comments_are_no_tokens(comment: str) -> None:
    """No word of a comment of any form is a token, inside the arguments of a macro neither."""
    text = f"{comment}\nfn f() {{\n    shown();\n    {comment}\n    m!(\n{comment}\n    x);\n}}\n"
    words = [token.text for token in tokens_of(text)]
    assert "hidden" not in words
    assert {"shown", "x"} <= set(words)


def test_a_string_is_one_token_whatever_stands_in_it() -> None:
    """What looks like code in a string is no token of its own."""
    assert body('m!("hidden(x)"); g(r#"also::hidden()"#, "\\" hidden() \\"")') == [
        "macro m",
        "function g",
    ]


def test_a_token_knows_its_line() -> None:
    """Lines count from 1, by line feeds alone, for a token over several by its first."""
    tokens = tokens_of('fn\r\nf()\n{\n"a\nb"\n; g }')
    assert {t.text: t.line for t in tokens} == {
        "fn": 1, "f": 2, "(": 2, ")": 2, "{": 3, '"a\nb"': 4, ";": 6, "g": 6, "}": 6,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("#[derive(Debug)] struct A;", "#[derive(Debug)]"),
        ("#![allow(x)] struct A;", "#![allow(x)]"),
        ("fn f() { #[cfg(unix)] g(); }", "#[cfg(unix)]"),
        ('kv! { #[serde(rename = "a")] struct A; }', '#[serde(rename="a")]'),
        ("kv! { #![allow(x)] struct A; }", "#![allow(x)]"),
        ("kv! { b![c] d[e] !f[g] (#) [h] }", ""),
        ("fn f() { a[0]; b![c]; !d[e]; }", ""),
    ],
)
def test_a_token_knows_whether_it_stands_in_an_attribute(text: str, inside: str) -> None:
    """`#[...]` and `#![...]` are attributes, in the arguments of a macro too; `a[b]` is none."""
    assert "".join(t.text for t in tokens_of(text) if t.attribute) == inside


PIECES = [*" \n\t'\"#![](){}<>:;,.=+-*/\\&|$@_abfrcmA019é", "fn ", "m!", "//", "r#", "::", "->"]
CODE = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)


@PROPERTY
@given(CODE)
def test_any_text_has_tokens_in_its_order(text: str) -> None:
    """Any text, Rust or not, has tokens; one behind the other they stand in the source."""
    place, lines = 0, text.split("\n")
    for token in tokens_of(text):
        bare = token.text
        found = text.find(bare[:1] if token.kind == "lifetime" else bare, place)
        assert found >= place, token
        place = found + len(bare)
        assert bare.removeprefix("'").split("\n")[0] in lines[token.line - 1]
    list(calls_in(tokens_of(text)))


@pytest.mark.parametrize("file", PATHS)
def test_the_tokens_of_a_file_stand_in_it_in_their_order(file: str) -> None:
    """Between two tokens of a file of the miniature stands nothing but space and comments."""
    text = source(file).decode("utf-8", "replace")
    place = 0
    for token in parsed(file).tokens.every:
        place = text.index(token.text, place) + len(token.text)
    lines = [token.line for token in parsed(file).tokens.every]
    assert lines == sorted(lines)


# --- by line, and as JSON --------------------------------------------------------------------

ANY = st.lists(
    st.builds(
        Token,
        st.text(max_size=3),
        st.sampled_from(get_args(TokenKind)),
        st.integers(1, 9),
        st.booleans(),
    )
).map(lambda found: Tokens(tuple(sorted(found, key=lambda token: token.line))))


def through_json(tokens: Tokens) -> Tokens:
    """Return tokens that were written as JSON and read back."""
    return Tokens.from_object(json.loads(json.dumps(tokens.as_object())))


@pytest.mark.parametrize("file", PATHS)
def test_the_tokens_of_a_file_come_back_from_json(file: str) -> None:
    """The tokens of each of the miniature's files are the same after they were kept."""
    assert through_json(parsed(file).tokens) == parsed(file).tokens


@PROPERTY
@given(ANY, st.integers(1, 9), st.integers(1, 9))
def test_any_tokens_come_back_from_json_and_are_found_by_their_lines(
    tokens: Tokens, first: int, last: int
) -> None:
    """Whatever the tokens; those on some lines are the ones that begin there, as rows too."""
    back = through_json(tokens)
    assert back == tokens
    assert all(type(token) is Token for token in back.every)
    inside = tuple(token for token in tokens.every if first <= token.line <= last)
    assert back.on(Lines(first, last)) == inside


WHOLE = snippet("#[a]\nfn f() {}\n").tokens.as_object()
DAMAGE = [
    *({name: value for name, value in WHOLE.items() if name != gone} for gone in WHOLE),
    *({**WHOLE, name: bad} for name in WHOLE for bad in (None, 1, [], "", [None], ["a"], "x")),
    {**WHOLE, "lines": [*WHOLE["lines"][1:], "7"]},
    {**WHOLE, "lines": [*WHOLE["lines"][1:], True]},
    {**WHOLE, "texts": [*WHOLE["texts"][1:], 7]},
    {**WHOLE, "attributes": WHOLE["attributes"] + "-"},
    None,
    1,
    "text",
    [WHOLE],
]


@pytest.mark.parametrize("damaged", DAMAGE)
def test_what_are_no_tokens_is_refused(damaged: object) -> None:
    """A value that is something else raises what a reader of the cache expects, nothing worse."""
    with pytest.raises((KeyError, TypeError, ValueError)):
        Tokens.from_object(damaged)


# --- calls -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("f(1)", ["function f"]),
        ("f (1)", ["function f"]),
        ("f::<u8>(1)", ["function f"]),
        ("f::<Vec<Vec<u8>>>(1)", ["function f"]),
        ("f::<fn() -> u8>(1)", ["function f"]),
        ("m!(f::<Vec<Vec<u8>>>(1))", ["macro m", "function f"]),
        ("a::b::f(1)", ["function a::b::f"]),
        ("Vec::<u8>::new()", ["function Vec::new"]),
        ("::std::mem::swap(a)", ["function std::mem::swap"]),
        ("return ::std::mem::swap(a)", ["function std::mem::swap"]),
        ("super::f(1)", ["function super::f"]),
        ("self::f(1)", ["function self::f"]),
        ("crate::f(1)", ["function crate::f"]),
        ("Self::f(1)", ["function Self::f"]),
        ("<T as A>::f(1)", ["function A::f"]),
        ("return <T as A>::f(1)", ["function A::f"]),
        ("<T as a::b::A<C>>::f(1)", ["function a::b::A::f"]),
        ("<Vec<<T as B>::C> as A>::f(1)", ["function A::f"]),
        ("<T>::f(1)", ["function T::f"]),
        ("<a::T<u8>>::f(1)", ["function a::T::f"]),
        ("m!(<T<U<u8>>>::f(1))", ["macro m", "function T::f"]),
        ("<[u8]>::f(1)", ["function f"]),
        ("<dyn A>::f(1)", ["function f"]),
        ("x.f(1)", ["method x.f"]),
        ("x . f (1)", ["method x.f"]),
        ("a.b.f(1)", ["method b.f"]),
        ("self.f(1)", ["method self.f"]),
        ("x.f::<u8>(1)", ["method x.f"]),
        ("x.await.f(1)", ["method .f"]),
        ("x?.f(1)", ["method .f"]),
        ("a().f(1)", ["function a", "method .f"]),
        ("0.f(1)", ["method .f"]),
        ("m!(1)", ["macro m"]),
        ("m![1]", ["macro m"]),
        ("m! { 1 }", ["macro m"]),
        ("a::m!(1)", ["macro a::m"]),
        ("m!(f(n!(g(1))))", ["macro m", "function f", "macro n", "function g"]),
        ("x.m!(1)", ["macro m"]),
        ("Some(1)", ["variant Some"]),
        ("E::V(1)", ["variant E::V"]),
        ("Self(1)", ["variant Self"]),
        ("if let Some(x) = y {}", ["variant Some"]),
        ("r#match(1)", ["function r#match"]),
        ("|a| f(a)", ["function f"]),
        ("async { f() }.await", ["function f"]),
        ("größe(1)", ["function größe"]),
        ("m!(#[attr(a)] f(b))", ["macro m", "function f"]),
    ],
)
def test_a_call_is_seen(code: str, expected: list[str]) -> None:
    """Functions, methods, macros and variants are told apart, with path or receiver."""
    assert body(code) == expected


@pytest.mark.parametrize(
    "code",
    [
        "f",
        "x.f",
        "a::f",
        "f { a: 1 }",
        "f[0]",
        "(f)(1)",
        "(self.f)(1)",
        "a != (b)",
        "if !(a) {}",
        "return (a)",
        "match (a) {}",
        "let (a, b) = c;",
        "let f: fn(u8) = g;",
        "let f: Box<dyn Fn(u8)> = g;",
        "let f: &dyn FnMut(u8) -> bool = g;",
        "struct A(u8);",
        "fn g(a: impl FnOnce(u8)) {}",
        "enum E { A(u8), #[a(b)] B(u8), C { d: (u8, u8) }, F = (1) }",
        "enum E<T> where T: X { A(T) }",
        "#[attr(a)] x;",
        "for<'a> x",
        '"f(x)"',
    ],
)
def test_what_only_looks_like_a_call_is_none(code: str) -> None:
    """Names, definitions, types, attributes, brackets and strings are no calls."""
    assert body(code) == []


def test_what_stands_beside_a_definition_is_a_call() -> None:
    """The near misses: a discriminant's value, a default, a variant that is made or matched."""
    assert told("enum E { A = f(1), B(u8) } fn g() { E::B(2); B(3) }") == [
        "function f",
        "variant E::B",
        "variant B",
    ]
    assert body("syn::Fn(a)") == ["variant syn::Fn"]
    assert body("struct A; A(1)") == ["variant A"]


def test_macro_rules_define_and_call() -> None:
    """A `macro_rules!` is no call, what its arms call is; a repetition is no argument list."""
    text = "macro_rules! mk ( ($n:ident $(, $t:ty)*) => { $n(1); $crate::f(2); $n $( g )* } );"
    assert told(text) == ["function n", "function crate::f"]


def test_a_call_is_found_where_it_stands() -> None:
    """A call has its name without `r#`, its line, and the index of its name among the tokens."""
    tokens = tokens_of("fn f() {\n    x\n        .r#try(1);\n}")
    (call,) = calls_in(tokens)
    assert call == Call("try", "r#try", "method", 3, "x", 7)
    assert tokens[call.at].text == "r#try"


# --- paths -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("x = a", "a"),
        ("x = b::a", "b::a"),
        ("x = ::b::a", "b::a"),
        ("as ::b::a", "b::a"),
        ("match ::b::a", "b::a"),
        ("x.b::a", "b::a"),
        ("b::<c::D>::a", "b::a"),
        ("b<c>::a", "b::a"),
        ("= <c as b>::a", "b::a"),
        ("<c>::a", "c::a"),
        ("super::super::a", "super::super::a"),
        ("Self::a", "Self::a"),
    ],
)
def test_the_path_before_a_name(code: str, expected: str) -> None:
    """A path has its names only: no generic arguments, no keyword that stands before it."""
    tokens = [t for t in tokens_of(f"m!({code});") if t.text not in "!;"][2:-1]
    assert path_ending_at(tokens, len(tokens) - 1) == expected


@PROPERTY
@given(CODE)
def test_a_path_ends_in_its_token(text: str) -> None:
    """Whatever stands around it, a path ends in the token that was asked for."""
    tokens = tokens_of(text)
    for at, token in enumerate(tokens):
        assert path_ending_at(tokens, at).split("::")[-1] == token.text.split("::")[-1]


# --- bodies ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("fn f() { g() }", "g()}"),
        ("fn f() -> impl Iterator<Item = u8> { g() }", "g()}"),
        ("fn f<const N: usize = 3>(a: [u8; N]) { g() }", "g()}"),
        ("fn f<T>() where T: Iterator<Item = Vec<u8>> { g() }", "g()}"),
        ("fn f(a: Foo<{ 1 + 2 }>) { g() }", "g()}"),
        ("fn f(a: fn(u8) -> u8) -> u8 { g() }", "g()}"),
        ("const A: u8 = g();", "g();"),
        ("static A: [u8; 1 << 2] = g();", "g();"),
        ("const A: Vec<[u8; 1 << 2]> = g();", "g();"),
        ("#[a = 1] const A: u8 = 2;", "2;"),
        ("#[a({ b })] fn f() { g() }", "g()}"),
        ("struct A { b: u8 }", "b:u8}"),
        ("impl A<B = C> for D { fn f() {} }", "fnf(){}}"),
        ("type A = B;", "B;"),
        ("struct A(u8);", ""),
        ("struct A;", ""),
        ("kv!(A, { b = c });", ""),
        ("", ""),
    ],
)
def test_the_body_of_an_item(item: str, expected: str) -> None:
    """The body stands behind the first `{` or `=` that is not part of the signature."""
    assert "".join(token.text for token in body_of(tokens_of(item))) == expected

"""Tokens and comments of Rust, without a parser."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_verbatim.drift.lexer import lexemes_of, plain_comment
from pytest_verbatim.source.corpus import Corpus


def tokens(text: str) -> list[str]:
    """Return the tokens of a text, comments left out."""
    return [one.text.decode() for one in lexemes_of(text.encode()) if not one.comment]


def comments(text: str) -> list[str]:
    """Return the comments of a text."""
    return [one.text.decode() for one in lexemes_of(text.encode()) if one.comment]


def joined(parts: list[str]) -> bytes:
    """Return a text in bytes."""
    return "".join(parts).encode()


def without_space(data: bytes) -> bytes:
    """Return what stands behind the white space at the beginning."""
    while found := next((one for one in SPACES if data.startswith(one.encode())), ""):
        data = data.removeprefix(found.encode())
    return data


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a::b", ["a", "::", "b"]),
        ('r#fn r#"x"#', ["r#fn", 'r#"x"#']),
        ('br##"a"#b"## x', ['br##"a"#b"##', "x"]),
        ('cr"a" c"b" b"c"', ['cr"a"', 'c"b"', 'b"c"']),
        ('abc"d"', ["abc", '"d"']),
        (r'"a\"b" c', [r'"a\"b"', "c"]),
        (r'"a\\" c', [r'"a\\"', "c"]),
        (r"'a' 'a b'x' '\'' '\u{1F}'", ["'a'", "'a", "b'x'", r"'\''", r"'\u{1F}'"]),
        ("'\u00e9' 'é", ["'\u00e9'", "'é"]),
        ("<'a,'b>", ["<", "'a", ",", "'b", ">"]),
        ("'outer: loop", ["'outer", ":", "loop"]),
        ("1..2", ["1", "..", "2"]),
        ("1.0..=2e-3", ["1.0", "..=", "2e-3"]),
        ("1.max(2)", ["1", ".", "max", "(", "2", ")"]),
        ("0x1e-5", ["0x1e", "-", "5"]),
        ("1_000u64 0b1_u8", ["1_000u64", "0b1_u8"]),
        ("a<<=b>>c", ["a", "<<=", "b", ">>", "c"]),
        ("a...b", ["a", "...", "b"]),
        ("\ufeffuse \u200ea;", ["use", "a", ";"]),
        ("a\u0085b\u2028c\u00a0d", ["a", "b", "c\u00a0d"]),
        ("größe", ["größe"]),
    ],
)  # fmt: skip
def test_tokens(text: str, found: list[str]) -> None:
    """Each literal, lifetime, word and mark is one token, whatever stands in it."""
    assert tokens(text) == found


def test_comments_nest_and_hide_what_is_in_them() -> None:
    """A block comment reaches to its own end, and a string in a comment is no string."""
    text = 'a /* x /* y */ " z */ b // "c\n"d // e" /// f'
    assert tokens(text) == ["a", "b", '"d // e"']
    assert comments(text) == ['/* x /* y */ " z */', '// "c', "/// f"]


def test_what_does_not_close_reaches_to_the_end() -> None:
    """An open string, raw string or comment takes the rest, and nothing is lost or raised."""
    for text in ('"abc', 'r#"abc"', "/* abc"):
        assert [one.text.decode() for one in lexemes_of(text.encode())] == [text]


def test_line_ends_are_one_to_the_lexer() -> None:
    """CRLF inside a string counts as LF, as rustc reads it."""
    assert tokens('"a\r\nb" c') == ['"a\nb"', "c"]


def test_a_comment_indented_anew_is_the_same() -> None:
    """White space at the ends of a comment's lines says nothing; that inside them does."""
    assert plain_comment(b"/* a\n     b */") == plain_comment(b"/* a\n b */")
    assert plain_comment(b"// a  b") != plain_comment(b"// a b")


def test_a_line_break_of_markdown_is_part_of_a_doc_comment() -> None:
    """Two spaces behind the words of a doc comment's line count; one, or in others, does not."""
    for opening in (b"///", b"//!", b"/** x\n", b"/*! x\n"):
        assert plain_comment(opening + b" a  ") != plain_comment(opening + b" a")
        assert plain_comment(opening + b" a   ") == plain_comment(opening + b" a  ")
        assert plain_comment(opening + b" a ") == plain_comment(opening + b" a")
        assert plain_comment(opening + b"  ") == plain_comment(opening)
    assert plain_comment(b"// a  ") == plain_comment(b"// a")


SPACES = ["\u200e", "\u200f", "\u0085", "\u2028", "\u2029", *" \t\n\r\v\f"]


@given(
    st.binary()
    | st.lists(st.sampled_from([*SPACES, "\ufeff", "a", "é", "'", '"', "/*"])).map(joined)
)
def test_any_bytes_lex_and_lose_nothing_but_white_space(data: bytes) -> None:
    """Whatever comes in, the lexemes follow each other and leave white space alone between them."""
    plain = data.replace(b"\r\n", b"\n")
    rest = plain.removeprefix(b"\xef\xbb\xbf")
    for one in lexemes_of(plain):
        rest = without_space(rest)
        assert rest.startswith(one.text)
        rest = rest.removeprefix(one.text)
    assert not without_space(rest)


def test_the_lexer_sees_what_the_parser_sees(relay: Corpus) -> None:
    """In the miniature both read the same characters; parse errors and macros' variables aside."""
    for path, file in relay.all_rust_files().items():
        if file.error_line is None and b"\r" not in file.data and b"$" not in file.data:
            own = b"".join(one.text for one in lexemes_of(file.data) if not one.comment)
            theirs = "".join(token.text for token in file.tokens.every)
            assert own.decode() == theirs, path

"""Names in use, tables of SQL, and the words of the language that lead no reference."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rusttree import PATHS, parsed

from pytest_verbatim.links.meaning import halves_of, head_of
from pytest_verbatim.links.reference import declared_type, references_in
from pytest_verbatim.links.tables import table_names, tables_in_sql
from pytest_verbatim.links.words import STD_METHODS
from pytest_verbatim.rustfile import RustFile


def used(text: str) -> list[str]:
    """Return the references of a text as `form path`."""
    found = references_in(RustFile(text.encode()).tokens.every)
    return [f"{one.form} {'::'.join(one.path)}" for one in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fn f() { g(1); }", ["call g"]),
        ("fn f() { a::b::g(1); }", ["name a", "name a::b", "call a::b::g"]),
        ("fn f() { g::<u8>(1); }", ["call g"]),
        ("fn f() { x.g(); }", ["method g"]),
        ("fn f() { x.g::<u8>(); }", ["method g"]),
        ("fn f() { x.g; }", []),
        ("fn f() { g!(1); }", ["macro g"]),
        ("fn f() { a::g![1]; }", ["name a", "macro a::g"]),
        ("fn f() { if a != b {} }", []),
        ("fn f() { x(g); }", ["call x", "name g"]),
        ("fn f() { let g = 1; x(g); }", ["call x"]),
        ("fn f(g: u8) { x(g); }", ["call x"]),
        ("fn f() { for g in y { x(g); } }", ["call x"]),
        ("fn f() { x(|g| g); }", ["call x"]),
        ("fn f() { if let Some(g) = y { x(g); } }", ["call Some", "call x"]),
        ("fn f() -> Kind { Kind { g: 1 } }", ["name Kind", "name Kind"]),
        ("fn f() { let g = g(1); }", ["call g"]),
        ("fn f() { let g = || 1; g(); }", []),
        ("fn f() { let g = [a, b]; }", ["name a", "name b"]),
        ("impl<'a> A for B<'a> { fn f() { <C as A>::g(); } }",
         ["name A", "name B", "name C", "name A", "call A::g"]),
        ("fn f() { r#gen::r#for(); }", ["name gen", "call gen::for"]),
        ("fn f() { Self::g(); }", ["name Self", "call Self::g"]),
        ("struct S;", []),
        ("const C: u8 = D;", ["name D"]),
        ("macro_rules! m { () => {} }", []),
        ("#[derive(A, b::C)] struct S;", ["derive A", "derive b", "derive b::C"]),
        ("#[m(k = 1, l(n = v))] struct S;", ["call m", "name v"]),
        ('#[m(with = "g")] struct S;', ["call m", "text g"]),
        ('#[m(k = "a::g")] struct S;', ["call m", "text a", "text a::g"]),
        ('#[m(rename = "g")] struct S;', ["call m"]),
        ('#[m(with = "two words")] struct S;', ["call m"]),
        ('fn f() { x("a::g"); }', ["call x"]),
    ],
)  # fmt: skip
def test_names_in_use(text: str, expected: list[str]) -> None:
    """What is called, named or handed over is a reference; what is bound or defined is none."""
    primitive = {"name u8"}
    assert [one for one in used(text) if one not in primitive] == expected


def test_the_receiver_of_a_method_is_the_word_before_the_dot() -> None:
    """Only a word is a receiver; a call or a bracket in its place has no name."""
    tokens = RustFile(b"fn f() { a.b.g(); self.h(); x().i(); y?.j(); }").tokens.every
    found = {one.name: one.receiver for one in references_in(tokens) if one.form == "method"}
    assert found == {"g": "b", "h": "self", "i": "", "j": ""}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("fn f(a: u8, word: &Kind<A, B>) {}", "&Kind<A,B>"),
        ("fn f(word: Kind) {}", "Kind"),
        ("fn f() { let word: Kind<u8> = 1; }", "Kind<u8>"),
        ("fn f() { let word = 1; }", ""),
        ("fn f(other: Kind) {}", ""),
        ("fn f() { word::new(); }", ""),
    ],
)
def test_the_declared_type_of_a_word(text: str, kind: str) -> None:
    """A parameter and a `let` with a type declare it, down to the end of the type."""
    assert declared_type(RustFile(text.encode()).tokens.every, "word") == kind


@given(st.text(alphabet='ab:.!#[](){}<>=&|,;"rfnlet ', max_size=80))
@example("a::<")
@example("<a as")
@example('#[derive("')
def test_any_text_can_be_read(text: str) -> None:
    """No text makes it fail, and each name that is given stands in the text."""
    tokens = RustFile(text.encode()).tokens.every
    for one in references_in(tokens):
        assert all(part in text for part in one.path)
    assert declared_type(tokens, "a").replace(" ", "") in text.replace(" ", "")
    assert all(name in text for name in table_names(tokens))


@pytest.mark.parametrize("path", PATHS)
def test_references_of_the_miniature_stand_where_they_say(path: str) -> None:
    """Each name stands on its line."""
    lines = parsed(path).tokens.every
    by_line: dict[int, str] = {}
    for token in lines:
        by_line[token.line] = by_line.get(token.line, "") + " " + token.text
    for one in references_in(lines):
        assert one.name in by_line[one.line]


# --- tables ----------------------------------------


@pytest.mark.parametrize(
    ("sql", "tables"),
    [
        ("SELECT a FROM loan", ["loan"]),
        ("select a from loan", ["loan"]),
        ("\n  SELECT a\n  FROM loan l JOIN book b ON x", ["loan", "book"]),
        ("INSERT INTO loan (a) VALUES (1)", ["loan"]),
        ("UPDATE loan SET a = 1", ["loan"]),
        ("DELETE FROM public.loan", ["loan"]),
        ('DELETE FROM \\"loan\\"', ["loan"]),
        ("CREATE TABLE IF NOT EXISTS loan (a int)", ["loan"]),
        ("WITH x AS (SELECT 1 FROM loan) SELECT 2 FROM x", ["loan", "x"]),
        ("TRUNCATE TABLE loan", ["loan"]),
        ("Select a from loan", []),
        ("the rows FROM loan", []),
        ("Delete from loan", []),
        ("update loan and go", []),
        ("FROM loan", []),
        ("SELECT 1", []),
        ("SELECTED FROM loan", []),
    ],
)
def test_tables_that_sql_names(sql: str, tables: list[str]) -> None:
    """What begins like a statement names tables; a sentence that begins so does not."""
    tokens = RustFile(f'fn f() {{ q("{sql}"); }}'.encode()).tokens.every
    assert [name for name, _ in tables_in_sql(tokens)] == tables


def test_the_line_of_a_table_is_that_of_its_name() -> None:
    """In a string of several lines it is not the string's first."""
    tokens = RustFile(b'fn f() {\n q("SELECT a\n  FROM loan\n  JOIN book");\n}').tokens.every
    assert list(tables_in_sql(tokens)) == [("loan", 3), ("book", 4)]


def test_sql_in_an_attribute_is_none() -> None:
    """Attributes hold summaries and rules, not queries."""
    tokens = RustFile(b'#[doc = "DELETE FROM loan"] fn f() {}').tokens.every
    assert list(tables_in_sql(tokens)) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('#[orm(table_name = "loan")] struct S;', ["loan"]),
        ('#[orm(schema_name = "x", table_name = "loan")] struct S;', ["loan"]),
        ('const LOAN_TABLE: &str = "loan";', ["loan"]),
        ('fn table_name(&self) -> &\'static str { "loan" }', ["loan"]),
        ('#[orm(column_name = "loan")] struct S;', []),
        ('#[orm(table_name = "loan", comment = "lent")] struct S;', ["loan"]),
        ('fn f() { table(); x("loan"); }', []),
        ('const LOAN: &str = "table";', []),
    ],
)
def test_tables_that_code_declares(text: str, names: list[str]) -> None:
    """A string is a table's name where `table` stands before it in the same statement."""
    assert list(table_names(RustFile(text.encode()).tokens.every)) == names


# --- heads of types ----------------------------------------


@pytest.mark.parametrize(
    ("source", "path"),
    [
        ("Kind<A, B>", ("Kind",)),
        ("&'a mut x::Kind<'a>", ("x", "Kind")),
        ("dyn Kind + Send", ("Kind",)),
        ("crate :: x :: Kind", ("crate", "x", "Kind")),
        ("(A, B)", ()),
        ("[u8; 4]", ()),
        ("'static", ()),
        ("", ()),
    ],
)
def test_the_head_of_a_type(source: str, path: tuple[str, ...]) -> None:
    """References, lifetimes, `dyn` and generic arguments are left out; a tuple has no head."""
    assert head_of(source) == path


@pytest.mark.parametrize(
    ("path", "halves"),
    [
        ("impl A", ("", "A")),
        ("impl A for B<C>", ("A", "B<C>")),
        ("impl A<B> for C#2", ("A<B>", "C")),
        ("inner::impl A for B", ("A", "B")),
        ("impl A for for<'a> fn(&'a B)", ("A", "for<'a> fn(&'a B)")),
    ],
)
def test_the_halves_of_an_impl(path: str, halves: tuple[str, str]) -> None:
    """Trait and type are told apart at the `for` between them."""
    assert halves_of(path) == halves


def test_std_methods_are_methods() -> None:
    """Each word of the list could be the name of a method."""
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", word) for word in STD_METHODS)

"""Item paths: parsed, printed, and matched against what an item is called in full."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rustpaths import Impl, Pair, impls, item_paths

from pytest_verbatim.itempath import (
    KIND_WORDS,
    ItemPath,
    ItemPathError,
    Shape,
    depths,
    text_of,
    tokens_of,
)
from pytest_verbatim.rustfile import Item, RustFile

quick = settings(max_examples=150, derandomize=True, deadline=None)


def spelled(*tokens: str) -> str:
    """Return tokens with a space between any two."""
    return " ".join(tokens)


# --- parsing ----------------------------------------------------------------------------------

FORMS = {
    "lock_loop": ("lock_loop",),
    "IdempotencyKey::new": ("IdempotencyKey", "::", "new"),
    "<A<S> as B<C>>::call": (*"< A < S > as B < C > > ::".split(), "call"),
    "impl A": ("impl", "A"),
    "impl B<C> for A<S>": tuple("impl B < C > for A < S >".split()),
    "kv_def!(Key)": ("kv_def", "!", "(", "Key", ")"),
    "kv_def!": ("kv_def", "!"),
    "inner::x": ("inner", "::", "x"),
    "inner::impl A for B": ("inner", "::", "impl", "A", "for", "B"),
    "inner::<B as A>::m": tuple("inner :: < B as A > :: m".split()),
    "use": ("use",),
    "r#type::r#match": ("r#type", "::", "r#match"),
    "impl A for fn(u8) -> bool": tuple("impl A for fn ( u8 ) -> bool".split()),
    "impl A for &'a [T; 4]": tuple("impl A for & 'a [ T ; 4 ]".split()),
    "impl A<'x'> for B": tuple("impl A < 'x' > for B".split()),
    "Größe::naïve": ("Größe", "::", "naïve"),
}


@pytest.mark.parametrize(("text", "tokens"), FORMS.items(), ids=FORMS)
def test_each_form_parses_and_prints_as_written(text: str, tokens: tuple[str, ...]) -> None:
    """Each form of the contract is read as these tokens and printed in the same spelling."""
    path = ItemPath.parse(text)
    assert path == ItemPath(tokens)
    assert str(path) == text


@pytest.mark.parametrize("kind", KIND_WORDS)
def test_a_kind_stands_before_the_last_name(kind: str) -> None:
    """`kind@` is no part of the tokens, and is printed before the last segment."""
    path = ItemPath.parse(f"{kind}@inner::send")
    assert path == ItemPath(("inner", "::", "send"), kind)
    assert str(path) == f"inner::{kind}@send"
    assert ItemPath.parse(f"inner::{kind}@send") == path


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("fn@A<B>", "fn@A<B>"),
        ("a::fn@kv!(b)", "a::fn@kv!(b)"),
        ("fn@impl A for B", "fn@impl A for B"),
        ("fn@<A as B>::m", "<A as B>::fn@m"),
        ("fn@A<b::C>", "fn@A<b::C>"),
        ("fn@A<{ b::C }>", "fn@A<{b::C}>"),
        ("a::fn@", "a::fn@"),
    ],
)
def test_a_kind_before_brackets_reads_back(text: str, printed: str) -> None:
    """`kind@` is not printed into the brackets that a path ends in."""
    path = ItemPath.parse(text)
    assert path.kind == "fn"
    assert str(path) == printed
    assert ItemPath.parse(printed) == path


def test_macro_by_kind_is_the_definition() -> None:
    """`macro@x` is another way to write `x!`, with the `!` or without."""
    assert ItemPath.parse("macro@x") == ItemPath.parse("x!") == ItemPath.parse("macro@x!")
    assert ItemPath.parse("inner::macro@x") == ItemPath(("inner", "::", "x", "!"))


@pytest.mark.parametrize(
    ("text", "ordinal"),
    [("use#3", 3), ("use # 3", 3), ("x#1", 1), ("impl A<B>#12", 12), ("x#007", 7), ("r#x#2", 2)],
)
def test_a_number_ends_the_path(text: str, ordinal: int) -> None:
    """`#n` at the end is the number, from 1 on, and no part of the tokens."""
    path = ItemPath.parse(text)
    assert path.ordinal == ordinal
    assert "#" not in path.tokens
    assert str(path).endswith(f"#{ordinal}")
    assert ItemPath.parse(str(path)) == path


def test_kind_and_number_together() -> None:
    """Kind and number may both be given."""
    assert ItemPath.parse("mod@a#2") == ItemPath(("a",), "mod", 2)
    assert str(ItemPath(("b", "::", "a"), "mod", 2)) == "b::mod@a#2"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "an item path cannot be empty"),
        (" \n", "an item path cannot be empty"),
        ("// only a comment", "an item path cannot be empty"),
        ("#2", "an item path cannot be empty"),
        ("fn@", "an item path cannot be empty"),
        ("class@A", "`class@` is no kind of item; there are fn@, "),
        ("@A", "`@` is no kind of item"),
        ("fn@struct@A", "`@` has no place"),
        ("a#0", "`#` stands at the end, before a number from 1 on"),
        ("a#", "`#` stands at the end"),
        ("a#b", "`#` stands at the end"),
        ("a#1#2", "`#` stands at the end"),
        ("a#2::b", "`#` stands at the end"),
        ("a#-1", "`#` stands at the end"),
        ("a#٣", "`#` stands at the end"),
        ("a#1234567890", "`#` stands at the end"),
        ("a<b", "a `>` is missing"),
        ("impl A for (B", "a `)` is missing"),
        ("a<b>>", "`>` closes nothing"),
        ("a<(b>)", "`>` closes nothing"),
        ("a]", "`]` closes nothing"),
        ("`a`", "``` has no place"),
        ("$a", "`$` has no place"),
        ("a\\b", "has no place"),
        ('a"', '`"` has no place'),
        ("a'", "`'` has no place"),
        ("a\u202eb", "has no place"),
        ("a\x00", "has no place"),
    ],
)
def test_no_item_path(text: str, why: str) -> None:
    """What is no path is refused, and the message says which part of it."""
    with pytest.raises(ItemPathError, match=re.escape(why)):
        ItemPath.parse(text)


@pytest.mark.parametrize(
    "text", ["a#1", "a<b>", "a<{1 > 0}>", "a<{1 < 2}>", "a<'x'>", 'a<"#@$">', "a<(b)>"]
)
def test_nearly_no_item_path(text: str) -> None:
    """What only looks like a fault is none: brackets that close, marks inside literals."""
    assert ItemPath.parse(str(ItemPath.parse(text))) == ItemPath.parse(text)


def test_the_error_for_a_kind_lists_the_kinds() -> None:
    """The message for an unknown kind names each one there is, `macro@` included."""
    with pytest.raises(ItemPathError) as caught:
        ItemPath.parse("class@A")
    assert all(f"{kind}@" in str(caught.value) for kind in (*KIND_WORDS, "macro"))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("a", "a"),
        ("inner::a", "a"),
        ("struct@A", "A"),
        ("use#2", "use"),
        ("a!", "a"),
        ("a!(B)", "B"),
        ("a!()", "a"),
        ("<A<S> as B<C>>::call", "call"),
        ("A<B>::new", "new"),
        ("impl A", "A"),
        ("impl A<B>", "A"),
        ("impl B<C> for A<S>", "A"),
        ("impl B for a::A<c::D<E>>", "A"),
        ("impl A for [T]", "T"),
        ("<A>", "A"),
        ("r#type", "r#type"),
        ("()", ""),
    ],
)
def test_last_name(text: str, name: str) -> None:
    """The name to look for elsewhere is the last one that is no generic argument."""
    assert ItemPath.parse(text).last_name == name


# --- printing ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "impl A for &'a mut T",
        "impl A for &mut [T]",
        "impl A for *const T",
        "impl A for *mut &T",
        "impl A for [T; N]",
        "impl A for (B, C)",
        "impl A for ()",
        "impl A for !",
        "impl !A for B",
        "impl ?A for B",
        "impl ::a::B for ::c::D",
        "impl A for dyn B + Send + 'a",
        "impl A for Box<dyn for<'a> Fn(&'a T) -> u8 + 'static>",
        "impl A for for<'a> fn(&'a T)",
        'impl A for unsafe extern "C" fn(u8)',
        "impl A<B, Item = C> for D<-1>",
        "impl A for impl B",
        "impl A for fn(x: u8)",
        "impl A for <T as B>::C",
        "impl <T as B>::C",
        "impl A for dyn ::b::C",
        "<&'a T as B>::m",
        "<[T] as B>::m",
        "<*const T as B>::m",
        "<A as for<'a> B<'a>>::m",
        "<T>::m::<U>",
    ],
)
def test_spelling(text: str) -> None:
    """Paths are printed as rustfmt would write them."""
    assert text_of(tokens_of(text)) == text
    assert text_of(tokens_of(spelled(*tokens_of(text)))) == text


def test_comments_are_white_space() -> None:
    """Comments in a path are no tokens; a lifetime is no start of a character."""
    assert tokens_of("a /* b */ :: // c\n d") == ("a", "::", "d")
    assert tokens_of("<'a, 'b'>") == ("<", "'a", ",", "'b'", ">")
    assert tokens_of("'\\'' b'\\\\' b\"\\\"\" \"a\" 1u8") == (
        "'\\''",
        "b'\\\\'",
        'b"\\""',
        '"a"',
        "1u8",
    )


def test_depths_count_brackets_but_no_comparisons() -> None:
    """Brackets are counted after each token; `<` and `>` inside braces are operators."""
    assert list(depths(tokens_of("a<b(c)>::[d]"))) == [0, 1, 1, 2, 2, 1, 0, 0, 1, 1, 0]
    assert list(depths(tokens_of("A<{ 1 > 0 }>"))) == [0, 1, 2, 2, 2, 2, 1, 0]
    assert list(depths(tokens_of("A<{ 1 < 2 }>"))) == [0, 1, 2, 2, 2, 2, 1, 0]
    assert list(depths(tokens_of("fn() -> >"))) == [0, 1, 0, 0, 0]


# --- laws -------------------------------------------------------------------------------------


@quick
@given(item_paths, st.none() | st.sampled_from(sorted(KIND_WORDS)), st.none() | st.integers(1, 99))
def test_printing_and_parsing_round_trip(
    tokens: tuple[str, ...], kind: str | None, ordinal: int | None
) -> None:
    """A path that is printed reads back as an equal path."""
    path = ItemPath(tokens, kind, ordinal)
    assert ItemPath.parse(str(path)) == path


@quick
@given(item_paths, st.data())
def test_white_space_never_matters(tokens: tuple[str, ...], data: st.DataObject) -> None:
    """However tokens are spaced, they are the same path."""
    blanks = st.sampled_from([" ", "\n", "\t ", "/**/", " // c\n"])
    gaps = data.draw(st.lists(blanks, min_size=len(tokens) + 1, max_size=len(tokens) + 1))
    text = "".join(gap + token for gap, token in zip(gaps, (*tokens, ""), strict=True))
    assert ItemPath.parse(text) == ItemPath.parse(text_of(tokens)) == ItemPath(tokens)


def items_of(impl: Impl) -> tuple[Item, Item | None]:
    """Return the impl and its member as a parser sees them; a negative impl has no member."""
    body = "" if impl.negative else "\n    fn member(&self) {}\n"
    source = f"{text_of(impl.path.full)} {{{body}}}\n"
    rust_file = RustFile(source.encode())
    assert rust_file.error_line is None, source
    first, *rest = rust_file.items
    return first, (rest[0] if rest else None)


def member_path(impl: Impl) -> Pair:
    """Return the path of `member`, in full and shortened."""
    if impl.trait is None:
        full, short = impl.of.full, impl.of.short
        return Pair((*full, "::", "member"), (*short, "::", "member"))
    return Pair(
        ("<", *impl.of.full, "as", *impl.trait.full, ">", "::", "member"),
        ("<", *impl.of.short, "as", *impl.trait.short, ">", "::", "member"),
    )


@quick
@given(impls)
def test_an_impl_is_called_as_the_source_writes_it(impl: Impl) -> None:
    """The full path holds generics and qualifiers as they stand in the source, and fits."""
    whole, member = items_of(impl)
    assert whole.path.tokens == impl.path.full
    assert whole.shape.fits(impl.path.full)
    if member is not None:
        assert member.path.tokens == member_path(impl).full
        assert member.shape.fits(member_path(impl).full)


@quick
@given(impls)
def test_what_may_be_left_out_may_be_left_out(impl: Impl) -> None:
    """Generics, lifetimes and qualifiers dropped at random, a path still fits its item."""
    whole, member = items_of(impl)
    assert whole.shape.fits(impl.path.short), (impl.path.full, impl.path.short)
    if member is not None:
        assert member.shape.fits(member_path(impl).short)


@quick
@given(impls, st.data())
def test_no_name_may_be_another(impl: Impl, data: st.DataObject) -> None:
    """A path with one token changed, in full or shortened, never fits."""
    whole, member = items_of(impl)
    for item, tokens in ((whole, impl.path.short), (member, member_path(impl).short)):
        if item is not None:
            at = data.draw(st.integers(0, len(tokens) - 1))
            assert not item.shape.fits((*tokens[:at], "Zeta", *tokens[at + 1 :]))
            assert not item.shape.fits((*tokens, "Zeta"))
            assert not item.shape.fits(tokens[:-1])


# --- what may not be left out -----------------------------------------------------------------


def shape(text: str) -> Shape:
    """Return the shape of the first item of a source text."""
    return RustFile(text.encode()).items[0].shape


@pytest.mark.parametrize(
    ("source", "fits", "fits_not"),
    [
        ("impl<'a> A<'a, 'b, T> for B {}", "impl A<'a, T> for B", "impl A<'b> for B"),
        ("impl A<'a, 'b> for B {}", "impl A<'a> for B", "impl A<'c> for B"),
        ("impl A<'a> for B {}", "impl A for B", "impl A<'b> for B"),
        ("impl A<'x'> for B {}", "impl A<'x'> for B", "impl A<> for B"),
        ("impl A<T, U> for B {}", "impl A for B", "impl A<T> for B"),
        ("impl A<B<C>> for D {}", "impl A<B> for D", "impl A<C> for D"),
        ("impl a::b::C for D {}", "impl b::C for D", "impl a::b for D"),
        ("impl ::a::C for D {}", "impl C for D", "impl b::C for D"),
        ("impl a::b::C for D {}", "impl a::b::C for D", "impl a b::C for D"),
        ("impl A for <T as B>::C {}", "impl A for <T as B>::C", "impl A for <T as B> C"),
        ("impl A::<T> for D {}", "impl A for D", "impl A:: for D"),
        ("impl A::<T> for D {}", "impl A::<T> for D", "impl <T> for D"),
        ("impl A for &'a mut B {}", "impl A for &mut B", "impl A for &B"),
        ("impl A for &B {}", "impl A for &B", "impl A for B"),
        ("impl A for [B; 4] {}", "impl A for [B; 4]", "impl A for [B]"),
        ("impl A for dyn B + 'a {}", "impl A for dyn B", "impl A for B"),
        ("impl A for dyn B + Send {}", "impl A for dyn B + Send", "impl A for dyn B"),
        ("impl A for dyn for<'a> B<'a> {}", "impl A for dyn B", "impl A for dyn for B"),
        ("impl A for for<'a> fn(&'a T) {}", "impl A for fn(&T)", "impl A for for fn(&T)"),
        ("impl A for fn(u8) -> B {}", "impl A for fn(u8) -> B", "impl A for fn(u8)"),
        ("impl !A for B {}", "impl !A for B", "impl A for B"),
        ("impl A for <T as x::B>::C {}", "impl A for <T as B>::C", "impl A for C"),
        ("impl A for <T as x::B>::C {}", "impl A for <T as B>::C", "impl A::C"),
        ("impl A for <T as B>::C {}", "impl A for <T as B>::C", "impl A for <T as B C"),
        ("impl A for &'a B {}", "impl A for &B", "impl A B"),
        ("impl A for &'a B {}", "impl A for &'a B", "impl A for B"),
        ("impl A<{ 1 > 0 }> for B {}", "impl A for B", "impl A<{ 1 }> for B"),
        ("impl A for B {}", "impl A for B", "impl B"),
        ("mod m {}", "m", "n"),
        ("a::b!(C);", "b!(C)", "b!()"),
    ],
)
def test_near_misses_of_leaving_out(source: str, fits: str, fits_not: str) -> None:
    """What may be left out fits; its neighbour that may not does not."""
    assert shape(source).fits(tokens_of(fits))
    assert not shape(source).fits(tokens_of(fits_not))


def test_head_and_tail_are_fixed() -> None:
    """Modules and the member's name are written in full; only what is between may be shortened."""
    whole = Shape(("m", "::"), ("a", "::", "B", "<", "T", ">"), ("::", "new"))
    assert whole.tokens == tokens_of("m::a::B<T>::new")
    assert whole.fits(tokens_of("m::B::new"))
    assert not whole.fits(tokens_of("B::new"))
    assert not whole.fits(tokens_of("m::B"))
    assert not Shape(("a",), (), ("a",)).fits(("a",))

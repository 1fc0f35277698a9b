"""Names of impls: what is left without generics and qualifiers, and which differ by these alone."""

import pytest

from pytest_verbatim.drift.naming import is_same_but_shorter, without_generics
from pytest_verbatim.itempath import Shape, tokens_of


@pytest.mark.parametrize(
    ("given", "bare"),
    [
        ("Service<Request<Body>> for tower::Guard<'a, S>", "Service for Guard"),
        ("&'a mut A", "& mut A"),
        ("From<[u8; 3]> for ::std::A", "From for A"),
        ("Fn(A) -> b::C for D", "Fn ( A ) -> C for D"),
        ("Vec::<T>", "Vec"),
        ("for<'a> Fn(&'a A)", "for Fn ( & A )"),
        ("T for <A as X>::V", "T for < A as X > V"),
        ("T for <A<B> as c::X<D>>::V", "T for < A as X > V"),
        ("<A as X>::V", "< A as X > V"),
        ("T for &<A as X>::V", "T for & < A as X > V"),
        ("From<'x'> for A", "From for A"),
    ],
)
def test_what_is_left_without_generics(given: str, bare: str) -> None:
    """Arguments, lifetimes and qualifiers go, what names trait and type stays."""
    assert " ".join(without_generics(tokens_of(given))) == bare


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("A", "A<T>", True),
        ("A", "crate::A", True),
        ("A<'a, T>", "A<'b, T>", True),
        ("A<'a, T>", "A<T>", True),
        ("A<'a>", "A<'static>", True),
        ("A for dyn B + 'a", "A for dyn B", True),
        ("From<X> for A", "From<X> for A<T>", True),
        ("From<X> for A", "From<Y> for A", False),
        ("From<X> for A<T>", "From<Y> for A<T>", False),
        ("From<x::E> for A", "From<y::E> for A", False),
        ("From<X> for A", "From<(X, Y)> for A", False),
        ("fmt::Error for A", "std::Error for A", False),
        ("Show for Vec<T>", "Show for Vec<u8>", False),
        ("A<'x'>", "A<'y'>", False),
    ],
)
def test_names_that_differ_by_what_can_be_left_out(one: str, other: str, *, same: bool) -> None:
    """Generics or qualifiers that came or went make no other name; replaced ones do."""
    shapes = [Shape(("impl",), tokens_of(text)) for text in (one, other)]
    assert is_same_but_shorter(*shapes) is is_same_but_shorter(*reversed(shapes)) is same

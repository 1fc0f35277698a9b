"""What the names of two impls have in common when generics, lifetimes or qualifiers differ."""

from collections.abc import Iterator, Sequence

from pytest_verbatim.itempath import Shape, depths

_WORDS = frozenset({"as", "const", "dyn", "for", "impl", "mut"})
"""What can stand before a type and is no part of its path."""


def without_generics(tokens: Sequence[str]) -> tuple[str, ...]:
    """Return the tokens of a type without generic arguments, lifetimes and path qualifiers.

    The angle brackets of `<A as B>::C` are no arguments and stay.
    """
    found: list[str] = []
    inside = 0  # how deep in brackets the arguments stand that are being left out
    for at, (token, depth) in enumerate(zip(tokens, depths(tokens), strict=True)):
        if inside:
            inside = inside if depth >= inside else 0
        elif token == "<" and _opens_arguments(tokens, at):
            inside = depth
        elif token == "::":
            if tokens[at + 1 : at + 2] != ("<",) and found and found[-1].isidentifier():
                found = found if found[-1] in _WORDS else found[:-1]
        elif not _is_lifetime(token):
            found.append(token)
    return tuple(found)


def _opens_arguments(tokens: Sequence[str], at: int) -> bool:
    """Return whether `<` stands behind a name, or between `for` and lifetimes."""
    before = tokens[at - 1] if at else ""
    if before == "for":
        return any(map(_is_lifetime, tokens[at + 1 : at + 2]))
    return before == "::" or (before.isidentifier() and before not in _WORDS)


def is_same_but_shorter(one: Shape, other: Shape) -> bool:
    """Return whether one name is the other with generics or qualifiers left out.

    Lifetimes have no say. Not so where an argument or a qualifier was replaced by another:
    `impl From<A> for X` and `impl From<B> for X` can stand side by side.
    """
    left, right = (Shape(it.head, tuple(_without_lifetimes(it.body))) for it in (one, other))
    return left.fits(right.tokens) or right.fits(left.tokens)


def _without_lifetimes(tokens: Sequence[str]) -> Iterator[str]:
    """Yield the tokens of a type but lifetimes, each with the comma behind or the plus before."""
    for at, token in enumerate(tokens):
        dropped = token == "," and at and _is_lifetime(tokens[at - 1])
        dropped = dropped or (token == "+" and any(map(_is_lifetime, tokens[at + 1 : at + 2])))
        if not dropped and not _is_lifetime(token):
            yield token


def _is_lifetime(token: str) -> bool:
    """Return whether a token is a lifetime; `'x'` is a character."""
    return token.startswith("'") and not token.endswith("'")

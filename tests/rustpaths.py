"""Hypothesis strategies for the paths, types and implementations that item paths are made of.

Everything is drawn twice over: in full, and with some of what an author may leave out left out.
"""

from dataclasses import dataclass

from hypothesis import strategies as st

NAMES = ("Alpha", "Beta", "gamma", "r#type", "Größe", "_x", "T", "r#gen")
name = st.sampled_from(NAMES)
lifetime = st.sampled_from(("'a", "'b", "'static", "'_"))


@dataclass(frozen=True)
class Pair:
    """Tokens in full, and tokens an author may write for them."""

    full: tuple[str, ...] = ()
    short: tuple[str, ...] = ()

    def __add__(self, other: "Pair") -> "Pair":
        """Return both, one behind the other."""
        return Pair(self.full + other.full, self.short + other.short)


def same(*tokens: str) -> Pair:
    """Return tokens that cannot be left out."""
    return Pair(tokens, tokens)


def listed(parts: list[Pair], opener: str, closer: str) -> Pair:
    """Return parts in brackets, commas between those that are there."""
    full = [part.full for part in parts]
    short = [part.short for part in parts if part.short]
    return Pair((opener, *_joined(full), closer), (opener, *_joined(short), closer))


def _joined(parts: list[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(token for n, part in enumerate(parts) for token in ((",", *part) if n else part))


@st.composite
def lifetime_argument(draw: st.DrawFn) -> Pair:
    """Draw a lifetime, which may always be left out."""
    token = draw(lifetime)
    return Pair((token,), (token,) if draw(st.booleans()) else ())


@st.composite
def named_type(draw: st.DrawFn, inner: st.SearchStrategy[Pair]) -> Pair:
    """Draw a path to a type or trait: qualifiers, a name, generic arguments."""
    qualifiers = draw(st.lists(name, max_size=2))
    kept = draw(st.integers(0, len(qualifiers)))
    rooted = bool(qualifiers) and draw(st.booleans())
    path = Pair(
        (*(["::"] if rooted else []), *(t for word in qualifiers for t in (word, "::"))),
        tuple(t for word in qualifiers[kept:] for t in (word, "::")),
    ) + same(draw(name))
    if not draw(st.booleans()):
        return path
    lifetimes = draw(st.lists(lifetime_argument(), max_size=2))
    others = draw(
        st.lists(
            inner | st.sampled_from([same("3"), same("true"), same("'x'"), same("b'x'")]),
            max_size=2,
        )
    )
    arguments = listed([*lifetimes, *others], "<", ">")
    if len(arguments.full) == 2:
        return path
    if len(arguments.short) == 2 or draw(st.booleans()):
        arguments = Pair(arguments.full, ())
    return path + arguments


@st.composite
def reference(draw: st.DrawFn, inner: st.SearchStrategy[Pair]) -> Pair:
    """Draw a reference or a pointer."""
    if draw(st.booleans()):
        return same("*", draw(st.sampled_from(["const", "mut"]))) + draw(inner)
    life = draw(lifetime_argument()) if draw(st.booleans()) else Pair()
    mutable = same("mut") if draw(st.booleans()) else Pair()
    return same("&") + life + mutable + draw(inner)


@st.composite
def bracketed(draw: st.DrawFn, inner: st.SearchStrategy[Pair]) -> Pair:
    """Draw a slice, an array, a tuple or unit."""
    element = draw(inner)
    shape = draw(st.sampled_from(["slice", "array", "tuple", "unit"]))
    if shape == "slice":
        return same("[") + element + same("]")
    if shape == "array":
        return same("[") + element + same(";", "4", "]")
    if shape == "tuple":
        return listed([element, draw(inner)], "(", ")")
    return same("(", ")")


@st.composite
def function_pointer(draw: st.DrawFn, inner: st.SearchStrategy[Pair]) -> Pair:
    """Draw the type of a function, perhaps over lifetimes of its own."""
    ranked = ("for", "<", "'r", ">")
    over = Pair()
    if draw(st.booleans()):
        over = Pair(ranked, ranked if draw(st.booleans()) else ())
    back = same("->") + draw(inner) if draw(st.booleans()) else Pair()
    return over + same("fn") + listed(draw(st.lists(inner, max_size=2)), "(", ")") + back


@st.composite
def trait_object(draw: st.DrawFn, inner: st.SearchStrategy[Pair]) -> Pair:
    """Draw `dyn A + Send + 'a`."""
    bound = draw(lifetime_argument()) if draw(st.booleans()) else Pair()
    more = same("+", "Send") if draw(st.booleans()) else Pair()
    if bound.full:
        bound = Pair(("+", *bound.full), ("+", *bound.short) if bound.short else ())
    return same("dyn") + draw(named_type(inner)) + more + bound


def _wrapped(inner: st.SearchStrategy[Pair]) -> st.SearchStrategy[Pair]:
    return st.one_of(
        named_type(inner),
        reference(named_type(inner)),
        bracketed(inner),
        function_pointer(named_type(inner)),
        st.builds(lambda pair: same("Box", "<") + pair + same(">"), trait_object(inner)),
    )


types = st.recursive(name.map(same), _wrapped, max_leaves=6)
traits = named_type(types)


@dataclass(frozen=True)
class Impl:
    """An implementation; `trait` is None for an inherent one."""

    trait: Pair | None
    negative: bool
    of: Pair

    @property
    def path(self) -> Pair:
        """Return `impl Trait for Type`."""
        bang = same("!") if self.negative else Pair()
        front = bang + self.trait + same("for") if self.trait else Pair()
        return same("impl") + front + self.of


@st.composite
def _impls(draw: st.DrawFn) -> Impl:
    trait = draw(st.none() | traits)
    negative = trait is not None and draw(st.booleans())
    return Impl(trait, negative, draw(traits if trait is None else types))


impls = _impls()


@st.composite
def _item_paths(draw: st.DrawFn) -> tuple[str, ...]:
    """Draw the tokens of an item path of any form, without `kind@` and `#n`."""
    modules = tuple(t for word in draw(st.lists(name, max_size=2)) for t in (word, "::"))
    form = draw(st.sampled_from(["name", "use", "macro", "call", "member", "of-trait", "impl"]))
    last = draw(name)
    if form == "name":
        return (*modules, last)
    if form == "use":
        return (*modules, "use")
    if form == "macro":
        return (*modules, last, "!")
    if form == "call":
        argument = draw(st.lists(name, max_size=1))
        return (*modules, last, "!", "(", *argument, ")")
    if form == "member":
        return (*modules, *draw(traits).full, "::", last)
    if form == "of-trait":
        return (*modules, "<", *draw(types).full, "as", *draw(traits).full, ">", "::", last)
    return (*modules, *draw(impls).path.full)


item_paths = _item_paths()

"""`Item`: what `RustFile` says about one item. Plain data, no syntax tree."""

from dataclasses import dataclass

from pytest_verbatim.itempath import ItemPath, Shape


@dataclass(frozen=True, slots=True)
class Lines:
    """A run of whole lines, 1-based and inclusive at both ends."""

    first: int
    last: int

    def holds(self, other: "Lines") -> bool:
        """Return whether every line of `other` is one of these."""
        return self.first <= other.first and other.last <= self.last


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a file.

    `path` is its full path, unique in the file; `kind` is as `verbatim items` prints it; `lines`
    are its own, attributes and comments included, without the shell of a member. `container` is
    the path of the impl or trait that a member stands in, `header` the lines of an impl or trait
    up to the one that opens its body. `binds` are the names a `use` brings into scope. `refusal`
    says why the item cannot be cut out, `shell_refusal` why its members cannot; both may be None.
    """

    path: ItemPath
    shape: Shape
    kind: str
    lines: Lines
    test: bool
    modules: tuple[str, ...] = ()
    container: ItemPath | None = None
    header: Lines | None = None
    binds: tuple[str, ...] = ()
    refusal: str | None = None
    shell_refusal: str | None = None

    @property
    def name(self) -> str:
        """Return the last identifier of the path, as a reader would look it up."""
        return self.path.last_name

    @property
    def is_member(self) -> bool:
        """Return whether the item is a member of an impl or a trait."""
        return self.container is not None


@dataclass(frozen=True, slots=True)
class ModDeclaration:
    """A `mod name;`: the module's text stands in another file.

    `modules` are the inline modules around it, `path` is the value of `#[path = "..."]` or None,
    `test` is true where it is compiled for tests only.
    """

    name: str
    modules: tuple[str, ...]
    path: str | None
    test: bool

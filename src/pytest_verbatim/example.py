"""`Example` and `rust()`: what an author declares.

Nothing is refused when it is built, so that a wrong value is a finding of that case alone and not
an import error of its module: `type_faults` names what is wrong afterwards.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from pytest_verbatim.evidence import Evidence, faults

Imports = Literal["none", "used", "all"]
IMPORTS: tuple[str, ...] = ("none", "used", "all")
_HALF = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Rust:
    """One part of the code: items of one file, made by `rust()`.

    `file` is relative to the corpus subtree, `items` are item paths, `imports` says which of the
    file's `use` declarations come first.
    """

    file: str
    items: tuple[str, ...]
    imports: Imports = "none"


def rust(file: str, *items: str, imports: Imports = "none") -> Rust:
    """Return a part of an example: `items` of `file`, in source order.

    Args:
        file: path below the corpus subtree, with `/`: `svix-server/src/core/retry.rs`.
        items: item paths, as `verbatim items FILE` prints them or shorter where that is unique.
        imports: `"used"` puts those `use` declarations first that bind a name which occurs in the
            items, `"all"` every file-level one that is not for tests, `"none"` none.
    """
    return Rust(file, items, imports)


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One training example: the request, the reasoning, and the code that answers both.

    Attributes:
        code: the parts of the code, in the order in which they are shown.
        prompt: the request, as `inspect.cleandoc` and unwrapping leave it.
        think: the reasoning of the engineer who wrote the code, likewise.
        claims: quotes from prompt or think, at most a sentence each, with the evidence for them:
            one piece, or a list of several that must all hold.
    """

    code: Sequence[Rust] = field(default=())
    prompt: str = ""
    think: str = ""
    claims: Mapping[str, Evidence | Sequence[Evidence]] = field(default_factory=dict, hash=False)

    def evidence(self) -> Iterator[tuple[str, tuple[Evidence, ...]]]:
        """Yield each quote with its pieces of evidence, in the order of declaration."""
        for quote, given in self.claims.items():
            yield quote, (given,) if isinstance(given, Evidence) else tuple(given)


def type_faults(example: Example) -> Iterator[tuple[str, str, str]]:
    """Yield (field, what was seen, what would mend it) for each argument of a wrong type."""
    code: object = example.code
    if not isinstance(code, list | tuple):
        yield "code", f"code is {_kind_of(code)}", "write code=[rust(file, item, ...), ...]"
    else:
        for part in code:
            yield from _part_faults(part)
    for name in ("prompt", "think"):
        fault = _text_fault(getattr(example, name))
        if fault:
            yield name, f"{name} {fault}", f"give {name} as one string"
    yield from _claim_faults(example.claims)


def _claim_faults(claims: object) -> Iterator[tuple[str, str, str]]:
    mend = 'write claims={"words of the text": calls(item, name), ...}'
    if not isinstance(claims, Mapping):
        yield "claims", f"claims is {_kind_of(claims)}", mend
        return
    for quote, given in claims.items():
        fault = _text_fault(quote)
        if fault:
            yield "claims", f"a quote {fault}", mend
        pieces = given if isinstance(given, list | tuple) else (given,)
        if not pieces:
            yield "claims", f"the claim {quote!r} has no evidence", mend
        for piece in pieces:
            if isinstance(piece, Evidence):
                seen = f"the evidence for {quote!r} is wrong"
                for wrong in (*faults(piece), *_halves_in(piece)):
                    yield "claims", seen, wrong
            else:
                seen = f"the evidence for {quote!r} is {_kind_of(piece)}"
                yield "claims", seen, "use calls(), value(), argued() or another kind of evidence"


def _halves_in(piece: Evidence) -> Iterator[str]:
    """Yield which texts of a piece of evidence UTF-8 cannot encode."""
    for name in piece.field_names():
        value = getattr(piece, name)
        for text in value if isinstance(value, tuple) else (value,):
            if isinstance(text, str) and (fault := _text_fault(text)):
                yield f"{piece.kind}(): `{name}` {fault}"


def _part_faults(part: object) -> Iterator[tuple[str, str, str]]:
    if not isinstance(part, Rust):
        yield "code", f"a part of code is {_kind_of(part)}", "write rust(file, item, ...)"
        return
    imports: object = part.imports
    fault = _text_fault(part.file)
    if fault:
        yield "code", f"the file of a rust() {fault}", "give it as a string"
    for item in part.items:
        fault = _text_fault(item)
        if fault:
            yield (
                "code",
                f"an item of a rust() {fault}",
                "give each item path as a string of its own",
            )
    if imports not in IMPORTS:
        yield "code", f"imports is {imports!r}", 'write "none", "used" or "all"'


def _text_fault(value: object) -> str | None:
    """Return why a value is no text, None where it is: a plain `str` that UTF-8 can encode.

    Results travel between processes, where neither half a surrogate pair nor a subclass can go.
    """
    if type(value) is not str:
        return f"is {_kind_of(value)}"
    half = _HALF.search(value)
    return half and f"holds U+{ord(half[0]):04X}, half of a surrogate pair"


def _kind_of(value: object) -> str:
    if value is None:
        return "None"
    name = type(value).__name__
    return f"{'an' if name[0] in 'aeiouAEIOU' else 'a'} {name}"

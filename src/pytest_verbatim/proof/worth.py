"""`value` and `literal`: what constants come to, and which literals stand in an item."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from pytest_verbatim.evidence import UNITS, Literal, Value
from pytest_verbatim.proof.lookup import Found, Scene
from pytest_verbatim.proof.verdict import Verdict, fails, holds, listed
from pytest_verbatim.prose.quantity import Quantity
from pytest_verbatim.rustfile import Lines, Token
from pytest_verbatim.rustfile.facts import contents_of
from pytest_verbatim.source.corpus import Corpus
from pytest_verbatim.tree.arithmetic import STATUS, number_of
from pytest_verbatim.tree.constexpr import Constants, evaluate
from pytest_verbatim.tree.measure import unit_in
from pytest_verbatim.tree.owner import owner_of

_CONSTANTS = frozenset({"const", "static", "assoc_const"})
_FUNCTIONS = frozenset({"fn", "method"})
_FOLLOWED = 8
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "\\": "\\", '"': '"', "'": "'"}


def constants_in(corpus: Corpus, file: str, owner: str = "", left: int = _FOLLOWED) -> Constants:
    """Return what gives the constants that paths in a file stand for.

    `owner` is the name of the type that `Self` is. A constant that is defined several times under
    one path, or by way of `left` others, is none.
    """

    def constants(path: str) -> tuple[Quantity, ...] | None:
        head, _, rest = path.partition("::")
        own = f"{owner}::{rest}" if head == "Self" and owner else path
        found = [
            d
            for d in corpus.index.resolve(file, own)
            if d.kind in _CONSTANTS or d.kind in _FUNCTIONS
        ]
        if len(found) != 1 or not left:
            return None
        return _worth_of(corpus, found[0].file, found[0].path, left - 1)

    return constants


def constants_at(corpus: Corpus, file: str, line: int) -> Constants:
    """Return what gives the constants that paths on a line (1-based) of a file stand for."""
    entry = corpus.index.entry(file, corpus.index.item_at(file, line))
    around = "" if entry is None else entry.container
    if entry is not None and not around:
        around = entry.path if entry.kind in {"impl", "trait", "struct", "enum", "union"} else ""
    return constants_in(corpus, file, owner_of(around)[1])


def _worth_of(corpus: Corpus, file: str, path: str, left: int) -> tuple[Quantity, ...] | None:
    entry = corpus.index.entry(file, path)
    if entry is None:
        return None
    tokens = corpus.tokens(file).on(Lines(entry.first, entry.last))
    expression = _expression(tokens, entry.kind)
    constants = constants_in(corpus, file, owner_of(entry.container)[1], left)
    return None if expression is None else evaluate(expression, constants)


def _expression(tokens: Sequence[Token], kind: str) -> Sequence[Token] | None:
    """Return the value of a const or static, or the body of a function; None for all else."""
    plain = [token for token in tokens if not token.attribute]
    mark = "=" if kind in _CONSTANTS else "{" if kind in _FUNCTIONS else None
    depth = 0
    for at, token in enumerate(plain):
        if token.text == mark and depth == 0:
            return plain[at + 1 :] if mark == "=" else plain[at:]
        depth += token.text in {"(", "["}
        depth -= token.text in {")", "]"}
    return None


def worth_of(found: Found) -> tuple[Quantity, ...] | None:
    """Return what an item evaluates to, None where it is no constant."""
    return _worth_of(found.scene.corpus, found.file, found.path, _FOLLOWED)


def hold_value(evidence: Value, scene: Scene) -> Verdict:
    """Return whether an item evaluates to all of the amounts."""
    found = scene.find(evidence.item)
    if isinstance(found, str):
        return fails(found, "name an item that exists")
    if found.item.kind not in _CONSTANTS | _FUNCTIONS:
        said = f"`{found.path}` is a {found.item.kind}"
        return fails(said, "name a const, a static or a function", [found.place])
    worth = worth_of(found)
    if worth is None:
        return fails(
            f"`{found.path}` is no one constant expression that can be evaluated",
            "cite a literal in it: literal(item, text)",
            [found.place],
        )
    shown = listed_amounts(worth)
    for unit, amounts in evidence.units:
        wanted = amounts if isinstance(amounts, tuple) else (amounts,)
        same = len(wanted) == len(worth) and all(
            _is(there, asked, unit, found.item.name)
            for there, asked in zip(worth, wanted, strict=True)
        )
        if not same:
            asked = ", ".join(map(str, wanted))
            said = f"`{found.path}` is {shown}, not {asked} {unit}"
            return fails(said, "write what it is, in the sentence too", [found.place])
    return holds(f"`{found.path}` is {shown}", [found.place])


def _is(there: Quantity, amount: Any, unit: str, name: str) -> bool:
    """Return whether a quantity of the source is an amount of a unit.

    A plain number is an amount of any unit, as it stands or, in a unit that is a multiple, in the
    base unit; a name that ends in a unit decides.
    """
    dimension, times, parts = UNITS[unit]
    try:
        asked = Fraction(str(amount))
    except ValueError:  # inf and nan
        return False
    base = asked * Fraction(times, parts)
    if there.dimension != "count":
        return there == Quantity(base, dimension)
    named = unit_in(name)
    if named is not None and named[0] == dimension:
        return there.amount * named[1] == base
    return there.amount == asked or (times > parts and there.amount == base)


def listed_amounts(worth: Sequence[Quantity]) -> str:
    """Return quantities as people write them: `0.2 s`, `12`, `[1 s, 2 s]`."""
    shown = [f"{_decimal(one.amount)}{_SUFFIX.get(one.dimension, '')}" for one in worth[:12]]
    shown += ["..."] * (len(worth) > 12)
    return shown[0] if len(worth) == 1 else f"[{', '.join(shown)}]"


_SUFFIX = {"time": " s", "size": " bytes", "bits": " bits", "percent": " %"}


def _decimal(amount: Fraction) -> str:
    return str(amount.numerator) if amount.denominator == 1 else f"{float(amount):.9g}"


def hold_literal(evidence: Literal, scene: Scene) -> Verdict:
    """Return whether a literal stands in an item: a string's contents, or a number's value."""
    found = scene.find(evidence.item)
    if isinstance(found, str):
        return fails(found, "name an item that exists")
    tokens = found.tokens
    asked = evidence.text
    number = number_of(asked.strip().removeprefix("-").lstrip())
    minus = asked.strip().startswith("-")
    for at, token in enumerate(tokens):
        if token.kind in {"string", "char"}:
            there = {_contents(token.text), _decoded(_contents(token.text)), token.text}
            same = asked in there
        elif token.kind == "number" and number is not None:
            value = number_of(token.text)
            negative = at > 0 and tokens[at - 1].text == "-"
            same = value is not None and value.value == number.value and negative >= minus
        elif token.text in STATUS and _owner(tokens, at) == "StatusCode":
            same = asked == str(STATUS[token.text])
        else:
            same = token.text in {"true", "false"} and token.text == asked
        if same:
            return holds(f"{token.text} stands in `{found.path}`", [found.on(token.line)])
    literals = [t.text for t in tokens if t.kind in {"string", "char", "number"}]
    if not literals:
        said = f"`{found.path}` has no literal `{asked}`; it has no literals at all"
        return fails(said, "name the item that has it, or give other evidence", [found.place])
    said = f"`{found.path}` has no literal `{asked}`; it has {listed(literals)}"
    return fails(said, "write the whole of one of them", [found.place])


def _owner(tokens: Sequence[Token], at: int) -> str:
    """Return what stands before the `::` in front of a token, "" where there is none."""
    return tokens[at - 2].text if at > 1 and tokens[at - 1].text == "::" else ""


def _contents(literal: str) -> str:
    return literal.lstrip("b")[1:-1] if literal.endswith("'") else contents_of(literal)


def _decoded(contents: str) -> str:
    out, at = "", 0
    while at < len(contents):
        escaped = contents[at] == "\\" and contents[at + 1 : at + 2] in _ESCAPES
        out += _ESCAPES[contents[at + 1]] if escaped else contents[at]
        at += 1 + escaped
    return out

"""How many of what stand in a piece of source: elements, arms, parameters, arguments, calls.

From tokens, so that more counts than one may come of a place: where a comma may stand between
generic arguments it is counted both ways.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from pytest_verbatim.prose.counting import CountKind
from pytest_verbatim.rustfile import Token, calls_in

_OPENS = {"(": ")", "[": "]", "{": "}"}
_CLOSES = frozenset(_OPENS.values())
_ANGLES = {"<": 1, ">": -1, ">>": -2, "<<": 2}
_LEVEL = {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}


def tally(tokens: Sequence[Token]) -> Iterator[tuple[CountKind, int]]:
    """Yield what stands in the tokens of an item, and how often or how long it is."""
    plain = [token for token in tokens if not token.attribute]
    for at, token in enumerate(plain):
        before = plain[at - 1] if at else None
        if token.text == "[":
            yield from (("elements", n) for n in _parts(plain, at))
        elif token.text == "(" and before is not None and before.kind in {"name", "mark"}:
            parts = tuple(_parts(plain, at))
            yield from (("arguments", n) for n in parts)
            if _takes_self(plain, at):
                yield from (("arguments", n - 1) for n in parts)
        elif token.text == "match":
            yield "arms", _arms(plain, at)
    called = Counter(call.name for call in calls_in(plain))
    awaited = sum(token.text == "await" for token in plain)
    for number in (*called.values(), awaited, called.total(), len(called)):
        yield "calls", number
    yield "layers", sum(n for name, n in called.items() if name.endswith("layer"))
    yield "layers", sum(n for name, n in called.items() if name.lower().endswith("layer"))


def _parts(tokens: Sequence[Token], opened: int) -> Iterator[int]:
    """Yield how many parts commas make of what the bracket at an index encloses."""
    depth = angle = 0
    wide = narrow = 0
    empty, here = True, opened
    for here in range(opened, len(tokens)):
        text = tokens[here].text
        depth += _LEVEL.get(text, 0)
        if depth == 0:
            break
        if depth == 1 and here > opened:
            angle += _ANGLES.get(text, 0)
            empty = False
            last = tokens[here + 1].text in _CLOSES if here + 1 < len(tokens) else True
            narrow += text == "," and not last
            wide += text == "," and not last and angle <= 0
        elif depth > 1:
            empty = False
    if not empty:
        yield wide + 1
        yield narrow + 1


def _takes_self(tokens: Sequence[Token], opened: int) -> bool:
    return any(token.text == "self" for token in tokens[opened : opened + 5])


def _arms(tokens: Sequence[Token], at: int) -> int:
    """Return how many arms the `match` at an index has."""
    depth = found = 0
    inside = False
    for token in tokens[at:]:
        depth += _LEVEL.get(token.text, 0)
        if not inside:
            inside = token.text == "{" and depth == 1
        elif depth == 0:
            break
        found += inside and depth == 1 and token.text == "=>"
    return found

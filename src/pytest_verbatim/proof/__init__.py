"""Whether evidence holds: what an author declares beside a quote, held against the source.

Each kind holds when its docstring in `evidence.py` says so. Syntax and names only: where a type or
another definition of the name decides, the verdict says that it cannot decide.

Source: design, "Claims".
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from pytest_verbatim.evidence import (
    Absent,
    Argued,
    Attribute,
    Before,
    Bound,
    Callers,
    Calls,
    Derives,
    Evidence,
    Field,
    Implements,
    Literal,
    Returns,
    Value,
    Variant,
    faults,
)
from pytest_verbatim.proof.absence import hold_absent
from pytest_verbatim.proof.callers import hold_callers
from pytest_verbatim.proof.calling import hold_before, hold_calls
from pytest_verbatim.proof.lookup import Scene, find_file, find_item, live_tokens
from pytest_verbatim.proof.shape import (
    hold_attribute,
    hold_bound,
    hold_derives,
    hold_field,
    hold_implements,
    hold_returns,
    hold_variant,
)
from pytest_verbatim.proof.verdict import Place, Verdict, fails, holds
from pytest_verbatim.proof.worth import constants_at, constants_in, hold_literal, hold_value
from pytest_verbatim.rustfile import Lines
from pytest_verbatim.source.corpus import Corpus


def _hold_argued(evidence: Argued, scene: Scene) -> Verdict:
    """Return whether the items that would change an argument are there."""
    places = []
    for text in evidence.items:
        found = scene.find(text)
        if isinstance(found, str):
            return fails(found, "read the argument again and name the items that exist")
        places.append(found.place)
    return holds("a person's argument, about items that are there", places)


_KINDS: Mapping[type[Evidence], Callable[[Any, Scene], Verdict]] = MappingProxyType(
    {
        Absent: hold_absent,
        Argued: _hold_argued,
        Attribute: hold_attribute,
        Before: hold_before,
        Bound: hold_bound,
        Callers: hold_callers,
        Calls: hold_calls,
        Derives: hold_derives,
        Field: hold_field,
        Implements: hold_implements,
        Literal: hold_literal,
        Returns: hold_returns,
        Value: hold_value,
        Variant: hold_variant,
    }
)


def hold(evidence: Evidence, corpus: Corpus, files: Sequence[str]) -> Verdict:
    """Return whether a piece of evidence holds in a corpus; worked out once for the same files.

    `files` are those that the example shows; items are looked for there first. Evidence that was
    built wrong does not hold.
    """
    key = ("hold", repr(evidence), *files)
    return corpus.once(key, lambda: _hold(evidence, Scene(corpus, tuple(files))))


def _hold(evidence: Evidence, scene: Scene) -> Verdict:
    wrong = next(faults(evidence), None)
    if wrong is not None:
        return fails(wrong, "correct the arguments")
    return _KINDS[type(evidence)](evidence, scene)


def seen_on(verdict: Verdict, corpus: Corpus) -> Iterator[bytes]:
    """Yield the tokens on the lines where something was seen, place by place, test code aside."""
    for place in verdict.places:
        for token in live_tokens(corpus, place.file, Lines(place.first, place.last)):
            yield token.text.encode("utf-8", "surrogateescape")


__all__ = [
    "Place",
    "Verdict",
    "constants_at",
    "constants_in",
    "find_file",
    "find_item",
    "hold",
    "seen_on",
]

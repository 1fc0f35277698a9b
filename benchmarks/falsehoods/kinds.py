"""The kinds of falsehoods, and drawing them by seed."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from random import Random

from falsehoods import names, numbers, origins, relations, statements
from falsehoods.mutant import Mutant, Sample
from falsehoods.source import Source

Find = Callable[[Sample, Random], Iterator[Mutant]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of falsehood: its name, and what yields mutants of a sample without end in sight."""

    name: str
    find: Find


def all_kinds(
    now: Source, history: Collection[Source], known: Sequence[statements.Known]
) -> tuple[Kind, ...]:
    """Return the kinds; `history` are older trees, `known` the false sentences written by hand."""
    gone = names.gone_names(history, now)
    return (
        Kind("invented-name", names.invented),
        Kind("near-miss", names.misspelt),
        Kind("renamed", partial(names.renamed, gone)),
        Kind("elsewhere", names.elsewhere),
        Kind("wrong-crate", origins.wrong_crate),
        Kind("wrong-file", origins.wrong_file),
        Kind("wrong-number", numbers.wrong_number),
        Kind("wrong-unit", numbers.wrong_unit),
        Kind("wrong-callee", relations.wrong_callee),
        Kind("reversed-order", relations.reversed_order),
        Kind("false-absolute", partial(statements.false_absolute, known)),
        Kind("crate-absent", statements.crate_absent),
        Kind("false-attribute", statements.false_attribute),
    )


def draw(kind: Kind, samples: Sequence[Sample], count: int, seed: int) -> tuple[Mutant, ...]:
    """Return up to `count` mutants of a kind, each different, spread over the samples.

    The same seed draws the same mutants. Fewer come where the samples have no more places.
    """
    rng = Random(f"{seed}/{kind.name}")
    turns = [
        kind.find(sample, Random(f"{seed}/{kind.name}/{sample.id}"))
        for sample in rng.sample(list(samples), len(samples))
    ]
    found: dict[tuple[str, str, str], Mutant] = {}
    while turns and len(found) < count:
        going = []
        for turn in turns:
            mutant = next(turn, None)
            while mutant is not None and _key(mutant) in found:
                mutant = next(turn, None)
            if mutant is not None and len(found) < count:
                found[_key(mutant)] = mutant
                going.append(turn)
        turns = going
    return tuple(found.values())


def _key(mutant: Mutant) -> tuple[str, str, str]:
    return mutant.sample.id, mutant.field, mutant.shown if mutant.inserted else mutant.text

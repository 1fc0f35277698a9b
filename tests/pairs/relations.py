"""Pairs for what a sentence says of two names: false relations of each kind, and true ones."""

from collections.abc import Iterator
from typing import NamedTuple

from support import CORE

from pairs import Pair, example

TURN = f'rust("{CORE}/dispatcher.rs", "Dispatcher::run"), CODE'
ITS_CALLS = "`lease`, `now`, `sign`, `run_attempts`, `attempt`, `settle`"


class Stated(NamedTuple):
    """A sentence that the source contradicts, one that it does not, and what is said."""

    bad: str
    good: str
    seen: str
    mend: str


PUSH = "`Dispatcher<T>::run` does not call `push`"
NAME_IT = f"it calls {ITS_CALLS}; name what it does call, or the item that calls it"
DERIVED = "`Turn` derives `Debug`, `PartialEq`, `Eq`, not `Clone`"
STATED = (
    Stated("`Dispatcher::run` calls `push`.", "`Dispatcher::run` calls `sign`.", PUSH, NAME_IT),
    Stated("`Dispatcher::run` calls `push`.", "`Dispatcher::run` must call `push`.", PUSH, NAME_IT),
    Stated(
        "`push` is called by `Dispatcher::run`.",
        "`push` is not called by `Dispatcher::run`.",
        PUSH,
        NAME_IT,
    ),
    Stated("`Turn` derives `Clone`.", "`Turn` derives `Debug`.", DERIVED, "name one of them"),
    Stated(
        "`#[derive(Clone)]` stands on `Turn`.",
        "`#[derive(Debug)]` stands on `Turn`.",
        DERIVED,
        "name one of them",
    ),
    Stated(
        "`Turn` implements `Clone`.",
        "`Turn` implements `PartialEq`.",
        "the tree has no `impl Clone for Turn`; there are `Debug`, `PartialEq`, `Eq`",
        "name one of them; a blanket impl is not seen and must be argued",
    ),
    Stated(
        "`Turn` has a variant `Done`.",
        "`Turn` has a variant `Idle`.",
        "`Turn` has no variant `Done`; it has `Idle`, `Delivered`, `Abandoned`",
        "name those that it has",
    ),
    Stated(
        "`Dispatcher` has a field `leases`.",
        "`Dispatcher` has a field `queue`.",
        "`Dispatcher` has no field `leases`; it has `queue`, `transport`, `key`, `policy`",
        "name one of them; that of a variant is `Variant.field`",
    ),
    Stated(
        "`Dispatcher::run` returns `Delivery`.",
        "`Dispatcher::run` returns `Result<Turn, QueueError>`.",
        "`Dispatcher<T>::run` returns `Result<Turn, QueueError>`, not `Delivery`",
        "write the type as the signature has it",
    ),
    Stated(
        "`Dispatcher` has a method `lease`.",
        "`Dispatcher` has a method `run`.",
        "`Dispatcher` has no method `lease`",
        "it has `attempt`, `new`, `queue`, `run`",
    ),
)


def _pairs() -> Iterator[Pair]:
    for bad, good, seen, mend in STATED:
        false, true = (
            example(TURN, think=f'"""\n        First WORD.\n        {sentence}\n    """')
            for sentence in (f"HERE {bad}", f"Here {good}")
        )
        yield Pair("think.false-relation", false, true, seen=seen, mend=mend)


def _claimed() -> Iterator[Pair]:
    """Yield a false relation under a claim: evidence of its kind judges it instead, and argues."""
    said, quoted = "`Dispatcher::run` calls `push`", '"{}": {}'
    why = "By way of `run_attempts`, whose `attempt` may well hand it on to `push` one day."
    misfit = 'absent("Dispatcher::run", "push")'
    fits = f'argued("{why}", "Dispatcher::run")'
    false, argued = (
        example(TURN, think=f'"{word} {said}."', claims=f"{{{quoted.format(said, given)}}}")
        for word, given in (("HERE", misfit), ("Here", fits))
    )
    yield Pair("think.false-relation", false, argued, seen=PUSH, mend=NAME_IT)
    proof = 'before("Dispatcher::run", "sign", "settle")'
    turned, right = (
        example(TURN, think=f'"{said}."', claims=f"{{{quoted.format(said, proof)}}}")
        for said in ("HERE `settle` runs before `sign`", "Here `settle` runs after `sign`")
    )
    yield Pair(
        "think.false-relation",
        turned,
        right,
        seen="`Dispatcher<T>::run` calls `sign` on line 67, and `settle` on line 69",
        mend="turn the order round, or say of which code it is true",
    )


RELATIONS = (*_pairs(), *_claimed())

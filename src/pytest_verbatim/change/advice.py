"""What a person does about a change: decided here, shown by all who tell of it."""

from collections.abc import Iterator

from pytest_verbatim.accepted import RESTORE
from pytest_verbatim.advice import Advice, Step
from pytest_verbatim.change.entry import Entry, State
from pytest_verbatim.change.value import Cause, Change
from pytest_verbatim.commands import PRUNE, accept_command, fetch_command, update_command
from pytest_verbatim.counted import counted
from pytest_verbatim.drift import Kind

_CARRY = "carry it over, as nothing in the prose depends on what changed"
_AUTHORS = frozenset({Cause.PROSE, Cause.CLAIMS, Cause.CHOICE})


def advice_of(change: Change) -> Advice:
    """Return what a person does until a change is accepted; the first command may move the pin.

    One that fetches the old revision comes before, where that could not be read. No command
    accepts a case of whose code nothing is left.
    """
    if change.carried:
        return Advice((Step(_CARRY, command=update_command(change.new_revision)),))
    instead = RESTORE if Cause.UNREADABLE in change.causes else ""
    return Advice(tuple(_steps(change)), instead)


def advice_of_entry(entry: Entry) -> Advice:
    """Return what ends the waiting of an entry: nothing where it is accepted."""
    if entry.change is not None:
        return advice_of(entry.change)
    if entry.state is State.ORPHANED:
        return Advice((Step("remove the snapshots that have no case", command=PRUNE),))
    return Advice()


def _steps(change: Change) -> Iterator[Step]:
    if change.is_blind:
        why = "what only went elsewhere is told as deleted without it"
        yield Step("fetch the old revision", why, fetch_command(change.old_commit))
        yield Step("look again")
    if not change.at_pin:
        why = "nothing is accepted at another revision"
        yield Step("move the pin", why, update_command(change.new_revision))
    if change.is_gone:
        yield Step("show other code, or remove the case")
        return
    if not {Kind.RENAMED, Kind.MOVED}.isdisjoint(change.lost):
        yield Step("write the new path into the case")
    if Kind.DELETED in change.lost:
        yield Step("show other code for what is gone or remove the case")
    if change.in_the_way:
        yield Step(_mending(change), "a case that has any is not accepted")
    yield Step(_reading(change))
    yield Step("accept", command=accept_command(change.case))


def _mending(change: Change) -> str:
    inside = change.in_sentences
    if not inside:
        return "mend the findings"
    told = f"mend the {counted(inside, 'finding')} in the sentences to read again"
    return told if inside == change.in_the_way else f"{told}, and the others"


def _reading(change: Change) -> str:
    if change.is_drift:
        return "read prompt and think against the new code and mend them"
    return "read it" if _AUTHORS.isdisjoint(change.causes) else "read the difference"

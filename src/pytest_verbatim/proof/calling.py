"""`calls` and `before`: what the body of an item calls, and in which order it stands there."""

from collections.abc import Sequence
from typing import NamedTuple

from pytest_verbatim.evidence import Before, Calls
from pytest_verbatim.proof.lookup import Found, Scene
from pytest_verbatim.proof.names import CallName, answers, call_name, spelled
from pytest_verbatim.proof.scoping import in_pattern
from pytest_verbatim.proof.verdict import Verdict, fails, holds, listed, undecided
from pytest_verbatim.rustfile import Call

_FORMS = "write `f`, `T::f`, `m!`, or `.f` for a method alone"


class _Seen(NamedTuple):
    """The calls of a name in an item, those that are and those that may be; and all that it has."""

    sure: list[Call]
    maybe: list[Call]
    calls: Sequence[Call]

    @property
    def others(self) -> list[Call]:
        """Return the calls that are none of the name."""
        return [call for call in self.calls if call not in self.sure and call not in self.maybe]


def hold_calls(evidence: Calls, scene: Scene) -> Verdict:
    """Return whether the body of an item calls a name, as often as asked."""
    found = scene.find(evidence.item)
    if isinstance(found, str):
        return fails(found, "name an item that exists")
    name = call_name(evidence.name)
    if name is None:
        return fails(f"`{evidence.name}` is no name of a call", _FORMS)
    seen = _seen(found, name)
    places = [found.on(call.line) for call in seen.sure or seen.maybe]
    times = evidence.times
    if seen.maybe and (not seen.sure or times is not None):
        return undecided(_doubt(found, name, seen.maybe), _advice(name), places)
    count = len(seen.sure)
    if times is not None and count != times:
        lines = ", ".join(str(call.line) for call in seen.sure)
        said = f"`{found.path}` calls `{name}` {count} times" + (
            f" (lines {lines})" if lines else ""
        )
        return fails(f"{said}, not {times}", _count_mend(times, count), places)
    if not count and times is None:
        return fails(
            _without(found, name, seen.others), _other_form(name, seen.others), [found.place]
        )
    shown = f"`{found.path}` calls `{name}`"
    return holds(f"{shown} on line {seen.sure[0].line}" if count else f"{shown} nowhere", places)


def _count_mend(asked: int, count: int) -> str:
    """Return the mend of a count; none that turns round what a sentence says of calling at all."""
    if asked == 0:
        return "mend the sentence, which says that it does not"
    if count == 0:
        return "mend the sentence, which says that it does"
    return f"mend the sentence where it counts, and write times={count}"


def hold_before(evidence: Before, scene: Scene) -> Verdict:
    """Return whether the first call of one name stands before every one of another."""
    found = scene.find(evidence.item)
    if isinstance(found, str):
        return fails(found, "name an item that exists")
    names = [call_name(evidence.first), call_name(evidence.then)]
    if names[0] is None or names[1] is None:
        wrong = evidence.first if names[0] is None else evidence.then
        return fails(f"`{wrong}` is no name of a call", _FORMS)
    first, then = (_seen(found, name) for name in names if name is not None)
    for name, seen in zip(names, (first, then), strict=True):
        if name is not None and not seen.sure and seen.maybe:
            return undecided(_doubt(found, name, seen.maybe), _advice(name))
        if name is not None and not seen.sure:
            return fails(_without(found, name, seen.others), _other_form(name, seen.others))
    start = first.sure[0]
    early = [call for call in then.sure if call.at <= start.at]
    doubtful = [call for call in then.maybe if call.at <= start.at]
    places = [found.on(call.line) for call in (start, *(early or then.sure))]
    said = f"in `{found.path}` `{names[0]}` is first called on line {start.line}"
    if early:
        return fails(
            f"{said}, `{names[1]}` on line {early[0].line} already",
            "turn sentence and claim round, or name what stands there only later",
            places,
        )
    if doubtful and names[1] is not None:
        return undecided(_doubt(found, names[1], doubtful), _advice(names[1]), places)
    return holds(f"{said}, `{names[1]}` on line {then.sure[0].line}", places)


def _seen(found: Found, name: CallName) -> _Seen:
    calls = found.calls
    if any(call.form == "variant" and call.name == name.last for call in calls):
        calls = _without_patterns(found)
    told = [(answers(c, name, found), c) for c in calls if c.name == name.last]
    sure, maybe = ([c for answer, c in told if answer == wanted] for wanted in ("yes", "maybe"))
    return _Seen(sure, maybe, calls)


def _without_patterns(found: Found) -> tuple[Call, ...]:
    """Return the calls of an item without names that stand in patterns and only look like one."""
    tokens = found.tokens
    calls = found.calls
    return tuple(c for c in calls if c.form != "variant" or not in_pattern(tokens, c.at))


def _doubt(found: Found, name: CallName, calls: list[Call]) -> str:
    shown = (
        f"{call.receiver or '...'}.{call.name}" if call.form == "method" else call.path
        for call in calls
    )
    on = ", ".join(
        f"`{name}()` on line {call.line}" for name, call in zip(shown, calls[:3], strict=False)
    )
    return f"`{found.path}` calls {on}, but of what type is not seen, so not whether `{name}`"


def _advice(name: CallName) -> str:
    return f"claim `.{name.last}` alone, or argue the type: argued(...)"


def _without(found: Found, name: CallName, others: list[Call]) -> str:
    said = f"`{found.path}` does not call `{name}`"
    near = [spelled(call) for call in others if call.name == name.last]
    if near:
        return f"{said}; it calls {listed(near)}"
    if any(token.text == name.last for token in found.tokens):
        return f"{said}, it only names it; it calls {listed(map(spelled, others))}"
    return f"{said}; it calls {listed(map(spelled, others))}"


def _other_form(name: CallName, others: list[Call]) -> str:
    near = [spelled(call) for call in others if call.name == name.last]
    return f"write {listed(near)}" if near else "name what it calls, or another item"

"""`Advice`: what a person does about an example, step by step, with the commands to type.

A value: it is made once for a change, and every place that shows it says the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do.

    Attributes:
        what: the imperative, without a capital or a full stop.
        why: why it has to be done, for places that have room for it; "" where it speaks for itself.
        command: what does it, "" where a person has to.
    """

    what: str
    why: str = ""
    command: str = ""


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do, in that order.

    Attributes:
        steps: what is to be done.
        instead: what may be done in the place of all that, "" for nothing; as in `Step.what`.
    """

    steps: tuple[Step, ...] = ()
    instead: str = ""

    @property
    def commands(self) -> tuple[str, ...]:
        """Return the commands, in their order."""
        return tuple(step.command for step in self.steps if step.command)

    def clauses(self) -> Iterator[tuple[str, str]]:
        """Yield the words of one sentence up to each command, and that command.

        Behind the last command no words may follow; behind the last words there may be none, "".
        """
        told = f"{self.instead}, or " if self.instead else ""
        last = len(self.steps) - 1
        for at, step in enumerate(self.steps):
            told += f"{_joint(at, last)}{step.what}"
            if step.command:
                yield f"{told}{':' if at == last else ' with'}", step.command
                told = ""
        if told:
            yield told, ""

    def sentences(self) -> Iterator[tuple[str, str]]:
        """Yield sentences, each with the command that does what it says, "" for none.

        A reason ends one, and so does a command.
        """
        told = f"{self.instead}, or " if self.instead else ""
        steps: list[Step] = []
        for step in self.steps:
            steps.append(step)
            if step.why or step.command or step is self.steps[-1]:
                last = len(steps) - 1
                told += "".join(f"{_joint(at, last)}{one.what}" for at, one in enumerate(steps))
                end = f": {step.why}." if step.why else ":" if step.command else "."
                yield f"{told[0].upper()}{told[1:]}{end}", step.command
                told, steps = "", []

    def __str__(self) -> str:
        """Return it in one line; a command at its end stands bare, to be copied."""
        *runs, (words, command) = self.clauses()
        told = "".join(f"{before} `{typed}`" for before, typed in runs)
        return f"{told}{words} {command}".rstrip()


def _joint(at: int, last: int) -> str:
    return "" if at == 0 else ", then " if at == last else ", "

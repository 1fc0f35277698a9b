"""`Failure`: one test of ours that failed, as the process that reports is told of it. Data."""

from dataclasses import dataclass

from pytest_verbatim.change import Change
from pytest_verbatim.finding import Finding, Where


@dataclass(frozen=True, slots=True)
class Failure:
    """One test of ours that failed, or a file of ours that could not be collected.

    Attributes:
        test: its node id.
        where: where it stands; of a case, the line of its declaration.
        findings: what is wrong with it; none where it failed in another way.
        change: how a case differs from what was accepted, where anybody asked.
        text: what pytest shows of it.
    """

    test: str
    where: Where
    findings: tuple[Finding, ...] = ()
    change: Change | None = None
    text: str = ""

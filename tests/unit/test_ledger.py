"""The ledger: what became of each case, whatever order its phases are reported in."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pytest_verbatim.ledger import Ledger, Outcome, Passed, Source

CASE = "cases/relay/a.py::a"
SOURCE = Source.from_object({"path": "a.rs", "item": "a", "lines": [1, 2], "sha256": "00"})
BROUGHT = Passed("{}", (SOURCE,))
REPORTED = st.sampled_from([Outcome.PASSED, Outcome.SKIPPED, Outcome.FAILED])
PROPERTY = settings(derandomize=True, deadline=None, max_examples=100)


def test_a_case_that_was_not_reported_did_not_run() -> None:
    """Before anything is reported, a case has not run and brings nothing."""
    ledger = Ledger()
    assert ledger.outcome(CASE) is Outcome.NOT_RUN
    assert ledger.passed(CASE) is None
    assert ledger.not_run([CASE, "other"]) == (CASE, "other")


def test_a_case_that_passed_brings_its_line() -> None:
    """What a passing case brought is handed out; that of another case is not."""
    ledger = Ledger()
    ledger.note(CASE, Outcome.PASSED, BROUGHT)
    assert ledger.outcome(CASE) is Outcome.PASSED
    assert ledger.passed(CASE) == BROUGHT
    assert ledger.passed("other") is None
    assert ledger.not_run([CASE, "other"]) == ("other",)


@pytest.mark.parametrize("worse", [Outcome.SKIPPED, Outcome.FAILED])
def test_a_case_passes_in_every_phase_or_not_at_all(worse: Outcome) -> None:
    """A failing teardown takes back what the call brought, in whichever order they arrive."""
    phases = [(Outcome.PASSED, BROUGHT), (worse, None)]
    for order in (phases, phases[::-1]):
        ledger = Ledger()
        for outcome, brought in order:
            ledger.note(CASE, outcome, brought)
        assert ledger.outcome(CASE) is worse
        assert ledger.passed(CASE) is None
        assert ledger.not_run([CASE]) == ()


@PROPERTY
@given(
    st.lists(REPORTED, min_size=1).flatmap(lambda of: st.tuples(st.just(of), st.permutations(of)))
)
def test_the_order_of_reports_does_not_matter(orders: tuple[list[Outcome], list[Outcome]]) -> None:
    """A case's outcome is its worst report, whatever the order."""
    ranks = [Outcome.PASSED, Outcome.SKIPPED, Outcome.FAILED]
    for order in orders:
        ledger = Ledger()
        for outcome in order:
            ledger.note(CASE, outcome)
        assert ledger.outcome(CASE) is max(order, key=ranks.index)


def test_a_case_without_a_report_is_lost_where_a_worker_died() -> None:
    """With a worker gone, a case without a report is lost and not left out; others stay."""
    ledger = Ledger()
    ledger.note(CASE, Outcome.PASSED, BROUGHT)
    ledger.workers_died += 1
    assert ledger.outcome("other") is Outcome.LOST
    assert ledger.passed("other") is None
    assert ledger.passed(CASE) == BROUGHT
    assert ledger.not_run([CASE, "other"]) == ()


def test_a_case_that_brought_nothing_passes_without_a_line() -> None:
    """A pass without a line, as in a run that emits nothing, is a pass."""
    ledger = Ledger()
    ledger.note(CASE, Outcome.PASSED)
    assert ledger.outcome(CASE) is Outcome.PASSED
    assert ledger.passed(CASE) is None


@PROPERTY
@given(
    st.builds(
        Passed,
        st.text(),
        st.lists(
            st.builds(
                Source,
                path=st.text(),
                item=st.text(),
                lines=st.tuples(st.integers(1), st.integers(1)),
                sha256=st.text(),
                shell=st.booleans(),
            ),
            max_size=3,
        ).map(tuple),
    )
)
def test_what_a_case_brings_travels_as_plain_data(brought: Passed) -> None:
    """Lines and sources survive the way between processes, by JSON for instance."""
    assert Passed.from_object(json.loads(json.dumps(brought.as_object()))) == brought


def test_only_a_shell_says_that_it_is_one() -> None:
    """The entry of the manifest has `shell` where it is true, and not a word of it elsewhere."""
    assert "shell" not in SOURCE.as_object()
    entry = {**SOURCE.as_object(), "shell": True}
    assert Source.from_object(entry).as_object() == entry

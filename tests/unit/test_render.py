"""Text for people: findings, tables and listings read as promised, at any width."""

import json
from dataclasses import replace

import pages
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pytest_verbatim.accepted import Revision
from pytest_verbatim.coverage import Coverage, Uncovered
from pytest_verbatim.finding import CODES, Finding, Where, in_order
from pytest_verbatim.render import (
    SummaryRow,
    coverage_lines,
    findings_text,
    items_json,
    items_table,
    summary_lines,
    update_lines,
)
from pytest_verbatim.source.corpus import Corpus
from pytest_verbatim.update.value import Left, UpdatePlan

ROWS = [
    SummaryRow("flow", 2, 0, 0, 20, 25, "dist/flow.jsonl"),
    SummaryRow("idempotency_handling", 124, 1, 0, 20, 25, ""),
]


# --- findings --------------------------------------------------------------------------------


def test_a_finding_reads_place_code_seen_mend() -> None:
    """Place and code on the first line, then what was seen, then what mends it."""
    findings = [
        Finding(Where("cases/a.py", 14, 9), "code.ambiguous-item", "`new` fits 3", "write one of"),
        Finding(Where("cases/b.py", 2), "think.empty", "the think has no text", "write it"),
        Finding(Where("cases/c.py"), "case.no-example", "none", "declare one"),
    ]
    assert findings_text(findings) == (
        "cases/a.py:14:9  code.ambiguous-item\n  `new` fits 3\n  write one of\n"
        "cases/b.py:2  think.empty\n  the think has no text\n  write it\n"
        "cases/c.py  case.no-example\n  none\n  declare one"
    )
    assert findings_text([]) == ""


def test_findings_come_in_order_and_once() -> None:
    """Findings are sorted by file, line and column as numbers, then code; repeats are dropped."""
    places = [Where("b.py"), Where("a.py", 10), Where("a.py", 9, 12), Where("a.py", 9, 2)]
    findings = [Finding(where, code, "s", "m") for where in places for code in sorted(CODES)[1::-1]]
    ordered = in_order([*findings, *findings])
    assert len(ordered) == len(findings)
    assert [one.where for one in ordered[::2]] == places[::-1]
    assert [one.code for one in ordered[:2]] == sorted(CODES)[:2]


def test_findings_of_one_place_are_ordered_by_what_they_say() -> None:
    """The order is the same in each run, also where the advice alone differs."""
    where, code = Where("a.py", 1), min(CODES)
    texts = [("s", "a"), ("s", "b"), ("s", "c"), ("t", "a")]
    findings = [Finding(where, code, seen, mend) for seen, mend in texts]
    assert in_order(reversed(findings)) == tuple(findings)


def test_an_unknown_code_is_no_finding() -> None:
    """A finding can only have a code that is in the list."""
    with pytest.raises(ValueError, match=r"no\.such-code"):
        Finding(Where("a.py"), "no.such-code", "s", "m")


# --- the summary -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("passed", "expected"),
    [(20, "20-25"), (25, "20-25"), (19, "20-25 (1 short)"), (0, "20-25 (20 short)"),
     (26, "20-25 (1 over)")],
)  # fmt: skip
def test_the_target_says_how_far_off_it_is(passed: int, expected: str) -> None:
    """Within the target nothing is said; below and above it, by how many."""
    assert SummaryRow("d", passed, 0, 0, 20, 25, "").target == expected


def test_the_summary_is_a_table_where_it_fits() -> None:
    """Columns are as wide as their widest cell, numbers to the right, no trailing space."""
    assert summary_lines(ROWS, 80) == [
        "dataset               passed  failed  target            file",
        "flow                       2       0  20-25 (18 short)  dist/flow.jsonl",
        "idempotency_handling     124       1  20-25 (99 over)   -",
    ]


def test_skipped_is_a_column_where_something_was() -> None:
    """The column for skipped cases appears with the first of them."""
    assert "skipped" not in summary_lines(ROWS, 80)[0]
    rows = [*ROWS, SummaryRow("relay", 0, 0, 3, 1, 3, "")]
    assert summary_lines(rows, 100)[0].split()[:4] == ["dataset", "passed", "failed", "skipped"]


def test_the_summary_is_a_list_where_it_is_narrow() -> None:
    """One column less than the table needs, and it becomes a list with the same values."""
    table = summary_lines(ROWS, 200)
    needed = max(len(line) for line in table)
    assert summary_lines(ROWS, needed) == table
    assert summary_lines(ROWS, needed - 1) == [
        "flow",
        "  passed 2",
        "  failed 0",
        "  target 20-25 (18 short)",
        "  file dist/flow.jsonl",
        "idempotency_handling",
        "  passed 124",
        "  failed 1",
        "  target 20-25 (99 over)",
        "  file -",
    ]


@settings(derandomize=True, deadline=None, max_examples=60)
@given(
    st.lists(
        st.builds(
            SummaryRow,
            dataset=st.text("abc_", min_size=1, max_size=30),
            passed=st.integers(0, 10**5),
            failed=st.integers(0, 10**5),
            skipped=st.integers(0, 3),
            smallest=st.integers(1, 9),
            largest=st.integers(10, 99),
            file=st.sampled_from(["", "dist/x.jsonl"]),
        ),
        min_size=1,
        max_size=4,
    ),
    st.integers(20, 120),
)
def test_the_summary_keeps_to_the_width(rows: list[SummaryRow], width: int) -> None:
    """A table is never wider than the terminal, and every dataset is in it by name."""
    lines = summary_lines(rows, width)
    if len(lines) == len(rows) + 1:
        assert max(map(len, lines)) <= width
    else:
        assert max(map(len, summary_lines(rows, 10**6))) > width
    for row in rows:
        assert any(line.split(" ")[0] == row.dataset for line in lines)


# --- coverage --------------------------------------------------------------------------------


def test_coverage_lists_what_is_missing_by_file_and_line() -> None:
    """Count and percentage, then files that are gone, then items as `file:line  path`."""
    coverages = [
        Coverage("relay", 3, 2, (Uncovered("src/a.rs", 12, "A::m"),), ()),
        Coverage("flow", 0, 0, (), ()),
        Coverage("gone", 0, 0, (), ("src/b.rs",)),
        Coverage("whole", 2, 2, (), ()),
    ]
    assert coverage_lines(coverages) == [
        "relay: 2 of 3 items covered (66 %)",
        "  src/a.rs:12  A::m",
        "flow: is about no file in particular",
        "gone: 0 of 0 items covered (0 %)",
        "  the corpus has no file src/b.rs",
        "whole: 2 of 2 items covered (100 %)",
    ]


def test_almost_covered_is_not_covered() -> None:
    """A hundred per cent is said only where nothing is missing."""
    missing = (Uncovered("src/a.rs", 1, "a"),)
    (line, _) = coverage_lines([Coverage("relay", 1000, 999, missing, ())])
    assert line == "relay: 999 of 1000 items covered (99 %)"


# --- listings --------------------------------------------------------------------------------


def test_a_listing_for_people_marks_what_cannot_be_chosen(relay: Corpus) -> None:
    """Lines, kind and path of each item; test code and refused items say so."""
    for file in relay.rust_paths:
        items = relay.rust_file(file).items
        first, *rows = items_table(file, [(item, item.test) for item in items])
        assert first == file
        assert len(rows) == len(items)
        for row, item in zip(rows, items, strict=True):
            span, kind, path = row.split(maxsplit=2)
            assert span == f"{item.lines.first}-{item.lines.last}"
            assert kind == item.kind
            mark = " (test code)" if item.test else f" ({item.refusal})" if item.refusal else ""
            assert path == f"{item.path} {mark}".rstrip()


def test_a_listing_for_programs_has_the_keys_of_the_contract(relay: Corpus) -> None:
    """Each line is an object with the seven keys, in their order, and nothing is escaped."""
    file = "relay-core/src/traps/names.rs"
    rust_file = relay.rust_file(file)
    lines = items_json(file, rust_file, [(item, True) for item in rust_file.items])
    assert any(not line.isascii() for line in lines)
    for line, item in zip(lines, rust_file.items, strict=True):
        value = json.loads(line)
        assert list(value) == [
            "file", "item", "kind", "first_line", "last_line", "sha256", "test",
        ]  # fmt: skip
        assert value["item"] == str(item.path)
        assert value["test"] is True
        assert (value["first_line"], value["last_line"]) == (item.lines.first, item.lines.last)
        assert "\\u" not in line
        assert "\n" not in line


# --- updates ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "more"),
    [(0, "and 2 more sentences to read again"), (1, "and 1 more sentence to read again"), (2, "")],
)
def test_an_update_says_all_that_is_wrong_with_a_sentence(first: int, more: str) -> None:
    """Of a case that is left the first sentence in doubt, each reason a line; the rest counted."""
    doubts = pages.DRIFT.doubts[first:]
    left = Left("c.py::c", pages.DRIFT.where, change=replace(pages.DRIFT, doubts=doubts))
    old, new = Revision("v1", "a" * 40), Revision("v2", "b" * 40)
    lines = list(update_lines(UpdatePlan(old, new, (), (), (left,), (), ()), written=False))
    at = lines.index(f'    {doubts[0].where}  think: "{doubts[0].sentence}"') + 1
    shown = lines[at : at + len(doubts[0].reasons)]
    assert shown == [f"      {reason}" for reason in doubts[0].reasons]
    rest = lines[at + len(shown) :]
    assert [line.strip() for line in rest if "more sentence" in line] == ([more] if more else [])


def test_an_update_says_what_mends_a_finding() -> None:
    """On the line below what was seen."""
    finding = Finding(Where("c.py", 3), "code.out-of-scope", "seen", "write it there")
    left = Left("c.py::c", Where("c.py", 1), findings=(finding,))
    old, new = Revision("v1", "a" * 40), Revision("v2", "b" * 40)
    lines = list(update_lines(UpdatePlan(old, new, (), (), (left,), (), ()), written=True))
    at = lines.index("    c.py:3  code.out-of-scope: seen")
    assert lines[at + 1] == "      write it there"
    assert lines[-1].startswith("next: pytest cases")

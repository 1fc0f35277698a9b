"""The summary of a CI job: what it says, how large it gets at most, and what cannot break out."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pytest_verbatim.change import Cause, Change
from pytest_verbatim.change.value import ItemChange, Spot, Texts
from pytest_verbatim.failure import Failure
from pytest_verbatim.finding import Finding, Where
from pytest_verbatim.render import (
    SUMMARY_LIMIT,
    SummaryRow,
    failure_text,
    job_summary,
    results_headline,
)
from pytest_verbatim.render.markdown import escaped

ROWS = (SummaryRow("flow", 2, 0, 0, 2, 4, ""), SummaryRow("relay", 1, 1, 1, 2, 4, ""))
WHERE = Where("cases/relay/a.py", 3)
CORPUS = "relay relay-v1.0.0 (8f03178c6a33) from the cache"
HOSTILE = (
    "</details>", "```", "````", "~~~", "\n```\n## taken\n", "<script>alert(1)</script>", "\r", "&",
    "::error::x", "| a | b |", "`", "*_[x](y)", "\x1b[31m", "\0", "\ud800", "## taken", "\n\n", "é",
)  # fmt: skip


def failure(test: str = "a", seen: str = "seen", **more: object) -> Failure:
    """Return the failure of a case with one finding."""
    found = Finding(WHERE, "think.unknown-name", seen, "mend")
    return Failure(f"cases/relay/{test}.py::{test}", WHERE, (found,), **more)  # type: ignore[arg-type]


def drift(diff: str = "-a\n+b") -> Change:
    """Return a change that upstream had a part in."""
    spot = Spot("src/a.rs", "run", 1, 9)
    item = ItemChange("edited", "whole", "run", spot, spot, 0.9, signature=False, diff=diff)
    texts = Texts("p", "t", "c")
    sides = ("relay-v1.0.0", "relay-v1.1.0")
    causes = (Cause.UPSTREAM,)
    return Change(
        "cases/a.py::a", WHERE, causes, *sides, (item,), (), (), texts, texts, at_pin=False
    )


def size(text: str) -> int:
    """Return how many bytes a text has."""
    return len(text.encode())


def outside_fences(text: str) -> str:
    """Return the lines of Markdown that stand in no fenced block; fails where one is left open."""
    fence, kept = 0, []
    for line in text.split("\n"):
        opening = re.fullmatch(r"(`{3,})text", line)
        if fence:
            closing = re.fullmatch(r" {0,3}(`+)\s*", line)
            if closing and len(closing[1]) >= fence:
                fence = 0
        elif opening:
            fence = len(opening[1])
        else:
            kept.append(line)
    assert not fence
    return "\n".join(kept)


# --- what it says ----------------------------------------------------------------------------


def test_it_says_headline_corpus_table_and_failures() -> None:
    """The whole page for one failure, to the letter."""
    assert job_summary("1 of 4 cases failed", CORPUS, ROWS, [failure()]) == (
        "## 1 of 4 cases failed\n\n"
        f"Held against {CORPUS}\n\n"
        "| dataset | passed | failed | skipped | target |\n"
        "|---|--:|--:|--:|---|\n"
        "| flow | 2 | 0 | 0 | 2-4 |\n"
        "| relay | 1 | 1 | 1 | 2-4 (1 short) |\n"
        "\n"
        "<details><summary><code>cases/relay/a.py::a</code> think.unknown-name</summary>\n\n"
        "```text\n"
        "cases/relay/a.py:3  think.unknown-name\n  seen\n  mend\n"
        "```\n\n"
        "</details>\n"
    )


def test_a_drifted_case_shows_its_drift() -> None:
    """What upstream did is told as the terminal tells it, under the worst fate of the items."""
    change = drift()
    told = job_summary("h", "", ROWS, [failure(change=change)])
    assert "<code>cases/relay/a.py::a</code> edited</summary>" in told
    assert failure_text((), change) in told
    assert "think.unknown-name" not in told


def test_what_failed_in_another_way_shows_what_pytest_shows() -> None:
    """A file that cannot be imported has no finding; its text stands there."""
    broken = Failure("cases/relay/b.py", Where("cases/relay/b.py"), text="cases/relay/b.py:2: no")
    told = job_summary("h", "", (), [broken])
    assert "<code>cases/relay/b.py</code></summary>\n\n```text\ncases/relay/b.py:2: no\n```" in told


@pytest.mark.parametrize(
    ("rows", "others", "told"),
    [
        (ROWS, 0, "1 of 4 cases failed, 1 skipped"),
        (ROWS[:1], 0, "2 cases passed"),
        (ROWS[:1], 1, "2 cases passed; 1 other failure"),
        ((SummaryRow("d", 0, 1, 0, 1, 2, ""),), 2, "1 of 1 case failed; 2 other failures"),
        ((), 1, "0 cases passed; 1 other failure"),
    ],
)
def test_the_headline_counts(rows: tuple[SummaryRow, ...], others: int, told: str) -> None:
    """Failed of those that ran, or passed; then what was skipped, and what is no case."""
    assert results_headline(rows, others) == told


# --- how large it gets -----------------------------------------------------------------------


@pytest.mark.parametrize("length", [10, 3_000, 200_000])
def test_five_hundred_failures_stay_within_the_limit(length: int) -> None:
    """Fifty cases are shown, each has a share of the room, and the others are counted."""
    failures = [failure(f"c{at}", "a long line\n" * (length // 12)) for at in range(500)]
    told = job_summary("h", CORPUS, ROWS, failures)
    assert size(told) <= SUMMARY_LIMIT
    assert told.count("<details>") == told.count("</details>") == 50
    assert told.endswith("\nand 450 more; the log has them\n")
    assert ("lines more; the log has them\n```" in told) == (length > 10_000)


def test_fifty_failures_are_all_there_and_one_more_is_not() -> None:
    """Nothing is said of others where there are none."""
    failures = [failure(f"c{at}") for at in range(51)]
    assert "more; the log" not in job_summary("h", "", ROWS, failures[:50])
    assert job_summary("h", "", ROWS, failures).endswith("\nand 1 more; the log has them\n")


def test_one_line_without_an_end_is_left_out() -> None:
    """A line is shown whole or not at all; what does not fit is counted."""
    told = job_summary("h", "", ROWS, [failure(seen="x" * 10_000_000)])
    assert "\n... 2 lines more; the log has them\n```" in told
    assert size(told) < 2_000


@pytest.mark.parametrize("limit", [0, 300, 1_000, 5_000, 20_000])
def test_where_there_is_little_room_little_is_written(limit: int) -> None:
    """With room for no case they are counted; without room for the table there is nothing."""
    failures = [failure(f"c{at}", "line\n" * 1_000) for at in range(20)]
    told = job_summary("h", "", ROWS, failures, limit)
    assert size(told) <= limit
    assert bool(told) == (limit >= 1_000)
    assert outside_fences(told).count("<details>") == told.count("</details>")


def test_many_datasets_with_long_names_stay_within_the_limit() -> None:
    """The table is bounded too, in rows and in the length of a name."""
    rows = [SummaryRow("ü" * 5_000, 1, 0, 0, 1, 2, "")] * 3_000
    told = job_summary("h" * 10_000, "c" * 10_000, rows, [])
    assert size(told) <= SUMMARY_LIMIT
    assert "| and 2900 more | | | | |" in told


# --- what cannot break out -------------------------------------------------------------------


@settings(derandomize=True, deadline=None, max_examples=80)
@given(
    st.lists(
        st.tuples(*[st.lists(st.sampled_from(HOSTILE), max_size=9).map("".join)] * 3), max_size=4
    ),
    st.sampled_from([2_500, 9_000, SUMMARY_LIMIT]),
)
def test_no_text_gets_out_of_its_fence(given_: list[tuple[str, str, str]], limit: int) -> None:
    """Names, findings and diffs of any form leave the page as it is built, and within its limit."""
    failures = [
        Failure(test, WHERE, (Finding(WHERE, "think.empty", seen, "m"),), text=text)
        for test, seen, text in given_
    ]
    failures += [failure(change=drift(text)) for _, _, text in given_]
    headline = "".join(text for _, _, text in given_)
    rows = [SummaryRow(test, 0, 1, 0, 1, 2, "") for test, _, _ in given_]
    told = job_summary(headline, headline, rows, failures, limit)
    outside = outside_fences(told)
    assert size(told) <= limit
    plain = re.sub(r"(?<![\\`])(`+)(?!`).+?(?<!`)\1(?!`)", "code", outside)
    assert not re.search(r"(?<!\\)<script", plain)
    assert not re.search(r"^## taken|[\0\x1b\r\ud800]", outside, re.MULTILINE)
    assert plain.count("<details>") == plain.count("</details>")
    for row in re.findall(r"^\| .*", outside, re.MULTILINE)[1:]:
        assert len(re.findall(r"(?<!\\)\|", row)) == 6


def test_the_fence_is_longer_than_any_in_the_text() -> None:
    """A text with a fence of five stands in one of six."""
    told = job_summary("h", "", (), [failure(seen="`````\n</details>")])
    assert "\n``````text\n" in told
    assert outside_fences(told).count("</details>") == 1


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("`a``b`", "`a` `b`"),
        ("```</p>```````<b>```", "`</p>` `` `<b> ``"),
        ("`a`b`c`", "`a`b`c`"),
        ("a``", "a\\`\\`"),
        ("", ""),
    ],
)
def test_codes_that_touch_stay_apart(text: str, shown: str) -> None:
    """Two codes without a blank between would close neither, and let out what is in them."""
    assert escaped(text) == shown


def test_a_headline_is_shown_to_the_letter() -> None:
    """Nothing in a name is taken for Markdown or HTML."""
    assert job_summary("`a` <b> | *c*\n## d", "", (), []).startswith(
        "## `a` \\<b\\> \\| \\*c\\* \\#\\# d\n"
    )

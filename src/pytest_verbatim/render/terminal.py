"""Text for a terminal: findings, the summary table, coverage, listings; the page of all codes."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pytest_verbatim.checks.claims import ClaimCount
from pytest_verbatim.codes import SUBJECTS, Code
from pytest_verbatim.coverage import Coverage
from pytest_verbatim.finding import Finding
from pytest_verbatim.rustfile import Item, RustFile


def findings_text(findings: Iterable[Finding]) -> str:
    """Return findings as a terminal shows them: place and code, what was seen, what mends it."""
    return "\n".join(
        f"{finding.where}  {finding.code}\n  {finding.seen}\n  {finding.mend}"
        for finding in findings
    )


# --- the summary -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One dataset in the summary; `file` is "" where nothing was written."""

    dataset: str
    passed: int
    failed: int
    skipped: int
    smallest: int
    largest: int
    file: str

    @property
    def target(self) -> str:
        """Return the target, and how far off it the passing cases are."""
        goal = f"{self.smallest}-{self.largest}"
        if self.passed < self.smallest:
            return f"{goal} ({self.smallest - self.passed} short)"
        if self.passed > self.largest:
            return f"{goal} ({self.passed - self.largest} over)"
        return goal


def summary_lines(rows: Sequence[SummaryRow], width: int) -> list[str]:
    """Return the summary as a table, or as a list where the table is wider than `width` columns."""
    head = ("dataset", "passed", "failed", "skipped", "target", "file")
    cells = [
        (r.dataset, str(r.passed), str(r.failed), str(r.skipped), r.target, r.file or "-")
        for r in rows
    ]
    keep = [at for at in range(len(head)) if head[at] != "skipped" or any(r.skipped for r in rows)]
    table = [[row[at] for at in keep] for row in (head, *cells)]
    widths = [max(len(row[at]) for row in table) for at in range(len(keep))]
    if sum(widths) + 2 * (len(widths) - 1) > width:
        return [
            line
            for row in table[1:]
            for line in (
                row[0],
                *(f"  {n} {v}" for n, v in zip(table[0][1:], row[1:], strict=True)),
            )
        ]
    numbers = {"passed", "failed", "skipped"}
    return [
        "  ".join(
            cell.rjust(w) if name in numbers else cell.ljust(w)
            for cell, w, name in zip(row, widths, table[0], strict=True)
        ).rstrip()
        for row in table
    ]


def claims_line(dataset: str, examples: int, count: ClaimCount) -> str:
    """Return the line that counts the claims of a dataset's examples."""
    each = f"{count.claims / examples:.1f} an example" if examples else "no example"
    mechanical = count.claims - count.argued
    return (
        f"{dataset}: {count.claims} claims ({each}), {mechanical} mechanical, "
        f"{count.argued} argued ({count.argued - count.alone} of them with mechanical evidence "
        "beside)"
    )


def coverage_lines(coverages: Iterable[Coverage]) -> list[str]:
    """Return coverage per dataset, with what is missing by file and line."""
    lines: list[str] = []
    for one in coverages:
        if not one.total and not one.unknown_files:
            lines.append(f"{one.dataset}: is about no file in particular")
            continue
        percent = 100 * one.covered // one.total if one.total else 0
        lines.append(f"{one.dataset}: {one.covered} of {one.total} items covered ({percent} %)")
        lines += [f"  the corpus has no file {file}" for file in one.unknown_files]
        lines += [f"  {gone.file}:{gone.line}  {gone.item}" for gone in one.missing]
    return lines


# --- listings --------------------------------------------------------------------------------


def items_table(file: str, items: Iterable[tuple[Item, bool]]) -> list[str]:
    """Return the items of a file as lines for people: lines, kind, path; test code is marked."""
    lines = [file]
    for item, test in items:
        span = f"{item.lines.first}-{item.lines.last}"
        mark = "  (test code)" if test else f"  ({item.refusal})" if item.refusal else ""
        lines.append(f"  {span:>11}  {item.kind:<11}  {item.path}{mark}")
    return lines


def items_json(file: str, rust_file: RustFile, items: Iterable[tuple[Item, bool]]) -> list[str]:
    """Return the items of a file as JSON, one object a line, keys as the contract names them."""
    return [
        json.dumps(
            {
                "file": file,
                "item": str(item.path),
                "kind": item.kind,
                "first_line": item.lines.first,
                "last_line": item.lines.last,
                "sha256": rust_file.sha256(item.lines),
                "test": test,
            },
            ensure_ascii=False,
        )
        for item, test in items
    ]


# --- documentation ---------------------------------------------------------------------------

_ABOUT_FINDINGS = """\
# Findings

Every code that a finding can have: what it says, and what mends it. A finding itself says so of
one place, with the names and lines that were seen:

    FILE:LINE:COLUMN  CODE
      what was seen
      what would mend it

Codes are public and stable. `make docs` writes this page from the list in the package.
"""


def codes_page(codes: Iterable[Code]) -> str:
    """Return the page of all codes in Markdown: a table for each subject."""
    given = tuple(codes)
    lines = [_ABOUT_FINDINGS]
    for subject, title in SUBJECTS.items():
        rows = [_code_row(code) for code in given if code.subject == subject]
        if rows:
            head = ["| code | says | what mends it |", "|---|---|---|"]
            lines += [f"## {title}", "", *head, *rows, ""]
    return "\n".join(lines)


def _code_row(code: Code) -> str:
    said = f"{code.meaning}; e.g. {code.example}" if code.example else code.meaning
    return f"| `{code.name}` | {_cell(said)} | {_cell(code.mend)} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")

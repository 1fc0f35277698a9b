"""Values as text, tables, JSON and pages. Nobody else formats.

Returns text; who writes it decides where to, and about colour.
"""

from pytest_verbatim.render.annotations import annotations
from pytest_verbatim.render.changes import change_text, drift_headline, failure_text
from pytest_verbatim.render.fates import drift_lines, fate_json
from pytest_verbatim.render.review import (
    entry_json,
    entry_text,
    review_json,
    review_lines,
    told_lines,
)
from pytest_verbatim.render.summary import LIMIT as SUMMARY_LIMIT
from pytest_verbatim.render.summary import job_summary, results_headline
from pytest_verbatim.render.terminal import (
    SummaryRow,
    claims_line,
    codes_page,
    coverage_lines,
    findings_text,
    items_json,
    items_table,
    summary_lines,
)
from pytest_verbatim.render.update import update_headline, update_json, update_lines

__all__ = [
    "SUMMARY_LIMIT",
    "SummaryRow",
    "annotations",
    "change_text",
    "claims_line",
    "codes_page",
    "coverage_lines",
    "drift_headline",
    "drift_lines",
    "entry_json",
    "entry_text",
    "failure_text",
    "fate_json",
    "findings_text",
    "items_json",
    "items_table",
    "job_summary",
    "results_headline",
    "review_json",
    "review_lines",
    "summary_lines",
    "told_lines",
    "update_headline",
    "update_json",
    "update_lines",
]

"""Values as text, tables, JSON and pages. Nobody else formats.

Returns text; who writes it decides where to, and about colour.
"""

from pytest_verbatim.render.changes import change_text, drift_headline
from pytest_verbatim.render.fates import drift_lines, fate_json
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

__all__ = [
    "SummaryRow",
    "change_text",
    "claims_line",
    "codes_page",
    "coverage_lines",
    "drift_headline",
    "drift_lines",
    "fate_json",
    "findings_text",
    "items_json",
    "items_table",
    "summary_lines",
]

"""The last check of a case, which stands behind all others."""

from dataclasses import replace

import pytest

from pytest_verbatim.casefile import Case
from pytest_verbatim.checks import Subject, record_schema
from pytest_verbatim.dataset import Dataset
from pytest_verbatim.example import Example, rust
from pytest_verbatim.excerpt import Excerpt
from pytest_verbatim.record import Record

DATASET = Dataset("relay", "cases/relay/dataset.toml", "relay", "You.", "", (), (), 1, 2)
EXAMPLE = Example(code=[rust("a.rs", "f")], prompt="Do it.", think="Because.")
RECORD = Record("You.", "Do it.", "Because.", "fn f() {}")
SUBJECT = Subject(
    Case("relay", "cases/relay/one.py", "one", 1, 0, EXAMPLE),
    DATASET,
    (Excerpt("a.rs", RECORD.code, (), ()),),
    RECORD,
)


@pytest.mark.parametrize("code", ["\nfn f() {}", "fn f() {}\n", "<think>"])
def test_a_record_that_does_not_fit_the_schema_is_a_finding(code: str) -> None:
    """Whatever slips past the other checks is held against the schema that ships."""
    found = list(record_schema(replace(SUBJECT, record=replace(RECORD, code=code))))
    assert {finding.code for finding in found} == {"record.schema"}


@pytest.mark.parametrize("code", [RECORD.code, "    fn f() {}", "fn f() {}\n\nfn g() {}"])
def test_a_record_that_fits_is_none(code: str) -> None:
    """Code may be indented and hold blank lines."""
    assert list(record_schema(replace(SUBJECT, record=replace(RECORD, code=code)))) == []

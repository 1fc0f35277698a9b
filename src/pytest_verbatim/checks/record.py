"""The last check: does what was made fit the schema that ships with the package."""

from collections.abc import Iterator

from pytest_verbatim.checks.subject import Subject
from pytest_verbatim.finding import Finding
from pytest_verbatim.record import schema_faults


def record_schema(subject: Subject) -> Iterator[Finding]:
    """Yield what the schema has against the record, unless a part of it is missing anyway.

    Findings: record.schema.
    """
    record, case = subject.record, subject.case
    if record.prompt and record.think and len(subject.excerpts) == len(case.example.code) > 0:
        for fault in schema_faults(record.as_object()):
            mend = "see src/pytest_verbatim/chatml.schema.json"
            yield Finding(case.where, "record.schema", fault, mend)

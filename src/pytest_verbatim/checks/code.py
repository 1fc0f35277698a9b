"""Checks of the code as a whole; what concerns one item path is said by `excerpt.cut`."""

from collections.abc import Iterator

from pytest_verbatim.checks.subject import Subject
from pytest_verbatim.finding import Finding
from pytest_verbatim.prose.form import forbidden_tokens


def scope(subject: Subject) -> Iterator[Finding]:
    """Yield a finding where nothing comes from the files that the dataset is about.

    Findings: code.no-anchor.
    """
    dataset, case = subject.dataset, subject.case
    files = [part.file for part in case.example.code]
    if files and dataset.cover and not any(dataset.covers(file) for file in files):
        seen = f"no part comes from {', '.join(dataset.cover)}"
        mend = f"show an item of it, or move the case out of {dataset.name}"
        yield Finding(case.where, "code.no-anchor", seen, mend)


def code_tokens(subject: Subject) -> Iterator[Finding]:
    """Yield tokens in upstream's code that would break the chat format.

    Findings: code.forbidden-token.
    """
    for excerpt in subject.excerpts:
        for line, token in forbidden_tokens(excerpt.text):
            seen = f"the code of {excerpt.file} holds {token} (line {line} of the excerpt)"
            yield Finding(
                subject.case.where, "code.forbidden-token", seen, "choose items without it"
            )

"""Checks of prompt and think that need no knowledge of the source."""

import inspect
from collections.abc import Iterator

from pytest_verbatim.checks.subject import Subject
from pytest_verbatim.finding import Finding, shortened
from pytest_verbatim.prose.form import forbidden_tokens, form_faults

_FORM_MENDS = {
    "fence": "name code in `backticks`; the code itself comes from upstream",
    "heading": "begin with the text; neither prompt nor think has headings",
    "nested": "make it one list, or sentences",
    "indented": "begin the line at the paragraph's own column; only list items are indented",
    "numbered": "wrap the line elsewhere: a number and a full stop at its start begin a list item",
}


def prose_form(subject: Subject) -> Iterator[Finding]:
    """Yield what is wrong with the form of prompt and think.

    Findings: empty, fence, heading, indented, nested and numbered, of prompt and of think.
    """
    case = subject.case
    for name in ("prompt", "think"):
        text: str = getattr(case.example, name)
        if not text.strip():
            where = case.where_of(name)
            yield Finding(where, f"{name}.empty", f"`{name}` is empty", "write it")
        for fault, line, seen in form_faults(text):
            where = case.where_of(name, line)
            yield Finding(
                where, f"{name}.{fault}", f"{name}: {shortened(seen)}", _FORM_MENDS[fault]
            )


def prose_tokens(subject: Subject) -> Iterator[Finding]:
    """Yield tokens that would break the chat format.

    Findings: prompt.forbidden-token, think.forbidden-token.
    """
    case = subject.case
    for name in ("prompt", "think"):
        for line, token in forbidden_tokens(inspect.cleandoc(getattr(case.example, name))):
            where = case.where_of(name, line)
            yield Finding(
                where, f"{name}.forbidden-token", f"the {name} holds {token}", "say it in words"
            )

"""The checks of one case: a module per subject, each check a plain callable.

A check takes a `Subject` and yields findings; it touches no disk, clock or environment. To add
one: write it in the module of its subject, put it into `CHECKS`, its code into `codes.py`.
"""

from collections.abc import Callable, Iterable

from pytest_verbatim.checks.claims import claims, lints
from pytest_verbatim.checks.code import code_tokens, scope
from pytest_verbatim.checks.coherence import short_quotes, unspoken_names
from pytest_verbatim.checks.counts import counts
from pytest_verbatim.checks.flow import flow
from pytest_verbatim.checks.names import denials, names
from pytest_verbatim.checks.numbers import numbers
from pytest_verbatim.checks.prose import prose_form, prose_tokens
from pytest_verbatim.checks.record import record_schema
from pytest_verbatim.checks.relations import relations
from pytest_verbatim.checks.request import answer_names, prompt_code
from pytest_verbatim.checks.rules import crates, few_files, length, modules, topics
from pytest_verbatim.checks.subject import Subject
from pytest_verbatim.finding import Finding

CHECKS: tuple[Callable[[Subject], Iterable[Finding]], ...] = (
    prose_form,
    prose_tokens,
    scope,
    code_tokens,
    flow,
    few_files,
    length,
    topics,
    crates,
    modules,
    prompt_code,
    answer_names,
    names,
    denials,
    numbers,
    counts,
    claims,
    lints,
    short_quotes,
    unspoken_names,
    relations,
)
"""Every check, in the order in which they run; the order of findings does not depend on it."""

__all__ = ["CHECKS", "Subject", "record_schema"]

"""Names of SQL tables in Rust code: where one is declared, and where raw SQL names it."""

import re
from collections.abc import Iterator, Sequence

from pytest_verbatim.rustfile import Token
from pytest_verbatim.rustfile.facts import contents_of

_TABLE = re.compile(
    r"""\b(?:FROM|JOIN|INTO|UPDATE|TABLE)\s+(?:IF\s+(?:NOT\s+)?EXISTS\s+)?(?:ONLY\s+)?"""
    r"""(?:\w+\.)?["'`\\]*(\w+)""",
    re.IGNORECASE,
)
_STATEMENT = re.compile(
    r"\s*(SELECT|INSERT\s+INTO|DELETE\s+FROM|WITH|TRUNCATE|(?:CREATE|ALTER|DROP)\s+TABLE"
    r"|UPDATE\s+\S+\s+SET)\b",
    re.IGNORECASE,
)
_NEAR = 10
_STOPS = frozenset({",", ";", "}"})


def table_names(tokens: Sequence[Token]) -> Iterator[str]:
    """Yield the names of tables that code declares.

    A string is one where a name with `table` in it stands before it in the same statement or
    argument: `#[orm(table_name = "t")]`, `const TABLE: &str = "t"`, `fn table_name() { "t" }`.
    """
    for at, token in enumerate(tokens):
        if token.kind != "string":
            continue
        for before in reversed(tokens[max(at - _NEAR, 0) : at]):
            if before.text in _STOPS:
                break
            if before.kind == "name" and "table" in before.text.lower():
                yield contents_of(token.text)
                break


def tables_in_sql(tokens: Sequence[Token]) -> Iterator[tuple[str, int]]:
    """Yield the tables that raw SQL names, each with its 1-based line.

    A string is SQL where it begins like a statement that has tables. Of `FROM a, b` only `a` is
    seen; SQL that is put together from pieces is not.
    """
    for token in tokens:
        if token.kind == "string" and not token.attribute:
            text = contents_of(token.text)
            for match in _TABLE.finditer(text) if _is_statement(text) else ():
                yield match[1], token.line + text.count("\n", 0, match.start(1))


def _is_statement(text: str) -> bool:
    """Return whether a text begins like SQL; `Select one from ...` begins like a sentence."""
    match = _STATEMENT.match(text)
    if match is None:
        return False
    verb = match[1].split()[0]
    return verb.isupper() or verb.islower()

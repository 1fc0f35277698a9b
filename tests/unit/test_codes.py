"""The list of codes: each is said by a check, and provoked by a test."""

import ast
import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from support import ROOT

import pytest_verbatim
from pytest_verbatim.finding import CODES

SOURCE = Path(pytest_verbatim.__file__).parent
TESTS = ROOT / "tests"

UNPROVOKED: frozenset[str] = frozenset()
"""Codes that no test provokes yet; to stay empty."""

_WORD = re.compile(r"[a-z][a-z0-9-]*")


def strings_in(tree: ast.AST) -> Iterator[str]:
    """Yield every string literal of a module that is no docstring and no part of an f-string."""
    no_values = {
        id(value)
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr | ast.Expr)
        for value in (node.values if isinstance(node, ast.JoinedStr) else [node.value])
    }
    for node in ast.walk(tree):
        value = node.value if isinstance(node, ast.Constant) and id(node) not in no_values else None
        if isinstance(value, str):
            yield value


def codes_in(text: str) -> set[str]:
    """Return the codes that a module holds, as literals or made by an f-string from its words.

    `f"{name}.{fault}"` stands for every code of two words that the module has as literals.
    """
    tree = ast.parse(text)
    literals = set(strings_in(tree))
    words = sorted(word for word in literals if _WORD.fullmatch(word))
    found = literals & set(CODES)
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr) and len(node.values) <= 3:
            choices = [
                [str(value.value)] if isinstance(value, ast.Constant) else words
                for value in node.values
            ]
            if any("." in choice for choice in itertools.chain(*choices)):
                found |= {"".join(parts) for parts in itertools.product(*choices)} & set(CODES)
    return found


def codes_below(folder: Path, *but: str) -> set[str]:
    """Return the codes that the modules of a folder hold, some of them aside."""
    return {
        code
        for path in folder.rglob("*.py")
        if path.name not in but
        for code in codes_in(path.read_text(encoding="utf-8"))
    }


def test_every_code_is_used() -> None:
    """No code stands in the list that no check can say."""
    assert set(CODES) - codes_below(SOURCE, "finding.py") == set()


def test_every_code_is_provoked() -> None:
    """Each code is named by a test, so that there is a case that provokes it."""
    unprovoked = set(CODES) - codes_below(TESTS, Path(__file__).name)
    assert unprovoked == UNPROVOKED


def test_the_list_reads_as_a_list() -> None:
    """Codes are `subject.fault`, lower case, sorted, each with its own meaning in one line."""
    assert list(CODES) == sorted(CODES)
    for code, meaning in CODES.items():
        assert re.fullmatch(r"[a-z]+\.[a-z0-9]+(?:-[a-z0-9]+)*", code)
        assert meaning
        assert "\n" not in meaning
    assert len(set(CODES.values())) == len(CODES)


def test_docstrings_promise_no_other_codes() -> None:
    """A `Findings:` section of our source names only codes that are in the list."""
    named = set()
    for path in SOURCE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        for section in re.findall(r"Findings:(.*?)(?:\n\s*\n|\"\"\")", text, re.DOTALL):
            named |= set(re.findall(r"\b([a-z]+\.[a-z]+(?:-[a-z0-9]+)*)\b", section))
    named = {name for name in named if name.partition(".")[0] in {c.split(".")[0] for c in CODES}}
    assert named
    assert named - set(CODES) == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('Finding(w, "code.empty", "s", "m")', {"code.empty"}),
        ('for name in ("prompt", "x"):\n    f"{name}.empty"', {"prompt.empty"}),
        ('a = ("think", "fence")\nf"{a}.{a}"', {"think.fence"}),
        ('"""code.empty"""', set()),
        ('def f():\n    """code.empty"""', set()),
        ('"about code.empty"', set()),
        ("# code.empty", set()),
        ('f"{name}.empty"', set()),
        ('"code.empt"', set()),
    ],
)
def test_the_search_finds_what_is_said(text: str, expected: set[str]) -> None:
    """Literals and f-strings count; docstrings, comments and sentences do not."""
    assert codes_in(text) == expected

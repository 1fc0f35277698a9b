"""The lines of keys in a TOML document: where `tomllib` sees a value, a place is known."""

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import ROOT

from pytest_verbatim.config.toml_lines import KeyPath, toml_lines

DOCUMENT = '''\
a = 1  # [not.a.table]
b.c = "] = #"
[d]
"q.r" = [1, [2, 3],  # one, two
  { x = 1.5, y = 'z' },
  """over
lines ]""",
]
[[e.f]]
g = 1979-05-27 07:32:00

[[e.f]]
[e.f.i]
j = """a""b"""
'k\\' = {}
'''
PLACES = {
    ("a",): 1,
    ("b",): 2,
    ("b", "c"): 2,
    ("d",): 3,
    ("d", "q.r"): 4,
    ("d", "q.r", 0): 4,
    ("d", "q.r", 1): 4,
    ("d", "q.r", 1, 0): 4,
    ("d", "q.r", 1, 1): 4,
    ("d", "q.r", 2): 5,
    ("d", "q.r", 2, "x"): 5,
    ("d", "q.r", 2, "y"): 5,
    ("d", "q.r", 3): 6,
    ("e",): 9,
    ("e", "f"): 9,
    ("e", "f", 0): 9,
    ("e", "f", 0, "g"): 10,
    ("e", "f", 1): 12,
    ("e", "f", 1, "i"): 13,
    ("e", "f", 1, "i", "j"): 14,
    ("e", "f", 1, "i", "k\\"): 15,
}


def paths_in(value: Any, here: KeyPath = ()) -> Iterator[KeyPath]:
    """Yield the path of every key and element that `tomllib` sees."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inside in pairs:
        yield (*here, key)
        if isinstance(inside, dict | list):
            yield from paths_in(inside, (*here, key))


def test_each_key_has_its_line() -> None:
    """Headers, dotted and quoted keys, inline tables, elements over several lines have places."""
    assert dict(toml_lines(DOCUMENT)) == PLACES
    assert set(paths_in(tomllib.loads(DOCUMENT))) == set(PLACES)


@pytest.mark.parametrize("text", ["", "\n\n", "# a = 1", "a = 1", "a = 1\r\nb = 2\r\n", "a=[\n]"])
def test_short_documents(text: str) -> None:
    """Nothing, comments, no newline at the end, other line ends: the same keys as `tomllib` has."""
    assert set(toml_lines(text)) == set(paths_in(tomllib.loads(text)))


@pytest.mark.parametrize("path", sorted((ROOT / "cases").glob("*/dataset.toml")), ids=str)
def test_the_files_that_are_read_with_it(path: Any) -> None:
    """Every key of our own `dataset.toml` files has a line, and that line names it."""
    text = path.read_text(encoding="utf-8")
    places, lines = toml_lines(text), text.split("\n")
    assert set(places) == set(paths_in(tomllib.loads(text)))
    for where, line in places.items():
        if isinstance(where[-1], str):
            assert where[-1] in lines[line - 1]


_KEYS = st.sampled_from(["a", "b-c", '"d.e"', "'f = ['", '"\\"g"'])
_SCALARS = st.sampled_from(['"x, ]"', "'y }'", "1.5", "true", '"""\n]"""', "'''z\n'''", "07:32:00"])
_VALUES = st.recursive(
    _SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda v: "[\n" + " , # ]\n".join(v) + "\n]"),
        st.dictionaries(_KEYS, inner, max_size=3).map(
            lambda v: "{" + ", ".join(f"{key} = {value}" for key, value in v.items()) + "}"
        ),
    ),
    max_leaves=8,
)


@given(st.lists(st.dictionaries(_KEYS, _VALUES, max_size=3), max_size=4))
def test_places_are_those_of_tomllib(tables: list[dict[str, str]]) -> None:
    """Whatever a document holds, the paths with a line are those that `tomllib` sees."""
    text = "".join(
        "[[t.u]]\n" + "".join(f"{key} = {value} # =\n" for key, value in table.items())
        for table in tables
    )
    assert set(toml_lines(text)) == set(paths_in(tomllib.loads(text)))

"""The flow bench: what it draws, which files it holds apart, and what it prints."""

import importlib.util
import json
import sys
from types import ModuleType

import pytest
from edgetree import ROOT as FOLDER
from edgetree import part, tree
from support import ROOT

from pytest_verbatim.source.corpus import Corpus


@pytest.fixture(scope="module")
def flows() -> ModuleType:
    """Return the bench as a module."""
    spec = importlib.util.spec_from_file_location("flows", ROOT / "benchmarks" / "flows.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["flows"] = module
    spec.loader.exec_module(module)
    return module


TREE = """
=== lib.rs
pub struct State;
=== store/mod.rs
pub struct Shelf;
=== store/board.rs
pub struct Board;
=== a.rs
use crate::store::Shelf;
=== b.rs
fn f() { crate::store::lend(); }
=== c.rs
#[row(of = "crate::store::Shelf")]
struct C;
=== d.rs
use crate::store::{self as s};
=== e.rs
use crate::store::*;
=== f.rs
use crate::store::board::Board;
fn f() { store(); }
=== g.rs
use elsewhere::store::Shelf;
=== h.rs
use crate::State;
"""


@pytest.mark.parametrize(
    ("file", "other", "related"),
    [
        *((f"{name}.rs", "store/mod.rs", True) for name in "abcde"),
        ("f.rs", "store/board.rs", True),
        ("h.rs", "lib.rs", True),
        ("f.rs", "store/mod.rs", False),
        ("g.rs", "store/mod.rs", False),
        ("a.rs", "lib.rs", False),
        ("a.rs", "b.rs", False),
    ],
)
def test_files_that_name_each_other(
    flows: ModuleType, file: str, other: str, *, related: bool
) -> None:
    """An import, a path in code and one in an attribute name a module; a submodule is another."""
    kinship = flows.Kinship(tree(TREE))
    assert kinship.related(f"{FOLDER}/{file}", f"{FOLDER}/{other}") is related
    assert kinship.related(f"{FOLDER}/{other}", f"{FOLDER}/{file}") is related


def test_namesakes(flows: ModuleType) -> None:
    """A part that uses the name of what the other shows is a namesake, if the files are apart."""
    corpus = tree(
        "=== a.rs\npub struct Coin;\n=== b.rs\nfn f(x: Coin) {}\nfn g() {}\n"
        "=== c.rs\nuse crate::a::Coin;\nfn f(x: Coin) {}\n"
    )
    urn = flows.Urn(corpus, ())
    coin = part(corpus, "a.rs: Coin")
    assert urn.namesakes((coin, part(corpus, "b.rs: f")))
    assert not urn.namesakes((coin, part(corpus, "b.rs: g")))
    assert not urn.namesakes((coin, part(corpus, "c.rs: f")))


def test_a_path_that_chooses_nothing_is_an_error(flows: ModuleType, upstream: Corpus) -> None:
    """A flow that no longer fits the tree cannot pass unseen."""
    with pytest.raises(ValueError, match="has no item `gone`"):
        flows.lot(upstream, "svix-server/src/lib.rs", "gone")
    with pytest.raises(ValueError, match="`use` chooses"):
        flows.lot(upstream, "svix-server/src/lib.rs", "use")


def test_a_run_is_the_same_again(flows: ModuleType, upstream: Corpus) -> None:
    """By the seed alone: all flows connect, few unrelated pairs are tied, and it prints alike."""
    loose, rows, count = flows.run(upstream, 40, 7)
    again = flows.run(upstream, 40, 7)
    assert flows.as_markdown(loose, rows, count) == flows.as_markdown(*again)
    assert (loose, count) == ({}, len(flows.read_flows(upstream)))
    data = flows.as_object(loose, rows, count, 7)
    assert json.loads(json.dumps(data)) == data
    apart = [row for row in rows if row.kind.endswith("apart")]
    assert len(apart) == 3
    assert all(row.share <= 0.05 for row in apart)
    drawn = list(flows.Urn(upstream, flows.read_flows(upstream)).draw(apart[0].kind, 5, 7))
    other = list(flows.Urn(upstream, flows.read_flows(upstream)).draw(apart[0].kind, 5, 8))
    assert drawn != other

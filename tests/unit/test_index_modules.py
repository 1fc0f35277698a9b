"""The index's modules: which file a path leads to, which root is meant, what goes before what."""

import pytest
from edgetree import ROOT, tree

TREE = """
=== lib.rs
pub mod store; pub mod desk; pub mod models;
pub struct State;
=== main.rs
use app::State;
fn main() {}
=== mod.rs
pub struct Stray;
=== store.rs
pub struct Shelf;
=== models/mod.rs
pub mod note;
pub use self::note as memo;
=== models/note.rs
use super::super::store;
pub struct Model;
=== desk.rs
use crate::models::{memo, note as slip};
use crate::store::*;
use elsewhere::Shelf;
use elsewhere::note;
=== door.rs
use crate::store::*;
"""


@pytest.mark.parametrize(
    ("file", "path", "found"),
    [
        ("desk.rs", "crate", "lib.rs"),
        ("desk.rs", "crate::models", "models/mod.rs"),
        ("desk.rs", "crate::models::note", "models/note.rs"),
        ("desk.rs", "slip", "models/note.rs"),
        ("desk.rs", "memo", "models/note.rs"),
        ("desk.rs", "crate::models::memo", "models/note.rs"),
        ("models/note.rs", "super", "models/mod.rs"),
        ("models/note.rs", "super::super::store", "store.rs"),
        ("models/note.rs", "store", "store.rs"),
        ("models/mod.rs", "self::note", "models/note.rs"),
        ("models/mod.rs", "note", "models/note.rs"),
        ("main.rs", "app::store", "store.rs"),
        ("lib.rs", "store", "store.rs"),
        ("desk.rs", "store", None),
        ("desk.rs", "note", None),
        ("desk.rs", "crate::nowhere", None),
        ("desk.rs", "crate::store::Shelf", None),
        ("desk.rs", "std::fmt", None),
        ("nowhere.rs", "crate", None),
    ],
)
def test_the_module_that_a_path_means(file: str, path: str, found: str | None) -> None:
    """Imports, re-exports, `super` and the crate's name lead to a file; no module has none."""
    expected = None if found is None else f"{ROOT}/{found}"
    assert tree(TREE).index.module(f"{ROOT}/{file}", path) == expected


def test_the_root_of_a_crate_is_its_library() -> None:
    """`crate::` leads into lib.rs, though main.rs and a stray mod.rs share its module path."""
    index = tree(TREE).index
    assert [one.file for one in index.resolve(f"{ROOT}/desk.rs", "crate::State")] == [
        f"{ROOT}/lib.rs"
    ]
    assert [one.file for one in index.resolve(f"{ROOT}/main.rs", "app::State")] == [
        f"{ROOT}/lib.rs"
    ]
    assert index.resolve(f"{ROOT}/desk.rs", "crate::Stray") == ()


def test_the_root_of_a_program_without_a_library_is_its_main() -> None:
    """Where there is no lib.rs, main.rs is what `crate::` means."""
    index = tree("=== main.rs\npub struct State;\n=== desk.rs\n").index
    assert [one.file for one in index.resolve(f"{ROOT}/desk.rs", "crate::State")] == [
        f"{ROOT}/main.rs"
    ]


def test_an_import_goes_before_a_glob() -> None:
    """A name that an import binds to something outside is not looked for in a glob."""
    index = tree(TREE).index
    assert index.resolve(f"{ROOT}/desk.rs", "Shelf") == ()
    assert [one.file for one in index.resolve(f"{ROOT}/door.rs", "Shelf")] == [f"{ROOT}/store.rs"]

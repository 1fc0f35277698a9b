"""The names that the prose of an example may use without saying where they come from."""

from collections.abc import Mapping

import pytest
from snippets import Snippets

from pytest_verbatim.excerpt import Excerpt, cut
from pytest_verbatim.finding import Where
from pytest_verbatim.names.scope import Scope, scope_of
from pytest_verbatim.rustfile import Lines
from pytest_verbatim.selection import Place
from pytest_verbatim.source.corpus import Corpus

DESK, STORE, MODEL, FAR, BACK = (
    f"app/src/{name}.rs" for name in ("desk", "store/mod", "store/model", "far", "back")
)
TREE: Mapping[str, str] = {
    "Cargo.lock": 'name = "axum"\nname = "redis"\nname = "tokio"\nname = "serde"\nname = "never"\n',
    "app/src/lib.rs": "pub mod desk; pub mod store; pub mod far; pub mod back;\n",
    DESK: """
        use axum::extract::State as Taken;
        use crate::{back::Kept, store::{fill, model::Note, LIMIT}};

        pub fn shown(store: &Store) -> Note {
            let local = fill(LIMIT);
            store.lookup_all();
            store.common();
            Note::blank(crate::far::reach())
        }

        #[check(function = "checked", beyond = "two words")]
        fn beside() { beside_name("beside words") }

        fn checked() {}

        #[cfg(test)]
        mod tests {
            use never::Ever;
            fn test_name() {}
        }
    """,
    STORE: """
        use redis::Client;
        use tokio::sync::Mutex as Lock;
        pub mod model;

        pub const LIMIT: u64 = 60 * step();
        const fn step() -> u64 { 2 }

        pub fn fill(amount: u64) -> Option<Client> {
            let inner_name = Lock::new(r#"inner "words""#);
            inner_name.poke()
        }

        pub fn idle() -> IdleType { idle_name("idle words") }

        impl Store {
            pub fn lookup_all(&self) { looked_up() }
            pub fn common(&self) { store_common() }
        }
        impl Shelf {
            pub fn common(&self) { shelf_common() }
        }
        impl Rack {
            pub fn common(&self) { rack_common() }
        }
    """,
    MODEL: """
        use serde::Serialize;

        #[derive(Serialize)]
        pub struct Note {
            pub text: [Page; 2],
            pub more: Option<Box<Cover>>,
        }

        impl Note {
            pub fn blank(pages: u8) -> Note { blank_body("blank words") }
            pub fn torn(by_whom: u8) -> Note { torn_body("torn words") }
        }

        pub struct Page { pub number: u8 }
        pub enum Cover { Hard { colour: u8 }, Soft }
        impl Cover {
            pub fn weight(&self) -> u8 { weight_body() }
        }
        pub struct Unused { pub nothing: u8 }
    """,
    FAR: """
        pub fn reach() -> u8 { further::away() }
        pub fn other() -> u8 { other_name() }
    """,
    BACK: """
        pub struct Kept { pub kept_field: u8 }
        impl Kept {
            pub fn kept_method(&self) { kept_body() }
        }
        fn hidden_here() {}
    """,
}
CORPUS = Snippets(dict(TREE))


def scope(*chosen: tuple[str, str], corpus: Corpus = CORPUS) -> Scope:
    """Return the scope of an example that shows these items, (file, item)."""
    excerpts = []
    for file, item in chosen:
        place = Place(Where("cases/a.py", 1), file, corpus.rust)
        found = cut(corpus.rust_file(file), [item], "none", place)
        assert isinstance(found, Excerpt), found
        excerpts.append(found)
    return scope_of(excerpts, corpus)


SHOWN = scope((DESK, "shown"))


@pytest.mark.parametrize(
    ("why", "names"),
    [
        ("the shown code", "shown store local lookup_all common blank"),
        ("its file", "beside beside_name checked"),
        ("its imports, the path behind a rename too", "axum extract State Taken fill LIMIT"),
        ("its module", "app desk"),
        ("the functions that it calls, with their bodies", "inner_name poke Client Lock amount"),
        ("the constants that it names", "LIMIT step"),
        ("paths that it writes out", "far reach further away"),
        ("the modules of what it uses", "store model far"),
        ("the types that it names, with their members", "Note text more Page Cover Serialize"),
        ("the types of their fields, with fields and variants", "number Hard colour Soft weight"),
        ("the signatures of their other members", "torn by_whom"),
        ("the types that it only imports", "Kept kept_field kept_method"),
        ("a method that few types have", "looked_up"),
    ],
)
def test_a_name_is_in_scope(why: str, names: str) -> None:
    """What stands in the shown code, its file, its imports and in what it uses is in scope."""
    assert set(names.split()) <= SHOWN.names, why


@pytest.mark.parametrize(
    ("why", "names"),
    [
        ("other functions of a file that it uses", "idle idle_name IdleType other other_name"),
        ("other types of such a file", "Unused nothing"),
        ("the bodies of members that it does not name", "torn_body kept_body weight_body"),
        ("a method that many types have", "shelf_common rack_common"),
        ("what the used code uses in turn", "hidden_here"),
        ("test code", "tests never Ever test_name"),
        ("words of comments and strings", "words"),
        ("keywords", "fn let pub"),
    ],
)
def test_a_name_is_not_in_scope(why: str, names: str) -> None:
    """What is a further step away, or in bodies that are not named, is not in scope."""
    assert set(names.split()).isdisjoint(SHOWN.names), why


def test_pairs_stand_next_to_each_other_in_a_path() -> None:
    """Neighbours in paths of the shown code, its imports and what it uses; no others."""
    assert {
        *(("Note", "blank"), ("crate", "far"), ("far", "reach")),
        *(("axum", "extract"), ("extract", "State"), ("model", "Note")),
        *(("Lock", "new"), ("further", "away")),
    } <= SHOWN.pairs
    assert ("axum", "State") not in SHOWN.pairs
    assert ("Note", "torn") not in SHOWN.pairs
    assert ("tokio", "sync") not in SHOWN.pairs


def test_strings_are_those_of_the_file_and_of_named_code() -> None:
    """Strings by their contents: of the file, and of bodies that the shown code names."""
    assert {"beside words", "two words", 'inner "words"', "blank words"} <= SHOWN.strings
    assert SHOWN.strings.isdisjoint({"idle words", "torn words"})


def test_crates_are_those_of_the_file_and_of_named_code() -> None:
    """A crate is in scope by the shown file, or where code that is named uses it."""
    assert SHOWN.crates == {"axum", "redis", "tokio", "serde"}
    assert scope((FAR, "other")).crates == frozenset()
    assert scope((STORE, "idle")).crates == {"redis", "tokio"}


def test_files_are_those_of_the_code_and_of_what_it_uses() -> None:
    """The files of all that is shown and used, without those that are only named in it."""
    assert SHOWN.files == {DESK, STORE, MODEL, FAR, BACK}
    assert scope((FAR, "other")).files == {FAR}


def test_used_items_are_named_or_members_beside_them() -> None:
    """What the shown code names leads on; other members of its types are seen from outside."""
    leads = {used.entry.path: used.leads for used in SHOWN.used}
    assert leads["fill"]
    assert leads["LIMIT"]
    assert leads["Note"]
    assert leads["Note::blank"]
    assert leads["Store::lookup_all"]
    assert not leads["Note::torn"]
    assert not leads["Kept"]
    assert not leads["Kept::kept_method"]
    assert "idle" not in leads
    in_order = sorted(SHOWN.used, key=lambda one: (one.file, one.entry.first, one.entry.path))
    assert list(SHOWN.used) == in_order
    assert len(leads) == len(SHOWN.used)


def test_an_attribute_s_string_can_name_an_item() -> None:
    """`check(function = "checked")` uses the function; a string of several words uses none."""
    leads = {used.entry.path: used.leads for used in scope((DESK, "beside")).used}
    assert leads["checked"]
    assert "two" not in leads


def test_shown_lines_are_kept_by_file() -> None:
    """Files are mapped to the runs of lines that are shown, several parts of a file together."""
    found = scope((DESK, "shown"), (FAR, "reach"), (DESK, "checked"))
    assert list(found.shown) == [DESK, FAR]
    assert found.shown[FAR] == (Lines(1, 1),)
    assert [lines.first for lines in found.shown[DESK]] == [4, 14]


def test_nothing_shown_is_no_scope() -> None:
    """Without code there are no names."""
    empty = scope_of([], CORPUS)
    assert (empty.shown, empty.names, empty.used, empty.files) == ({}, frozenset(), (), frozenset())


def test_every_item_of_the_miniature_has_a_scope(relay: Corpus) -> None:
    """Whatever is shown of the miniature, its own names and those of its file are in scope."""
    shown = 0
    for file, facts in relay.index.files.items():
        for entry in facts.items:
            place = Place(Where("cases/a.py", 1), file, relay.rust)
            excerpt = cut(relay.rust_file(file), [entry.path], "none", place)
            if isinstance(excerpt, Excerpt):
                found = scope_of([excerpt], relay)
                assert facts.names.keys() <= found.names
                assert file in found.files
                shown += 1
    assert shown > 100


def test_upstream_s_scopes_hold_what_was_asked_of_them(upstream: Corpus) -> None:
    """Of the real tree: what lock_loop may speak of, and what it may not."""
    found = scope(("svix-server/src/core/idempotency.rs", "lock_loop"), corpus=upstream)
    assert {"lock_loop", "Cache", "SerializedResponse", "expiry_starting", "tokio"} <= found.names
    assert {"tower", "axum", "tokio"} <= found.crates
    assert found.crates.isdisjoint({"chrono", "sea_orm"})
    assert "svix-server/src/core/cache/mod.rs" in found.files
    handler = scope(
        ("svix-server/src/v1/endpoints/application.rs", "list_applications"), corpus=upstream
    )
    assert "instrument" not in handler.names
    assert "tracing" not in handler.crates

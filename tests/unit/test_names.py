"""Names in prose held against the tree and the scope of an example: each fault, each near miss."""

import string
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rusttree import PATHS
from snippets import Snippets

from pytest_verbatim.excerpt import Excerpt, cut
from pytest_verbatim.finding import CODES, Where
from pytest_verbatim.names.fault import NameFault
from pytest_verbatim.names.files import introduced_by
from pytest_verbatim.names.known import CRATES, HEADERS, STD, is_known
from pytest_verbatim.names.names import Names
from pytest_verbatim.names.scope import scope_of
from pytest_verbatim.names.view import Told
from pytest_verbatim.prose.mention import Mention, mentions_in
from pytest_verbatim.rustfile import path_ending_at
from pytest_verbatim.selection import Place
from pytest_verbatim.source.corpus import Corpus

PROPERTY = settings(derandomize=True, deadline=None, max_examples=200)
DESK, STORE, FAR, WIRE, TESTS = (
    f"app/src/{name}.rs" for name in ("desk", "store/mod", "far", "wire", "desk_tests")
)
TREE: Mapping[str, str] = {
    "Cargo.lock": "".join(
        f'name = "{name}"\n'
        for name in ("axum", "redis", "tokio", "serde_json", "bb8", "hickory-net", "serde")
    ),
    "Cargo.toml": 'manifest_word = "1"\n',
    "app/config.toml": "listen_on = 1\nqueue_limit_setting = 2\n",
    "app/migrations/one.sql": "CREATE TABLE shelf_row (row_key uuid);\n",
    "app/src/lib.rs": """
        pub mod desk; pub mod store; pub mod far; pub mod wire;
        #[cfg(test)]
        mod desk_tests;
    """,
    DESK: """
        use axum::extract::State;
        use crate::store::Store;

        /// Speaks of the commented_word.
        pub async fn serve(store: &Store, r#type: u8) -> Result<State, Refusal> {
            let opened_at = store.open_shelf("app_").await;
            tracing_macro!("first message", opened_at);
            Vec::with_capacity(1)
        }

        #[derive(Serialize)]
        #[serde(rename_all = "camelCase")]
        pub struct Refusal {
            pub retry_after: u8,
            #[validate(length)]
            pub kind: RefusalKind,
        }

        pub enum RefusalKind { TooMany, NotNow }
    """,
    STORE: """
        use redis::Client;
        use std::collections::HashMap;

        pub struct Store {
            #[serde(default = "default_shelves")]
            pub shelves: HashMap<String, u8>,
        }

        impl axum::Handler for Store {
            fn handle_near(&self) {}
        }

        fn default_shelves() -> HashMap<String, u8> { HashMap::default() }

        impl Store {
            pub async fn open_shelf(&self, prefix: &str) -> u8 {
                shelf_of(Client::open(prefix).header("X-Relay-Id"))
            }
            pub fn close_shelf(&self) {}
        }

        fn shelf_of(prefix: &str) -> u8 { 1 }

        pub fn unrelated_helper() {}
    """,
    FAR: """
        use tokio::sync::{Notify, Quiet};
        use axum::extract::Near;

        pub struct Distant {
            pub away: u8,
        }

        impl Distant {
            pub fn is_empty(&self) -> bool { false }

            pub fn contains_key(&self) -> bool { false }

            pub fn reach(&self) -> u8 {
                let only_here = 1;
                foreign_call(only_here)
            }
        }

        impl Iterator for Distant {
            fn next(&mut self) -> Option<u8> { None }
        }

        impl axum::Handler for Distant {
            fn handle_afar(&self) {}
        }

        macro_rules! far_macro { () => {} }

        pub fn caller() { crate::desk::serve() }
    """,
    WIRE: """
        #[instrument(level = "debug")]
        pub fn send() { serde_json::ours("found afar", "/found", "/api/afar") }
        pub const WIRE_LIMIT: u8 = 3;
    """,
    TESTS: """
        fn checks_the_desk() {}
    """,
}
CORPUS = Snippets(dict(TREE))


def names_of(file: str, *items: str, corpus: Corpus = CORPUS, vouched: str = "") -> Names:
    """Return the names of an example that shows items of a file."""
    place = Place(Where("cases/a.py", 1), file, corpus.rust)
    excerpt = cut(corpus.rust_file(file), items, "none", place)
    assert isinstance(excerpt, Excerpt), excerpt
    return Names(scope_of([excerpt], corpus), corpus.index, frozenset(vouched.split()))


SERVE = names_of(DESK, "serve")


def known_from(before: str, names: Names) -> Told:
    """Return what a reader of a text knows."""
    mentions = mentions_in(before)
    said = frozenset(name for one in mentions for name in one.names)
    return Told(introduced_by(mentions, names.index), said)


def faults(
    *sentences: str, names: Names = SERVE, before: str = ""
) -> list[tuple[int, Mention, NameFault]]:
    """Return the faults in a text, given as its sentences."""
    spoken = [(text, mentions_in(text, names.index.crates)) for text in sentences]
    return list(names.faults(spoken, known_from(before, names)))


def told(*sentences: str, names: Names = SERVE, before: str = "") -> list[str]:
    """Return the faults in a text as `fault text`."""
    found = faults(*sentences, names=names, before=before)
    return [f"{fault.fault} {mention.text}" for _, mention, fault in found]


# --- names -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sentence",
    [
        "`serve` takes `store` and `type`.",
        "The opened_at of serve is none.",
        "`Store::open_shelf` is awaited, `.open_shelf()` too.",
        '`store.open_shelf("app_").await?` it says.',
        "`crate::store::Store` and `store::Store`.",
        "`axum::extract::State`, by `use axum::extract::State;`.",
        "`Refusal { retry_after }` and `RefusalKind::TooMany`.",
        "`retryAfter` is how it is written.",
        "`shelf_of` is what `open_shelf` calls, with its `prefix`.",
        "`Store` keeps `shelves`, and `close_shelf` is near.",
        "`Option`, `Vec::with_capacity`, `u8`, `async fn` and `Self::new`.",
        "`HashMap::new`, `Arc<Mutex<T>>` and `std::sync::OnceLock`.",
        "HashMaps and Refusals.",
        "`tokio::sync::Notify` is known, `spawn_blocking` too.",
        "`app_1` and `app_42` are ids.",
        "`app_` is a prefix.",
        "The commented_word is explained.",
        "`listen_on` is a setting, `queue_limit_setting` too.",
        "`shelf_row` has a `row_key`.",
        "`X-Relay-Id` is sent, `Retry-After` too, and `content-type`.",
        '`"first message"` is logged, `"first message"`.',
        "`GET` and `SETNX`, `SELECT` and `UTF-8`.",
        "`x` and `n` are short, `'a` too.",
        '`#[derive(Clone)]`, `#[serde(rename_all = "camelCase")]`, `#[validate]`.',
        '`#[serde(default, with = "never")]`, `#[validate(length)]`.',
        "`vec![1]`, `println!` and `tracing_macro!`.",
        "`desk`, `far` and `wire` are modules.",
        "`.next()` is Iterator's, whoever implements it.",
        "`Near` is of a crate in scope.",
        "`u16::MAX` is the largest, `FromRef` and `Json` are known.",
        "What it gives is asked for `is_empty`.",  # a member in far.rs, and std's
        "A `HashMap` is asked by `contains_key`.",  # likewise, where std is spoken of
        "It is std's `contains_key`.",
        "`#[serde(length)]` has the word of another attribute, `#[serde(shelf_of)]` one in scope.",
        "Its cargo feature `manifest_word` is on.",
        "A misspelt `shelvs` is let go.",
        "In the JSON Schema it is an `object`, with `required` and `minItems`.",
        'The word "found afar" of wire.rs is told.',
        "It is at `/found/afar`.",
        "`#[must_use]`, `#[cfg(test)]` and `#![forbid(unsafe_code)]`.",
        '200 ms, 1_000, "quoted".',
        "",
    ],
)
def test_a_name_that_may_stand_has_no_fault(sentence: str) -> None:
    """Scope, std, settings, tables, headers, prefixes and what is foreign pass."""
    assert told(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "fault"),
    [
        ("`never_was` waits.", "unknown-name never_was"),
        ("The never_was waits.", "unknown-name never_was"),
        ("A NeverWas waits.", "unknown-name NeverWas"),
        ("`NeverWas` waits.", "unknown-name NeverWas"),
        ("`.never_was()` waits.", "unknown-name never_was"),
        ("`serv` waits.", "unknown-name serv"),
        ("`open_shelfs` waits.", "unknown-name open_shelfs"),
        ("`shelf_id` waits.", "unknown-name shelf_id"),
        ("`app_x` waits.", "unknown-name app_x"),
        ("`Vec<NeverWas>` waits.", "unknown-name NeverWas"),
        ("`Vec::<NeverWas>::new()` waits.", "unknown-name NeverWas"),
        ("`<Store as Iterator>::never_was` waits.", "unknown-name never_was"),
        ("`HashMap::frobnicate` waits.", "unknown-name HashMap::frobnicate"),
        ("`std::sync::NeverWas` waits.", "unknown-name std::sync::NeverWas"),
        ("`axum::NeverWas` waits.", "unknown-name axum::NeverWas"),
        ("`Client::serve` waits.", "unknown-name Client::serve"),
        ("`never_was!` waits.", "unknown-name never_was!"),
        ("`serve!()` waits.", "unknown-name serve!"),
        ("`#[never_was]` waits.", "unknown-name #[never_was]"),
        ("`#[serve]` waits.", "unknown-name #[serve]"),
        ("`X-Never-Was` waits.", "unknown-name X-Never-Was"),
        ("`/never/was` waits.", "unknown-name /never/was"),
        ('`"never was"` waits.', 'unknown-name "never was"'),
        ("`manifest_word` waits.", None),
        ("`Store::never_was` waits.", "unknown-member Store::never_was"),
        ("`Store::serve` waits.", "unknown-member Store::serve"),
        ("`RefusalKind::Never` waits.", "unknown-member RefusalKind::Never"),
        ("`Refusal::TooMany` waits.", "unknown-member Refusal::TooMany"),
        ("`crate::Store::away` waits.", "unknown-member crate::Store::away"),
        ("A `shelvs` is let go.", "unknown-name shelvs"),
        ("A feature `never_on` waits.", "unknown-name never_on"),
        ("It is an `minItems`.", "unknown-name minItems"),
        ('The word "found there" of wire.rs is told.', "stray-file wire.rs"),
        ("`cached::time` waits.", "unknown-member cached::time"),
        ("`shelf_of::time` waits.", "unknown-member shelf_of::time"),
        ("`hickory-net` waits.", "unknown-crate hickory-net"),
        ("It is at `/found/nearby`.", "unknown-name /found/nearby"),
        ("`u16::LEAST` waits.", "unknown-member u16::LEAST"),
        ("`store::never_was` waits.", "unknown-member store::never_was"),
        ("`store::serve` waits.", "unknown-member store::serve"),
        ("`far::WIRE_LIMIT` waits.", "unknown-member far::WIRE_LIMIT"),
        ("`#[serde(deafult)]` says so.", "unknown-name #[serde(deafult)]"),
        ("`#[serde(unrelated_helper)]` says so.", "unknown-name #[serde(unrelated_helper)]"),
        ("A test has `never_was`.", "unknown-name never_was"),
        ("A test has `Refusal::never_was`.", "unknown-member Refusal::never_was"),
        ("A test has `Desk::checks_the_desk`.", "unknown-name Desk::checks_the_desk"),
        ("A test has `unrelated_helper`.", "name-elsewhere unrelated_helper"),
    ],
)
def test_a_name_that_is_wrong_has_a_fault(sentence: str, fault: str | None) -> None:
    """A name, member, macro, attribute, header or string that is nowhere, or not there."""
    assert told(sentence) == ([] if fault is None else [fault])


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("`Distant` waits.", "Distant"),
        ("A `unrelated_helper` waits.", "unrelated_helper"),
        ("The unrelated_helper waits.", "unrelated_helper"),
        ("`WIRE_LIMIT` waits.", "WIRE_LIMIT"),
        ("`away` waits.", "away"),
        ("`reach` waits.", "reach"),
        ("`only_here` waits.", "only_here"),
        ("`foreign_call` waits.", "foreign_call"),
        ("`Quiet` waits.", "Quiet"),
        ("`handle_afar` waits.", "handle_afar"),
        ("`contains_key` waits.", "contains_key"),
        ("`handle_near` waits.", "handle_near"),
        ("`default_shelves` waits.", "default_shelves"),
        ("`#[instrument]` waits.", "#[instrument]"),
    ],
)
def test_a_name_from_elsewhere_has_to_be_introduced(sentence: str, name: str) -> None:
    """What another file defines, or names for itself alone, is a fault until that file is named."""
    files = {"WIRE_LIMIT": WIRE, "#[instrument]": WIRE}
    files |= dict.fromkeys(("unrelated_helper", "handle_near", "default_shelves"), STORE)
    file = files.get(name, FAR)
    short = file.removeprefix("app/src/")
    assert told(sentence) == [f"name-elsewhere {name}"]
    assert told(f"See {short}: {sentence}", "So it is.", sentence) == []
    assert told(sentence, f"That one is in {short}.") == [f"name-elsewhere {name}"]
    assert told(f"See {short}: {sentence}") == []
    assert told(f"See `{file}`: {sentence}", f"Again, {sentence}") == []
    assert told(sentence, before="It is about app/src/lib.rs.") == [f"name-elsewhere {name}"]


def test_a_file_that_has_nothing_to_do_with_the_code_introduces_what_is_near() -> None:
    """Names of it come within three sentences, or were said there; those of callers anywhere."""
    away = ["So it is."] * 4
    assert told("See far.rs.", *away, "`Distant` waits.") == []
    assert told("`Distant` waits.", before="It is about far.rs.") == []
    assert told("`send` in wire.rs.", *away[:2], "`WIRE_LIMIT` waits.") == []
    assert told("`send` in wire.rs.", *away, "`WIRE_LIMIT` waits.") == ["name-elsewhere WIRE_LIMIT"]
    assert told("`send` in wire.rs.", *away, "`send` waits.") == []
    assert told(*away, "`WIRE_LIMIT` waits.", before="See wire.rs.") == []


def test_a_path_introduces_its_last_name() -> None:
    """A path through a module says itself where its name stands, and serves for the name alone."""
    assert told("`far::Distant` waits, and `Distant` with it.") == []
    assert told("`crate::far::Distant::reach` waits.") == []
    assert told("`wire::WIRE_LIMIT` bounds it.", "`WIRE_LIMIT` is three.") == []
    assert told("`wire::send` sends.", "`Distant` waits.") == ["name-elsewhere Distant"]


def test_a_macro_is_known_by_its_own_name() -> None:
    """The path before a macro's name is no macro; the macro has to be one."""
    assert told("`crate::tracing_macro!` logs, `far_macro!()` too.") == []
    assert told("`crate::no_such_macro!` logs.") == ["unknown-name crate::no_such_macro!"]


def test_names_of_tests_pass_where_tests_are_spoken_of() -> None:
    """What stands in test code alone may be named in a sentence about tests, and in no other."""
    assert told("The test `checks_the_desk` holds it.") == []
    assert told("Testing it, `checks_the_desk` waits.") == []
    assert told("The latest `checks_the_desk` waits.") == ["unknown-name checks_the_desk"]
    assert told("The test `never_was` holds it.") == ["unknown-name never_was"]


def test_the_vocabulary_vouches() -> None:
    """A word that the dataset vouches for passes, alone and at the end of a path; others do not."""
    names = names_of(DESK, "serve", vouched="never_was Never::was hickory")
    assert told("`never_was`, `Store::never_was`, `never_was!` and hickory.", names=names) == []
    assert told("`Never::was` and `never_is`.", names=names) == ["unknown-name never_is"]


# --- files -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sentence",
    [
        "It stands in `app/src/desk.rs`.",
        "It stands in desk.rs, beside `store/mod.rs`.",
        "See src/store/ and `app/src`.",
        "The caller is in far.rs.",
        "It is set in config.toml, or `Cargo.toml`.",
        "`WIRE_LIMIT` in wire.rs bounds it.",
        "The limit is in wire.rs: `WIRE_LIMIT`.",
        "In wire.rs stands `WIRE_LIMIT`.",
        "Either read/write or and/or, store/wire too.",
        "store/mod.rs has two: `Store` is one.",
        "`Store` counts like its siblings in store/mod.rs.",
        "The `serve` function in src/desk waits.",
        "redis is used in store/mod.rs.",
    ],
)
def test_a_file_that_may_be_named_has_no_fault(sentence: str) -> None:
    """Files in scope, those that call it or that the sentence says something of, and no files."""
    assert told(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "fault"),
    [
        ("See never.rs for it.", "unknown-file never.rs"),
        ("See `app/src/never.rs`.", "unknown-file app/src/never.rs"),
        ("See `never/was`.", "unknown-file never/was"),
        ("See wire/desk.rs.", "unknown-file wire/desk.rs"),
        ("See never.toml.", "unknown-file never.toml"),
        ("See wire.rs for it.", "stray-file wire.rs"),
        ("See `app/src/wire.rs`.", "stray-file app/src/wire.rs"),
        ("See wire.rs for `serve`.", "stray-file wire.rs"),
        ("store/mod.rs wants a `RefusalKind`.", "stray-file store/mod.rs"),
        ("store/mod.rs has two: `RefusalKind` is one.", "stray-file store/mod.rs"),
        ("In store/mod.rs it is one more: `serve` has it.", "stray-file store/mod.rs"),
        ("`Refusal` counts like its siblings in store/mod.rs.", "stray-file store/mod.rs"),
        ("wire.rs wants a `Store`, which it sends.", "stray-file wire.rs"),
        ("See src/never for it.", "unknown-file src/never"),
        ("The `serve` function in src/store waits.", "misplaced-name serve"),
        ("Put `open_shelf` into src/desk, please.", "misplaced-name open_shelf"),
        ("In store/mod.rs, `serve` waits.", "misplaced-name serve"),
        ("In store/mod.rs the public `serve` waits.", "misplaced-name serve"),
        ("`serve` in store/mod.rs waits.", "misplaced-name serve"),
        ("`serve()` in `store/mod.rs` waits.", "misplaced-name serve"),
        ("`serve` from the file far.rs waits.", "misplaced-name serve"),
        ("store/mod.rs's `serve` waits.", "misplaced-name serve"),
        ("`Store::open_shelf` of desk.rs waits.", "misplaced-name Store::open_shelf"),
    ],
)
def test_a_file_that_is_wrong_has_a_fault(sentence: str, fault: str) -> None:
    """A file that is not there, one that nothing ties to the code, and one for another name."""
    assert told(sentence) == [fault]


@pytest.mark.parametrize(
    "sentence",
    [
        "`serve` in desk.rs waits.",
        "desk.rs's `serve` waits.",
        "`Store::open_shelf` of store/mod.rs waits.",
        "`serve` waits, store/mod.rs does not.",
        "store/mod.rs waits; `serve` goes on.",
        "store/mod.rs has `open_shelf`, which `serve` calls.",
        "desk.rs wants a `Store`.",
        "In store/mod.rs the `Store` waits.",
        "In store/mod.rs it is made of what `open_shelf` gives to `serve`.",
        "`opened_at` in desk.rs is local.",
        "`store.open_shelf()` in desk.rs is awaited.",
    ],
)
def test_a_name_in_its_own_file_has_no_fault(sentence: str) -> None:
    """A name beside the file that defines it, or uses it where none does, passes."""
    assert told(sentence) == []


# --- crates ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sentence",
    [
        "It uses axum, and the redis crate behind `open_shelf`.",
        "It is axum's `State`, and axum's `Near`.",
        "It is axum, not tokio, rather than bb8.",
        "It uses no tokio, and works without bb8.",
        "We take axum instead of tokio.",
        "The tokio crate would wait.",
        "It stays, but moka would evict.",
        "tokio is used in far.rs, whose `caller` calls `serve`.",
        "`axum` extracts.",
        "axum-like handlers, tokio-based ones.",
    ],
)
def test_a_crate_that_may_be_named_has_no_fault(sentence: str) -> None:
    """Crates in scope, those that the sentence sets aside, and those of a file that is named."""
    assert told(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "fault"),
    [
        ("It uses tokio.", "crate-elsewhere tokio"),
        ("It uses `tokio`.", "crate-elsewhere tokio"),
        ("It uses serde_json.", "crate-elsewhere serde_json"),
        ("It uses `serde_json::ours`.", "crate-elsewhere serde_json::ours"),
        ("It uses bb8.", "unknown-crate bb8"),
        ("It uses rustls.", "unknown-crate rustls"),
        ("It uses sqlx-postgres.", "unknown-crate sqlx-postgres"),
        ("It uses the moka crate.", "unknown-crate moka"),
        ("Derived moka would do.", "unknown-crate moka"),
        ("It is serde_json's `State`.", "misplaced-name serde_json"),
    ],
)  # fmt: skip
def test_a_crate_that_is_wrong_has_a_fault(sentence: str, fault: str) -> None:
    """A crate that other files use, one that no file does, and one that is not in Cargo.lock."""
    assert told(sentence) == [fault]


def test_a_crate_is_not_another_whose_name_begins_with_its_own() -> None:
    """Serde is a crate itself, and not what serde_json is."""
    send = names_of(WIRE, "send")
    assert told("It is of serde_json.", names=send) == []
    assert told("It is of serde.", names=send) == ["unknown-crate serde"]


# --- what is said ----------------------------------------------------------------------------


def test_a_fault_says_what_was_seen_and_what_mends_it() -> None:
    """Every kind of fault has a code of a finding, words of its own, and advice that helps."""
    text = (
        "`never_was`, `Store::never_was`, `Distant`, wire.rs.",
        "`serve` in store/mod.rs, never.rs, tokio, rustls.",
    )
    found = faults(*text)
    told_by = {fault.fault: (mention.text, fault.seen, fault.mend) for _, mention, fault in found}
    assert len(told_by) == 8
    for kind, (text_of_it, seen, mend) in told_by.items():
        assert f"think.{kind}" in CODES
        assert f"prompt.{kind}" in CODES
        assert text_of_it.rpartition("::")[2] in seen
        assert mend
    assert [at for at, _, _ in found] == sorted(at for at, _, _ in found)
    assert "`Store::" in told_by["unknown-member"][2]
    assert f"{FAR}:4 (`Distant`)" in told_by["name-elsewhere"][2]
    assert DESK in told_by["misplaced-name"][2]
    assert FAR in told_by["crate-elsewhere"][2]
    assert "[vocabulary]" in told_by["unknown-crate"][2]


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("open_shelfs", "open_shelf"),
        ("oppened_at", "opened_at"),
        ("Stoer", "Store"),
        ("REFUSALS_KIND", "RefusalKind"),
    ],
)
def test_a_near_miss_is_answered_with_the_name(wrong: str, right: str) -> None:
    """What is nearly a name of the scope suggests that name."""
    ((_, _, fault),) = faults(f"`{wrong}` waits.")
    assert f"did you mean `{right}`" in fault.mend


def test_files_of_that_name_are_suggested() -> None:
    """A file that is not there names those of its name, or of nearly that path."""
    ((_, _, fault),) = faults("See `src/far/desk.rs`.")
    assert DESK in fault.mend
    ((_, _, fault),) = faults("See app/src/dask.rs.")
    assert DESK in fault.mend


# --- laws ------------------------------------------------------------------------------------


@pytest.mark.parametrize("file", PATHS)
def test_what_stands_in_shown_code_is_never_a_fault(relay: Corpus, file: str) -> None:
    """Every identifier and path of what is shown may be named, in backticks or as a method."""
    facts = relay.index.files.get(file)
    for entry in facts.items if facts is not None else ():
        place = Place(Where("cases/a.py", 1), file, relay.rust)
        excerpt = cut(relay.rust_file(file), [entry.path], "none", place)
        if not isinstance(excerpt, Excerpt):
            continue
        names = Names(scope_of([excerpt], relay), relay.index)
        (lines,) = (run for run in names.scope.shown[file][:1])
        tokens = relay.tokens(file).on(lines)
        words = {t.text for t in tokens if t.kind == "name"}
        paths = {path_ending_at(tokens, at) for at, t in enumerate(tokens) if t.kind == "name"}
        sentences = [f"`{word}`" for word in sorted(words | paths)]
        sentences += [f"`.{word}()`" for word in sorted(words)]
        assert told(*sentences, names=names) == [], entry.path


def test_what_stands_in_upstream_s_code_is_never_a_fault(upstream: Corpus) -> None:
    """The same of real code, for the items of some files that differ in kind."""
    for file in (
        "svix-server/src/core/idempotency.rs",
        "svix-server/src/core/cache/mod.rs",
        "svix-server/src/v1/endpoints/message.rs",
        "svix-server/src/queue/mod.rs",
    ):
        for entry in upstream.index.files[file].items:
            place = Place(Where("cases/a.py", 1), file, upstream.rust)
            excerpt = cut(upstream.rust_file(file), [entry.path], "none", place)
            if isinstance(excerpt, Excerpt) and entry.kind != "use":
                names = Names(scope_of([excerpt], upstream), upstream.index)
                tokens = [
                    token
                    for run in names.scope.shown[file]
                    for token in upstream.tokens(file).on(run)
                ]
                words = {t.text for t in tokens if t.kind == "name"}
                assert told(*(f"`{word}`" for word in sorted(words)), names=names) == [], entry.path


LETTERS = st.text(string.ascii_lowercase, min_size=12, max_size=12)


@PROPERTY
@given(LETTERS)
def test_an_invented_name_is_always_a_fault(word: str) -> None:
    """Twelve letters that the tree does not have are a fault, in each place of code."""
    camel = word[:6].capitalize() + word[6:].capitalize()
    snake = f"{word[:6]}_{word[6:]}"
    for sentence in (
        f"`{word}` waits.",
        f"`{word}()` waits.",
        f"`self.{word}` waits.",
        f"`{word}!` waits.",
        f"`Store::{word}` waits.",
        f"`store::{word}` waits.",
        f"`HashMap::{word}` waits.",
        f"`Vec<{camel}>` waits.",
        f"`&'a mut {camel}` waits.",
        f"`serve({snake})` waits.",
        f"`let x = {snake};` waits.",
        f"`#[{word}]` waits.",
        f"The {snake} waits.",
        f"The {camel} waits.",
        f"It is in {word}.rs.",
    ):
        faults = told(sentence)
        assert len(faults) == 1, sentence
        assert faults[0].startswith("unknown-"), sentence


PIECES = (
    "` :: < > ! . , ( ) # [ ] \" / 's serve Store open_shelf never_was tokio desk.rs wire.rs far x "
    "#[a] /api in of the test no not would crate"
).split()


@PROPERTY
@given(st.lists(st.sampled_from(PIECES), max_size=20).map(" ".join), st.text(max_size=20))
def test_any_text_is_held_against_the_tree(sentence: str, before: str) -> None:
    """No text raises, and each fault belongs to a mention of its sentence."""
    for at, mention, fault in faults(sentence, before, before=before):
        assert (sentence, before)[at][mention.start : mention.end] == mention.text
        assert f"think.{fault.fault}" in CODES


# --- what is known everywhere ----------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "HashMap",
        "std::collections::HashMap",
        "HashMap::with_capacity",
        "Vec::new",
        "Notify",
        "tokio::sync::Notify",
        "tokio::spawn",
        "StreamExt::buffer_unordered",
    ],
)
def test_what_is_known_of_std_and_crates(path: str) -> None:
    """A path is known where each of its names belongs to the library that it begins with."""
    assert is_known(tuple(path.split("::")))


@pytest.mark.parametrize(
    "path",
    [
        "std::sync::Notify",
        "tokio::HashMap",
        "std::never_was",
        "HashMap::never_was",
        "never_was",
        "never_was::HashMap",
        "Notify::HashMap",
    ],
)
def test_what_is_not_known_of_std_and_crates(path: str) -> None:
    """The near misses: names of another library, and such as none has."""
    assert not is_known(tuple(path.split("::")))


def test_known_names_are_names() -> None:
    """The lists hold identifiers, and header names in lower case."""
    for words in (STD, *CRATES.values()):
        assert all(word.isidentifier() for word in words)
    assert all(name.isidentifier() for name in CRATES)
    assert all(header == header.lower() and "_" not in header for header in HEADERS)


# --- upstream --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "fault"),
    [
        ("An error is an `ErrorType::Db` here.", "unknown-member ErrorType::Db"),
        ("The expiry is a chrono duration.", "crate-elsewhere chrono"),
        ("The handler bears `#[operation]`.", "unknown-name #[operation]"),
        ("It is recovered by `recover_failed_webhooks` in recovery.rs.", None),
        ("An error is an `ErrorType::Database` in error.rs.", None),
        ("`lock_loop` sleeps with `tokio::time::sleep`.", None),
        ("It uses no chrono.", None),
    ],
)
def test_what_the_commissions_say_of_upstream(
    upstream: Corpus, sentence: str, fault: str | None
) -> None:
    """Of the real tree: a member, a crate and an attribute that are not there, and near misses."""
    names = names_of("svix-server/src/core/idempotency.rs", "lock_loop", corpus=upstream)
    found = [one for one in told(sentence, names=names) if not one.startswith("name-elsewhere")]
    assert found == ([] if fault is None else [fault])


def test_tracing_is_not_in_scope_of_upstream_s_handlers(upstream: Corpus) -> None:
    """`tracing::instrument` stands on no handler of v1: it is the worker's and the queue's."""
    file = "svix-server/src/v1/endpoints/application.rs"
    names = names_of(file, "list_applications", corpus=upstream)
    assert told("It bears `#[tracing::instrument]`.", names=names) == [
        "name-elsewhere #[tracing::instrument]"
    ]
    assert told("`tracing::instrument` marks it.", names=names) == [
        "crate-elsewhere tracing::instrument"
    ]

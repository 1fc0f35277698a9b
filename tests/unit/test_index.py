"""What is where in a tree: definitions, members, calls, crates, and what a path means in a file.

Trees are invented for these tests; what concerns modules alone is in test_index_modules.py.
"""

import json
import posixpath
from collections.abc import Sequence
from pathlib import Path

import pytest
from rusttree import snippet
from snippets import Snippets

from pytest_verbatim.rustfile import Facts
from pytest_verbatim.source.corpus import Corpus
from pytest_verbatim.source.store import Store
from pytest_verbatim.tree.definitions import Definition
from pytest_verbatim.tree.index import Index
from pytest_verbatim.tree.modules import module_of
from pytest_verbatim.tree.owner import owner_of

IDEMPOTENCY = "svix-server/src/core/idempotency.rs"


def index_of(files: dict[str, str]) -> Index:
    """Return the index of a tree given as path -> text; what is no Rust is another file of it."""
    rust = {path: snippet(text).facts for path, text in files.items() if path.endswith(".rs")}
    others = [path for path in files if path not in rust]
    return Index(rust, others, lambda paths: {path: files[path].encode() for path in paths})


def one(text: str) -> Index:
    """Return the index of a single file."""
    return index_of({"a/src/one.rs": text})


def defined(index: Index, name: str) -> list[str]:
    """Return the definitions of a name as `owner.kind path:line`."""
    return [f"{d.owner}.{d.kind} {d.path}:{d.line}" for d in index.definitions(name)]


def meant(index: Index, file: str, path: str) -> list[str]:
    """Return what a path means in a file, as `file path`."""
    return [f"{d.file} {d.path}" for d in index.resolve(file, path)]


# --- names -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("fn f() {}", "f", [".fn f:1"]),
        ("struct A;", "A", [".struct A:1"]),
        ("/// Doc.\nconst A: u8 = 1;", "A", [".const A:1"]),
        ("macro_rules! a { () => {} }", "a", [".macro a!:1"]),
        ("kv!(Key);", "Key", [".macro_call kv!(Key):1"]),
        ("mod a { fn f() {} }", "f", [".fn a::f:1"]),
        ("mod a {}", "a", [".mod mod@a:1"]),
        ("struct A;\nimpl A { fn m() {} }", "m", ["A.method A::m:2"]),
        ("struct A;\nimpl<T> c::A<T> { fn m() {} }", "m", ["A.method c::A<T>::m:2"]),
        ("struct A;\nimpl B for A { fn m() {} }", "m", ["A.method <A as B>::m:2"]),
        ("struct A;\nimpl B for &'a [A] { fn m() {} }", "m", ["A.method <&'a [A] as B>::m:2"]),
        ("struct A;\nimpl B<A> for C<D> { fn m() {} }", "m", ["C.method <C<D> as B<A>>::m:2"]),
        ("trait A { const N: u8;\nfn m(); }", "m", ["A.method A::m:2"]),
        ("trait A { const N: u8;\nfn m(); }", "N", ["A.assoc_const A::N:1"]),
        ("struct A {\n    b: u8,\n}", "b", ["A.field A:2"]),
        ("enum A {\n    B,\n}", "B", ["A.variant A:2"]),
        ("enum A {\n    B {\n        c: u8,\n    },\n}", "c", ["A.field A:3"]),
        ("fn f() {}\nstruct A { f: u8 }", "f", [".fn f:1", "A.field A:2"]),
        ("struct A { r#type: u8 }", "type", ["A.field A:1"]),
        ("fn r#gen() {}", "gen", [".fn r#gen:1"]),
        ("fn r#gen() {}", "r#gen", [".fn r#gen:1"]),
        ("enum A { r#Type }", "Type", ["A.variant A:1"]),
        ("impl Made { fn m() {} }", "Made", [".derived impl Made:1"]),
        ("impl B for Made {}\nimpl Made {}", "Made", [".derived impl B for Made:1"]),
        ("struct A(u8);", "0", []),
        ("use a::b;", "b", []),
        ("use a::Made;\nimpl Made {}", "Made", []),
        ("impl a::Made {}", "Made", []),
        ("impl B for Vec<u8> {}", "Vec", []),
        ("impl B for u8 {}", "u8", []),
        ("fn f() { let a = b; }", "a", []),
        ("#[cfg(test)]\nmod tests { fn f() {} }", "f", []),
    ],
)
def test_a_name_is_defined_by_items_members_fields_and_variants(
    text: str, name: str, expected: list[str]
) -> None:
    """Each definition has its kind, path, line and owner; imports and locals define nothing."""
    assert defined(one(text), name) == expected


def test_names_are_those_of_the_tree() -> None:
    """Every identifier is known with the files that it occurs in, comments and strings aside."""
    index = index_of({"a/src/b.rs": 'fn f() { g("h") } // i', "a/src/c.rs": "fn g(r#type: u8) {}"})
    assert {"f", "g", "type", "u8"} == set(index.names)
    assert index.files_naming("g") == ("a/src/b.rs", "a/src/c.rs")
    assert index.files_naming("r#type") == ("a/src/c.rs",)
    assert index.files_naming("h") == index.files_naming("i") == ()


def test_members_are_fields_variants_and_methods() -> None:
    """A type has its own members and, by an `impl`, those that a trait declares."""
    index = one(
        "struct A { b: u8 }\nimpl A { fn c() {} }\nimpl T for A { fn d() {} }\n"
        "trait T { fn d(); fn e() {} }\nenum F { G }\nfn h() {}\n"
    )
    assert {m.name for m in index.members("A")} == {"b", "c", "d", "e"}
    assert {m.name for m in index.members("T")} == {"d", "e"}
    assert {m.name for m in index.members("F")} == {"G"}
    assert index.members("h") == index.members("nothing") == ()


def test_members_of_namesakes_are_told_apart() -> None:
    """Of two types of one name, each has those members that a file which means it gives it."""
    index = index_of(
        {
            "a/src/b.rs": "pub struct A { x: u8 }",
            "a/src/c.rs": "pub struct A { y: u8 }",
            "a/src/d.rs": "use crate::b::A;\nimpl A { fn m() {} }",
            "a/src/e.rs": "impl A { fn n() {} }",
        }
    )
    first, second = (d for d in index.definitions("A") if d.kind == "struct")
    assert {m.name for m in index.members_of(first)} == {"x", "m"}
    assert {m.name for m in index.members_of(second)} == {"y"}
    assert {m.name for m in index.members("A")} == {"x", "y", "m", "n"}


@pytest.mark.parametrize(
    ("impl", "owner", "traits"),
    [
        ("impl B for A {}", "A", ("B",)),
        ("impl<T> c::B<T> for d::A<T> where T: E {}", "A", ("B",)),
        ("impl B for Box<dyn Fn(u8) -> u8> {}", "Box", ("B",)),
        ("impl B for Vec<A> {}", "A", ()),
        ("impl<'a> B for &'a mut A {}", "A", ("B",)),
        ("impl B for A {}\nimpl B for A {}", "A", ("B", "B")),
        ("impl B for r#A {}", "A", ("B",)),
        ("impl A {}", "A", ()),
        ("impl !B for A {}", "A", ()),
        ("impl<T> From<Vec<T>> for A {}", "A", ("From",)),
        ("impl<F> B for F where F: for<'a> Fn(&'a u8) {}", "F", ("B",)),
    ],
)
def test_the_traits_of_a_type(impl: str, owner: str, traits: tuple[str, ...]) -> None:
    """An `impl` gives its trait to the type that it is for, whatever stands around the names."""
    assert one(impl).traits_of(owner) == traits


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("use a::B;", "B"),
        ("use a::B;", "a"),
        ("fn f() { a::b(); }", "a"),
        ("fn f() { a::b(); }", "b"),
        ("fn f() { x.m(); }", "m"),
        ("fn f() { m!(); }", "m"),
        ("struct A { b: HashMap<C, u8> }", "HashMap"),
        ("fn f() -> Out {}", "Out"),
        ("fn f<T: Far>() {}", "Far"),
        ("#[far(x)] struct A;", "far"),
    ],
)
def test_names_from_outside_are_used_and_not_defined(text: str, name: str) -> None:
    """What stands in a path, a type or an attribute, or is called, and the tree does not define."""
    assert name in one(text).outside_names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("fn f(x: u8) { x; }", "x"),
        ("struct A;\nuse c::A;", "A"),
        ("fn f() { f(); }", "f"),
        ("struct A { b: u8 }\nfn f() { x.b(); }", "b"),
        ("// far::away()", "far"),
    ],
)
def test_the_tree_s_own_names_are_not_from_outside(text: str, name: str) -> None:
    """The near misses: what is defined here too, locals, and words of comments."""
    assert name not in one(text).outside_names


RENAMED = [
    ("camelCase", {"appId", "id2"}, {"httpError", "oK2", "hTTP"}),
    ("PascalCase", {"AppId", "Id2"}, {"HttpError", "OK2", "HTTP"}),
    ("snake_case", {"app_id", "id2"}, {"http_error", "o_k2", "h_t_t_p"}),
    ("lowercase", {"app_id", "id2"}, {"httperror", "ok2", "http"}),
    ("UPPERCASE", {"APP_ID", "ID2"}, {"HTTPERROR", "OK2", "HTTP"}),
    ("SCREAMING_SNAKE_CASE", {"APP_ID", "ID2"}, {"HTTP_ERROR", "O_K2", "H_T_T_P"}),
    ("kebab-case", {"app-id", "id2"}, {"http-error", "o-k2", "h-t-t-p"}),
    ("SCREAMING-KEBAB-CASE", {"APP-ID", "ID2"}, {"HTTP-ERROR", "O-K2", "H-T-T-P"}),
    ("unknown", {"app_id", "id2"}, {"HttpError", "OK2", "HTTP"}),
]


@pytest.mark.parametrize(("style", "fields", "variants"), RENAMED)
def test_fields_and_variants_as_serde_renames_them(
    style: str, fields: set[str], variants: set[str]
) -> None:
    """Each style of `rename_all` as serde has it: every capital of a variant begins a word."""
    mark = f'#[serde(rename_all = "{style}")]'
    struct = f"{mark}\nstruct A {{\n    app_id: u8,\n    id2: u8,\n}}"
    enum = f"{mark}\nenum B {{\n    HttpError {{ inner_field: u8 }},\n    OK2,\n    HTTP(u8),\n}}"
    assert one(struct).renamed_in("a/src/one.rs") == fields
    assert one(enum).renamed_in("a/src/one.rs") == variants


def test_only_what_is_marked_is_renamed() -> None:
    """Other types, an attribute of a variant, and a file that is not there rename nothing."""
    index = one(
        'struct A { not_this: u8 }\n#[serde(rename_all="camelCase")]\nstruct B { r#fn_that: u8 }\n'
        'enum C {\n    #[serde(rename_all = "UPPERCASE")]\n    D { nor_this: u8 },\n}\n'
    )
    assert index.renamed_in("a/src/one.rs") == {"fnThat"}
    assert index.renamed_in("a/src/two.rs") == frozenset()


# --- items -----------------------------------------------------------------------------------

NESTED = """\
use a::b;
mod m {
    struct A;
    impl A {
        fn f() {}

        fn g() {}
    }
}
"""


def test_an_item_is_found_by_its_path_and_its_name() -> None:
    """By file and full path there is one item or none; by name all, in every file."""
    index = index_of({"a/src/one.rs": NESTED, "a/src/two.rs": "struct A;"})
    found = index.entry("a/src/one.rs", "m::A::f")
    assert found is not None
    assert (found.kind, found.first) == ("method", 5)
    assert index.entry("a/src/two.rs", "m::A::f") is None
    assert index.entry("nowhere.rs", "A") is None
    assert [(file, entry.kind) for file, entry in index.items_named("A")] == [
        ("a/src/one.rs", "struct"),
        ("a/src/one.rs", "impl"),
        ("a/src/two.rs", "struct"),
    ]
    assert index.items_named("Z") == ()


@pytest.mark.parametrize(
    ("line", "path"),
    [(1, ""), (2, ""), (3, "m::A"), (4, "m::impl A"), (5, "m::A::f"), (6, "m::impl A"),
     (7, "m::A::g"), (8, "m::impl A"), (9, ""), (10, ""), (99, "")],
)  # fmt: skip
def test_the_innermost_item_around_a_line(line: int, path: str) -> None:
    """A member goes before its impl; modules, imports and what is outside have no item."""
    assert one(NESTED).item_at("a/src/one.rs", line) == path


def test_attributes_are_found_by_their_words() -> None:
    """Every word of an attribute leads to it, once, those of its strings too."""
    index = one('#[serde(with = "far::away", a = "far")]\nstruct A;\n#[far2]\nstruct B;\n')
    for word in ("serde", "with", "far", "away"):
        assert [(file, a.line) for file, a in index.attributes_naming(word)] == [
            ("a/src/one.rs", 1)
        ]
    assert index.attributes_naming("fa") == ()


# --- modules ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "module"),
    [
        ("my-app/src/lib.rs", ("my_app",)),
        ("my-app/src/main.rs", ("my_app",)),
        ("my-app/src/a.rs", ("my_app", "a")),
        ("my-app/src/a/mod.rs", ("my_app", "a")),
        ("my-app/src/a/b.rs", ("my_app", "a", "b")),
        ("x/y/my-app/src/a/b/mod.rs", ("my_app", "a", "b")),
        ("src/lib.rs", ("crate",)),
        ("src/a.rs", ("crate", "a")),
        ("my-app/build.rs", ("my-app", "build")),
        ("a.rs", ("a",)),
    ],
)
def test_the_module_of_a_file(file: str, module: tuple[str, ...]) -> None:
    """`src/a/b.rs` and `src/a/b/mod.rs` are `a::b` of the crate that the folder above names."""
    assert module_of(file) == module
    assert index_of({file: ""}).modules == {file: module}


def test_modules_are_found_by_the_end_of_their_path() -> None:
    """Segments at the end of a module's path lead to its files; each segment is a name."""
    index = index_of({"a/src/b/c.rs": "", "a/src/d/c.rs": "", "a/src/d/mod.rs": ""})
    assert index.module_files("c") == ("a/src/b/c.rs", "a/src/d/c.rs")
    assert index.module_files("d", "c") == ("a/src/d/c.rs",)
    assert index.module_files("a", "d") == ("a/src/d/mod.rs",)
    assert index.module_files("b") == index.module_files("x") == ()
    assert index.module_names == {"a", "b", "c", "d"}


TREE = {
    "app/src/lib.rs": "pub mod core; pub mod api;\npub use crate::core::cache::Cache as Store;",
    "app/src/core/mod.rs": "pub mod cache; pub mod keys;\npub use self::keys::*;\npub fn top() {}",
    "app/src/core/cache.rs": (
        "use super::top;\nuse super::keys::Key;\npub enum Cache { Memory }\n"
        "impl Cache { pub fn get() {} }\npub trait Behaviour { fn put(); }\n"
        "pub type Short = Cache;\nmod inner { pub fn deep() {} }\nkv!(Made);\n"
    ),
    "app/src/core/keys.rs": "pub struct Key { pub id: u8 }\npub const LEN: u8 = 1;",
    "app/src/api.rs": (
        "use crate::{core::{self, cache::{self, Cache, Behaviour as Does}}, Store};\n"
        "use crate::core::*;\nuse tokio::sync::Mutex;\nuse std::fmt::Result as Key;\n"
        "fn here() {}\n"
    ),
    "other/src/main.rs": "use app::core::cache::Cache; use app::Store as S; use ::app::core::top;",
    "loop/src/a.rs": "pub use crate::b::X;\npub use crate::b::*;",
    "loop/src/b.rs": "pub use crate::a::X;\npub use crate::a::*;",
}
API, CORE = "app/src/api.rs", "app/src/core/mod.rs"
CACHE, KEYS = "app/src/core/cache.rs", "app/src/core/keys.rs"


@pytest.mark.parametrize(
    ("file", "path", "expected"),
    [
        (API, "here", [f"{API} here"]),
        (API, "Cache", [f"{CACHE} Cache"]),
        (API, "Cache::Memory", [f"{CACHE} Cache"]),
        (API, "Cache::get", [f"{CACHE} Cache::get"]),
        (API, "Cache::put", []),
        (API, "cache::Cache::get", [f"{CACHE} Cache::get"]),
        (API, "core::cache::Cache", [f"{CACHE} Cache"]),
        (API, "Does", [f"{CACHE} Behaviour"]),
        (API, "Does::put", [f"{CACHE} Behaviour::put"]),
        (API, "Behaviour", []),
        (API, "Store", [f"{CACHE} Cache"]),
        (API, "crate::Store", [f"{CACHE} Cache"]),
        (API, "crate::core::cache::Made", [f"{CACHE} kv!(Made)"]),
        (API, "self::here", [f"{API} here"]),
        (API, "super::core::top", [f"{CORE} top"]),
        (API, "top", [f"{CORE} top"]),
        (API, "LEN", [f"{KEYS} LEN"]),
        (API, "Key", []),
        (API, "Mutex", []),
        (API, "Mutex::new", []),
        (API, "tokio::sync::Mutex", []),
        (API, "nothing", []),
        (API, "crate", []),
        (API, "", []),
        (CORE, "cache::Cache", [f"{CACHE} Cache"]),
        (CORE, "Key", [f"{KEYS} Key"]),
        (CORE, "Key::id", [f"{KEYS} Key"]),
        (CACHE, "top", [f"{CORE} top"]),
        (CACHE, "super::Key", [f"{KEYS} Key"]),
        (CACHE, "super::super::Store", [f"{CACHE} Cache"]),
        (CACHE, "Short", [f"{CACHE} Short"]),
        (CACHE, "inner", []),
        (CACHE, "super::super::super::super::x", []),
        ("other/src/main.rs", "Cache::get", [f"{CACHE} Cache::get"]),
        ("other/src/main.rs", "S", [f"{CACHE} Cache"]),
        ("other/src/main.rs", "top", [f"{CORE} top"]),
        ("other/src/main.rs", "app::core::top", [f"{CORE} top"]),
        ("other/src/main.rs", "crate::core::top", []),
        ("loop/src/a.rs", "X", []),
        ("loop/src/a.rs", "Y", []),
        ("nowhere.rs", "top", []),
    ],
)
def test_what_a_path_means_in_a_file(file: str, path: str, expected: list[str]) -> None:
    """Items, imports, renames, re-exports, globs, modules and members are followed, loops too."""
    assert meant(index_of(TREE), file, path) == expected


@pytest.mark.parametrize(
    ("container", "expected"),
    [
        ("impl A", ("", "A")),
        ("impl b::A<T>", ("", "A")),
        ("impl A for B", ("A", "B")),
        ("inner::impl a::A<X> for &b::B<Y>", ("A", "B")),
        ("impl A for B#2", ("A", "B")),
        ("impl A#2", ("", "A")),
        ("impl A for r#type", ("A", "type")),
        ("impl A for Box<dyn Fn(u8) -> u8>", ("A", "Box")),
        ("impl A for fn(u8) -> Vec<u8>", ("A", "Vec")),
        ("impl A for for<'a> fn(&'a B)", ("A", "B")),
        ("impl From<fn() -> u8> for B", ("From", "B")),
        ("trait@A", ("", "A")),
        ("A", ("", "A")),
        ("inner::A", ("", "A")),
        ("", ("", "")),
    ],
)
def test_the_owner_that_a_container_names(container: str, expected: tuple[str, str]) -> None:
    """The path of an impl gives trait and type, generics, qualifiers and numbers left out."""
    assert owner_of(container) == expected


# --- calls -----------------------------------------------------------------------------------


def test_calls_are_found_by_their_last_name() -> None:
    """Functions, methods, macros and paths alike, each with the innermost item around it."""
    index = index_of(
        {
            "a/src/one.rs": "fn f() {\n    g();\n    x.g();\n}\n"
            "impl A {\n    fn h() { b::g(); }\n}\n"
            "const C: u8 = g();\nmod m {\n    fn f() { g!(); }\n}\n",
            "a/src/two.rs": "g! {}\nfn r#try() { r#g(); }\n",
        }
    )
    assert [(s.file[6:], s.item, s.call.path, s.call.form) for s in index.calls_of("g")] == [
        ("one.rs", "f", "g", "function"),
        ("one.rs", "f", "g", "method"),
        ("one.rs", "A::h", "b::g", "function"),
        ("one.rs", "C", "g", "function"),
        ("one.rs", "m::f", "g", "macro"),
        ("two.rs", "g!()", "g", "macro"),
        ("two.rs", "r#try", "r#g", "function"),
    ]
    assert index.calls_of("r#g") == index.calls_of("g")
    assert index.calls_of("f") == ()


# --- crates and other files ------------------------------------------------------------------

LOCK = '[[package]]\nname = "serde-json"\nversion = "1"\n\n[[package]]\r\nname = "redis"\r\n'


@pytest.mark.parametrize(
    ("code", "crates"),
    [
        ("use serde_json::Value;", {"serde_json"}),
        ("use ::redis::Client;", {"redis"}),
        ("use serde_json as json;", {"serde_json"}),
        ("use {redis::A, serde_json};", {"redis", "serde_json"}),
        ("fn f() { redis::cmd(); }", {"redis"}),
        ("fn f() { ::redis::cmd!(); }", {"redis"}),
        ("fn f(a: Vec<redis::A>) {}", {"redis"}),
        ("#[redis::a] fn f() {}", {"redis"}),
        ("fn f() { m!(redis::a) }", {"redis"}),
        ("use crate::redis::A;", set()),
        ("use tokio::redis;", set()),
        ("fn f(redis: u8) { redis.x() }", set()),
        ("// redis::a", set()),
        ('fn f() { g("redis::a") }', set()),
        ("#[cfg(test)]\nmod t { use redis::A; }", set()),
    ],
)
def test_the_crates_that_a_file_names(code: str, crates: set[str]) -> None:
    """A crate of Cargo.lock counts at the head of a path, in imports, macros and attributes."""
    index = index_of({"a/src/b.rs": code, "Cargo.lock": LOCK, "x/notes.toml": 'name = "tokio"'})
    assert index.crates == {"serde_json", "redis"}
    assert index.crates_in("a/src/b.rs") == crates


def test_without_a_lock_file_there_are_no_crates() -> None:
    """A tree without Cargo.lock names no crate, whatever it imports; several locks add up."""
    assert one("use redis::A;").crates_in("a/src/one.rs") == frozenset()
    two = {"a/Cargo.lock": 'name = "x"\n', "b/Cargo.lock": 'name = "y"\n'}
    assert index_of(two).crates == {"x", "y"}


def test_the_text_of_a_file_is_read_when_it_is_asked_for() -> None:
    """Any file can be read, bad bytes replaced; the index of names reads nothing."""
    asked: list[str] = []

    def read(paths: Sequence[str]) -> dict[str, bytes]:
        asked.extend(paths)
        return dict.fromkeys(paths, b"a\xffb")

    index = Index({"a/src/b.rs": snippet("fn f() {}").facts}, ["Cargo.toml"], read, ["t.rs"])
    assert index.definitions("f")
    assert asked == []
    assert index.text_of("Cargo.toml") == "a\ufffdb"
    assert (asked, index.others, index.tests) == (["Cargo.toml"], ("Cargo.toml",), ("t.rs",))


# --- kept from run to run --------------------------------------------------------------------


@pytest.mark.parametrize("damage", ["", "{}", "[]", "1", "null", '{"items": 1}', '{"names": []}'])
def test_an_index_of_damaged_facts_is_worked_out_again(tmp_path: Path, damage: str) -> None:
    """What is kept of a file is taken where it is whole, else the file is read again."""
    sources = {"one.rs": "use a::b;\nfn f() { g() }\n", "two.rs": "struct A;\n"}

    def facts() -> dict[str, Facts]:
        corpus = Snippets(sources)
        corpus.store = Store(tmp_path, "kind")
        return dict(corpus.index.files)

    sound = facts()
    kept = list(tmp_path.rglob("*.json"))
    assert len(kept) == 2
    assert facts() == sound == {path: snippet(text).facts for path, text in sources.items()}
    for path in kept:
        whole = json.loads(path.read_bytes())
        partly = isinstance(whole, dict) and damage.startswith('{"')
        path.write_text(json.dumps(whole | json.loads(damage)) if partly else damage)
    assert facts() == sound
    assert all(json.loads(path.read_bytes()) for path in kept)


# --- upstream --------------------------------------------------------------------------------


# --- files and their texts -------------------------------------------------------------------

TEXTS = index_of(
    {
        "a/src/one.rs": 'fn f() { g("Lock it, x-y"); } // said here',
        "a/src/b/one.rs": "use redis::Client;",
        "a/one.sql": "CREATE TABLE row_of_it",
        "a/settings.toml": "# wait_for = 1\nlimits.most = 2",
        "Cargo.lock": 'name = "redis"\n',
        "Cargo.toml": "left_out = 1",
    }
)


@pytest.mark.parametrize(
    ("end", "paths"),
    [
        ("one.rs", ["a/src/one.rs", "a/src/b/one.rs"]),
        ("src/one.rs", ["a/src/one.rs"]),
        ("a/src/one.rs", ["a/src/one.rs"]),
        ("one.sql", ["a/one.sql"]),
        ("ne.rs", []),
        ("a/one.rs", []),
        ("", []),
    ],
)
def test_files_are_found_by_the_end_of_their_paths(end: str, paths: list[str]) -> None:
    """Whole segments count, of Rust files and of others."""
    assert list(TEXTS.paths_ending(end)) == paths


@pytest.mark.parametrize(
    ("word", "stands"),
    [
        ("Lock", True),
        ("lock", False),
        ("Loc", False),
        ("x-y", True),
        ("y", True),
        ("-y", False),
        ("row_of_it", True),
        ("row_of", False),
        ("most", True),
        ("said", False),
        ("f", False),
    ],
)
def test_a_word_stands_in_a_string_or_in_another_file(word: str, *, stands: bool) -> None:
    """Whole words count, of string literals and of settings and queries; code and comments not."""
    assert TEXTS.texts.has_word(word) is stands


def test_a_word_stands_anywhere_in_a_file() -> None:
    """Comments and code count too, parts of words do not."""
    told = [TEXTS.texts.file_has_word("a/src/one.rs", word) for word in ("said", "f", "x-y", "sai")]
    assert told == [True, True, True, False]


@pytest.mark.parametrize(
    ("text", "exact", "any_case"),
    [("ock it", True, True), ("LOCK", False, True), ("said", False, False)],
)
def test_a_text_stands_in_a_string(text: str, *, exact: bool, any_case: bool) -> None:
    """A part of a string literal will do, in any case of letters if that is asked."""
    assert TEXTS.texts.in_strings(text) is exact
    assert TEXTS.texts.in_strings(text, any_case=True) is any_case


def test_settings_are_the_keys_of_configuration() -> None:
    """Also those that are commented out, by their last part; `Cargo.toml` is no configuration."""
    assert TEXTS.texts.settings == {"wait_for", "most"}


def test_files_are_found_by_the_crate_they_use() -> None:
    """A crate has users where `use` or a path names it."""
    assert TEXTS.outside.users_of("redis") == ("a/src/b/one.rs",)
    assert TEXTS.outside.users_of("tokio") == ()


def test_upstream_s_names_lead_where_they_do(upstream: Corpus) -> None:
    """Of the real tree: a function, an enum without `Db`, and crates by the files that use them."""
    index = upstream.index
    (found,) = index.resolve(IDEMPOTENCY, "lock_loop")
    assert found == Definition("lock_loop", "fn", IDEMPOTENCY, "lock_loop", 275, "")
    (site,) = index.calls_of("lock_loop")
    assert (site.file, site.item) == (
        IDEMPOTENCY,
        "<IdempotencyService<S> as Service<Request>>::call",
    )
    members = {member.name for member in index.members("ErrorType")}
    assert "Database" in members
    assert "Db" not in members
    assert "chrono" in index.crates
    assert "chrono" not in index.crates_in(IDEMPOTENCY)
    assert {"axum", "blake2", "tower"} <= index.crates_in(IDEMPOTENCY)
    assert "redis" in index.crates_in("svix-server/src/core/cache/mod.rs")
    assert index.attributes_naming("operation") == ()
    assert index.attributes_naming("instrument")


def test_upstream_s_imports_lead_to_what_they_name(upstream: Corpus) -> None:
    """Of the imports from the tree's own crates nine in ten lead to a definition or a module."""
    index = upstream.index
    own = {path[0] for path in index.modules.values()} | {"crate", "super", "self"}
    named = [
        (file, bound.path)
        for file, facts in index.files.items()
        for bound in facts.imports
        if bound.path.split("::")[0] in own and bound.name not in {"*", "_"}
    ]
    lost = [
        (file, path)
        for file, path in named
        if not index.resolve(file, path) and index.module(file, path) is None
    ]
    assert len(named) > 500
    assert len(lost) < len(named) / 10, lost[:20]
    assert all(posixpath.dirname(file) for file, _ in named)

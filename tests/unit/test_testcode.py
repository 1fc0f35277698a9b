"""Which files hold test code and nothing else."""

import pytest

from pytest_verbatim.rustfile import RustFile
from pytest_verbatim.source.corpus import Corpus
from pytest_verbatim.source.testcode import test_files

GUARD = "#[cfg(test)]\n"


def found(tree: dict[str, str]) -> set[str]:
    """Return the test-only files of a tree of texts."""
    sources = {path: text.encode() for path, text in tree.items()}
    return set(test_files(sources, lambda path: RustFile(sources[path])))


@pytest.mark.parametrize(
    ("path", "test"),
    [
        ("tests/a.rs", True),
        ("benches/a.rs", True),
        ("crate/tests/it/a.rs", True),
        ("crate/src/tests/a.rs", True),
        ("crate/src/tests.rs", False),
        ("crate/src/benches.rs", False),
        ("crate/mytests/a.rs", False),
        ("crate/src/test/a.rs", False),
        ("src/a.rs", False),
    ],
)
def test_folders_of_tests(path: str, *, test: bool) -> None:
    """Every file below a folder `tests` or `benches` is test code; a file of that name is not."""
    assert found({path: "fn a() {}\n"}) == ({path} if test else set())


@pytest.mark.parametrize(
    ("declaring", "text", "declared"),
    [
        ("src/lib.rs", "mod a;", "src/a.rs"),
        ("src/main.rs", "mod a;", "src/a.rs"),
        ("src/b/mod.rs", "mod a;", "src/b/a.rs"),
        ("src/b.rs", "mod a;", "src/b/a.rs"),
        ("src/b.rs", "mod a;", "src/b/a/mod.rs"),
        ("src/b.rs", "pub(crate) mod a;", "src/b/a.rs"),
        ("src/b.rs", "mod r#type;", "src/b/type.rs"),
        ("src/b.rs", '#[path = "c.rs"]\nmod a;', "src/c.rs"),
        ("src/b.rs", '#[path = "../c.rs"]\nmod a;', "c.rs"),
        ("src/b.rs", "mod c {\n    mod a;\n}", "src/b/c/a.rs"),
        ("src/b.rs", 'mod c {\n    #[path = "d.rs"]\n    mod a;\n}', "src/b/c/d.rs"),
        ("src/b/mod.rs", 'mod c {\n    #[path = "d.rs"]\n    mod a;\n}', "src/b/c/d.rs"),
        ("lib.rs", "mod a;", "a.rs"),
    ],
)
def test_declared_under_a_test_attribute(declaring: str, text: str, declared: str) -> None:
    """A file is test code when the `mod` that declares it is compiled for tests only."""
    tree = {declaring: GUARD + text + "\n", declared: "fn b() {}\n", "src/z.rs": "fn z() {}\n"}
    assert found(tree) == {declared}
    assert found(tree | {declaring: text + "\n"}) == set()
    assert found(tree | {declaring: GUARD + "fn c() {}\n" + text + "\n"}) == set()


def test_what_a_test_file_declares_is_test_code() -> None:
    """Files below a test-only file are test code too, and so is what they declare in turn."""
    tree = {
        "src/lib.rs": "#[cfg(test)]\nmod a;\nmod z;\n",
        "src/a.rs": "mod b;\n",
        "src/a/b.rs": "mod c;\nmod gone;\n",
        "src/a/b/c.rs": "fn c() {}\n",
        "src/z.rs": "mod y;\n",
        "src/z/y.rs": "fn y() {}\n",
    }
    assert found(tree) == {"src/a.rs", "src/a/b.rs", "src/a/b/c.rs"}


def test_a_file_that_says_so_itself_declares_test_code() -> None:
    """`#![cfg(test)]` in a file makes what it declares test code."""
    tree = {"src/a.rs": "#![cfg(test)]\nmod b;\n", "src/a/b.rs": "fn b() {}\n"}
    assert found(tree) == {"src/a/b.rs"}


def test_what_a_folder_of_tests_declares_is_found_there() -> None:
    """A `mod` in a file below `tests/` reaches no file of the same name elsewhere."""
    tree = {"tests/it.rs": "#[cfg(test)]\nmod a;\n", "src/a.rs": "fn a() {}\n"}
    assert found(tree) == {"tests/it.rs"}


def test_files_that_declare_each_other_come_to_an_end() -> None:
    """A circle of declarations is walked once."""
    tree = {
        "src/lib.rs": '#[cfg(test)]\n#[path = "a.rs"]\nmod a;\n',
        "src/a.rs": '#[path = "b.rs"]\nmod b;\n',
        "src/b.rs": '#[path = "a.rs"]\nmod a;\n',
    }
    assert found(tree) == {"src/a.rs", "src/b.rs"}


def test_only_files_that_may_matter_are_parsed() -> None:
    """Files that declare no module, or have no word of tests, are not parsed."""
    sources = {
        "src/a.rs": b"#[cfg(test)]\nmod a { fn b() {} }\n",
        "src/b.rs": b"mod c;\n",
        "src/d.rs": b"#[cfg(test)]\nmod e;\n",
    }
    parsed: list[str] = []

    def parse(path: str) -> RustFile:
        parsed.append(path)
        return RustFile(sources[path])

    assert test_files(sources, parse) == frozenset()
    assert parsed == ["src/d.rs"]


def test_the_corpus_knows_its_test_files(relay: Corpus) -> None:
    """The corpus answers for its whole tree."""
    assert {path.rsplit("/", 1)[-1] for path in relay.test_paths} == {
        "delivery.rs",
        "throughput.rs",
        "checks.rs",
        "deeper.rs",
        "helpers.rs",
        "odd_place.rs",
    }

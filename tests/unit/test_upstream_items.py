"""Items of the real source: every file of the pinned tree, without quoting it."""

from collections import Counter
from collections.abc import Iterator

import pytest

from pytest_verbatim.excerpt import Excerpt, cut
from pytest_verbatim.finding import Where
from pytest_verbatim.rustfile import Item, RustFile
from pytest_verbatim.selection import Place, select
from pytest_verbatim.source.corpus import Corpus

COUNTED = "server-v1.100.0"


@pytest.fixture(scope="module")
def files(upstream: Corpus) -> dict[str, RustFile]:
    """Return the parsed files of the subtree."""
    return upstream.all_rust_files()


def all_items(files: dict[str, RustFile]) -> Iterator[tuple[str, RustFile, Item]]:
    """Yield file, its parse, and each item in it."""
    for path, rust_file in files.items():
        for item in rust_file.items:
            yield path, rust_file, item


def place(path: str) -> Place:
    """Return a place that looks nowhere else."""
    return Place(Where(path), path, {})


def test_every_path_selects_its_item(files: dict[str, RustFile]) -> None:
    """Every listed path selects that very item, and none is printed twice in its file."""
    printed = Counter((path, str(item.path)) for path, _, item in all_items(files))
    assert set(printed.values()) == {1}
    for path, rust_file, item in all_items(files):
        assert select(rust_file, str(item.path), place(path)) == (item,)


def test_excerpts_stand_in_the_file(files: dict[str, RustFile]) -> None:
    """Each item that is no test code can be cut; its lines, and its shell's, are the file's own."""
    for path, rust_file, item in all_items(files):
        cutting = cut(rust_file, [str(item.path)], "none", place(path))
        if not isinstance(cutting, Excerpt):
            assert {finding.code for finding in cutting} == {"code.test-code"}
            continue
        lines = rust_file.data.decode().split("\n")
        shown = [lines[p.lines.first - 1 : p.lines.last] for p in cutting.pieces]
        assert cutting.text.split("\n") == [line for piece in shown for line in piece]
        assert len(cutting.pieces) == (3 if item.is_member else 1)
        assert cutting.pieces[len(cutting.pieces) // 2].lines == item.lines


def test_all_imports_of_a_file_are_its_use_lines(files: dict[str, RustFile]) -> None:
    """The declarations that come with an item are those that stand at column 0, tests aside."""
    for path, rust_file in files.items():
        served = [
            item
            for item in rust_file.items
            if item.kind != "use" and not item.test and not rust_file.holds_test_code(item.lines)
        ]
        if not served:
            continue
        cutting = cut(rust_file, [str(served[0].path)], "all", place(path))
        assert isinstance(cutting, Excerpt)
        wanted = [str(use.path) for use in rust_file.uses if not use.test]
        assert [piece.item for piece in cutting.pieces][: len(wanted)] == wanted
        used = cut(rust_file, [str(served[0].path)], "used", place(path))
        assert isinstance(used, Excerpt)
        kept = [piece.item for piece in used.pieces if piece.item.startswith("use#")]
        assert kept == [use for use in wanted if use in kept]


def test_nothing_is_refused(files: dict[str, RustFile]) -> None:
    """The parser meets no error in the tree, and no item shares a line."""
    assert [path for path, rust_file in files.items() if rust_file.error_line] == []
    assert [(path, str(item.path)) for path, _, item in all_items(files) if item.refusal] == []


def test_what_the_tree_holds(upstream: Corpus, files: dict[str, RustFile]) -> None:
    """At the release these figures were taken from, two impls repeat even with their generics."""
    if upstream.tag != COUNTED:
        pytest.skip(f"the figures are of {COUNTED}")
    assert len(files) == 85
    repeated = [
        (path, str(item.path), item.lines.first)
        for path, _, item in all_items(files)
        if item.path.ordinal is not None and item.kind != "use"
    ]
    client = "svix-server/src/core/webhook_http_client.rs"
    tests = "svix-server/tests/it/utils/mod.rs"
    assert repeated == [
        (client, "impl RequestBuilder#1", 317),
        (client, "impl RequestBuilder#2", 415),
        (tests, "impl TestClient#1", 37),
        (tests, "impl TestClient#2", 43),
    ]


def test_test_code_of_the_tree(upstream: Corpus) -> None:
    """What lies under `tests/` is test code; other files hold test modules inside at most."""
    assert upstream.test_paths == {path for path in upstream.rust_paths if "/tests/" in path}

"""Edges: each kind of reference between parts with a near miss, and the graph they make."""

import re
import tomllib

import pytest
from edgecases import MADE, MISSES, STORE, Case, cases
from edgetree import edges_of, part, told, tree
from hypothesis import given
from hypothesis import strategies as st
from rusttree import excerpt
from support import CORE, ROOT

from pytest_verbatim.excerpt import Excerpt, cut
from pytest_verbatim.finding import Where
from pytest_verbatim.links.edges import Edge, connected, edges_between, loose_parts
from pytest_verbatim.selection import Place
from pytest_verbatim.source.corpus import Corpus


@pytest.mark.parametrize("case", cases(MADE), ids=lambda case: case.about)
def test_a_reference_makes_an_edge(case: Case) -> None:
    """Each kind of reference ties the two parts, and nothing else does."""
    assert case.edges
    assert sorted(told(edges_of(case.tree, case.one, case.other))) == sorted(case.edges)


@pytest.mark.parametrize("case", cases(MISSES), ids=lambda case: case.about)
def test_a_near_miss_makes_none(case: Case) -> None:
    """What only looks like a reference to what the other part shows ties nothing."""
    assert case.edges == ()
    assert told(edges_of(case.tree, case.one, case.other)) == []


def test_an_edge_says_where_both_ends_are() -> None:
    """File, line and item of both ends are given, the first of several references from."""
    text = (
        "=== store.rs\n\n/// A limit.\npub const LIMIT: u32 = 3;\n"
        "=== desk.rs\nuse crate::store::LIMIT;\n\nfn serve() {\n    a(LIMIT);\n    b(LIMIT);\n}\n"
    )
    assert edges_of(text, "desk.rs: serve", "store.rs: LIMIT") == (
        Edge(
            source=0,
            target=1,
            kind="value",
            name="LIMIT",
            from_file="app/src/desk.rs",
            from_line=4,
            to_file="app/src/store.rs",
            to_item="LIMIT",
            to_line=2,
        ),
    )


def test_an_edge_to_a_variant_says_the_line_of_the_variant() -> None:
    """Of a type the line is the item's first, of a variant its own."""
    text = (
        "=== store.rs\npub enum Fault {\n    Lost,\n    Torn,\n}\n"
        "=== desk.rs\nuse crate::store::Fault;\nfn serve() {\n    Err(Fault::Torn)\n}\n"
    )
    edges = edges_of(text, "desk.rs: serve", "store.rs: Fault")
    assert {(edge.kind, edge.from_line, edge.to_line) for edge in edges} == {
        ("type", 3, 1),
        ("variant", 3, 3),
    }


def test_parts_are_told_apart_by_their_place() -> None:
    """With more than two parts an edge leads to the one that shows what is meant."""
    text = (
        f"=== store.rs{STORE}=== desk.rs\nuse crate::store::*;\n"
        "fn serve() { count_books(); }\nfn stop() { say(LIMIT); }"
    )
    edges = edges_of(
        text, "desk.rs: serve", "store.rs: LIMIT", "desk.rs: stop", "store.rs: count_books"
    )
    assert [(edge.source, edge.target, edge.name) for edge in edges] == [
        (0, 3, "count_books"),
        (2, 1, "LIMIT"),
    ]


def test_what_a_part_shows_itself_ties_nothing() -> None:
    """A part that shows both ends of a reference has no edge for it."""
    text = "=== desk.rs\nfn serve() { greet(); }\nfn greet() {}\nfn stop() {}"
    assert edges_of(text, "desk.rs: serve; greet", "desk.rs: stop") == ()


def test_a_whole_impl_is_read_and_shown_with_its_members() -> None:
    """Choosing an impl is choosing its members."""
    text = (
        "=== store.rs\npub struct Shelf;\nimpl Shelf {\n    pub fn open() {}\n}\n"
        "=== desk.rs\nuse crate::store::Shelf;\npub struct Desk;\n"
        "impl Desk {\n    fn serve() {\n        Shelf::open();\n    }\n}\n"
    )
    whole = told(edges_of(text, "desk.rs: impl Desk", "store.rs: impl Shelf"))
    assert whole == told(edges_of(text, "desk.rs: Desk::serve", "store.rs: Shelf::open"))
    assert whole == ["0>1 shell Shelf -> impl Shelf", "0>1 call Shelf::open -> Shelf::open"]


def test_another_member_of_the_same_impl_is_not_shown() -> None:
    """A chosen member shows itself and its shell, not its neighbours."""
    text = f"=== store.rs{STORE}=== desk.rs\nfn serve() {{ shelf.put_back(1); }}"
    assert edges_of(text, "desk.rs: serve", "store.rs: Shelf::lend") == ()


def test_test_code_ties_nothing() -> None:
    """Neither items under `cfg(test)` nor files that the index leaves out have edges."""
    text = (
        "=== store.rs\n#[cfg(test)]\npub fn probe() {}\n"
        "=== desk.rs\nuse crate::store::probe;\nfn serve() { probe(); }\n"
    )
    assert edges_of(text, "desk.rs: serve", "store.rs: probe") == ()
    plain = text.replace("#[cfg(test)]\n", "")
    for left_out, ties in (("", 1), ("store.rs", 0), ("desk.rs", 0)):
        corpus = tree(plain, left_out)
        parts = [part(corpus, "desk.rs: serve"), part(corpus, "store.rs: probe")]
        assert len(edges_between(parts, corpus)) == ties


def test_no_part_and_one_part_have_no_edges() -> None:
    """There is nothing to tie."""
    corpus = tree(f"=== store.rs{STORE}")
    assert edges_between([], corpus) == ()
    assert edges_between([part(corpus, "store.rs: Shelf; Shelf::lend")], corpus) == ()


# --- the graph -----------------------------------------------------------------------------------


def edge(source: int, target: int) -> Edge:
    """Return an edge of which only the ends matter."""
    return Edge(source, target, "call", "f", "a.rs", 1, "b.rs", "f", 1)


@pytest.mark.parametrize(
    ("count", "ends", "loose"),
    [
        (0, [], ()),
        (1, [], ()),
        (2, [], ((1,),)),
        (2, [(0, 1)], ()),
        (2, [(1, 0)], ()),
        (3, [(2, 1)], ((0,),)),
        (4, [(0, 1), (2, 3)], ((2, 3),)),
        (5, [(3, 4), (4, 1)], ((0,), (2,))),
        (4, [(0, 1), (2, 3), (3, 0)], ()),
    ],
)
def test_loose_parts(
    count: int, ends: list[tuple[int, int]], loose: tuple[tuple[int, ...], ...]
) -> None:
    """All groups but the largest hang loose, whichever way the edges point."""
    edges = [edge(*end) for end in ends]
    assert loose_parts(count, edges) == loose
    assert connected(count, edges) is (loose == ())


@given(st.data())
def test_the_graph_keeps_its_laws(data: st.DataObject) -> None:
    """Direction and order do not matter, an edge more never loosens, and loose parts are parts."""
    count = data.draw(st.integers(1, 8))
    ends = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1))
    edges = [edge(*end) for end in data.draw(st.lists(ends, max_size=12))]
    loose = loose_parts(count, edges)
    turned = [edge(one.target, one.source) for one in reversed(edges)]
    assert loose_parts(count, turned) == loose
    assert len(loose_parts(count, [*edges, edge(*data.draw(ends))])) <= len(loose)
    parts = [number for group in loose for number in group]
    assert len(parts) == len(set(parts)) < count
    inside = {frozenset(group) for group in loose}
    for one in edges:
        assert all((one.source in group) == (one.target in group) for group in inside)


# --- the miniature and upstream ------------------------------------------------------------------


def check_ends(edges: tuple[Edge, ...], parts: list[Excerpt], corpus: Corpus) -> None:
    """Check that each edge's ends are what it says, against the bytes of the files."""
    for one in edges:
        source, target = parts[one.source], parts[one.target]
        assert (source.file, target.file) == (one.from_file, one.to_file)
        assert any(p.lines.first <= one.from_line <= p.lines.last for p in source.pieces)
        assert any(p.lines.first <= one.to_line <= p.lines.last for p in target.pieces)
        assert corpus.index.entry(one.to_file, one.to_item) is not None
        line = corpus.read(one.from_file).split(b"\n")[one.from_line - 1].decode()
        assert re.findall(r"\w+", one.name)[-1] in line


def test_the_miniature_hangs_together(relay: Corpus) -> None:
    """The dispatcher leads to what it uses; what it does not use hangs loose."""
    parts = [
        excerpt(f"{CORE}/dispatcher.rs", "Dispatcher", "Dispatcher<T>::run"),
        excerpt(f"{CORE}/queue.rs", "DeliveryQueue::settle"),
        excerpt(f"{CORE}/retry.rs", "run_attempts"),
        excerpt(f"{CORE}/signing.rs", "SigningKey"),
        excerpt(f"{CORE}/routing.rs", "Route"),
    ]
    edges = edges_between(parts, relay)
    assert loose_parts(len(parts), edges) == ((4,),)
    assert {(one.target, one.kind, one.name) for one in edges} >= {
        (1, "shell", "DeliveryQueue"),
        (1, "method", ".settle()"),
        (2, "call", "run_attempts"),
        (3, "type", "SigningKey"),
    }
    check_ends(edges, parts, relay)


def flows() -> dict[str, list[list[str]]]:
    """Return slug -> parts of the bench's flows, each a file and item paths."""
    rows = tomllib.loads((ROOT / "benchmarks" / "flows.toml").read_text(encoding="utf-8"))["flow"]
    return {row["slug"]: row["parts"] for row in rows}


@pytest.mark.parametrize("slug", sorted(flows()))
def test_a_real_flow_hangs_together(slug: str, upstream: Corpus) -> None:
    """Every flow that a person read from the source connects whole, by edges with true ends."""
    parts = []
    for name, *paths in flows()[slug]:
        file = f"svix-server/src/{name}"
        place = Place(Where("benchmarks/flows.toml", 1, 1), file, upstream.rust)
        found = cut(upstream.rust_file(file), paths, "none", place)
        assert isinstance(found, Excerpt), found
        parts.append(found)
    edges = edges_between(parts, upstream)
    assert loose_parts(len(parts), edges) == ()
    check_ends(edges, parts, upstream)

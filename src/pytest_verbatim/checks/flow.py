"""Checks of how the parts of an example hang together."""

from collections.abc import Iterator, Sequence

from pytest_verbatim.checks.subject import Subject
from pytest_verbatim.finding import Finding
from pytest_verbatim.links.edges import Edge, edges_between, loose_parts


def flow(subject: Subject) -> Iterator[Finding]:
    """Yield the parts that no real reference ties to the others, where the dataset asks for it.

    Findings: code.loose-part.
    """
    parts = subject.excerpts
    whole = len(parts) == len(subject.case.example.code)
    if not subject.dataset.rules.connected or len(parts) < 2 or not whole:
        return
    edges = edges_between(parts, subject.corpus)
    for group in loose_parts(len(parts), edges):
        for at in group:
            seen = (
                f"no reference ties this part, of {parts[at].file}, to the largest group of parts"
            )
            told = "; ".join(edge_text(edge) for edge in edges)
            there = f"there is {told}" if told else "there is none between any two parts"
            mend = f"show what ties it in, or leave it out; {there}"
            yield Finding(subject.case.where_of_part(at), "code.loose-part", seen, mend)


def edge_text(edge: Edge) -> str:
    """Return an edge as people read it: what is written where, and what it leads to."""
    return (
        f"`{edge.name}` ({edge.kind}) at {edge.from_file}:{edge.from_line} leads to "
        f"`{edge.to_item}` at {edge.to_file}:{edge.to_line}"
    )


def edge_lines(edges: Sequence[Edge]) -> list[str]:
    """Return edges as lines of a report, parts counted from 1."""
    return [f"part {e.source + 1} -> part {e.target + 1}: {edge_text(e)}" for e in edges]

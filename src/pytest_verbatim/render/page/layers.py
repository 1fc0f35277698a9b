"""Text with spans laid over it, cut into pieces that each are inside or outside of a span."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from pytest_verbatim.render.page.intraline import Spans


def pieces(start: int, end: int, layers: Sequence[Spans]) -> Iterator[tuple[int, int, list[bool]]]:
    """Yield the pieces of a range, in order: where each is, and for each layer if it is in there.

    Each layer's spans are ascending and do not overlap. O(n log n) in the spans.
    """
    edges = {start, end}
    for spans in layers:
        edges.update(edge for span in spans for edge in span if start < edge < end)
    cuts = sorted(edges)
    at = [0] * len(layers)
    for here, there in pairwise(cuts):
        inside = []
        for number, spans in enumerate(layers):
            while at[number] < len(spans) and spans[at[number]][1] <= here:
                at[number] += 1
            inside.append(at[number] < len(spans) and spans[at[number]][0] <= here)
        yield here, there, inside

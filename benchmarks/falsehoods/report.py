"""The bench's table: as text, as Markdown, as JSON. Renders and decides nothing."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from falsehoods.score import Result

HEAD = (
    *("kind", "injected", "caught", "%", "strictly", "%", "asked only"),
    *("claim on it", "caught", "%", "strictly", "%", "by"),
)


GROUPS = {
    "names to units": (
        *("invented-name", "near-miss", "renamed", "elsewhere"),
        *("wrong-crate", "wrong-file", "wrong-number", "wrong-unit"),
    ),
    "calls and order": ("wrong-callee", "reversed-order"),
}
"""Kinds for which there is a common goal."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: how many mutants, how many were caught, how many of them strictly.

    `asked` are those of which nothing came but the wish for a claim. The `claimed` ones have a
    claim on their sentence.
    """

    name: str
    injected: int
    caught: int
    strictly: int
    asked: int
    claimed: int
    claimed_caught: int
    claimed_strictly: int
    codes: tuple[tuple[str, int], ...]

    def cells(self) -> tuple[str, ...]:
        """Return the cells under `HEAD`."""
        return (
            self.name,
            *(str(self.injected), str(self.caught), share(self.caught, self.injected)),
            *(str(self.strictly), share(self.strictly, self.injected)),
            *(str(self.asked), str(self.claimed), str(self.claimed_caught)),
            share(self.claimed_caught, self.claimed),
            *(str(self.claimed_strictly), share(self.claimed_strictly, self.claimed)),
            ", ".join(f"{code} {count}" for code, count in self.codes) or "-",
        )


def share(part: int, whole: int) -> str:
    """Return a share in per cent, rounded down to a tenth; `-` of nothing."""
    return f"{part * 1000 // whole / 10:.1f}" if whole else "-"


def row(name: str, results: Sequence[Result], asking: Collection[str]) -> Row:
    """Return the line for some results."""
    claimed = [result for result in results if result.claimed]
    codes = Counter(code for result in results for code in result.caught)
    return Row(
        name,
        len(results),
        sum(bool(result.caught) for result in results),
        sum(bool(result.strictly) for result in results),
        sum(result.only_asked(asking) for result in results),
        len(claimed),
        sum(bool(result.caught) for result in claimed),
        sum(bool(result.strictly) for result in claimed),
        tuple(sorted(codes.items(), key=lambda item: (-item[1], item[0]))),
    )


def rows(results: Sequence[Result], kinds: Sequence[str], asking: Collection[str]) -> list[Row]:
    """Return a line for each kind, below it its variants; then the groups, and one for all."""
    found = []
    for kind in kinds:
        of_kind = [result for result in results if result.mutant.kind == kind]
        found.append(row(kind, of_kind, asking))
        variants = sorted({result.mutant.variant for result in of_kind})
        for variant in variants if len(variants) > 1 else ():
            part = [result for result in of_kind if result.mutant.variant == variant]
            found.append(row(f"  {variant}", part, asking))
    for name, of_group in GROUPS.items():
        part = [result for result in results if result.mutant.kind in of_group]
        if part and set(of_group) <= set(kinds):
            found.append(row(name, part, asking))
    found.append(row("all", results, asking))
    return found


def as_text(table: Sequence[Sequence[str]]) -> str:
    """Return a table for a terminal: the first column and the last to the left."""
    widths = [max(len(line[at]) for line in table) for at in range(len(table[0]))]
    last = len(widths) - 1
    return "\n".join(
        "  ".join(
            cell if at == last else cell.ljust(widths[at]) if at == 0 else cell.rjust(widths[at])
            for at, cell in enumerate(line)
        ).rstrip()
        for line in table
    )


def as_markdown(table: Sequence[Sequence[str]]) -> str:
    """Return a table in Markdown; an indented first cell is marked as part of the line above."""
    head, *body = table
    lines = [head, ["---", *("---:" for _ in head[1:-1]), "---"]]
    lines += [[line[0].replace("  ", "… ", 1), *line[1:]] for line in body]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def as_json(results: Sequence[Result], seed: int) -> dict[str, Any]:
    """Return all results as data."""
    return {
        "seed": seed,
        "mutants": [
            {
                "kind": result.mutant.kind,
                "variant": result.mutant.variant,
                "case": result.mutant.sample.id,
                "field": result.mutant.field,
                "before": "" if result.mutant.inserted else result.mutant.sentence.text,
                "after": result.mutant.shown,
                "why": result.mutant.reason,
                "caught": list(result.caught),
                "claimed": result.claimed,
                "quoted": result.quoted,
                "strictly": list(result.strictly),
            }
            for result in results
        ],
    }


def escapes(results: Sequence[Result], kind: str) -> Iterator[str]:
    """Yield a text for each mutant of a kind (`all`: of any) that was not caught strictly."""
    for result in results:
        mutant = result.mutant
        if kind in {"all", mutant.kind} and not result.strictly:
            claim = " (a claim is on it)" if result.claimed else ""
            claim += " (its quote broke)" if result.caught else ""
            yield (
                f"{mutant.kind}, {mutant.variant}: {mutant.sample.id}, {mutant.field}{claim}\n"
                f"  {mutant.shown}\n  false: {mutant.reason}\n"
            )

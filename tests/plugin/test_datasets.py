"""A dataset as a whole: what is said of it, what recurs in it, how its examples hang together."""

import itertools
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import pytest
from pairs import Told, example, told_in
from plugin_support import ATTEMPTS, ruled_toml, run_with_junit
from support import CORE, Workspace

RULES = "cases/{}/dataset.toml::rules"


def _words(workspace: Workspace) -> Iterator[str]:
    """Return words that no text of the project has yet."""
    taken = "".join(p.read_text() for p in (workspace.root / "cases").rglob("*.py"))
    numbers = itertools.count()
    return (
        word for n in numbers if (word := f"w{chr(97 + n // 26)}{chr(97 + n % 26)}") not in taken
    )


def _write(workspace: Workspace, dataset: str, *bodies: str) -> tuple[str, ...]:
    """Write a case a body into modules of a dataset; `CODE` and `WORD` as in the tables of pairs.

    Return their node ids.
    """
    words, ids = _words(workspace), []
    for at, body in enumerate(bodies):
        name = f"{dataset}_{at}"
        pool = len(list((workspace.root / "cases").rglob("*.py")))
        text = body.replace("CODE", f'rust("{CORE}/extra/pool.rs", "P{pool}")')
        text = re.sub("WORD", lambda _: next(words), text).replace("NAME", name)
        head = "from pytest_verbatim import *\n\n"
        workspace.write(f"cases/{dataset}/{name}.py", head + text)
        ids.append(f"cases/{dataset}/{name}.py::{name}")
    return tuple(ids)


# --- what is said of a dataset -----------------------------------------------------------------


class Whole(NamedTuple):
    """A dataset that has one finding as a whole, and one that just has not; see `Pair`."""

    code: str
    bad: str
    bad_cases: Iterable[str]
    good: str
    good_cases: Iterable[str]
    seen: str
    mend: str


def _think(text: str, code: str = "CODE") -> str:
    return example(code, think=f'"WORD WORD WORD WORD {text} WORD WORD WORD WORD."')


def _prompt(text: str) -> str:
    return example(prompt=f'"{text} WORD WORD WORD WORD WORD WORD."')


HASH = f'rust("{CORE}/extra/hashing.rs", "digest_of"), CODE'
BLAKE = '[[rules.crate]]\nname = "blake3"'
WHY = "Of the paths out of `run_attempts` none sleeps: Done, GiveUp and the last TryAgain return."


def _claimed(word: str, argued: int, mechanical: int, both: int = 0) -> str:
    """Return a case that makes so many claims of each kind, and some that are both."""
    loop = f'rust("{CORE}/retry.rs", "run_attempts"), CODE'
    calls, why = 'calls("run_attempts", "sleep")', f'argued("{WHY}", "run_attempts")'
    given = [why] * argued + [calls] * mechanical + [f"[{why}, {calls}]"] * both
    quotes = [f"{word}{'s' * at}," for at in range(len(given))]
    claims = ", ".join(f'"{quote}": {one}' for quote, one in zip(quotes, given, strict=True))
    return example(loop, think=f'"So {" ".join(quotes)} WORD."', claims=f"{{{claims}}}")


WHOLES = {
    "few": Whole(
        "dataset.too-few",
        ruled_toml(least="3  # HERE"),
        [example()] * 2,
        ruled_toml(least="2"),
        [example()] * 2,
        "bad_few has 2 examples",
        "write 1 more; the target is 3-9",
    ),
    "many": Whole(
        "dataset.too-many",
        ruled_toml(most="1  # HERE"),
        [example()] * 2,
        ruled_toml(most="1"),
        [example()],
        "bad_many has 2 examples",
        "withdraw 1, the least telling; the target is 1-1",
    ),
    "crate": Whole(
        "dataset.crate-unnamed",
        ruled_toml(f"{BLAKE}  # HERE"),
        [example()],
        ruled_toml(BLAKE),
        [example(), _think("with blake3", HASH)],
        "no think block whose code uses the crate `blake3` names it",
        "write an example about code that uses it, or waive the crate with evidence",
    ),
    "stock": Whole(
        "dataset.stock-phrases",
        ruled_toml("stock_runs = 0  # HERE"),
        [_think("what the caller says of it")] * 3,
        ruled_toml("stock_runs = 0"),
        [_think("as it stands in the books")] * 2,
        '1 recur, 0 may: "what the caller says of it" (3 cases)',
        "reword all but one or two of each",
    ),
    "opening": Whole(
        "dataset.shared-openings",
        ruled_toml("shared_openings = 1  # HERE"),
        [*[_prompt("Could you please add")] * 2, *[_prompt("We lose a lot")] * 2],
        ruled_toml("shared_openings = 1"),
        [*[_prompt("Would you please")] * 2, *[_prompt("We keep too much")] * 2],
        '2 recur, 1 may: "could you please add" (2 cases); "we lose a lot" (2 cases)',
        "reword all but one or two of each",
    ),
    "argued": Whole(
        "dataset.too-much-argued",
        ruled_toml().replace("[rules]", "[rules]  # HERE"),
        [_claimed("stop", 1, 2), _claimed("wait", 1, 0, 1)],
        ruled_toml(),
        [_claimed("halt", 1, 2), _claimed("rest", 1, 1, 1)],
        "3 of 5 claims are argued; at most half may be",
        "find evidence that can be checked: calls, before, absent, value, a field, a bound",
    ),
}


@pytest.mark.parametrize("workers", [(), ("-n", "2")], ids=["plain", "workers"])
def test_a_dataset_as_a_whole_is_held_against_its_rules(
    wide_workspace: Workspace, workers: tuple[str, ...]
) -> None:
    """Of each pair of datasets one test fails with that finding at its line, the other passes."""
    for name, whole in WHOLES.items():
        for kind, text, cases in (
            ("bad", whole.bad, whole.bad_cases),
            ("near", whole.good, whole.good_cases),
        ):
            wide_workspace.dataset(f"{kind}_{name}", text)
            _write(wide_workspace, f"{kind}_{name}", *cases)
    outcomes = run_with_junit(wide_workspace, "--snapshot-update", *workers)
    for name, whole in WHOLES.items():
        text = (wide_workspace.root / f"cases/bad_{name}/dataset.toml").read_text("utf-8")
        line = next(at for at, row in enumerate(text.split("\n"), 1) if "HERE" in row)
        place = f"cases/bad_{name}/dataset.toml:{line}"
        said = Told(place, whole.code, f"  {whole.seen}\n  {whole.mend}")
        assert told_in(outcomes.pop(RULES.format(f"bad_{name}")).text) == [said]
    assert {one.kind for one in outcomes.values()} == {"passed"}, outcomes


@pytest.mark.parametrize("workers", [(), ("-n", "2")], ids=["plain", "workers"])
def test_what_recurs_is_listed_where_it_may(
    wide_workspace: Workspace, workers: tuple[str, ...]
) -> None:
    """Stock phrases and shared openings stand below the table, with their cases."""
    wide_workspace.dataset("relay", ruled_toml("stock_runs = 1\nshared_openings = 1\n"))
    thinks = _write(wide_workspace, "relay", *[_think("what the caller says of it")] * 3)
    prompts = _write(wide_workspace, "other", *[_prompt("Could you please add")] * 2)
    wide_workspace.dataset("other", ruled_toml())
    result = wide_workspace.run("--snapshot-update", *workers)
    result.assert_outcomes(passed=7)
    for line in (
        f'relay: stock phrase "what the caller says of it": {", ".join(thinks)}',
        f'other: shared opening "could you please add": {", ".join(prompts)}',
    ):
        assert line in result.outlines


def test_coverage_shows_how_the_parts_of_an_example_hang_together(project: Workspace) -> None:
    """Where a dataset asks for it: each edge with the lines of both its ends."""
    parts = (
        f'rust("{CORE}/retry.rs", "run_attempts"), rust("{CORE}/dispatcher.rs", "Dispatcher::run")'
    )
    tied = project.case("tied", parts, dataset="flow")
    loose = f'rust("{CORE}/retry.rs", "Attempt"), rust("{CORE}/dispatcher.rs", "Turn")'
    project.case("loose", loose, dataset="flow")
    assert tied not in project.run("--corpus-coverage").outlines
    with (project.root / "cases/flow/dataset.toml").open("a", encoding="utf-8") as file:
        file.write("\n[rules]\nconnected = true\n")
    edge = (
        f"`run_attempts` (call) at {CORE}/dispatcher.rs:68 leads to `run_attempts` at "
        f"{CORE}/retry.rs:69"
    )
    for workers in ((), ("-n", "2")):
        rows = project.run("--corpus-coverage", *workers).outlines
        start = rows.index(ATTEMPTS)
        assert rows[start : start + 4] == [
            ATTEMPTS,
            "cases/flow/loose.py::loose",
            tied,
            f"  part 2 -> part 1: {edge}",
        ]

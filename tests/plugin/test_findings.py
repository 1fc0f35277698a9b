"""Every finding that a case can have: what provokes it, its near miss, and that it stays at home.

All modules of a table run in one pytest: a bad one has its code at its place and nothing else, the
near miss beside it passes, and so nothing of a bad case reaches another.
"""

import itertools
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from plugin_support import Outcome, run_with_junit
from support import CORE, DATASET, MINIATURE, TRAPS, Workspace, make_repository

from pytest_verbatim.finding import CODES

GOOD = 'NAME = Example(code=[CODE], prompt="Write it.", think="So it is.")\n'
MAKE = "def make():\n    return [Example()]\n"


@dataclass(frozen=True, slots=True)
class Pair:
    """A module that has one finding and one that just has not.

    In both, `NAME` stands for the module's name, `CODE` for a `rust(...)` that no other shows. In
    `bad`, the word `HERE` stands on the line that the finding names. `item` is the test that fails
    where it is not the case NAME; `also` are codes that come along.
    """

    code: str
    bad: str
    good: str
    item: str = "NAME"
    also: tuple[str, ...] = ()


def _code(call: str) -> str:
    return (
        f'NAME = Example(code=[\n    {call},  # HERE\n], prompt="Write it.", think="So it is.")\n'
    )


def _prose(field: str, text: str) -> str:
    other = "think" if field == "prompt" else "prompt"
    return f'NAME = Example(\n    code=[CODE],\n    {other}="x",\n    {field}="""{text}""",\n)\n'


def _prose_pairs(field: str) -> Iterator[Pair]:
    def pair(fault: str, bad: str, good: str, also: tuple[str, ...] = ()) -> Pair:
        return Pair(f"{field}.{fault}", _prose(field, bad), _prose(field, good), also=also)

    lines = "\n        First of all.\n        {}\n        And last.\n    "
    yield Pair(
        f"{field}.empty",
        _prose(field, " ").replace('""" """,', '" \\n ",  # HERE'),
        _prose(field, " .\n "),
    )
    yield pair("fence", lines.format("```rust HERE"), lines.format("like ``this`` ```here"))
    yield pair("fence", lines.format("~~~ HERE"), lines.format("~ ~~ home"))
    yield pair(
        "indented",
        "\n    One.\n\n        HERE it stands apart.\n    ",
        "\n    - One.\n        It goes on.\n    ",
    )
    yield pair("numbered", lines.format("1999. HERE"), lines.format("1. One\n        2. Two"))
    yield pair("heading", lines.format("## HERE"), lines.format("#1 of all"))
    yield pair("nested", lines.format("- a\n          - HERE"), lines.format("- a\n          b"))
    for token in ("<think>", "</think>", "<|im_start|>", "<|im_end|>", "<|endoftext|>"):
        near = token.replace("think", "thinking").replace("|", "")
        yield pair("forbidden-token", lines.format(f"a {token} HERE"), lines.format(near))
    for control in ("\u202e", "\u2066", "\u200f", "\u061c"):
        yield pair(
            "forbidden-token",
            lines.format(f"a {control}HERE"),
            lines.format("a \u2028 \u200d שלום"),
        )


_ALL = f'"{CORE}/retry.rs"'
PAIRS = (
    # --- the module
    Pair("case.bad-name", GOOD.replace("NAME", "BadName_HERE"), GOOD, item="BadName_HERE"),
    Pair("case.bad-name", GOOD.replace("NAME", "naïve_HERE"), GOOD, item="naïve_HERE"),
    Pair(
        "case.bound-twice", GOOD + GOOD.replace("So", "HERE"), GOOD + GOOD.replace("NAME", "NAME_b")
    ),
    Pair(
        "case.bound-twice",
        "if True:\n    " + GOOD + "else:\n    " + GOOD.replace("So", "HERE"),
        "if True:\n    " + GOOD + "else:\n    NAME_b = 1\n",
    ),
    Pair("case.bound-twice", GOOD + "NAME = 3  # HERE\n", GOOD + "NAME_b = 3\n", "module-findings"),
    *(
        Pair("case.hidden", bad, GOOD + good, "module-findings")
        for bad, good in (
            ("held = [Example()]  # HERE\n", "held = ['a', 'b']\n"),
            ("held = 0, Example()  # HERE\n", "held = 0, Example\n"),
            ("held = {'a': Example()}  # HERE\n", "held = {'a': Example}\n"),
            ("held = {'a': [Example()]}  # HERE\n", "held = {'a': []}\n"),
            ("print and Example()  # HERE\n", "print and Example\n"),
            ("class Held:\n    one = Example()  # HERE\n", "class Held:\n    one = Example\n"),
            ("for each in [Example()]:  # HERE\n    pass\n", "for each in [1]:\n    pass\n"),
            (f"{MAKE}held = make()  # HERE\n", f"{MAKE}held = make\n"),
        )
    ),
    Pair(
        "case.imported",
        "from donor import lent  # HERE\n",
        "from donor import WORDS\n" + GOOD,
        "module-findings",
    ),
    Pair("case.no-example", "NAME = 1\n", GOOD, "module-findings"),
    Pair(
        "case.wrong-type",
        'NAME = Example(code=CODE, prompt="a", think="b")  # HERE\n',
        'NAME = Example(code=(CODE,), prompt="a", think="b")\n',
    ),
    # --- the code
    Pair(
        "code.ambiguous-item",
        _code(f'rust("{TRAPS}/impls.rs", "impl Accept for Total")'),
        _code(f'rust("{TRAPS}/impls.rs", "impl Accept<u8> for Total")'),
    ),
    Pair(
        "code.bad-item-path",
        _code(f'rust("{TRAPS}/impls.rs", "impl Accept<Vec<u8> for Total")'),
        _code(f'rust("{TRAPS}/impls.rs", "impl Accept<Vec<u8>> for Total")'),
    ),
    *(
        Pair("code.bad-path", _code(f'rust({bad!r}, "SigningKey")'), _code("CODE"))
        for bad in (f"/{CORE}/signing.rs", "../relay/x.rs", f"./{CORE}/signing.rs", f"{CORE}//a.rs")
    ),
    Pair("code.bad-path", _code('rust("relay-core\\\\src\\\\signing.rs", "x")'), _code("CODE")),
    Pair("code.empty", _code(f"rust({_ALL})"), _code("CODE")),
    Pair("code.empty", 'NAME = Example(code=[], prompt="x", think="x")  # HERE\n', GOOD),
    Pair("code.empty", 'NAME = Example(prompt="x", think="x")  # HERE\n', GOOD),
    *(
        Pair(
            "code.forbidden-token",
            f'NAME = Example(  # HERE\n    code=[rust("{CORE}/extra/tokens.rs", "BAD_{at}")],\n'
            '    prompt="a", think="b")\n',
            _code(f'rust("{CORE}/extra/tokens.rs", "NEAR_{at}")'),
        )
        for at in range(6)
    ),
    Pair("code.not-rust", _code('rust("relay-core/Cargo.toml", "package")'), _code("CODE")),
    Pair(
        "code.not-utf8",
        _code(f'rust("{CORE}/extra/latin.rs", "latin")'),
        _code(f'rust("{CORE}/extra/latin.rs", "ascii")'),
    ),
    Pair(
        "code.out-of-scope",
        _code('rust("relay-core/benches/throughput.rs", "main")'),
        _code(f'rust("{CORE}/lib.rs", "use")'),
    ),
    Pair(
        "code.refused-item",
        _code(f'rust("{TRAPS}/lines.rs", "Left")'),
        _code(f'rust("{TRAPS}/lines.rs", "alone")'),
    ),
    Pair(
        "code.repeated-item",
        _code(f'rust({_ALL}, "Attempt", "enum@Attempt")'),
        _code(f'rust({_ALL}, "Attempt", "Exhausted")'),
    ),
    Pair(
        "code.repeated-item",
        _code(f'rust({_ALL}, "impl BackoffPolicy", "BackoffPolicy::new")'),
        _code(f'rust({_ALL}, "BackoffPolicy", "BackoffPolicy::new")'),
    ),
    Pair(
        "code.test-code",
        _code(f'rust("{TRAPS}/testing.rs", "lone")'),
        _code(f'rust("{TRAPS}/testing.rs", "mentions_tests")'),
    ),
    Pair(
        "code.test-code",
        _code(f'rust("{TRAPS}/testing.rs", "impl Level")'),
        _code(f'rust("{TRAPS}/testing.rs", "Level::new", "Level::is_high")'),
    ),
    Pair(
        "code.test-code",
        _code('rust("relay-core/tests/delivery.rs", "store")'),
        _code(f'rust("{TRAPS}/testing.rs", "test::test")'),
    ),
    Pair(
        "code.trailing-space",
        _code(f'rust("{CORE}/extra/trailing.rs", "untidy")'),
        _code(f'rust("{CORE}/extra/trailing.rs", "untidy", "tidy")'),
    ),
    Pair("code.unknown-file", _code(f'rust("{CORE}/retries.rs", "Attempt")'), _code("CODE")),
    Pair("code.unknown-item", _code(f'rust({_ALL}, "Atempt")'), _code("CODE")),
    Pair("code.unknown-item", _code(f'rust({_ALL}, "use#2")'), _code(f'rust({_ALL}, "use#1")')),
    # --- the prose
    *_prose_pairs("prompt"),
    *_prose_pairs("think"),
)

ELSEWHERE = {
    "case.duplicate-code": "test_two_examples_with_the_same_code_are_both_told",
    "case.duplicate-name": "test_two_examples_of_one_name_are_both_told",
    "code.no-anchor": "test_an_example_shows_what_its_dataset_is_about",
}
"""Codes that take more than one module or a dataset of their own; tests of this file."""


def test_every_code_that_a_case_can_have_is_provoked() -> None:
    """The list of codes and this file know the same ones, those of snapshots and lines aside.

    `record.schema` stands behind all other checks: no case is known that gets as far.
    """
    subjects = {"snapshot", "verify", "record"}
    wanted = {code for code in CODES if code.split(".")[0] not in subjects}
    provoked = {pair.code for pair in PAIRS} | {code for pair in PAIRS for code in pair.also}
    assert wanted - provoked - set(ELSEWHERE) == set()
    assert all(name in globals() for name in ELSEWHERE.values())


# --- the table, run at once ------------------------------------------------------------------


def _tree_with_more(folder: Path) -> Path:
    """Copy the miniature's tree and add files that it cannot hold: other bytes, trailing space."""
    shutil.copytree(MINIATURE / "upstream", folder)
    extra = folder / "relay" / CORE / "extra"
    extra.mkdir()
    (extra / "latin.rs").write_bytes(
        b'pub fn latin() -> &\'static str {\n    "caf\xe9"\n}\n\npub const ascii: u8 = 1;\n'
    )
    (extra / "trailing.rs").write_bytes(
        b"pub fn untidy() -> u8 {\n    1\n}  \n\npub fn tidy() -> u8 {\n    2  \n}\n"
    )
    constants = (f"pub const P_{at}: usize = {at};\n" for at in range(4 * len(PAIRS)))
    (extra / "pool.rs").write_text("".join(constants), encoding="utf-8")
    tokens = ("<think>", "</think>", "<|im_start|>", "<|im_end|>", "<|endoftext|>", "\u2067")
    rows = [f'pub const BAD_{at}: &str = "{token}";' for at, token in enumerate(tokens)]
    rows += [f'pub const NEAR_{at}: &str = "{t[:-1]} >";' for at, t in enumerate(tokens)]
    (extra / "tokens.rs").write_text("\n\n".join(rows) + "\n", encoding="utf-8")
    return folder


@pytest.fixture
def wide_workspace(
    pytester: pytest.Pytester, tmp_path_factory: pytest.TempPathFactory
) -> Workspace:
    """Return an empty project on a corpus that is larger than the miniature."""
    folder = tmp_path_factory.mktemp("wide")
    commit = make_repository(folder / "relay.git", _tree_with_more(folder / "tree"))
    return Workspace(pytester, folder / "relay.git", commit)


def _write_pairs(workspace: Workspace) -> dict[str, str]:
    """Write the modules of `PAIRS`; return path -> text."""
    numbers = itertools.count()
    texts = {}
    for at, pair in enumerate(PAIRS):
        for kind, body in (("bad", pair.bad), ("near", pair.good)):
            text = "from pytest_verbatim import Example, rust\n\n" + body
            while "CODE" in text:
                text = text.replace("CODE", f'rust("{CORE}/extra/pool.rs", "P_{next(numbers)}")', 1)
            path = f"cases/relay/{kind}_{at}.py"
            texts[path] = text.replace("NAME", f"{kind}_{at}")
            (workspace.root / path).write_text(texts[path], encoding="utf-8")
    workspace.write(
        "donor.py", "from pytest_verbatim import Example\nlent = Example()\nWORDS = 1\n"
    )
    return texts


def _codes(text: str) -> list[tuple[str, str]]:
    """Return (place without column, code) for each finding of a failure's text."""
    return re.findall(r"^(\S+\.py:\d+)(?::\d+)?  ([a-z-]+\.[a-z0-9-]+)$", text, re.MULTILINE)


@pytest.mark.parametrize("workers", [(), ("-n", "2")], ids=["plain", "workers"])
def test_each_fault_is_told_at_its_place_and_its_near_miss_passes(
    wide_workspace: Workspace, workers: tuple[str, ...]
) -> None:
    """Of each pair the bad case has that finding, where it stands, and the other one none."""
    texts = _write_pairs(wide_workspace)
    outcomes = run_with_junit(wide_workspace, "--snapshot-update", *workers)
    wrong = [said for at in range(len(PAIRS)) for said in _wrong(at, texts, outcomes)]
    assert not wrong, "\n".join(wrong)
    snapshots = {path.stem for path in (wide_workspace.root / "snapshots").rglob("*.json")}
    assert not {name for name in snapshots if name.startswith("bad_")}


def _wrong(at: int, texts: dict[str, str], outcomes: dict[str, Outcome]) -> Iterator[str]:
    """Yield what differs from the promise for one pair."""
    pair, path, near = PAIRS[at], f"cases/relay/bad_{at}.py", f"cases/relay/near_{at}.py"
    lines = texts[path].split("\n")
    line = next((number for number, text in enumerate(lines, 1) if "HERE" in text), 1)
    bad = outcomes.get(f"{path}::{pair.item.replace('NAME', f'bad_{at}')}")
    found = _codes(bad.text) if bad else []
    if (f"{path}:{line}", pair.code) not in found:
        yield f"{pair.code} is not told at {path}:{line}: {bad}\n{texts[path]}"
    if {code for _, code in found} != {pair.code, *pair.also}:
        yield f"{pair.code}: something else is told: {found}\n{texts[path]}"
    passing = [one for node_id, one in outcomes.items() if node_id.startswith(near)]
    if not passing or any(one.kind != "passed" for one in passing):
        yield f"{pair.code}: the near miss fails: {passing}\n{texts[near]}"


# --- wrong values ----------------------------------------------------------------------------

WRONG_VALUES = {
    "prompt": ("None", "3", 'b"x"', '["x"]', '"a \\ud800 b"', 'Word("x")'),
    "think": ("None", "3.5", "object()", '"\\udfff"', 'Word("x")'),
    "code": (
        *("None", "3", '"retry.rs"', "(part for part in [])", "{}", "[None]", '[("a", "b")]'),
        *('[rust(None, "x")]', f"[rust({_ALL}, None)]", f'[rust({_ALL}, ["LEASE"])]'),
        *(f'[rust({_ALL}, "Attempt", imports={value})]' for value in ('"some"', "None", "[]")),
        *('[rust("\\ud800.rs", "x")]', f'[rust({_ALL}, "\\udcff")]'),
        *(f'[rust(Word({_ALL}), "Attempt")]', f'[rust({_ALL}, Word("Attempt"))]'),
    ),
}
"""Values that are not of the documented type: half a surrogate pair and subclasses too."""


@pytest.mark.parametrize("workers", [(), ("-n", "2")], ids=["plain", "workers"])
def test_a_wrong_value_is_a_finding_of_that_case_alone(
    project: Workspace, workers: tuple[str, ...]
) -> None:
    """Whatever stands in an argument, its case alone fails, and the others are emitted."""
    fine = {"code": "[]", "prompt": '"x"', "think": '"x"'}
    expected = set()
    for field, values in WRONG_VALUES.items():
        for at, value in enumerate(values):
            name = f"wrong_{field}_{at}"
            given = ", ".join(f"{key}={text}" for key, text in {**fine, field: value}.items())
            project.write(
                f"cases/relay/{name}.py",
                f"""
                from pytest_verbatim import Example, rust

                class Word(str):
                    pass

                {name} = Example({given})
                """,
            )
            expected.add(f"cases/relay/{name}.py::{name}")
    outcomes = run_with_junit(project, "--emit-jsonl", *workers)
    failed = {node_id for node_id, one in outcomes.items() if one.kind != "passed"}
    assert failed == expected
    for node_id in expected:
        path = node_id.split("::")[0]
        codes = _codes(outcomes[node_id].text)
        assert set(codes) == {(f"{path}:6", "case.wrong-type")}, outcomes[node_id]
    assert len((project.root / "dist/relay.jsonl").read_text().splitlines()) == 3


# --- between cases ---------------------------------------------------------------------------


def _shows(*items: str) -> str:
    return f"rust({_ALL}, {', '.join(map(repr, items))})"


def test_two_examples_of_one_name_are_both_told(workspace: Workspace) -> None:
    """A name that is taken in the dataset is a finding of both; in another dataset it is none."""
    workspace.dataset("other", DATASET)
    first = workspace.case("twin", _shows("Attempt"))
    module = workspace.root / "cases/relay/twin.py"
    shutil.copy(module, workspace.root / "cases/relay/second.py")
    second = workspace.root / "cases/relay/second.py"
    second.write_text(second.read_text().replace("Attempt", "Exhausted"))
    near = workspace.case("twin", _shows("FIRST_PAUSE"), dataset="other")
    outcomes = run_with_junit(workspace, "--snapshot-update")
    for node_id, other in (
        (first, "cases/relay/second.py:3"),
        ("cases/relay/second.py::twin", "cases/relay/twin.py:3"),
    ):
        place = node_id.split("::")[0] + ":3"
        assert _codes(outcomes[node_id].text) == [(place, "case.duplicate-name")]
        assert other in outcomes[node_id].text
    assert outcomes[near].kind == "passed"


def test_two_examples_with_the_same_code_are_both_told(workspace: Workspace) -> None:
    """The same items twice is a finding, across datasets too; one item more or less is none."""
    workspace.dataset("other", DATASET)
    twins = (
        workspace.case("one", _shows("Attempt", "Exhausted")),
        workspace.case("two", _shows("enum@Attempt", "Exhausted"), dataset="other"),
        workspace.case("three", f"{_shows('Exhausted')}, {_shows('Attempt')}"),
    )
    near = (
        workspace.case("less", _shows("Attempt")),
        workspace.case("more", _shows("Attempt", "Exhausted", "FIRST_PAUSE")),
    )
    outcomes = run_with_junit(workspace, "--snapshot-update")
    for node_id in twins:
        place = node_id.split("::")[0] + ":3"
        assert _codes(outcomes[node_id].text) == [(place, "case.duplicate-code")]
        for other in {*twins} - {node_id}:
            assert other.split("::")[0] + ":3" in outcomes[node_id].text
    assert {outcomes[node_id].kind for node_id in near} == {"passed"}


def test_an_example_shows_what_its_dataset_is_about(project: Workspace) -> None:
    """Where a dataset is about files, a case without an item of theirs has a finding."""
    bad = project.case("loose", f'rust("{CORE}/dispatcher.rs", "Turn")', dataset="flow")
    near = project.case(
        "tied", f'{_shows("Exhausted")}, rust("{CORE}/dispatcher.rs", "Turn")', dataset="flow"
    )
    outcomes = run_with_junit(project, "--snapshot-update")
    assert _codes(outcomes[bad].text) == [("cases/flow/loose.py:3", "code.no-anchor")]
    assert outcomes[near].kind == "passed"


def test_a_case_tells_all_that_is_wrong_with_it(project: Workspace) -> None:
    """Faults are told together, in the order of their places, not one a run."""
    node_id = project.case(
        "many",
        f'rust({_ALL}, "Atempt", "BackoffPolicy::neu"),\n        rust("x.rs", "y")',
        prompt="\n        ```\n        <think>\n    ",
        think=" ",
    )
    codes = _codes(run_with_junit(project)[node_id].text)
    assert [code for _, code in codes] == [
        "code.unknown-item",
        "code.unknown-item",
        "code.unknown-file",
        "prompt.fence",
        "prompt.forbidden-token",
        "think.empty",
    ]
    lines = [int(place.split(":")[1]) for place, _ in codes]
    assert lines == sorted(lines)

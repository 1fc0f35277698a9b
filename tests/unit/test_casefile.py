"""Case modules: what one declares, what it hides, and where in the file that stands."""

import inspect
import sys
import textwrap
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from pytest_verbatim.casefile import Case, CaseImportError, CaseModule, load_module
from pytest_verbatim.config.dataset import Dataset
from pytest_verbatim.evidence import Evidence, argued, calls, value
from pytest_verbatim.examination import examine, prepare
from pytest_verbatim.example import Example, rust, type_faults
from pytest_verbatim.finding import Finding, Where
from pytest_verbatim.source.corpus import Corpus

PATH = "cases/relay/one.py"
IMPORT = "from pytest_verbatim import Example, rust\n"

Load = Callable[[str], CaseModule]
Codes = list[tuple[str, int | None]]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Return a function that loads a case module from its text, dedented."""

    def of(text: str) -> CaseModule:
        file = tmp_path / PATH
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(textwrap.dedent(text), encoding="utf-8")
        return load_module(tmp_path, PATH, "relay")

    return of


def codes(findings: tuple[Finding, ...]) -> Codes:
    """Return code and line of each finding."""
    return [(finding.code, finding.where.line) for finding in findings]


def names(module: CaseModule) -> list[str]:
    """Return the names of a module's cases, in their order."""
    return [case.name for case in module.cases]


# --- what is declared ------------------------------------------------------------------------


def test_a_case_knows_where_it_stands(load: Load) -> None:
    """Name, line, node id, order and dataset of a case are those of its declaration."""
    module = load(
        '''\
        """What these teach."""

        from pytest_verbatim import Example, rust

        second_name = Example(
            code=[rust("a.rs", "x")],
            prompt="p",
            think="t",
        )
        first_name = Example()
        '''
    )
    one, two = module.cases
    assert (one.name, one.line, one.order, one.dataset) == ("second_name", 5, 0, "relay")
    assert (two.name, two.line, two.order, two.dataset) == ("first_name", 10, 1, "relay")
    assert one.id == "cases/relay/one.py::second_name"
    assert one.where == Where(PATH, 5)
    assert one.example == Example(code=[rust("a.rs", "x")], prompt="p", think="t")
    assert module.findings == one.findings == ()


@pytest.mark.parametrize(
    "declaration",
    [
        "x = Example()",
        "x: Example = Example()",
        "x: Example\nx = Example()",
        "import pytest_verbatim as pv\nx = pv.Example()",
        "from pytest_verbatim import Example as E\nx = E()",
        "def make():\n    return Example()\nx = make()",
        "Make = Example\nx = Make()",
        "x = (Example())",
        "if True:\n    x = Example()",
        "try:\n    x = Example()\nfinally:\n    pass",
        "import contextlib\nwith contextlib.suppress(KeyError):\n    x = Example()",
        "a, b = 1, 2\nx = Example()",
        "text = 'p'\nx = Example(prompt=text)",
        "a = 1\ndel a\nx = Example()",
    ],
)
def test_a_variable_that_is_an_example_is_a_case(load: Load, declaration: str) -> None:
    """However the class is named and wherever the statement stands, one variable is one case."""
    module = load(IMPORT + declaration)
    assert names(module) == ["x"]
    assert module.findings == module.cases[0].findings == ()


def test_one_example_under_two_names_is_two_cases(load: Load) -> None:
    """`a = b = Example(...)` declares both names; that they show the same is another matter."""
    assert names(load(IMPORT + "a = b = Example()")) == ["a", "b"]


def test_cases_come_in_the_order_of_their_lines(load: Load) -> None:
    """Cases are in source order, also where a later statement binds an earlier name first."""
    module = load(IMPORT + "b = None\na = Example()\nb = Example()\nc = Example(); d = Example()\n")
    assert names(module) == ["a", "b", "c", "d"]
    assert [case.order for case in module.cases] == [0, 1, 2, 3]


# --- what is hidden or in the way ------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("xs = [Example()]", [("case.hidden", 2)]),
        ("xs = (Example(), Example())", [("case.hidden", 2), ("case.hidden", 2)]),
        ("xs = {Example()}", [("case.hidden", 2)]),
        ("xs = {'a': Example()}", [("case.hidden", 2)]),
        ("xs = [Example() for _ in range(2)]", [("case.hidden", 2)]),
        ("xs = []\nxs.append(Example())", [("case.hidden", 3)]),
        ("xs = []\nxs += [Example()]", [("case.hidden", 3)]),
        ("class A:\n    x = Example()", [("case.hidden", 3)]),
        ("Example()", [("case.hidden", 2)]),
        ("print(Example())", [("case.hidden", 2)]),
        ("x = [Example()][0]", [("case.hidden", 2)]),
        ("a, b = Example(), Example(prompt='p')", 2 * [("case.hidden", 2)]),
        ("def make():\n    return Example()\nxs = [make()]", [("case.hidden", 4)]),
        ("def make():\n    return Example()\nxs = {'a': make()}", [("case.hidden", 4)]),
        ("for n in 'ab':\n    globals()[n] = Example()", [("case.hidden", 3)]),
        ("for n in 'ab':\n    x = Example(prompt=n)", [("case.hidden", 3)]),
        ("n = 0\nwhile n < 2:\n    n += 1\n    x = Example()", [("case.hidden", 5)]),
        ("(x := Example())", [("case.hidden", 2)]),
        ("from pytest_verbatim import Example as E\nprint(E())", [("case.hidden", 3)]),
        ("import pytest_verbatim as pv\nclass A:\n    x = pv.Example()", [("case.hidden", 4)]),
        ("import types\nns = types.SimpleNamespace(x=Example())", [("case.hidden", 3)]),
    ],
)
def test_an_example_without_a_variable_of_its_own_is_a_finding(
    load: Load, text: str, expected: Codes
) -> None:
    """In a container, a class, a loop, or bound to nothing, an Example is not passed over."""
    found = codes(load(IMPORT + text).findings)
    assert [one for one in found if one in expected] == expected
    assert {code for code, _ in found} == {"case.hidden"}


def test_hidden_examples_do_not_hide_the_others(load: Load) -> None:
    """A module with a case and a hidden Example has the case and the finding."""
    module = load(IMPORT + "x = Example()\nxs = [Example()]\n")
    assert names(module) == ["x"]
    assert codes(module.findings) == [("case.hidden", 3)]


@pytest.mark.parametrize(
    "text",
    ["", "'''about'''", "x = 1", "from pytest_verbatim import Example", "def f(): Example()"],
)
def test_a_module_without_an_example_is_a_finding(load: Load, text: str) -> None:
    """A case module that declares nothing says so, at its first line."""
    module = load(text)
    assert module.cases == ()
    assert codes(module.findings) == [("case.no-example", 1)]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("x = Example()\nx = Example()", "2, 3"),
        ("x = Example()\ny = Example()\nx = Example()", "2, 4"),
        ("if True:\n    x = Example()\nelse:\n    x = Example()", "3, 5"),
        ("x = Example()\nx = 1", "2, 3"),
    ],
)
def test_a_name_that_is_bound_twice_is_a_finding(load: Load, text: str, lines: str) -> None:
    """Where a second binding hides an Example, the finding lists the lines."""
    module = load(IMPORT + text)
    findings = [*module.findings, *(one for case in module.cases for one in case.findings)]
    (finding,) = findings
    assert finding.code == "case.bound-twice"
    assert f"(lines {lines})" in finding.seen
    assert "`x`" in finding.seen


@pytest.mark.parametrize("away", ["del x", "def x(): pass", "class x: pass", "import os as x"])
def test_an_example_that_is_gone_in_the_end_is_a_finding(load: Load, away: str) -> None:
    """An Example that another statement takes away is not passed over in silence."""
    module = load(f"{IMPORT}x = Example()\n{away}\n")
    assert module.cases == ()
    assert codes(module.findings) == [("case.bound-twice", 2)]


@pytest.mark.parametrize("name", ["Upper", "camelCase", "é", "a1_é"])
def test_a_name_of_other_characters_is_a_finding(load: Load, name: str) -> None:
    """Names are made of a-z, 0-9 and _; the near miss `_a1` is."""
    (case,) = load(f"{IMPORT}{name} = Example()").cases
    assert codes(case.findings) == [("case.bad-name", 2)]
    (near,) = load(f"{IMPORT}_a1 = Example()").cases
    assert near.findings == ()


def test_an_imported_example_is_a_finding(
    load: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By name, by another name or by a star: an Example of another module is no case here."""
    (tmp_path / "shared_examples.py").write_text(f"{IMPORT}lent = Example()\nword = 'p'\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    for line in ("from shared_examples import lent", "from shared_examples import *"):
        module = load(f"{IMPORT}\n{line}\nx = Example()\n")
        assert names(module) == ["x"]
        assert codes(module.findings) == [("case.imported", 3)]
    module = load("from shared_examples import lent as mine\n")
    assert codes(module.findings) == [("case.imported", 1)]
    assert "`mine`" in module.findings[0].seen
    module = load(f"{IMPORT}from shared_examples import word\nx = Example(prompt=word)\n")
    assert module.findings == ()


# --- modules that cannot be imported ---------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("x = 1\ny = = 2\n", 2, "invalid syntax"),
        ("x = (\n", 1, "was never closed"),
        ("if True:\nx = 1\n", 2, "expected an indented block"),
        ("import no_such_module_anywhere\n", 1, "No module named"),
        ("x = 1\n\nraise ValueError('told')\n", 3, "ValueError: told"),
        ("def f():\n    return 1 / 0\n\nf()\n", 2, "ZeroDivisionError"),
        ("import sys\nsys.exit('told')\n", 2, "SystemExit: told"),
        ("raise SystemExit\n", 1, "SystemExit"),
        ("from pytest_verbatim import Example\nExample(prmpt='')\n", 2, "prmpt"),
        ("from pytest_verbatim import rust\nrust()\n", 2, "missing 1 required positional"),
        ("from pytest_verbatim import Example\nExample([])\n", 2, "positional argument"),
        ("import json\njson.loads('{')\n", 2, "JSONDecodeError"),
        ("import pytest\npytest.skip('told', allow_module_level=True)\n", 2, "told"),
        ("import pytest\npytest.fail('told')\n", 2, "told"),
        ("x = '\x00'\n", 1, "null byte"),
        ("# coding: klingon\n", 1, "klingon"),
    ],
)
def test_a_module_that_cannot_be_imported_says_where(
    load: Load, text: str, line: int, told: str
) -> None:
    """Whatever stops a module, the message begins with its path and line, and says what it was."""
    with pytest.raises(CaseImportError) as caught:
        load(text)
    assert str(caught.value).startswith(f"{PATH}:{line}: ")
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


def test_ctrl_c_is_no_fault_of_a_module(load: Load) -> None:
    """An interruption while a module runs goes through."""
    with pytest.raises(KeyboardInterrupt):
        load("raise KeyboardInterrupt\n")


def test_bytes_that_are_no_text_are_an_import_error(tmp_path: Path, load: Load) -> None:
    """A file that is not UTF-8 and one that is gone are import errors too."""
    with pytest.raises(CaseImportError, match="cannot be read: No such file"):
        load_module(tmp_path, "cases/relay/gone.py", "relay")
    load(IMPORT + "x = Example()")
    (tmp_path / PATH).write_bytes(b"x = '\xff'\n")
    with pytest.raises(CaseImportError, match=r"^cases/relay/one\.py:\d+: "):
        load_module(tmp_path, PATH, "relay")


def test_nothing_is_written_beside_a_module(
    load: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Loading leaves no byte code behind."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    load(IMPORT + "x = Example()")
    assert [path.name for path in (tmp_path / "cases").rglob("*")] == ["relay", "one.py"]


def test_modules_of_one_name_do_not_meet(tmp_path: Path) -> None:
    """The same file name in two datasets, and in two projects, is as many modules."""
    places = [(tmp_path / root, dataset) for root in "ab" for dataset in ("one", "two")]
    for root, dataset in places:
        file = root / "cases" / dataset / "same.py"
        file.parent.mkdir(parents=True)
        file.write_text(f"{IMPORT}x = Example(prompt='{root.name} {dataset}', think=__name__)\n")
    loaded = [
        load_module(root, f"cases/{dataset}/same.py", dataset).cases[0].example
        for root, dataset in places
    ]
    assert [example.prompt for example in loaded] == ["a one", "a two", "b one", "b two"]
    assert len({example.think for example in loaded}) == 4


def test_a_module_can_look_itself_up(load: Load, tmp_path: Path) -> None:
    """Dataclasses, pickling and `__file__` work in a case module as in any other."""
    module = load(
        f"""\
        import dataclasses, sys
        {IMPORT.strip()}

        @dataclasses.dataclass
        class Kept:
            text: "str"

        assert sys.modules[__name__].Kept is Kept
        x = Example(prompt=Kept("p").text, think=__file__)
        """
    )
    assert module.cases[0].example.think == str(tmp_path / PATH)


# --- places ----------------------------------------------------------------------------------

PLACED = '''\
from pytest_verbatim import Example, rust

x = Example(
    code=[
        rust("a.rs", "one"),
        rust("b.rs",
             "two"), rust("c.rs", "three"),
    ],
    prompt="""first
        second""",
    think="""

        third

        fifth
    """,
)
'''


def line_of(text: str, word: str) -> int:
    """Return the 1-based line of a text in which a word stands."""
    return next(n for n, line in enumerate(text.split("\n"), 1) if word in line)


def test_a_line_of_prose_is_found_in_the_file(load: Load) -> None:
    """A line of prompt or think, counted after `cleandoc`, is shown at its line of the file."""
    (case,) = load(PLACED).cases
    for name in ("prompt", "think"):
        cleaned = inspect.cleandoc(getattr(case.example, name)).split("\n")
        for number, row in enumerate(cleaned, 1):
            if row:
                assert case.where_of(name, number) == Where(PATH, line_of(PLACED, row))


def test_a_part_is_found_in_the_file(load: Load) -> None:
    """Each `rust(...)` is shown at its own line and column; one too many at the declaration."""
    (case,) = load(PLACED).cases
    lines = PLACED.split("\n")
    expected = []
    for word in ('rust("a.rs"', 'rust("b.rs"', 'rust("c.rs"'):
        line = line_of(PLACED, word)
        expected.append(Where(PATH, line, lines[line - 1].index(word) + 1))
    assert [case.where_of_part(at) for at in range(3)] == expected
    assert case.where_of_part(3) == case.where


@pytest.mark.parametrize(
    "prompt",
    ['"one\\ntwo"', '"one" \\\n    "two"', '"one\\n" + "two"', '"""one\\\ntwo\nthree"""'],
)
def test_prose_in_another_form_is_shown_where_it_begins(load: Load, prompt: str) -> None:
    """Where lines of the text are not lines of the file, its first line stands for all."""
    (case,) = load(f"{IMPORT}x = Example(\n    prompt={prompt},\n)\n").cases
    assert case.where_of("prompt", 2) == Where(PATH, 3)


def test_what_the_syntax_does_not_show_is_shown_at_the_declaration(load: Load) -> None:
    """Arguments that come by other ways are placed where the case is declared."""
    (case,) = load(
        f"{IMPORT}kw = dict(prompt='p', code=[rust('a.rs', 'x')])\nx = Example(**kw)"
    ).cases
    assert case.where_of("prompt", 1) == case.where_of("think", 7) == Where(PATH, 3)
    assert case.where_of_part(0) == Where(PATH, 3)
    (case,) = load(f"{IMPORT}parts = ()\nx = Example(think=['t'], code=parts)").cases
    assert case.where_of_part(0) == Where(PATH, 3)


CLAIMED = """\
from pytest_verbatim import Example, calls, rust, value

x = Example(
    prompt="p",
    claims={
        "first": calls("f", "g"),
        "second "
        "half": [
            calls("f", "h"),
            value("X", seconds=3),
        ],

        "third": calls("f", "i"), "fourth": calls("f", "j"),
    },
)
"""


def test_a_claim_is_found_in_the_file(load: Load) -> None:
    """Each quote is shown at the line it begins on; one too many at the declaration."""
    (case,) = load(CLAIMED).cases
    lines = [line_of(CLAIMED, word) for word in ('"first"', '"second "', '"third"', '"fourth"')]
    assert [case.where_of_quote(at).line for at in range(4)] == lines
    assert case.where_of_quote(4) == case.where == Where(PATH, 3)
    assert [quote for quote, _ in case.example.evidence()] == [
        "first",
        "second half",
        "third",
        "fourth",
    ]


@pytest.mark.parametrize(
    "claims",
    [
        "dict(first=calls('f', 'g'))",
        "MORE",
        "{**MORE}",
        "{**MORE, 'second': calls('f', 'g')}",
        "{f'fir{1}st': calls('f', 'g')}",
        "{WORD: calls('f', 'g')}",
        "{'a' + 'b': calls('f', 'g')}",
        "{q: calls('f', 'g') for q in 'ab'}",
    ],
)
def test_claims_in_another_form_are_shown_at_the_declaration(load: Load, claims: str) -> None:
    """Where the syntax does not show every quote, all of them are placed at the case."""
    (case,) = load(
        "from pytest_verbatim import Example, calls\nWORD = 'w'\nMORE = {WORD: calls('f', 'g')}\n"
        f"x = Example(\n    claims={claims},\n)\n"
    ).cases
    quotes = list(case.example.evidence())
    assert quotes
    assert {case.where_of_quote(at) for at in range(len(quotes))} == {Where(PATH, 4)}


def test_a_quote_that_is_written_twice_does_not_move_the_others(load: Load) -> None:
    """Of two equal quotes Python keeps the last evidence: that line, and the rest at their own."""
    text = (
        "from pytest_verbatim import Example, calls\nx = Example(\n    claims={\n"
        "        'a': calls('f', 'g'),\n        'b': calls('f', 'h'),\n"
        "        'a': calls('f', 'i'),\n        'c': calls('f', 'j'),\n    },\n)\n"
    )
    (case,) = load(text).cases
    assert [quote for quote, _ in case.example.evidence()] == ["a", "b", "c"]
    assert [case.where_of_quote(at).line for at in range(3)] == [6, 5, 7]


def test_evidence_comes_in_pieces() -> None:
    """One piece or several, a list or a tuple: each quote has a tuple of them, in its order."""
    one, two = calls("f", "g"), value("X", seconds=3)
    example = Example(claims={"a": one, "b": [one, two], "c": (two,)})
    assert list(example.evidence()) == [("a", (one,)), ("b", (one, two)), ("c", (two,))]
    assert list(Example().evidence()) == []


# --- wrong types -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "seen"),
    [
        ({"code": None}, "code is None"),
        ({"code": "a.rs"}, "code is a str"),
        ({"code": rust("a.rs", "x")}, "code is a Rust"),
        ({"code": ["a.rs"]}, "a part of code is a str"),
        ({"code": [rust("a.rs", "x"), None]}, "a part of code is None"),
        ({"code": [rust(1, "x")]}, "the file of a rust() is an int"),  # type: ignore[arg-type]
        ({"code": [rust("a.rs", 1)]}, "an item of a rust() is an int"),  # type: ignore[arg-type]
        ({"code": [rust("a.rs", ["x"])]}, "an item of a rust() is a list"),  # type: ignore[arg-type]
        ({"code": [rust("a.rs", imports="some")]}, "imports is 'some'"),  # type: ignore[arg-type]
        ({"code": [rust("a.rs", imports=None)]}, "imports is None"),  # type: ignore[arg-type]
        ({"code": [rust("a.rs", imports=["used"])]}, "imports is ['used']"),  # type: ignore[arg-type]
        ({"prompt": None}, "prompt is None"),
        ({"prompt": b"p"}, "prompt is a bytes"),
        ({"think": ["t"]}, "think is a list"),
        ({"think": 1.5}, "think is a float"),
        ({"claims": None}, "claims is None"),
        ({"claims": [("a", calls("f", "g"))]}, "claims is a list"),
        ({"claims": {1: calls("f", "g")}}, "a quote is an int"),
        ({"claims": {"a": None}}, "the evidence for 'a' is None"),
        ({"claims": {"a": "calls"}}, "the evidence for 'a' is a str"),
        ({"claims": {"a": [calls("f", "g"), calls]}}, "the evidence for 'a' is a function"),
        ({"claims": {"a": []}}, "the claim 'a' has no evidence"),
        ({"claims": {"a": ()}}, "the claim 'a' has no evidence"),
        ({"claims": {"a": calls("f", 1)}}, "the evidence for 'a' is wrong"),  # type: ignore[arg-type]
        ({"claims": {"a": value("X")}}, "the evidence for 'a' is wrong"),
        ({"claims": {"a": argued("\ud83d", "f")}}, "the evidence for 'a' is wrong"),
        ({"claims": {"a": argued("why", "f", "\udc00")}}, "the evidence for 'a' is wrong"),
        ({"claims": {"\ud83d": calls("f", "g")}}, "a quote holds U+D83D, half of a surrogate pair"),
    ],
)
def test_an_argument_of_a_wrong_type_is_said(arguments: dict[str, object], seen: str) -> None:
    """A wrong value is no error when it is built, but a fault that names it and the mend."""
    faults = list(type_faults(Example(**arguments)))  # type: ignore[arg-type]
    assert [fault[1] for fault in faults] == [seen]
    assert faults[0][0] == next(iter(arguments))
    assert faults[0][2]


def test_right_types_have_no_fault() -> None:
    """Lists, tuples, all kinds of imports and no code at all are right types."""
    parts = (rust("a.rs", "x"), rust("a.rs", imports="used"), rust("a.rs", imports="all"))
    one = calls("f", "g")
    claims: dict[str, Evidence | Sequence[Evidence]] = {"a": one, "b": [one, one], "c": (one,)}
    assert list(type_faults(Example(claims=claims))) == []
    for code in ([], (), parts, list(parts)):
        assert list(type_faults(Example(code=code, prompt="p", think="t"))) == []


def dataset_for(**changed: object) -> Dataset:
    """Return a dataset that admits all of the miniature's source."""
    values: dict[str, object] = {
        "name": "relay",
        "shown": "cases/relay/dataset.toml",
        "corpus": "relay",
        "system": "You maintain the relay.",
        "title": "relay",
        "cover": (),
        "also": ("relay-core/*",),
        "smallest": 1,
        "largest": 3,
    }
    return Dataset(**(values | changed))  # type: ignore[arg-type]


def test_a_wrong_type_is_a_finding_of_that_case_alone(load: Load, relay: Corpus) -> None:
    """All wrong arguments of a case are findings at their places; its neighbour is sound."""
    module = load(
        """\
        from pytest_verbatim import Example, rust

        wrong = Example(
            code=[rust("relay-core/src/retry.rs", "BackoffPolicy"), 1],
            prompt=None,
            think=2,
        )
        right = Example(
            code=[rust("relay-core/src/retry.rs", "BackoffPolicy")],
            prompt="Please write it.",
            think="It has to be so.",
        )
        """
    )
    wrong, right = (examine(prepare(case, dataset_for(), relay)) for case in module.cases)
    assert codes(wrong.findings) == [
        ("case.wrong-type", 3),
        ("case.wrong-type", 5),
        ("case.wrong-type", 6),
    ]
    assert wrong.record is None
    assert right.findings == ()
    assert right.record is not None


def test_prose_that_utf8_cannot_hold_is_a_finding(load: Load, relay: Corpus) -> None:
    """Half a character in a prompt is a finding of its case, not a crash when it is written."""
    module = load(
        """\
        from pytest_verbatim import Example, rust

        x = Example(
            code=[rust("relay-core/src/retry.rs", "BackoffPolicy")],
            prompt="half a \\ud83d character",
            think="It has to be so.",
        )
        """
    )
    (case,) = module.cases
    one = examine(prepare(case, dataset_for(), relay))
    assert codes(one.findings) == [("case.wrong-type", 5)]
    assert "U+D83D" in one.findings[0].seen


PARTS: list[tuple[str, str, str]] = [
    ("code.bad-path", "../relay-core/src/retry.rs", "relay-core/src/retry.rs"),
    ("code.bad-path", "/relay-core/src/retry.rs", "relay-core/src/retry.rs"),
    ("code.bad-path", "relay-core//src/retry.rs", "relay-core/src/retry.rs"),
    ("code.bad-path", "--help", "relay-core/src/retry.rs"),
    ("code.unknown-file", "relay-core/src/retri.rs", "relay-core/src/retry.rs"),
    ("code.unknown-file", "retry.rs", "relay-core/src/retry.rs"),
    ("code.not-rust", "relay-core/Cargo.toml", "relay-core/src/retry.rs"),
]


@pytest.mark.parametrize(("code", "file", "near"), PARTS)
def test_a_file_that_cannot_be_shown_is_a_finding(
    relay: Corpus, code: str, file: str, near: str
) -> None:
    """A file that leaves the tree, is not there or is not Rust is a finding; its near miss not."""

    def found(path: str) -> set[str]:
        example = Example(code=[rust(path, "BackoffPolicy")], prompt="p", think="t")
        case = Case("relay", PATH, "x", 1, 0, example)
        return {finding.code for finding in examine(prepare(case, dataset_for(), relay)).findings}

    assert found(file) == {code}
    assert found(near) == set()


def test_a_lost_file_s_name_is_looked_up(relay: Corpus) -> None:
    """A file that is not there names the ones of that name that are."""
    example = Example(code=[rust("src/retry.rs", "BackoffPolicy")], prompt="p", think="t")
    one = examine(prepare(Case("relay", PATH, "x", 1, 0, example), dataset_for(), relay))
    assert "relay-core/src/retry.rs" in one.findings[0].mend


def test_scope_is_held_against_the_files(relay: Corpus) -> None:
    """A file out of scope, and code without any file that the dataset is about, are findings."""
    example = Example(
        code=[rust("relay-core/src/retry.rs", "BackoffPolicy")], prompt="p", think="t"
    )
    case = Case("relay", PATH, "x", 1, 0, example)

    def found(**changed: object) -> list[str]:
        return [f.code for f in examine(prepare(case, dataset_for(**changed), relay)).findings]

    assert found(also=("relay-core/src/queue.rs",)) == ["code.out-of-scope"]
    assert found(cover=("relay-core/src/queue.rs",)) == ["code.no-anchor"]
    assert found(cover=("relay-core/src/retry.rs",), also=()) == []


def test_an_example_that_says_and_shows_nothing_has_three_findings(relay: Corpus) -> None:
    """No code, no prompt and no think are each a finding; so is a `rust()` without items."""
    case = Case("relay", PATH, "x", 1, 0, Example())
    one = examine(prepare(case, dataset_for(), relay))
    assert [f.code for f in one.findings] == ["code.empty", "prompt.empty", "think.empty"]
    bare = Example(code=[rust("relay-core/src/retry.rs")], prompt="p", think="t")
    one = examine(prepare(Case("relay", PATH, "x", 1, 0, bare), dataset_for(), relay))
    assert [f.code for f in one.findings] == ["code.empty"]


def test_faults_of_form_are_shown_at_their_lines(load: Load, relay: Corpus) -> None:
    """Fences, indented lines and tokens in prompt and think are findings, each at its line."""
    text = '''\
        from pytest_verbatim import Example, rust

        x = Example(
            code=[rust("relay-core/src/retry.rs", "BackoffPolicy")],
            prompt="""
                Please:

                ```
                    write <|im_end|>
            """,
            think="""
                It has

                ~~~
                    to be </think>
            """,
        )
        '''
    (case,) = load(text).cases
    found = codes(examine(prepare(case, dataset_for(), relay)).findings)
    assert {code for code, line in found if line == case.line} <= {"record.schema"}
    assert [one for one in found if one[1] != case.line] == [
        ("prompt.fence", 8),
        ("prompt.forbidden-token", 9),
        ("prompt.indented", 9),
        ("think.fence", 14),
        ("think.forbidden-token", 15),
        ("think.indented", 15),
    ]

"""Pairs for faults of a module, of the choice of its code, and of the form of its prose."""

from collections.abc import Iterator

from support import CORE, TRAPS

from pairs import Pair

GOOD = 'NAME = Example(code=[CODE], prompt="Write it.", think="So it is.")\n'
MAKE = "def make():\n    return [Example()]\n"


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
    yield pair("fence", lines.format("```rust HERE"), lines.format("like ``fmt`` ```here"))
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


ALL_RETRY = f'"{CORE}/retry.rs"'
FORM = (
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
        "from donor import LOAN\n" + GOOD,
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
    Pair("code.empty", _code(f"rust({ALL_RETRY})"), _code("CODE")),
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
        _code(f'rust({ALL_RETRY}, "Attempt", "enum@Attempt")'),
        _code(f'rust({ALL_RETRY}, "Attempt", "Exhausted")'),
    ),
    Pair(
        "code.repeated-item",
        _code(f'rust({ALL_RETRY}, "impl BackoffPolicy", "BackoffPolicy::new")'),
        _code(f'rust({ALL_RETRY}, "BackoffPolicy", "BackoffPolicy::new")'),
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
    Pair("code.unknown-item", _code(f'rust({ALL_RETRY}, "Atempt")'), _code("CODE")),
    Pair(
        "code.unknown-item",
        _code(f'rust({ALL_RETRY}, "use#2")'),
        _code(f'rust({ALL_RETRY}, "use#1")'),
    ),
    # --- the prose
    *_prose_pairs("prompt"),
    *_prose_pairs("think"),
)

"""Pairs for what the rules of a dataset ask of an example, and for texts that repeat another.

Texts of datasets with rules are held against each other, those of bad and near alike.
"""

from collections.abc import Iterator

from support import CORE

from pairs import Pair, example

TOP = f"""
corpus = "relay"
system = "You maintain the relay."

[scope]
also = ["{CORE}/*"]

[target]
min = 1
max = 99

[rules]
"""
DATASETS = {
    "bounded": TOP + "think_words = {min = 4, max = 8}\nprompt_words = {min = 3, max = 6}\n",
    "flowing": TOP + "min_files = 2\nmodules = 2\n",
    "connected": TOP + "connected = true\n",
    "topical": TOP
    + """
[[rules.topic]]
name = "the pause"
any = ["pause*", "backoff", "wait between", "sleep*"]
when = ["run_attempts"]
why = "say how long it waits"

[[rules.crate]]
name = "blake3"
""",
    "asking": TOP + "\n[rules.prompt]\nno_code = true\nanswer_names = true\n",
    "sampled": TOP
    + """
samples = [
    "We need the relay to try each delivery again.",
    "The relay keeps what nobody took. It asks for no more than that.",
]
""",
}
"""The datasets of the table: name -> text of their `dataset.toml`."""

LOOP = f'rust("{CORE}/retry.rs", "run_attempts"), CODE'
POLICY = f'rust("{CORE}/retry.rs", "BackoffPolicy"), CODE'
HASH = f'rust("{CORE}/extra/hashing.rs", "digest_of"), CODE'
LIFE = f'rust("{CORE}/extra/hashing.rs", "DIGEST_LIFE"), CODE'
DIGEST = f'rust("{CORE}/signing.rs", "digest"), CODE'


def _bounds() -> Iterator[Pair]:
    for field, other, least, most in (("think", "prompt", 4, 8), ("prompt", "think", 3, 6)):
        texts = {
            words: example(
                **{
                    other: '"It WORD WORD WORD."',
                    field: f'"{" ".join(["WORD"] * words)}",{mark} #',
                }
            )
            for words in (least - 1, least, most, most + 1)
            for mark in ["" if least <= words <= most else "  # HERE"]
        }
        yield Pair(
            f"{field}.too-short",
            texts[least - 1],
            texts[least],
            dataset="bounded",
            seen=f"the {field} has {least - 1} words",
            mend=f"say more: bounded asks for {least} words or more",
        )
        yield Pair(
            f"{field}.too-long",
            texts[most + 1],
            texts[most],
            dataset="bounded",
            seen=f"the {field} has {most + 1} words",
            mend=f"say less: bounded allows {most} words",
        )


def _row(code: str, bad: str, good: str, seen: str, mend: str) -> Pair:
    dataset = {"prompt": "asking", "case": "sampled", "think": "topical"}[code.partition(".")[0]]
    return Pair(code, bad, good, dataset=dataset, seen=seen, mend=mend)


def _think(text: str, code: str = "CODE") -> str:
    return example(code, think=f'"{text}"')


def _parts() -> Iterator[Pair]:
    both = "It WORD, between retry.rs and the `pool`."
    yield Pair(
        "code.too-few-files",
        _think("It WORD in the `pool`.").replace("(", "(  # HERE", 1),
        _think(both, LOOP),
        dataset="flowing",
        seen="the code comes from 1 file",
        mend="flowing shows 2 or more, each by a rust(...) of its own",
    )
    yield Pair(
        "think.missing-module",
        _think("HERE it WORD, between retry.rs and a pool.", LOOP),
        _think(both, LOOP),
        dataset="flowing",
        seen=(
            "the think block names 1 of the 2 modules whose code is shown; "
            f"not {CORE}/extra/pool.rs"
        ),
        mend="name 2 or more, and say which does what",
    )


def _flows() -> Iterator[Pair]:
    def flow(third: str, mark: str = "") -> str:
        parts = (
            f'rust("{CORE}/retry.rs", "run_attempts"),',
            f'rust("{CORE}/{third}"),{mark}',
            f'rust("{CORE}/dispatcher.rs", "Dispatcher::run"),',
        )
        return example("\n" + "".join(f"        {part}\n" for part in parts) + "    ")

    tie = "`run_attempts` (call) at {0}/dispatcher.rs:68 leads to `run_attempts` at {0}/retry.rs:69"
    yield Pair(
        "code.loose-part",
        flow('routing.rs", "route', "  # HERE"),
        flow('signing.rs", "SigningKey::sign'),
        dataset="connected",
        seen=(f"no reference ties this part, of {CORE}/routing.rs, to the largest group of parts"),
        mend=f"show what ties it in, or leave it out; there is {tie.format(CORE)}",
    )


def _topics() -> Iterator[Pair]:
    topic = (
        "the think block does not speak of the pause ('pause*', 'backoff', 'wait between', ...), "
        "and the code shows `run_attempts`"
    )
    say = "say how long it waits; if there is nothing true to say, mend cases/topical/dataset.toml"
    crate = "the code uses the crate `blake3`, which the think block does not name"
    for bad, good in (
        (_think("HERE it repauses WORD.", LOOP), _think("It pauses WORD.", LOOP)),
        (_think("HERE it waits WORD.", LOOP), _think("It waits WORD.", POLICY)),
    ):
        yield _row("think.missing-topic", bad, good, topic, say)
    for bad, good in (
        (_think("HERE it is blake WORD.", HASH), _think("It is BLAKE3 WORD.", HASH)),
        (_think("HERE it is WORD.", HASH), _think("It is WORD.", LIFE)),
    ):
        yield _row("think.missing-crate", bad, good, crate, "say what blake3 does here")


def _requests() -> Iterator[Pair]:
    def prompt(text: str, code: str = "CODE") -> str:
        return example(code, prompt=f'"""\n        See WORD:\n\n        {text}\n    """')

    words = "say in words what is wanted; the code itself comes from upstream"
    yield _row(
        "prompt.code",
        prompt("HERE with `let last = 1;` it goes.", LOOP),
        prompt("Here with `Some(last)` it goes.", LOOP),
        "the prompt holds code: `let last = 1;`",
        words,
    )
    yield _row(
        "prompt.code",
        prompt("fn HERE() {"),
        prompt("in the function (it loops) {so to say}"),
        "a line of the prompt is code: fn HERE() {",
        words,
    )
    yield _row(
        "prompt.answer-name",
        prompt("HERE add `digest_of`.", HASH),
        prompt("Here add `digest`.", DIGEST),
        "the prompt gives away `digest_of`, which the answer alone defines and uses",
        "say what it is for, and leave its name to the engineer",
    )


def _lines(*lines: str) -> str:
    return '"""\n' + "".join(f"        {line}\n" for line in lines) + '    """'


def _twice(first: str, second: str, field: str = "think") -> str:
    """Return a module of two examples; the second has the other text as its think."""
    return example(**{field: first}) + example(think=second).replace("NAME", "NAME_b")


def _repeated() -> Iterator[Pair]:
    # Eight words have four 5-grams: six in a row that both have are half of them, five a quarter.
    for field, six, five in (
        ("think", "asks what the caller says of", "as it was in the"),
        ("prompt", "has come to an end by", "when there is more to"),
    ):
        yield _row(
            "case.twin",
            _twice(f'"HERE, WORD {six}."', f'"It WORD {six}."', field),
            _twice(f'"WORD, WORD WORD {five}."', f'"It WORD WORD {five}."', field),
            f"the {field} shares 50% of its 5-grams with cases/sampled/NAME.py::NAME_b (think)",
            "write one of the two anew; two texts do not say the same",
        )
    filler = "WORD WORD WORD WORD WORD WORD WORD WORD."
    said = "The one who comes late knows not why"
    yield _row(
        "case.shared-sentence",
        _twice(
            _lines(filler, f"HERE. {said}", "by then."),
            _lines(filler, f"So be it. {said} by then."),
        ),
        _twice(
            _lines(filler, "Nobody knew why it ended."), _lines("Nobody knew why it ended.", filler)
        ),
        f'"{said.lower()} by then" stands in cases/sampled/NAME.py::NAME_b too',
        "say it in other words, or leave it out of one of them",
    )
    for field, sample, near in (
        (
            "prompt",
            "We need the relay to try each delivery again",
            "We need the relay to try all deliveries again.",
        ),
        ("think", "It asks for no more than that", "It asks for no more than this."),
    ):
        yield _row(
            "case.sample-sentence",
            example(**{field: _lines(f"HERE. {sample}.", filler, filler)}),
            example(**{field: _lines(near, filler, filler)}),
            f'"{sample.lower()}" is a sample sentence of the commission',
            "write the request or the reason that this code has",
        )


RULES = (*_bounds(), *_parts(), *_flows(), *_topics(), *_requests(), *_repeated())

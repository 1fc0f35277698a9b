"""Pairs for the names and numbers in prompt and think."""

from collections.abc import Iterator

from support import CORE

from pairs import Pair, example

DATASETS = {
    "vouched": f"""
corpus = "relay"
system = "You maintain the relay."

[scope]
also = ["{CORE}/*"]

[target]
min = 1
max = 9

[vocabulary]
DelayQueue = "of tokio-util, as what was not taken"
""",
}
"""A dataset that vouches for a name, without rules."""

LOOP = f'rust("{CORE}/retry.rs", "run_attempts"), CODE'
HASH = f'rust("{CORE}/extra/hashing.rs", "digest_of"), CODE'
VOUCH = "a name that you vouch for goes into [vocabulary]"
NEITHER = "neither in the shown code nor in what it uses"


def _text(field: str, sentence: str, code: str = LOOP, **more: str) -> str:
    """Return a case with a sentence in the middle of its prompt or think."""
    rows = f'"""\n        First WORD.\n\n        {sentence}\n        And last WORD.\n    """'
    return example(code, **{field: rows}, **more)


def _unknown(field: str) -> Iterator[Pair]:
    """Yield names that exist nowhere, and such as do."""

    def row(fault: str, bad: str, good: str, seen: str, mend: str) -> Pair:
        texts = _text(field, f"{bad} HERE."), _text(field, good)
        return Pair(f"{field}.{fault}", *texts, seen=seen, mend=mend)

    of_toml = f"{VOUCH} of dataset.toml"
    yield row(
        "unknown-name",
        "`run_atempts` does it.",
        "`run_attempts` does it.",
        "no `run_atempts` exists in the tree",
        f"did you mean `run_attempts`, `attempts`? {of_toml}",
    )
    yield row(
        "unknown-name",
        "The pause_aftre is it.",
        "The pause_after, as PostgreSQL and GitHub have it.",
        "no `pause_aftre` exists in the tree",
        f"did you mean `pause_after`? {of_toml}",
    )
    yield row(
        "unknown-name",
        "A BackofPolicy is it.",
        "A BackoffPolicy is it, and what policies do.",
        "no `BackofPolicy` exists in the tree",
        f"did you mean `BackoffPolicy`? {of_toml}",
    )
    yield row(
        "unknown-name",
        "With `retry_all!` it goes.",
        "With `write!` it goes.",
        "no macro `retry_all!` exists in the tree",
        f"did you mean `retry`? {of_toml}",
    )
    yield row(
        "unknown-name",
        "`#[deriving(Debug)]` stands there.",
        "`#[derive(Debug)]` stands there.",
        "no attribute `#[deriving(Debug)]` exists in the tree",
        f"did you mean `derive`? {of_toml}",
    )
    yield row(
        "unknown-name",
        "A `relay-no-such` field.",
        "A `content-type` field.",
        "no `relay-no-such` stands in the tree",
        of_toml,
    )
    yield row(
        "unknown-name",
        "`Duration::from_eons` makes it.",
        "`Duration::from_millis` makes it.",
        "`Duration::from_eons` is used nowhere here",
        f"did you mean `from_str`? {of_toml}",
    )
    yield row(
        "unknown-member",
        "`BackoffPolicy::pause_befor` says it.",
        "`BackoffPolicy::pause_after` says it.",
        "`BackoffPolicy` has no `pause_befor`",
        "there is `BackoffPolicy::pause_after`",
    )
    yield row(
        "unknown-member",
        "`Attempt::Stop` ends it.",
        "`Attempt::GiveUp` ends it.",
        "`Attempt` has no `Stop`",
        "there is `Attempt::Done`, `Attempt::GiveUp`, `Attempt::TryAgain`",
    )
    yield row(
        "unknown-member",
        "`retry::reclaim` is it.",
        "`retry::run_attempts` is it.",
        "module `retry` has no `reclaim`",
        f"`reclaim` is in {CORE}/queue.rs:105 (`reclaim`)",
    )
    yield row(
        "unknown-file",
        "As in core/retry.rs.",
        "As in src/retry.rs, for what one may read/write.",
        "the tree has no file core/retry.rs",
        f"there is {CORE}/retry.rs",
    )
    yield row(
        "unknown-crate",
        "As sqlx does.",
        "As `std` does, not sqlx.",
        "the tree does not use the crate sqlx by name",
        VOUCH,
    )
    yield row(
        "unknown-crate",
        "As the rayon crate does.",
        "As diesel would, or a crate like rayon.",
        "rayon is no crate of this tree",
        VOUCH,
    )


def _elsewhere(field: str) -> Iterator[Pair]:
    """Yield names that exist in another place, and such as are in scope or introduced."""

    def row(fault: str, bad: str, good: str, seen: str, mend: str) -> Pair:
        texts = _text(field, f"{bad} HERE."), _text(field, good)
        return Pair(f"{field}.{fault}", *texts, seen=seen, mend=mend)

    yield row(
        "name-elsewhere",
        "With a `DedupStore` it goes.",
        "With a `DedupStore` of dedup.rs it goes.",
        f"`DedupStore` is {NEITHER}",
        f"say where it is: {CORE}/dedup.rs:31 (`DedupStore`); or leave it out",
    )
    yield row(
        "name-elsewhere",
        "With `Route::matches` it goes.",
        "With `routing::Route::matches` it goes.",
        f"`Route::matches` is {NEITHER}",
        f"say where it is: {CORE}/routing.rs:3 (`Route`); or leave it out",
    )
    yield row(
        "name-elsewhere",
        "`client_label` is there.",
        "`pause` is there.",
        f"`client_label` is {NEITHER}",
        f"it is a local name in {CORE}/extra/fetching.rs; say so, or leave it out",
    )
    yield row(
        "name-elsewhere",
        "`#[traced]` is there.",
        "`#[traced]` of fetching.rs is there, and `#[repr(u8)]`.",
        "the attribute `#[traced]` stands on nothing that is shown or used",
        f"it is at {CORE}/extra/fetching.rs:3; name the file",
    )
    yield row(
        "crate-elsewhere",
        "As blake3 does.",
        "As blake3 does in `hashing.rs`.",
        "the code in scope does not use the crate blake3",
        f"it is used in {CORE}/extra/hashing.rs; name the file, or leave the crate out",
    )
    yield row(
        "misplaced-name",
        "`Attempt` in dispatcher.rs is it.",
        "`Attempt` in retry.rs is it.",
        "dispatcher.rs does not define `Attempt`",
        f"it is in {CORE}/retry.rs:46 (`Attempt`)",
    )
    yield row(
        "misplaced-name",
        "It is dispatcher.rs's `Exhausted`.",
        "It is dispatcher.rs's `Turn`.",
        "dispatcher.rs does not define `Exhausted`",
        f"it is in {CORE}/retry.rs:56 (`Exhausted`)",
    )
    about = "name what of it the sentence is about, or leave the file out"
    stray = "routing.rs has nothing to do with the shown code"
    yield row("stray-file", "See routing.rs.", "See dispatcher.rs.", stray, about)
    yield row("stray-file", "See routing.rs.", "See `Route` in routing.rs.", stray, about)


def _crates(field: str) -> Iterator[Pair]:
    """Yield crates that another file uses, and that the shown one does though it is denied."""

    def row(fault: str, bad: str, good: str, seen: str, mend: str) -> Pair:
        texts = _text(field, f"{bad} HERE.", HASH), _text(field, good, HASH)
        return Pair(f"{field}.{fault}", *texts, seen=seen, mend=mend)

    yield row(
        "crate-elsewhere",
        "As `reqwest` does.",
        "As `blake3` does.",
        "the code in scope does not use the crate reqwest",
        f"it is used in {CORE}/extra/fetching.rs; name the file, or leave the crate out",
    )
    denied = f"the text denies blake3, which {CORE}/extra/hashing.rs uses"
    mend = "say which part does without it, or leave the denial out"
    yield row("denied-crate", "It works without blake3.", "It works with blake3.", denied, mend)
    yield row(
        "denied-crate",
        "Here `blake3` is not used.",
        "Here `blake3` is used, and not `reqwest`.",
        denied,
        mend,
    )


def _introduced() -> Iterator[Pair]:
    """Yield what introduces a name from outside of its text: the prompt, and the vocabulary."""
    known = {"prompt": '"As dedup.rs does it, for `DedupStore`: WORD."'}
    silent = {"prompt": '"As retry.rs does it: WORD."'}
    yield Pair(
        "think.name-elsewhere",
        _text("think", "HERE a `SWEEP_EVERY` is there.", **silent),
        _text("think", "Here a `SWEEP_EVERY` is there.", **known),
        seen=f"`SWEEP_EVERY` is {NEITHER}",
        mend=f"say where it is: {CORE}/dedup.rs:12 (`SWEEP_EVERY`); or leave it out",
    )
    yield Pair(
        "think.unknown-name",
        _text("think", "HERE `DeliveryQeue` would be one."),
        _text("think", "Here `DelayQueue` would be one."),
        dataset="vouched",
        seen="no `DeliveryQeue` exists in the tree",
        mend=f"did you mean `DeliveryQueue`, `Delivery`, `Delivered`? {VOUCH} of dataset.toml",
    )


def _numbers() -> Iterator[Pair]:
    """Yield numbers that the code in scope does not hold, and such as it or a claim does."""

    def row(code: str, number: str, near: str, bad: str, good: str) -> Pair:
        field = code.partition(".")[0]
        texts = (_text(field, f"{bad} HERE."), _text(field, f"There {good}"))
        return Pair(code, *texts, seen=unplaced % number, mend=f"there is {near}; {mend}")

    unplaced = '"%s" stands neither in the shown code nor in what it names'
    mend = "mend it, or quote it in `claims` with value(), literal() or argued()"
    value = 'value("signing.rs::TOLERANCE", minutes=5)'
    for code in ("prompt.unplaced-number", "think.unquoted-number"):
        yield row(
            code, "45 seconds", "0.25 s, 90 s", "it waits 45 seconds.", "it waits 90 seconds."
        )
        yield row(code, "250 s", "90 s, 0.25 s", "it waits 250 s.", "it waits 250 ms, a moment.")
        quoted, kinds = "waits five minutes", ('calls("run_attempts", "sleep")', value)
        bad, good = (
            _text(code.partition(".")[0], f"{word} it {quoted}.", claims=f'{{"{quoted}": {kind}}}')
            for word, kind in zip(("HERE", "There"), kinds, strict=True)
        )
        seen = unplaced % "five minutes"
        yield Pair(code, bad, good, seen=seen, mend=f"there is 90 s, 0.25 s; {mend}")
    yield row(
        "think.unquoted-number",
        "7",
        "6, 1, 31, 90",
        "it tries up to 7 times.",
        "it tries up to 6 times.",
    )


NAMES = (
    *(
        pair
        for field in ("prompt", "think")
        for rows in (_unknown, _elsewhere, _crates)
        for pair in rows(field)
    ),
    *_introduced(),
    *_numbers(),
)

"""Evidence of every kind that does not hold, and the same where it does."""

from typing import NamedTuple

from support import CORE

ATTEMPT = 'calls("run_attempts", "attempt")'


class Refuted(NamedTuple):
    """Evidence that does not hold, the same kind where it does, and what is said of the first."""

    bad: str
    good: str
    seen: str
    mend: str


IT_CALLS = (
    "`run_attempts` does not call `push`; it calls `attempt`, `Attempt::Done`, `Ok`, "
    "`Attempt::TryAgain`, `.pause_after`, `Attempt::GiveUp`, `Some`, `sleep` and 1 more"
)
CALLER = f"`Dispatcher<T>::run` ({CORE}/dispatcher.rs:68)"
NAME_ONE = "name one of them"
SMALLER = "correct the sentence, or name a smaller place"
REFUTED = (
    Refuted(
        'calls("run_attempts", "push")', ATTEMPT, IT_CALLS, "name what it calls, or another item"
    ),
    Refuted(
        'calls("run_attempts", "attempt", times=2)',
        'calls("run_attempts", "attempt", times=1)',
        "`run_attempts` calls `attempt` 1 times (lines 79), not 2",
        "mend the sentence where it counts, and write times=1",
    ),
    Refuted(
        'calls("run_attempts", "push", times=1)',
        'calls("run_attempts", "push", times=0)',
        "`run_attempts` calls `push` 0 times, not 1",
        "mend the sentence, which says that it does",
    ),
    Refuted(
        'calls("run_attempts", "attempt", times=0)',
        'calls("run_attempts", "attempt", times=1)',
        "`run_attempts` calls `attempt` 1 times (lines 79), not 0",
        "mend the sentence, which says that it does not",
    ),
    Refuted(
        f'[{ATTEMPT}, calls("run_attempts", "push")]',
        f'[{ATTEMPT}, calls("run_attempts", "sleep")]',
        IT_CALLS,
        "name what it calls, or another item",
    ),
    Refuted(
        'callers("run_attempts", ["Dispatcher::new"])',
        'callers("run_attempts", ["Dispatcher::run"])',
        f"callers of `run_attempts`: `Dispatcher<T>::new` ({CORE}/dispatcher.rs) does not call it; "
        f"{CALLER} calls it too",
        f"its callers are {CALLER}",
    ),
    Refuted(
        'callers("run_attempts", [])',
        'callers("digest_of", [])',
        f"callers of `run_attempts`: {CALLER} calls it too",
        f"its callers are {CALLER}",
    ),
    Refuted(
        'before("Dispatcher::run", "settle", "sign")',
        'before("Dispatcher::run", "sign", "settle")',
        "in `Dispatcher<T>::run` `settle` is first called on line 69, `sign` on line 67 already",
        "turn sentence and claim round, or name what stands there only later",
    ),
    Refuted(
        'absent("run_attempts", "pause_after")',
        'absent("run_attempts", "spawn")',
        f"`pause_after` occurs in `run_attempts`: {CORE}/retry.rs:81",
        SMALLER,
    ),
    Refuted(
        'absent("routing.rs", "Route")',
        'absent("routing.rs", "Instant")',
        f"`Route` occurs in `routing.rs`: {CORE}/routing.rs:5, {CORE}/routing.rs:10, "
        f"{CORE}/routing.rs:30",
        SMALLER,
    ),
    Refuted(
        'absent(".", "blake3")',
        'absent(".", "sqlx")',
        f"`blake3` occurs in the tree: {CORE}/extra/hashing.rs:3",
        SMALLER,
    ),
    Refuted(
        'value("LONGEST_PAUSE", seconds=9)',
        'value("LONGEST_PAUSE", minutes=1.5)',
        "`LONGEST_PAUSE` is 90 s, not 9 seconds",
        "write what it is, in the sentence too",
    ),
    Refuted(
        'value("LONGEST_PAUSE", bytes=90)',
        'value("SWEEP_EVERY", bytes=1024)',
        "`LONGEST_PAUSE` is 90 s, not 90 bytes",
        "write what it is, in the sentence too",
    ),
    Refuted(
        'literal("run_attempts", "2")',
        'literal("run_attempts", "1")',
        "`run_attempts` has no literal `2`; it has `1`",
        "write the whole of one of them",
    ),
    Refuted(
        'derives("Exhausted", "Clone")',
        'derives("Exhausted", "PartialEq")',
        "`Exhausted` derives `Debug`, `PartialEq`, `Eq`, not `Clone`",
        NAME_ONE,
    ),
    Refuted(
        'implements("Exhausted", "Error")',
        'implements("Exhausted", "Display")',
        "the tree has no `impl Error for Exhausted`; there are `fmt::Display`, `Debug`, "
        "`PartialEq`, `Eq`",
        "name one of them; a blanket impl is not seen and must be argued",
    ),
    Refuted(
        'attribute("BackoffPolicy", "serde")',
        'attribute("BackoffPolicy", "derive")',
        "no attribute of `BackoffPolicy` is `serde`; there are "
        "`derive(Clone, Copy, Debug, PartialEq, Eq)`",
        NAME_ONE,
    ),
    Refuted(
        'returns("run_attempts", "T")',
        'returns("run_attempts", "Result<T, Exhausted<E>>")',
        "`run_attempts` returns `Result<T, Exhausted<E>>`, not `T`",
        "write the type as the signature has it",
    ),
    Refuted(
        'field("Exhausted", "first")',
        'field("Exhausted", "last")',
        "`Exhausted` has no field `first`; it has `attempts`, `last`",
        "name one of them; that of a variant is `Variant.field`",
    ),
    Refuted(
        'field("Exhausted", "attempts", "u64")',
        'field("Exhausted", "attempts", "u32")',
        "`Exhausted` has `attempts: u32`, not `u64`",
        "write that type",
    ),
    Refuted(
        'variant("Attempt", "Stop")',
        'variant("Attempt", "GiveUp")',
        "`Attempt` has no variant `Stop`; it has `Done`, `TryAgain`, `GiveUp`",
        "name those that it has",
    ),
    Refuted(
        'variant("Attempt", "Done", closed=True)',
        'variant("Attempt", "Done")',
        "`Attempt` also has `TryAgain`, `GiveUp`",
        "mend the sentence and name all of them, or leave out closed=True",
    ),
    Refuted(
        'bound("run_attempts", "sleep", "Fn(u32)")',
        'bound("run_attempts", "sleep", "FnMut(Duration)")',
        "`run_attempts` does not demand `sleep: Fn(u32)`; it demands `sleep: FnMut(Duration)`, "
        "`attempt: FnMut(u32) -> Attempt<T, E>`",
        NAME_ONE,
    ),
)

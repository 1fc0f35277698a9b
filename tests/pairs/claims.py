"""Pairs for claims: quotes, evidence of every kind, and sentences that need some."""

from collections.abc import Iterator
from typing import NamedTuple

from support import CORE

from pairs import Pair, example
from pairs.refuted import ATTEMPT, REFUTED

LOOP = f'rust("{CORE}/retry.rs", "run_attempts"), CODE'
TURN = f'rust("{CORE}/dispatcher.rs", "Dispatcher::run"), CODE'
QUOTED = '"it goes": '


def _text(sentence: str, claim: str = "", code: str = LOOP) -> str:
    """Return a case with a sentence in the last line of its think, and a claim if there is one."""
    claims = {"claims": f"{{\n        {claim},\n    }}"} if claim else {}
    return example(code, think=f'"""\n        It WORD.\n        {sentence}\n    """', **claims)


def _evidence(code: str, bad: str, good: str, seen: str, mend: str) -> Pair:
    """Return a pair of two pieces of evidence for the same words."""
    texts = (_text("HERE it goes.", QUOTED + bad), _text("There it goes.", QUOTED + good))
    return Pair(code, *texts, seen=seen, mend=mend)


# --- quotes, items and arguments ---------------------------------------------------------------

WHY = "The loop ends by a return: Done, or no pause left, and `pause_after` counts to the limit."


def _argued(why: str) -> str:
    return f'argued("{why}", "run_attempts")'


def _quotes() -> Iterator[Pair]:
    yield Pair(
        "claim.stale-quote",
        _text("It is here.", f'"It was here": {ATTEMPT},  # HERE'),
        _text("It\n        is here.", f'"  is\\n here.": {ATTEMPT}'),
        seen='the quote "It was here" stands neither in prompt nor in think',
        mend=(
            "quote what the text says now, to the letter, and look whether the evidence still fits"
        ),
    )
    yield Pair(
        "claim.long-quote",
        _text("It is here. It is there.", f'"is here. It is": {ATTEMPT},  # HERE'),
        _text("It is here. It is there.", f'"It is there.": {ATTEMPT}'),
        seen='the quote "is here. It is" spans more than one sentence',
        mend="quote one sentence, or a part of it",
    )


def _twice() -> Iterator[Pair]:
    first, again = f'"it goes": {ATTEMPT}', f'"It goes": {ATTEMPT}'
    yield Pair(
        "claim.quoted-twice",
        _text("There it goes.", f"{first},\n        {first},  # HERE"),
        _text("It goes, there it goes.", f"{first},\n        {again}"),
        seen="this quote has a claim on line 11 already, which is lost",
        mend="put the evidence of both into one list",
    )


def _items() -> Iterator[Pair]:
    gone = '"it goes": {} cites an item that is not to be found'
    nearest = f"nearest: `run_attempts` ({CORE}/retry.rs:69)"
    lost = f"there is no item `run_attemps` in the tree; {nearest}"
    yield _evidence(
        "claim.unknown-item",
        'calls("run_attemps", "attempt")',
        ATTEMPT,
        gone.format("calls()"),
        lost,
    )
    yield _evidence(
        "claim.unknown-item",
        f'argued("{WHY}", "run_attempts", "run_attemps")',
        _argued(WHY),
        gone.format("argued()"),
        lost,
    )
    yield _evidence(
        "claim.unknown-item",
        'field("Entry", "expires")',
        'field("dedup.rs::Entry", "expires")',
        gone.format("field()"),
        f"`Entry` fits 2 items; write one of: `{CORE}/dedup.rs::Entry`, `{CORE}/queue.rs::Entry`",
    )
    yield _evidence(
        "claim.undecided",
        'callers("DeliveryQueue::is_empty", [])',
        'callers("DeliveryQueue::settle", ["Dispatcher::run"])',
        '"it goes": cannot decide who calls `DeliveryQueue::is_empty`: `is_empty` is a common '
        "name, of types from outside the tree too; one may call it, e.g. in "
        f"`<Config as FromStr>::from_str` ({CORE}/config.rs:52)",
        "claim calls(item, name) of one caller, or argue it: argued(...)",
    )


def _reasons() -> Iterator[Pair]:
    yield _evidence(
        "claim.thin-reason",
        _argued("It ends with `pause_after`, after which nothing else ever comes."),
        _argued("It ends with `pause_after`, and after that nothing else ever comes in."),
        'the argument for "it goes" has 10 words',
        "say in 12 or more which path would break it, and why none does",
    )
    nobody = "It is so since nobody has found a way in which it {} be so."
    yield _evidence(
        "claim.thin-reason",
        _argued(nobody.format("would not")),
        _argued(nobody.format("would, `sleep` aside, not")),
        'the argument for "it goes" names nothing of the source',
        "name the path that would break it: the function, variant or caller looked at",
    )
    yield _evidence(
        "claim.unknown-name",
        _argued(f"{WHY} `puase` is not."),
        _argued(f"{WHY} `pause` is not."),
        'the argument for "it goes": no `puase` exists in the tree',
        "did you mean `pause`? a name that you vouch for goes into [vocabulary] of dataset.toml",
    )


# --- sentences that need a claim ---------------------------------------------------------------


class Needy(NamedTuple):
    """A sentence that needs evidence, one that just does not, and evidence that fits or not."""

    kind: str
    sentence: str
    word: str
    near: str
    quote: str
    fits: str
    misfits: str


ADVICE = {
    "absolute": "argued() with the path that would break it, or absent() or callers()",
    "cost": "argued() with what was counted, absent(), or calls() with `times`",
    "order": "before(), or argued()",
}
SIGNS, SIGNS_ONCE = (f'calls("Dispatcher::run", "sign"{more})' for more in ("", ", times=1"))
NO_SPAWN = 'absent("dispatcher.rs", "spawn")'
NEEDY = (
    Needy("absolute", "it never spawns", "never", "it does not spawn", "never", NO_SPAWN, SIGNS),
    Needy(
        "absolute",
        "it takes only when idle",
        "takes only",
        "the only one takes it",
        "takes only when",
        'callers("run_attempts", ["Dispatcher::run"])',
        SIGNS_ONCE,
    ),
    Needy(
        "absolute",
        "that is impossible",
        "impossible",
        "that is possible",
        "is impossible",
        'variant("Attempt", "Done", "TryAgain", "GiveUp", closed=True)',
        'variant("Attempt", "Done")',
    ),
    Needy(
        "cost",
        "it signs without a copy",
        "without a copy",
        "it signs with a copy",
        "it signs without a copy",
        SIGNS_ONCE,
        SIGNS,
    ),
    Needy(
        "cost",
        "that is cheap",
        "cheap",
        "that is dear",
        "cheap",
        _argued(WHY),
        'value("LONGEST_PAUSE", seconds=90)',
    ),
    Needy(
        "order",
        "`sign` stands before `settle`",
        "before",
        "`sign` stands before the end",
        "`sign` stands before `settle`",
        'before("Dispatcher::run", "sign", "settle")',
        f'[{SIGNS}, calls("Dispatcher::run", "settle")]',
    ),
)


def _needed() -> Iterator[Pair]:
    for kind, sentence, word, near, quote, fits, misfits in NEEDY:
        bad, advice = f"HERE {sentence}.", ADVICE[kind]
        yield Pair(
            f"think.unquoted-{kind}",
            _text(bad, code=TURN),
            _text(f"Here {near}.", code=TURN),
            seen=f'"{bad}" says `{word}`, and no claim quotes it',
            mend=f"quote it up to that word in `claims`, with {advice}; or say less",
        )
        given = misfits.strip("[").partition("(")[0]
        yield Pair(
            "claim.misfit",
            _text(bad, f'"{quote}": {misfits}', TURN),
            _text(f"Here {sentence}.", f'"{quote}": {fits}', TURN),
            seen=f'"{bad}" says `{word}`, which {given}() does not support',
            mend=f"add {advice}; or say less",
        )
    yield Pair(
        "think.unquoted-absolute",
        example(think='"HERE it sleeps and never wakes."'),
        example(prompt='"Here it sleeps and must never wake."'),
        seen='"HERE it sleeps and never wakes." says `never`, and no claim quotes it',
        mend=f"quote it up to that word in `claims`, with {ADVICE['absolute']}; or say less",
    )


# --- quotes that say enough, evidence that speaks of them ----------------------------------------


def _coherent() -> Iterator[Pair]:
    sentence = "`run_attempts` goes on until it has a result."
    whole = f'"{sentence[:-1]}"'
    ends = 'calls("run_attempts", "attempt")'
    advice = "quote the whole of what is said with it, and add evidence for that"
    for quote, left in (("goes on until", "`run_attempts`"), ("`run_attempts` goes", '"until"')):
        yield Pair(
            "claim.short-quote",
            _text(f"HERE {sentence}", f'"{quote}": {ends}', TURN),
            _text(f"Here {sentence}", f"{whole}: {ends}", TURN),
            seen=f'a claim quotes a part of "HERE {sentence}", and not {left}',
            mend=advice,
        )
    asks = "`run_attempts` asks `pause_after`"
    yield Pair(
        "claim.unspoken-name",
        _text(f"HERE {asks}.", f'"{asks}": {ends}', TURN),
        _text(f"Here {asks}.", f'"{asks}": calls("run_attempts", ".pause_after")', TURN),
        seen=f'the quote "{asks}" names `pause_after`, of which calls() says nothing',
        mend=(
            "add evidence about it, or say in the reason of an argued() what it has to do with it; "
            "or quote less"
        ),
    )


CLAIMS = (
    *(
        _evidence("claim.refuted", bad, good, f'"it goes": {seen}', mend)
        for bad, good, seen, mend in REFUTED
    ),
    *_quotes(),
    *_twice(),
    *_items(),
    *_reasons(),
    *_needed(),
    *_coherent(),
)

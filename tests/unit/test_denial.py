"""Denials: which sentences say that a crate has no part in what is shown, and which do not."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shop import subject_of
from snippets import Snippets

from pytest_verbatim.checks.names import denials
from pytest_verbatim.config.rules import Rules
from pytest_verbatim.prose.denial import Denial, denials_in, is_denied
from pytest_verbatim.prose.mention import mentions_in

CRATES = frozenset(
    "serde serde_json tokio tower tower_http axum chrono redis tracing http base64 moka url time "
    "bytes log sea_orm".split()
)


def denied(sentence: str) -> set[str]:
    """Return the crates that a sentence denies."""
    return {one.crate for one in denials_in(sentence, CRATES)}


DENIALS = """
No serde here.
There is no serde in this file.
There is no `serde`, no `tokio`.
No axum, no tokio, no serde.
It does without serde.
It works without `serde`.
It compiles without axum.
We get along without tokio.
The function gets by without `axum`.
The helper makes do without axum.
We get away without axum.
This is done without the help of serde.
All this without axum.
Without serde, the struct is written by hand.
Nothing here comes from tower.
Nothing in this file comes from `tower`.
Nothing of axum is involved.
Nothing from axum is used.
Nothing shown uses axum.
Nothing in it has anything to do with axum.
Nothing is left for axum to do.
There is nothing here for axum.
There is nothing for serde to do.
None of it needs tokio.
None of this has to do with axum.
Not a line has to do with axum.
Not a single line of it touches `axum`.
Not one call goes to tokio.
No line of this file touches axum.
No call reaches `tokio`.
No import names serde.
No piece of axum is used here.
No type of axum shows up.
Nobody asks tokio.
The file is free of chrono.
The module is free from chrono.
The code is independent of tower.
It is unaware of axum.
The code knows nothing of tokio.
It takes nothing from tokio.
It owes nothing to axum.
The code keeps its distance from axum.
It makes no use of tower.
It has no use for serde.
It has no dependency on `tower`.
We have no need of axum.
There is no need for serde.
There is no place for serde here.
There is not a trace of tokio.
I see no trace of serde.
There is no axum to be seen.
tokio is not involved.
`tokio` is not needed here.
tokio isn't used.
The tokio crate is not used.
The crate axum is not used.
tokio is nowhere to be seen.
axum is nowhere used.
axum is not part of the picture.
axum is not one of its dependencies.
axum is not among the crates it uses.
axum is not called upon.
axum, by the way, is not used.
axum itself is not involved.
axum and tokio are not involved.
redis is not part of it.
http is not involved.
base64 is not used.
sea-orm does not show up.
`sea_orm` is not used.
serde does not appear.
serde does not come into it.
serde never enters the picture.
axum does not figure in it.
axum does not do anything here.
axum cannot be found here.
axum need not be imported.
We need not import serde.
serde plays no part.
`serde` has no part in it.
serde takes no part in it.
axum has no say in this.
axum does no work here.
axum lends no hand here.
axum is of no use here.
serde has nothing to do here.
serde has nothing to do with this.
serde contributes nothing here.
serde is absent.
serde goes unused.
serde remains unused here.
axum is unnecessary here.
axum is irrelevant here.
axum is bypassed.
axum is done without.
serde can stay out of it.
serde stays out of this.
tower is left out.
tower can be left aside.
axum can wait outside.
axum keeps out of it.
serde sits this one out.
This leaves tokio aside.
It leaves `tokio` out of it.
Keep axum out of it.
That spares us serde.
The middleware avoids serde.
It dispenses with serde.
It steers clear of serde.
It stays away from serde.
The whole thing is serde-free.
Neither serde nor tokio is needed.
It uses neither serde nor tokio.
Neither `serde` nor `tokio` is involved here.
It needs no axum, tokio or serde.
Nothing comes from axum or tokio.
It does not use serde.
We do not need serde_json.
It doesn't depend on tower-http.
We never import serde.
It isn't built on axum.
Nothing depends on tower-http here.
This does not involve axum in any way.
Not once is axum called.
Not once does it call axum.
Nor is serde involved.
Nowhere does serde appear.
At no point does serde come in.
In no place does axum come up.
Of axum there is no trace.
From axum nothing is taken.
axum: not used here.
You can read this without knowing axum.
""".strip().splitlines()


@pytest.mark.parametrize("sentence", DENIALS)
def test_a_denial_is_seen_however_it_is_put(sentence: str) -> None:
    """A negation that governs the crate itself, before it or behind; and verbs of doing without."""
    assert denied(sentence)


TRUE = """
tokio's mutex is not needed.
`tokio`'s mutex is not needed.
The lock of tokio does not poison.
The types of axum are not cheap to clone.
The axum router is not touched.
The redis client does not retry.
What serde_json does not parse comes back as an error.
What `serde_json` cannot parse is refused.
No tokio task outlives it.
No `tokio` task is spawned here.
No redis command is sent twice.
No serde attribute stands on it.
No serde derive is written by hand.
No tracing span is open by then.
There is no axum extractor for it.
It uses no tokio channel.
Without a tokio runtime it panics.
serde would not help.
I would rather leave tokio out.
One could do without serde.
Without serde there would be no wire format.
Without `serde` nothing of this compiles.
Without tokio the test cannot run.
It cannot do without tokio.
It does not do without tokio.
Nothing works without tokio here.
The test runs with or without tokio.
Even without tokio it would hang.
Any type without serde derives is refused.
tokio does not guarantee an order.
tokio does not promise to wake the waiters in order.
serde does not know the field.
serde never sees the raw bytes.
serde never fails on this type.
serde does not come to the body before the status was read.
axum does not set the header.
`axum` does not read the body twice.
base64 does not shrink it.
chrono cannot say which of the two was meant.
Nothing in tokio cancels it.
No part of tokio blocks the thread.
Neither serde nor chrono knows the order.
Neither tokio nor axum sees the error.
serde is not used for the key.
serde is not needed by the caller.
tokio is not needed to add two numbers.
serde is not at fault.
serde is not to blame.
tokio is not fast enough for this.
The clock of chrono is not monotonic.
serde is missing a derive.
axum has no notion of a retry.
axum has no extractor for it.
tower has no idea of the key.
tower gives no promise about the clone.
http has no status for that.
http does not allow a body there.
axum plays no tricks with the path.
tokio takes no lock for this.
serde says nothing about order.
serde has nothing to do with the order of the keys.
tokio gets nothing to do until then.
tokio can do nothing about a blocked thread.
There is nothing that tokio could do about it.
chrono contributes nothing to the comparison but noise.
Not only tokio needs it.
Not just serde reads it.
Nothing but tokio sleeps.
Nothing except serde reads it.
No crate other than serde reads it.
No one but axum calls it.
If serde is not involved, it fails.
Is serde not needed here?
That it does without serde is not true.
It is not serde that fails but the caller.
serde, not the handler, names the field.
The value is checked by hand, not by serde.
It sleeps by tokio rather than by std.
We do not block tokio.
The loop does not starve tokio.
It must not keep tokio from running.
It does not tell axum that the body was read.
The key is not given to axum.
Do not let tokio drop the future.
The caller does not wait for tokio to wake it.
Nothing stops tokio from dropping it.
Nothing keeps axum from calling it twice.
It leaves axum with an empty body.
It leaves serde the choice.
It keeps tokio busy.
axum is left with an empty body.
tower asks for readiness, which nobody grants here.
tracing does not record the field twice.
tokio-based code does not block.
It is not tokio-specific.
Older releases did not use axum.
This was not in axum before.
url is not a URL here.
The time is not known.
No time is lost.
There is no log line.
No bytes are copied.
The url does not appear in the key.
It uses serde.
serde and tokio are needed.
""".strip().splitlines()


@pytest.mark.parametrize("sentence", TRUE)
def test_what_denies_something_else_is_none(sentence: str) -> None:
    """A thing of the crate, what it does not do, a part, a purpose, an exception, a wish."""
    assert not denied(sentence)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("No serde, but tokio.", {"serde"}),
        ("It uses tokio without serde.", {"serde"}),
        ("tower-http is not used.", {"tower_http"}),
        ("`tower-http` and `tower_http` are not used.", {"tower_http"}),
        ("tower_http is not used.", {"tower_http"}),
        ("axum plays no part, and neither does tokio.", {"axum", "tokio"}),
        ("Tokio is not used.", set()),
        ("`TOKIO` is not used.", set()),
        ("serdes are not used.", set()),
        ("`serde::de` is not used.", set()),
        ("reqwest is not used.", set()),
    ],
)
def test_crates_are_known_by_whole_names(sentence: str, expected: set[str]) -> None:
    """With `-` or `_`, backticked or plain, in small letters; paths and other words are none."""
    assert denied(sentence) == expected


@pytest.mark.parametrize("name", ["time", "url", "bytes", "log"])
def test_names_that_are_english_words_count_in_backticks_alone(name: str) -> None:
    """What reads as a word in plain prose needs backticks, or "crate" behind it."""
    assert not denied(f"No {name} here.")
    assert denied(f"No `{name}` here.") == {name}
    assert denied(f"The {name} crate is not used.") == {name}


@pytest.mark.parametrize("name", ["tower", "redis", "tracing", "http", "base64"])
def test_words_that_mean_the_crate_in_small_letters_count(name: str) -> None:
    """Written small they are the crate; with a capital the product."""
    assert denied(f"No {name} here.") == {name}
    assert not denied(f"No {name.capitalize()} here.")


def test_a_denial_knows_its_place() -> None:
    """It takes in the name, with its backticks where it has some."""
    assert denials_in("So no `serde`.", CRATES) == (Denial("serde", 6, 13),)
    assert denials_in("So no serde.", CRATES) == (Denial("serde", 6, 11),)
    assert is_denied("So no serde.", 6, 11)
    assert not is_denied("So no serde.", 0, 2)
    assert not is_denied("serde", 9, 10)


@given(
    st.lists(st.sampled_from([*"no not nothing without serde `serde` is used of , . the".split()]))
)
def test_any_run_of_words_is_read_without_failing(words: list[str]) -> None:
    """Whatever is written: a denial stands where the crate does."""
    sentence = " ".join(words)
    for one in denials_in(sentence, CRATES):
        assert sentence[one.start : one.end].strip("`") == "serde"


@given(st.sampled_from(DENIALS), st.sampled_from(["So it is: ", "Yes; ", "It is short. "]))
def test_what_stands_before_a_clause_changes_nothing(sentence: str, before: str) -> None:
    """A denial is a matter of its clause."""
    assert denied(before + sentence) == denied(sentence)


# --- the check -----------------------------------------------------------------------------------

SHOWN = "desk/src/lib.rs"
TREE = Snippets(
    {
        SHOWN: """
        use serde::Serialize;
        use tokio::time as clock;

        #[derive(Serialize)]
        pub struct Desk {
            pub name: String,
        }

        pub async fn wait_there() {
            clock::sleep(PAUSE).await;
        }

        pub fn add(a: u8, b: u8) -> u8 {
            a + b
        }
        """,
        "desk/src/far.rs": "use axum::Router;\npub struct Far(Router);\n",
        "Cargo.lock": "".join(
            f'[[package]]\nname = "{name}"\n' for name in ("serde", "tokio", "axum")
        ),
    }
)


def found(think: str, prompt: str = "Please.") -> list[tuple[str, str]]:
    """Return the findings on an example of the desk, as (code, seen)."""
    one = subject_of(Rules(), (SHOWN, "Desk"), prompt=prompt, think=think, corpus=TREE)
    return [(finding.code, finding.seen) for finding in denials(one)]


def test_a_crate_that_the_shown_file_uses_may_not_be_denied() -> None:
    """In prompt and think block, whatever item is shown; a crate of another file may."""
    seen = f"the text denies serde, which {SHOWN} uses"
    assert found("No `serde` here.") == [("think.denied-crate", seen)]
    assert found("Fine.", prompt="It does without serde.") == [("prompt.denied-crate", seen)]
    assert found("No axum here.") == []
    assert found("serde is needed.") == []


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("`Desk` does without tokio.", False),
        ("`add` needs neither serde nor tokio.", False),
        ("`wait_there` does without tokio.", True),
        ("`Desk` does without serde.", True),
        ("`add` and `wait_there` do without tokio.", True),
        ("`Far` does without tokio.", True),
    ],
)
def test_an_item_that_the_sentence_names_may_do_without(sentence: str, *, told: bool) -> None:
    """Where it names items of the shown files, one of them has to use the crate, by its imports."""
    assert bool(found(sentence)) == told


def test_an_example_without_code_is_left_alone() -> None:
    """Where no part could be cut out, other findings say so."""
    one = subject_of(Rules(), (SHOWN, "Desk"), think="No serde here.", corpus=TREE)
    assert not list(denials(replace(one, excerpts=())))


# --- of one place ---------------------------------------------------------------------------------


def denied_there(sentence: str, name: str = "serde") -> bool:
    """Return whether a sentence denies the crate that it names."""
    (mention,) = (m for m in mentions_in(sentence, CRATES) if m.text == name)
    return is_denied(sentence, mention.start, mention.end)


@pytest.mark.parametrize(
    "sentence",
    [
        "no serde",
        "No `serde` here.",
        "It works without serde.",
        "It works without any trace of `serde`.",
        "It does not use serde.",
        "It doesn't use serde.",
        "It doesn\u2019t depend on serde.",
        "It has no need for serde.",
        "It is free of serde.",
        "It lacks serde.",
        "Neither serde nor anything else.",
        "There is no chrono, nor serde.",
        "`serde` is not used.",
        "serde isn't imported.",
        "`serde` was not even touched.",
        "serde, is not needed",
        "The serde crate is not involved.",
        "serde does not appear.",
        "serde doesn't come in.",
        "`serde` plays no part.",
        "serde has no role here.",
        "serde is absent.",
        "serde is nowhere.",
    ],
)
def test_a_denial_is_seen_there(sentence: str) -> None:
    """A denial directly before the name, or directly behind it with a verb."""
    assert denied_there(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "It uses serde.",
        "serde is used.",
        "serde does appear.",
        "serde plays a part.",
        "`serde` plays.",
        "serde is not slow.",
        "serde is present.",
        "No, serde is used.",
        "There is no doubt; serde is used.",
        "Not only that: serde too.",
        "Nothing but serde.",
        "Not only serde.",
        "It has no lock, serde helps.",
        "It has no lock serde would want.",
        "Whatever is not plain, serde is.",
        "serde and nothing else is not used.",
        "It knows serde.",
        "The piano serde.",
    ],
)
def test_what_denies_something_else_is_let_pass_there(sentence: str) -> None:
    """A use, a denial in another clause or of another thing, and parts of words are let pass."""
    assert not denied_there(sentence)


def test_the_mention_that_is_meant_counts_there() -> None:
    """Of two crates in a sentence each is denied or used for itself."""
    sentence = "It uses tokio without serde."
    assert denied_there(sentence)
    assert not denied_there(sentence, "tokio")


@pytest.mark.parametrize(
    "filler", [" use of", " the", " need for", " no", " not", ",", " a b", "'s"]
)
def test_a_long_sentence_is_read_to_its_end_there(filler: str) -> None:
    """However often words that may stand in a denial are repeated, an answer comes."""
    sentence = "no" + filler * 5000 + " x serde" + filler * 5000 + " y"
    assert not denied_there(sentence)

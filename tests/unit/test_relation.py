"""Relations that sentences state: which are read, and which of them the source contradicts."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shop import subject_of
from snippets import Snippets

from pytest_verbatim.checks import Subject
from pytest_verbatim.checks.relations import relations
from pytest_verbatim.config.rules import Rules
from pytest_verbatim.evidence import (
    Evidence,
    argued,
    attribute,
    callers,
    calls,
    derives,
    field,
    implements,
    literal,
)
from pytest_verbatim.prose.relation import relations_in

# --- what a sentence says ------------------------------------------------------------------------


def stated(sentence: str) -> list[str]:
    """Return the relations of a sentence, each as `kind subject object`."""
    return [f"{r.kind} {r.subject} {r.object}" for r in relations_in(sentence)]


@pytest.mark.parametrize(
    "sentence",
    [
        "`a` calls `b`.",
        "`a` calls the function `b`.",
        "The private helper `a` calls `b`.",
        "The function `a` first calls the method `b`, then returns.",
        "`a` itself calls `b` once.",
        "`a` will call `b`.",
        "`a` invokes `b`.",
        "`a` awaits `b`.",
        "`a` calls into `b`.",
        "In the end `a` calls `b`.",
        "On a miss, `a` calls `b`.",
        "It is short, since `a` calls `b`.",
        "`a`, which calls `b`, is short.",
        "It is `a` that calls `b`.",
        "The body of `a` calls `b`.",
        "The loop in `a` awaits `b`.",
        "`a` locks the row and calls `b`.",
        "`a` sleeps, and it calls `b`.",
        "`a` has to call `b`.",
        "`a` goes on to call `b`.",
        "`a` ends by calling `b`.",
        "`a` ends up calling `b`.",
        "Let `a` call `b`.",
        "Call `b` from `a`.",
        "Inside `a` we call `b`.",
        "In `a`, `b` is called.",
        "`b` is called by `a`.",
        "`b` is called with the key by the `a` handler.",
        "`b` is awaited in `a`.",
        "`b` gets called from `a`.",
        "`b`, called from `a`, is short.",
        "`b` is called at the end of `a`.",
        "`a` is the only caller of `b`.",
        "`a` is among the callers of `b`.",
        "The caller of `b` is `a`.",
        "`b`'s only caller is `a`.",
        "The call of `b` in `a` is cheap.",
        "There is a call to `b` in `a`.",
        "A call to `b` sits at the end of `a`.",
        "`a`'s call to `b` is cheap.",
        "`a` makes one call to `b`.",
        "`a` ends with a call to `b`.",
        "In `a` there is one call of `b`.",
        "In `a`, there stands a call to `b`.",
        "What `a` calls is `b`.",
        "`b` is what `a` calls.",
        "All `a` does is call `b`.",
        "The last thing `a` does is to call `b`.",
        "`a` is the one that calls `b`.",
        "`a` is where `b` gets called.",
        "It is in `a` that `b` is called.",
        "`b` has one caller, `a`.",
        "Each call of `a` awaits `b`.",
    ],
)
def test_a_call_is_read_however_it_is_put(sentence: str) -> None:
    """Active and passive, as a noun, in the body of, from within: one and the same relation."""
    assert stated(sentence) == ["calls a b"]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("`a` calls `b`, `c` and `d` in turn.", ["calls a b", "calls a c", "calls a d"]),
        ("`a` calls `b` and then awaits `c`.", ["calls a b", "calls a c"]),
        ("`a` and `b` both call `c`.", ["calls a c", "calls b c"]),
        ("The callers of `b` are `a` and `c`.", ["calls a b", "calls c b"]),
        ("`get` of `Cache` calls `run`.", ["calls Cache::get run"]),
        ("`Cache`'s `get` calls `run`.", ["calls Cache::get run"]),
        ("lock_loop calls resolve_service.", ["calls lock_loop resolve_service"]),
        ("`a` uses `b` for that.", ["uses a b"]),
        ("`a` goes through `b`.", ["uses a b"]),
        ("`a` returns what `b` gives.", ["uses a b"]),
        ("`a` passes on the answer of `b`.", ["uses a b"]),
        ("`a` hands the work to `b`.", ["uses a b"]),
        ("`a` passes the rest of it on to `b`.", ["uses a b"]),
        ("`a` leaves it to the caller.", []),
        ("`a` is built on `b`.", ["uses a b"]),
        ("`a` is a thin wrapper around `b`.", ["uses a b"]),
        ("`a` waits for `b`, `c` calls `d`.", ["calls c d"]),
    ],
)
def test_lists_owners_and_plain_names_are_read(sentence: str, expected: list[str]) -> None:
    """Both sides may be lists; an owner belongs to its member; backticks are not needed."""
    assert stated(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("`X` derives `Clone`, `Debug` and `Hash`.", ["Clone", "Debug", "Hash"]),
        ("`X` also derives `Clone`.", ["Clone"]),
        ("`Clone` and `Debug` are derived for `X`.", ["Clone", "Debug"]),
        ("`Clone` is derived on `X`.", ["Clone"]),
        ("We derive `Clone` for `X`.", ["Clone"]),
        ("`X` gets its `Clone` from a derive.", ["Clone"]),
        ("`Clone` comes from the derive on `X`.", ["Clone"]),
        ("The `Clone` derive on `X` is enough.", ["Clone"]),
        ("`X` has a derived `Clone`.", ["Clone"]),
        ("The derived `Clone` of `X` copies.", ["Clone"]),
        ("`X`'s derived `Clone` copies.", ["Clone"]),
        ("`X` carries `#[derive(Clone, Debug)]`.", ["Clone", "Debug"]),
        ("`#[derive(Clone)]` stands on `X`.", ["Clone"]),
    ],
)
def test_derives_are_read(sentence: str, expected: list[str]) -> None:
    """As verb, participle, noun and attribute."""
    assert stated(sentence) == [f"derives X {name}" for name in expected]


@pytest.mark.parametrize(
    "sentence",
    [
        "Among the derives of `Node` is `Clone`.",
        "`Clone` stands in the derive of `Node`.",
        "`Node` has `Clone` among its derives.",
        "A derived `Clone` makes `Node` cheap.",
        "`Node` is a key, so it derives `Clone`.",
    ],
)
def test_a_derive_is_read_in_a_clause_of_any_build(sentence: str) -> None:
    """A clause that speaks of deriving, with one type and one trait that is often derived."""
    assert stated(sentence) == ["derives Node Clone"]


@pytest.mark.parametrize(
    "sentence",
    [
        "`X` implements `Clone`.",
        "`Clone` is implemented for `X`.",
        "`Clone` is implemented by `X`.",
        "The `Clone` impl of `X` is short.",
        "The impl of `Clone` for `X` is short.",
        "`X` is `Clone`.",
    ],
)
def test_impls_are_read(sentence: str) -> None:
    """As verb and noun, and as what a type is."""
    assert stated(sentence) == ["implements X Clone"]


@pytest.mark.parametrize(
    "sentence",
    [
        "`f` carries `#[inline]`.",
        "`f` is short and carries `#[inline]`.",
        "`f` bears an `#[inline]`.",
        "`f` is marked `#[inline]`.",
        "`f` is annotated with `#[inline]`.",
        "`#[inline]` on `f` helps.",
        "`#[inline]` sits on `f`.",
        "`#[inline]` is placed above `f`.",
        "Above `f` stands `#[inline]`.",
        "`f`'s `#[inline]` helps.",
        "The `#[inline]` attribute of `f` helps.",
        "We put `#[inline]` right on `f`.",
        "#[inline] is on `f`.",
    ],
)
def test_attributes_are_read(sentence: str) -> None:
    """On, of, above: before and behind what bears them."""
    assert stated(sentence) == ["attribute f #[inline]"]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("`f` carries `#[a]`, `#[b]` and `#[c]`.", ["#[a]", "#[b]", "#[c]"]),
        ("`#[a]` and `#[b]` stand on `f`.", ["#[a]", "#[b]"]),
        ("`f` has the `inline` attribute.", ["inline"]),
    ],
)
def test_lists_of_attributes_are_read(sentence: str, expected: list[str]) -> None:
    """Each of a list; and an attribute that is called one."""
    assert stated(sentence) == [f"attribute f {text}" for text in expected]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("`a` returns a plain `T`.", ["returns a T"]),
        ("`a` hands back `T`.", ["returns a T"]),
        ("The return type of `a` is `T`.", ["returns a T"]),
        ("`a`'s return type is `T`.", ["returns a T"]),
        ("`X` has a field `y`.", ["field X y"]),
        ("`X` has a `y` field.", ["field X y"]),
        ("`X` has the fields `y` and `z`.", ["field X y", "field X z"]),
        ("The `y` field of `X` grows.", ["field X y"]),
        ("`X`'s `y` field grows.", ["field X y"]),
        ("`X`'s field `y` grows.", ["field X y"]),
        ("`y` is a field of `X`.", ["field X y"]),
        ("`A` and `B` are variants of `X`.", ["variant X A", "variant X B"]),
        ("`X` has two variants, `A` and `B`.", ["variant X A", "variant X B"]),
        ("`X` has a method `m`.", ["method X m"]),
        ("The method `m` of `X` waits.", ["method X m"]),
    ],
)
def test_types_and_parts_are_read(sentence: str, expected: list[str]) -> None:
    """Return types, fields, variants and methods."""
    assert stated(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "`a` does not call `b`.",
        "`a` never calls `b`.",
        "`a` no longer calls `b`.",
        "`a` calls `b` nowhere.",
        "Nobody says that `a` calls `b`.",
        "No variant of `X` calls `b`.",
        "`a` would call `b`.",
        "`a` could call `b`.",
        "`a` may call `b`.",
        "If `a` calls `b`, it hangs.",
        "Whether `a` calls `b` is open.",
        "Does `a` call `b`?",
        "`a` calls `b`?",
        "One alternative: `a` calls `b`.",
        "`a` calls `b` instead.",
        "Formerly `a` calls `b`.",
        "`a` called `b`.",
        "The caller of `a` calls `b`.",
        "What follows `a` calls `b`.",
        "A client of `a` calls `b`.",
        "The value in `a` calls `b`.",
        "What upstream calls `b` is `a`.",
        "`a` calls it `b`.",
        "`a` calls this `b`.",
        "`a` calls `b` or `c`.",
        "`a` is the one that `b` calls.",
        "`a` is where the key is called `b`.",
        "`a` is based on the value of `b`.",
        "`a` returns what it found.",
        "`a` calls the inner service.",
        "`a` waits for the worker, which sleeps and calls the handler of `b`.",
        "`a` takes the lock of `c` and calls `b`.",
        "`a` and `b` are short.",
        "`a` is derived from `b`.",
        "`X` could derive `Clone`.",
        "`X` does not derive `Clone`.",
        "The keys of `X` derive `Clone`.",
        "`Node` stores what derives `Clone`.",
        "`X` derives the key.",
        "`X` must not implement `Clone`.",
        "`f` has no `#[inline]`.",
        "`f` goes without `#[inline]`.",
        "`#[inline]` tells the compiler what to do.",
        "`a` returns nothing of `T`.",
        "`X` has no field `y`.",
        "`X` has fields.",
        "`a`",
        "",
    ],
)
def test_what_is_denied_open_or_of_another_is_no_relation(sentence: str) -> None:
    """Denials, conditions, wishes, questions, the past, other subjects and other meanings."""
    assert stated(sentence) == []


def test_a_relation_knows_its_place() -> None:
    """It takes in both names, with their backticks."""
    (one,) = relations_in("So, `a` calls `b`.")
    assert "So, `a` calls `b`."[one.start : one.end] == "`a` calls `b`"
    (passive,) = relations_in("`b` is called by the helper `a`, once.")
    assert (passive.start, passive.end) == (0, 31)


NAMES = st.from_regex(r"[a-z]{3,8}_[a-z]{3,8}", fullmatch=True)


@given(NAMES, NAMES, NAMES)
def test_active_and_passive_say_the_same(one: str, other: str, third: str) -> None:
    """Turning a sentence round, or taking the backticks away, changes nothing of what it says."""
    expected = sorted([f"calls {one} {other}", f"calls {one} {third}"])
    active = f"`{one}` calls `{other}` and `{third}`."
    passive = f"`{other}` and `{third}` are called by `{one}`."
    for sentence in (active, passive, active.replace("`", "")):
        assert sorted(set(stated(sentence))) == sorted(set(expected))


@given(
    st.lists(st.sampled_from("`a` `b` #[x] calls called by in of the and or , . not is".split()))
)
def test_any_run_of_words_is_read_without_failing(words: list[str]) -> None:
    """Whatever is written: the places are inside the sentence, in order, and not empty."""
    sentence = " ".join(words)
    for one in relations_in(sentence):
        assert 0 <= one.start < one.end <= len(sentence)


# --- what the source contradicts -----------------------------------------------------------------

DESK = "desk/src/desk.rs"
FAR = "desk/src/far.rs"
TREE = Snippets(
    {
        DESK: """
        use std::fmt;

        use crate::far::{forward, Distant};

        pub fn open_desk(key: &str) -> Result<Desk, DeskError> {
            let desk = seek_desk(key)?;
            unlock_desk(&desk);
            Ok(desk)
        }

        fn seek_desk(key: &str) -> Result<Desk, DeskError> {
            read_drawers(key)
        }

        fn unlock_desk(desk: &Desk) -> bool {
            retry_with(|| turn_key(desk))
        }

        fn turn_key(desk: &Desk) -> bool {
            desk.locked
        }

        fn read_drawers(key: &str) -> Result<Desk, DeskError> {
            Err(DeskError::Missing)
        }

        fn retry_with(mut fun: impl FnMut() -> bool) -> bool {
            fun() || fun()
        }

        fn handed_on() -> bool {
            let again = || sweep_desk();
            retry_with(again)
        }

        fn sweep_desk() -> bool {
            forward()
        }

        #[inline]
        #[must_use]
        fn never_called() -> u64 {
            7
        }

        #[derive(Clone, Debug, PartialEq)]
        pub struct Desk {
            locked: bool,
            #[serde(rename = "nickName")]
            name: String,
        }

        #[derive(Debug)]
        #[serde(rename_all = "camelCase")]
        pub struct Renamed {
            first_name: String,
            #[serde(flatten)]
            rest: Desk,
        }

        #[enum_dispatch]
        #[derive(Debug)]
        pub enum Drawer {
            Upper,
            Lower(Desk),
        }

        #[magic]
        pub struct Enchanted {
            spell: u8,
        }

        #[derive(Debug, thiserror::Error)]
        pub enum DeskError {
            Missing,
        }

        pub trait Lockable {
            fn lock_it(&mut self);
        }

        pub trait Named {
            fn called(&self) -> String;
        }

        impl<T: fmt::Debug> Named for T {
            fn called(&self) -> String {
                String::new()
            }
        }

        impl Lockable for Desk {
            fn lock_it(&mut self) {
                self.locked = true;
            }
        }

        impl Desk {
            pub fn new() -> Self {
                build_desk()
            }

            pub fn label(&self) -> &str {
                &self.name
            }
        }

        fn build_desk() -> Desk {
            todo!()
        }

        pub type Found = Result<Desk, DeskError>;

        fn found() -> Found {
            Err(DeskError::Missing)
        }

        macro_rules! lockable {
            ($name:ident) => {
                impl Lockable for $name {
                    fn lock_it(&mut self) {}
                }
            };
        }

        lockable!(Made);
        """,
        FAR: """
        pub fn forward() -> bool {
            true
        }

        pub struct Distant;

        impl Distant {
            pub fn new() -> Self {
                Self
            }

            pub fn reach(&self) -> bool {
                forward()
            }
        }
        """,
    }
)


def subject(
    think: str, *shown: tuple[str, str], claims: dict[str, Evidence] | None = None
) -> Subject:
    """Return an example about the desk with that think block."""
    one = subject_of(Rules(), *(shown or ((DESK, "open_desk"),)), think=think, corpus=TREE)
    example = replace(one.case.example, claims=claims or {})
    return replace(one, case=replace(one.case, example=example))


def told(think: str, *shown: tuple[str, str]) -> list[str]:
    """Return what is said against a think block."""
    found = list(relations(subject(think, *shown)))
    assert {one.code for one in found} <= {"think.false-relation"}
    return [one.seen for one in found]


ITS_IMPLS = "there are `Lockable`, `Clone`, `Debug`, `PartialEq`"
ITS_RESULT = "returns `Result<Desk, DeskError>`, not"


@pytest.mark.parametrize(
    ("sentence", "seen"),
    [
        ("`open_desk` calls `sweep_desk`.", "`open_desk` does not call `sweep_desk`"),
        ("`sweep_desk` is called by `open_desk`.", "`open_desk` does not call `sweep_desk`"),
        ("`open_desk` calls `never_called`.", "`open_desk` does not call `never_called`"),
        ("`turn_key` calls `open_desk`.", "`turn_key` does not call `open_desk`"),
        ("`Desk::label` calls `turn_key`.", "`Desk::label` does not call `turn_key`"),
        ("`Desk::label` calls `Distant::reach`.", "`Desk::label` does not call `Distant::reach`"),
        ("`Desk` calls `sweep_desk`.", "`Desk` does not call `sweep_desk`"),
        ("`retry_with` calls `read_drawers`.", "`retry_with` does not call `read_drawers`"),
        ("`Desk` derives `Hash`.", "`Desk` derives `Clone`, `Debug`, `PartialEq`, not `Hash`"),
        ("`Drawer` derives `Clone`.", "`Drawer` derives `Debug`, not `Clone`"),
        ("`Desk` implements `Hash`.", f"the tree has no `impl Hash for Desk`; {ITS_IMPLS}"),
        ("`open_desk` carries `#[inline]`.", "`#[inline]` does not stand on `open_desk`"),
        ("`#[cold]` is on `never_called`.", "`#[cold]` does not stand on `never_called`"),
        (
            "`#[serde(default)]` stands on `Renamed`.",
            "`#[serde(default)]` does not stand on `Renamed`",
        ),
        ("`turn_key` returns a `String`.", "`turn_key` returns `bool`, not `String`"),
        ("`open_desk` returns `Drawer`.", f"`open_desk` {ITS_RESULT} `Drawer`"),
        ("`Desk` has a field `height`.", "`Desk` has no field `height`; it has `locked`, `name`"),
        ("`Drawer` has a variant `Mid`.", "`Drawer` has no variant `Mid`; it has `Upper`, `Lower`"),
        ("`Desk` has a method `reach`.", "`Desk` has no method `reach`"),
    ],
)  # fmt: skip
def test_what_the_source_contradicts_is_a_finding(sentence: str, seen: str) -> None:
    """Each kind of relation, with what was seen in its place."""
    assert told(sentence) == [seen]


@pytest.mark.parametrize(
    "sentence",
    [
        "`open_desk` calls `seek_desk`.",
        "`open_desk` calls `read_drawers`.",  # by way of `seek_desk`
        "`unlock_desk` calls `turn_key`.",  # in the closure that it hands over
        "`retry_with` calls `turn_key`.",  # handed over by `unlock_desk`
        "`retry_with` calls `sweep_desk`.",  # handed over by name
        "`handed_on` goes through `forward`.",  # three steps
        "`Desk` calls `build_desk`.",
        "`Desk::new` calls `build_desk`.",
        "`open_desk` calls `open_desk`.",
        "`open_desk` calls `no_such_function`.",  # another check's business
        "`no_such_function` calls `open_desk`.",
        "`open_desk` calls `from`.",  # by `?`
        "`open_desk` calls `DeskError`.",
        "`desk` calls `sweep_desk`.",  # a local name
        "`Self::label` calls `sweep_desk`.",
        "`Desk` derives `Clone` and `Debug`.",
        "`DeskError` derives `Error`.",
        "`Enchanted` derives `Clone`.",  # its attribute may be a macro
        "`open_desk` derives `Clone`.",
        "`Desk` implements `Lockable`.",
        "`Desk` implements `PartialEq`.",
        "`Desk` implements `Named`.",  # for all types that are `Debug`
        "`Drawer` implements `Clone`.",  # its attribute may be a macro
        "`Drawer` implements `Lockable`.",
        "`DeskError` implements `Display`.",  # by a derive of another name
        "`Desk` implements `Stream`.",  # a trait from elsewhere
        "`Made` implements `Lockable`.",  # a macro does
        "`never_called` carries `#[inline]` and `#[must_use]`.",
        '`#[serde(rename_all = "camelCase")]` stands on `Renamed`.',
        '`#[serde(rename = "nickName")]` stands on `Desk`.',  # on a field of it
        "`open_desk` returns `Desk`.",  # in its `Result`
        "`open_desk` returns `DeskError`.",
        "`found` returns `Desk`.",  # behind an alias
        "`retry_with` returns `None`.",
        "`Desk::new` returns a `Desk`.",
        "`Desk` has a field `locked`.",
        "`Desk` has a field `nickName`.",  # as serde writes it
        "`Renamed` has a field `firstName`.",
        "`Renamed` has a field `locked`.",  # flattened in
        "`Desk` has `String` fields.",
        "`Drawer` has the variants `Upper` and `Lower`.",
        "`Desk` has a method `label`.",
        "`Desk` has a method `lock_it`.",
        "`Desk` has a method `called`.",  # a trait for all types brings it
    ],
)  # fmt: skip
def test_what_holds_or_may_hold_is_none(sentence: str) -> None:
    """True relations, and those that a macro, a trait, a closure or another name may make true."""
    assert told(sentence) == []


def test_several_items_of_a_name_are_refuted_together() -> None:
    """Where a name is that of several items, a call is false if none of them makes it."""
    assert told("`new` calls `turn_key`.") == ["`Desk::new` does not call `turn_key`"]
    assert told("`new` calls `build_desk`.") == []
    assert told("`new` calls `turn_key`.", (FAR, "Distant::new")) == [
        "`Distant::new` does not call `turn_key`"
    ]


def test_the_prompt_is_exempt() -> None:
    """A prompt may speak of what is to be changed."""
    one = subject("So be it.")
    prompt = replace(one.case.example, prompt="`open_desk` calls `sweep_desk`.")
    assert not list(relations(replace(one, case=replace(one.case, example=prompt))))


def test_an_example_without_code_is_left_alone() -> None:
    """Where no part could be cut out, other findings say so."""
    assert not list(relations(replace(subject("`turn_key` calls `open_desk`."), excerpts=())))


@pytest.mark.parametrize(
    ("sentence", "evidence", "settled"),
    [
        ("`turn_key` calls `open_desk`", calls("turn_key", "open_desk"), True),
        ("`turn_key` calls `open_desk`", callers("open_desk", ["turn_key"]), True),
        ("`turn_key` calls `open_desk`", argued("by the hand of a person", "turn_key"), True),
        ("`turn_key` calls `open_desk`", literal("turn_key", "7"), False),
        ("`Desk` derives `Hash`", derives("Desk", "Hash"), True),
        ("`Desk` derives `Hash`", calls("Desk", "Hash"), False),
        ("`Desk` implements `Hash`", implements("Desk", "Hash"), True),
        ("`turn_key` carries `#[cold]`", attribute("turn_key", "cold"), True),
        ("`Desk` has a field `height`", field("Desk", "height"), True),
        ("`Desk` has a field `height`", implements("Desk", "height"), False),
    ],
)
def test_a_claim_with_fitting_evidence_settles_it(
    sentence: str, evidence: Evidence, *, settled: bool
) -> None:
    """What a claim quotes with evidence of its kind is the claim's business, true or not."""
    one = subject(f"So {sentence}.", claims={sentence: evidence})
    assert [found.code for found in relations(one)] == ["think.false-relation"] * (not settled)
    (start, _) = sentence.split(" ", 1)
    assert list(relations(subject(f"So {sentence}.", claims={start: evidence})))

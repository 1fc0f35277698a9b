"""Evidence held against source: each kind where it holds, where not, where nobody can tell.

The tree is invented for these tests; what concerns `callers` alone is in test_proof_callers.py.
"""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from snippets import Snippets

from pytest_verbatim.evidence import (
    Evidence,
    absent,
    argued,
    attribute,
    before,
    bound,
    callers,
    calls,
    derives,
    field,
    implements,
    literal,
    returns,
    value,
    variant,
)
from pytest_verbatim.proof import Verdict, constants_at, find_item, hold
from pytest_verbatim.source.corpus import Corpus
from pytest_verbatim.tree.owner import owner_of

PROPERTY = settings(derandomize=True, deadline=None, max_examples=150)
PUMP = "pump/src/pump.rs"
VALVE = "pump/src/valve.rs"
DEPOT = "pump/src/depot/mod.rs"
STORE = "pump/src/depot/store.rs"
TREE = Snippets(
    {
        "pump/Cargo.toml": """
            [dependencies]
            left-pad = "1"
        """,
        "Cargo.lock": 'name = "left-pad"\nname = "clock"\n',
        PUMP: """
            use std::time::Duration;
            use clock::{Tick, span::Span as Stretch};
            use crate::{depot::store, valve::{self, Valve}};

            pub const STROKE: Duration = Duration::from_millis(200);
            pub const REST: Duration = Duration::from_secs(2 * 60);
            const STEPS: &[Duration] = &[STROKE, Duration::from_millis(400)];
            const LIMIT: u64 = 20 * 1024;
            const IDLE_SECS: u64 = 30;
            static RATIO: f64 = 0.25;
            const ANSWERS: [StatusCode; 2] = [http::StatusCode::NOT_FOUND, Status::GONE];
            pub const NAME: &str = "north \\"pump\\"\\n";

            /// Turns `hidden_word` on.
            #[derive(Clone, std::fmt::Debug)]
            #[serde(rename_all = "camelCase", deny_unknown_fields)]
            #[cfg_attr(test, derive(PartialEq))]
            pub struct Pump<V> {
                #[serde(rename = "valve", default)]
                pub valve: V,
                strokes: Vec<
                    Stroke,
                >,
            }

            #[error("at{0}", stage = 1)]
            pub struct Jam;

            pub struct Pair(u8, pub Option<u16>);

            pub enum Stroke {
                #[default]
                Idle,
                Up(u8),
                Down { metres: u16 },
            }

            pub trait Machine: Send + 'static {
                const PARTS: usize = 12;
                fn run(&mut self) -> Result<(), Jam>;
                fn rerun(&mut self) -> Result<(), Jam> {
                    self.run()?;
                    Self::log();
                    self.run()
                }
                fn log() {}
            }

            impl<V> Machine for Pump<V>
            where
                V: Iterator<Item = u8> + Clone,
            {
                fn run(&mut self) -> Result<(), Jam> {
                    prime(self);
                    let tick = Tick::now();
                    let Some(step) = self.valve.next() else { return Ok(()) };
                    valve::open(step);
                    open(step);
                    trace!("run", wait(tick));
                    store::put(step);
                    match self.valve.next() {
                        Some(7) => Valve::shut(),
                        Some(n) if matches!(n, Wrapped(_)) => self.reset(),
                        _ => self.valve.shut(),
                    }
                    Err(Jam::new("stuck", 0x1F, -7, 'j'))
                }
            }

            impl<V> Pump<V> {
                pub const SPARES: u8 = 3;

                /// Sees nothing of chrono.
                pub fn reset(&mut self) {
                    self.strokes.clear();
                    self.strokes.iter().map(prime);
                    self.strokes.clear();
                }

                fn spare_days() -> u64 {
                    Self::SPARES as u64 * 7
                }
            }

            impl super::Lever for Pump<Valve> {}
            impl Machine for &Jam {}

            pub fn prime(p: &mut impl Machine) -> impl Iterator<Item = u8> {
                Span::of(Stretch::new(), unsafe { *p })
            }

            const fn wait_for() -> Duration {
                STROKE
            }

            fn busy() -> Duration {
                log();
                STROKE
            }

            fn tidy(v: Valve) {
                v.shut();
                prime(v);
                Valve::shut();
            }

            #[cfg(test)]
            mod tests {
                use chrono::Utc;
                fn probe() { forbidden() }
            }
        """,
        VALVE: """
            pub struct Valve;

            impl Valve {
                pub fn shut() {}
                pub fn turn(self) -> Self { self }
            }

            pub fn open(step: u8) {
                let f = left_pad::pad;
            }
        """,
        DEPOT: """
            pub mod store;
            pub use store::Pump;
            pub fn open() {}
        """,
        STORE: """
            pub struct Pump;
            impl Drop for Pump { fn drop(&mut self) {} }
            pub fn put(step: u8) {}
            pub fn only_here() {}
        """,
        "pump/tests/all.rs": "fn only_tested() {}\n",
    }
)
SHOWN = (PUMP,)
RUN = "<Pump<V> as Machine>::run"


def verdict(evidence: Evidence, corpus: Corpus = TREE) -> Verdict:
    """Return what came of a piece of evidence of an example that shows the pump."""
    return hold(evidence, corpus, SHOWN)


HOLDS = {
    "calls-function": calls(RUN, "prime"),
    "calls-with-brackets": calls(RUN, "`prime()`"),
    "calls-method-by-bare-name": calls(RUN, "next"),
    "calls-method": calls(RUN, ".next"),
    "calls-path": calls(RUN, "Tick::now"),
    "calls-by-import": calls(RUN, "clock::Tick::now"),
    "calls-module-path": calls(RUN, "valve::open"),
    "calls-macro": calls(RUN, "trace!"),
    "calls-in-arguments-of-a-macro": calls(RUN, "wait"),
    "calls-self-by-type": calls("Machine::rerun", "Machine::log"),
    "calls-self-as-written": calls("Machine::rerun", "Self::log"),
    "calls-method-of-self": calls("Machine::rerun", "Machine::run"),
    "calls-so-often": calls("Pump::reset", "clear", times=2),
    "calls-not-at-all": calls("Pump::reset", "prime", times=0),
    "calls-with-generics": calls(RUN, "Tick::<u8>::now::<u8>()"),
    "calls-constructor": calls(RUN, "Jam::new"),
    "calls-alias": calls("prime", "clock::span::Span::new"),
    "before": before(RUN, "prime", "store::put"),
    "before-every-one": before(RUN, "Tick::now", ".next"),
    "absent-item": absent("Pump::reset", "prime!"),
    "absent-in-comments": absent(PUMP, "hidden_word"),
    "absent-in-strings": absent(PUMP, "stuck"),
    "absent-in-tests": absent(PUMP, "chrono"),
    "absent-everywhere": absent(".", "forbidden"),
    "absent-folder": absent("depot/", "Tick"),
    "absent-path": absent(PUMP, "clock::Tick::later"),
    "absent-method": absent(VALVE, ".open"),
    "absent-macro": absent(VALVE, "trace!"),
    "absent-keyword": absent(VALVE, "unsafe"),
    "absent-run-of-tokens": absent(VALVE, "?"),
    "absent-crate-with-a-dash": absent(PUMP, "left-pad"),
    "absent-in-a-manifest": absent("Cargo.toml", "clock"),
    "value-millis": value("STROKE", milliseconds=200),
    "value-as-a-fraction": value("STROKE", seconds=0.2),
    "value-minutes": value("REST", minutes=2, seconds=120),
    "value-array": value("STEPS", milliseconds=[200, 400]),
    "value-count": value("LIMIT", count=20480),
    "value-bytes": value("LIMIT", bytes=20480),
    "value-kibibytes": value("LIMIT", kibibytes=20),
    "value-of-a-plain-number": value("LIMIT", seconds=20480),
    "value-by-the-name": value("IDLE_SECS", milliseconds=30000),
    "value-static": value("RATIO", count=0.25),
    "value-associated": value("Pump::SPARES", count=3),
    "value-of-a-trait": value("Machine::PARTS", count=12),
    "value-function": value("wait_for", milliseconds=200),
    "value-through-self": value("Pump::spare_days", days=21),
    "literal-string": literal(RUN, "stuck"),
    "literal-number-by-value": literal(RUN, "31"),
    "literal-negative": literal(RUN, "-7"),
    "literal-number-without-its-sign": literal(RUN, "7"),
    "literal-status": literal("ANSWERS", "404"),
    "literal-char": literal(RUN, "j"),
    "literal-escaped": literal("NAME", 'north "pump"\n'),
    "literal-as-written": literal("NAME", '"north \\"pump\\"\\n"'),
    "literal-in-an-attribute": literal("struct@Pump", "camelCase"),
    "derives": derives("struct@Pump", "Clone"),
    "derives-last-name": derives("struct@Pump", "Debug"),
    "derives-path": derives("struct@Pump", "std::fmt::Debug"),
    "implements": implements("pump/src/pump.rs::Pump", "Machine"),
    "implements-by-last-name": implements("pump/src/pump.rs::Pump", "Lever"),
    "implements-by-path": implements("pump/src/pump.rs::Pump", "super::Lever"),
    "implements-by-derive": implements("pump/src/pump.rs::Pump", "Clone"),
    "implements-the-other-of-that-name": implements("store.rs::Pump", "Drop"),
    "attribute-path": attribute("struct@Pump", "serde"),
    "attribute-in-brackets": attribute("struct@Pump", "#[serde]"),
    "attribute-whole": attribute("Jam", 'error( "at{0}" ,stage=1)'),
    "attribute-of-a-field": attribute("struct@Pump", 'serde(rename = "valve", default)'),
    "attribute-of-a-variant": attribute("Stroke", "default"),
    "returns": returns("Machine::run", "Result<(), Jam>"),
    "returns-with-an-arrow": returns("Machine::run", "-> Result<(),Jam>"),
    "returns-nothing": returns("Pump::reset", "()"),
    "returns-self": returns("Valve::turn", "Self"),
    "field": field("struct@Pump", "valve"),
    "field-with-its-type": field("struct@Pump", "strokes", "Vec<Stroke>"),
    "field-without-a-name": field("Pair", "1", "Option<u16>"),
    "field-of-a-variant": field("Stroke", "Down.metres", "u16"),
    "variant": variant("Stroke", "Idle", "Up"),
    "variant-by-path": variant("Stroke", "Stroke::Up"),
    "variant-closed": variant("Stroke", "Down", "Up", "Idle", closed=True),
    "bound-in-where": bound("impl Machine for Pump<V>", "V", "Clone"),
    "bound-with-arguments": bound("impl Machine for Pump<V>", "V", "Iterator<Item = u8>"),
    "bound-without-arguments": bound("impl Machine for Pump<V>", "V", "Iterator"),
    "bound-of-both": bound("impl Machine for Pump<V>", "V", "Iterator + Clone"),
    "bound-of-a-member": bound(RUN, "V", "Clone"),
    "bound-supertrait": bound("Machine", "Self", "Send"),
    "bound-lifetime": bound("Machine", "Self", "'static"),
    "bound-argument": bound("prime", "p", "Machine"),
    "argued": argued("somebody thought of it", "prime", "Valve::shut"),
}  # fmt: skip


@pytest.mark.parametrize("evidence", HOLDS.values(), ids=HOLDS)
def test_holds(evidence: Evidence) -> None:
    """What stands in the source holds, is decided, and says where it was seen."""
    came = verdict(evidence)
    assert came.holds, came.seen
    assert came.decided
    assert came.seen
    assert came.mend == ""


@pytest.mark.parametrize("evidence", HOLDS.values(), ids=HOLDS)
def test_places(evidence: Evidence) -> None:
    """Every place is of lines that the file has."""
    for file, first, last in verdict(evidence).places:
        lines = TREE.read(file).count(b"\n")
        assert 1 <= first <= last <= lines


FAILS = {
    "calls-another": (calls(RUN, "drain"), "it calls `prime`, `Tick::now`"),
    "calls-what-is-handed-on": (calls("Pump::reset", "prime"), "only names it"),
    "calls-function-no-macro": (calls(RUN, "wait!"), "it calls `wait`"),
    "calls-macro-no-function": (calls(RUN, "trace"), "it calls `trace!`"),
    "calls-function-no-method": (calls(RUN, ".prime"), "it calls `prime`"),
    "calls-another-type": (calls(RUN, "Span::now"), "it calls `Tick::now`"),
    "calls-another-module": (calls(RUN, "depot::open"), "it calls `valve::open`, `open`"),
    "calls-of-another-self": (calls(RUN, "Valve::reset"), "it calls `.reset`"),
    "calls-a-pattern": (calls(RUN, "Some"), "does not call `Some`"),
    "calls-a-pattern-in-matches": (calls(RUN, "Wrapped"), "does not call `Wrapped`"),
    "calls-in-a-signature": (calls("Machine::run", "run"), "does not call"),
    "calls-more-often": (calls("Pump::reset", "clear", times=3), "calls `clear` 2 times"),
    "calls-less-often": (calls("Pump::reset", "clear", times=1), "calls `clear` 2 times"),
    "calls-in-a-type": (calls("struct@Pump", "Self::new"), "it calls nothing"),
    "calls-method-of-a-path": (calls(RUN, ".valve::next"), "no name of a call"),
    "calls-no-name": (calls(RUN, "a + b"), "no name of a call"),
    "calls-in-tests": (calls(PUMP + "::tests::probe", "forbidden"), "test code"),
    "before-turned": (before(RUN, "store::put", "prime"), "already"),
    "before-one-of-them": (before(RUN, "valve::open", ".next"), "already"),
    "before-without-the-first": (before(RUN, "drain", "prime"), "does not call `drain`"),
    "before-without-the-second": (before(RUN, "prime", "drain"), "does not call `drain`"),
    "before-itself": (before(RUN, "prime", "prime"), "already"),
    "before-no-name": (before(RUN, "prime", "a b"), "no name of a call"),
    "absent-item": (absent("Pump::reset", "strokes"), "occurs in"),
    "absent-file": (absent("pump.rs", "Tick"), "pump.rs:2"),
    "absent-crate": (absent(".", "left-pad"), "valve.rs"),
    "absent-folder": (absent("depot/", "only_here"), "store.rs"),
    "absent-tree": (absent(".", "only_here"), "occurs in the tree"),
    "absent-path": (absent(PUMP, "valve::open"), "occurs in"),
    "absent-path-by-import": (absent(PUMP, "clock::Tick::now"), "`Tick` is `clock::Tick`"),
    "absent-path-of-an-import": (absent(PUMP, "clock::span"), "use clock::span::Span"),
    "absent-crate-of-an-item": (absent(RUN, "clock"), "`Tick` is `clock::Tick`"),
    "absent-macro": (absent(RUN, "trace!"), "occurs in"),
    "absent-method": (absent(RUN, ".next()"), "occurs in"),
    "absent-keyword": (absent(PUMP, "unsafe"), "occurs in"),
    "absent-run-of-tokens": (absent("Machine::rerun", "run()?"), "occurs in"),
    "absent-attribute": (absent("struct@Pump", "deny_unknown_fields"), "occurs in"),
    "absent-in-a-manifest": (absent("Cargo.toml", "left-pad"), "Cargo.toml:2"),
    "absent-no-file": (absent("pumps.rs", "Tick"), "there is no file `pumps.rs`; nearest: pump/"),
    "absent-no-folder": (absent("cellar/", "Tick"), "there is no folder"),
    "absent-test-file": (absent("tests/all.rs", "Tick"), "nothing but test code"),
    "absent-no-name": (absent(".", "``"), "no name"),
    "value-other-amount": (value("STROKE", milliseconds=250), "is 0.2 s, not 250"),
    "value-other-unit": (value("STROKE", seconds=200), "is 0.2 s, not 200 seconds"),
    "value-other-dimension": (value("STROKE", count=200), "not 200 count"),
    "value-one-of-two": (value("REST", minutes=2, seconds=2), "not 2 seconds"),
    "value-array-order": (value("STEPS", milliseconds=[400, 200]), "[0.2 s, 0.4 s]"),
    "value-array-length": (value("STEPS", milliseconds=[200]), "[0.2 s, 0.4 s]"),
    "value-array-no-scalar": (value("STEPS", milliseconds=200), "[0.2 s, 0.4 s]"),
    "value-plain-number": (value("LIMIT", count=20000), "is 20480"),
    "value-kibibytes": (value("LIMIT", kibibytes=21), "is 20480"),
    "value-against-the-name": (value("IDLE_SECS", milliseconds=30), "is 30"),
    "value-infinite": (value("LIMIT", count=float("inf")), "is 20480"),
    "value-two-statements": (value("busy", milliseconds=200), "no one constant expression"),
    "value-of-a-declaration": (value("Machine::run", count=1), "no one constant expression"),
    "value-string": (value("NAME", count=1), "no one constant expression"),
    "value-of-a-type": (value("Pair", count=2), "is a struct"),
    "literal-part": (literal(RUN, "stu"), '"stuck"'),
    "literal-number": (literal(RUN, "30"), "has no literal"),
    "literal-sign": (literal(RUN, "-31"), "has no literal"),
    "literal-in-a-comment": (literal("struct@Pump", "hidden_word"), "has no literal"),
    "literal-name": (literal(RUN, "prime"), "has no literal"),
    "literal-status-of-another-type": (literal("ANSWERS", "410"), "has no literal"),
    "literal-another-status": (literal("ANSWERS", "405"), "has no literal"),
    "literal-where-none-is": (literal("Stroke", "crank"), "it has no literals at all"),
    "derives-another": (derives("struct@Pump", "Copy"), "derives `Clone`, `std::fmt::Debug`"),
    "derives-longer-path": (derives("struct@Pump", "my::Debug"), "derives"),
    "derives-nothing": (derives("Pair", "Clone"), "derives nothing"),
    "implements-another": (implements("pump.rs::Pump", "Lamp"), "`Machine`, `super::Lever`"),
    "implements-for-another": (implements("pump.rs::Pump", "Drop"), "no `impl Drop for Pump`"),
    "implements-other-arguments": (implements("pump.rs::Pump", "Machine<u8>"), "no `impl"),
    "implements-by-reference": (implements("Jam", "Machine"), "no `impl"),
    "implements-a-function": (implements("prime", "Machine"), "is a fn"),
    "attribute-another": (attribute("struct@Pump", "instrument"), "there are `derive("),
    "attribute-in-part": (attribute("struct@Pump", "serde(deny_unknown_fields)"), "there are"),
    "attribute-of-another-item": (attribute("Pair", "serde"), "there are nothing"),
    "attribute-near": (attribute("struct@Pump", "serde_with"), "there are"),
    "returns-another": (returns("Machine::run", "Result<()>"), "returns `Result<(), Jam>`"),
    "returns-of-a-type": (returns("Pair", "()"), "no function"),
    "field-another": (field("struct@Pump", "valves"), "it has `valve`, `strokes`"),
    "field-another-type": (field("struct@Pump", "valve", "W"), "has `valve: V`, not `W`"),
    "field-of-another-variant": (field("Stroke", "Up.metres"), "it has `Up.0`, `Down.metres`"),
    "variant-another": (variant("Stroke", "Up", "Left"), "no variant `Left`"),
    "variant-closed": (variant("Stroke", "Up", "Down", closed=True), "also has `Idle`"),
    "variant-of-a-struct": (variant("Pair", "Up"), "is a struct"),
    "bound-another": (bound("impl Machine for Pump<V>", "V", "Copy"), "`V: Clone`"),
    "bound-one-of-both": (bound("impl Machine for Pump<V>", "V", "Clone + Copy"), "V: Copy"),
    "bound-other-arguments": (bound("impl Machine for Pump<V>", "V", "Iterator<Item = u16>"), "V:"),
    "bound-another-subject": (bound("impl Machine for Pump<V>", "W", "Clone"), "W: Clone"),
}  # fmt: skip


@pytest.mark.parametrize(("evidence", "seen"), FAILS.values(), ids=FAILS)
def test_does_not_hold(evidence: Evidence, seen: str) -> None:
    """What does not stand in the source fails, and says what does and what would mend it."""
    came = verdict(evidence)
    assert not came.holds
    assert came.decided
    assert seen in came.seen
    assert came.mend


def test_a_literal_where_none_is_asks_for_other_evidence() -> None:
    """Nobody is told to write one of the literals of an item that has none."""
    assert "one of them" not in verdict(literal("Stroke", "crank")).mend
    assert "one of them" in verdict(literal(RUN, "stu")).mend


UNDECIDED = {
    "calls-method-of-a-type": (calls(RUN, "Valve::next"), "`valve.next()` on line"),
    "calls-so-often": (calls(RUN, "Valve::shut", times=1), "`valve.shut()`"),
    "before-first": (before(RUN, "Valve::next", "prime"), "`valve.next()`"),
    "before-second": (before(RUN, "prime", "Valve::next"), "`valve.next()`"),
    "before-a-doubtful-one": (before("tidy", "prime", "Valve::shut"), "`v.shut()` on line"),
    "calls-by-self-in-a-trait": (calls("Machine::rerun", "Pump::run"), "`self.run()`"),
    "calls-of-self-in-a-trait": (calls("Machine::rerun", "Pump::log"), "`Self::log()`"),
    "calls-method-of-a-longer-path": (calls(RUN, "a::Valve::next"), "`valve.next()`"),
    "derives-under-cfg": (derives("struct@Pump", "PartialEq"), "where a `cfg` holds"),
}


@pytest.mark.parametrize(("evidence", "seen"), UNDECIDED.values(), ids=UNDECIDED)
def test_cannot_decide(evidence: Evidence, seen: str) -> None:
    """Where a type or a `cfg` decides, neither answer is given."""
    came = verdict(evidence)
    assert not came.holds
    assert not came.decided
    assert seen in came.seen
    assert came.mend


GONE = {
    "calls": calls("primer", "x"),
    "callers": callers("primer", []),
    "before": before("primer", "x", "y"),
    "absent": absent("primer", "x"),
    "value": value("primer", count=1),
    "literal": literal("primer", "x"),
    "derives": derives("primer", "X"),
    "implements": implements("primer", "X"),
    "attribute": attribute("primer", "x"),
    "returns": returns("primer", "x"),
    "field": field("primer", "x"),
    "variant": variant("primer", "X"),
    "bound": bound("primer", "X", "Y"),
    "argued": argued("because", "Pump::reset", "primer"),
}


@pytest.mark.parametrize("evidence", GONE.values(), ids=GONE)
def test_item_gone(evidence: Evidence) -> None:
    """An item that is not there fails every kind, and the nearest is named with file and line."""
    came = verdict(evidence)
    assert not came.holds
    assert came.decided
    assert "there is no item `primer`" in came.seen
    assert f"`prime` ({PUMP}:" in came.seen
    assert came.mend


def test_every_kind_is_tried() -> None:
    """Each kind of evidence has cases above for what holds and for a lost item, and can be made."""
    kinds = {kind.__name__.lower() for kind in Evidence.__subclasses__()}
    assert {one.kind for one in GONE.values()} == kinds
    assert {one.kind for one in HOLDS.values()} == kinds - {"callers"}
    assert {one.kind for one, _ in FAILS.values()} == kinds - {"callers", "argued"}


def test_wrong_arguments() -> None:
    """Evidence that was built wrong does not hold, and its first fault is what was seen."""
    came = verdict(value("STROKE", fortnights=1))
    assert (came.holds, came.decided) == (False, True)
    assert "fortnights" in came.seen


def test_what_is_seen_of_methods() -> None:
    """A method call proves the bare name and the dotted one; of its type nothing is said."""
    assert verdict(calls(RUN, "shut", times=2)).holds
    assert verdict(calls(RUN, ".shut", times=1)).holds
    assert verdict(calls(RUN, "Valve::shut")).holds
    assert "of what type is not seen" in verdict(calls(RUN, "Valve::next")).seen


ANY_TEXT = st.text("abR:<>()[]{}!.,;+-=#@&'\"`?*/| 0_", max_size=12) | st.sampled_from(
    ["prime", "Pump::reset", "Valve", "::", "!", ".", "()", "->", "r#fn", "pump.rs::", "use#0"]
)
ANY_KIND: dict[str, Callable[[str, str], Evidence]] = {
    "calls": calls,
    "callers": lambda item, text: callers(item, [text]),
    "before": lambda item, text: before(item, text, text),
    "absent": absent,
    "literal": literal,
    "derives": derives,
    "implements": implements,
    "attribute": attribute,
    "returns": returns,
    "field": lambda item, text: field(item, text, text),
    "variant": variant,
    "bound": lambda item, text: bound(item, text, text),
    "argued": lambda item, text: argued(text, item),
}
ANY_ITEM = ANY_TEXT | st.sampled_from(
    ["struct@Pump", "Stroke", "prime", "Machine", RUN, PUMP, ".", "depot/", "STROKE"]
)


@pytest.mark.parametrize("kind", ANY_KIND)
@PROPERTY
@given(item=ANY_ITEM, text=ANY_TEXT)
def test_any_text(kind: str, item: str, text: str) -> None:
    """Whatever an author writes, an answer comes, and what does not hold says why and what then."""
    came = verdict(ANY_KIND[kind](item, text))
    assert came.seen
    assert bool(came.mend) != came.holds
    assert came.decided or not came.holds


@PROPERTY
@given(st.integers(1, 10**9), st.sampled_from(["nanoseconds", "milliseconds", "minutes", "days"]))
def test_amounts_are_exact(amount: int, unit: str) -> None:
    """A duration is exactly its amount, and not one more."""
    factors = {
        "nanoseconds": 1,
        "milliseconds": 10**6,
        "minutes": 60 * 10**9,
        "days": 86400 * 10**9,
    }
    nanos = amount * factors[unit]
    tree = Snippets({"a.rs": f"const A: Duration = Duration::from_nanos({nanos});"})
    assert hold(value("A", **{unit: amount}), tree, ()).holds
    assert not hold(value("A", **{unit: amount + 1}), tree, ()).holds


# --- items -----------------------------------------------------------------------------------


def found(text: str, *files: str) -> tuple[str, str]:
    """Return the file and full path of the item that a path finds."""
    came = find_item(text, TREE, files)
    assert not isinstance(came, str), came
    return came[0], str(came[1].path)


def lost(text: str, *files: str) -> str:
    """Return why a path finds no item."""
    came = find_item(text, TREE, files)
    assert isinstance(came, str)
    return came


def test_shown_files_first() -> None:
    """A name that several files have is that of the shown file, and ambiguous where none is."""
    assert found("open", VALVE) == (VALVE, "open")
    assert found("open", DEPOT) == (DEPOT, "open")
    assert found("only_here", PUMP) == (STORE, "only_here")
    assert "fits 2 items" in lost("open", PUMP)
    assert f"`{DEPOT}::open`" in lost("open", PUMP)
    assert "fits 2 items" in lost("open", VALVE, DEPOT)


def test_file_before_the_item() -> None:
    """A file can stand before an item, by whole segments at the end of its path."""
    assert found("depot/mod.rs::open", VALVE) == (DEPOT, "open")
    assert found(f"{STORE}::Pump", PUMP) == (STORE, "Pump")
    assert found("`store.rs::Pump`", PUMP) == (STORE, "Pump")
    assert "there is no file `ore.rs`" in lost("ore.rs::Pump", PUMP)
    assert "there is no item" in lost("valve.rs::put")


def test_ambiguous_folder() -> None:
    """A folder that fits at several places is told with all of them."""
    twins = Snippets({"a/src/x.rs": "fn f() {}\n", "b/src/x.rs": "fn g() {}\n"})
    came = hold(absent("src/", "h"), twins, ())
    assert "fits 2 folders: a/src/, b/src/" in came.seen
    assert hold(absent("a/src/", "g"), twins, ()).holds
    assert not hold(absent("b/src/", "g"), twins, ()).holds


def test_constants_on_a_line() -> None:
    """The constants of a line know what `Self` is there: in an impl, a type, or nowhere."""
    lines = TREE.read(PUMP).decode().splitlines()

    def spares(mark: str) -> bool:
        line = next(n for n, text in enumerate(lines, 1) if mark in text)
        return constants_at(TREE, PUMP, line)("Self::SPARES") is not None

    assert spares("fn spare_days")
    assert spares("impl<V> Pump<V>")
    assert spares("pub struct Pump")
    assert not spares("fn wait_for")
    assert not spares("trait Machine")
    assert constants_at(TREE, PUMP, 1)("STROKE") is not None
    assert constants_at(TREE, PUMP, 1)("Jam") is None


def test_constants_in_a_circle() -> None:
    """Constants that are each other are worth nothing, and so is one that stands twice."""
    circle = "const A: u8 = B;\nconst B: u8 = A;\n"
    twice = "const C: u8 = D;\n#[cfg(a)]\nconst D: u8 = 1;\n#[cfg(b)]\nconst D: u8 = 1;\n"
    tree = Snippets({"a.rs": circle + twice})
    for name in ("A", "C"):
        assert "no one constant expression" in hold(value(name, count=1), tree, ()).seen


def test_ambiguous_file() -> None:
    """A file name that fits several is told with all of them; one that is a whole path is not."""
    twins = Snippets(
        {"a/src/x.rs": "fn f() {}\n", "b/src/x.rs": "fn f() {}\n", "x.rs": "fn f() {}\n"}
    )
    came = find_item("src/x.rs::f", twins, ())
    assert isinstance(came, str)
    assert "fits 2 files: a/src/x.rs, b/src/x.rs" in came
    assert not isinstance(find_item("x.rs::f", twins, ()), str)


def test_paths_as_in_rust() -> None:
    """Generic arguments may be left out; a member needs its type, which the message says."""
    assert found("Pump::reset", PUMP) == (PUMP, "Pump<V>::reset")
    assert found("<Pump as Machine>::run") == (PUMP, RUN)
    assert found("impl Machine for Pump") == (PUMP, "impl Machine for Pump<V>")
    assert f"`Pump<V>::reset` ({PUMP}:" in lost("reset", PUMP)
    assert found("use#1", PUMP) == (PUMP, "use#1")
    assert "is no item path" in lost("fn@", PUMP)


def test_one_of_several() -> None:
    """`#n` picks the n-th in source order; past the last there is nothing."""
    twins = Snippets({"a.rs": "#[cfg(a)]\nfn f() {}\n#[cfg(b)]\nfn f() {}\n"})
    second = find_item("f#2", twins, ())
    assert not isinstance(second, str)
    assert second[1].lines.first == 3
    assert "there is no item `f#3`" in str(find_item("f#3", twins, ()))
    assert "fits 2 items" in str(find_item("f", twins, ()))


def test_test_code_never_counts() -> None:
    """Test code is named as such, in a file of its own and inside another; a namesake is found."""
    assert "is test code" in lost("tests::probe", PUMP)
    assert "is test code" in lost("only_tested")
    both = Snippets({"a.rs": "fn f() {}\n#[cfg(test)]\nfn f() {}\n"})
    came = find_item("f", both, ("a.rs",))
    assert not isinstance(came, str)
    assert came[1].lines.first == 1


def test_nothing_near() -> None:
    """A name that resembles nothing says where all are listed."""
    assert "`verbatim items` lists all there are" in lost("quite_another_thing_altogether")


def test_names_of_the_index() -> None:
    """Items are listed by their last name, and attributes by each word, strings included."""
    index = TREE.index
    assert {(file, entry.kind) for file, entry in index.items_named("Pump")} == {
        (PUMP, "struct"),
        (PUMP, "impl"),
        (STORE, "struct"),
        (STORE, "impl"),
    }
    assert index.items_named("probe") == ()
    assert [a.text for _, a in index.attributes_naming("camelCase")] == [
        'serde(rename_all = "camelCase", deny_unknown_fields)'
    ]
    assert index.attributes_naming("camel") == ()


def test_owners() -> None:
    """The path of a container tells its trait and its type."""
    assert owner_of("impl a::Machine<T> for b::Pump<V>") == ("Machine", "Pump")
    assert owner_of("inner::impl Pump<V>#2") == ("", "Pump")
    assert owner_of("Machine") == ("", "Machine")
    assert owner_of("") == ("", "")


def test_bounds_of_arguments() -> None:
    """An `impl Trait` argument is a bound of its parameter, behind a reference and in a sum too."""
    source = "fn f(a: impl A, b: &impl B<u8>, mut c: impl C + D, d: &mut (impl E + F), e: u8) {}\n"
    tree = Snippets({"a.rs": source})
    for subject, text in (("a", "A"), ("b", "B"), ("c", "C + D"), ("d", "F")):
        assert hold(bound("f", subject, text), tree, ()).holds
    assert not hold(bound("f", "e", "A"), tree, ()).holds


# --- the miniature ---------------------------------------------------------------------------

RELAY = {
    "calls": calls("Dispatcher::run", "run_attempts"),
    "calls-path": calls("<BackoffPolicy as Default>::default", "BackoffPolicy::new"),
    "callers": callers("run_attempts", ["Dispatcher::run"]),
    "callers-member": callers("reclaim", ["DeliveryQueue::lease"]),
    "before": before("Dispatcher::run", ".sign", "run_attempts"),
    "absent": absent("relay-core/src/queue.rs", "SigningKey"),
    "value": value("REMEMBER_FOR", days=1),
    "value-longest": value("LONGEST_PAUSE", seconds=90),
    "literal": literal("PostError::is_temporary", "429"),
    "derives": derives("BackoffPolicy", "Copy"),
    "implements": implements("DedupStore", "Default"),
    "returns": returns("DeliveryQueue::lease", "Option<Delivery>"),
    "field": field("Exhausted", "attempts", "u32"),
    "variant": variant("Turn", "Idle", "Delivered", "Abandoned", closed=True),
    "bound": bound("run_attempts", "sleep", "FnMut(Duration)"),
    "bound-impl": bound("Dispatcher::run", "T", "Transport"),
}  # fmt: skip


@pytest.mark.parametrize("evidence", RELAY.values(), ids=RELAY)
def test_relay_holds(relay: Corpus, evidence: Evidence) -> None:
    """What is true of the miniature holds, in a corpus from git."""
    came = hold(evidence, relay, ("relay-core/src/dispatcher.rs",))
    assert came.holds, came.seen


RELAY_NOT = {
    "calls": calls("Dispatcher::attempt", "run_attempts"),
    "callers": callers("run_attempts", ["Dispatcher::attempt"]),
    "before": before("Dispatcher::run", "run_attempts", ".sign"),
    "absent": absent("relay-core/src/queue.rs", "Mutex"),
    "value": value("LEASE", seconds=60),
    "derives": derives("DeliveryQueue", "Clone"),
    "implements": implements("DeliveryQueue", "Default"),
    "variant": variant("Turn", "Idle", closed=True),
}


@pytest.mark.parametrize("evidence", RELAY_NOT.values(), ids=RELAY_NOT)
def test_relay_does_not_hold(relay: Corpus, evidence: Evidence) -> None:
    """What is not true of the miniature fails, and is decided."""
    came = hold(evidence, relay, ("relay-core/src/dispatcher.rs",))
    assert not came.holds
    assert came.decided

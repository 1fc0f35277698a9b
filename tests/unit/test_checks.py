"""Checks of a case: the record, the names and the numbers of its prose."""

from dataclasses import replace

import pytest
from snippets import Snippets

from pytest_verbatim.casefile import Case
from pytest_verbatim.checks import Subject, record_schema
from pytest_verbatim.checks.names import FAULTS, denials, names
from pytest_verbatim.checks.numbers import numbers
from pytest_verbatim.config.dataset import Dataset
from pytest_verbatim.config.rules import Rules
from pytest_verbatim.evidence import Evidence, argued, calls, literal, value
from pytest_verbatim.example import Example, rust
from pytest_verbatim.excerpt import Excerpt, cut
from pytest_verbatim.finding import CODES, Finding, Where
from pytest_verbatim.prose.form import unwrap
from pytest_verbatim.record import Record
from pytest_verbatim.selection import Place
from pytest_verbatim.source.corpus import Corpus

DATASET = Dataset("relay", "cases/relay/dataset.toml", "relay", "You.", "", (), (), 1, 2)
EXAMPLE = Example(code=[rust("a.rs", "f")], prompt="Do it.", think="Because.")
RECORD = Record("You.", "Do it.", "Because.", "fn f() {}")


@pytest.fixture
def subject(relay: Corpus) -> Subject:
    """Return a case with a record."""
    case = Case("relay", "cases/relay/one.py", "one", 1, 0, EXAMPLE)
    return Subject(case, DATASET, (Excerpt("a.rs", RECORD.code, (), ()),), RECORD, relay)


@pytest.mark.parametrize("code", ["\nfn f() {}", "fn f() {}\n", "<think>"])
def test_a_record_that_does_not_fit_the_schema_is_a_finding(subject: Subject, code: str) -> None:
    """Whatever slips past the other checks is held against the schema that ships."""
    found = list(record_schema(replace(subject, record=replace(RECORD, code=code))))
    assert {finding.code for finding in found} == {"record.schema"}


@pytest.mark.parametrize("code", [RECORD.code, "    fn f() {}", "fn f() {}\n\nfn g() {}"])
def test_a_record_that_fits_is_none(subject: Subject, code: str) -> None:
    """Code may be indented and hold blank lines."""
    assert list(record_schema(replace(subject, record=replace(RECORD, code=code)))) == []


# --- a case on an invented tree --------------------------------------------------------------

PUMP, FAR = "pump/src/pump.rs", "pump/src/far.rs"
TREE = Snippets(
    {
        "Cargo.lock": 'name = "tokio"\nname = "redis"\nname = "bb8"\n',
        PUMP: """
            use std::time::Duration;
            use tokio::time::sleep;
            use crate::far;

            pub const REST: Duration = Duration::from_secs(60 * 60 * 12);
            const LIMIT: usize = 20 * 1000;
            const SHARE: f64 = 0.25;

            pub async fn stroke() -> u16 {
                let poll_secs = 20;
                sleep(Duration::from_millis(200)).await;
                far::reach(REST, far::FAR_WAIT);
                StatusCode::NOT_FOUND
            }

            struct Basin { size: [u8; 4096], width: u32 }

            impl Basin {
                const DEPTH_DAYS: u8 = Self::HALF * 2;
                const HALF: u8 = 7;
            }

            #[cfg(test)]
            mod tests {
                const IN_TEST: u64 = 987;
            }
        """,
        FAR: """
            use redis::Client;

            pub const FAR_WAIT: Duration = Duration::from_secs(31);
            pub const UNNAMED: Duration = Duration::from_secs(47);
            pub fn reach(rest: Duration, wait: Duration) -> u8 { 113 }
            pub fn beyond() -> u8 { 119 }
        """,
        "pump/src/lib.rs": "pub mod pump; pub mod far;\n",
    }
)


def said(
    prompt: str = "Please.",
    think: str = "So be it.",
    *,
    vouched: str = "",
    shown: bool = True,
    claims: dict[str, Evidence] | None = None,
) -> Subject:
    """Return a case with this prose; `prompt` is on lines 11 on, `think` on lines 51 on."""
    place = Place(Where("cases/pump/one.py", 1), PUMP, TREE.rust)
    excerpt = cut(TREE.rust_file(PUMP), ["stroke"], "none", place)
    assert isinstance(excerpt, Excerpt), excerpt
    example = Example(code=[rust(PUMP, "stroke")], prompt=prompt, think=think, claims=claims or {})
    literal = {"prompt": (11, 11 + prompt.count("\n")), "think": (51, 51 + think.count("\n"))}
    case = Case("pump", "cases/pump/one.py", "one", 7, 0, example, literal)
    rules = Rules(vocabulary=dict.fromkeys(vouched.split(), "because"))
    record = Record("You.", unwrap(prompt), unwrap(think), excerpt.text)
    excerpts = (excerpt,) if shown else ()
    return Subject(case, replace(DATASET, rules=rules), excerpts, record, TREE)


def told(found: list[Finding]) -> list[str]:
    """Return findings as `code line`."""
    return [f"{finding.code} {finding.where.line}" for finding in found]


# --- names -----------------------------------------------------------------------------------


def test_a_wrong_name_is_found_where_it_stands() -> None:
    """In prompt and think each wrong name is a finding at its own line, with what mends it."""
    found = list(
        names(
            said(
                "Write `stroke` please,\nand `never_was` with it.",
                "It calls `far::reach`.\n\nThen it\nasks `NeverWas`, and bb8.",
            )
        )
    )
    assert told(found) == [
        "prompt.unknown-name 12",
        "think.unknown-name 54",
        "think.unknown-crate 54",
    ]
    assert found[0].where.file == "cases/pump/one.py"
    assert "never_was" in found[0].seen
    assert found[0].mend


def test_right_names_are_no_findings() -> None:
    """The near misses: names of the code, vouched ones, and a case of which nothing is shown."""
    assert list(names(said("Write `stroke`.", "`sleep`, `REST` and `far::reach` in tokio."))) == []
    assert list(names(said(think="It is `never_was`.", vouched="never_was"))) == []
    assert list(names(said(think="It is `never_was`.", shown=False))) == []


def test_the_prompt_introduces_names_to_the_think_block() -> None:
    """What the prompt names the file of may stand in the think block; not the other way round."""
    told_before = said("See far.rs for `beyond`.", "It leaves `UNNAMED` alone.")
    assert list(names(told_before)) == []
    assert told(list(names(said(think="It leaves `UNNAMED` alone.")))) == [
        "think.name-elsewhere 51"
    ]
    behind = said("Leave `UNNAMED` alone.", "`UNNAMED` is in far.rs.")
    assert told(list(names(behind))) == ["prompt.name-elsewhere 11"]


def test_every_fault_of_a_name_has_its_codes() -> None:
    """Each fault is a code of prompt and of think, and each such code is a fault."""
    assert {f"{part}.{fault}" for part in ("prompt", "think") for fault in FAULTS} <= set(CODES)
    ends = {code.split(".")[1] for code in CODES if code.split(".")[0] in {"prompt", "think"}}
    assert set(FAULTS) == {
        end for end in ends if end.startswith("unknown-") or end.endswith(("-elsewhere", "-file"))
    } | {"misplaced-name"}


def test_a_denied_crate_is_found_where_it_stands() -> None:
    """A sentence that denies a crate of the shown file is a finding; of another file, none."""
    found = list(denials(said("Do without tokio.", "It takes time.\nNo tokio is used.")))
    assert told(found) == ["prompt.denied-crate 11", "think.denied-crate 52"]
    assert PUMP in found[0].seen
    assert list(denials(said("It works without redis.", "It uses tokio, no bb8."))) == []
    assert list(denials(said("Do without tokio.", shown=False))) == []


# --- numbers ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sentence",
    [
        "It rests for twelve hours.",
        "It rests for 12 h, which is 720 minutes or 43200 s.",
        "It rests 0.5 days.",
        "It sleeps 200 ms, or 0.2 s.",
        "It polls for 20 seconds.",
        "It takes up to 20000 bytes, 20 kB.",
        "It takes at most 20 000 of them.",
        "It takes 25 %, a quarter.",
        "It answers with 404.",
        "A basin of 4096 bytes, which is 4 KiB.",
        "Its width has 32 bits.",
        "It is deep for 14 days.",
        "It waits 31 s in far.rs.",
        "It returns 113.",
        "It takes a day, a millisecond, an hour, a whole week, a tenth of a second.",
        "It does it twice, in three steps.",
        "The first and the 2nd of them.",
        "One of them, 1 at a time.",
    ],
)
def test_a_number_of_the_code_is_no_finding(sentence: str) -> None:
    """Numbers of the shown file, and of what the shown lines name, in any unit they come to."""
    assert list(numbers(said(think=sentence))) == []


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("It rests for eleven hours.", "eleven hours"),
        ("It rests for 12 minutes.", "12 minutes"),
        ("It sleeps 200 s.", "200 s"),
        ("It sleeps 200 us.", "200 us"),
        ("It polls for 20 ms.", "20 ms"),
        ("It takes 20001 bytes.", "20001 bytes"),
        ("It takes 20 KiB.", "20 KiB"),
        ("It takes 26 %.", "26 %"),
        ("It answers with 503.", "503"),
        ("Its width has 128 bits.", "128 bits"),
        ("It waits 47 s.", "47 s"),
        ("It returns 119.", "119"),
        ("It is 987 in all.", "987"),
        ("It takes up to five of them.", "five"),
        ("It does it 3 times.", "3"),
    ],
)
def test_a_number_that_the_code_does_not_have_is_a_finding(sentence: str, text: str) -> None:
    """Another amount, another unit, and numbers of code that is not named, or of tests."""
    (finding,) = numbers(said(think=f"So it is.\n{sentence}"))
    assert (finding.code, finding.where.line) == ("think.unquoted-number", 52)
    assert f'"{text}"' in finding.seen
    assert "value()" in finding.mend


def test_a_prompt_s_numbers_are_held_where_they_have_a_unit() -> None:
    """A prompt states requirements: its counts are free, its measures and statuses are not."""
    asked = "Take up to five of them, 3 times, and answer 404."
    assert list(numbers(said(asked))) == []
    assert told(list(numbers(said("Answer 503.")))) == ["prompt.unplaced-number 11"]
    found = list(numbers(said(f"{asked}\nRest for eleven hours or twelve hours.")))
    assert told(found) == ["prompt.unplaced-number 12"]
    assert '"eleven hours"' in found[0].seen


@pytest.mark.parametrize("gone_by", ["later", "ago", "earlier"])
def test_a_prompt_may_tell_of_times_that_went_by(gone_by: str) -> None:
    """A story is no requirement; in the think block, and without such a word, it is a number."""
    assert list(numbers(said(f"It failed eleven hours {gone_by}."))) == []
    assert len(list(numbers(said("It fails for eleven hours.")))) == 1
    assert len(list(numbers(said(think=f"It failed eleven hours {gone_by}.")))) == 1


@pytest.mark.parametrize(
    "evidence",
    [
        literal("stroke", "47"),
        value("UNNAMED", seconds=47),
        value("UNNAMED", milliseconds=47000),
        value("UNNAMED", seconds=[1, 47.0]),
        argued("it is set to 47 elsewhere", "stroke"),
        argued("it is set to forty-seven seconds elsewhere", "stroke"),
        argued("it is set to 47000 ms elsewhere", "stroke"),
    ],
)
def test_a_claim_can_vouch_for_a_number(evidence: Evidence) -> None:
    """A quote over the number with evidence for that amount, or an argument for it, supports it."""
    think = "It rests. It waits 47 s here."
    assert list(numbers(said(think=think, claims={"waits 47 s": evidence}))) == []
    assert list(numbers(said(f"Let it wait. {think}", claims={"waits 47 s": evidence}))) == []


@pytest.mark.parametrize(
    "claims",
    [
        {"waits 47": literal("stroke", "47")},
        {"It rests.": literal("stroke", "47")},
        {"waits 47 s": literal("stroke", "48")},
        {"waits 47 s": literal("stroke", "forty-seven")},
        {"waits 47 s": value("UNNAMED", milliseconds=47)},
        {"waits 47 s": value("UNNAMED", count=47)},
        {"waits 47 s": value("UNNAMED", seconds=float("inf"))},
        {"waits 47 s": value("UNNAMED", seconds=float("nan"))},
        {"waits 47 s": calls("stroke", "sleep")},
    ],
)
def test_a_claim_has_to_fit_the_number(claims: dict[str, Evidence]) -> None:
    """A quote beside the number, another amount or unit, and evidence of another kind do not."""
    found = list(numbers(said(think="It rests. It waits 47 s here.", claims=claims)))
    assert told(found) == ["think.unquoted-number 51"]


def test_a_number_s_nearest_kin_are_named() -> None:
    """The advice names the nearest amounts of that dimension that the code does have."""
    (finding,) = numbers(said(think="It waits 30 s."))
    assert "there is 31 s, 20 s, " in finding.mend
    (finding,) = numbers(said(think="It takes 30 %."))
    assert finding.mend.startswith("mend it")
    (finding,) = numbers(said(think="It counts to 19999."))
    assert "20000, " in finding.mend


def test_numbers_of_a_case_that_shows_nothing_are_let_pass() -> None:
    """Where no part of the code could be cut out, there is nothing to hold numbers against."""
    assert list(numbers(said(think="It waits 47 s.", shown=False))) == []

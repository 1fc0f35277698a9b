"""The injection bench: every falsehood is a real change, drawn by seed, and false by itself."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from falsehoods import kinds, names, numbers, origins, relations, report, statements
from falsehoods.mutant import Mutant, Sample
from falsehoods.score import Bench
from falsehoods.source import Source, function_of
from support import ROOT

from pytest_verbatim.casefile import Case
from pytest_verbatim.config.dataset import Dataset
from pytest_verbatim.example import Example, rust
from pytest_verbatim.source.corpus import Corpus

SHOWN = "src/post.rs"
PROMPT = """
    Please write `send_parcel` in `src/post.rs`, over `Ledger` and `ParcelLabel`. It stamps, notes,
    waits and hands over.
"""
THINK = """
    `send_parcel` calls `stamp_label` first, then `note_parcel`, since the ledger wants what was
    stamped. Only the pause of 400 ms stands between that and `hand_over`, and tokio's `sleep`
    hands the thread back. A parcel that waits longer than `PATIENCE`, twenty minutes, is lost.

    `ParcelLabel` derives `Clone` and, with serde, `Serialize`. The two fields of an older label
    went away. Mostly the stamp is short; unless the street is empty, `hand_over` says yes before
    anyone asks. Trouble answers 500 on Redis.
"""
KNOWN = statements.Known((("src/post.rs", "send_parcel"),), "It never waits.", "`sleep` is awaited")
ELSEWHERE = statements.Known((("src/ledger.rs", "note_parcel"),), "It always fails.", "it cannot")


@pytest.fixture(scope="session")
def bench(courier_revisions: tuple[Corpus, Corpus]) -> Bench:
    """Return the bench over the courier's tree."""
    return Bench(courier_revisions[0])


@pytest.fixture(scope="session")
def older(courier_revisions: tuple[Corpus, Corpus]) -> Source:
    """Return what the bench knows of the older tree."""
    return Source(courier_revisions[1])


@pytest.fixture(scope="session")
def sample(bench: Bench) -> Sample:
    """Return an example that shows three items of post.rs."""
    code = [rust(SHOWN, "ParcelLabel", "stamp_label", "send_parcel")]
    dataset = Dataset("bench", "here", "courier", "You post.", "Post", (), ("*",), 1, 9)
    example = Example(code=code, prompt=PROMPT, think=THINK)
    case = Case("bench", "cases/bench/post.py", "post", 1, 0, example)
    found = bench.sample(case, dataset)
    assert found is not None
    return found


@pytest.fixture(scope="session")
def every_kind(bench: Bench, older: Source) -> dict[str, kinds.Kind]:
    """Return the kinds by name."""
    return {kind.name: kind for kind in kinds.all_kinds(bench.source, [older], [KNOWN, ELSEWHERE])}


Draw = Callable[..., tuple[Mutant, ...]]


@pytest.fixture
def drawn(every_kind: dict[str, kinds.Kind], sample: Sample) -> Draw:
    """Return what draws mutants of a kind from the sample."""

    def draw(kind: str, count: int = 25, seed: int = 1) -> tuple[Mutant, ...]:
        return kinds.draw(every_kind[kind], [sample], count, seed)

    return draw


KINDS = (
    "invented-name near-miss renamed elsewhere wrong-crate wrong-file wrong-number wrong-unit "
    "wrong-callee reversed-order false-absolute crate-absent false-attribute"
).split()


def test_every_kind_is_tested_here(every_kind: dict[str, kinds.Kind]) -> None:
    """A kind that is added has to be put through the tests below; groups are made of kinds."""
    assert list(every_kind) == KINDS
    assert {kind for group in report.GROUPS.values() for kind in group} <= set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_mutant_is_a_real_change(drawn: Draw, kind: str) -> None:
    """Each mutant differs from its text and from every other, and gives its reason."""
    mutants = drawn(kind)
    assert mutants
    assert all(mutant.text != mutant.original for mutant in mutants)
    assert len({(mutant.field, mutant.text) for mutant in mutants}) == len(mutants)
    assert all(mutant.reason and mutant.kind == kind for mutant in mutants)


@pytest.mark.parametrize("kind", KINDS)
def test_a_mutant_changes_one_sentence_and_no_other(drawn: Draw, kind: str) -> None:
    """What stands before and behind the edits is as it was."""
    for mutant in drawn(kind):
        first = min(edit.start for edit in mutant.edits)
        rest = len(mutant.original) - max(edit.end for edit in mutant.edits)
        assert mutant.text[:first] == mutant.original[:first]
        assert (
            mutant.text[len(mutant.text) - rest :] == mutant.original[len(mutant.original) - rest :]
        )
        assert mutant.shown in mutant.text


@pytest.mark.parametrize("kind", KINDS)
def test_the_seed_decides(drawn: Draw, kind: str) -> None:
    """One seed draws the same mutants again; among several seeds some draw others."""

    def told(seed: int) -> list[tuple[str, str]]:
        return [(mutant.field, mutant.text) for mutant in drawn(kind, count=3, seed=seed)]

    assert told(1) == told(1)
    assert any(told(seed) != told(1) for seed in range(2, 12))


def test_places_come_from_all_prose(drawn: Draw) -> None:
    """Prompt and think block are both drawn from."""
    assert {mutant.field for mutant in drawn("near-miss")} == {"prompt", "think"}


# --- names ---------------------------------------------------------------------------------


def raw(corpus: Corpus) -> str:
    """Return the text of all files of a tree."""
    return "\n".join(corpus.read(path).decode() for path in corpus.files)


def holds(text: str, name: str) -> bool:
    """Return whether a word stands in a text."""
    return re.search(rf"\b{re.escape(name)}\b", text) is not None


@pytest.mark.parametrize("kind", ["invented-name", "near-miss"])
def test_such_a_name_stands_nowhere(drawn: Draw, bench: Bench, kind: str) -> None:
    """An invented or misspelt name is in no file; the one it replaces is in some."""
    tree = raw(bench.corpus)
    for mutant in drawn(kind, 60):
        (edit,) = mutant.edits
        assert not holds(tree, edit.new)
        assert holds(tree, mutant.original[edit.start : edit.end])


def test_a_renamed_name_is_of_the_older_tree_alone(
    drawn: Draw, bench: Bench, courier_revisions: tuple[Corpus, Corpus]
) -> None:
    """It stands in the older tree and in no file now."""
    new = {mutant.edits[0].new for mutant in drawn("renamed", 60)}
    assert new == {"post_parcel", "ParcelTag"}
    assert not any(holds(raw(bench.corpus), name) for name in new)
    assert all(holds(raw(courier_revisions[1]), name) for name in new)


def test_a_name_of_elsewhere_is_in_no_file_at_hand(drawn: Draw, bench: Bench) -> None:
    """It is defined in the tree, and neither shown nor used by what is shown."""
    new = {mutant.edits[0].new for mutant in drawn("elsewhere", 60)}
    assert new == {"levy_duty", "DutyTable", "TARIFF_LIMIT"}
    assert not any(holds(bench.corpus.read(SHOWN).decode(), name) for name in new)


def test_a_file_that_is_spoken_of_introduces_its_names(bench: Bench, sample: Sample) -> None:
    """Where the prose has the word "customs", the names of customs.rs are no falsehood."""
    texts = {**sample.texts, "prompt": "The customs may ask."}
    spoken = Sample(
        sample.case, sample.dataset, bench.source, texts, sample.code, sample.files, sample.items
    )
    assert names.is_elsewhere(sample, "levy_duty")
    assert not names.is_elsewhere(spoken, "levy_duty")


def test_a_name_that_is_used_is_not_elsewhere(sample: Sample) -> None:
    """What the shown file imports, and what that uses, counts as near."""
    assert not names.is_elsewhere(sample, "note_parcel")


# --- crates and files ----------------------------------------------------------------------


def test_a_wrong_crate_is_not_used(drawn: Draw, bench: Bench) -> None:
    """The shown file does not have the new crate; it uses the old one."""
    text = bench.corpus.read(SHOWN).decode()
    mutants = drawn("wrong-crate", 60)
    for mutant in mutants:
        (edit,) = mutant.edits
        assert not holds(text, edit.new.replace("-", "_"))
        assert holds(text, mutant.original[edit.start : edit.end])
    assert {mutant.variant for mutant in mutants} == {
        "another dependency",
        "in Cargo.lock",
        "not in Cargo.lock",
    }


def test_a_wrong_file_does_not_hold_the_name(drawn: Draw, bench: Bench, sample: Sample) -> None:
    """It is no file of the tree, or one without any of the names that the sentence puts there."""
    for mutant in drawn("wrong-file", 60):
        said = mutant.edits[-1].new.removeprefix(" in ").strip("`")
        meant = origins.files_meant(sample, said)
        assert SHOWN not in meant
        assert ("no such file" in mutant.variant) == (not meant)
        assert not any(holds(bench.corpus.read(file).decode(), "send_parcel") for file in meant)


# --- numbers -------------------------------------------------------------------------------


def test_a_wrong_number_is_none_of_the_source(drawn: Draw) -> None:
    """A changed span is neither 400 ms nor twenty minutes."""
    changed = [mutant for mutant in drawn("wrong-number", 60) if "unit" in mutant.variant]
    assert changed
    for mutant in changed:
        (edit,) = mutant.edits
        unit = re.match(r"[ -](\w+)", mutant.original[edit.end :])
        assert unit
        assert numbers.measure(numbers.value_of(edit.new), unit[1]) not in {400.0, 1_200_000.0}


def test_a_wrong_unit_keeps_the_number(drawn: Draw) -> None:
    """The unit alone is replaced, by one of another size."""
    mutants = drawn("wrong-unit", 60)
    for mutant in mutants:
        (edit,) = mutant.edits
        old = mutant.original[edit.start : edit.end]
        assert numbers.UNITS[edit.new][1] != numbers.UNITS[old][1]
        assert numbers.UNITS[edit.new][0] == numbers.UNITS[old][0]
    assert {mutant.original[m.start : m.end] for mutant in mutants for m in mutant.edits} == {
        "ms",
        "minutes",
    }


@pytest.mark.parametrize(
    ("think", "changed"),
    [
        ("It waits 90 s.", True),
        ("It waits up to 90 s.", True),
        ("It might wait 90 s.", False),
        ("It waits 30 to 90 s.", False),
        ("It needs Rust 1.90 for that.", False),
        ("See `RFC-9000` for that.", False),
    ],
)
def test_numbers_that_claim_nothing_are_left_alone(
    sample: Sample, think: str, *, changed: bool
) -> None:
    """Suppositions, ranges and versions are no places."""
    told = Sample(
        sample.case,
        sample.dataset,
        sample.source,
        {"prompt": "", "think": think},
        sample.code,
        sample.files,
        sample.items,
    )
    assert bool(numbers.number_places(told, "think")) == changed


# --- calls and order -----------------------------------------------------------------------


def body(corpus: Corpus, function: str) -> str:
    """Return the text of a function of post.rs, from its name to its closing brace."""
    found = re.search(rf"fn {function}\b.*?\n\}}", corpus.read(SHOWN).decode(), re.DOTALL)
    assert found
    return found.group()


def test_a_wrong_callee_is_not_in_the_caller(drawn: Draw, bench: Bench) -> None:
    """What is said to be called does not stand in the body of the caller."""
    inserted = [mutant for mutant in drawn("wrong-callee", 40) if mutant.inserted]
    assert inserted
    for mutant in inserted:
        found = re.search(r"body of `(\w+)` does not name `(\w+)`", mutant.reason)
        assert found
        caller, callee = found.groups()
        assert caller in mutant.shown
        assert callee in mutant.shown
        assert not holds(body(bench.corpus, caller).partition("{")[2], callee)


def test_a_reversed_order_is_not_that_of_the_source(drawn: Draw, bench: Bench) -> None:
    """What is said to come first stands behind the other in the body."""
    inserted = [mutant for mutant in drawn("reversed-order", 40) if mutant.inserted]
    assert inserted
    for mutant in inserted:
        found = re.search(r"`(\w+)` calls `(\w+)` before `(\w+)`", mutant.reason)
        assert found
        text = body(bench.corpus, found[1])
        assert text.index(f"{found[2]}(") < text.index(f"{found[3]}(")


@pytest.mark.parametrize(
    ("lines", "pairs"),
    [
        ("one(); two();", {("one", "two")}),
        ("one().two()", {("one", "two")}),
        ("two(one())", set()),
        ("run(|| one(), two())", set()),
        ("one(); two(); one();", set()),
        ("loop { one(); two(); }", set()),
        ("task::spawn(async move { one(); }); two();", set()),
        ("Box::pin(async move { one(); two(); })", {("one", "two")}),
    ],
)
def test_only_an_order_that_is_certain_counts(lines: str, pairs: set[tuple[str, str]]) -> None:
    """Arguments, closures, loops, tasks and repeated calls leave the order open."""
    code = f"fn f() {{ {lines} }}"
    found = relations.ordered_pairs(function_of("f.rs", "f", "f", code))
    assert {pair for pair in found if set(pair) <= {"one", "two"}} == pairs


# --- statements ----------------------------------------------------------------------------


def test_a_false_sentence_goes_to_the_code_it_is_about(drawn: Draw) -> None:
    """Those about other items are left out."""
    said = {mutant.shown for mutant in drawn("false-absolute", 40) if mutant.inserted}
    assert said == {KNOWN.text}


def test_a_qualification_gives_way_to_an_absolute(drawn: Draw) -> None:
    """Each of the qualified sentences loses what it was qualified by."""
    said = [mutant.shown for mutant in drawn("false-absolute", 40) if not mutant.inserted]
    assert any("always the stamp" in text.lower() for text in said)
    assert any("without exception, `hand_over`" in text for text in said)
    assert any("every backend" in text for text in said)


def test_a_crate_that_is_said_to_be_absent_is_used(drawn: Draw, sample: Sample) -> None:
    """The shown items use it, and at least fifteen wordings are drawn."""
    mutants = drawn("crate-absent", 60)
    crates = {match[0] for m in mutants for match in [re.search(r"serde|tokio", m.shown)] if match}
    assert crates == {"serde", "tokio"}
    assert all(any(crate in mutant.shown for crate in crates) for mutant in mutants)
    assert {"Serialize", "sleep"} <= set(re.findall(r"\w+", sample.code))
    assert len({re.sub(r"serde|tokio", "", m.shown) for m in mutants}) >= 15


def test_a_derive_or_attribute_is_not_there(drawn: Draw) -> None:
    """The label derives four traits and nothing carries an attribute."""
    mutants = drawn("false-attribute", 60)
    derived = {"Clone", "Debug", "Serialize", "Deserialize"}
    for mutant in mutants:
        assert mutant.reason.split()[-1] not in derived
    assert {mutant.variant for mutant in mutants} == {
        "attribute inserted",
        "derive inserted",
        "derive replaced",
    }


FALSE_SENTENCES = ROOT / "benchmarks" / "false_sentences.toml"


def test_false_sentences_say_what_breaks_them() -> None:
    """At least forty are written by hand, no two alike, each with its reason."""
    known = statements.read_known(FALSE_SENTENCES)
    assert len({one.text for one in known}) == len(known) >= 40
    assert all(one.code and one.broken_by for one in known)
    assert all(one.text.endswith(".") for one in known)


def test_false_sentences_are_about_code_that_is_there(upstream: Corpus) -> None:
    """Each names items of the pinned source."""
    for one in statements.read_known(FALSE_SENTENCES):
        for file, *items in one.code:
            full = [str(item.path) for item in upstream.rust_file(file).items]
            paths = {*full, *(re.sub(r"(?<=\w)<[^<>]*>", "", path) for path in full)}
            assert set(items) <= paths


def test_the_miniature_has_places_too(
    relay: Corpus, relay_repository: Path, every_kind: dict[str, kinds.Kind]
) -> None:
    """Names, files and calls are found in the prose of a real project."""
    from injection import samples_of

    from pytest_verbatim.project import Project

    assert relay_repository.exists()
    bench = Bench(relay)
    samples = samples_of(Project(ROOT / "examples" / "miniature"), bench)
    assert len(samples) == 4
    for kind in ("invented-name", "near-miss", "elsewhere", "wrong-file", "wrong-callee"):
        assert len(kinds.draw(every_kind[kind], samples, 40, 1)) == 40

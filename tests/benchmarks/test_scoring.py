"""Scoring and tables: what counts as caught, what stays in the denominator."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from falsehoods import report
from falsehoods.mutant import Mutant, Sample
from falsehoods.score import Bench, Finding, Result
from falsehoods.text import Edit
from true_sentences import Outcome, Sentence, dataset_without_rules, read_sentences, table_of

from pytest_verbatim.casefile import Case
from pytest_verbatim.example import Example, rust
from pytest_verbatim.source.corpus import Corpus

THINK = "It waits 400 ms here. Nobody asks `stamp_label` twice."
ASKING = frozenset({"asks"})


class Stub(Bench):
    """A bench whose checks object to some words, to length, and to quotes that are gone."""

    def findings(self, sample: Sample, changed: Mapping[str, Any]) -> frozenset[Finding]:
        """Return what such checks would say."""
        text = changed.get("think", sample.texts["think"])
        found = {(f"word.{word}", "seen") for word in ("lies", "asks") if word in text.split()}
        if len(text.split()) > 12:
            found.add(("long", f"{len(text.split())} words"))
        claims = changed.get("claims", getattr(sample.case.example, "claims", {}))
        found |= {("stale", quote) for quote in claims if quote not in text}
        return frozenset(found)


@pytest.fixture(scope="session")
def stub(courier_revisions: tuple[Corpus, Corpus]) -> Stub:
    """Return the bench with the stubbed checks."""
    return Stub(courier_revisions[0])


@pytest.fixture(scope="session")
def sample(stub: Stub) -> Sample:
    """Return a sample with a claim on its first sentence."""
    code = [rust("src/post.rs", "stamp_label")]
    case = Case("bench", "cases/bench/a.py", "a", 1, 0, Example(code=code, think=THINK))
    found = stub.sample(case, dataset_without_rules(stub.corpus))
    assert found is not None
    return found


@pytest.fixture(scope="session")
def claimed(sample: Sample) -> Sample:
    """Return the same with a claim on its first sentence."""
    claims: Any = {"waits 400 ms": "evidence, as far as the stub cares"}
    example = replace(sample.case.example, claims=claims)
    return replace(sample, case=replace(sample.case, example=example))


def mutant_of(sample: Sample, old: str, new: str, *, inserted: bool = False) -> Mutant:
    """Return a mutant in which `new` replaces `old`, or follows it as a sentence."""
    at = sample.texts["think"].index(old)
    edit = Edit(at + len(old), at + len(old), new) if inserted else Edit(at, at + len(old), new)
    return Mutant("kind", "variant", sample, "think", (edit,), "why", inserted)


def test_a_new_finding_is_a_catch(stub: Stub, sample: Sample) -> None:
    """What the text as it stands has not brought is caught, by its code."""
    assert stub.score(mutant_of(sample, "waits", "lies")).caught == ("word.lies",)


def test_a_finding_that_was_there_is_none(stub: Stub, sample: Sample) -> None:
    """The word that the unmutated text is blamed for catches nothing."""
    assert ("word.asks", "seen") in stub.before(sample)
    assert stub.score(mutant_of(sample, "waits", "asks")).caught == ()


def test_being_longer_alone_catches_nothing(stub: Stub, sample: Sample) -> None:
    """A sentence that is added is compared with an empty phrase as long."""
    longer = " It really does wait a little while, as anyone can see."
    assert stub.score(mutant_of(sample, "here.", longer, inserted=True)).caught == ()


def test_an_added_falsehood_is_caught_beside_its_length(stub: Stub, sample: Sample) -> None:
    """The near miss: the same with a word that is objected to."""
    longer = " It really lies a little while, as anyone can see."
    assert stub.score(mutant_of(sample, "here.", longer, inserted=True)).caught == ("word.lies",)


def test_a_broken_quote_is_a_catch_but_no_strict_one(stub: Stub, claimed: Sample) -> None:
    """With its quote following the text, what nothing else objects to escapes."""
    result = stub.score(mutant_of(claimed, "400", "500"))
    assert (result.claimed, result.quoted) == (True, True)
    assert result.caught == ("stale",)
    assert result.strictly == ()


def test_outside_the_quote_strictness_makes_no_difference(stub: Stub, claimed: Sample) -> None:
    """The sentence has a claim, the place stands beside its quote."""
    result = stub.score(mutant_of(claimed, "here", "lies here"))
    assert (result.claimed, result.quoted) == (True, False)
    assert result.caught == result.strictly == ("word.lies",)


def test_another_sentence_has_no_claim(stub: Stub, claimed: Sample) -> None:
    """A claim covers the sentence that it quotes and no more, and none that is added."""
    assert not stub.score(mutant_of(claimed, "twice", "once")).claimed
    assert not stub.score(mutant_of(claimed, "here.", " It lies.", inserted=True)).claimed


def result_of(sample: Sample, *codes: str, kind: str = "a", claimed: bool = False) -> Result:
    """Return a result with those codes."""
    mutant = replace(mutant_of(sample, "waits", "lies"), kind=kind)
    return Result(mutant, codes, claimed, quoted=False, strictly=codes)


def test_what_escapes_stays_in_the_denominator(sample: Sample) -> None:
    """Two of three is 66.6 %, of which one was only asked for."""
    results = [
        result_of(sample, "wrong", claimed=True),
        result_of(sample, "asks"),
        result_of(sample),
        result_of(sample, kind="b"),
    ]
    first, second, everything = report.rows(results, ["a", "b"], ASKING)
    assert (first.injected, first.caught, first.strictly, first.asked) == (3, 2, 2, 1)
    assert (first.claimed, first.claimed_caught) == (1, 1)
    assert (second.injected, second.caught) == (1, 0)
    assert everything.injected == 4
    assert first.cells()[3] == "66.6"


def test_a_share_is_rounded_down() -> None:
    """Nothing short of all becomes 100 %; a share of nothing is no number."""
    assert report.share(1999, 2000) == "99.9"
    assert report.share(2000, 2000) == "100.0"
    assert report.share(0, 0) == "-"


def test_escapes_are_shown_with_their_sentence(sample: Sample) -> None:
    """What was caught is not among them, nor what is of another kind."""
    results = [result_of(sample, "wrong"), result_of(sample), result_of(sample, kind="b")]
    (told,) = report.escapes(results, "a")
    assert "It lies 400 ms here." in told
    assert len(list(report.escapes(results, "all"))) == 2


def test_tables_have_a_cell_for_every_head(sample: Sample) -> None:
    """As Markdown, each line has as many cells as the first."""
    lines = [line.cells() for line in report.rows([result_of(sample)], ["a"], ASKING)]
    table = report.as_markdown([report.HEAD, *lines])
    assert {line.count(" | ") for line in table.splitlines()} == {len(report.HEAD) - 1}


# --- true sentences ------------------------------------------------------------------------


def test_a_claim_that_is_asked_for_is_no_false_alarm() -> None:
    """Of three sentences one is objected to, and two are asked for a claim."""
    sentence = Sentence("a.toml", 1, (("src/post.rs", "stamp_label"),), "It stamps.", "it does")
    outcomes = [
        Outcome(sentence, (("wrong", "x"), ("asks", "y")), cut=True),
        Outcome(sentence, (("asks", "y"),), cut=True),
        Outcome(sentence, (), cut=True),
    ]
    assert [one.alarms(ASKING) for one in outcomes] == [(("wrong", "x"),), (), ()]
    table = table_of(outcomes, ASKING)
    assert table[-1][:6] == ("all", "3", "1", "33.3", "2", "66.6")


def test_the_dataset_of_true_sentences_asks_for_nothing(
    courier_revisions: tuple[Corpus, Corpus],
) -> None:
    """Every file may be shown."""
    dataset = dataset_without_rules(courier_revisions[0])
    assert dataset.admits("src/post.rs")
    assert dataset.admits("some/folder/deep.rs")


def test_sentences_are_numbered_as_they_are_listed(tmp_path: Any) -> None:
    """From 1, in the order of their file."""
    file = tmp_path / "true_sentences_x.toml"
    entry = '[[sentence]]\ncode = [["f.rs", "g"]]\ntext = "T{0}."\nproof = "p"\n'
    file.write_text(entry.format(1) + entry.format(2), encoding="utf-8")
    assert [(one.number, one.text, one.code) for one in read_sentences(file)] == [
        (1, "T1.", (("f.rs", "g"),)),
        (2, "T2.", (("f.rs", "g"),)),
    ]

"""Originality: twins, shared and sample sentences, runs that recur, and openings."""

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pytest_verbatim.prose.originality import (
    GRAM,
    SHORTEST,
    Recurrence,
    Text,
    Twins,
    Words,
    sample_sentences,
    shared_openings,
    shared_sentences,
    stock_runs,
    twins,
    words_of,
)
from pytest_verbatim.prose.sentence import sentences_of

PROPERTY = settings(derandomize=True, deadline=None, max_examples=100)

Recurring = Callable[[Iterable[Text]], tuple[Recurrence, ...]]


def text(name: str, prose: str, field: Literal["prompt", "think"] = "think") -> Text:
    """Return prose as a text of the case of that name."""
    return Text(f"cases/relay/{name}.py::{name}", field, sentences_of(prose))


def texts(*proses: str) -> list[Text]:
    """Return think blocks of cases `a`, `b` and so on."""
    return [text(chr(ord("a") + at), prose) for at, prose in enumerate(proses)]


def names(found: Recurrence) -> str:
    """Return the one-letter names of the cases that hold something, in the order reported."""
    return "".join(place.id[-1] for place in found.places)


def told(found: Iterable[Recurrence]) -> list[tuple[str, str]]:
    """Return (words, names) for what was found."""
    return [(one.words, names(one)) for one in found]


def counted(first: int, last: int, stem: str = "w") -> str:
    """Return that many different words, numbered as given, the last one included."""
    return " ".join(f"{stem}{number}" for number in range(first, last + 1))


def stands_in(run: Words, words: Words) -> bool:
    """Return whether a run stands somewhere in a sequence of words, tried at every place."""
    return any(words[at : at + len(run)] == run for at in range(len(words) - len(run) + 1))


def holds(one: Text, run: Words) -> bool:
    """Return whether a sentence of a text holds a run."""
    return any(stands_in(run, words) for words in one.words)


# --- what a collection of texts can be ---------------------------------------------------------

SMALL = st.sampled_from("retry sweep lock".split())
LARGE = st.integers(0, 400).map("word{}".format)
MARKS = st.sampled_from(["", "", "", ",", ";", ":", ")", "'", '"', "\u201d", "`"])
FIELDS: st.SearchStrategy[Literal["prompt", "think"]] = st.sampled_from(["prompt", "think"])
SAMPLES = ("Sweep lock retry retry sweep lock.", "Lock lock lock lock lock lock.")


def proses(words: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Return prose of a few sentences over a vocabulary."""
    sentence = st.lists(words, min_size=1, max_size=10).map(" ".join)
    return st.lists(sentence, max_size=4).map(lambda lines: "".join(f"{line}. " for line in lines))


@st.composite
def collections(draw: st.DrawFn, words: st.SearchStrategy[str] = SMALL) -> list[Text]:
    """Return texts that are likely to share something, some of them twice the same prose."""
    pool = draw(st.lists(proses(words), min_size=1, max_size=3))
    one = st.one_of(st.sampled_from(pool), proses(words))
    chosen = draw(st.lists(st.tuples(one, FIELDS), max_size=6))
    return [text(f"n{at}", prose, field) for at, (prose, field) in enumerate(chosen)]


@st.composite
def disguised(draw: st.DrawFn, prose: str) -> str:
    """Return prose with other case, other marks around its words and other white space."""
    out = []
    for word in prose.split():
        cased = draw(st.sampled_from([word, word.upper(), word.title()]))
        tick = draw(st.sampled_from(["", "`"]))
        space = draw(st.sampled_from([" ", "\n", " - ", " \u2014 ", "\n\n"]))
        out.append(draw(MARKS) + tick + cased + tick + draw(MARKS) + space)
    return "".join(out)


RECURRING: list[Recurring] = [
    shared_sentences,
    shared_openings,
    lambda given: shared_openings(given, words=2),
    lambda given: sample_sentences(given, SAMPLES),
    stock_runs,
    lambda given: stock_runs(given, length=2, more_than=1),
    lambda given: stock_runs(given, length=3, more_than=3),
]


# --- words -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("prose", "words"),
    [
        ("Poll, then sleep.", "poll|then|sleep"),
        ("(`Cache::get`) isn't free!", "cache::get|isn't|free"),
        ("it isn\u2019t `free`;", "it|isn't|free"),
        ("in-memory \u2014 or\u2014not - core/retry.rs", "in-memory|or|not|core/retry.rs"),
        ("`Cache`'s 12.5 *k* \u201ckeys\u201d \u2026", "cache's|12.5|k|keys"),
        ("'quoted words'  &\n\t&str", "quoted|words|str"),
        ("STRASSE Stra\u00dfe", "strasse|strasse"),
        (" ... `` -- ", ""),
    ],
)
def test_words_are_what_stands_between_white_space(prose: str, words: str) -> None:
    """Case, backticks and the punctuation around a word are no part of it; that inside it is."""
    assert "|".join(words_of(prose)) == words


@PROPERTY
@given(st.data())
def test_words_do_not_show_how_they_were_set(data: st.DataObject) -> None:
    """Another case, other marks around the words and other white space leave the words alone."""
    prose = data.draw(proses(SMALL))
    assert words_of(data.draw(disguised(prose))) == words_of(prose)


# --- twins -------------------------------------------------------------------------------------


def test_half_of_the_grams_makes_twins() -> None:
    """Of ten 5-grams, five shared make two texts twins, and the share is told."""
    first, second = texts(counted(1, 14), counted(1, 9) + " " + counted(1, 5, "v"))
    assert twins([first, second]) == (Twins(first, second, 5, 10),)
    assert twins([first, second])[0].share == 0.5


def test_less_than_half_makes_no_twins() -> None:
    """The near miss: four of the same ten."""
    assert twins(texts(counted(1, 14), counted(1, 8) + " " + counted(1, 6, "v"))) == ()


def test_the_text_with_fewer_grams_is_the_measure() -> None:
    """A short text that stands in a long one is its twin, however long the other is."""
    short, long = counted(40, 52), counted(1, 300)
    (found,) = twins(texts(long, short))
    assert (found.shared, found.total, found.share) == (9, 9, 1)


def test_a_gram_counts_once() -> None:
    """A text that repeats itself has no more 5-grams for it, shared or not."""
    again = " ".join([counted(1, 5)] * 9)
    assert [pair.total for pair in twins(texts(again, again))] == [GRAM]
    assert twins(texts(counted(1, 5) + " " + counted(1, 9, "v"), again)) == ()


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("Add the getter.", "add the `getter`", 1),
        ("Add the getter.", "Add the setter.", 0),
        ("Add the getter.", "Add the getter now.", 0),
        ("Add the getter.", "Add the getter. Then write down why it is wanted.", 0),
        ("Add the getter for it.", "Now add the getter for it.", 1),
        ("", "", 0),
        ("...", "", 0),
    ],
)
def test_a_text_too_short_for_a_gram_is_compared_whole(
    first: str, second: str, expected: int
) -> None:
    """Under five words the same words make twins; no words make none."""
    assert len(twins(texts(first, second))) == expected


def test_prompt_and_think_of_one_case_can_be_twins() -> None:
    """A think block that repeats its prompt is a copy like any other."""
    prompt, think = text("a", counted(1, 20), "prompt"), text("a", counted(1, 18))
    (found,) = twins([think, prompt])
    assert (found.first, found.second) == (prompt, think)


def test_the_closest_twins_come_first() -> None:
    """Pairs are listed by share, then by the ids of the two."""
    half = counted(1, 9) + " " + counted(1, 5, "v")
    found = twins(texts(half, counted(1, 14), counted(1, 14)))
    listed = [pair.first.id[-1] + pair.second.id[-1] for pair in found]
    assert listed == ["bc", "ab", "ac"]
    assert all(one.share >= other.share for one, other in pairwise(found))


@PROPERTY
@given(st.data())
def test_a_disguised_copy_is_a_twin(data: st.DataObject) -> None:
    """Changed case, punctuation and white space do not hide a copy, of any length."""
    prose = data.draw(proses(LARGE).filter(words_of))
    first, second = texts(prose, data.draw(disguised(prose)))
    (found,) = twins([first, second])
    assert found.share == 1


@PROPERTY
@given(proses(LARGE), proses(LARGE))
def test_twins_are_symmetric(one: str, other: str) -> None:
    """Which of two texts comes first, and which bears which name, does not change their share."""
    forth, back = twins(texts(one, one + other)), twins(texts(one + other, one))
    assert [(p.shared, p.total) for p in forth] == [(p.shared, p.total) for p in back]
    assert [p.first.id < p.second.id for p in forth] == [True] * len(forth)


@PROPERTY
@given(collections())
def test_the_share_is_what_it_is_said_to_be(given_texts: list[Text]) -> None:
    """For each pair, shared distinct 5-grams over those of the text with fewer, counted plainly."""
    grams = {}
    for one in given_texts:
        words = tuple(word for line in one.words for word in line)
        grams[one] = {words[at : at + GRAM] for at in range(max(1, len(words) - GRAM + 1))} - {()}
    expected = {
        (one, other): (len(grams[one] & grams[other]), min(len(grams[one]), len(grams[other])))
        for one in given_texts
        for other in given_texts
        if one.id < other.id and 2 * len(grams[one] & grams[other]) >= len(grams[one]) > 0
    }
    expected |= {
        (one, other): (len(grams[one] & grams[other]), min(len(grams[one]), len(grams[other])))
        for one in given_texts
        for other in given_texts
        if one.id < other.id and 2 * len(grams[one] & grams[other]) >= len(grams[other]) > 0
    }
    found = {(pair.first, pair.second): (pair.shared, pair.total) for pair in twins(given_texts)}
    assert found == expected


# --- whole sentences ---------------------------------------------------------------------------

LINE = "A waiter has no way to know."


@pytest.mark.parametrize(
    "other",
    [
        LINE,
        "Poll. A waiter\nhas no way to know. Then sleep.",
        "a `waiter` has no way, to KNOW!",
        "- Poll.\n- A waiter has no way to know\n- Sleep.",
    ],
)
def test_a_sentence_of_two_texts_is_found(other: str) -> None:
    """The same sentence in two texts is found, whatever its case, wrapping and marks."""
    found = shared_sentences(texts(LINE, other))
    assert told(found) == [("a waiter has no way to know", "ab")]
    assert all(words_of(place.sentence.text) == words_of(LINE) for place in found[0].places)


@pytest.mark.parametrize(
    "other",
    [
        "A waiter has no way to tell.",
        "A waiter has no way to know that.",
        "So a waiter has no way to know.",
        "A waiter has no. Way to know.",
    ],
)
def test_another_sentence_is_none(other: str) -> None:
    """The near miss: another word, one word more, or two sentences of the same words."""
    assert shared_sentences(texts(LINE, other)) == ()


def test_sentences_under_six_words_are_aside() -> None:
    """Five words may be said twice, six may not."""
    five, six = "Sleep first, then read it.", "Sleep first, then read it again."
    assert shared_sentences(texts(five, five)) == ()
    assert [one.words for one in shared_sentences(texts(six, six))] == [" ".join(words_of(six))]


def test_a_sentence_twice_in_one_text_is_not_shared() -> None:
    """It takes two texts; each is named once, with the first place and its line."""
    assert shared_sentences(texts(f"{LINE} {LINE}")) == ()
    (found,) = shared_sentences(texts(f"{LINE} {LINE}", f"Poll.\n\n{LINE}\n{LINE}"))
    assert names(found) == "ab"
    assert [place.sentence.line for place in found.places] == [1, 3]


@PROPERTY
@given(collections())
def test_shared_sentences_are_those_that_two_texts_have(given_texts: list[Text]) -> None:
    """What is listed are the sentences of six words or more of two texts, with these texts."""
    expected = {}
    for line in {line for one in given_texts for line in one.words if len(line) >= SHORTEST}:
        having = [one.id for one in given_texts if line in one.words]
        if len(having) > 1:
            expected[" ".join(line)] = having
    found = {one.words: [p.id for p in one.places] for one in shared_sentences(given_texts)}
    assert found == expected


# --- sentences of the commission ---------------------------------------------------------------

SAMPLE = "We poll the relay to keep turns in order"


@pytest.mark.parametrize(
    "prose",
    [
        f"{SAMPLE}.",
        "Sleep first. we `poll` the relay, to keep\nturns in order!",
        f"In short, {SAMPLE}, as asked.",
    ],
)
def test_a_sample_sentence_is_found(prose: str) -> None:
    """A text that repeats a sample is named, also where more words stand around it."""
    found = sample_sentences(texts("Nothing of it here.", prose), (SAMPLE,))
    assert told(found) == [(" ".join(words_of(SAMPLE)), "b")]
    assert stands_in(words_of(SAMPLE), words_of(found[0].places[0].sentence.text))


@pytest.mark.parametrize(
    "prose",
    [
        "We poll the relay to keep turns in line.",
        "We poll the relay to keep turns.",
        "We poll the relay. To keep turns in order, lock.",
        "Order in turns: keep to relay the poll, we.",
    ],
)
def test_a_part_of_a_sample_is_none(prose: str) -> None:
    """The near miss: another word, less than the whole, two sentences, another order."""
    assert sample_sentences(texts(prose), (SAMPLE,)) == ()


def test_each_sentence_of_a_sample_is_looked_for() -> None:
    """A sample of several sentences is several samples, and those under six words are none."""
    samples = (f"{SAMPLE}. Sleep first, then read. One turn is one lock held.",)
    prose = "One turn is one lock held. Sleep first, then read."
    assert told(sample_sentences(texts(prose), samples)) == [("one turn is one lock held", "a")]


def test_a_text_that_repeats_a_sample_twice_is_named_once() -> None:
    """The place is the first sentence that holds the sample."""
    (found,) = sample_sentences(texts(f"Sleep. {SAMPLE}.\n\nSo {SAMPLE}."), (SAMPLE, SAMPLE))
    assert names(found) == "a"
    assert found.places[0].sentence.line == 1


@PROPERTY
@given(collections())
def test_a_sample_is_found_where_it_stands_and_nowhere_else(given_texts: list[Text]) -> None:
    """A sample names the texts of which a sentence holds it, once each."""
    found = {
        one.words: [p.id for p in one.places] for one in sample_sentences(given_texts, SAMPLES)
    }
    for sample in map(words_of, SAMPLES):
        expected = [one.id for one in given_texts if holds(one, sample)]
        assert found.get(" ".join(sample), []) == expected


# --- runs of words -----------------------------------------------------------------------------

RUN = "the lock may outlive its holder"


def test_a_run_of_three_texts_is_listed() -> None:
    """Six words that stand in three think blocks are listed, with the sentences that hold them."""
    given_texts = texts(f"So {RUN}.", f"Poll.\n\nHere {RUN}, too.", "Nothing.", f"`{RUN}`!")
    (found,) = stock_runs(given_texts)
    assert told([found]) == [(RUN, "abd")]
    assert [place.sentence.line for place in found.places] == [1, 3, 1]


@pytest.mark.parametrize(
    "proses_of_three",
    [
        (f"So {RUN}.", f"Here {RUN}.", "Nothing."),
        (f"So {RUN}.", f"Here {RUN}. And there {RUN}.", "Nothing."),
        (f"So {RUN}.", f"Here {RUN}.", "Here the lock may. Outlive its holder."),
        (f"So {RUN}.", f"Here {RUN}.", "Here a lock may outlive its holder."),
    ],
)
def test_a_run_of_two_texts_is_none(proses_of_three: Sequence[str]) -> None:
    """The near miss: twice in one text, split by a full stop, five of the six words."""
    assert stock_runs(texts(*proses_of_three)) == ()


def test_a_longer_run_is_listed_once() -> None:
    """Of a run of nine words its parts are not listed, where the same texts hold the whole."""
    long = f"{RUN} by a minute"
    assert told(stock_runs(texts(f"So {long}.", f"Here {long}.", f"{long}, then."))) == [
        (long, "abc")
    ]


def test_a_part_of_a_longer_run_is_listed_for_the_texts_it_has_more() -> None:
    """A part that stands in one more text is listed too, and first, since it is in more of them."""
    long = f"{RUN} by a minute"
    found = stock_runs(texts(f"So {long}.", f"Here {long}.", f"{long}, then.", f"Now {RUN}."))
    assert told(found) == [(RUN, "abcd"), (long, "abc")]


@PROPERTY
@given(collections(), st.integers(1, 5), st.integers(1, 3))
def test_a_run_that_is_listed_stands_in_its_texts_and_is_maximal(
    given_texts: list[Text], length: int, more_than: int
) -> None:
    """Each place holds the run, and no word before or after it is common to all these texts."""
    by_id = {one.id: one for one in given_texts}
    vocabulary = {word for one in given_texts for line in one.words for word in line}
    for found in stock_runs(given_texts, length, more_than):
        run = tuple(found.words.split())
        assert len(run) >= length
        assert len({place.id for place in found.places}) == len(found.places) > more_than
        for place in found.places:
            first = next(
                at for at, line in enumerate(by_id[place.id].words) if stands_in(run, line)
            )
            assert place.sentence == by_id[place.id].sentences[first]
        for longer in [wider for word in vocabulary for wider in ((word, *run), (*run, word))]:
            assert not all(holds(by_id[place.id], longer) for place in found.places)


@PROPERTY
@given(collections(), st.integers(1, 5), st.integers(1, 3))
def test_no_run_is_missed(given_texts: list[Text], length: int, more_than: int) -> None:
    """Every run of enough texts is listed itself, or as part of a longer one in the same texts."""
    listed = [
        (tuple(found.words.split()), [place.id for place in found.places])
        for found in stock_runs(given_texts, length, more_than)
    ]
    lines = {line for one in given_texts for line in one.words}
    runs = {
        line[start:end]
        for line in lines
        for start in range(len(line))
        for end in range(start + length, len(line) + 1)
    }
    for run in runs:
        having = [one.id for one in given_texts if holds(one, run)]
        if len(having) > more_than:
            assert any(stands_in(run, whole) and ids == having for whole, ids in listed)


# --- openings ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("We need to retry. Soon.", "we `need`, to RETRY twice", "we need to retry"),
        ("We need it. Retry twice.", "We need it: retry never.", "we need it retry"),
        ("We need to retry.", "We need to sweep.", None),
        ("We need to retry.", "So we need to retry.", None),
        ("We need it.", "We need it.", None),
        ("", "", None),
    ],
)
def test_four_words_make_an_opening(first: str, second: str, expected: str | None) -> None:
    """Four shared first words are an opening; three, or four that stand later, are none."""
    found = shared_openings(texts(first, second, "Nothing of the kind here."))
    assert told(found) == ([(expected, "ab")] if expected else [])


def test_how_many_words_make_an_opening_can_be_said() -> None:
    """With three words, those who share three are listed, all of them under one opening."""
    given_texts = texts("We need to a b.", "We need to c d.", "We need it.", "We need to e.")
    assert shared_openings(given_texts) == ()
    assert told(shared_openings(given_texts, words=3)) == [("we need to", "abd")]


# --- what holds for all of them ------------------------------------------------------------------


@PROPERTY
@given(st.data())
def test_the_order_of_the_texts_does_not_matter(data: st.DataObject) -> None:
    """Whatever the order of the texts, and with some of them given twice, the result is equal."""
    given_texts = data.draw(collections())
    again = data.draw(st.permutations([*given_texts, *given_texts[:2]]))
    assert twins(again) == twins(given_texts)
    for find in RECURRING:
        assert find(again) == find(given_texts)


def test_texts_of_one_name_are_kept_apart() -> None:
    """Texts of the same id and field, a fault elsewhere, are compared, in order of their text."""
    same_name = [text("a", f"{word}. {LINE}") for word in "Lock Poll Retry Sleep Sweep".split()]
    (found,) = shared_sentences(same_name)
    assert [place.sentence for place in found.places] == [one.sentences[1] for one in same_name]
    assert shared_sentences(reversed(same_name)) == (found,)


@PROPERTY
@given(collections())
def test_what_is_found_is_listed_in_order(given_texts: list[Text]) -> None:
    """Twins come by share, then ids; the rest by words, runs by their number of texts before."""
    pairs = twins(given_texts)
    keys = [(-pair.share, pair.first.id, pair.second.id) for pair in pairs]
    assert keys == sorted(keys)
    for find in RECURRING:
        found = find(given_texts)
        assert all(
            [place.id for place in one.places] == sorted({place.id for place in one.places})
            for one in found
        )
        by_words = [tuple(one.words.split()) for one in found]
        by_texts = [(-len(one.places), tuple(one.words.split())) for one in found]
        assert by_words == sorted(by_words) or by_texts == sorted(by_texts)


@PROPERTY
@given(st.data())
def test_leaving_a_text_out_adds_nothing(data: st.DataObject) -> None:
    """With a text less, each finding is one of before, in the same places or fewer."""
    given_texts = data.draw(collections().filter(bool))
    left = list(given_texts)
    left.remove(data.draw(st.sampled_from(given_texts)))
    assert set(twins(left)) <= set(twins(given_texts))
    for find in RECURRING:
        before = {found.words: set(found.places) for found in find(given_texts)}
        for found in find(left):
            assert set(found.places) <= before[found.words]


@PROPERTY
@given(st.lists(proses(SMALL), max_size=5))
def test_texts_of_disjoint_vocabularies_share_nothing(given_proses: list[str]) -> None:
    """Where each text has words of its own, there are no twins and nothing recurs."""
    apart = [
        prose.replace("r", f"r{at}x").replace("k", f"k{at}y").replace("w", f"w{at}z")
        for at, prose in enumerate(given_proses)
    ]
    assert twins(texts(*apart)) == ()
    for find in RECURRING:
        assert find(texts(*apart)) == ()


def test_no_texts_share_nothing() -> None:
    """An empty collection is no special case."""
    assert twins([]) == ()
    assert [find([]) for find in RECURRING] == [()] * len(RECURRING)

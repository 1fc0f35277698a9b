"""Originality: what two texts share that a writer does not say twice by chance.

Twins, whole sentences, sentences of the commission, runs of words that recur, openings. All is
compared as words (`words_of`), so that case, wrapping, backticks and punctuation hide nothing;
a synonym or another order does. Every result is the same in whatever order the texts come, a text
that is given twice counts once, and leaving a text out adds nothing.

Knows no example, no corpus and no disk.
"""

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, combinations, islice
from typing import Literal, NamedTuple, TypeAlias

from pytest_verbatim.prose.sentence import Sentence, sentences_of

Words: TypeAlias = tuple[str, ...]

GRAM = 5
"""How many words in a row are one n-gram of a text, by which twins are told."""

SHORTEST = 6
"""Sentences and runs of fewer words are common property."""

_ENDS = "!\"#$%&'()*+,-./:;<=>?@[\\]^_{|}~\u201c\u201d\u201e\u2018\u00ab\u00bb\u2026\u2022\u2192"
_PLAIN = (("`", ""), ("\u2019", "'"), ("\u2013", " "), ("\u2014", " "))


def words_of(text: str) -> Words:
    """Return the words of a text, case-folded.

    A word is what stands between white space or dashes, without backticks and without the
    punctuation at its ends: "don't", "in-memory", `core/retry.rs` and `Cache::get` are one each.
    """
    for mark, plain in _PLAIN:
        text = text.replace(mark, plain)
    chunks = text.casefold().split()
    return tuple([word for chunk in chunks if (word := chunk.strip(_ENDS))])


@dataclasses.dataclass(frozen=True, slots=True)
class Text:
    """A prompt or think block as its sentences; `id` is the node id of its case."""

    id: str
    field: Literal["prompt", "think"]
    sentences: tuple[Sentence, ...]
    words: tuple[Words, ...] = dataclasses.field(init=False, repr=False, compare=False)
    """The words of each sentence."""

    def __post_init__(self) -> None:
        """Split the sentences into words, once for all that compares them."""
        words = tuple(words_of(sentence.text) for sentence in self.sentences)
        object.__setattr__(self, "words", words)

    @property
    def lines(self) -> Iterator[tuple[Words, Sentence]]:
        """Return each sentence with its words."""
        return zip(self.words, self.sentences, strict=True)


@dataclasses.dataclass(frozen=True, slots=True)
class Place:
    """Where words stand: a sentence of a text; the first one, where the text has several."""

    id: str
    field: Literal["prompt", "think"]
    sentence: Sentence


@dataclasses.dataclass(frozen=True, slots=True)
class Recurrence:
    """Words, folded and joined by blanks, and the texts that hold them, one place in each."""

    words: str
    places: tuple[Place, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Twins:
    """Two texts that share `shared` of the `total` distinct 5-grams of the one that has fewer."""

    first: Text
    second: Text
    shared: int
    total: int

    @property
    def share(self) -> float:
        """Return what is shared, of 1."""
        return self.shared / self.total


def twins(texts: Iterable[Text]) -> tuple[Twins, ...]:
    """Return the pairs of texts that share at least half of their word 5-grams.

    Counted are distinct 5-grams, across sentences, against those of the text that has fewer: a
    short text copied into a long one is its twin. A text of fewer than five words is one gram by
    itself, so that its twins are the texts of the same words; one without words has no twin.
    Prompt and think of one case are two texts. The largest share comes first, then by id.
    """
    given = _in_order(texts)
    grams = [_grams(tuple(chain.from_iterable(text.words))) for text in given]
    repeated = _repeated(grams)
    holders: defaultdict[Words, list[int]] = defaultdict(list)
    for at, each in enumerate(grams):
        for gram in each & repeated:
            holders[gram].append(at)
    shared: Counter[tuple[int, int]] = Counter()
    for group, count in Counter(map(tuple, holders.values())).items():
        for pair in combinations(group, 2):
            shared[pair] += count
    found = (
        Twins(given[one], given[other], count, min(len(grams[one]), len(grams[other])))
        for (one, other), count in sorted(shared.items())
    )
    return tuple(
        sorted((pair for pair in found if 2 * pair.shared >= pair.total), key=lambda p: -p.share)
    )


def shared_sentences(texts: Iterable[Text]) -> tuple[Recurrence, ...]:
    """Return the sentences that stand whole in two texts or more; those under six words aside.

    A sentence that is only a part of a longer one in the other text is not seen.
    """
    return _recurring(
        (text, [line for line in text.lines if len(line[0]) >= SHORTEST])
        for text in _in_order(texts)
    )


def shared_openings(texts: Iterable[Text], words: int = 4) -> tuple[Recurrence, ...]:
    """Return the first `words` words, across sentences, that two texts or more begin with.

    Meant for prompts. A text with fewer words has no opening.
    """
    return _recurring((text, _opening(text, words)) for text in _in_order(texts))


def sample_sentences(texts: Iterable[Text], samples: Iterable[str]) -> tuple[Recurrence, ...]:
    """Return the sample sentences that a text repeats, whole or inside a longer sentence.

    A sample may hold several sentences; each is looked for by itself. Those under six words aside.
    """
    lines = {words_of(sentence.text) for sample in samples for sentence in sentences_of(sample)}
    wanted = [(line, frozenset(line)) for line in lines if len(line) >= SHORTEST]
    found: defaultdict[Words, list[Place]] = defaultdict(list)
    for text in _in_order(texts):
        vocabulary = set(chain.from_iterable(text.words))
        for sample in (line for line, needed in wanted if needed <= vocabulary):
            holding = (
                sentence for words, sentence in text.lines if sample in _windows(words, len(sample))
            )
            found[sample] += [Place(text.id, text.field, one) for one in islice(holding, 1)]
    return _listed(found)


def stock_runs(
    texts: Iterable[Text], length: int = SHORTEST, more_than: int = 2
) -> tuple[Recurrence, ...]:
    """Return the runs of at least `length` words that stand in more than `more_than` texts.

    A run stands within one sentence. A part of a longer run is listed only if it stands in a text
    which does not hold the longer one. Meant for think blocks. The run in most texts comes first.
    """
    given = _in_order(texts)
    grams = [{gram for words in text.words for gram in _windows(words, length)} for text in given]
    repeated = _repeated(grams)
    counts = Counter(chain.from_iterable(each & repeated for each in grams))
    frequent = {gram for gram, count in counts.items() if count > more_than}
    spots: defaultdict[Words, list[_Spot]] = defaultdict(list)
    for at, text in enumerate(given):
        if frequent.isdisjoint(grams[at]):
            continue
        for line, words in enumerate(text.words):
            for start, gram in enumerate(_windows(words, length)):
                if gram in frequent:
                    spots[gram].append(_Spot(at, line, start, words))
    found = {
        run: [Place(given[at].id, given[at].field, given[at].sentences[line]) for at, line in held]
        for group in spots.values()
        for run, held in _closed(group, length, more_than)
    }
    return tuple(sorted(_listed(found), key=lambda run: -len(run.places)))


class _Spot(NamedTuple):
    """Where a run begins: the text and its sentence by number, the word in it; all 0-based."""

    text: int
    line: int
    start: int
    words: Words


def _closed(
    spots: list[_Spot], length: int, more_than: int
) -> Iterator[tuple[Words, list[tuple[int, int]]]]:
    """Yield (run, [(text, sentence)]) for the closed runs that begin at these spots.

    The `length` words at all spots are the same. A run is closed when no word before or after it
    is common to all the texts that hold it. Each step splits the spots by the word that follows;
    where one word stands before all of them, no longer run that begins here can be closed either.
    """
    pending = [(spots, length)]
    while pending:
        group, size = pending.pop()
        before, after = _neighbours(group, -1), _neighbours(group, size)
        if any(len(side) == len(group) for side in before):
            continue
        texts = {spot.text for spot in group}
        if all(len({spot.text for spot in side}) < len(texts) for side in before + after):
            start = group[0].start
            first = {spot.text: spot.line for spot in reversed(group)}
            yield group[0].words[start : start + size], sorted(first.items())
        pending += [
            (side, size + 1) for side in after if len({spot.text for spot in side}) > more_than
        ]


def _neighbours(spots: Iterable[_Spot], offset: int) -> list[list[_Spot]]:
    """Return the spots by the word at an offset from their start; without it, in no group."""
    groups: defaultdict[str, list[_Spot]] = defaultdict(list)
    for spot in spots:
        at = spot.start + offset
        if 0 <= at < len(spot.words):
            groups[spot.words[at]].append(spot)
    return list(groups.values())


def _in_order(texts: Iterable[Text]) -> list[Text]:
    """Return each text once, in an order of their own."""
    named: defaultdict[tuple[str, str], list[Text]] = defaultdict(list)
    for text in texts:
        named[text.id, text.field].append(text)
    return [
        text
        for _, group in sorted(named.items())
        for text in (sorted(set(group), key=repr) if len(group) > 1 else group)
    ]


def _windows(words: Words, length: int) -> Iterator[Words]:
    """Return every `length` words in a row."""
    return zip(*(words[start:] for start in range(length)), strict=False)


def _grams(words: Words) -> set[Words]:
    """Return the distinct n-grams of a text; its words as one where they are too few."""
    return set(_windows(words, GRAM)) or ({words} if words else set())


def _repeated(grams: Iterable[set[Words]]) -> set[Words]:
    """Return what stands in two of the sets or more."""
    seen: set[Words] = set()
    repeated: set[Words] = set()
    for each in grams:
        repeated |= seen & each
        seen |= each
    return repeated


def _opening(text: Text, words: int) -> list[tuple[Words, Sentence]]:
    first = tuple(islice(chain.from_iterable(text.words), words))
    return [(first, text.sentences[0])] if len(first) == words else []


def _recurring(
    texts: Iterable[tuple[Text, list[tuple[Words, Sentence]]]],
) -> tuple[Recurrence, ...]:
    """Return the words that two texts or more hold."""
    found: defaultdict[Words, list[Place]] = defaultdict(list)
    for text, lines in texts:
        for words, sentence in dict(reversed(lines)).items():
            found[words].append(Place(text.id, text.field, sentence))
    return _listed({words: places for words, places in found.items() if len(places) > 1})


def _listed(found: Mapping[Words, list[Place]]) -> tuple[Recurrence, ...]:
    """Return what was found, by its words; where nothing holds them, nothing."""
    return tuple(
        Recurrence(" ".join(words), tuple(places))
        for words, places in sorted(found.items())
        if places
    )

"""What an example, or a dataset as a whole, can break of the rules of its dataset."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shop import CORPUS, STORE, TILL, TREE, codes, corpus_of, dataset_of, dataset_with, subject_of

from pytest_verbatim.checks.request import answer_names, prompt_code
from pytest_verbatim.checks.rules import (
    crates,
    crates_named,
    dataset_rules,
    few_files,
    length,
    modules,
    names_crate,
    names_module,
    topics,
)
from pytest_verbatim.config.rules import Bounds, CrateRule, Rules, Topic, Waiver
from pytest_verbatim.finding import Finding, Where
from pytest_verbatim.prose.phrase import Phrase

# --- one example ---


def test_texts_have_bounds() -> None:
    """A text of the least or the greatest length passes; a word less or more is a finding."""
    rules = Rules(think_words=Bounds(3, 5), prompt_words=Bounds(2, 4))
    at = {"prompt": Where("cases/shop/one.py", 11), "think": Where("cases/shop/one.py", 51)}
    for words, think, prompt in (
        (1, "think.too-short", "prompt.too-short"),
        (2, "think.too-short", None),
        (3, None, None),
        (4, None, None),
        (5, None, "prompt.too-long"),
        (6, "think.too-long", "prompt.too-long"),
    ):
        text = "\n".join(["word"] * words)
        found = {f.code: f for f in length(subject_of(rules, prompt=text, think=text))}
        assert set(found) == {think, prompt} - {None}
        for code, finding in found.items():
            assert finding.where == at[code.partition(".")[0]]
            assert f"has {words} word" in finding.seen


def test_the_code_comes_from_several_files() -> None:
    """A second rust() of the same file does not make two files; another file does."""
    rules = Rules(min_files=2)
    (found,) = few_files(subject_of(rules, (STORE, "Shelf"), (STORE, "settle")))
    assert (found.code, found.where.line) == ("code.too-few-files", 7)
    assert "comes from 1 file" in found.seen
    assert not list(few_files(subject_of(rules, (STORE, "Shelf"), (TILL, "ring_up"))))
    assert not list(few_files(subject_of(Rules(), (STORE, "Shelf"))))


LIFE = Topic(
    "the life of a basket",
    tuple(map(Phrase, ("TTL", "expir*", "time to live", "lease"))),
    ("BASKET_TTL", "note_put"),
    "say how long it lives",
)
ALWAYS = Topic("why", (Phrase("because"),), (), "say why")


def test_a_topic_is_asked_for_where_the_code_calls_for_it() -> None:
    """The names in `when` decide: in code, not in a comment; without any it is asked everywhere."""
    rules = Rules(topics=(LIFE,))
    (found,) = topics(subject_of(rules, (STORE, "settle"), think="It is throttled."))
    assert (found.code, found.where) == ("think.missing-topic", Where("cases/shop/one.py", 51))
    assert "speak of the life of a basket ('TTL', 'expir*', 'time to live', ...)" in found.seen
    assert "the code shows `BASKET_TTL`" in found.seen
    assert found.mend.startswith(
        "say how long it lives; if there is nothing true to say, mend cases/"
    )
    assert not list(topics(subject_of(rules, (STORE, "settle"), think="Its TTL decides.")))
    assert not list(topics(subject_of(rules, (STORE, "Shelf"), think="It is throttled.")))
    (found,) = topics(subject_of(rules, (STORE, "Shelf::put"), think="It is throttled."))
    assert "the code shows `note_put`" in found.seen
    assert codes(topics(subject_of(Rules(topics=(ALWAYS,))))) == ["think.missing-topic"]
    assert not list(topics(subject_of(Rules(topics=(ALWAYS,)), think="Because.")))


def test_an_import_that_comes_along_calls_for_nothing() -> None:
    """A name that stands in a `use` declaration alone is no reason to ask."""
    rules = Rules(topics=(Topic("cache", (Phrase("cache"),), ("moka",), "say"),))
    assert not list(topics(subject_of(rules, (STORE, "Shelf"), imports="all")))


@given(
    st.sampled_from(["TTL", "expires", "Expiry", "time to\nlive", "`time-to-live`", "LEASE"]),
    st.lists(st.sampled_from("a basket, shelf. TT expir live `Shelf` - 5".split()), max_size=9),
    st.integers(0, 9),
)
def test_a_word_of_a_topic_anywhere_satisfies_it(word: str, text: list[str], at: int) -> None:
    """Wherever one of its words is put into a think block, the topic is spoken of."""
    text.insert(at, word)
    subject = subject_of(Rules(topics=(LIFE,)), (STORE, "settle"), think=" ".join(text))
    assert not list(topics(subject))


@pytest.mark.parametrize(
    ("crate", "when", "item", "asked"),
    [
        ("serde", (), "Basket", True),
        ("serde", (), "Shelf", False),
        ("tower-http", (), "Shelf::note_put", True),
        ("tower-http", (), "Shelf::put", False),
        ("moka", (), "Shelf", True),
        ("serde", ("Shelf",), "Shelf", True),
        ("serde", ("Shelf",), "Basket", False),
    ],
)
def test_a_crate_is_asked_for_where_the_code_uses_it(
    crate: str, when: tuple[str, ...], item: str, *, asked: bool
) -> None:
    """The code uses what its file imports from the crate, by whatever name; `when` decides anew."""
    rules = Rules(crates=(CrateRule(crate, when),))
    silent = subject_of(rules, (STORE, item), think="It is there.", imports="all")
    assert codes(crates(silent)) == ["think.missing-crate"] * asked
    assert crates_named(silent) == frozenset()
    telling = subject_of(rules, (STORE, item), think=f"With `{crate}` it is there.")
    assert not list(crates(telling))
    assert crates_named(telling) == (frozenset([crate]) if asked else frozenset())


def test_a_module_of_ours_is_not_the_crate_of_its_name() -> None:
    """Code that calls into its own module `moka`, inline or a file, does not use the crate moka."""
    rules = Rules(crates=(CrateRule("moka"),))
    inside = "mod moka {}\n"
    assert not list(crates(subject_of(rules, (TILL, "ring_up"))))
    tree = {**TREE, TILL: TREE[TILL].replace(inside, "mod moka;\n"), "shop/src/till/moka.rs": "\n"}
    assert not list(crates(subject_of(rules, (TILL, "ring_up"), corpus=corpus_of(tree))))
    tree = {**TREE, TILL: TREE[TILL].replace(inside, "use crate::other as moka;\n")}
    assert not list(crates(subject_of(rules, (TILL, "ring_up"), corpus=corpus_of(tree))))
    tree = {**TREE, TILL: TREE[TILL].replace(inside, "")}
    found = crates(subject_of(rules, (TILL, "ring_up"), corpus=corpus_of(tree)))
    assert codes(found) == ["think.missing-crate"]


def test_a_waived_crate_is_not_asked_for() -> None:
    """Neither in an example nor of the dataset."""
    rules = Rules(crates=(CrateRule("serde", (), Waiver("no", (TILL,))),))
    assert not list(crates(subject_of(rules, (STORE, "Basket"))))
    assert not list(dataset_rules(dataset_with(rules), [frozenset(), frozenset()]))


@pytest.mark.parametrize(
    ("text", "crate", "named"),
    [
        ("serde writes it", "serde", True),
        ("`serde::Serialize`", "serde", True),
        ("Serde's derive", "serde", True),
        ("a serde-friendly form", "serde", True),
        ("serde_json writes it", "serde", False),
        ("serde-json writes it", "serde", False),
        ("serde-derived-names", "serde", False),
        ("it is deserialized", "serde", False),
        ("sea-orm asks", "sea_orm", True),
        ("`sea_orm::Set`", "sea_orm", True),
        ("SeaORM asks", "sea_orm", True),
        ("a sea-orm-free module", "sea_orm", True),
        ("the sea, orm", "sea_orm", False),
        ("overseaorm", "sea_orm", False),
        ("", "serde", False),
    ],
)
def test_what_names_a_crate(text: str, crate: str, *, named: bool) -> None:
    """Hyphen and underscore are alike, case is folded, and a longer name is another crate."""
    assert names_crate(text, crate, CORPUS.index.crates) is named


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("core/note_store.rs keeps it", True),
        ("note_store keeps it", True),
        ("`core::note_store` keeps it", True),
        ("note_stores keep it", False),
        ("a note store keeps it", False),
    ],
)
def test_what_names_a_module(text: str, *, named: bool) -> None:
    """File, path or the name itself, as a whole word."""
    assert names_module(text, ("shop", "core", "note_store")) is named


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("queue/mod.rs", True),
        ("`queue`", True),
        ("the queue module", True),
        ("module queue", True),
        ("queue::Task", True),
        ("crate::queue", True),
        ("the queue holds it", False),
        ("requeue.rs", False),
    ],
)
def test_a_plain_word_names_no_module(text: str, *, named: bool) -> None:
    """A module that is called by an English word has to be told from the word."""
    assert names_module(text, ("shop", "queue")) is named
    assert names_module("It starts in lib.rs.", ("shop",))
    assert not names_module("It starts in shop.", ("shop",))


def test_the_modules_shown_are_named() -> None:
    """As many as asked for, or all where fewer are shown; the silent ones are listed."""
    parts = ((STORE, "Shelf"), (TILL, "ring_up"))
    (found,) = modules(subject_of(Rules(modules=2), *parts, think="`store` keeps what is sold."))
    assert (found.code, found.where.line) == ("think.missing-module", 51)
    assert f"names 1 of the 2 modules whose code is shown; not {TILL}" in found.seen
    both = "`store` keeps what till.rs rings up."
    assert not list(modules(subject_of(Rules(modules=2), *parts, think=both)))
    assert not list(modules(subject_of(Rules(modules=1), *parts, think="`store` keeps it.")))
    assert not list(modules(subject_of(Rules(modules=2), parts[0], think="`store` keeps it.")))


# --- the prompt ---

NO_CODE = Rules(prompt_without_code=True)


@pytest.mark.parametrize(
    "text",
    [
        "Give it a `let total = goods.len()` first.",
        "Call `shelf.put(id, basket);` then.",
        "I want `fn put(&self, id: &str)` on it.",
        "Use `goods.iter().map(|good| good.price).filter(|price| price > 0).sum::<u64>()` here.",
        "So:\n\nshelf.put(id, basket);",
        "So:\n\npub async fn put() {",
        "So:\n\nuse moka::sync::Cache;",
        "So:\n\nlet cents = 5",
        "So:\n\n#[derive(Debug)]",
        "So:\n\n// the life of a basket",
        "So:\n\nput(id);",
        "So it is shelf.put(id).await then",
        "So:\n\nif cents > 5 {\nreturn\n}",
    ],
)
def test_code_in_a_prompt_is_a_finding(text: str) -> None:
    """Statements, signatures, long expressions, and lines that a Rust file could hold."""
    found = list(prompt_code(subject_of(NO_CODE, prompt=text)))
    assert {finding.code for finding in found} == {"prompt.code"}
    assert found[0].where.line == 11 + (2 if "\n\n" in text else 0)
    assert not list(prompt_code(subject_of(Rules(), prompt=text)))


@pytest.mark.parametrize(
    "text",
    [
        "Give `Shelf` a `put(id, basket)`; it returns `Result<(), Error>`.",
        'With `cache_type = "none"` it stays `NoCache {}`.',
        "`impl Service<Request> for Middleware<S>` is there, `fn@put` is not.",
        "As `const fn`, in `core/store.rs`, next to `60 * 60 * 12`.",
        '`{"expired": true}` is what they get, and `AppState { ref db, .. }` what you have.',
        "use the shelf for it;\nlet the basket go;\nreturn it;",
        "Put it there (as agreed);\nfor each basket, once.",
        "match what the till does:\nwhile it runs, wait.",
        "pub opening hours {as agreed}",
        "A header(s) of theirs; struct and enum alike.",
        "See https://example.com/a (b).",
        "`Shelf` holds it,\n`Basket`;\n`put`",
    ],
)
def test_names_and_short_expressions_are_no_code(text: str) -> None:
    """What stands in a letter passes: names, calls, settings, English with Rust's words."""
    assert not list(prompt_code(subject_of(NO_CODE, prompt=text)))


def test_names_that_the_answer_alone_gives() -> None:
    """A name that only shown lines define and use is the engineer's to find."""
    rules = Rules(prompt_without_answer=True)
    prompt = "Please add it:\n`note_put`, into `BASKET_TTL` and `Shelf::note_put`."
    found = list(answer_names(subject_of(rules, (STORE, "impl Shelf"), prompt=prompt)))
    assert [(f.code, f.where.line) for f in found] == [("prompt.answer-name", 12)]
    assert "gives away `note_put`" in found[0].seen
    assert not list(answer_names(subject_of(Rules(), (STORE, "impl Shelf"), prompt=prompt)))


@pytest.mark.parametrize(
    ("item", "name"),
    [
        ("Shelf::note_put", "`note_put`"),  # called by a line that is not shown
        ("impl Shelf", "`put`"),  # called by the till
        ("Basket", "`Basket`"),
        ("settle", "`Receipt`"),  # defined elsewhere
        ("settle", "`unknown_name`"),
        ("impl Shelf", "settle"),
    ],
)
def test_names_that_the_engineer_has_to_know(item: str, name: str) -> None:
    """What other lines define, call or hold has to be known to fit in with them."""
    rules = Rules(prompt_without_answer=True)
    assert not list(answer_names(subject_of(rules, (STORE, item), prompt=f"Add {name}.")))


def test_a_name_is_given_away_by_all_files_that_are_shown() -> None:
    """Definition and single use in two shown files: the answer alone has the name."""
    rules = Rules(prompt_without_answer=True)
    prompt = "Ring up into a `Receipt` of `cents`, by `basket_of`."
    parts = ((TILL, "ring_up"), (TILL, "basket_of"))
    found = list(answer_names(subject_of(rules, *parts, prompt=prompt)))
    assert [f.seen.split("`")[1] for f in found] == ["basket_of"]
    assert not list(answer_names(subject_of(rules, parts[1], prompt=prompt)))


# --- all examples together ---

TARGET = """\
corpus = "shop"
system = "You."
[target]
min = 2
max = 3
"""
CRATES = """\
[rules]
[[rules.crate]]
name = "tower-http"
[[rules.crate]]
name = "chrono"
waived = { reason = "nothing has a date", absent = ["shop/src/till.rs"] }
"""


def test_a_dataset_has_its_number_of_examples(tmp_path: Path) -> None:
    """Between the numbers of [target] nothing is said; outside, at the line of the number."""
    dataset = dataset_of(tmp_path, TARGET)
    told: dict[int, list[Finding]] = {
        count: list(dataset_rules(dataset, [frozenset()] * count)) for count in range(5)
    }
    assert {count: codes(found) for count, found in told.items()} == {
        0: ["dataset.too-few"],
        1: ["dataset.too-few"],
        2: [],
        3: [],
        4: ["dataset.too-many"],
    }
    shown = "cases/shop/dataset.toml"
    assert [told[1][0].where, told[4][0].where] == [Where(shown, 4), Where(shown, 5)]
    assert told[1][0].mend == "write 1 more; the target is 2-3"
    assert "has 1 example" in told[1][0].seen


def test_every_commissioned_crate_is_named_somewhere(tmp_path: Path) -> None:
    """One think block is enough; a crate that none names is told at its line, a waived one not."""
    dataset = dataset_of(tmp_path, TARGET + CRATES)
    (found,) = dataset_rules(dataset, [frozenset(), frozenset()])
    assert (found.code, found.where.line) == ("dataset.crate-unnamed", 8)
    assert "`tower-http`" in found.seen
    assert not list(dataset_rules(dataset, [frozenset(), frozenset(["tower-http"])]))
    assert codes(dataset_rules(dataset, [])) == ["dataset.too-few"]

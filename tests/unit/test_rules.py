"""The tables [rules] and [vocabulary] of a `dataset.toml`: what they hold, and what is refused."""

from pathlib import Path

import pytest
from shop import STORE, dataset_of, subject_of

from pytest_verbatim.checks.request import answer_names, prompt_code
from pytest_verbatim.checks.rules import crates, few_files, length, modules, topics
from pytest_verbatim.config.rules import Bounds, CrateRule, Rules, Topic, Waiver
from pytest_verbatim.errors import ConfigError
from pytest_verbatim.finding import Where
from pytest_verbatim.prose.phrase import Phrase

TOML = """\
corpus = "shop"
system = "You."

[target]
min = 2
max = 3

[rules]
min_files = 2
modules = 1
connected = true
samples = ["We need a shop.", "It should sell."]
stock_runs = 3
shared_openings = 0
think_words = { min = 80, max = 450 }

[rules.prompt_words]
min = 25
max = 200

[rules.prompt]
no_code = true
answer_names = true

[[rules.topic]]
name = "the life of a basket"
any = ["TTL", "expir*",
       "time to live"]
when = ["BASKET_TTL"]
why = "say how long it lives"

[[rules.topic]]
name = "errors"
any = ["error*"]
why = "say what fails"

[[rules.crate]]
name = "tower-http"
when = ["Basket"]

[[rules.crate]]
name = "chrono"
waived = { reason = "nothing has a date", absent = ["shop/src/till.rs"] }

[vocabulary]
DelayQueue = "of tokio-util, as what was not taken"
"sync::Notify" = "of tokio"
"""
WITHOUT = TOML.partition("[rules]")[0]


def test_rules_hold_what_the_file_says(tmp_path: Path) -> None:
    """Every key arrives as the value that checks use."""
    assert dataset_of(tmp_path, TOML).rules == Rules(
        min_files=2,
        modules=1,
        connected=True,
        think_words=Bounds(80, 450),
        prompt_words=Bounds(25, 200),
        samples=("We need a shop.", "It should sell."),
        stock_runs=3,
        shared_openings=0,
        topics=(
            Topic(
                "the life of a basket",
                (Phrase("TTL"), Phrase("expir*"), Phrase("time to live")),
                ("BASKET_TTL",),
                "say how long it lives",
            ),
            Topic("errors", (Phrase("error*"),), (), "say what fails"),
        ),
        crates=(
            CrateRule("tower-http", ("Basket",)),
            CrateRule("chrono", (), Waiver("nothing has a date", ("shop/src/till.rs",))),
        ),
        prompt_without_code=True,
        prompt_without_answer=True,
        vocabulary={
            "DelayQueue": "of tokio-util, as what was not taken",
            "sync::Notify": "of tokio",
        },
    )


def test_no_rules_ask_nothing(tmp_path: Path) -> None:
    """A file without [rules] has rules that every example meets, and can still be hashed."""
    dataset = dataset_of(tmp_path, WITHOUT)
    assert dataset.rules == Rules()
    assert hash(dataset) == hash(dataset_of(tmp_path, WITHOUT))
    subject = subject_of(Rules(), (STORE, "impl Shelf"), prompt="fn f() {", think="Yes.")
    checks = (length, few_files, topics, crates, modules, prompt_code, answer_names)
    assert [found for check in checks for found in check(subject)] == []


def test_a_dataset_knows_the_lines_of_its_file(tmp_path: Path) -> None:
    """A place below a key that has no line of its own is that of the key."""
    dataset = dataset_of(tmp_path, TOML)
    shown = "cases/shop/dataset.toml"
    assert dataset.where("target", "max") == Where(shown, 6)
    assert dataset.where("rules", "topic", 0, "any", 2) == Where(shown, 28)
    assert dataset.where("rules", "topic", 1, "any", 7, "x") == Where(shown, 34)
    assert dataset.where("nothing") == Where(shown)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("min_files = 2", "min_flies = 2", r":9: unknown key `min_flies` in \[rules\]; there"),
        ("no_code =", "code =", r":22: unknown key `code` in \[rules\.prompt\]; t"),
        ('why = "say h', 'because = "say h', r":30: unknown key `because` in \[\[rules\.topi"),
        ('when = ["Basket"]', "also = []", r":39: unknown key `also` in \[\[rules\.crate\]\]"),
        ("reason = ", "why = ", r":43: unknown key `why` in \[rules\.crate\.waived\]"),
        ("max = 450", "most = 450", r":15: unknown key `most` in \[rules\.think_words\]"),
        ("min_files = 2", "min_files = 0", r":9: `min_files` in \[rules\] must be .* from 1 on"),
        ("modules = 1", "modules = true", ":10: `modules` .* whole number from 0 on"),
        ("connected = true", "connected = 1", ":11: `connected` .* must be true or false"),
        ('["We need a shop.", "It should sell."]', '"We"', ":12: `samples` .* a list of strings"),
        ('"It should sell."', "2", ":12: `samples` .* holds 2, which is no string"),
        ("stock_runs = 3", "stock_runs = -1", ":13: `stock_runs` .* from 0 on"),
        ("{ min = 80, max = 450 }", "80", ":15: `think_words` .* must be a table"),
        ("min = 80, ", "", ":15: `think_words` needs `min` and `max`"),
        ("min = 25\nmax = 200", "min = 201\nmax = 200", ":19: `max` of `prompt_words` is smaller"),
        ('["TTL", "expir*",\n       "time to live"]', "[]", ":27: the topic 'the life of"),
        ('any = ["error*"]\n', "", ":32: the topic 'errors' has no words"),
        ('"error*"', '"err(or)?s"', r":34: `any` holds 'err\(or\)\?s' with `\(` in it: no regular"),
        ('"time to live"', '"time.*live"', r":28: `any` holds 'time\.\*live' with `\.\*`"),
        ('"time to live"', '"ti*"', r":28: `any` holds 'ti\*', where 'ti\*' fits too much"),
        ('name = "errors"\n', "", r":32: \[\[rules\.topic\]\] needs `name`"),
        ('why = "say what fails"', "why = ' '", ":35: `why` .* must be a string with text"),
        ('name = "errors"', 'name = "the life of a basket"', r":33: there are two \[\[rules\."),
        ('["BASKET_TTL"]', '["BASKET TTL"]', ":29: `when` .* holds 'BASKET TTL'; it takes identif"),
        ('["BASKET_TTL"]', '["a::b"]', ":29: `when` .* holds 'a::b'"),
        ('"tower-http"', '"tower http"', ":38: 'tower http' is no name of a crate"),
        ('reason = "nothing has a date", ', "", r":43: \[rules\.crate\.waived\] needs `reason`"),
        ('"nothing has a date"', '""', ":43: `reason` .* must be a string with text"),
        ('["shop/src/till.rs"]', "[]", ":43: the waiver has no evidence; list the files without"),
        ('"shop/src/till.rs"', '"../till.rs"', r":43: `absent` holds '\.\./till\.rs'"),
        ('"of tokio"', '""', ":47: `sync::Notify` in .* must be a string with text"),
        ('"sync::Notify"', '"a queue"', ":47: `a queue` in .* is no name that code could have"),
        ("[rules.prompt]", "[rules.promt]", r":21: unknown key `promt` in \[rules\]"),
        ("[[rules.crate]]", "[rules.crate]", r"is not TOML"),
        ("[rules.prompt]", "[[rules.prompt]]", r":21: `prompt` in \[rules\] must be a table"),
        ("[vocabulary]\n", "[vocabulary.x]\n", r":45: `x` in \[vocabulary\] must be a string"),
    ],
)  # fmt: skip
def test_bad_rules_are_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    """A misspelt key, a wrong value, a pattern, impossible bounds: refused with file and line."""
    assert old in TOML
    with pytest.raises(ConfigError, match=rf"^cases/shop/dataset\.toml.*{message}"):
        dataset_of(tmp_path, TOML.replace(old, new))


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("rules", "1", r":2: `rules` in cases/shop/dataset\.toml must be a table"),
        ("rules.topic", "{}", r":2: `topic` in \[rules\] must be tables: \[\[rules\.topic\]\]"),
        ("rules.crate", "[1]", r":2: `crate` in \[rules\] must be tables: \[\[rules\.crate\]\]"),
        ("vocabulary", "[]", ":2: `vocabulary` in .* must be a table"),
    ],
)
def test_what_should_be_tables_is_said(tmp_path: Path, key: str, value: str, message: str) -> None:
    """A value in the place of a table, or of a list of tables, is refused at its line."""
    text = WITHOUT.replace("system", f"{key} = {value}\nsystem")
    with pytest.raises(ConfigError, match=message):
        dataset_of(tmp_path, text)


def test_a_vocabulary_has_an_end(tmp_path: Path) -> None:
    """Forty names are vouched for, one more is refused: by then it is no last resort."""
    head = WITHOUT + "[vocabulary]\n"
    forty = "".join(f'Name{at} = "a reason"\n' for at in range(40))
    assert len(dataset_of(tmp_path, head + forty).rules.vocabulary) == 40
    with pytest.raises(ConfigError, match=r":49: \[vocabulary\] holds 41 names; .* at most 40"):
        dataset_of(tmp_path, head + forty + 'More = "a reason"\n')

"""A small Rust tree given as text, and examples that show items of it under rules."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from snippets import Snippets

from pytest_verbatim.casefile import Case
from pytest_verbatim.checks import Subject
from pytest_verbatim.config.dataset import Dataset, read_dataset
from pytest_verbatim.config.rules import Rules
from pytest_verbatim.example import Example, Imports, Rust
from pytest_verbatim.excerpt import Excerpt, cut
from pytest_verbatim.finding import Finding, Where
from pytest_verbatim.prose.form import unwrap
from pytest_verbatim.record import Record
from pytest_verbatim.selection import Place
from pytest_verbatim.source.corpus import Corpus

STORE = "shop/src/core/store.rs"
TILL = "shop/src/till.rs"
LIB = "shop/src/lib.rs"
TREE = {
    STORE: """\
use moka::sync::Cache;
use serde::{Deserialize, Serialize};
use tower_http::trace as tracer;

use crate::till::Receipt;

/// How long a basket lives. The chrono crate is not asked.
pub const BASKET_TTL: u64 = 60 * 60;

#[derive(Serialize, Deserialize)]
pub struct Basket {
    pub goods: Vec<String>,
    total_cents: u32,
}

pub struct Shelf {
    cache: Cache<String, Basket>,
}

impl Shelf {
    pub fn put(&self, id: &str, basket: Basket) {
        self.cache.insert(id.to_owned(), basket);
        self.note_put(id);
    }

    fn note_put(&self, id: &str) {
        tracer::note(id);
    }
}

pub fn settle(receipt: Receipt) -> u64 {
    receipt.cents / BASKET_TTL
}

#[cfg(test)]
mod tests {
    use chrono::Utc;

    #[test]
    fn it_puts() {
        let _ = Utc::now();
    }
}
""",
    TILL: """\
use serde_json::Value;

use crate::core::store::Shelf;

mod moka {}

pub struct Receipt {
    pub cents: u64,
}

pub fn ring_up(shelf: &Shelf, value: Value) -> Receipt {
    let cents = value.as_u64().unwrap_or(0);
    shelf.put("last", basket_of(cents));
    moka::nothing();
    Receipt { cents }
}

fn basket_of(cents: u64) -> crate::core::store::Basket {
    todo!("{cents}")
}
""",
    LIB: "pub mod core;\npub mod till;\n",
}  # fmt: skip
LOCK = "".join(
    f'[[package]]\nname = "{name}"\nversion = "1.0.0"\n\n'
    for name in ("moka", "serde", "serde_json", "tower-http", "chrono", "serde-derived-names")
)


def corpus_of(sources: Mapping[str, str], lock: str = LOCK) -> Corpus:
    """Return a corpus of sources given as text, with a lock file."""
    return Snippets({**sources, "Cargo.lock": lock, "README.md": lock})


CORPUS = corpus_of(TREE)


def dataset_with(rules: Rules, cover: Sequence[str] = (), also: Sequence[str] = ("*",)) -> Dataset:
    """Return a dataset with rules."""
    shown = "cases/shop/dataset.toml"
    return Dataset("shop", shown, "shop", "You.", "", tuple(cover), tuple(also), 2, 3, rules)


def subject_of(
    rules: Rules,
    *parts: tuple[str, str],
    prompt: str = "Please.",
    think: str = "So be it.",
    imports: Imports = "none",
    corpus: Corpus = CORPUS,
) -> Subject:
    """Return an example that shows items, given as (file, item), under rules."""
    shown = parts or ((STORE, "Shelf"),)
    excerpts = []
    for file, item in shown:
        place = Place(Where("cases/shop/one.py", 1), file, corpus.rust)
        excerpt = cut(corpus.rust[file], [item], imports, place)
        assert isinstance(excerpt, Excerpt), excerpt
        excerpts.append(excerpt)
    code = [Rust(file, (item,), imports) for file, item in shown]
    example = Example(code=code, prompt=prompt, think=think)
    literal = {"prompt": (11, 11 + prompt.count("\n")), "think": (51, 51 + think.count("\n"))}
    case = Case("shop", "cases/shop/one.py", "one", 7, 0, example, literal)
    record = Record("You.", unwrap(prompt), unwrap(think), "code")
    return Subject(case, dataset_with(rules), tuple(excerpts), record, corpus)


def dataset_of(folder: Path, text: str) -> Dataset:
    """Return the dataset that the text of its `dataset.toml` describes."""
    (folder / "dataset.toml").write_text(text, encoding="utf-8")
    return read_dataset(folder, "cases/shop/dataset.toml")


def codes(findings: Iterable[Finding]) -> list[str]:
    """Return the codes of findings, in order."""
    return [finding.code for finding in findings]

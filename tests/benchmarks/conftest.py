"""The benches are scripts; their folder is put where tests find it. With it, an invented tree."""

import sys

import pytest
from gitrepos import Upstream
from support import ROOT

from pytest_verbatim.config.pin import Pin
from pytest_verbatim.source.corpus import Corpus
from pytest_verbatim.source.opening import open_corpus

if str(ROOT / "benchmarks") not in sys.path:
    sys.path.insert(0, str(ROOT / "benchmarks"))

MANIFEST = """
[package]
name = "courier"

[dependencies]
chrono = "1"
serde = "1"
tokio = "1"
"""
LOCK = "".join(
    f'[[package]]\nname = "{name}"\nversion = "1.0.0"\n\n'
    for name in ("chrono", "courier", "memchr", "serde", "tokio")
)
LIB = """
pub mod customs;
pub mod ledger;
pub mod post;
"""
POST = """
//! Sends parcels.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::time::sleep;

use crate::ledger::{Ledger, note_parcel};

/// How long a parcel may wait. "A quarter" would be too short.
pub const PATIENCE: Duration = Duration::from_secs(60 * 20);
const PAUSE: Duration = Duration::from_millis(400);

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ParcelLabel {
    pub street: String,
}

fn stamp_label(label: &ParcelLabel) -> String {
    label.street.to_uppercase()
}

pub async fn send_parcel(ledger: &mut Ledger, label: ParcelLabel) -> bool {
    let stamp = stamp_label(&label);
    note_parcel(ledger, &stamp);
    sleep(PAUSE).await;
    hand_over(&stamp)
}

fn hand_over(stamp: &str) -> bool {
    !stamp.is_empty()
}

#[cfg(test)]
mod tests {
    fn borrowed_in_a_test() {}
}
"""
LEDGER = """
//! Who was sent what.

#[derive(Default)]
pub struct Ledger {
    lines: Vec<String>,
}

pub fn note_parcel(ledger: &mut Ledger, stamp: &str) {
    ledger.lines.push(stamp.to_owned());
}
"""
CUSTOMS = """
//! Duties.

use chrono::NaiveDate;

pub const TARIFF_LIMIT: u32 = 150;

pub struct DutyTable {
    pub since: NaiveDate,
}

pub fn levy_duty(table: &DutyTable) -> u32 {
    TARIFF_LIMIT
}
"""
OLDER_POST = POST.replace("send_parcel", "post_parcel").replace("ParcelLabel", "ParcelTag")


def files_of(post: str) -> dict[str, bytes]:
    """Return a tree of the courier, with that text in its post.rs."""
    texts = {
        "Cargo.toml": MANIFEST,
        "Cargo.lock": LOCK,
        "src/lib.rs": LIB,
        "src/post.rs": post,
        "src/ledger.rs": LEDGER,
        "src/customs.rs": CUSTOMS,
    }
    return {f"courier/{path}": text.lstrip("\n").encode() for path, text in texts.items()}


@pytest.fixture(scope="session")
def courier_revisions(tmp_path_factory: pytest.TempPathFactory) -> tuple[Corpus, Corpus]:
    """Return the courier's tree, and an older one in which two names were others."""
    repository = Upstream(tmp_path_factory.mktemp("courier") / "courier.git")
    older = repository.commit(files_of(OLDER_POST))
    newer = repository.commit(files_of(POST))
    pin = Pin("courier", repository.url, "v2", newer, "courier", "courier/LICENSE")
    folder = str(repository.folder)
    now, then = (open_corpus(pin, folder, rev, lambda _: None) for rev in (newer, older))
    return now, then

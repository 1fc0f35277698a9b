"""The tree that the tables run on: the miniature, and files that it cannot hold."""

import shutil
from pathlib import Path

from support import CORE, MINIATURE

POOL = 600
"""How many items there are to show, one a case."""

LOCKED = ("blake3", "relay-core", "reqwest", "serde", "sqlx", "tokio")
"""The crates of the lock file. blake3 and reqwest are used; sqlx is there and used nowhere."""

HASHING = """\
use std::time::Duration;

use blake3::Hasher;

/// How long a digest may be asked for.
pub const DIGEST_LIFE: Duration = Duration::from_secs(45);

/// Marks what was hashed here.
pub fn digest_of(parts: &[&[u8]]) -> [u8; 32] {
    let mut hasher = Hasher::new();
    for part in parts {
        hasher.update(part);
    }
    *hasher.finalize().as_bytes()
}
"""

FETCHING = """\
use reqwest::Client;

#[traced(label)]
pub fn page_client() -> Client {
    let client_label = "relay";
    Client::builder().label(client_label).build().unwrap()
}
"""


def tree_with_more(folder: Path) -> Path:
    """Copy the miniature's tree and add files: other bytes, crates, items in plenty."""
    shutil.copytree(MINIATURE / "upstream", folder)
    extra = folder / "relay" / CORE / "extra"
    extra.mkdir()
    (extra / "latin.rs").write_bytes(
        b'pub fn latin() -> &\'static str {\n    "caf\xe9"\n}\n\npub const ascii: u8 = 1;\n'
    )
    (extra / "trailing.rs").write_bytes(
        b"pub fn untidy() -> u8 {\n    1\n}  \n\npub fn tidy() -> u8 {\n    2  \n}\n"
    )
    pool = (f"pub struct P{at};\n" for at in range(POOL))
    tokens = ("<think>", "</think>", "<|im_start|>", "<|im_end|>", "<|endoftext|>", "\u2067")
    rows = [f'pub const BAD_{at}: &str = "{token}";' for at, token in enumerate(tokens)]
    rows += [f'pub const NEAR_{at}: &str = "{t[:-1]} >";' for at, t in enumerate(tokens)]
    lock = "".join(f'[[package]]\nname = "{name}"\nversion = "1.0.0"\n\n' for name in LOCKED)
    for place, text in {
        extra / "pool.rs": "".join(pool),
        extra / "tokens.rs": "\n\n".join(rows) + "\n",
        extra / "hashing.rs": HASHING,
        extra / "fetching.rs": FETCHING,
        folder / "relay" / "Cargo.lock": lock,
    }.items():
        place.write_text(text, encoding="utf-8")
    return folder

"""Opening a revision to compare: one of our product, named without doubt.

A repository may release several products. A tag of one of the others names a commit that has our
subtree too, in whatever state it happened to be, so that it would be compared without a complaint.

Source: design, "Contract: the corpus": releases of the server are `server-v*`, older ones `v*`;
newer `v*` tags are those of client libraries.
"""

import re
import tomllib
from collections.abc import Iterator
from typing import Any

from pytest_verbatim.config.pin import Pin
from pytest_verbatim.errors import UsageError
from pytest_verbatim.source.corpus import Corpus
from pytest_verbatim.source.git import Progress
from pytest_verbatim.source.opening import open_corpus

_RELEASE = re.compile(r"(?P<product>(?:.*[^0-9A-Za-z])?)v(?P<version>\d+\.\d+\.\d+.*)")


def open_revision(pin: Pin, repo: str | None, rev: str, called: str, progress: Progress) -> Corpus:
    """Return the corpus at a revision; `called` is what messages call the argument, `OLD` say.

    Raises:
        UsageError: there is no such revision, it has no subtree, it names a tag and a branch that
            differ, or it is a tag of another product.
        CorpusUnavailable: it cannot be had.
    """
    corpus = open_corpus(pin, repo, rev, progress, called)
    named = corpus.repository.commits_named(rev)
    if len(set(named.values())) > 1:
        raise UsageError(f"{called}: {rev!r} is ambiguous; write {' or '.join(sorted(named))}")
    if corpus.tag == rev:
        fault = product_fault(rev, pin, corpus)
        if fault is not None:
            raise UsageError(
                f"{called}: {rev} is a tag of another product: {fault}; "
                f"give the commit, {corpus.commit[:12]}, if you mean it all the same"
            )
    return corpus


def product_fault(tag: str, pin: Pin, corpus: Corpus) -> str | None:
    """Return why a tag is no release of what the pin is about; None where it may be one.

    Tags that do not look like a release, and trees whose manifests state no version, may be.
    """
    named, pinned = _RELEASE.fullmatch(tag), _RELEASE.fullmatch(pin.tag)
    if named is None or pinned is None or tag == pin.tag:
        return None
    if named["product"]:
        ours = named["product"] == pinned["product"]
        return None if ours else f"ours are called {pinned['product']}v*, or v* in older times"
    stated = sorted(set(_versions(corpus)))
    if not stated or named["version"] in stated:
        return None
    return f"the manifests in {pin.subtree}/ say {' and '.join(stated)} there"


def _versions(corpus: Corpus) -> Iterator[str]:
    """Yield the versions that the manifests of the subtree state."""
    for path in corpus.files:
        if path.rsplit("/", 1)[-1] == "Cargo.toml":
            manifest = _manifest(corpus.read(path))
            for table in (manifest.get("package"), _of(manifest.get("workspace"), "package")):
                version = _of(table, "version")
                if isinstance(version, str):
                    yield version


def _manifest(data: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(data.decode("utf-8", "replace"))
    except tomllib.TOMLDecodeError:
        return {}


def _of(table: object, key: str) -> object:
    return table.get(key) if isinstance(table, dict) else None

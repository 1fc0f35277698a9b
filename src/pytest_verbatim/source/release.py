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
from pytest_verbatim.source.git import GitError, Progress, Repository
from pytest_verbatim.source.opening import open_corpus

_RELEASE = re.compile(r"(?P<product>(?:.*[^0-9A-Za-z])?)v(?P<version>\d+\.\d+\.\d+.*)")
_WHOLE = "."
"""The subtree that is all of the repository."""


def open_revision(pin: Pin, repo: str | None, rev: str, called: str, progress: Progress) -> Corpus:
    """Return the corpus at a revision; `called` is what messages call the argument, `OLD` say.

    A tag is looked at however it is written, `refs/tags/v1` and `v1^0` too; what is counted from
    one, `v1~1`, is a commit like any other.

    Raises:
        UsageError: there is no such revision, it has no subtree, its name stands for several refs
            whose commits differ, or it is a tag of another product.
        CorpusUnavailable: it cannot be had.
    """
    corpus = open_corpus(pin, repo, rev, progress, called)
    _require_one_meaning(corpus.repository, rev, called)
    fault = None if corpus.tag is None else product_fault(corpus.tag, pin, corpus)
    if fault is not None:
        raise UsageError(
            f"{called}: {rev} {fault}; "
            f"give the commit, {corpus.commit[:12]}, if you mean it all the same"
        )
    return corpus


def open_held(
    pin: Pin, repo: str | None, rev: str | None, progress: Progress
) -> tuple[Corpus, Corpus | None]:
    """Return what cases are held against, and beside another revision the pinned commit.

    `rev` is what `--corpus-rev` says, None for the pinned commit. The second is None without it,
    and where it cannot be had: then what was accepted is looked for as it is needed.

    Raises:
        UsageError, CorpusUnavailable: as `open_revision`, of the first.
    """
    if rev is None:
        return open_corpus(pin, repo, None, progress), None
    corpus = open_revision(pin, repo, rev, "--corpus-rev", progress)
    try:
        return corpus, open_corpus(pin, repo, None, progress)
    except UsageError:
        return corpus, None


def _require_one_meaning(repository: Repository, rev: str, called: str) -> None:
    """Raise UsageError where several refs have a name and not all name one commit."""
    try:
        refs = sorted(repository.refs_named(rev))
        commits = {repository.commit_of(ref) for ref in refs}
    except GitError as error:
        raise UsageError(f"{called}: {rev!r} could be several things ({error})") from error
    if len(commits) > 1:
        raise UsageError(f"{called}: {rev!r} is ambiguous; write {' or '.join(refs)}")


def product_fault(tag: str, pin: Pin, corpus: Corpus) -> str | None:
    """Return why a tag is no release of what the pin is about; None where it may be one.

    What stands before its `v` is held against the pin's, then its version against the manifests.
    """
    return other_product(tag, pin) or _other_version(tag, pin, corpus)


def other_product(tag: str, pin: Pin) -> str | None:
    """Return why a tag is one of another product by its prefix; None where it may be ours.

    The pin's own tag is ours, and so are those that begin as it does, and bare ones by the prefix.
    Tags that do not look like a release may be.
    """
    named, pinned = _RELEASE.fullmatch(tag), _RELEASE.fullmatch(pin.tag)
    if named is None or pinned is None or tag == pin.tag or not named["product"]:
        return None
    if named["product"] in product_prefixes(pin):
        return None
    ours = " or ".join(f"{prefix}v*" for prefix in product_prefixes(pin))
    called = (
        f"{ours}, or v* in older times" if pinned["product"] else f"v*, or {ours} in newer times"
    )
    return f"is a tag of another product: ours are called {called}"


def _other_version(tag: str, pin: Pin, corpus: Corpus) -> str | None:
    """Return why a bare `v*` is no release of ours; None for any other tag, or where it may be one.

    It is one where a manifest of the subtree states its version; it may be where none states any.
    Where the subtree is the whole repository, whose tags are bare as the pin's is, there is no
    other product that it could be of.
    """
    named, pinned = _RELEASE.fullmatch(tag), _RELEASE.fullmatch(pin.tag)
    if named is None or pinned is None or tag == pin.tag or named["product"]:
        return None
    if pin.subtree == _WHOLE and not pinned["product"]:
        return None
    stated = sorted(set(_versions(corpus)))
    if not stated or named["version"] in stated:
        return None
    place = "the repository" if pin.subtree == _WHOLE else f"{pin.subtree}/"
    return (
        "is no release of ours by its version: "
        f"the manifests in {place} state {' and '.join(stated)} there"
    )


def product_prefixes(pin: Pin) -> tuple[str, ...]:
    """Return what may stand before the `v` in a tag of the pin's product, `server-` for instance.

    That of the pin's own tag. A pin of older times has none, and says by subtree and name what the
    product is called; a subtree that is the whole repository says nothing.
    """
    found = _RELEASE.fullmatch(pin.tag)
    pinned = found["product"] if found is not None else ""
    subtree = () if pin.subtree == _WHOLE else (pin.subtree.rpartition("/")[2],)
    return (
        (pinned,) if pinned else tuple(dict.fromkeys(f"{name}-" for name in (*subtree, pin.name)))
    )


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
    except (ValueError, RecursionError):  # no TOML, a number of too many digits, deep nesting
        return {}


def _of(table: object, key: str) -> object:
    return table.get(key) if isinstance(table, dict) else None

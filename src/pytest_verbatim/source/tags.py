"""Tags of the repository of a pin: the newest release by the version in its tag; what one names.

Source: design, "Contract: the corpus": releases of the server are `server-v*`, older ones `v*`;
newer `v*` tags are those of client libraries.
"""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from pytest_verbatim.config.pin import Pin, is_url, transport_fault
from pytest_verbatim.errors import CorpusUnavailable, UsageError
from pytest_verbatim.source.git import GitError, Progress, Repository, remote_commit, remote_tags
from pytest_verbatim.source.opening import open_corpus
from pytest_verbatim.source.release import other_product, product_fault, product_prefixes

_TAG = re.compile(
    r"(?P<product>(?:.*[^0-9A-Za-z])?)v(?P<version>\d+\.\d+\.\d+)(?:-(?P<pre>[0-9A-Za-z.-]+))?"
    r"(?:\+[0-9A-Za-z.-]+)?"
)


class Release(NamedTuple):
    """A tag as a release: what stands before its `v`, its version, and what sorts it by that."""

    tag: str
    product: str
    order: tuple[tuple[int, ...], bool, tuple[tuple[bool, int, str], ...]]

    @property
    def is_final(self) -> bool:
        """Return whether it is no pre-release."""
        return self.order[1]


def release_of(tag: str) -> Release | None:
    """Return a tag as a release, None where it is none; `v1.2.3-rc.1` is a pre-release.

    Versions sort as semver has it: by number, a pre-release before its release, parts of digits
    as numbers and before words. What follows `+` says nothing.
    """
    found = _TAG.fullmatch(tag)
    if found is None:
        return None
    numbers = tuple(map(int, found["version"].split(".")))
    parts = found["pre"].split(".") if found["pre"] else []
    before = tuple((not p.isdigit(), int(p) if p.isdigit() else 0, p) for p in parts)
    return Release(tag, found["product"], (numbers, not parts, before))


class Newest(NamedTuple):
    """The newest release of a pin's product.

    Attributes:
        tag: its tag; the pin's own where none is newer.
        passed: newer bare `v*` that are none of ours, newest first.
        has_pinned: whether the pin's own tag is among those of the repository.
    """

    tag: str
    passed: tuple[str, ...]
    has_pinned: bool


def newest_release(pin: Pin, repo: str | None, called: str, progress: Progress) -> Newest:
    """Return the newest release of a pin's product, by the versions in tags.

    Args:
        pin: its tag tells what the product's tags are called.
        repo: a repository to ask instead of the pin's.
        called: what messages call the argument that asks.
        progress: is given git's progress text as it comes.

    Raises:
        UsageError: the pin's tag is no release, or the repository cannot be what it is.
        CorpusUnavailable: the repository cannot be asked.
    """
    pinned = release_of(pin.tag)
    if pinned is None:
        raise UsageError(f"{called}: {pin.tag!r} looks like no release; name the revision instead")
    try:
        tags = _tags(pin, repo, progress)
    except GitError as error:
        source = repo or pin.repository
        raise CorpusUnavailable(f"{called}: {source} does not list its tags: {error}") from error
    releases = [one for one in map(release_of, tags) if one is not None]
    product = _product(pin, pinned, releases)
    newer = [
        one
        for one in releases
        if one.product == product
        and one.order > pinned.order
        and (one.is_final or not pinned.is_final)
    ]
    newer.sort(key=lambda one: one.order, reverse=True)
    passed: list[str] = []
    for one in newer:
        if product or _is_ours(one, pin, repo, progress):
            return Newest(one.tag, tuple(passed), pin.tag in tags)
        passed.append(one.tag)
    return Newest(pin.tag, tuple(passed), pin.tag in tags)


class Named(NamedTuple):
    """What a name stands for in a repository: the commit, and whether it is a tag or a branch."""

    commit: str
    is_tag: bool


def named_upstream(pin: Pin, repo: str | None, name: str, progress: Progress) -> Named | None:
    """Return the tag of a name in a pin's repository or in `repo`, else the branch, else None.

    In a clone the branches of its remotes count, as they are upstream's.

    Raises:
        CorpusUnavailable: the repository cannot be asked.
    """
    source, tag = repo or pin.repository, f"refs/tags/{name}"
    try:
        if is_url(source):
            found = remote_commit(source, name, progress)
            return None if found is None else Named(found[0], found[1] == tag)
        repository = Repository.find(Path(source).expanduser())
        refs = [tag] if tag in repository.refs_named(tag) else repository.branches_named(name)
        return Named(repository.commit_of(refs[0]), refs[0] == tag) if refs else None
    except GitError as error:
        raise _unasked(pin, repo, error) from error


def tags_of(pin: Pin, repo: str | None, commit: str, progress: Progress) -> list[str]:
    """Return the tags of a commit in a pin's repository or in `repo`, releases first.

    Those of other products are left out.

    Raises:
        UsageError, CorpusUnavailable: as `newest_release`, of the repository.
    """
    try:
        tags = _tags(pin, repo, progress)
    except GitError as error:
        raise _unasked(pin, repo, error) from error
    ours = [tag for tag in tags if tags[tag] == commit and other_product(tag, pin) is None]
    return sorted(ours, key=lambda tag: release_of(tag) is None)


def _unasked(pin: Pin, repo: str | None, error: GitError) -> CorpusUnavailable:
    return CorpusUnavailable(f"{repo or pin.repository} does not tell its tags: {error}")


def _tags(pin: Pin, repo: str | None, progress: Progress) -> Mapping[str, str]:
    source = repo or pin.repository
    fault = transport_fault(source)
    if fault:
        raise UsageError(f"--corpus: the repository {fault}")
    if is_url(source):
        return remote_tags(source, progress)
    return Repository.find(Path(source).expanduser()).tags()


def _product(pin: Pin, pinned: Release, releases: Iterable[Release]) -> str:
    """Return what stands before the `v` of the newer tags, "" where they still have nothing."""
    there = {one.product for one in releases}
    known = (one for one in product_prefixes(pin) if one in there)
    return pinned.product or next(known, "")


def _is_ours(release: Release, pin: Pin, repo: str | None, progress: Progress) -> bool:
    """Return whether a bare `v*` is a release of ours: the manifests of its subtree say so."""
    try:
        corpus = open_corpus(pin, repo, release.tag, progress)
    except CorpusUnavailable:
        raise
    except UsageError:  # it has no subtree
        return False
    return product_fault(release.tag, pin, corpus) is None

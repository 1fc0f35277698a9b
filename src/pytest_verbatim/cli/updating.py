"""`verbatim update`: move the pin, take along what can go by itself, list the rest."""

import argparse
from collections.abc import Iterable, Sequence
from functools import partial
from typing import NamedTuple

from pytest_verbatim import render
from pytest_verbatim.cli.common import CLEAN, REPORT, project_here, put, tell
from pytest_verbatim.commands import update_command
from pytest_verbatim.config.pin import Pin
from pytest_verbatim.errors import UsageError
from pytest_verbatim.project import JOURNAL, Project
from pytest_verbatim.source.corpus import Corpus
from pytest_verbatim.source.git import is_tag_name
from pytest_verbatim.source.opening import at_hand, open_corpus, terminal_progress
from pytest_verbatim.source.release import open_revision, other_product
from pytest_verbatim.source.tags import Named, Newest, named_upstream, newest_release, tags_of
from pytest_verbatim.update.disk import sweep
from pytest_verbatim.update.lock import alone
from pytest_verbatim.update.plan import plan_update
from pytest_verbatim.update.write import resume, write

_LATEST = "--latest"
_MOST = 3
"""How many tags are listed at most."""


def update(options: argparse.Namespace) -> int:
    """Move the pin to REV, or finish an update that was interrupted."""
    project = project_here()
    rev = _asked(options)
    with alone(project.root):
        told = _resume(project) if options.resume else _update(project, options, rev)
    put(told.lines)
    return told.status


class _Told(NamedTuple):
    """What the command says in the end, and its exit status."""

    lines: Iterable[str]
    status: int = CLEAN


def _asked(options: argparse.Namespace) -> str | None:
    """Return the revision that was asked for, None for the newest release or none at all.

    Raises:
        UsageError: none is asked for, or more than one.
    """
    given = [one for one in (options.rev, options.corpus_rev) if one is not None]
    if len(given) + options.latest + options.resume != 1:
        raise UsageError("update: give one of REV, --latest and --resume")
    if options.resume and (options.dry_run or options.json or options.tag is not None):
        raise UsageError("update: --resume stands alone; what to do was decided before")
    if options.latest and options.tag is not None:
        raise UsageError("update: --tag is for a REV that is no tag")
    return str(given[0]) if given else None


def _update(project: Project, options: argparse.Namespace, rev: str | None) -> _Told:
    pin = project.pin
    if rev is None:
        newest = newest_release(pin, options.corpus, _LATEST, terminal_progress)
        rev = newest.tag
        if newest.passed:
            tell(_passed_over(newest.passed, pin))
        if rev == pin.tag:
            if not options.dry_run:
                sweep(project.root)
            return _Told([f"nothing to do: {_is_newest(newest, options.corpus or pin.repository)}"])
    new = open_revision(pin, options.corpus, rev, "REV", terminal_progress)
    tag = _tag(pin, options, rev, new)
    old = _pinned(pin, options.corpus)
    plan = plan_update(project, old, new, tag, partial(at_hand, pin, options.corpus))
    written = not options.dry_run
    if written:
        try:
            write(project.root, plan)
        except KeyboardInterrupt:
            if (project.root / JOURNAL).exists():
                tell("verbatim: finish it with `verbatim update --resume`")
            raise
    status = REPORT if plan.left else CLEAN
    if options.json:
        return _Told([render.update_json(plan, written=written)], status)
    return _Told(render.update_lines(plan, written=written), status)


def _passed_over(tags: Sequence[str], pin: Pin) -> str:
    more = len(tags) - _MOST
    listed = ", ".join(tags[:_MOST]) + (f" and {more} more" if more > 0 else "")
    return (
        f"verbatim: {_LATEST} passes over {listed}: no release of ours by the manifests in "
        f"{pin.subtree}/; `verbatim update {tags[0]}` says more"
    )


def _is_newest(newest: Newest, source: str) -> str:
    if newest.has_pinned:
        return f"{newest.tag} is the newest release"
    return f"{source} has no release newer than {newest.tag}, and no tag of that name"


def _resume(project: Project) -> _Told:
    done = resume(project.root)
    if done is not None:
        at = f"{done.to.name} ({done.to.commit[:12]})"
        return _Told([f"finished the update to {at}; next: pytest cases"])
    if sweep(project.root):
        return _Told(["an update was interrupted before it was decided; what it left is removed"])
    return _Told(["nothing to do: no update was interrupted"])


def _pinned(pin: Pin, repo: str | None) -> Corpus:
    """Return the pinned commit; from the cache, where the repository at hand has it not."""
    try:
        return open_corpus(pin, repo, None, terminal_progress)
    except UsageError:
        found = at_hand(pin, None, pin.commit, pin.tag) if repo is not None else None
        if found is None:
            raise
        return found


def _tag(pin: Pin, options: argparse.Namespace, rev: str, new: Corpus) -> str:
    """Return what the pin is to call the new commit: a tag of it, or what `--tag` says.

    Raises:
        UsageError: REV is no tag and `--tag` is missing, or names a branch or another commit.
    """
    name = None if options.tag is None else str(options.tag).removeprefix("refs/tags/")
    if name is not None and not is_tag_name(name):
        raise UsageError(f"--tag: {options.tag!r} cannot be a tag")
    if name is None and new.tag is not None:
        return new.tag
    asked = rev.removeprefix("refs/tags/") if name is None else name
    found = named_upstream(pin, options.corpus, asked, terminal_progress)
    is_its_tag = found == Named(new.commit, is_tag=True)
    if name is None and not is_its_tag:
        there = tags_of(pin, options.corpus, new.commit, terminal_progress)
        advice = (
            f"it is tagged {there[0]}: {update_command(rev, there[0])}"
            if there
            else f"give a tag of {new.commit[:12]}, or say with --tag NAME what to call it"
        )
        raise UsageError(
            f"REV: {rev!r} is no tag, and the pin names one beside its commit; {advice}"
        )
    if found is not None and not found.is_tag:
        raise UsageError(
            f"--tag: {asked} is a branch of upstream, which moves on; give a tag that names "
            f"{new.commit[:12]}, or a name that upstream has given to nothing"
        )
    if found is not None and not is_its_tag:
        raise UsageError(f"--tag: {asked} is the tag of {found.commit[:12]}, not of {rev}")
    fault = other_product(asked, pin)
    if fault is not None:
        raise UsageError(f"update: {asked} {fault}")
    return asked

"""The page around the articles: head, content policy, list of contents."""

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import count

from pytest_verbatim.change import Cause, Change
from pytest_verbatim.commands import PRUNE
from pytest_verbatim.controls import visible
from pytest_verbatim.counted import counted
from pytest_verbatim.render.page.article import article, badges
from pytest_verbatim.render.page.markup import NOTHING, Html, joined, tag, text

_ODD = re.compile(r"[^A-Za-z0-9_.-]+")
_WORDS = {Cause.FINDINGS: "with findings"}
"""What an example of a cause is called, where that is not the cause."""
_FOOT = "Made by pytest-verbatim."
_LICENCE = (
    " This page holds code of the upstream project, which stays under that project's licence: keep "
    "it as an artifact and commit it nowhere."
)


def review_page(
    changes: Sequence[Change],
    headline: str,
    title: str = "Changed examples",
    orphans: Sequence[str] = (),
    faults: Sequence[str] = (),
) -> str:
    """Return an HTML page that shows changes to whoever has to accept them.

    `orphans` are the paths of snapshots without a case, `faults` why files of cases could not be
    collected.

    The page needs no other file and no network, reads without scripts, and is the same, byte for
    byte, for the same arguments. LF, to be written as UTF-8.
    """
    style, script = _asset("page.css"), _asset("page.js")
    keys = _keys(changes)
    body = (
        tag("a", Html("Skip to the examples"), href="#examples", class_="skip"),
        tag("header", tag("h1", text(title)), tag("p", text(headline)), id="top"),
        _contents(changes, keys) if changes else NOTHING,
        _main(changes, keys, orphans, faults),
        tag("footer", tag("p", Html(f"{_FOOT}{_LICENCE if changes else ''}"))),
        tag("script", Html(script)),
    )
    page = tag(
        "html",
        tag("head", *_head(visible(title), style, script)),
        tag("body", joined(body, "\n")),
        lang="en",
    )
    return f"<!doctype html>\n{page}\n"


def _head(title: str, style: str, script: str) -> Iterator[Html]:
    policy = (
        "default-src 'none'",
        f"style-src '{_source(style)}'",
        f"script-src '{_source(script)}'",
        "base-uri 'none'",
        "form-action 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
    yield Html('<meta charset="utf-8">')
    yield tag("meta", http_equiv="Content-Security-Policy", content="; ".join(policy))
    yield tag("meta", name_="viewport", content="width=device-width, initial-scale=1")
    yield tag("meta", name_="referrer", content="no-referrer")
    yield tag("meta", name_="color-scheme", content="light dark")
    yield tag("title", text(title))
    yield tag("style", Html(style))


def _source(content: str) -> str:
    """Return what a content policy calls an inline script or style: the digest of its bytes."""
    digest = hashlib.sha256(content.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"


@cache
def _asset(name: str) -> str:
    return files("pytest_verbatim.render.page").joinpath(name).read_text("utf-8")


def _keys(changes: Sequence[Change]) -> list[str]:
    """Return an id for each change, made of its node id; one that repeats has a number."""
    keys: dict[str, None] = {}
    for change in changes:
        key = f"case-{_ODD.sub('-', change.case)}"
        numbered = (f"{key}-{number}" for number in count(2))
        keys[key if key not in keys else next(one for one in numbered if one not in keys)] = None
    return list(keys)


def _contents(changes: Sequence[Change], keys: Sequence[str]) -> Html:
    rows = (
        tag("li", tag("a", text(change.case), href=f"#{key}"), Html(" "), badges(change))
        for change, key in zip(changes, keys, strict=True)
    )
    return tag(
        "nav",
        tag(
            "details",
            tag("summary", Html(_counted(changes))),
            tag("ol", joined(rows, "\n")),
        ),
        aria_label="Examples",
    )


def _counted(changes: Sequence[Change]) -> str:
    """Return how many examples there are, and how many for each cause."""
    counts = Counter(cause for change in changes for cause in change.causes)
    told = ", ".join(f"{counts[one]} {_WORDS.get(one, one)}" for one in Cause if counts[one])
    examples = counted(len(changes), "example")
    return f"{examples}: {told}" if told else examples


def _main(
    changes: Sequence[Change],
    keys: Sequence[str],
    orphans: Sequence[str],
    faults: Sequence[str],
) -> Html:
    shown = [_uncollected(faults)] if faults else []
    shown += [article(change, key) for change, key in zip(changes, keys, strict=True)]
    shown += [_orphaned(orphans)] if orphans else []
    shown = shown or [tag("p", Html("There is nothing to review."))]
    return tag("main", joined(shown, "\n"), id="examples", tabindex="-1")


def _uncollected(faults: Sequence[str]) -> Html:
    rows = (tag("li", text(line)) for fault in faults for line in fault.split("\n"))
    return tag(
        "section",
        tag("h2", Html("What could not be looked at")),
        tag("p", Html("To mend first, as these examples are not on this page:")),
        tag("ul", *rows),
        class_="faults",
    )


def _orphaned(orphans: Sequence[str]) -> Html:
    rows = (tag("li", tag("code", text(path))) for path in orphans)
    prune = tag("p", tag("code", text(PRUNE)), class_="command")
    return tag(
        "section",
        tag("h2", Html(f"{counted(len(orphans), 'snapshot')} without a case")),
        tag("ul", *rows),
        tag("p", Html("Nothing is left that they were accepted for. To remove them:")),
        prune,
        class_="orphans",
    )

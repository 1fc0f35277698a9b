"""One change as an article of the page."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import PurePosixPath

from pytest_verbatim.change import Cause, Change, Doubt, advice_of
from pytest_verbatim.counted import counted
from pytest_verbatim.finding import Finding
from pytest_verbatim.render.changes import short_revision
from pytest_verbatim.render.page.items import badge, items_section
from pytest_verbatim.render.page.markup import NOTHING, Html, joined, message, tag, text
from pytest_verbatim.render.page.outline import outline_pane
from pytest_verbatim.render.page.prose import prose_pane


def content_hash(change: Change) -> str:
    """Return the digest of all that a change holds, in hex; another one wants another reading."""
    canonical = json.dumps(change.as_object(), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()


def dataset_of(case: str) -> str:
    """Return the dataset of a case, the folder that its module is in; "" for a bare file name."""
    return PurePosixPath(case.partition("::")[0]).parent.name


def article(change: Change, key: str) -> Html:
    """Return the article of a change. `key` is its id, and what ids inside end in."""
    is_rewritten = Cause.PROSE in change.causes
    beside = tag("div", items_section(change.items), _code_pane(change), class_="source")
    is_split = bool(change.items or change.after.code) and not (is_rewritten and not change.items)
    return tag(
        "article",
        _head(change, key),
        _findings(change),
        tag(
            "div",
            tag("div", *_prose(change, key), class_="said"),
            beside,
            class_="panes split" if is_split else "panes",
        ),
        _accepting(change),
        id=key,
        tabindex="-1",
        aria_labelledby=f"name-{key}",
        data_hash=content_hash(change),
        data_causes=" ".join(change.causes),
        data_broken=change.is_broken,
        data_dataset=dataset_of(change.case),
    )


def badges(change: Change) -> Html:
    """Return why a case changed and what became of its code, a word each."""
    words = [badge("cause", one) for one in change.causes]
    words += [badge("fate", one) for one in change.fates]
    words += [badge("carried", "carried by update")] if change.carried else []
    return tag("span", joined(words, " "), class_="badges")


def _head(change: Change, key: str) -> Html:
    module, colons, own = change.case.rpartition("::")
    path = tag("span", text(f"{module}{colons}"), class_="path")
    name = tag("a", path, text(own), href=f"#{key}")
    pin = Html(" (the pin)") if change.at_pin else NOTHING
    facts = [
        ("Place", tag("code", text(str(change.where)))),
        ("Accepted at", _revision(change.old_revision) or tag("em", _unaccepted(change))),
        ("Held against", joined((_revision(change.new_revision), pin))),
    ]
    facts += [("Accepted because", text(change.reason))] if change.reason else []
    rows = (tag("div", tag("dt", Html(label)), tag("dd", value)) for label, value in facts)
    return tag(
        "header",
        tag("h2", name, id=f"name-{key}"),
        tag("p", badges(change), *_to_read(change, key)),
        tag("dl", *rows, class_="facts"),
    )


def _to_read(change: Change, key: str) -> Iterator[Html]:
    """Yield how many sentences have to be read again, as a link to the reasons of the first."""
    count = len(change.doubts)
    if count:
        told = text(f"{counted(count, 'sentence')} to read again")
        yield Html(" ")
        yield tag("a", told, href=f"#why-1-{key}", class_="to-read")


def _unaccepted(change: Change) -> Html:
    return Html("never accepted" if Cause.NEW in change.causes else "not known")


def _revision(revision: str) -> Html:
    """Return a revision as people call it, a commit id whole where the pointer rests on it."""
    short = short_revision(revision)
    return text(revision) if short == revision else tag("span", text(short), title=revision)


def _prose(change: Change, key: str) -> Iterator[Html]:
    before = change.before
    numbered = dict(enumerate(change.doubts, 1))
    for field in ("prompt", "think"):
        doubts: dict[int, Doubt] = {at: one for at, one in numbered.items() if one.field == field}
        then = None if before is None else str(getattr(before, field))
        yield prose_pane(field, then, str(getattr(change.after, field)), doubts, key)
    claims, choice = (None, None) if before is None else (before.claims, before.choice)
    yield outline_pane("Claims", claims, change.after.claims, folds=True)
    yield outline_pane("Choice of items", choice, change.after.choice, folds=False)


def _findings(change: Change) -> Html:
    if not change.findings:
        return NOTHING
    rows = map(_finding, change.findings)
    return tag("section", tag("h3", Html("Findings")), tag("ul", *rows, class_="findings"))


def _finding(finding: Finding) -> Html:
    return tag(
        "li",
        tag("p", tag("code", text(finding.code), class_="rule"), Html(" at "), _place(finding)),
        tag("p", message(finding.seen)),
        tag("p", Html("To mend it: "), message(finding.mend), class_="quiet"),
    )


def _place(finding: Finding) -> Html:
    return tag("code", text(str(finding.where)))


def _code_pane(change: Change) -> Html:
    now, before = change.after.code, "" if change.before is None else change.before.code
    code = now or before
    if not code:
        return NOTHING
    count = code.count("\n") + 1
    told = f"{'All of its code' if now else 'Its code as accepted'} ({counted(count, 'line')})"
    summary, lines = tag("summary", Html(told)), tag("pre", tag("code", text(code)))
    is_open = not change.items and Cause.PROSE not in change.causes
    return tag("details", summary, lines, class_="code", open=is_open)


def _accepting(change: Change) -> Html:
    advice = advice_of(change)
    told = (tag("p", message(sentence)) for sentence, _ in advice.sentences())
    lines = [tag("code", text(one)) for one in advice.commands]
    box = tag("div", tag("div", *lines, class_="lines"), class_="command") if lines else NOTHING
    return tag("section", tag("h3", Html("What to do")), *told, box, class_="accepting")

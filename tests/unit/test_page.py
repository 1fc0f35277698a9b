"""The review page as text: what it holds, that nothing in it can act, that it stays the same."""

import base64
import hashlib
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, get_type_hints

import pages
import pytest
from support import ROOT

from pytest_verbatim.change import Cause, Change, Doubt, ItemChange, Spot, Texts
from pytest_verbatim.finding import Finding, Where
from pytest_verbatim.render.page import review_page

HEADLINE = "1 of 3 cases drifted from relay-v1.0.0 to relay-v1.1.0: 1 edited"
VOID = {"meta", "img", "br", "link", "input"}
LEFT_OPEN = {"tr", "td", "th"}
"""HTML closes them by itself, and rows of diffs are many."""
VOCABULARY = frozenset(
    """
    html head meta title style body a header h1 h2 h3 h4 p nav details summary ol ul li span main
    article div section dl dt dd code em mark strong ins del blockquote table thead tbody tr th td
    pre footer script
    """.split()
)


class Reader(HTMLParser):
    """The elements, texts and attributes of a page; complains about what is not balanced."""

    def __init__(self, page: str) -> None:
        """Read a page."""
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(page)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take an element."""
        assert len({name for name, _ in attrs}) == len(attrs)
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID | LEFT_OPEN:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Take the end of one: that of the last that is open."""
        if tag not in LEFT_OPEN:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Take text, with the element that it stands in."""
        self.texts.append((self.open[-1] if self.open else "", data))

    @property
    def text(self) -> str:
        """Return the text that people see."""
        return "".join(data for tag, data in self.texts if tag not in {"script", "style"})

    def inside(self, tag: str) -> list[str]:
        """Return the text that stands directly in elements of a name, a string for each run."""
        return [data for name, data in self.texts if name == tag]

    def all(self, name: str, **wanted: str) -> list[dict[str, str | None]]:
        """Return the attributes of all elements of a name that have these."""
        return [
            attributes
            for tag, attributes in self.tags
            if tag == name and all(attributes.get(k) == v for k, v in wanted.items())
        ]


def read(*changes: Change) -> Reader:
    """Return the page of some changes, read."""
    return Reader(review_page(changes, HEADLINE))


def article_of(page: str) -> str:
    """Return the markup of the one article."""
    found = re.findall(r"<article .*?</article>", page, re.DOTALL)
    assert len(found) == 1
    return str(found[0])


def of(change: Change) -> str:
    """Return the article of a change, as markup."""
    return article_of(review_page([change], HEADLINE))


# --- what it holds ---------------------------------------------------------------------------


def test_everything_of_a_change_can_be_read_without_a_script() -> None:
    """Every text of a change stands in the markup, none is left to the script to put there."""
    page = read(pages.DRIFT)
    change = pages.DRIFT
    told = [
        change.case, str(change.where), change.old_revision, change.new_revision, HEADLINE,
        "edited", "deleted", "upstream", "findings", "87 % alike, another signature",
        "relay-core/src/retry.rs:30-38", "relay-core/src/retry.rs:41-49",
        "let doublings = failed.saturating_sub(1).min(16);",
        '"31" stood in code that changed', "claim.stale", "code.unknown-item",
        "no item Jitter in relay-core/src/retry.rs", "write the path of an item of that file",
        "No clock in it please.", f"pytest '{change.case}' --snapshot-update",
        "verbatim update relay-v1.1.0", change.after.code,
    ]  # fmt: skip
    assert [one for one in told if one not in page.text] == []


def test_the_page_has_its_landmarks_and_one_heading_of_the_first_rank() -> None:
    """Header, list of contents, main part and footer; one h1, an h2 for each example."""
    page = read(*pages.SAMPLES)
    for landmark in ("header", "nav", "main", "footer"):
        assert page.all(landmark)
    assert len(page.all("h1")) == 1
    assert len(page.all("article")) == len(page.all("h2")) == 3
    assert page.all("html") == [{"lang": "en"}]
    assert page.all("a", **{"class": "skip"})[0]["href"] == "#examples"


def test_every_link_inside_leads_somewhere_and_no_id_repeats() -> None:
    """Ids are unique, also for cases whose names differ in odd characters only."""
    twins = [replace(pages.DRIFT, case=case) for case in ("a b", "a/b", "a-b", "a-b-2", "a b")]
    page = read(*twins, pages.hostile(pages.PROBE))
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    targets = [a["href"] for a in page.all("a") if str(a["href"]).startswith("#")]
    named = [
        f"#{a[n]}" for _, a in page.tags for n in ("aria-describedby", "aria-labelledby") if n in a
    ]
    assert {*targets, *named} <= {f"#{one}" for one in ids}


def test_an_item_links_to_both_revisions() -> None:
    """Permalinks tell the other side nothing; a place that has none is plain text."""
    links = [a for a in read(pages.DRIFT).all("a") if str(a["href"]).startswith("https:")]
    item = pages.DRIFT.items[0]
    assert item.old is not None
    assert item.new is not None
    assert links == [{"href": one.url, "rel": "noreferrer"} for one in (item.old, item.new)]


@pytest.mark.parametrize(
    "url",
    [
        "http://git.example/x", "javascript:alert(1)", "data:text/html,x", "//git.example/x",
        "https://user@git.example/x", "https://git.example/ x", "https://git.example/\nx",
        "https:x", 'https://git.example/"x', "https://git.example/<x>", "https://git.example/\u202ex",
        "", "https://",
        "https://git.example\\@evil.example/", " https://git.example/x", "https://gi\u0442.example/x",
    ],
)  # fmt: skip
def test_only_plain_https_becomes_a_link(url: str) -> None:
    """Any other address is shown as the text of its place alone."""
    item = ItemChange("moved", "whole", "x", new=Spot("a.rs", "x", 1, 2, url))
    page = read(replace(pages.DRIFT, items=(item,)))
    assert "a.rs:1-2" in page.text
    assert all(str(a["href"]).startswith("#") for a in page.all("a"))


def test_a_diff_has_numbers_signs_and_marks() -> None:
    """Each row has its lines on both sides and its sign, and what differs in a pair is marked."""
    page = of(pages.DRIFT)
    assert '<tr class="went"><td>35<td><td>-<td>' in page
    assert '<tr class="came"><td><td>46<td>+<td>' in page
    assert '<tr class="same"><td>33<td>44<td> <td>        return None;' in page
    assert "min(<del>31</del>)" in page
    assert "min(<ins>16</ins>)" in page
    assert "u32<ins>, jitter: Jitter</ins>)" in page


def test_white_space_that_changed_can_be_seen() -> None:
    """Blanks at the end, tabs and other indentation are drawn, and are in the text as they were."""
    diff = "@@ -1,2 +1,2 @@\n-\tx\n-y\n+    x\n+y  "
    page = of(replace(pages.DRIFT, items=(replace(pages.DRIFT.items[0], diff=diff),)))
    assert '<del><span class="blank" data-blank="\u2192\t">\t</span></del>x' in page
    assert f'<ins><span class="blank" data-blank="{4 * chr(0xB7)}">    </span></ins>x' in page
    assert f'y<ins><span class="blank" data-blank="{2 * chr(0xB7)}">  </span></ins>' in page


def test_a_long_diff_is_folded_away() -> None:
    """Beyond some eighty rows a diff stands in a `details`; a shorter one is there at once."""
    diff = "\n".join(["@@ -1,90 +0,0 @@", *(f"-line {at}" for at in range(90))])
    page = of(replace(pages.DRIFT, items=(replace(pages.DRIFT.items[0], diff=diff),)))
    assert "<summary>Diff of 91 rows: 90 lines went, 0 came</summary><table" in page
    assert "</summary><table" not in of(pages.DRIFT)


def test_doubtful_sentences_are_marked_and_say_why() -> None:
    """The sentence is wrapped where it stands, its marks inside, and refers to its reasons."""
    page = of(pages.DRIFT)
    marks = re.findall(r'<mark aria-describedby="(.+?)">(.*?)</mark>', page)
    assert [re.sub("<.*?>", "", inside) for _, inside in marks] == [
        pages.DRIFT.doubts[0].sentence,
        "The comparison is `&gt;=`, since `attempts` counts the first one too.",
        "There is no jitter, so workers that failed together come back together.",
    ]
    assert [re.findall("<strong>(.*?)</strong>", inside) for _, inside in marks] == [
        ["31"], ["`&gt;=`"], ["There is no jitter"],
    ]  # fmt: skip
    for target, _ in marks:
        reasons = re.search(rf'<li id="{target}".*?</ul></li>', page)
        assert reasons is not None
    assert "<code>&gt;=</code> left the shown code" in page


def test_a_sentence_that_is_not_in_its_text_is_told_whole() -> None:
    """No doubt is lost: what cannot be placed stands among the reasons."""
    lost = Doubt("think", Where("c.py", 3), "Not there.", ("why not",), ((0, 3),))
    page = of(replace(pages.DRIFT, doubts=(lost,)))
    assert "<mark><strong>Not</strong> there.</mark></blockquote><ul><li>why not</li></ul>" in page


def test_prose_that_changed_is_shown_twice_with_the_words_marked() -> None:
    """What was accepted has the words that went, what it is now those that came."""
    page = of(pages.PROSE)
    assert re.findall("<del>(.*?)</del>", page) == ["aborts", "often"]
    assert re.findall("<ins>(.*?)</ins>", page) == ["panics", "easy to get"]
    assert page.count("As accepted") == 1
    assert page.count("No clock in it please.") == 1


def test_what_was_never_accepted_has_one_text_and_says_so() -> None:
    """Without a before there is nothing to compare."""
    page = of(pages.NEW)
    assert "never accepted" in page
    assert "<del>" not in page
    assert "<ins>" not in page
    assert page.count("The first pause is doubled per failure.") == 1


def test_marks_and_changes_of_the_same_words_stand_inside_one_another() -> None:
    """A doubtful sentence that is new too is both, and the markup stays balanced."""
    doubt = Doubt("think", Where("c.py", 1), "It is so.", ("r",), ((3, 5),))
    before, now = Texts("p", "It was so. And on."), Texts("p", "It is so. And on.")
    page = of(
        replace(pages.DRIFT, doubts=(doubt,), before=before, after=now, items=(), findings=())
    )
    assert ">It <strong><ins>is</ins></strong> so.</mark>" in page


def test_the_code_is_there_whole_now_or_as_it_was() -> None:
    """The code pane holds what is shown now, or what was accepted where nothing is shown."""
    assert "<summary>All of its code (9 lines)</summary>" in of(pages.DRIFT)
    gone = replace(pages.DRIFT, after=replace(pages.DRIFT.after, code=""))
    assert "<summary>Its code as accepted (9 lines)</summary>" in of(gone)
    assert "<pre>" not in of(replace(gone, before=None))


def test_code_that_begins_with_an_empty_line_keeps_it() -> None:
    """A line feed straight behind `<pre>` would be dropped by a browser."""
    code = replace(pages.DRIFT, after=replace(pages.DRIFT.after, code="\n\nfn x() {}"))
    assert "<pre><code>\n\nfn x() {}" in of(code)


def test_an_empty_list_makes_a_page_that_says_so() -> None:
    """Nothing to review is said, not shown as an empty page."""
    page = read()
    assert "There is nothing to review." in page.text
    assert "code of the upstream project" not in page.text
    assert not page.all("nav")
    assert not page.all("article")


CLAIMS = (('"doubled"', 'calls("a", "b")'), ('"capped"', 'literal("a", "31")'))


def test_claims_that_changed_are_open_and_others_are_folded_away() -> None:
    """A claim that went and one that came are rows; those that stayed can be unfolded."""
    before = replace(pages.PROSE.after, claims=CLAIMS)
    stayed = replace(pages.PROSE, before=before, after=before)
    assert "<details><summary>Claims as accepted (2)</summary>" in of(stayed)
    after = replace(before, claims=(CLAIMS[0], ('"capped"', 'literal("a", "16")')))
    page = of(replace(stayed, causes=(Cause.CLAIMS,), after=after))
    assert '<tr class="went"><td>-<td>literal(&quot;a&quot;, &quot;<del>31</del>&quot;)' in page
    assert '<tr class="came"><td>+<td>literal(&quot;a&quot;, &quot;<ins>16</ins>&quot;)' in page
    assert "doubled&quot;" not in page.partition("<h3>Claims</h3>")[2]
    assert hashes(stayed) != hashes(replace(stayed, after=after))


def test_a_choice_is_shown_where_it_changed_or_is_new() -> None:
    """Not beside code that is chosen as it was."""
    choice = (('a.rs, imports="none"', "a"),)
    now = replace(pages.PROSE.after, choice=choice)
    assert "Choice of items" not in of(replace(pages.PROSE, before=now, after=now))
    assert "Choice of items" in of(replace(pages.PROSE, before=pages.PROSE.after, after=now))
    assert "Choice of items" in of(replace(pages.NEW, after=now))


def test_orphans_are_told_with_what_removes_them() -> None:
    """They are no examples; a page with nothing else has them alone."""
    page = Reader(review_page([], HEADLINE, orphans=["snapshots/a/b/<c>.json"]))
    assert "1 snapshot without a case" in page.text
    assert "snapshots/a/b/<c>.json" in page.text
    assert "pytest --prune-snapshots" in page.text
    assert "There is nothing to review." not in page.text


def test_what_could_not_be_looked_at_stands_above_the_examples() -> None:
    """A line each, as text; a page with nothing else has them alone."""
    faults = [
        "cases/a/dataset.toml:3: `cover` names <b>.rs\ncases/a/dataset.toml:4: no",
        "c.py:1: x",
    ]
    page = Reader(review_page([], HEADLINE, faults=faults))
    assert "`cover` names <b>.rs" in page.text
    assert review_page([], HEADLINE, faults=faults).count("<li>") == 3
    assert "There is nothing to review." not in page.text
    both = review_page(pages.SAMPLES, HEADLINE, faults=faults)
    assert both.index("c.py:1: x") < both.index("<article")


def test_what_has_to_be_read_again_is_counted_at_the_head() -> None:
    """With a link to the first reason; nothing is said where nothing is in doubt."""
    assert "3 sentences to read again" in read(pages.DRIFT).text
    assert "to read again" not in read(pages.PROSE).text


def test_a_moved_item_without_a_diff_says_that_nothing_differs() -> None:
    """An item elsewhere with the same lines has no rows; nor has one without another side."""
    here = pages.spot("a" * 40, 1, 2)
    moved = ItemChange("moved", "whole", "x", here, replace(here, file="other.rs"))
    assert "No line of it differs." in of(replace(pages.DRIFT, items=(moved,)))
    gone = replace(moved, new=None)
    assert "is not at hand" in of(replace(pages.DRIFT, items=(gone,)))


def test_an_item_under_another_name_says_both() -> None:
    """Where it is now comes with its new path."""
    new = pages.spot("b" * 40, 1, 2, item="Policy::pause")
    item = replace(pages.DRIFT.items[0], fate="renamed", new=new)
    assert "as <code>Policy::pause</code>" in of(replace(pages.DRIFT, items=(item,)))


def test_what_an_update_carries_over_is_no_work() -> None:
    """A carried change names the update; at the pin there is nothing to move."""
    carried = replace(pages.DRIFT, carried=True, findings=(), doubts=())
    assert "Carry it over" in of(carried)
    assert "carried by update" in of(carried)
    assert "verbatim update" not in of(pages.PROSE)
    assert "mend the findings: a case that has any" in of(pages.DRIFT).lower()
    assert "mend the findings" not in of(pages.PROSE).lower()


def test_a_commit_id_is_shortened_and_kept_whole_beside() -> None:
    """A tag stands as it is, of a commit id the first twelve digits."""
    page = of(replace(pages.DRIFT, old_revision=40 * "a"))
    assert f'<dd><span title="{40 * "a"}">{12 * "a"}</span></dd>' in page
    assert "<dd>relay-v1.1.0</dd>" in page


def test_contents_count_by_cause_and_link_to_each_example() -> None:
    """The list at the top has a line for each example, and how many there are of a cause."""
    page = read(pages.DRIFT, pages.PROSE, pages.NEW)
    assert "3 examples: 1 new, 1 prose, 1 upstream, 1 with findings" in page.text
    hrefs = [a["href"] for a in page.all("a")]
    assert all(f"#{a['id']}" in hrefs for a in page.all("article"))


def test_what_the_script_filters_by_is_in_the_markup() -> None:
    """Each example has its causes and its dataset, the folder of its module."""
    shown = read(pages.DRIFT, pages.PROSE, pages.NEW)
    found = [(a["data-causes"], a["data-dataset"]) for a in shown.all("article")]
    assert found == [("upstream findings", "relay"), ("prose", "signing"), ("new", "signing")]


# --- nothing in it can act -------------------------------------------------------------------


def texts_of(kind: type) -> list[str]:
    """Return the fields of a value that hold text."""
    return [name for name, hint in get_type_hints(kind).items() if hint is str]


@pytest.mark.parametrize(
    "probe", [pages.PROBE, pages.ODD, "&lt;b&gt;&#60;", "]]><!--", "{{x}}${y}"]
)
def test_hostile_text_stays_text_everywhere(probe: str) -> None:
    """Whatever stands in a field, the page has no other elements than its own."""
    page = read(pages.hostile(probe))
    plain = read(pages.hostile("x"))
    assert {tag for tag, _ in page.tags} <= VOCABULARY
    assert len(page.all("script")) == len(page.all("style")) == 1
    assert page.inside("script") == plain.inside("script")
    shown = [
        *(f"{name}: {value}" for _, found in page.tags for name, value in found.items()),
        page.text,
    ]
    for control in filter(lambda c: not c.isprintable() and c not in "\n\t", probe):
        assert not any(control in one for one in shown)


def test_the_hostile_sample_fills_every_field() -> None:
    """No field of text that a change can hold is left out of the sample."""
    change = pages.hostile("PROBE")
    doubt, item, spot = change.doubts[0], change.items[0], change.items[0].new
    assert change.before is not None
    values: tuple[Any, ...] = (
        change, change.where, change.before, change.after, doubt, item, spot, change.findings[0],
    )  # fmt: skip
    closed = {(Finding, "code"), (Doubt, "field")}
    for value in values:
        for name in texts_of(type(value)):
            assert (type(value), name) in closed or "PROBE" in getattr(value, name), name


def test_the_title_and_the_headline_are_text_too() -> None:
    """What the caller says is escaped like the rest."""
    page = Reader(review_page([], pages.PROBE, pages.PROBE + pages.ODD))
    assert {tag for tag, _ in page.tags} <= VOCABULARY
    assert pages.PROBE in page.text
    assert "U+202E" in page.inside("title")[0]


def test_there_is_no_inline_handler_and_no_inline_style() -> None:
    """The policy would stop them; none is written in the first place, and nothing is loaded."""
    page = read(*pages.SAMPLES, pages.hostile(pages.PROBE))
    names = {name for _, attributes in page.tags for name in attributes}
    assert not {name for name in names if name.startswith("on")}
    assert not names & {"style", "src", "srcset", "action", "formaction", "ping", "target"}


def test_the_policy_allows_exactly_the_script_and_the_style_of_the_page() -> None:
    """The policy stands before both, and names each by the digest of the bytes in the page."""
    page = review_page(pages.SAMPLES, HEADLINE)
    policy = re.search(r'http-equiv="Content-Security-Policy" content="(.+?)"', page)
    assert policy is not None
    assert policy.start() < page.index("<style>")
    rules = dict(one.split(" ", 1) for one in policy[1].replace("&#x27;", "'").split("; "))
    for name in ("style", "script"):
        content = re.findall(rf"<{name}>(.*?)</{name}>", page, re.DOTALL)
        assert len(content) == 1
        digest = base64.b64encode(hashlib.sha256(content[0].encode()).digest()).decode()
        assert rules[f"{name}-src"] == f"'sha256-{digest}'"
    assert {rules[name] for name in ("default-src", "base-uri", "form-action")} == {"'none'"}


@pytest.mark.parametrize("name", ["page.css", "page.js"])
def test_style_and_script_hold_nothing_that_would_end_them_or_load_anything(name: str) -> None:
    """They stand in the page as they are, and know no address and no way to run text."""
    content = (ROOT / "src/pytest_verbatim/render/page" / name).read_text("utf-8")
    assert "\r" not in content
    for never in ("</", "<!--", "http", "url(", "@import", "innerHTML", "eval(", "Function("):
        assert never not in content
    pyproject = (ROOT / "pyproject.toml").read_text("utf-8")
    assert f'"render/page/{name}"' in pyproject


def test_the_document_lists_every_key_as_the_page_does() -> None:
    """The table of keys in the document and the page's own list say the same."""
    script = (ROOT / "src/pytest_verbatim/render/page/page.js").read_text("utf-8")
    listed = script[script.index("const KEYS = {") : script.index("const writes")]
    keys = re.findall(r'^    "?(.)"?: \["(.+?)",', listed, re.MULTILINE)
    document = (ROOT / "docs" / "review-page.md").read_text("utf-8")
    assert len(keys) == 8
    assert re.findall(r"^\| `(.)` \| (.+) \|$", document, re.MULTILINE) == keys


# --- always the same -------------------------------------------------------------------------


def test_the_same_changes_make_the_same_page() -> None:
    """The page depends on its arguments alone: after JSON and back it is the same to the byte."""
    again = [Change.from_object(json.loads(json.dumps(one.as_object()))) for one in pages.SAMPLES]
    assert review_page(again, HEADLINE) == review_page(pages.SAMPLES, HEADLINE)


def hashes(*changes: Change) -> list[str]:
    """Return the content hashes that a page has."""
    return [str(a["data-hash"]) for a in read(*changes).all("article")]


def test_the_content_hash_follows_the_content() -> None:
    """It stays where nothing changed, and any change of the content is another hash."""
    change = pages.DRIFT
    others = (
        replace(change, after=replace(change.after, think="Other.")),
        replace(change, items=change.items[:1]),
        replace(change, causes=(Cause.UPSTREAM,)),
        replace(change, doubts=()),
    )
    assert hashes(change) == hashes(change)
    assert len({*hashes(change, *others)}) == 5
    assert re.fullmatch("[0-9a-f]{64}", hashes(change)[0])


def test_a_page_of_five_hundred_has_all_of_them_and_a_size_that_opens(tmp_path: Path) -> None:
    """Five hundred examples of usual size stay below ten megabytes."""
    page = review_page(pages.many(500), HEADLINE)
    place = tmp_path / "page.html"
    place.write_text(page, encoding="utf-8", newline="")
    assert place.stat().st_size < 10_000_000
    assert len(Reader(page).all("article")) == 500

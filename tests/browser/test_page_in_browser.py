"""The review page in a browser: it keeps to itself, keys do what they say, anyone can use it."""

import json
from dataclasses import replace
from typing import Any

import pages
import pytest
from playwright.sync_api import Page, expect
from shelf import Shelf
from support import ROOT

from pytest_verbatim.finding import Finding, Where

AXE = ROOT / "build" / "axe" / "node_modules" / "axe-core" / "axe.min.js"
HOSTILE = [pages.hostile(pages.PROBE), pages.hostile(pages.ODD)]
NAMES = [one.case for one in pages.SAMPLES]
MAY_COPY = {"permissions": ["clipboard-read", "clipboard-write"]}


def current(page: Page) -> str:
    """Return the node id of the example that keys speak of, "" if of none."""
    found = page.locator("article[aria-current=true] h2").all_text_contents()
    assert len(found) <= 1
    return "".join(found)


def press(page: Page, *keys: str) -> None:
    """Press keys, one after the other."""
    for key in keys:
        page.keyboard.press(key)


def marks(page: Page) -> list[str]:
    """Return the mark of each example: the button that is pressed, "" if none is."""
    script = """() => [...document.querySelectorAll("article")].map((one) => [
        ...one.querySelectorAll(".marking [aria-pressed=true]")
    ].map((button) => button.dataset.mark).join(" "))"""
    return [str(one) for one in page.evaluate(script)]


def shown(page: Page) -> list[str]:
    """Return the node ids of the examples that the filter leaves."""
    return page.locator("article:not([hidden]) h2").all_text_contents()


def status(page: Page) -> str:
    """Return what the page said last."""
    return page.get_by_role("status").text_content() or ""


# --- it keeps to itself ----------------------------------------------------------------------


@pytest.mark.parametrize("scripts", [True, False])
def test_hostile_text_does_nothing(shelf: Shelf, scripts: bool) -> None:  # noqa: FBT001
    """Whatever stands in a prompt, in code or in a path is text, with scripts and without."""
    page = shelf.open([*HOSTILE, *pages.SAMPLES], java_script_enabled=scripts)
    assert (
        page.locator("img, iframe, object, embed, textarea, main script, main style").count() == 0
    )
    assert page.locator("script").count() == 1
    names = page.locator("h2").all_text_contents()
    assert names[0] == HOSTILE[0].case
    assert names[1].startswith("cases/U+202Egnp.exe")
    assert page.locator("article .prose").first.text_content() == f"Was {pages.PROBE}"
    assert page.locator("article pre code").first.text_content() == pages.PROBE


def test_every_key_works_beside_hostile_text(shelf: Shelf) -> None:
    """What the script reads from the page and shows again stays text there, too."""
    page = shelf.open([*HOSTILE, *pages.SAMPLES], **MAY_COPY)
    press(page, "j", "a", "j", "r", "n", "k", "u", "?", "Escape", "/")
    page.keyboard.type("<script>")
    assert shown(page) == [HOSTILE[0].case]
    page.get_by_role("button", name="Copy commands of accepted").click()
    expect(page.get_by_role("status")).to_have_text("Copied 1 command.")


def test_the_content_policy_is_in_force(shelf: Shelf) -> None:
    """Should markup get in after all, the browser would not run, style or load it."""
    page = shelf.open(pages.SAMPLES)
    script = """() => {
        const refused = [];
        addEventListener("securitypolicyviolation", (one) => refused.push(one.effectiveDirective));
        try {
            document.body.insertAdjacentHTML("beforeend", "<img src=x onerror=alert(1)>");
        } catch {
            refused.push("trusted types");
        }
        const image = new Image();
        image.src = "https://git.example/pixel";
        const style = document.createElement("p");
        style.setAttribute("style", "color: red");
        document.body.append(image, style);
        const answered = fetch("https://git.example/").catch(() => null);
        return answered.then(() => new Promise((done) => setTimeout(() => done(refused), 50)));
    }"""
    refused = page.evaluate(script)
    assert {"trusted types", "img-src", "style-src-attr", "connect-src"} <= set(refused)
    assert shelf.reached == []
    assert not [one for one in shelf.misdeeds if one.startswith(("dialog", "error"))]
    shelf.misdeeds.clear()


# --- keys ------------------------------------------------------------------------------------


def test_j_and_k_go_from_example_to_example(shelf: Shelf) -> None:
    """The example comes to the top, has the focus and stands in the address; ends are told."""
    page = shelf.open(pages.SAMPLES)
    assert current(page) == ""
    for name in NAMES:
        press(page, "j")
        assert current(page) == name
        assert page.evaluate("document.activeElement.querySelector('h2').textContent") == name
        assert page.evaluate("location.hash.slice(1) === document.activeElement.id")
        place = page.locator("article[aria-current]").bounding_box()
        bar = page.locator(".bar").bounding_box()
        assert place is not None
        assert bar is not None
        assert place["y"] >= bar["y"] + bar["height"]
    press(page, "j")
    assert (current(page), status(page)) == (NAMES[2], "This is the last example.")
    press(page, "k", "k")
    assert current(page) == NAMES[0]
    press(page, "k")
    assert (current(page), status(page)) == (NAMES[0], "This is the first example.")


def test_a_r_and_u_mark_and_are_counted(shelf: Shelf) -> None:
    """One key marks, another mark takes its place, u takes it away; the tally follows."""
    page = shelf.open(pages.SAMPLES)
    tally = page.locator(".tally")
    expect(tally).to_have_text("0 of 3 marked")
    press(page, "j", "a")
    assert marks(page) == ["accepted", "", ""]
    assert status(page) == "accepted: pause_after"
    press(page, "j", "r")
    assert marks(page) == ["accepted", "work", ""]
    expect(tally).to_have_text("2 of 3 marked")
    press(page, "a")
    assert marks(page) == ["accepted", "accepted", ""]
    press(page, "u")
    assert marks(page) == ["accepted", "", ""]
    expect(tally).to_have_text("1 of 3 marked")
    assert page.locator("nav li[data-mark=accepted]").count() == 1


def test_n_goes_to_the_next_without_a_mark(shelf: Shelf) -> None:
    """It passes over those that are marked, begins again at the top, and says when all are."""
    page = shelf.open(pages.SAMPLES)
    press(page, "j", "j", "a", "k", "n")
    assert current(page) == NAMES[2]
    press(page, "a", "n")
    assert current(page) == NAMES[0]
    press(page, "r", "n")
    assert (current(page), status(page)) == (NAMES[0], "Every example that is shown is marked.")


def test_a_key_never_marks_what_was_scrolled_away(shelf: Shelf) -> None:
    """After scrolling, the example in view is meant, not the one that was gone to last."""
    page = shelf.open(pages.SAMPLES)
    press(page, "j")
    page.locator("article").nth(2).locator(".command").scroll_into_view_if_needed()
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    page.wait_for_function("document.querySelector('article').getBoundingClientRect().bottom < 0")
    press(page, "a")
    assert marks(page)[0] == ""
    assert marks(page).count("accepted") == 1


def test_keys_are_letters_again_where_one_writes(shelf: Shelf) -> None:
    """In the filter they are text, with a modifier the browser's; and one can turn them off."""
    page = shelf.open(pages.SAMPLES)
    press(page, "j", "/")
    page.keyboard.type("jar")
    assert marks(page) == ["", "", ""]
    press(page, "Escape", "Escape")
    assert page.evaluate("document.activeElement === document.body")
    press(page, "Control+a", "Alt+a")
    assert marks(page) == ["", "", ""]
    press(page, "?")
    page.get_by_label("Use these keys").uncheck()
    page.get_by_role("button", name="Close").click()
    press(page, "a")
    assert marks(page) == ["", "", ""]
    page.reload()
    press(page, "j", "a")
    assert marks(page) == ["", "", ""]
    page.get_by_role("button", name="Keys").click()
    page.get_by_label("Use these keys").check()
    press(page, "Escape", "a")
    assert marks(page) == ["accepted", "", ""]


def test_the_question_mark_lists_every_key(shelf: Shelf) -> None:
    """The dialog names the keys, and Escape closes it with the focus back where it was."""
    page = shelf.open(pages.SAMPLES)
    press(page, "j", "?")
    dialog = page.get_by_role("dialog")
    assert dialog.locator("kbd").all_text_contents() == list("jknaru/?")
    press(page, "a", "?")
    assert marks(page) == ["", "", ""]
    assert page.get_by_role("dialog").count() == 1
    press(page, "Escape")
    assert dialog.count() == 0
    assert page.evaluate("document.activeElement.querySelector('h2').textContent") == NAMES[0]


def test_buttons_do_what_the_keys_do(shelf: Shelf) -> None:
    """A mark can be set and taken away with the pointer alone."""
    page = shelf.open(pages.SAMPLES)
    second = page.locator("article").nth(1)
    second.get_by_role("button", name="Needs work").click()
    assert marks(page) == ["", "work", ""]
    assert current(page) == NAMES[1]
    second.get_by_role("button", name="Accepted").click()
    assert marks(page) == ["", "accepted", ""]
    second.get_by_role("button", name="Accepted").click()
    assert marks(page) == ["", "", ""]


# --- marks that stay -------------------------------------------------------------------------


def test_marks_stay_until_the_content_changes(shelf: Shelf) -> None:
    """They are there after a reload; an example that changed since is unmarked, the others not."""
    page = shelf.open(pages.SAMPLES)
    press(page, "j", "a", "j", "r")
    page.reload()
    assert marks(page) == ["accepted", "work", ""]
    other = replace(pages.EDITED, after=replace(pages.EDITED.after, think="Other."))
    shelf.write([pages.NEW, pages.PROSE, other])
    page.reload()
    assert marks(page) == ["", "work", ""]
    shelf.write(pages.SAMPLES)
    page.reload()
    assert marks(page) == ["accepted", "work", ""]


def test_without_storage_marks_last_as_long_as_the_page(shelf: Shelf) -> None:
    """A browser that keeps nothing is no reason to fail, and the page says so."""
    page = shelf.open([])
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('denied'); } });"
    )
    shelf.write(pages.SAMPLES)
    page.reload()
    press(page, "j", "a", "?")
    assert marks(page) == ["accepted", "", ""]
    assert "keeps nothing" in (page.get_by_role("dialog").text_content() or "")
    page.reload()
    assert marks(page) == ["", "", ""]


def test_a_link_to_an_example_makes_it_the_current_one(shelf: Shelf) -> None:
    """Also one to a sentence inside it, and the address that the page was opened with."""
    page = shelf.open(pages.SAMPLES)
    page.locator("a.pointer").nth(1).click()
    assert current(page) == NAMES[0]
    assert page.evaluate("document.querySelector(':target').tagName") == "LI"
    page.locator("h2 a").nth(1).click()
    assert current(page) == NAMES[1]
    page.reload()
    assert current(page) == NAMES[1]
    page.evaluate("location.hash = '%'")
    press(page, "j")
    assert current(page) == NAMES[2]


# --- filter ----------------------------------------------------------------------------------


def test_the_filter_leaves_what_fits(shelf: Shelf) -> None:
    """By words of the text, by cause, by dataset and by mark, all at once."""
    page = shelf.open(pages.SAMPLES)
    press(page, "/")
    page.keyboard.type("SATURATING_sub vague")
    assert shown(page) == [NAMES[1]]
    expect(page.locator(".bar .shown")).to_have_text("1 of 3 shown")
    assert page.locator("nav li:not([hidden])").count() == 1
    press(page, "Escape")
    assert shown(page) == NAMES
    page.get_by_label("Dataset").select_option("signing")
    assert shown(page) == NAMES[1:]
    page.get_by_label("Cause").select_option("new")
    assert shown(page) == NAMES[2:]
    page.get_by_label("Cause").select_option("All causes")
    page.locator("h1").click()
    press(page, "j", "a", "j", "j")
    assert current(page) == NAMES[2]
    mark = page.locator(".bar select[aria-label=Mark]")
    mark.select_option("accepted")
    assert shown(page) == [NAMES[1]]
    mark.select_option("unmarked")
    assert shown(page) == [NAMES[2]]
    page.get_by_label("Filter by text").fill("accepted nonsense")
    expect(page.get_by_text("No example fits the filter.")).to_be_visible()
    page.locator("h1").click()
    press(page, "j", "n", "a")
    assert marks(page) == ["", "accepted", ""]


# --- copying ---------------------------------------------------------------------------------


def clipboard(page: Page) -> str:
    """Return what was copied."""
    return str(page.evaluate("navigator.clipboard.readText()"))


def test_commands_can_be_copied_one_or_all(shelf: Shelf) -> None:
    """The command of an example, and those of all that are marked accepted as one text."""
    page = shelf.open(pages.SAMPLES, **MAY_COPY)
    page.get_by_role("button", name="Copy", exact=True).nth(1).click()
    expect(page.get_by_role("status")).to_have_text("Copied the command.")
    assert clipboard(page) == f"pytest '{NAMES[1]}' --snapshot-update"
    everything = page.get_by_role("button", name="Copy commands of accepted")
    everything.click()
    assert status(page) == "No example is marked accepted."
    page.locator("h1").click()
    page.evaluate("scrollTo(0, 0)")
    press(page, "k", "k", "k", "j", "a", "n", "r", "n", "a")
    everything.click()
    expect(page.get_by_role("status")).to_have_text("Copied 3 commands.")
    wanted = [name for name, one in zip(NAMES, marks(page), strict=True) if one == "accepted"]
    assert len(wanted) == 2
    accepting = "".join(f"pytest '{one}' --snapshot-update\n" for one in wanted)
    assert clipboard(page) == f"verbatim update relay-v1.1.0\n{accepting}"


def test_where_copying_is_refused_the_text_is_shown(shelf: Shelf) -> None:
    """Without a clipboard the text stands in a dialog, selected."""
    page = shelf.open([])
    page.add_init_script(
        "navigator.clipboard.writeText = () => Promise.reject(new Error('denied'));"
    )
    shelf.write(pages.SAMPLES)
    page.reload()
    page.get_by_role("button", name="Copy", exact=True).first.click()
    area = page.get_by_label("Text to copy")
    lines = f"verbatim update relay-v1.1.0\npytest '{NAMES[0]}' --snapshot-update"
    expect(area).to_have_value(lines)
    assert page.evaluate("getSelection().toString()") == lines
    press(page, "Escape")
    assert page.get_by_role("dialog").count() == 0


def test_before_anything_is_accepted_elsewhere_the_pin_moves(shelf: Shelf) -> None:
    """The update comes once, before all that is accepted there, and behind what it looks at."""
    drifted = [replace(pages.EDITED, case=f"cases/a/b.py::c{at}") for at in range(2)]
    assert drifted[1].before is not None
    items = tuple(replace(item, old=None) for item in drifted[1].items)
    drifted[1] = replace(drifted[1], before=replace(drifted[1].before, code=""), items=items)
    carried = replace(pages.EDITED, case="cases/a/b.py::d", carried=True)
    page = shelf.open([*drifted, carried], **MAY_COPY)
    for key in "jajaja":
        press(page, key)
    page.get_by_role("button", name="Copy commands of accepted").click()
    expect(page.get_by_role("status")).to_have_text("Copied 4 commands.")
    assert clipboard(page).splitlines() == [
        f"verbatim items --corpus-rev={pages.DRIFT.old_commit}",
        "verbatim update relay-v1.1.0",
        "pytest 'cases/a/b.py::c0' --snapshot-update",
        "pytest 'cases/a/b.py::c1' --snapshot-update",
    ]


def test_what_has_findings_cannot_be_marked_accepted(shelf: Shelf) -> None:
    """No command would accept it: there is no such button, and the key is answered."""
    carried = replace(pages.DRIFT, case="cases/a/b.py::c", carried=True)
    page = shelf.open([pages.DRIFT, carried])
    assert page.locator("button[data-mark=accepted]").count() == 1
    press(page, "j", "a")
    assert marks(page) == ["", ""]
    assert status(page) == "it has findings to mend: pause_after"
    press(page, "r", "j", "a")
    assert marks(page) == ["work", "accepted"]


def test_where_no_command_accepts_an_example_there_is_none(shelf: Shelf) -> None:
    """Nothing is left of its code: no box of commands, and all keys and buttons work on."""
    gone = Finding(Where("cases/relay/pause.py", 14), "code.gone", "nothing is left", "remove it")
    page = shelf.open([replace(pages.DRIFT, findings=(gone,), at_pin=True)])
    assert page.locator(".command").count() == 0
    press(page, "j", "a", "r")
    assert marks(page) == ["work"]


def test_what_was_said_last_can_be_read(shelf: Shelf) -> None:
    """Where the bar is full it is broken and not cut, and moves nothing."""
    page = shelf.open(pages.SAMPLES, viewport={"width": 1280, "height": 720})
    height = page.locator(".bar").evaluate("bar => bar.offsetHeight")
    press(page, "j", "j", "a")
    said = page.get_by_role("status")
    expect(said).to_have_text("accepted: signature_header")
    assert said.evaluate("it => it.scrollWidth <= it.clientWidth")
    assert said.evaluate("it => it.scrollHeight <= it.clientHeight")
    assert page.locator(".bar").evaluate("bar => bar.offsetHeight") == height


# --- for everyone ----------------------------------------------------------------------------


def test_without_scripts_everything_can_be_read(shelf: Shelf) -> None:
    """No control that would do nothing; texts are visible, what is folded opens, links lead."""
    page = shelf.open(pages.SAMPLES, java_script_enabled=False)
    assert page.locator("button, input, select, .bar").count() == 0
    expect(page.get_by_text("No clock in it please.").first).to_be_visible()
    expect(page.get_by_text("left the shown code")).to_be_visible()
    expect(page.locator(".diff").first).to_be_visible()
    expect(page.locator("pre").first).not_to_be_visible()
    page.locator("summary", has_text="All of its code").first.click()
    expect(page.locator("pre").first).to_be_visible()
    page.locator("nav summary").click()
    page.locator("nav li a").last.click()
    expect(page.locator("article").last).to_be_in_viewport()


def test_the_first_stop_of_the_tab_key_skips_to_the_examples(shelf: Shelf) -> None:
    """The link is seen once it has the focus, and leads behind the controls."""
    page = shelf.open(pages.SAMPLES)
    skip = page.get_by_role("link", name="Skip to the examples")
    expect(skip).not_to_be_in_viewport()
    press(page, "Tab")
    expect(skip).to_be_in_viewport()
    press(page, "Enter")
    assert page.evaluate("document.activeElement.id") == "examples"


@pytest.mark.parametrize("width", [320, 768, 1440])
def test_no_width_makes_the_page_scroll_sideways(shelf: Shelf, width: int) -> None:
    """Long lines and hostile names wrap."""
    page = shelf.open([*pages.SAMPLES, *HOSTILE], viewport={"width": width, "height": 900})
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    for _ in range(5):
        press(page, "j")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_print_has_all_examples_and_no_controls(shelf: Shelf) -> None:
    """On paper nothing is folded away, and nothing can be pressed."""
    page = shelf.open(pages.SAMPLES)
    was_open = page.locator("main details[open]").count()
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("pre").last).to_be_visible()
    expect(page.locator(".bar")).not_to_be_visible()
    assert page.locator("main button:visible").count() == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator("main details[open]")).to_have_count(was_open)


def test_nothing_moves_by_itself(shelf: Shelf) -> None:
    """Where less motion is asked for, there is none."""
    page = shelf.open(pages.SAMPLES, reduced_motion="reduce")
    press(page, "j", "a", "?")
    assert page.evaluate("document.getAnimations().length") == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("state", ["plain", "used", "help", "narrow"])
def test_axe_has_nothing_to_say(shelf: Shelf, scheme: Any, state: str) -> None:
    """No violation of accessibility rules, by daylight and at night, whatever has been pressed."""
    if not AXE.is_file():
        pytest.skip("axe-core is not there: .ci/browser installs it below build/axe")
    width = 360 if state == "narrow" else 1440
    page = shelf.open(
        [*pages.SAMPLES, *HOSTILE],
        color_scheme=scheme,
        viewport={"width": width, "height": 900},
        bypass_csp=True,
    )
    page.add_style_tag(content="article { content-visibility: visible !important; }")
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    if state == "used":
        press(page, "j", "a", "j", "r", "j", "/")
        page.keyboard.type("pause")
    if state == "help":
        press(page, "?")
    page.add_script_tag(path=AXE)
    result = page.evaluate("axe.run({ resultTypes: ['violations', 'incomplete'] })")
    told = [(one["id"], [node["html"] for node in one["nodes"]]) for one in result["violations"]]
    assert told == [], json.dumps(told, indent=1)


# --- many ------------------------------------------------------------------------------------


def test_five_hundred_examples_can_be_gone_through(shelf: Shelf) -> None:
    """Each key still goes to the example that comes next, and the filter still finds one."""
    changes = pages.many(500)
    page = shelf.open(changes)
    for at in range(8):
        press(page, "j")
        assert current(page) == changes[at].case
        expect(page.locator("article[aria-current]")).to_be_in_viewport()
    press(page, "k", "a", "n")
    assert current(page) == changes[7].case
    expect(page.locator(".tally")).to_have_text("1 of 500 marked")
    press(page, "/")
    page.keyboard.type("aborts 321")
    assert shown(page) == [changes[320].case]
    page.locator("h1").click()
    press(page, "j", "r")
    assert marks(page)[320] == "work"
    press(page, "/", "Escape", "Escape", "j")
    assert current(page) == changes[321].case

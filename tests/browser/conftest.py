"""Fixtures: a Chromium, and a place to open review pages that may not do what they must not."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from shelf import Shelf

NAMES = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return a running Chromium; skip where there is none.

    It lives for a module: as long as it runs, so does an event loop in this thread.
    """
    found = os.environ.get("VERBATIM_CHROMIUM") or next(
        filter(None, map(shutil.which, NAMES)), None
    )
    if found is None:
        pytest.skip(f"no browser: set VERBATIM_CHROMIUM, or install one of {', '.join(NAMES)}")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found)
        yield started
        started.close()


@pytest.fixture
def shelf(browser: Browser, tmp_path: Path) -> Iterator[Shelf]:
    """Return where to open pages; none of them may have done anything that it must not."""
    opened = Shelf(browser, tmp_path)
    yield opened
    for context in browser.contexts:
        context.close()
    assert opened.misdeeds == []
    assert opened.reached == []

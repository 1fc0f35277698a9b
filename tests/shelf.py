"""Review pages opened in a browser, and what they did that a page must not do."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Route

from pytest_verbatim.change import Change
from pytest_verbatim.render.page import review_page


class Shelf:
    """Pages written into a folder and opened.

    Attributes:
        file: where the page is written.
        misdeeds: what a page did that it must not: errors, dialogs, requests, messages.
        reached: addresses that it asked for and that no policy of its own had refused.
    """

    def __init__(self, browser: Browser, folder: Path) -> None:
        """Open nothing yet."""
        self.file = folder / "review.html"
        self.misdeeds: list[str] = []
        self.reached: list[str] = []
        self._browser = browser

    def write(self, changes: Sequence[Change]) -> None:
        """Write the page of some changes; there is one at a time."""
        page = review_page(changes, "3 of 9 cases drifted")
        self.file.write_text(page, encoding="utf-8", newline="")

    def open(self, changes: Sequence[Change], **settings: Any) -> Page:
        """Return the page of some changes, opened in a browser that has no memory of others."""
        self.write(changes)
        context = self._browser.new_context(**settings)
        context.set_default_timeout(20_000)
        context.route("**/*", self._guard)
        page = context.new_page()
        page.on("console", lambda one: self.misdeeds.append(f"console: {one.text}"))
        page.on("pageerror", lambda one: self.misdeeds.append(f"error: {one}"))
        page.on("request", lambda one: self._request(one.url))
        page.on("dialog", lambda one: self._dialog(one.message, one.dismiss))
        page.goto(self.file.as_uri())
        return page

    def _request(self, url: str) -> None:
        if url.partition("#")[0] != self.file.as_uri():
            self.misdeeds.append(f"request: {url}")

    def _dialog(self, message: str, dismiss: Callable[[], None]) -> None:
        self.misdeeds.append(f"dialog: {message}")
        dismiss()

    def _guard(self, route: Route) -> None:
        if route.request.url.startswith("file:"):
            route.continue_()
        else:
            self.reached.append(route.request.url)
            route.abort()

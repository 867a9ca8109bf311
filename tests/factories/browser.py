"""Debian's Chromium for the tests: how it is started, what it must never complain of, what axe asks of every page."""

from collections.abc import Iterator
from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ASKED = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
"""All rules; of what is right only that it is (listing each element that is right takes as long as looking)."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """One browser process."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        yield browser
        browser.close()


def is_quiet(page: Page) -> None:
    """Axe has nothing to say about the page, and it does not scroll sideways."""
    results = Axe().run(page, options=ASKED)
    assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"
    assert len(results.response["passes"]) > 10, "axe saw no page"
    width = page.viewport_size["width"] if page.viewport_size else 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{page.url} scrolls sideways"

"""What the tests in a real browser share."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, sync_playwright

from e2e.browsing import chromium

DIST = Path(__file__).parents[2] / "src/backstay/web/client_dist"


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Return what drives the browser; who asks for these tests and has no Chromium is told so, not passed."""
    if chromium() is None:
        pytest.fail("there is no chromium: install it, or name one in CHROMIUM")
    if not (DIST / "index.html").is_file():
        pytest.fail("the page is not built: install the package")
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def dist() -> Path:
    """Return the folder of the built page."""
    return DIST

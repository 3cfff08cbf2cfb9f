"""Chromium for tests of pages: what it complains of, and what it asks other hosts for."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, Request

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "frontend/node_modules/axe-core/axe.min.js"
VNU = ROOT / "frontend/node_modules/vnu-jar/build/dist/vnu.jar"
WIDE, NARROW = (1400, 900), (390, 844)
# Without them, Chromium itself asks its maker's hosts for updates.
_QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
          "--disable-background-networking", "--disable-component-update",
          "--disable-sync"]  # fmt: skip


def chromium() -> str | None:
    """The browser of the machine."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next(filter(None, map(shutil.which, names)), None)


def launch(playwright: Playwright) -> Browser:
    """Start it without a window."""
    return playwright.chromium.launch(executable_path=chromium(), args=_QUIET)


@dataclass
class Tab:
    """A page, with what went wrong while it was shown."""

    page: Page
    url: str
    complaints: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        """Go to a path of the server."""
        self.page.goto(self.url + path)
        return self.page

    def faults(self) -> list[str]:
        """What axe-core calls a serious or critical fault of the page that is shown."""
        # Not by a script element, which the page's policy forbids.
        self.page.evaluate(AXE.read_text("utf-8"))
        result: dict[str, Any] = self.page.evaluate(
            "axe.run(document, {resultTypes: ['violations']})"
        )
        return [
            f"{found['id']}: {node['html'][:160]}"
            for found in result["violations"]
            if found["impact"] in ("serious", "critical")
            for node in found["nodes"][:3]
        ]

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def _watch(self, request: Request) -> None:
        if not request.url.startswith((f"{self.url}/", "data:")):
            self.strangers.append(request.url)


@contextmanager
def tab(
    browser: Browser,
    url: str,
    *,
    size: tuple[int, int] = WIDE,
    scheme: Literal["light", "dark"] = "light",
    scripts: bool = True,
) -> Iterator[Tab]:
    """A fresh tab for the server at `url`. On leaving, nothing may have gone wrong in it."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme=scheme,
        java_script_enabled=scripts,
    )
    made = Tab(context.new_page(), url)
    made.page.set_default_timeout(15_000)
    made.page.on("console", made._hear)
    made.page.on("pageerror", lambda error: made.complaints.append(str(error)))
    made.page.on("request", made._watch)
    try:
        yield made
    finally:
        context.close()
    assert not made.complaints, made.complaints
    assert not made.strangers, made.strangers

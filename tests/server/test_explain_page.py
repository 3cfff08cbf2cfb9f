"""The page that explains an article, as a file in a real browser."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from browsing import NARROW, WIDE, chromium, launch
from playwright.sync_api import Browser, expect, sync_playwright

from etl.article import Article, Published
from etl.pipeline import Settings, extract
from ontology.account import Account
from server.accounts import stand_alone_page

pytestmark = pytest.mark.skipif(chromium() is None, reason="needs Chromium")

DAY = date(2016, 5, 12)
TEXT = (
    "French Foreign Minister Paul Renard met German Foreign Minister Anna Vogt in Geneva Monday."
    "\n\nConsultations went on. They will go on for weeks."
)


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    article = Article("one", TEXT, title="Lake talks", published=Published(DAY, DAY))
    account = Account.from_json(extract(article, Settings()).account)
    file = tmp_path_factory.mktemp("page") / "one.html"
    file.write_text(stand_alone_page([account]), "utf-8")
    return file


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = launch(playwright)
        yield running
        running.close()


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_it_fits_and_shows_the_rule_beside_the_sentence(
    browser: Browser, page_file: Path, size: tuple[int, int]
) -> None:
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(page_file.as_uri())
    expect(page.get_by_role("heading", name="Lake talks")).to_be_visible()
    row = page.locator(".read").first
    expect(row.get_by_text("events/verb-meet")).to_be_visible()
    expect(row.locator(".seen.official").first).to_have_text("Paul Renard")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert complaints == []
    page.close()


def test_the_list_of_facts_leads_to_their_sentence_by_keyboard(
    browser: Browser, page_file: Path
) -> None:
    page = browser.new_page(viewport={"width": WIDE[0], "height": 300})
    page.goto(page_file.as_uri())
    summary = page.locator(".index summary", has_text="meeting")
    summary.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert "#a1-s" in page.url
    expect(page.locator(".read:target")).to_be_in_viewport()
    page.close()


def test_what_was_declined_is_marked_in_its_sentence(browser: Browser, page_file: Path) -> None:
    page = browser.new_page()
    page.goto(page_file.as_uri())
    marked = page.locator(".wording .no")
    expect(marked.first).to_have_text("Consultations")
    assert "declined" in (marked.first.get_attribute("title") or "")
    expect(page.locator(".refused").first).to_be_visible()
    page.close()

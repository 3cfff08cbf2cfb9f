"""Articles from files of every format, and bad input that never stops the others."""

import json
from datetime import date
from pathlib import Path

import pytest

from etl.article import Article, Published
from etl.readers import ReadProblem, iter_articles, read_articles
from etl.readers.content import parse_published

SEEDS = Path(__file__).parents[2] / "seeds"
BODY = "The two ministers met in Oslo.\n\nThey signed a memorandum."


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def only(path: Path) -> Article:
    result = read_articles([path])
    assert result.problems == ()
    assert len(result.articles) == 1
    return result.articles[0]


def problem(path: Path) -> ReadProblem:
    result = read_articles([path])
    assert result.articles == ()
    assert len(result.problems) == 1
    return result.problems[0]


def test_seeds_come_with_their_metadata() -> None:
    result = read_articles([SEEDS])
    assert result.problems == ()
    assert [article.id for article in result.articles] == sorted(
        path.stem for path in SEEDS.glob("*.txt")
    )
    by_id = {article.id[:3]: article for article in result.articles}
    assert by_id["000"].published is None
    assert by_id["003"].published == Published(date(2022, 6, 13), date(2022, 6, 13))
    assert by_id["004"].published == Published(date(2023, 11, 14), date(2023, 11, 14))
    for article in result.articles:
        assert article.publisher == "Kyodo News"
        assert article.text.encode() == (SEEDS / f"{article.id}.txt").read_bytes()


def test_text_is_kept_as_given_but_for_a_byte_order_mark(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", b"\xef\xbb\xbf One\r\n\r\n\xe2\x80\x9cTwo\xe2\x80\x9d \n")
    assert only(path).text == " One\r\n\r\n“Two” \n"


def test_metadata_beside_a_text(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", BODY)
    data = {"id": "wire 7", "title": "Pact", "published": "2016-02", "publisher": "X", "url": "u:1"}
    write(tmp_path, "a.json", json.dumps(data))
    expected = Published(date(2016, 2, 1), date(2016, 2, 29))
    assert only(path) == Article("wire 7", BODY, "Pact", expected, "X", "u:1", str(path))
    assert only(tmp_path) == only(path)  # the JSON file is no article of its own


def test_folders_are_read_in_sorted_order_and_once(tmp_path: Path) -> None:
    for name in ("b/2.txt", "b/1.txt", "a.txt", "c.txt", ".hidden/9.txt", "README.md"):
        write(tmp_path, name, BODY)
    result = read_articles([tmp_path, tmp_path / "a.txt", tmp_path / "b"])
    assert [article.id for article in result.articles] == ["a", "c", "1", "2"]
    assert result.problems == ()


def test_bad_files_do_not_stop_the_others(tmp_path: Path) -> None:
    write(tmp_path, "1.txt", b"PK\x03\x00")
    write(tmp_path, "2.txt", b"Minist\xe9rio")
    write(tmp_path, "3.txt", " \n")
    write(tmp_path, "4.txt", "x" * 5_000_000)
    write(tmp_path, "5.txt", "x" * 300_000)
    write(tmp_path, "6.json", '{\n "a": }')
    write(tmp_path, "7.xml", "<rss><channel></rss>")
    write(tmp_path, "8.txt", BODY.encode("utf-16"))
    write(tmp_path, "9.txt", BODY)
    result = read_articles([tmp_path])
    assert [article.id for article in result.articles] == ["9"]
    reasons = {Path(found.path).name: found.reason for found in result.problems}
    assert "NUL byte at byte 3" in reasons["1.txt"]
    assert "0xe9 at byte 6" in reasons["2.txt"]
    assert "empty" in reasons["3.txt"]
    assert "2,000,000 bytes" in reasons["4.txt"]
    assert "line 1 has 300,000 characters" in reasons["5.txt"]
    assert "line 2, column 7" in reasons["6.json"]
    assert "line 1, column" in reasons["7.xml"]
    assert "UTF-16" in reasons["8.txt"]
    assert all(found.advice and found.skipped for found in result.problems)


def test_a_byte_order_mark_counts_in_the_offset_of_a_bad_byte(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", b"\xef\xbb\xbfab\xff")
    assert "byte 5" in problem(path).reason


def test_paths_with_nothing_to_read(tmp_path: Path) -> None:
    assert "no such file" in problem(tmp_path / "gone").reason
    assert "empty" in problem(tmp_path).reason
    pdf = write(tmp_path, "a.pdf", "x")
    assert ".pdf is not one of" in problem(pdf).reason
    assert "no file in the folder" in problem(tmp_path).reason


def test_a_file_that_vanishes_before_it_is_read(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        write(tmp_path, name, BODY)
    outcomes = iter_articles([tmp_path])
    first = next(outcomes)
    (tmp_path / "b.txt").unlink()
    second, third = outcomes
    assert isinstance(first, Article)
    assert isinstance(second, ReadProblem)
    assert "gone" in second.reason
    assert isinstance(third, Article)
    assert third.id == "c"


def test_two_articles_with_one_id(tmp_path: Path) -> None:
    write(tmp_path, "a/1.txt", BODY)
    write(tmp_path, "b/1.txt", BODY + " Again.")
    result = read_articles([tmp_path])
    assert [article.path for article in result.articles] == [str(tmp_path / "a" / "1.txt")]
    assert str(tmp_path / "a" / "1.txt") in result.problems[0].reason
    assert result.problems[0].path == str(tmp_path / "b" / "1.txt")


@pytest.mark.parametrize("value", ["2016-13", "yesterday", "2016-02-30", "12/02/2016"])
def test_a_bad_date_is_told_and_left_out(tmp_path: Path, value: str) -> None:
    write(tmp_path, "a.txt", BODY)
    write(tmp_path, "a.json", json.dumps({"published": value, "title": "Pact"}))
    result = read_articles([tmp_path])
    assert result.articles[0].published is None
    assert result.articles[0].title == "Pact"
    assert repr(value) in result.problems[0].reason
    assert not result.problems[0].skipped


def test_broken_metadata_leaves_the_article_out(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", BODY)
    write(tmp_path, "a.json", '{"id": "x",\n')
    found = problem(tmp_path)
    assert found.path.endswith("a.json")
    assert "line 2, column 1" in found.reason
    write(tmp_path, "a.json", "[1]")
    assert "not a JSON object" in problem(tmp_path).reason
    write(tmp_path, "a.json", '{"title": 5}')
    result = read_articles([tmp_path])
    assert "'title' is not a string" in result.problems[0].reason
    assert len(result.articles) == 1


def test_dates_of_all_formats() -> None:
    day = Published(date(2023, 11, 14), date(2023, 11, 14))
    for text in ("2023-11-14", "2023-11-14T23:59:00+09:00", "20231114T093000Z", "20231114"):
        assert parse_published(text) == day
    assert parse_published("Tue, 14 Nov 2023 09:30:00 GMT") == day
    assert parse_published("2023") == Published(date(2023, 1, 1), date(2023, 12, 31))


def test_a_web_page_by_its_paragraphs(tmp_path: Path) -> None:
    page = """<!doctype html><html><head><title>Pact | Wire</title>
      <meta property="og:title" content="Pact &amp; peace"><meta charset="utf-8">
      <meta property="article:published_time" content="2020-05-04T10:00:00Z">
      <meta property="og:site_name" content="The Wire"><link rel="canonical" href="http://w.example/1">
      <script>var p = "<p>no</p>";</script></head><body><nav><p>Home</p></nav>
      <article><header><p>By A Writer</p></header><p>The <b>two</b>
      ministers met&nbsp;&ldquo;briefly&rdquo;.<p>They signed.</p>
      <figure><figcaption>A photo</figcaption></figure><aside><p>Read more</p></aside></article>
      <p>Subscribe!</p></body></html>"""
    article = only(write(tmp_path, "page.html", page))
    assert article.text == "The two ministers met “briefly”.\n\nThey signed."
    assert article.id == "page"
    assert article.title == "Pact & peace"
    assert article.published == Published(date(2020, 5, 4), date(2020, 5, 4))
    assert (article.publisher, article.url) == ("The Wire", "http://w.example/1")


def test_a_web_page_by_its_structured_data(tmp_path: Path) -> None:
    data = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "WebSite", "name": "W"},
            {
                "@type": ["NewsArticle"],
                "headline": "Pact",
                "datePublished": "2020-05-04",
                "articleBody": BODY,
                "publisher": {"@type": "Organization", "name": "The Wire"},
            },
        ],
    }
    page = f'<script type="application/ld+json">{json.dumps(data)}</script><p>Teaser …</p>'
    article = only(write(tmp_path, "page.htm", page))
    assert (article.text, article.title, article.publisher) == (BODY, "Pact", "The Wire")


def test_a_page_in_an_older_encoding(tmp_path: Path) -> None:
    page = '<meta charset="iso-8859-1"><p>Ministère “x”</p>'.encode("windows-1252")
    assert only(write(tmp_path, "p.html", page)).text == "Ministère “x”"
    assert "nonsense-8" in problem(write(tmp_path, "q.html", '<meta charset="nonsense-8">')).reason


def test_json_news(tmp_path: Path) -> None:
    items = [
        {
            "@type": "NewsArticle",
            "@id": "urn:1",
            "articleBody": BODY,
            "datePublished": "2001-02-03",
        },
        {"uri": "urn:2", "headline": "H", "body_xhtml": "<p>One.</p><p>Two.</p>"},
        {
            "uri": "urn:3",
            "headlines": [{"value": "H3"}],
            "bodies": [
                {"contenttype": "text/html", "value": "<p>no</p>"},
                {"contenttype": "text/plain", "value": "Plain."},
            ],
            "versionCreated": "2024-01-02T03:04:05Z",
        },
        {"text": BODY, "title": "Own"},
    ]
    result = read_articles([write(tmp_path, "all.json", json.dumps(items))])
    assert result.problems == ()
    assert [a.id for a in result.articles] == ["urn:1", "urn:2", "urn:3", "all-4"]
    assert [a.text for a in result.articles] == [BODY, "One.\n\nTwo.", "Plain.", BODY]
    assert [a.title for a in result.articles] == [None, "H", "H3", "Own"]
    assert result.articles[2].published == Published(date(2024, 1, 2), date(2024, 1, 2))


def test_json_lines_name_the_bad_line(tmp_path: Path) -> None:
    lines = ['{"text": "One."}', "", '{"text": "Two.",}', '{"x": 1}', '{"text": "Three."}']
    result = read_articles([write(tmp_path, "l.jsonl", "\n".join(lines))])
    assert [(a.id, a.text) for a in result.articles] == [("l-1", "One."), ("l-5", "Three.")]
    assert [found.path[-6:] for found in result.problems] == ["line 3", "line 4"]
    assert "at line 3, column" in result.problems[0].reason
    assert "NewsArticle" in result.problems[1].reason


def test_deep_json_is_a_problem_not_a_crash(tmp_path: Path) -> None:
    assert "deep" in problem(write(tmp_path, "a.json", "[" * 200_000)).reason


def test_nitf(tmp_path: Path) -> None:
    nitf = """<?xml version="1.0" encoding="utf-8"?>
      <!DOCTYPE nitf SYSTEM "http://www.nitf.org/IPTC/NITF/3.3/nitf-3-3.dtd">
      <nitf><head><title>T</title><docdata><doc-id id-string="n-1"/></docdata>
      <pubdata date.publication="19990312T000000" name="The Paper" ex-ref="http://p.example/1"/></head>
      <body><body.head><hedline><hl1>Three join</hl1></hedline></body.head><body.content>
      <block class="full_text"><p>Poland&nbsp;joined.</p><p>So did <org>Hungary</org>.</p></block>
      <media><media-caption>Photo</media-caption></media></body.content></body></nitf>"""
    article = only(write(tmp_path, "a.xml", nitf))
    assert article.text == "Poland joined.\n\nSo did Hungary."
    assert (article.id, article.title, article.publisher) == ("n-1", "Three join", "The Paper")
    assert article.published == Published(date(1999, 3, 12), date(1999, 3, 12))


def test_newsml_g2(tmp_path: Path) -> None:
    newsml = """<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>
      <newsItem guid="tag:w.example,2012:1"><itemMeta><provider literal="Wire"/>
      <versionCreated>2012-02-29T00:00:00Z</versionCreated></itemMeta>
      <contentMeta><headline>Pact</headline></contentMeta><contentSet><inlineXML>
      <html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head>
      <body><p>One.</p><p>Two.</p></body></html></inlineXML></contentSet></newsItem>
      <newsItem guid="tag:w.example,2012:2"><itemMeta/><contentSet>
      <inlineData>Three.</inlineData></contentSet></newsItem></itemSet></newsMessage>"""
    result = read_articles([write(tmp_path, "a.xml", newsml)])
    assert [a.text for a in result.articles] == ["One.\n\nTwo.", "Three."]
    assert result.articles[0].id == "tag:w.example,2012:1"
    assert result.articles[0].published == Published(date(2012, 2, 29), date(2012, 2, 29))
    assert (result.articles[0].title, result.articles[0].publisher) == ("Pact", "Wire")


def test_rss_and_atom(tmp_path: Path) -> None:
    rss = """<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
      <title>Wire</title><item><title>A</title><link>http://w.example/a</link><guid>g-a</guid>
      <pubDate>Tue, 14 Nov 2023 09:30:00 GMT</pubDate><description>Teaser</description>
      <content:encoded><![CDATA[<p>One &amp; all.</p><p>Two.</p>]]></content:encoded></item>
      <item><link>http://w.example/b</link><description>Plain text.</description></item>
      <item><title>Nothing</title></item></channel></rss>"""
    result = read_articles([write(tmp_path, "f.rss", rss)])
    first, second = result.articles
    assert (first.id, first.text, first.title) == ("g-a", "One & all.\n\nTwo.", "A")
    assert (first.publisher, first.url) == ("Wire", "http://w.example/a")
    assert first.published == Published(date(2023, 11, 14), date(2023, 11, 14))
    assert (second.id, second.text) == ("http://w.example/b", "Plain text.")
    assert result.problems[0].path.endswith("f.rss, item 3")

    atom = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Wire</title><entry><id>e-1</id>
      <title>A</title><updated>2023-11-14T09:30:00Z</updated><link href="http://w.example/1"/>
      <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One.</p><p>Two.</p></div>
      </content></entry><entry><id>e-2</id><summary type="html">&lt;p&gt;Three.&lt;/p&gt;</summary>
      </entry></feed>"""
    result = read_articles([write(tmp_path, "f.atom", atom)])
    assert [(a.id, a.text) for a in result.articles] == [("e-1", "One.\n\nTwo."), ("e-2", "Three.")]
    assert result.articles[0].url == "http://w.example/1"


def test_entities_in_xml_are_refused(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rss><item>&b;</item></rss>'
    assert "entity bombs" in problem(write(tmp_path, "a.xml", bomb)).reason
    outside = '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss><item>&a;</item></rss>'
    assert "document type" in problem(write(tmp_path, "a.xml", outside)).reason


def test_other_xml_and_json_hold_no_article(tmp_path: Path) -> None:
    assert "<svg>" in problem(write(tmp_path, "a.xml", "<svg/>")).reason
    (tmp_path / "a.xml").unlink()
    assert "NewsArticle" in problem(write(tmp_path, "a.json", '{"version": 2}')).reason

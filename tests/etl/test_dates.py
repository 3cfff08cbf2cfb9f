"""Expressions of time in wire style, and what they resolve to."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.annotate import annotate
from etl.article import Article, Published
from etl.dates import Tense, find_dates, resolve
from etl.facts import When
from etl.reading import DateMention

THURSDAY = Published(date(2016, 5, 12), date(2016, 5, 12))
MAY = Published(date(2016, 5, 1), date(2016, 5, 31))
PAST, FUTURE, UNKNOWN = Tense.PAST, Tense.FUTURE, Tense.UNKNOWN


def bounds(when: When | None) -> tuple[str | None, str | None]:
    assert when is not None
    return (
        when.earliest.isoformat() if when.earliest else None,
        when.latest.isoformat() if when.latest else None,
    )


def mentions(text: str, published: Published | None = THURSDAY) -> tuple[DateMention, ...]:
    found = find_dates(annotate(Article("t", text, published=published)))
    for mention in found:
        assert text[mention.start : mention.end] == mention.text == mention.when.text
    assert list(found) == sorted(found, key=lambda m: m.start)
    return found


def only(text: str, published: Published | None = THURSDAY) -> DateMention:
    found = mentions(text, published)
    assert len(found) == 1, [m.text for m in found]
    return found[0]


@pytest.mark.parametrize(
    ("text", "tense", "earliest", "latest"),
    [
        # weekdays
        ("Tuesday", PAST, "2016-05-10", "2016-05-10"),
        ("Thursday", PAST, "2016-05-12", "2016-05-12"),
        ("Friday", PAST, "2016-05-06", "2016-05-06"),
        ("Friday", FUTURE, "2016-05-13", "2016-05-13"),
        ("Tuesday", FUTURE, "2016-05-17", "2016-05-17"),
        ("Tuesday", UNKNOWN, "2016-05-10", "2016-05-10"),
        ("next Tuesday", PAST, "2016-05-17", "2016-05-17"),
        ("last Thursday", PAST, "2016-05-05", "2016-05-05"),
        ("next Thursday", FUTURE, "2016-05-19", "2016-05-19"),
        ("Tuesday of last week", PAST, "2016-05-03", "2016-05-03"),
        ("Monday next week", FUTURE, "2016-05-16", "2016-05-16"),
        ("Tuesday night", PAST, "2016-05-10", "2016-05-10"),
        ("Monday and Tuesday", PAST, "2016-05-09", "2016-05-10"),
        ("Monday and Tuesday", FUTURE, "2016-05-16", "2016-05-17"),
        ("Saturday to Monday", PAST, "2016-05-07", "2016-05-09"),
        # days
        ("yesterday", PAST, "2016-05-11", "2016-05-11"),
        ("today", UNKNOWN, "2016-05-12", "2016-05-12"),
        ("tomorrow", FUTURE, "2016-05-13", "2016-05-13"),
        ("the day after tomorrow", FUTURE, "2016-05-14", "2016-05-14"),
        ("three days ago", PAST, "2016-05-09", "2016-05-09"),
        # weeks
        ("last week", PAST, "2016-05-02", "2016-05-08"),
        ("next week", FUTURE, "2016-05-16", "2016-05-22"),
        ("this week", UNKNOWN, "2016-05-09", "2016-05-15"),
        ("this week", PAST, "2016-05-09", "2016-05-12"),
        ("this week", FUTURE, "2016-05-12", "2016-05-15"),
        ("earlier this week", PAST, "2016-05-09", "2016-05-12"),
        ("later this week", FUTURE, "2016-05-12", "2016-05-15"),
        ("two weeks ago", PAST, "2016-04-25", "2016-05-01"),
        ("in two weeks", FUTURE, "2016-05-23", "2016-05-29"),
        ("within ten days", FUTURE, "2016-05-12", "2016-05-22"),
        ("at the weekend", PAST, "2016-05-07", "2016-05-08"),
        ("over the weekend", FUTURE, "2016-05-14", "2016-05-15"),
        ("this weekend", FUTURE, "2016-05-14", "2016-05-15"),
        ("last weekend", PAST, "2016-05-07", "2016-05-08"),
        ("next weekend", FUTURE, "2016-05-21", "2016-05-22"),
        ("in the past week", PAST, "2016-05-05", "2016-05-12"),
        # months
        ("earlier this month", PAST, "2016-05-01", "2016-05-12"),
        ("later this month", FUTURE, "2016-05-12", "2016-05-31"),
        ("last month", PAST, "2016-04-01", "2016-04-30"),
        ("next month", FUTURE, "2016-06-01", "2016-06-30"),
        ("late last month", PAST, "2016-04-21", "2016-04-30"),
        ("early next month", FUTURE, "2016-06-01", "2016-06-10"),
        ("the end of the month", FUTURE, "2016-05-21", "2016-05-31"),
        ("in May", PAST, "2016-05-01", "2016-05-31"),
        ("in September", PAST, "2015-09-01", "2015-09-30"),
        ("in September", FUTURE, "2016-09-01", "2016-09-30"),
        ("in March of this year", PAST, "2016-03-01", "2016-03-31"),
        ("September last year", PAST, "2015-09-01", "2015-09-30"),
        ("last September", PAST, "2015-09-01", "2015-09-30"),
        ("last May", PAST, "2015-05-01", "2015-05-31"),
        ("next March", FUTURE, "2017-03-01", "2017-03-31"),
        ("early March", PAST, "2016-03-01", "2016-03-10"),
        ("mid-March", PAST, "2016-03-11", "2016-03-20"),
        ("mid March", PAST, "2016-03-11", "2016-03-20"),
        ("late February", PAST, "2016-02-21", "2016-02-29"),
        ("the first half of June", FUTURE, "2016-06-01", "2016-06-15"),
        ("by the end of June", FUTURE, "2016-05-12", "2016-06-30"),
        ("before mid-June", FUTURE, "2016-05-12", "2016-06-15"),
        ("by the end of March", PAST, None, "2016-03-31"),
        ("two months ago", PAST, "2016-03-01", "2016-03-31"),
        # years
        ("last year", PAST, "2015-01-01", "2015-12-31"),
        ("next year", FUTURE, "2017-01-01", "2017-12-31"),
        ("earlier this year", PAST, "2016-01-01", "2016-05-12"),
        ("later this year", FUTURE, "2016-05-12", "2016-12-31"),
        ("late last year", PAST, "2015-09-01", "2015-12-31"),
        ("early next year", FUTURE, "2017-01-01", "2017-04-30"),
        ("by the end of this year", FUTURE, "2016-05-12", "2016-12-31"),
        ("at the end of the year", FUTURE, "2016-11-01", "2016-12-31"),
        ("by year-end", FUTURE, "2016-05-12", "2016-12-31"),
        ("last summer", PAST, "2015-06-01", "2015-09-30"),
        ("over four years ago", PAST, None, "2012-05-12"),
        ("less than a year ago", PAST, "2015-05-12", "2016-05-12"),
        ("about two years ago", PAST, None, None),
        ("several months ago", PAST, None, None),
        ("three days later", PAST, None, None),
        # a day without its year
        ("May 18", UNKNOWN, "2016-05-18", "2016-05-18"),
        ("May 18", PAST, "2015-05-18", "2015-05-18"),
        ("18 May", FUTURE, "2016-05-18", "2016-05-18"),
        ("the 18th of May", FUTURE, "2016-05-18", "2016-05-18"),
        ("Dec. 30", PAST, "2015-12-30", "2015-12-30"),
        ("Jan. 5", FUTURE, "2017-01-05", "2017-01-05"),
        ("Tuesday, May 10", PAST, "2016-05-10", "2016-05-10"),
        ("14-15 April", PAST, "2016-04-14", "2016-04-15"),
        ("Nov 14 to 16", FUTURE, "2016-11-14", "2016-11-16"),
        ("June 21 and 22", FUTURE, "2016-06-21", "2016-06-22"),
        ("April 30-May 2", PAST, "2016-04-30", "2016-05-02"),
        ("Feb. 29", PAST, "2016-02-29", "2016-02-29"),
    ],
)
def test_relative_expressions(
    text: str, tense: Tense, earliest: str | None, latest: str | None
) -> None:
    when = resolve(text, THURSDAY, tense)
    assert bounds(when) == (earliest, latest)
    assert when is not None
    assert when.basis == "relative"


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "edtf"),
    [
        ("Nov. 14, 2023", "2023-11-14", "2023-11-14", "2023-11-14"),
        ("14 November 2023", "2023-11-14", "2023-11-14", "2023-11-14"),
        ("2023-11-14", "2023-11-14", "2023-11-14", "2023-11-14"),
        ("Tuesday, November 14, 2023", "2023-11-14", "2023-11-14", "2023-11-14"),
        ("14-15 November 2023", "2023-11-14", "2023-11-15", "2023-11-14/2023-11-15"),
        ("Dec. 30 to Jan. 2, 2017", "2016-12-30", "2017-01-02", "2016-12-30/2017-01-02"),
        ("in May 2016", "2016-05-01", "2016-05-31", "2016-05"),
        ("May to July 2016", "2016-05-01", "2016-07-31", "2016-05-01/2016-07-31"),
        ("early March 2016", "2016-03-01", "2016-03-10", "[2016-03-01..2016-03-10]"),
        ("the end of 2017", "2017-11-01", "2017-12-31", "[2017-11-01..2017-12-31]"),
        ("in 2017", "2017-01-01", "2017-12-31", "2017"),
        ("since 2006", "2006-01-01", "2006-12-31", "2006"),
        ("late 2015", "2015-09-01", "2015-12-31", "[2015-09-01..2015-12-31]"),
        ("the 1990s", "1990-01-01", "1999-12-31", "199X"),
        ("the 1950-53 war", "1950-01-01", "1953-12-31", "1950/1953"),
        ("from 1991 to 1995", "1991-01-01", "1995-12-31", "1991/1995"),
        ("the 2015 nuclear deal", "2015-01-01", "2015-12-31", "2015"),
        ("summer 2016", "2016-06-01", "2016-09-30", "2016-22"),
    ],
)
@pytest.mark.parametrize("published", [None, THURSDAY])
def test_absolute_dates_need_no_publication(
    text: str, earliest: str, latest: str, edtf: str, published: Published | None
) -> None:
    when = resolve(text, published)
    assert bounds(when) == (earliest, latest)
    assert when is not None
    assert (when.basis, when.edtf) == ("explicit", edtf)


@pytest.mark.parametrize(
    "text", ["Thursday", "last week", "May 18", "in May", "two years ago", "next year", "today"]
)
def test_without_publication_relative_dates_keep_their_words_only(text: str) -> None:
    when = resolve(text, None, PAST)
    assert bounds(when) == (None, None)
    assert when is not None
    assert (when.basis, when.edtf) == ("relative", None)
    assert when.text


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("on Friday", "2016-05-01", "2016-05-31"),
        ("last week", "2016-05-01", "2016-05-31"),
        ("last month", "2016-04-01", "2016-04-30"),
        ("last year", "2015-01-01", "2015-12-31"),
        ("earlier this year", "2016-01-01", "2016-05-31"),
        ("April 3", "2016-04-03", "2016-04-03"),
    ],
)
def test_a_publication_known_by_its_month_bounds_what_is_relative(
    text: str, earliest: str, latest: str
) -> None:
    assert bounds(resolve(text, MAY, PAST)) == (earliest, latest)


@pytest.mark.parametrize(
    "text",
    [
        "The ministers may meet again.",
        "Soldiers march through the capital.",
        "The price is 2000 dollars.",
        "in two weeks",
        "Prime Minister Theresa May said so.",
        "The Good Friday Agreement holds.",
        "The Sunday Times reported it.",
        "two days of talks",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert resolve(text, THURSDAY, PAST) is None


@pytest.mark.parametrize(
    ("sentence", "earliest", "latest"),
    [
        ("The ministers met in Geneva on Tuesday.", "2016-05-10", "2016-05-10"),
        ("The ministers will meet in Geneva on Tuesday.", "2016-05-17", "2016-05-17"),
        ("The ministers are to meet in Geneva on Tuesday.", "2016-05-17", "2016-05-17"),
        ("The ministers are scheduled to hold talks on Tuesday.", "2016-05-17", "2016-05-17"),
        ("The ministers agreed to meet on Saturday in Geneva.", "2016-05-14", "2016-05-14"),
        ("The minister said on Tuesday that he would go.", "2016-05-10", "2016-05-10"),
        ("The minister, who arrived on Monday, was silent.", "2016-05-09", "2016-05-09"),
        ("He has been in Geneva since Monday.", "2016-05-09", "2016-05-09"),
        ("The president leaves on Sunday for Cairo.", "2016-05-15", "2016-05-15"),
        ("The summit opens on June 3.", "2016-06-03", "2016-06-03"),
        ("The treaty was signed on June 3.", "2015-06-03", "2015-06-03"),
        ("They failed to agree on Monday.", "2016-05-09", "2016-05-09"),
        ("The leaders met in Geneva in September.", "2015-09-01", "2015-09-30"),
        ("The leaders will meet in Geneva in September.", "2016-09-01", "2016-09-30"),
        ("The council may vote on the text on Wednesday.", "2016-05-18", "2016-05-18"),
        ("The council will vote in two weeks.", "2016-05-23", "2016-05-29"),
        ("The talks, due to resume on Monday, are in doubt.", "2016-05-16", "2016-05-16"),
        ("He spoke ahead of Friday's summit.", "2016-05-13", "2016-05-13"),
    ],
)
def test_the_tense_of_the_clause_decides(sentence: str, earliest: str, latest: str) -> None:
    assert bounds(only(sentence).when) == (earliest, latest)


def test_names_and_verbs_are_no_months() -> None:
    assert mentions("May said Britain may march on. August Weber and April Jones agreed.") == ()


def test_a_dateline_is_no_date_of_an_event() -> None:
    text = "ANKARA, April 8 (AFP) - The minister arrived here on Tuesday."
    published = Published(date(1997, 4, 8), date(1997, 4, 8))
    assert bounds(only(text, published).when) == ("1997-04-08", "1997-04-08")


def test_a_full_dateline_dates_an_article_without_metadata() -> None:
    text = "BEIJING, Nov. 14, 2023 (Xinhua) -- The envoys met on Monday in the capital."
    assert bounds(only(text, None).when) == ("2023-11-13", "2023-11-13")


def test_a_dateline_tells_the_day_of_a_month() -> None:
    text = "GENEVA, May 11 (Reuters) - The envoys met on Monday in the city."
    assert bounds(only(text, MAY).when) == ("2016-05-09", "2016-05-09")
    other = text.replace("May 11", "July 11")
    assert bounds(only(other, MAY).when) == ("2016-05-01", "2016-05-31")


def test_a_caption_is_its_own_basis() -> None:
    text = "Photo shows the ministers in Geneva on May 11, 2016. (Kyodo)"
    assert only(text).when.basis == "caption"


def test_days_reckoned_from_another_date() -> None:
    text = "They signed the pact on May 3. Three days later the rebels withdrew."
    assert [bounds(m.when)[0] for m in mentions(text)] == ["2016-05-03", "2016-05-06"]
    assert bounds(only("Three days later the rebels withdrew.").when) == (None, None)


def test_later_in_the_day_is_the_day_of_the_news() -> None:
    filler = "\n\n".join("The region has seen a long war with many dead." for _ in range(5))
    text = f"The ministers met on Tuesday.\n\n{filler}\n\nLater in the day they left."
    assert bounds(mentions(text)[-1].when) == ("2016-05-10", "2016-05-10")


def test_a_deadline_without_publication_has_one_bound() -> None:
    assert bounds(resolve("by the end of 1997", None)) == (None, "1997-12-31")


def test_a_speaker_reckons_from_the_day_of_speaking() -> None:
    found = mentions('"We signed it yesterday," the minister said.')
    assert bounds(found[0].when) == ("2016-05-10", "2016-05-11")


def test_two_dates_in_a_sentence() -> None:
    text = "The minister said on Tuesday that he will visit Cairo on Saturday and return next week."
    assert [bounds(m.when) for m in mentions(text)] == [
        ("2016-05-10", "2016-05-10"),
        ("2016-05-14", "2016-05-14"),
        ("2016-05-16", "2016-05-22"),
    ]


@settings(max_examples=200, deadline=None)
@given(
    day=st.dates(min_value=date(1990, 1, 1), max_value=date(2030, 12, 31)),
    text=st.sampled_from(["Monday", "Sunday", "Feb. 29", "last week", "in June", "a month ago"]),
)
def test_the_past_never_lies_ahead(day: date, text: str) -> None:
    when = resolve(text, Published(day, day), PAST)
    assert when is not None
    assert when.earliest is None or when.earliest <= day
    assert when.earliest is None or (when.latest is not None and when.earliest <= when.latest)

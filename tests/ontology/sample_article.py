"""What a small article says, at both levels, as extraction would write it."""

from dataclasses import dataclass, replace
from datetime import date

from pyoxigraph import RdfFormat, serialize

from etl.article import Article, Published
from etl.consolidate import consolidated_quads
from etl.entities import Entity, Kind
from etl.facts import Agreement, ArticleFacts, Event, Evidence, Role, Statement, When
from etl.iris import Iris
from etl.rdf import report_quads
from ontology import reference_ntriples

DAY = date(2020, 3, 5)
TEXT = (
    "Foreign Minister Ann Other of Norland met her Sudland counterpart Bo Elder in Midtown on "
    "March 5 and signed a fishing accord.\n"
    "They spoke to reporters after the talks. “The accord ends a long dispute,” Other said.\n"
    "A senior Sudland official told her that the fleets would leave. Elder will visit Norland "
    "next month for a round of talks on fisheries.\n"
)
OTHER = Entity(Kind.OFFICIAL, "ann-other", "Ann Other", wikidata="Q999999991")
ELDER = Entity(Kind.OFFICIAL, "bo-elder", "Bo Elder")
NORLAND = Entity(Kind.POLITY, "norland", "Norland")
SUDLAND = Entity(Kind.POLITY, "sudland", "Sudland")
LEAGUE = Entity(Kind.ORGANIZATION, "fishing-league", "Fishing League")
MIDTOWN = Entity(Kind.PLACE, "midtown", "Midtown", polity="sudland")


@dataclass(frozen=True)
class Sample:
    """One article's graph and the consolidated graph made of it alone, without reference data."""

    report: str  # N-Quads
    consolidated: str  # N-Triples

    @property
    def dataset(self) -> str:
        """Both, and the reference graph, as N-Quads."""
        return reference_ntriples() + self.consolidated + self.report


def seen(words: str) -> tuple[Evidence, ...]:
    start = TEXT.index(words)
    return (Evidence(start, start + len(words), words, "test/sample", 0.9),)


def events() -> tuple[Event, ...]:
    on_the_day = When(DAY, DAY, "March 5", "explicit", DAY.isoformat())
    next_month = When(date(2020, 4, 1), date(2020, 4, 30), "next month", "relative", "2020-04")
    return (
        Event(
            "meeting-1", "Meeting", "Other and Elder in Midtown", "occurred",
            seen("Foreign Minister Ann Other of Norland met her Sudland counterpart"),
            mode="in-person", level="ministerial", when=on_the_day, place=MIDTOWN,
            participants=(OTHER, ELDER), parties=(NORLAND, SUDLAND),
            about=("agriculture-fisheries",), resulted_in=("agreement-1",),
        ),
        Event(
            "press-event-1", "PressEvent", "Other and Elder speak to reporters", "occurred",
            seen("They spoke to reporters after the talks."),
            when=on_the_day, participants=(OTHER, ELDER), follows="meeting-1",
        ),
        Event(
            "visit-1", "Visit", "Elder visits Norland", "planned",
            seen("Elder will visit Norland next month"),
            when=next_month, place=NORLAND, participants=(ELDER,), parties=(SUDLAND, NORLAND),
        ),
        Event(
            "meeting-2", "Meeting", "Talks in Norland", "planned",
            seen("a round of talks on fisheries"),
            when=next_month, parties=(SUDLAND, NORLAND), part_of="visit-1",
            on_sidelines_of="press-event-1",
        ),
    )  # fmt: skip


def roles() -> tuple[Role, ...]:
    title = seen("Foreign Minister Ann Other of Norland")
    elder = seen("her Sudland counterpart Bo Elder")
    return (
        Role(OTHER, "Foreign Minister", "foreign-minister", NORLAND, False, title),
        Role(ELDER, None, "foreign-minister", SUDLAND, False, elder),
    )


def statements() -> tuple[Statement, ...]:
    quoted = "The accord ends a long dispute,"
    told = "the fleets would leave"
    return (
        Statement(
            "statement-1", OTHER, seen(quoted), quote=quoted, speech_act="assert",
            made_at="press-event-1", about=("agriculture-fisheries",),
        ),
        Statement(
            "statement-2", "a senior Sudland official", seen(told), paraphrase=told,
            speech_act="commit", addressee=OTHER, via=LEAGUE,
        ),
    )  # fmt: skip


def sample_facts() -> tuple[Article, ArticleFacts]:
    article = Article(
        "sample", TEXT, "A fishing accord", Published(DAY, DAY), "The Wire", "https://example.org/1"
    )
    accord = Agreement(
        "agreement-1", "fishing accord", "accord", "signed", seen("signed a fishing accord"),
        aliases=("The accord",), parties=(NORLAND, SUDLAND), when=When(DAY, DAY, "March 5"),
    )  # fmt: skip
    facts = ArticleFacts(
        "sample", (OTHER, ELDER, NORLAND, SUDLAND, MIDTOWN, LEAGUE),
        {"official/ann-other": ("Ann Other", "Other")}, roles(), events(), (accord,),
        statements(), (("agriculture-fisheries", seen("a round of talks on fisheries")[0]),),
    )  # fmt: skip
    return article, facts


def write_sample() -> Sample:
    """What extraction and consolidation write about the article above."""
    article, facts = sample_facts()
    report = serialize(report_quads(article, facts, Iris()), format=RdfFormat.N_QUADS)
    merged = serialize(consolidated_quads([(article, facts)], Iris()), format=RdfFormat.N_QUADS)
    assert report
    assert merged
    return Sample(report.decode(), merged.decode())


def rival_facts() -> tuple[Article, ArticleFacts]:
    """The article of another agency: a day less, a person more, and the visit is off."""
    article, facts = sample_facts()
    meeting, press, visit, talks = facts.events
    wednesday = date(2020, 3, 4)
    third = Entity(Kind.OFFICIAL, "cy-third", "Cy Third")
    told = replace(
        meeting, when=When(wednesday, wednesday, "Wednesday", "relative", "2020-03-04"),
        participants=(OTHER, ELDER, third),
    )  # fmt: skip
    off = replace(visit, status="cancelled")
    rival = replace(article, id="rival", title="Fishing talks", published=Published(DAY, DAY))
    return rival, replace(facts, article_id="rival", events=(told, press, off, talks))


def write_rivals() -> str:
    """The consolidated graph of both articles, as N-Triples."""
    pairs = [sample_facts(), rival_facts()]
    return (serialize(consolidated_quads(pairs, Iris()), format=RdfFormat.N_QUADS) or b"").decode()

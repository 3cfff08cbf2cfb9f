"""Several articles, one world: what becomes one node, what stays apart, what is kept of each."""

from collections import defaultdict
from datetime import date

from etl.article import Article, Published
from etl.consolidate import consolidated_quads
from etl.facts import ArticleFacts
from etl.gazetteer import Gazetteer
from etl.iris import Iris
from etl.read import find_facts, read
from ontology import terms

PEOPLE = "French Foreign Minister Paul Renard and German Foreign Minister Anna Vogt"


def said(article_id: str, text: str, published: date) -> tuple[Article, ArticleFacts]:
    article = Article(article_id, text, published=Published(published, published))
    return article, find_facts(read(article, Gazetteer.core()))


class Graph:
    """The consolidated graph of some articles, by subject and predicate."""

    def __init__(self, *reports: tuple[Article, ArticleFacts]) -> None:
        self.values: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for quad in consolidated_quads(reports, Iris()):
            value = getattr(quad.object, "value", str(quad.object))
            self.values[quad.subject.value][quad.predicate.value].append(value)

    def nodes(self, kind: str) -> list[dict[str, list[str]]]:
        return [v for v in self.values.values() if kind in v[terms.RDF_TYPE]]

    def local(self, node: dict[str, list[str]], predicate: str) -> list[str]:
        return sorted(v.rsplit("/", 1)[-1] for v in node[predicate])


MONDAY, TUESDAY = date(2016, 5, 9), date(2016, 5, 10)


def test_one_meeting_in_two_articles_is_one_node_with_both_reports() -> None:
    graph = Graph(
        said("a", f"{PEOPLE} met in Geneva on Monday.", MONDAY),
        said("b", f"{PEOPLE} held talks in Geneva on Monday about trade.", TUESDAY),
    )
    (meeting,) = graph.nodes(terms.MEETING)
    assert len(meeting[terms.REPORTED_AS]) == 2
    assert meeting[terms.EARLIEST] == meeting[terms.LATEST] == ["2016-05-09"]
    assert graph.local(meeting, terms.PARTICIPANT) == ["anna-vogt", "paul-renard"]
    assert len(meeting[terms.PARTICIPATION_OF_EVENT]) == 2


def test_the_same_people_the_next_day_are_another_meeting() -> None:
    graph = Graph(
        said("a", f"{PEOPLE} met in Geneva on Monday.", MONDAY),
        said("b", f"{PEOPLE} met in Geneva on Tuesday.", TUESDAY),
    )
    assert len(graph.nodes(terms.MEETING)) == 2


def test_a_phone_call_is_not_the_meeting_of_that_day() -> None:
    graph = Graph(
        said("a", f"{PEOPLE} met in Geneva on Monday.", MONDAY),
        said("b", f"{PEOPLE} spoke by phone on Monday.", MONDAY),
    )
    modes = sorted(graph.local(m, terms.MODE)[0] for m in graph.nodes(terms.MEETING))
    assert modes == ["in-person", "phone"]


def test_what_was_planned_and_then_occurred_is_one_and_occurred() -> None:
    graph = Graph(
        said("b", f"{PEOPLE} met in Geneva on Monday.", TUESDAY),
        said("a", f"{PEOPLE} will meet in Geneva on May 9, 2016.", date(2016, 5, 6)),
    )
    (meeting,) = graph.nodes(terms.MEETING)
    assert graph.local(meeting, terms.STATUS) == ["occurred"]
    assert len(meeting[terms.REPORTED_AS]) == 2


def test_meetings_in_different_places_stay_apart() -> None:
    graph = Graph(
        said("a", f"{PEOPLE} met in Geneva on Monday.", MONDAY),
        said("b", f"{PEOPLE} met in Vienna on Monday.", MONDAY),
    )
    assert len(graph.nodes(terms.MEETING)) == 2


def test_the_last_talks_of_two_articles_are_one_earlier_encounter() -> None:
    texts = [
        f"{PEOPLE} last held talks over four years ago.",
        f"{PEOPLE} last met almost five years ago.",
    ]
    graph = Graph(*(said(name, text, MONDAY) for name, text in zip("ab", texts, strict=True)))
    (meeting,) = graph.nodes(terms.MEETING)
    assert len(meeting[terms.REPORTED_AS]) == 2


def test_meetings_that_nothing_dates_are_not_taken_for_one() -> None:
    texts = [f"{PEOPLE} have met in the past to discuss trade." for _ in range(2)]
    graph = Graph(*(said(name, text, MONDAY) for name, text in zip("ab", texts, strict=True)))
    assert len(graph.nodes(terms.MEETING)) == 2


def test_the_same_quotation_of_one_speaker_is_one_statement() -> None:
    quote = '"We will not give up on the peace process this year," Renard said in Geneva.'
    lead = f"{PEOPLE} met in Geneva on Monday."
    graph = Graph(said("a", f"{lead}\n\n{quote}", MONDAY), said("b", f"{lead}\n\n{quote}", TUESDAY))
    quoted = [s for s in graph.nodes(terms.STATEMENT) if s[terms.QUOTE]]
    assert len(quoted) == 1
    assert len(quoted[0][terms.REPORTED_AS]) == 2


def test_withdrawing_an_article_undoes_its_contribution() -> None:
    first = said("a", f"{PEOPLE} met in Geneva on Monday.", MONDAY)
    second = said("b", f"{PEOPLE} met in Geneva on Monday, with Swiss officials.", TUESDAY)
    alone = consolidated_quads([first], Iris())
    both = consolidated_quads([first, second], Iris())
    assert both != alone
    assert consolidated_quads([first], Iris()) == alone


def test_keys_are_readable_and_distinct() -> None:
    graph = Graph(
        said("a", f"{PEOPLE} met in Geneva on Monday.", MONDAY),
        said("b", f"{PEOPLE} spoke by phone on Monday.", MONDAY),
    )
    names = [s for s, v in graph.values.items() if terms.MEETING in v[terms.RDF_TYPE]]
    assert len(set(names)) == 2
    assert f"{Iris().base}id/meeting/2016-05-09-geneva-anna-vogt-paul-renard" in names

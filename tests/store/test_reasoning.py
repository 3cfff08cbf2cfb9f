"""What follows from a consolidated graph, and that nothing else does."""

from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Quad, RdfFormat, Store, parse, serialize

from ontology import reference_ntriples
from ontology.inference import inferred_graph
from ontology.prefixes import turtle_prologue
from store.reasoning import infer, infer_files

PROLOGUE = turtle_prologue() + """
@prefix official: <https://w3id.org/parley/id/official/> .
@prefix polity: <https://w3id.org/parley/id/polity/> .
@prefix m: <https://w3id.org/parley/id/meeting/> .
@prefix v: <https://w3id.org/parley/id/visit/> .
@prefix t: <https://w3id.org/parley/id/tenure/> .
@prefix o: <https://w3id.org/parley/id/office/> .
@prefix r: <https://w3id.org/parley/id/article/a#> .
@prefix status: <https://w3id.org/parley/code/status/> .
@prefix type: <https://w3id.org/parley/code/office-type/> .
@prefix basis: <https://w3id.org/parley/code/date-basis/> .
polity:norway a parley:Polity . polity:chile a parley:Polity .
polity:ghana a parley:Polity . polity:fiji a parley:Polity .
<https://w3id.org/parley/id/organization/nato> a parley:Organization .
official:ann a parley:Official ; owl:sameAs wd:Q1 . official:bo a parley:Official .
wd:Q1 parley:metWith official:eve .
o:fm-norway a parley:Office ; parley:officeType type:foreign-minister ;
  parley:ofPolity polity:norway .
o:mp-norway a parley:Office ; parley:officeType type:legislator ; parley:ofPolity polity:norway .
o:dm-chile a parley:Office ; parley:officeType type:defence-minister ;
  parley:ofPolity polity:chile .
t:ann-fm a parley:Tenure ; parley:official official:ann ; parley:office o:fm-norway ;
  parley:from "2021-02-09"^^xsd:date ; parley:until "2022-05-12"^^xsd:date .
t:ann-mp a parley:Tenure ; parley:official official:ann ; parley:office o:mp-norway ;
  parley:from "2009"^^xsd:gYear .
t:bo-dm a parley:Tenure ; parley:official official:bo ; parley:office o:dm-chile ;
  parley:from "2020-09"^^xsd:gYearMonth ; parley:until "2022-03"^^xsd:gYearMonth .
r:role-1 a parley:Role ; parley:official official:ann ; parley:officeType type:foreign-minister ;
  parley:polity polity:norway ; parley:former false .
r:role-2 a parley:Role ; parley:official official:bo ; parley:officeType type:defence-minister ;
  parley:polity polity:chile ; parley:former false .
"""  # fmt: skip
SIDES = """m:a parley:participation m:a\\/1, m:a\\/2 .
m:a\\/1 a parley:Participation ; parley:official official:ann ; parley:inCapacity r:role-1 ;
  parley:representing polity:norway .
m:a\\/2 a parley:Participation ; parley:official official:bo ; parley:inCapacity r:role-2 ;
  parley:representing polity:chile .
"""


def parsed(turtle: str) -> list[Quad]:
    return list(parse(turtle, format=RdfFormat.TURTLE))


def quads_of(turtle: str) -> list[Quad]:
    reference = parse(reference_ntriples(), format=RdfFormat.N_TRIPLES)
    return [*reference, *parsed(PROLOGUE + turtle)]


class Inferred:
    """A graph with what follows from it."""

    def __init__(self, turtle: str) -> None:
        asserted = quads_of(turtle)
        self.fresh = infer(asserted)
        self.store = Store()
        self.store.extend([*asserted, *self.fresh])

    def ask(self, pattern: str) -> bool:
        return bool(self.store.query(f"{sparql(PROLOGUE)} ASK {{ {pattern} }}"))

    def rules_for(self, triple: str) -> set[str]:
        """The graphs that hold an inferred triple, by their rules' names."""
        found = self.store.query(f"{sparql(PROLOGUE)} SELECT ?g {{ GRAPH ?g {{ {triple} }} }}")
        return {row["g"].value.rpartition("/")[2] for row in found}


def sparql(turtle: str) -> str:
    lines = [line for line in turtle.splitlines() if line.startswith("@prefix")]
    return "\n".join(line.replace("@prefix", "PREFIX").removesuffix(" .") for line in lines)


def meeting(parties: str, status: str = "occurred") -> Inferred:
    return Inferred(
        f"m:a a parley:Meeting ; parley:status status:{status} ; parley:party {parties} ."
    )


@pytest.mark.parametrize(
    ("parties", "format_"),
    [
        ("polity:norway, polity:chile", "Bilateral"),
        (
            "polity:norway, polity:chile, <https://w3id.org/parley/id/organization/nato>",
            "Bilateral",
        ),
        ("polity:norway, polity:chile, polity:ghana", "Trilateral"),
        ("polity:norway, polity:chile, polity:ghana, polity:fiji", "Multilateral"),
        ("polity:norway", None),
    ],
)
def test_the_format_of_a_meeting_is_the_number_of_polities(
    parties: str, format_: str | None
) -> None:
    graph = meeting(parties)
    for name in ("Bilateral", "Trilateral", "Multilateral"):
        assert graph.ask(f"m:a a parley:{name}Meeting") == (name == format_)
    if format_:
        assert graph.rules_for(f"m:a a parley:{format_}Meeting") == {"meetings-by-sides"}


def test_a_delegation_makes_its_polity_a_party_before_sides_are_counted() -> None:
    graph = Inferred(f"m:a a parley:Meeting ; parley:party polity:ghana . {SIDES}")
    assert graph.ask("m:a parley:party polity:norway, polity:chile, polity:ghana")
    assert graph.rules_for("m:a parley:party polity:norway") == {"delegations"}
    assert graph.rules_for("m:a parley:party polity:ghana") == set()
    assert graph.ask("m:a a parley:TrilateralMeeting")
    assert not graph.ask("m:a a parley:BilateralMeeting")


@pytest.mark.parametrize(
    ("status", "met"),
    [("occurred", True), ("ongoing", False), ("planned", False), ("cancelled", False)],
)
def test_only_a_meeting_that_took_place_makes_people_meet(status: str, met: bool) -> None:
    graph = Inferred(f"m:a a parley:Meeting ; parley:status status:{status} . {SIDES}")
    assert graph.ask("official:ann parley:metWith official:bo") == met
    assert graph.ask("official:bo parley:metWith official:ann") == met
    assert not graph.ask("?x parley:metWith ?x")


def test_a_joint_press_event_alone_makes_nobody_meet() -> None:
    graph = Inferred(f"m:a a parley:PressEvent ; parley:status status:occurred . {SIDES}")
    assert not graph.ask("official:ann parley:metWith official:bo")


def test_part_of_is_transitive_and_the_sidelines_are_not_part() -> None:
    graph = Inferred(
        "m:a a parley:Meeting ; parley:partOf v:b . v:b a parley:Visit ; parley:partOf v:c . "
        "v:c a parley:Visit ; parley:onSidelinesOf v:d . v:d a parley:Visit ."
    )
    assert graph.ask("m:a parley:partOf v:c ; parley:relatedEvent v:b, v:c")
    assert graph.rules_for("m:a parley:partOf v:c") == {"prp-trp"}
    assert graph.rules_for("m:a parley:relatedEvent v:b") == {"prp-spo1"}
    assert not graph.ask("m:a parley:partOf|parley:onSidelinesOf v:d")
    assert not graph.ask("v:c parley:partOf v:d")


def test_superclasses_are_told_and_trivia_are_not() -> None:
    graph = meeting("polity:norway, polity:chile")
    assert graph.ask("m:a a parley:DiplomaticEvent . official:ann a parley:Agent")
    assert graph.rules_for("m:a a parley:DiplomaticEvent") == {"cax-sco"}
    for trivial in (
        "?x a owl:Thing", "?x owl:sameAs ?x", "?x rdfs:subClassOf ?x", "?x owl:equivalentClass ?y",
        "GRAPH ?g { ?x a ?y FILTER(STRSTARTS(STR(?x), STR(parley:))) }",
    ):  # fmt: skip
        assert not graph.ask(trivial), trivial


def test_a_link_to_wikidata_copies_nothing() -> None:
    graph = Inferred("")
    assert graph.ask("official:ann owl:sameAs wd:Q1")
    assert not graph.ask("official:ann parley:metWith ?x")
    assert not graph.ask("wd:Q1 a parley:Official . GRAPH ?g { wd:Q1 owl:sameAs ?x }")


def test_nothing_becomes_one_with_another() -> None:
    graph = Inferred(
        f"m:a a parley:Meeting . m:b a parley:Meeting . {SIDES} {SIDES.replace('m:a', 'm:b')} "
        "m:b parley:place polity:fiji . m:a parley:follows m:b ."
    )
    assert graph.ask("m:b parley:place polity:fiji ; parley:participant official:ann")
    assert not graph.ask("m:a parley:place ?place")
    assert not graph.ask("m:b parley:follows ?event")
    assert not graph.ask("m:a a parley:Visit")


def event(dates: str, roles: str = SIDES) -> Inferred:
    return Inferred(f"m:a a parley:Meeting ; parley:status status:occurred ; {dates} . {roles}")


def test_a_weekday_is_bounded_by_the_tenures_of_all_participants() -> None:
    graph = event('parley:dateText "Thursday"')
    assert graph.ask(
        'm:a parley:earliest "2021-02-09"^^xsd:date ; parley:latest "2022-03-31"^^xsd:date ; '
        "parley:dateBasis basis:tenure"
    )
    assert graph.rules_for("m:a parley:dateBasis basis:tenure") == {"dates-from-tenures"}
    assert graph.ask("m:a\\/1 parley:inCapacity t:ann-fm . m:a\\/2 parley:inCapacity t:bo-dm")


def test_one_tenure_without_an_end_leaves_the_other_to_bound_the_last_day() -> None:
    roles = SIDES.replace("r:role-1", "r:role-3") + (
        "r:role-3 a parley:Role ; parley:official official:ann ; parley:former false ; "
        "parley:officeType type:legislator ; parley:polity polity:norway ."
    )
    graph = event('parley:dateText "on Monday"', roles)
    assert graph.ask(
        'm:a parley:earliest "2020-09-01"^^xsd:date ; parley:latest "2022-03-31"^^xsd:date'
    )
    alone = event('parley:dateText "on Monday"', roles.replace(", m:a\\/2", ""))
    assert alone.ask('m:a parley:earliest "2009-01-01"^^xsd:date')
    assert not alone.ask("m:a parley:latest ?x")


@pytest.mark.parametrize(
    "dates",
    [
        'parley:dateText "Thursday" ; parley:latest "2021-03-18"^^xsd:date',
        'parley:dateText "four years ago"',
        'parley:dateText "last Thursday of the previous year"',
        "parley:mode <https://w3id.org/parley/code/mode/phone>",
    ],
)
def test_tenures_bound_nothing_that_may_be_of_another_time(dates: str) -> None:
    graph = event(dates)
    assert not graph.ask("m:a parley:earliest ?x")
    assert not graph.ask("?x parley:dateBasis basis:tenure")


def test_tenures_that_exclude_each_other_and_former_offices_bound_nothing() -> None:
    text = PROLOGUE.replace(' ; parley:until "2022-03"^^xsd:gYearMonth', "")
    text = text.replace('"2020-09"^^xsd:gYearMonth', '"2023"^^xsd:gYear')
    assert text.count("2023") == 1
    text += 'm:a a parley:Meeting ; parley:status status:occurred ; parley:dateText "Friday" .'
    assert not [q for q in infer(parsed(text + SIDES)) if q.predicate.value.endswith("#earliest")]
    former = event('parley:dateText "Friday"', SIDES.replace("r:role-", "r:old-") + (
        "r:old-1 a parley:Role ; parley:official official:ann ; parley:former true ; "
        "parley:officeType type:foreign-minister ; parley:polity polity:norway ."
    ))  # fmt: skip
    assert not former.ask("m:a parley:earliest ?x")


@pytest.mark.parametrize(
    ("day", "ann", "bo"),
    [
        ("2021-02-08", False, True),
        ("2021-02-09", True, True),
        ("2022-03-31", True, True),
        ("2022-04-01", True, False),
        ("2022-05-11", True, False),
        ("2022-05-12", False, False),
        ("2020-08-31", False, False),
    ],
)
def test_a_tenure_counts_from_its_first_day_and_not_on_its_last(
    day: str, ann: bool, bo: bool
) -> None:
    graph = event(f'parley:earliest "{day}"^^xsd:date ; parley:latest "{day}"^^xsd:date')
    assert graph.ask("m:a\\/1 parley:inCapacity t:ann-fm") == ann
    assert graph.ask("m:a\\/2 parley:inCapacity t:bo-dm") == bo
    assert not graph.ask("m:a\\/1 parley:inCapacity t:ann-mp")


def test_an_event_that_may_lie_outside_a_tenure_is_not_covered() -> None:
    graph = event('parley:earliest "2022-05-01"^^xsd:date ; parley:latest "2022-05-31"^^xsd:date')
    assert not graph.ask("m:a\\/1 parley:inCapacity t:ann-fm")


def test_every_inferred_triple_is_in_the_default_graph_and_in_a_described_one() -> None:
    graph = event('parley:dateText "Thursday"')
    assert graph.ask("GRAPH ?g { ?s ?p ?o }")
    assert not graph.ask("GRAPH ?g { ?s ?p ?o } FILTER NOT EXISTS { ?s ?p ?o }")
    assert not graph.ask(
        "GRAPH ?g { ?s ?p ?o } FILTER NOT EXISTS { ?g a parley:InferredGraph ; dcterms:title ?t ; "
        "dcterms:description ?d ; dcterms:identifier ?i }"
    )
    asserted = set(quads_of(f'm:a parley:dateText "Thursday" . {SIDES}'))
    assert not asserted & set(graph.fresh)


def test_it_is_deterministic_and_reads_files(tmp_path: Path) -> None:
    quads = quads_of(f"m:a a parley:Meeting ; parley:status status:occurred . {SIDES}")
    file = tmp_path / "consolidated.nq"
    serialize(quads, output=file, format=RdfFormat.N_QUADS)
    assert infer(quads) == infer(reversed(quads)) == infer_files([file])
    assert infer([*quads, *infer(quads)]) == infer([]), "a second run finds nothing new"


def test_another_base_moves_codes_and_graphs() -> None:
    base = "http://localhost:7878/"
    text = f"m:a a parley:Meeting ; parley:status status:occurred . {SIDES}"
    moved = (PROLOGUE + text).replace("https://w3id.org/parley/id/", f"{base}id/")
    moved = moved.replace("https://w3id.org/parley/code/", f"{base}code/")
    quads = infer(parsed(moved), base)
    met = [q for q in quads if q.predicate.value.endswith("#metWith") and "ann" in str(q)]
    graph = inferred_graph("met-with", base)
    assert graph.startswith(base)
    assert [q.graph_name.value for q in met if q.graph_name != DefaultGraph()] == [graph] * 2

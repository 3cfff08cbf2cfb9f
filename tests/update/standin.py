"""A stand-in for Wikidata's query service: data in its model, served by Parley's own server."""

from pathlib import Path

from pyoxigraph import RdfFormat, parse, serialize

from store.publish import publish

HEAD = """\
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix p: <http://www.wikidata.org/prop/> .
@prefix pq: <http://www.wikidata.org/prop/qualifier/> .
@prefix pqv: <http://www.wikidata.org/prop/qualifier/value/> .
@prefix ps: <http://www.wikidata.org/prop/statement/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix wd: <http://www.wikidata.org/entity/> .
@prefix wdt: <http://www.wikidata.org/prop/direct/> .
@prefix wds: <http://www.wikidata.org/entity/statement/> .
@prefix wdv: <http://www.wikidata.org/value/> .
@prefix wikibase: <http://wikiba.se/ontology#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def office(qid: str, label: str, **facts: str) -> str:
    """An office: ``P1001="Q884"`` and so on, an office by its class if none is given."""
    given = {"P31": "Q4164871", **facts}
    listed = " ; ".join(f"wdt:{p} wd:{q}" for p, q in given.items())
    return f'wd:{qid} rdfs:label "{label}"@en ; {listed} .\n'


def person(qid: str, *names: str, more: str = "") -> str:
    """A person with a label and aliases, each with its language: ``"Ada Lind@en"``."""
    (label, tag), *aliases = (n.rsplit("@", 1) for n in names)
    others = "".join(f' ; skos:altLabel "{a}"@{t}' for a, t in aliases)
    return f'wd:{qid} rdfs:label "{label}"@{tag}{others} ; wdt:P31 wd:Q5 {more}.\n'


def held(
    qid: str,
    office_qid: str,
    number: int,
    start: tuple[str, int] | None = None,
    end: tuple[str, int] | None = None,
    rank: str = "NormalRank",
    more: str = "",
) -> str:
    """A statement that somebody held an office, with dates and their precision."""
    statement = f"wds:{qid}-{number}"
    text = f"wd:{qid} p:P39 {statement} .\n{statement} ps:P39 wd:{office_qid} ;\n"
    text += f"  wikibase:rank wikibase:{rank} {more}.\n"
    for prop, value in (("P580", start), ("P582", end)):
        if value:
            day, precision = value
            time = f'"{day}T00:00:00Z"^^xsd:dateTime'
            node = f"wdv:{qid}-{number}-{prop}"
            text += f"{statement} pq:{prop} {time} ; pqv:{prop} {node} .\n"
            text += f"{node} wikibase:timeValue {time} ; wikibase:timePrecision {precision} .\n"
    return text


def publish_turtle(folder: Path, *texts: str, files: tuple[Path, ...] = ()) -> Path:
    """A store with this Turtle, which needs no prefixes, and these files."""
    quads = folder / "standin.nq"
    sources = [parse(HEAD + "".join(texts), format=RdfFormat.TURTLE)]
    sources += [parse(path=str(f), format=RdfFormat.TURTLE) for f in files]
    parts = [serialize(s, format=RdfFormat.N_QUADS) or b"" for s in sources]
    quads.write_bytes(b"".join(parts))
    publish(folder / "store", [quads])
    return folder / "store"

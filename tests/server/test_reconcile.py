"""The Reconciliation API over HTTP, asked as OpenRefine and clients of the draft ask."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from fixture_server import BROWSER, Client, Reply, free_port, publish_fixture, start, stop
from json_schema import Schema

BASE = "https://w3id.org/parley/"
FORM = "application/x-www-form-urlencoded"
OLD = Schema("reconciliation-0.2.json")
DRAFT = Schema("reconciliation-1.0-draft.json")
EXAMPLES = Path(__file__).parents[3] / "shared/gazetteer/fixtures"
MEETING = "id/meeting/2031-04-01-velm-anna-berg-carl-dahl"


@pytest.fixture(scope="module")
def namesakes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    store = publish_fixture(tmp_path_factory.mktemp("namesakes"), "fixture.trig", "namesakes.trig")
    client = start(store, free_port())
    yield client
    stop(client)


def document(reply: Reply, status: int = 200) -> Any:
    assert reply.status == status, reply.text
    kind = "application/json" if status == 200 else "application/problem+json"
    assert reply.headers["content-type"] == kind
    assert reply.headers["access-control-allow-origin"] == "*"
    return json.loads(reply.body)


def get(client: Client, path: str, **fields: str) -> Any:
    return document(client.get(f"/reconcile{path}?{urlencode(fields)}"))


def post_form(client: Client, **fields: Any) -> Reply:
    """As OpenRefine posts a batch."""
    body = urlencode({name: json.dumps(value) for name, value in fields.items()})
    return client.send(
        "POST", "/reconcile", body.encode(), {"Content-Type": f"{FORM}; charset=UTF-8"}
    )


def post_json(client: Client, path: str, value: Any) -> Reply:
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    return client.send("POST", path, body, {"Content-Type": "application/json"})


def old(client: Client, **query: Any) -> list[dict[str, Any]]:
    """The candidates of one query of version 0.2."""
    batch = {"q0": query}
    assert not OLD.problems("query-batch", batch)
    answer = document(post_form(client, queries=batch))
    assert not OLD.problems("result-batch", answer)
    found: list[dict[str, Any]] = answer["q0"]["result"]
    scores = [candidate["score"] for candidate in found]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 100 for score in scores)
    assert not any(candidate["match"] for candidate in found[1:])
    return found


def new(client: Client, *conditions: dict[str, Any], **fields: Any) -> list[dict[str, Any]]:
    """The candidates of one query of the draft."""
    batch = {"queries": [{"conditions": list(conditions), **fields}]}
    assert not DRAFT.problems("query-batch", batch)
    answer = document(post_json(client, "/reconcile/match", batch))
    assert not DRAFT.problems("result-batch", answer)
    found: list[dict[str, Any]] = answer["results"][0]["candidates"]
    return found


def matched(candidates: list[dict[str, Any]]) -> str | None:
    return next((c["id"] for c in candidates if c["match"]), None)


# Schemas


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("manifest", "manifest_valid_wikidata"),
        ("query-batch", "reconciliation-query-batch_valid_example-full"),
        ("result-batch", "reconciliation-result-batch_valid_example-full"),
        ("suggest", "suggest-entities-response_valid_example"),
    ],
)
def test_published_examples_are_valid(kind: str, name: str) -> None:
    path = EXAMPLES / f"recon_0.2_{name}.json"
    if not path.exists():
        pytest.skip(f"{path.name} is not here")
    assert OLD.problems(kind, json.loads(path.read_text())) == []


@pytest.mark.parametrize(
    ("schema", "kind", "wrong"),
    [
        (OLD, "manifest", {"name": "no versions", "identifierSpace": "x", "schemaSpace": "y"}),
        (
            OLD,
            "manifest",
            {"versions": ["0.1"], "name": "", "identifierSpace": "", "schemaSpace": ""},
        ),
        (OLD, "query-batch", {"q0": {}}),
        (OLD, "query-batch", {"q0": {"properties": []}}),
        (OLD, "query-batch", {"q0": {"query": "x", "type_strict": "never"}}),
        (OLD, "query-batch", {"q0": {"query": "x", "misnamed": 1}}),
        (OLD, "result-batch", []),
        (OLD, "result-batch", {"q0": {}}),
        (OLD, "result-batch", {"q0": {"result": [{"id": "a", "name": "b"}]}}),
        (OLD, "suggest", {"result": [{"id": "a"}]}),
        (OLD, "extension", {"rows": {"a": {"b": [{"str": 1}]}}, "meta": []}),
        (OLD, "extension", {"rows": {"a": {"b": [{"date": "2031-04-01"}]}}, "meta": []}),
        (DRAFT, "manifest", {"versions": ["1.0-draft"], "name": "no view"}),
        (DRAFT, "query-batch", {"queries": {}}),
        (DRAFT, "query-batch", {"queries": [{"conditions": []}]}),
        (DRAFT, "query-batch", {"queries": [{"conditions": [{"v": "x"}]}]}),
        (DRAFT, "query-batch", {"queries": [{"query": "x"}]}),
        (DRAFT, "result-batch", {"results": [{"result": []}]}),
        (DRAFT, "result-batch", {"results": [{"candidates": [{"name": "no id"}]}]}),
        (DRAFT, "extension", {"rows": {}, "meta": []}),
    ],
)
def test_wrong_documents_are_invalid(schema: Schema, kind: str, wrong: Any) -> None:
    assert schema.problems(kind, wrong)


# The manifest


def test_the_manifest_of_what_openrefine_speaks(namesakes: Client) -> None:
    manifest = get(namesakes, "")
    assert OLD.problems("manifest", manifest) == []
    assert manifest["versions"] == ["0.2", "1.0-draft"]
    assert manifest["identifierSpace"] == BASE
    assert {t["id"] for t in manifest["defaultTypes"]} >= {
        "Official", "Polity", "Organization", "Place", "Office", "Issue", "Agreement", "Meeting",
    }  # fmt: skip
    thing = quote("id/official/anna-berg", safe="")
    for template in (manifest["view"]["url"], manifest["preview"]["url"]):
        assert template.startswith(namesakes.url)
        path = template.removeprefix(namesakes.url).replace("{{id}}", thing)
        assert "Anna Berg" in namesakes.get(path, BROWSER).text
    for kind, service in manifest["suggest"].items():
        address = service["service_url"] + service["service_path"]
        assert document(namesakes.get(f"{address.removeprefix(namesakes.url)}?prefix=o"))[
            "result"
        ], kind
    assert "/reconcile" in namesakes.get("/reconcile/about", BROWSER).text


def test_the_manifest_of_the_draft(namesakes: Client) -> None:
    manifest = get(namesakes, "/1.0-draft")
    assert DRAFT.problems("manifest", manifest) == []
    assert OLD.problems("manifest", manifest)
    assert manifest["view"]["url"] == f"{namesakes.url}/{{+id}}"
    assert manifest["standardizedScore"] is True
    for accept in ('application/json; version="1.0-draft"', "application/json;version=1.0-draft"):
        assert document(namesakes.get("/reconcile", accept)) == manifest
    assert document(namesakes.get("/reconcile", "application/json;version=0.2")) != manifest


@pytest.mark.parametrize("path", ["", "/match", "/suggest/entity", "/extend", "/1.0-draft/match"])
def test_other_origins_may_ask(namesakes: Client, path: str) -> None:
    reply = namesakes.send(
        "OPTIONS",
        f"/reconcile{path}",
        headers={
            "Origin": "https://refine.example",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "content-type",
        },
    )
    assert reply.status == 200
    assert reply.headers["access-control-allow-origin"] == "*"
    assert "POST" in reply.headers["access-control-allow-methods"]
    assert "Content-Type" in reply.headers["access-control-allow-headers"]


# Matching by version 0.2


def test_a_batch_as_openrefine_sends_it(namesakes: Client) -> None:
    batch = {
        f"q{n}": {"query": name, "type": "Official", "type_strict": "should", "limit": 3}
        for n, name in enumerate(["Anna Berg", "Carl Dahl", "Nobody Known"])
    }
    answer = document(post_form(namesakes, queries=batch))
    assert list(answer) == ["q0", "q1", "q2"]
    assert [matched(answer[key]["result"]) for key in answer] == [
        "id/official/anna-berg", "id/official/carl-dahl", None,
    ]  # fmt: skip
    assert all(len(result["result"]) <= 3 for result in answer.values())
    assert get(namesakes, "", queries=json.dumps(batch)) == answer


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("Soo Min-ha", "id/official/soo-min"),
        ("Min-ha Soo", "id/official/soo-min"),
        ("soo min ha", "id/official/soo-min"),
        ("Zoran Cavka", "id/official/zoran-cavka"),
        ("ZORAN ČAVKA", "id/official/zoran-cavka"),
        ("Lars Holm-Ostby", "id/official/lars-holm"),
        ("Östby, Lars Holm", None),
        ("Norlandic", "id/polity/norland"),
        (f"{BASE}id/polity/ostria", "id/polity/ostria"),
        ("Q999999901", "id/official/jo-vale"),
    ],
)
def test_accents_case_hyphens_and_order(namesakes: Client, text: str, thing: str | None) -> None:
    found = old(namesakes, query=text)
    assert matched(found) == thing or (thing is None and found[0]["id"] == "id/official/lars-holm")


@pytest.mark.parametrize("text", ["Zoran Cavca", "Zroan Cavka", "Zoran Cavkaa", "Zorn Cavka"])
def test_typos_are_candidates_but_never_matches(namesakes: Client, text: str) -> None:
    found = old(namesakes, query=text, type="Official")
    assert found[0]["id"] == "id/official/zoran-cavka"
    assert matched(found) is None


def test_namesakes_match_only_when_something_tells_them_apart(namesakes: Client) -> None:
    both = old(namesakes, query="Jo Vale", type="Official")
    assert {c["id"] for c in both} == {"id/official/jo-vale", "id/official/jo-vale-2"}
    assert [c["score"] for c in both] == [100, 100]
    assert matched(both) is None
    assert {c["description"] for c in both} == {
        "Minister for External Affairs (Norland), 2030–", "Ambassador (Ostria), 2029–2031",
    }  # fmt: skip
    for pid, value, thing in (
        ("polity", "Ostria", "jo-vale-2"),
        ("polity", {"id": "id/polity/norland", "name": "Norland"}, "jo-vale"),
        ("polity", f"{BASE}id/polity/norland", "jo-vale"),
        ("officeType", "ambassador", "jo-vale-2"),
        ("officeType", ["spokesperson", "Foreign Minister"], "jo-vale"),
        ("office", "Minister for External Affairs", "jo-vale"),
        ("wikidata", "Q999999902", "jo-vale-2"),
        ("https://w3id.org/parley/ontology#polity", "Ostria", "jo-vale-2"),
    ):
        found = old(namesakes, query="Jo Vale", properties=[{"pid": pid, "v": value}])
        assert matched(found) == f"id/official/{thing}", (pid, value)


def test_a_contradiction_lowers_and_silence_hardly_does(namesakes: Client) -> None:
    def score(*properties: dict[str, str]) -> float:
        found = old(namesakes, query="Anna Berg", type="Official", properties=list(properties))
        assert found[0]["id"] == "id/official/anna-berg"
        return float(found[0]["score"])

    plain = score()
    right = score({"pid": "polity", "v": "Norland"})
    unknown = score({"pid": "unheard-of", "v": "Norland"})
    wrong = score({"pid": "polity", "v": "Sudmark"})
    assert plain == right == 100
    assert right > unknown > wrong
    wrong_id = old(namesakes, query="Jo Vale", properties=[{"pid": "wikidata", "v": "Q1"}])
    assert max(c["score"] for c in wrong_id) <= 50


def test_types(namesakes: Client) -> None:
    assert matched(old(namesakes, query="Sudmark")) is None  # a polity and a place
    assert matched(old(namesakes, query="Sudmark", type="Polity")) == "id/polity/sudmark"
    place = old(namesakes, query="Sudmark", type=["Place", "Office"], type_strict="any")
    assert [c["id"] for c in place] == ["id/place/sudmark-hall"]
    should = old(namesakes, query="Sudmark", type="Place", type_strict="should")
    assert matched(should) == "id/place/sudmark-hall"
    assert [c["score"] for c in should[:2]] == [100, 50]
    assert old(namesakes, query="Sudmark", type=["Place", "Polity"], type_strict="all") == []
    assert old(namesakes, query="Sudmark", type="Comet") == []
    assert matched(old(namesakes, query="Sudmark", type=f"{BASE}ontology#Place"))


def test_events_agreements_and_issues_have_names_too(namesakes: Client) -> None:
    accord = old(namesakes, query="Strait Accord", type="Agreement")
    assert matched(accord) == "id/agreement/strait-accord"
    assert accord[0]["description"] == "accord, of Norland and Sudmark, signed 2031-04-01"
    meeting = old(
        namesakes, query="Meeting of Anna Berg and Carl Dahl", type="Meeting",
        properties=[{"pid": "place", "v": "Velm"}, {"pid": "earliest", "v": "2031-04"}],
    )  # fmt: skip
    assert matched(meeting) == MEETING
    assert meeting[0]["score"] == 100
    issue = old(namesakes, query="human rights", type="Issue")
    assert issue[0]["id"].startswith("issue/")


def test_properties_without_a_name(namesakes: Client) -> None:
    known = old(namesakes, properties=[{"pid": "wikidata", "v": "Q999999901"}])
    assert matched(known) == "id/official/jo-vale"
    many = old(namesakes, properties=[{"pid": "polity", "v": "Norland"}], type="Official", limit=50)
    assert {"id/official/anna-berg", "id/official/jo-vale"} <= {c["id"] for c in many}
    assert matched(many) is None
    assert old(namesakes, query="") == []


# Matching by 1.0-draft


def name(value: Any) -> dict[str, Any]:
    return {"matchType": "name", "v": value}


def holds(pid: str, value: Any, **more: Any) -> dict[str, Any]:
    return {"matchType": "property", "pid": pid, "v": value, **more}


def test_the_draft_gives_the_same_candidates(namesakes: Client) -> None:
    draft = new(namesakes, name("Jo Vale"), holds("polity", "Ostria"), type="Official", limit=3)
    properties = [{"pid": "polity", "v": "Ostria"}]
    assert draft == old(namesakes, query="Jo Vale", properties=properties, type="Official", limit=3)
    batch = {"queries": [{"conditions": [name(n)]} for n in ("Anna Berg", "Carl Dahl")]}
    answers = [
        document(post_json(namesakes, path, batch))
        for path in ("/reconcile/match", "/reconcile", "/reconcile/1.0-draft/match",
                     "/reconcile/1.0-draft/reconcile")
    ]  # fmt: skip
    assert all(answer == answers[0] for answer in answers)
    found = [matched(result["candidates"]) for result in answers[0]["results"]]
    assert found == ["id/official/anna-berg", "id/official/carl-dahl"]


def test_conditions(namesakes: Client) -> None:
    def ids(*conditions: dict[str, Any]) -> set[str]:
        return {c["id"] for c in new(namesakes, *conditions, type="Official")}

    vale, other = "id/official/jo-vale", "id/official/jo-vale-2"
    assert ids(name("Jo Vale"), holds("polity", "Ostria", required=True)) == {other}
    assert ids(name("Jo Vale"), holds("polity", "Ostria")) == {vale, other}
    assert ids(
        name("Jo Vale"), holds("polity", "Ostria", required=True, matchQuantifier="none")
    ) == {vale}
    every = holds("polity", ["Ostria", "Norland"], required=True, matchQuantifier="all")
    assert ids(name("Jo Vale"), every) == set()
    assert ids(name(["Nobody", "Anna Berg"])) == {"id/official/anna-berg"}
    assert ids({"matchType": "id", "v": other}) == {other}


# Suggest, preview, extend


def test_suggest_entities(namesakes: Client) -> None:
    answer = get(namesakes, "/suggest/entity", prefix="zor")
    assert OLD.problems("suggest", answer) == []
    assert answer["result"][0] == {
        "id": "id/official/zoran-cavka", "name": "Zoran Čavka", "description": "official",
        "notable": [{"id": "Official", "name": "Official"}],
    }  # fmt: skip
    for prefix in ("id/official/soo-min", f"{BASE}id/official/soo-min", "Soo M", "min-ha"):
        found = get(namesakes, "/suggest/entity", prefix=prefix)["result"]
        assert found[0]["id"] == "id/official/soo-min", prefix
    everyone = get(namesakes, "/suggest/entity", prefix="Berg", limit="50")["result"]
    paged = [
        get(namesakes, "/suggest/entity", prefix="Berg", limit="1", cursor=str(n))["result"]
        for n in range(len(everyone) + 1)
    ]
    assert [page[0] for page in paged[:-1]] == everyone
    assert paged[-1] == []
    people = get(namesakes, "/suggest/entity", prefix="Berg", type="Official")["result"]
    assert [entry["id"] for entry in people] == ["id/official/anna-berg"]
    assert get(namesakes, "/suggest/entity")["result"] == []


def test_suggest_types_and_properties(namesakes: Client) -> None:
    types = get(namesakes, "/suggest/type", prefix="off")
    assert OLD.problems("suggest", types) == []
    assert [entry["id"] for entry in types["result"]] == ["Official", "Office"]
    properties = get(namesakes, "/suggest/property", prefix="wiki")
    assert [entry["id"] for entry in properties["result"]] == ["wikidata"]
    assert len(get(namesakes, "/suggest/property", limit="50")["result"]) > 10
    for kind, given in (("entity", MEETING), ("type", "Place"), ("property", "polity")):
        flyout = get(namesakes, f"/flyout/{kind}", id=given)
        assert flyout["id"] == given
        assert flyout["html"].startswith("<p>")


def test_a_preview_may_stand_in_a_frame_and_is_escaped(namesakes: Client) -> None:
    reply = namesakes.get("/reconcile/preview?id=id/official/jo-vale", BROWSER)
    assert reply.status == 200
    assert "frame-ancestors *" in reply.headers["content-security-policy"]
    assert "default-src 'none'" in reply.headers["content-security-policy"]
    assert "Minister for External Affairs (Norland), 2030–" in reply.text
    assert "Q999999901" in reply.text
    assert (
        "frame-ancestors 'none'" in namesakes.get("/", BROWSER).headers["content-security-policy"]
    )
    assert document(namesakes.get("/reconcile/preview?id=id/x/%3Cb%3E"), 404)


def test_extension(namesakes: Client) -> None:
    ids = ["id/official/jo-vale", MEETING, "id/official/nobody"]
    asked = ["wikidata", "polity", "office", "label", "altLabel", "earliest", "participant", "none"]
    query = {"ids": ids, "properties": [{"id": name} for name in asked]}
    answer = document(post_form(namesakes, extend=query))
    assert OLD.problems("extension", answer) == []
    assert [column["id"] for column in answer["meta"]] == asked
    assert list(answer["rows"]) == ids
    person, meeting, nobody = answer["rows"].values()
    assert person["wikidata"] == [{"str": "Q999999901"}]
    assert person["polity"] == [{"id": "id/polity/norland", "name": "Norland"}]
    assert person["label"] == [{"str": "Jo Vale"}]
    assert meeting["earliest"] == [{"date": "2031-04-01T00:00:00"}]
    assert len(meeting["participant"]) == 2
    assert all(values == [] for values in nobody.values())

    draft = document(post_json(namesakes, "/reconcile/extend", query))
    assert DRAFT.problems("extension", draft) == []
    assert draft["meta"] == answer["meta"]
    rows = {row["id"]: {p["id"]: p["values"] for p in row["properties"]} for row in draft["rows"]}
    assert rows == answer["rows"]

    query["properties"] = [{"id": "participant", "settings": {"limit": 1}}]
    limited = document(post_form(namesakes, extend=query))
    assert len(limited["rows"][MEETING]["participant"]) == 1


def test_proposals(namesakes: Client) -> None:
    answer = get(namesakes, "/extend/propose", type="Official")
    assert OLD.problems("proposals", answer) == []
    proposed = {entry["id"] for entry in answer["properties"]}
    assert {"wikidata", "polity", "office", "label", "altLabel"} <= proposed
    assert "participant" not in proposed
    few = get(namesakes, "/extend/propose", type="Meeting", limit="2")
    assert (len(few["properties"]), few["limit"]) == (2, 2)


# What goes wrong


@pytest.mark.parametrize(
    ("queries", "named"),
    [
        ("{", "queries is not JSON"),
        ("[]", "queries must be an object"),
        ('{"q0": 1}', "q0 must be an object"),
        ('{"q0": {}}', "q0 has neither"),
        ('{"q0": {"query": 1}}', "q0.query"),
        ('{"q0": {"query": "x", "limit": 0}}', "q0.limit"),
        ('{"q0": {"query": "x", "limit": NaN}}', "q0.limit"),
        ('{"q0": {"query": "x", "type": [1]}}', "q0.type"),
        ('{"q0": {"query": "x", "type_strict": "no"}}', "q0.type_strict"),
        ('{"q0": {"query": "x", "properties": [{"v": 1}]}}', "q0.properties[0].pid"),
        ('{"q0": {"query": "x", "properties": [{"pid": "p"}]}}', "q0.properties[0] has no v"),
        ('{"q0": {"query": "x", "properties": [{"pid": "p", "v": {}}]}}', "q0.properties[0].v.id"),
        ('{"q0": {"query": "x", "surprise": 1}}', "surprise"),
        ("[" * 100_000, "queries is"),
    ],
)
def test_what_is_wrong_is_named(namesakes: Client, queries: str, named: str) -> None:
    body = urlencode({"queries": queries}).encode()
    reply = namesakes.send("POST", "/reconcile", body, {"Content-Type": FORM})
    assert named in document(reply, 400)["detail"]


@pytest.mark.parametrize(
    ("value", "named"),
    [
        (b"\xff", "not JSON"),
        ([], "must be an object"),
        ({"queries": {}}, "queries must be a list"),
        ({"queries": [{"conditions": []}]}, "queries[0].conditions is empty"),
        ({"queries": [{"conditions": [{"v": "x"}]}]}, "queries[0].conditions[0].matchType"),
        ({"queries": [{"query": "x"}]}, "query"),
        ({"queries": [{"conditions": [name("x")], "type": ["A"]}]}, "type"),
    ],
)
def test_what_is_wrong_in_the_draft_is_named(namesakes: Client, value: Any, named: str) -> None:
    assert named in document(post_json(namesakes, "/reconcile/match", value), 400)["detail"]


def test_limits(namesakes: Client) -> None:
    many = {f"q{n}": {"query": "Anna Berg"} for n in range(101)}
    assert "100" in document(post_form(namesakes, queries=many), 413)["detail"]
    del many["q100"]
    assert len(document(post_form(namesakes, queries=many))) == 100
    assert document(post_form(namesakes, queries={"q": {"query": "x" * 1_001}}), 413)
    assert document(post_json(namesakes, "/reconcile/match", b" " * 2_000_001), 413)
    assert document(post_form(namesakes, queries="x" * 2_000_001), 413)
    ids = {"ids": ["a"] * 1_001, "properties": []}
    assert document(post_json(namesakes, "/reconcile/extend", ids), 413)


def test_other_errors(namesakes: Client) -> None:
    text = {"Content-Type": "text/plain"}
    assert document(namesakes.send("POST", "/reconcile/match", b"{}", text), 415)
    assert document(namesakes.get("/reconcile/match"), 405)
    assert "0.1" in document(namesakes.get("/reconcile?query=x"), 400)["detail"]
    assert "0.1" in document(namesakes.get("/reconcile?queries={}&callback=x"), 400)["detail"]
    assert document(namesakes.send("POST", "/reconcile", b"", {"Content-Type": FORM}), 400)
    assert document(namesakes.get("/reconcile/suggest/entity?prefix=a&cursor=x"), 422)
    assert document(namesakes.get("/reconcile/flyout/type?id=Comet"), 404)
    for half in (r'{"q": {"query": "\ud800"}}', r'{"q": {"query": "a\ud800\u0000"}}'):
        body = urlencode({"queries": half}).encode()
        assert document(namesakes.send("POST", "/reconcile", body, {"Content-Type": FORM}))

"""The questions as operations of OpenAPI: what they say holds of the server."""

import json
from urllib.parse import urlencode

import pytest
from fixture_server import Client

from queries.catalog import questions
from server.question_operations import operation, question_paths

NEEDED = {"person": "Anna Berg", "one": "Norland", "other": "Sudmark"}


def test_every_question_is_an_operation_with_a_name_of_its_own() -> None:
    paths = question_paths()
    assert sorted(paths) == [f"/ask/{name}" for name in questions()]
    names = [item["get"]["operationId"] for item in paths.values()]
    assert len(set(names)) == len(names)
    json.dumps(paths)


def test_parameters_have_types_values_defaults_and_examples() -> None:
    found = {
        p["name"]: p for p in operation(questions()["foreign-ministers-by-article"])["parameters"]
    }
    office = found["office"]["schema"]
    assert office["default"] == "foreign-minister"
    assert {"any", "ambassador", "royal"} <= set(office["enum"])
    assert found["office"]["example"] == "head-of-state"
    assert found["evidence"]["schema"]["type"] == "boolean"
    assert "parquet" in found["format"]["schema"]["enum"]
    person = operation(questions()["meetings-of-person"])["parameters"][0]
    assert (person["name"], person["required"]) == ("person", True)
    assert "svg" not in operation(questions()["articles"])["parameters"][-1]["schema"]["enum"]


@pytest.mark.parametrize("name", ["who-attended", "counterparts", "relations-of-states"])
def test_the_server_answers_as_it_says(name: str, server: Client) -> None:
    described = operation(questions()[name])
    given = {p["name"]: NEEDED[p["name"]] for p in described["parameters"] if p["required"]}
    formats = described["parameters"][-1]["schema"]["enum"]
    for form in formats:
        reply = server.get(f"/ask/{name}?" + urlencode(given | {"format": form}))
        assert reply.status == 200, reply.text
        media_type = reply.headers["content-type"].partition(";")[0]
        assert media_type in described["responses"]["200"]["content"]

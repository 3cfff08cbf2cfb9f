"""Code that asks the same query from elsewhere, run as it stands."""

import subprocess
import sys

import pytest
from fixture_server import Client

from server.samples import samples

ASK = """PREFIX parley: <https://w3id.org/parley/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?name WHERE { ?s a parley:Official ; rdfs:label ?name %s } ORDER BY ?name LIMIT 1"""
CONDITIONS = {
    "plain": "",
    "quotes": """FILTER(?name != "it's \\"$HOME\\" `x` \'\'\'")""",
    "three": 'FILTER(?name != """a "quoted" word""")',
}


def run(command: list[str], code: str) -> str:
    done = subprocess.run(
        command, input=code, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("condition", CONDITIONS)
def test_curl_and_python_get_the_row(server: Client, condition: str) -> None:
    query = ASK % CONDITIONS[condition]
    code = {s.language: s.code for s in samples(query, f"{server.url}/sparql")}
    assert run(["sh"], code["curl"]).splitlines() == ["name", "Anna Berg"]
    assert run([sys.executable, "-"], code["Python"]).strip() == "{'name': 'Anna Berg'}"
    assert query in code["R"]

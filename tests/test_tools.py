"""``parley mcp`` as a client of the Model Context Protocol sees it, over stdio."""

import sys
from pathlib import Path
from typing import Any

import anyio
from mcp.client import Client
from mcp.client.stdio import StdioServerParameters

from queries.catalog import questions


def calls(store: Path, *asked: tuple[str, dict[str, object]]) -> list[Any]:
    """The list of tools, and the result of each call."""

    async def session() -> list[Any]:
        command = StdioServerParameters(
            command=sys.executable, args=["-m", "parley", "mcp", "--store", str(store)]
        )
        async with Client(command) as client:
            listed = await client.list_tools()
            return [listed, *[await client.call_tool(name, given) for name, given in asked]]

    return anyio.run(session)


def test_a_client_lists_the_questions_and_asks_them(seed_store: Path) -> None:
    listed, visits, cited, wrong, unknown = calls(
        seed_store,
        ("visits", {"person": "Park Jin"}),
        ("who-attended", {"place": "San Francisco", "evidence": True, "most_rows": 2}),
        ("who-attended", {"place": "San Fransisco"}),
        ("agreements-by-status", {"status": "done"}),
    )
    tools = {tool.name: tool for tool in listed.tools}
    assert sorted(tools) == list(questions())
    schema = tools["agreements-by-status"].input_schema
    assert "signed" in schema["properties"]["status"]["enum"]
    assert tools["meetings-of-person"].input_schema["required"] == ["person"]
    assert "evidence" not in tools["counterparts"].input_schema["properties"]
    assert tools["visits"].annotations.read_only_hint is True

    assert not visits.is_error
    data = visits.structured_content
    assert data["total"] == len(data["rows"]) == 1
    assert "Park Jin" in data["rows"][0]
    assert data["snapshot"] in visits.content[0].text

    assert cited.structured_content["truncated"] is True
    assert len(cited.structured_content["rows"]) == 2
    assert "sentence" in cited.structured_content["columns"]
    assert "The first 2 are given." in cited.content[0].text

    assert wrong.is_error
    assert "San Francisco" in wrong.content[0].text
    assert unknown.is_error
    assert "ratified" in unknown.content[0].text


def test_an_unknown_tool_is_told_with_names_like_it(seed_store: Path) -> None:
    _, answer = calls(seed_store, ("who-atended", {}))
    assert answer.is_error
    assert "who-attended" in answer.content[0].text

"""``parley mcp``: the canned questions as tools of the Model Context Protocol, over stdio."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from parley import options
from parley.asking import open_engine
from queries import render
from queries.catalog import Question, question, questions
from queries.errors import ParameterError, QuestionError
from queries.result import Result, result_of
from queries.run import EVIDENCE, run
from queries.schema import Schema, question_schema
from queries.table import iter_text
from store.engine import Engine
from store.errors import StoreError

if TYPE_CHECKING:
    import mcp_types
    from mcp.server import Server

_MOST_ROWS = "most_rows"
_DEFAULT_ROWS = 100
_SWITCHES = (EVIDENCE, _MOST_ROWS)
_INSTRUCTIONS = (
    "Who met whom in diplomacy, what was agreed and who said what, as news articles report it. "
    "Every tool is one question. Each row of a tool that has the parameter 'evidence' can be "
    "given with the sentence that says so: ask for it when you cite. Names are looked up; an "
    "error lists those that are near."
)


@click.command("mcp")
@options.store
@options.base
@options.timeout
def mcp(store_dir: Path, base_iri: str, query_timeout: float) -> None:
    """Serve the questions to a language model's client, over standard input and output."""
    import anyio

    with open_engine(store_dir, query_timeout) as engine:
        engine.snapshot()  # fails here, before a client waits for an answer
        anyio.run(_serve, engine, base_iri)


async def _serve(engine: Engine, base: str) -> None:
    from mcp.server.stdio import stdio_server

    server = make_server(engine, base)
    async with stdio_server() as (incoming, outgoing):
        await server.run(incoming, outgoing, server.create_initialization_options())


def make_server(engine: Engine, base: str) -> Server[Any]:
    """The server with a tool for each question, over an engine that the caller closes."""
    import mcp_types as types
    from anyio import to_thread
    from mcp.server import Server

    async def list_tools(_context: object, _params: object) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[_tool(asked) for asked in questions().values()])

    async def call_tool(
        _context: object, params: types.CallToolRequestParams
    ) -> types.CallToolResult:
        call = partial(answer, engine, base, params.name, params.arguments or {})
        return await to_thread.run_sync(call)

    return Server(
        "parley",
        version=version("parley-kg"),
        title="Parley",
        instructions=_INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


def _tool(asked: Question) -> mcp_types.Tool:
    import mcp_types as types

    schema: Schema = question_schema(asked)
    rows = {
        "type": "integer",
        "minimum": 1,
        "default": _DEFAULT_ROWS,
        "description": "How many rows to give at most; the answer says how many there are",
    }
    properties = schema["properties"]
    assert isinstance(properties, dict)
    schema["properties"] = {**properties, _MOST_ROWS: rows}
    return types.Tool(
        name=asked.name,
        title=asked.title,
        description=f"{asked.title} {asked.description}",
        input_schema=schema,
        annotations=types.ToolAnnotations(
            read_only_hint=True, idempotent_hint=True, open_world_hint=False
        ),
    )


def answer(
    engine: Engine, base: str, name: str, arguments: Mapping[str, Any]
) -> mcp_types.CallToolResult:
    """The rows as a table to read and as data; what is wrong with a call is told in its result."""
    try:
        asked = question(name)
        given = {key: _text(value) for key, value in arguments.items() if key not in _SWITCHES}
        evidence = _text(arguments.get(EVIDENCE, False)) == "true"
        most = int(arguments.get(_MOST_ROWS, _DEFAULT_ROWS))
        table = run(engine, asked, given, base=base, evidence=evidence)
    except ParameterError as error:
        allowed = f" Allowed: {', '.join(error.allowed)}." if error.allowed else ""
        return _failure(f"{error}.{allowed}")
    except (QuestionError, StoreError, ValueError) as error:
        return _failure(str(error))
    return _success(result_of(asked, given, table), most)


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _failure(message: str) -> mcp_types.CallToolResult:
    import mcp_types as types

    return types.CallToolResult(
        content=[types.TextContent(type="text", text=message)], is_error=True
    )


def _success(result: Result, most: int) -> mcp_types.CallToolResult:
    import mcp_types as types

    table = result.table
    shown = replace(table, rows=table.rows[:most])
    data = {
        "columns": list(table.columns),
        "rows": [list(row) for row in iter_text(shown)],
        "total": len(table.rows),
        "truncated": len(table.rows) > len(shown.rows),
        "snapshot": result.snapshot,
        "query": table.query,
    }
    cut = f" The first {len(shown.rows)} are given." if data["truncated"] else ""
    text = f"{result.caption}{cut}\n\n{render.markdown(shown, result.hidden)}\n{result.source}"
    return types.CallToolResult(
        content=[types.TextContent(type="text", text=text)],
        structured_content=data,
    )

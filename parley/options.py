"""Options that several commands share; every one can be given by environment variable too."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from etl.iris import DEFAULT_BASE
from parley.settings import Secret
from server import logs
from store.federated import parse_allowed

Command = TypeVar("Command", bound=Callable[..., Any])
Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

DEFAULT_STORE = Path("data/store")
DEFAULT_PORT = 7878

_PREFIX = re.compile(r"(?:/[\w.-]+)+", re.ASCII)
_TOKEN = re.compile(r"[!-~]+")

paths = click.argument(
    "paths",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path),
)
store = click.option(
    "--store",
    "store_dir",
    envvar="PARLEY_STORE",
    show_envvar=True,
    default=DEFAULT_STORE,
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the store; made where it does not exist.",
)
gazetteer = click.option(
    "--gazetteer",
    envvar="PARLEY_GAZETTEER",
    show_envvar=True,
    default=None,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Gazetteer file made by `parley gazetteer build`. Without it: the core shipped here.",
)
base = click.option(
    "--base-iri",
    envvar="PARLEY_BASE_IRI",
    show_envvar=True,
    default=DEFAULT_BASE,
    show_default=True,
    help="What the IRIs of people, meetings and the like begin with.",
)
model = click.option(
    "--model",
    envvar="PARLEY_SPACY_MODEL",
    show_envvar=True,
    default=None,
    help="spaCy model, by package name or path. Without it: the pinned small English model.",
)
jobs = click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=None,
    help="Processes to extract in. Without it: one for a few articles, else one a core.",
)
host = click.option(
    "--host",
    envvar="PARLEY_HOST",
    show_envvar=True,
    default="127.0.0.1",
    show_default=True,
    help="Address to listen on.",
)
port = click.option(
    "--port",
    envvar="PARLEY_PORT",
    show_envvar=True,
    type=click.IntRange(1, 65535),
    default=DEFAULT_PORT,
    show_default=True,
    help="Port to listen on.",
)
timeout = click.option(
    "--query-timeout",
    envvar="PARLEY_QUERY_TIMEOUT",
    show_envvar=True,
    type=click.FloatRange(min=0.1),
    default=30.0,
    show_default=True,
    help="Seconds after which a query is ended with an error.",
)

snapshot = click.option(
    "--snapshot",
    default=None,
    metavar="ID",
    help="Id of an earlier snapshot to ask, as reports name it. Without it: the current one.",
)


def _endpoints(_context: click.Context, _option: click.Parameter, value: str) -> tuple[str, ...]:
    try:
        return parse_allowed(value)
    except ValueError as error:
        raise click.BadParameter(f"{error}.") from None


service_allow = click.option(
    "--service-allow",
    envvar="PARLEY_SERVICE_ALLOW",
    show_envvar=True,
    default="",
    callback=_endpoints,
    metavar="IRIS",
    help="Endpoints that queries may call with SERVICE, by comma or space; `wikidata` stands for "
    "Wikidata's. Without it: none.",
)
contact = click.option(
    "--contact",
    envvar="PARLEY_CONTACT",
    show_envvar=True,
    default=None,
    help="Mail address or page of the operator, told to the endpoints that queries call.",
)


def _token(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    if value is not None and not _TOKEN.fullmatch(value):
        raise click.BadParameter("a token holds visible ASCII characters, and no space.")
    return value


publish_text = click.option(
    "--publish-text",
    envvar="PARLEY_PUBLISH_TEXT",
    show_envvar=True,
    is_flag=True,
    help="The full text of articles may be shown. Without it: only sentences that facts rest on.",
)


def _prefix(_context: click.Context, _option: click.Parameter, value: str) -> str:
    path = value.rstrip("/")
    if path and not _PREFIX.fullmatch(path):
        raise click.BadParameter("a prefix is a path as /parley, of letters, digits, - . _ and /.")
    return path


write_token = click.option(
    "--write-token",
    cls=Secret,
    envvar="PARLEY_WRITE_TOKEN",
    default=None,
    callback=_token,
    help="Who sends it as `Authorization: Bearer` may write. Without it: nobody may.",
)

log_level = click.option(
    "--log-level",
    envvar="PARLEY_LOG_LEVEL",
    show_envvar=True,
    type=click.Choice(logs.LEVELS),
    default="warning",
    show_default=True,
    help="What is logged at least; `info` has a line for each request and query.",
)
log_format = click.option(
    "--log-format",
    envvar="PARLEY_LOG_FORMAT",
    show_envvar=True,
    type=click.Choice(logs.FORMATS),
    default="text",
    show_default=True,
    help="How lines of the log are written.",
)
url_prefix = click.option(
    "--url-prefix",
    envvar="PARLEY_URL_PREFIX",
    show_envvar=True,
    default="",
    metavar="PATH",
    callback=_prefix,
    help="Path at which a reverse proxy has this server, as /parley. Without it: the root.",
)


def combine(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    """Several options as one decorator, in the order that --help shows them."""

    def decorate(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


extraction = combine(gazetteer, model, base, jobs)
cache = click.option(
    "--cache",
    envvar="PARLEY_CACHE",
    show_envvar=True,
    type=click.IntRange(min=0),
    default=64,
    show_default=True,
    help="MiB for answers that are kept to be given again; 0 for none.",
)
query_budget = click.option(
    "--query-budget",
    envvar="PARLEY_QUERY_BUDGET",
    show_envvar=True,
    type=click.FloatRange(min=0),
    default=0,
    show_default=True,
    help="Seconds of query time that a client may use a minute; 0 for any. 60 suits a server "
    "that is open to all.",
)
listening = combine(
    host,
    port,
    url_prefix,
    service_allow,
    contact,
    publish_text,
    write_token,
    cache,
    query_budget,
    log_level,
    log_format,
)

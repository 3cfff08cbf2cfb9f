"""By what articles are read: the rules, or a large language model behind an endpoint."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, Final

import click

from etl.llm import LlmSettings, Usage
from parley.settings import Secret

DEFAULT_TIMEOUT: Final = 120.0

_OPTIONS: Final = (
    click.option(
        "--extractor",
        envvar="PARLEY_EXTRACTOR",
        show_envvar=True,
        type=click.Choice(["rules", "llm"]),
        default="rules",
        show_default=True,
        help="What reads the articles. `llm` sends their full text to the endpoint below.",
    ),
    click.option(
        "--llm-endpoint",
        envvar="PARLEY_LLM_ENDPOINT",
        show_envvar=True,
        default=None,
        metavar="URL",
        help="Base URL, up to /v1, of an endpoint that speaks OpenAI's chat completions.",
    ),
    click.option(
        "--llm-model",
        envvar="PARLEY_LLM_MODEL",
        show_envvar=True,
        default=None,
        help="What the endpoint calls the model.",
    ),
    click.option(
        "--llm-key",
        cls=Secret,
        envvar="PARLEY_LLM_KEY",
        default=None,
        help="Key for the endpoint.",
    ),
    click.option(
        "--llm-timeout",
        envvar="PARLEY_LLM_TIMEOUT",
        show_envvar=True,
        type=click.FloatRange(min=0.1),
        default=DEFAULT_TIMEOUT,
        show_default=True,
        help="Seconds that one answer may take.",
    ),
    click.option(
        "--llm-price",
        envvar="PARLEY_LLM_PRICE",
        show_envvar=True,
        default="",
        metavar="IN,OUT",
        help="Price of a million tokens read and written, to tell what a build costs.",
    ),
    click.option(
        "--llm-answers",
        envvar="PARLEY_LLM_ANSWERS",
        show_envvar=True,
        type=click.Path(file_okay=False, path_type=Path),
        default=Path("data/llm"),
        show_default=True,
        help="Folder of answers that were paid for; a build that was stopped goes on with them.",
    ),
)


def extractor(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options above as its parameter ``llm``; None stands for the rules."""

    @wraps(command)
    def run(*args: Any, **given: Any) -> Any:
        named = {key: given.pop(key) for key in [k for k in given if k.startswith("llm_")]}
        llm = _settings(named) if given.pop("extractor") == "llm" else None
        return command(*args, llm=llm, **given)

    for option in reversed(_OPTIONS):
        run = option(run)
    return run


def _settings(given: dict[str, Any]) -> LlmSettings:
    for name in ("endpoint", "model"):
        if not given[f"llm_{name}"]:
            raise click.UsageError(
                f"--extractor llm needs --llm-{name} (or PARLEY_LLM_{name.upper()})"
            )
    endpoint = str(given["llm_endpoint"])
    if not endpoint.startswith(("http://", "https://")):
        raise click.UsageError(f"--llm-endpoint must be an http or https URL, not {endpoint!r}")
    price_in, price_out = _prices(given["llm_price"])
    return LlmSettings(
        endpoint=endpoint,
        model=given["llm_model"],
        key=given["llm_key"],
        timeout=given["llm_timeout"],
        price_in=price_in,
        price_out=price_out,
        answers=given["llm_answers"],
    )


def _prices(text: str) -> tuple[float, float]:
    if not text:
        return 0.0, 0.0
    try:
        price_in, price_out = (float(part) for part in text.split(","))
    except ValueError:
        raise click.UsageError(
            f"--llm-price must be two numbers such as 0.15,0.60, not {text!r}"
        ) from None
    return price_in, price_out


def usage_line(usage: Usage, llm: LlmSettings) -> str:
    """What asking a model took, in a line."""
    line = (
        f"Model {llm.model}: {usage.asked} answers asked, {usage.kept} kept from before, "
        f"{usage.retried} retries; {usage.tokens_in:,} tokens read, {usage.tokens_out:,} written"
    )
    if llm.price_in or llm.price_out:
        line += f", cost {usage.cost(llm):.4f}"
    return f"{line}; {usage.rejected} facts or parts of facts rejected (see parley explain)"

"""Asks a chat completions endpoint: with a deadline, retries and answers that are kept."""

import hashlib
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests
from urllib3.exceptions import HTTPError, ReadTimeoutError

from etl.files import write_atomically
from etl.llm.settings import LlmSettings, Usage

_AGAIN = frozenset({408, 409, 425, 429, 500, 502, 503, 504})
_LONGEST_PAUSE = 60.0
_MOST_BYTES = 4_000_000
_EXCERPT = 200

Message = dict[str, str]


class EndpointError(Exception):
    """The endpoint gave no usable answer; the message says what to do."""


class _PassingError(Exception):
    """Something that another attempt may get past; ``pause`` is what the endpoint asks for."""

    def __init__(self, message: str, pause: float = 0.0) -> None:
        super().__init__(message)
        self.pause = pause


class _FormNotKnownError(Exception):
    """The endpoint does not take a JSON Schema as the form of its answer."""


@dataclass(frozen=True, slots=True)
class Reply:
    """The text of an answer, and what it took."""

    text: str
    usage: Usage


def ask(
    settings: LlmSettings,
    messages: Sequence[Message],
    schema: dict[str, Any],
    *,
    wait: Callable[[float], None] = time.sleep,
) -> Reply:
    """The answer to a conversation: a kept one, or a new one, which is then kept.

    Raises ``EndpointError`` when the endpoint refuses, or fails as often as it may be asked.
    """
    body = _body(settings, messages, schema)
    kept = _path(settings, body)
    if kept is not None and kept.exists():
        return Reply(json.loads(kept.read_text("utf-8"))["text"], Usage(kept=1))
    failure = ""
    for attempt in range(settings.attempts):
        try:
            answer = _post(settings, body)
        except _FormNotKnownError:
            body = {**body, "response_format": {"type": "json_object"}}
            failure = "it knows no JSON schemas"
            continue
        except _PassingError as error:
            failure = str(error)
            if attempt + 1 < settings.attempts:
                wait(min(_LONGEST_PAUSE, max(error.pause, settings.pause * 2**attempt)))
            continue
        text, used = _read(answer)
        if kept is not None:
            record = {"text": text, "tokens_in": used.tokens_in, "tokens_out": used.tokens_out}
            write_atomically(kept, json.dumps(record, ensure_ascii=False).encode())
        return Reply(text, used + Usage(retried=attempt))
    raise EndpointError(
        f"{settings.endpoint} gave no answer in {settings.attempts} attempts: {failure}. "
        "What was answered before is kept; run the command again to go on."
    )


def forget(settings: LlmSettings, messages: Sequence[Message], schema: dict[str, Any]) -> None:
    """Drop a kept answer that turned out to be of no use."""
    kept = _path(settings, _body(settings, messages, schema))
    if kept is not None:
        kept.unlink(missing_ok=True)


def _body(
    settings: LlmSettings, messages: Sequence[Message], schema: dict[str, Any]
) -> dict[str, Any]:
    form = {"name": "facts", "strict": True, "schema": schema}
    return {
        "model": settings.model,
        "messages": list(messages),
        "temperature": 0,
        "response_format": {"type": "json_schema", "json_schema": form},
    }


def _path(settings: LlmSettings, body: dict[str, Any]) -> Path | None:
    if settings.answers is None:
        return None
    asked = json.dumps([settings.endpoint, body], sort_keys=True).encode()
    return settings.answers / f"{hashlib.sha256(asked).hexdigest()}.json"


def _post(settings: LlmSettings, body: dict[str, Any]) -> dict[str, Any]:
    url = f"{settings.endpoint.rstrip('/')}/chat/completions"
    headers = {"Authorization": f"Bearer {settings.key}"} if settings.key else {}
    deadline = time.monotonic() + settings.timeout
    try:
        with requests.post(
            url, json=body, headers=headers, timeout=settings.timeout, stream=True,
            allow_redirects=False,
        ) as response:  # fmt: skip
            content = _content(response, deadline, settings.timeout)
    except (requests.Timeout, TimeoutError, ReadTimeoutError):
        raise _PassingError(_too_slow(settings.timeout)) from None
    except (requests.RequestException, HTTPError) as error:
        raise _PassingError(f"it cannot be reached ({type(error).__name__})") from None
    if response.status_code != 200:
        _refused(response.status_code, content, response.headers.get("Retry-After", ""))
    try:
        answer = json.loads(content)
    except ValueError:
        raise _PassingError("it answered with something that is not JSON") from None
    if not isinstance(answer, dict):
        raise _PassingError("it answered with JSON that is no object")
    return answer


def _content(response: requests.Response, deadline: float, timeout: float) -> bytes:
    """The whole body, within the deadline even if it comes in drops."""
    pieces, size = [], 0
    while piece := response.raw.read1(16_384, decode_content=True):
        pieces.append(piece)
        size += len(piece)
        if size > _MOST_BYTES:
            raise EndpointError(f"the answer of {response.url} is larger than {_MOST_BYTES} bytes")
        if time.monotonic() > deadline:
            raise _PassingError(_too_slow(timeout))
    return b"".join(pieces)


def _too_slow(timeout: float) -> str:
    return f"it did not answer within {timeout:g} s (PARLEY_LLM_TIMEOUT sets that)"


def _refused(status: int, content: bytes, retry_after: str) -> None:
    said = content.decode("utf-8", "replace")[:_EXCERPT].strip()
    if status in _AGAIN:
        pause = float(retry_after) if retry_after.isdecimal() else 0.0
        raise _PassingError(f"it answered {status}: {said}", pause)
    if status in (400, 422) and "response_format" in said:
        raise _FormNotKnownError
    advice = {
        401: " Set PARLEY_LLM_KEY.",
        403: " Set PARLEY_LLM_KEY to a key that may use this model.",
        404: " Check PARLEY_LLM_ENDPOINT (up to /v1) and PARLEY_LLM_MODEL.",
    }.get(status, "")
    raise EndpointError(f"the model's endpoint refused with status {status}: {said}.{advice}")


def _read(answer: dict[str, Any]) -> tuple[str, Usage]:
    try:
        text = answer["choices"][0]["message"]["content"]
    except (KeyError, IndexError, TypeError):
        raise EndpointError(
            "the endpoint's answer has no choices[0].message.content; it does not speak the chat "
            "completions protocol. Check PARLEY_LLM_ENDPOINT."
        ) from None
    used = answer.get("usage") or {}
    tokens_in, tokens_out = used.get("prompt_tokens", 0), used.get("completion_tokens", 0)
    return text or "", Usage(asked=1, tokens_in=int(tokens_in), tokens_out=int(tokens_out))

"""Asking an endpoint: slow, refusing and failing ones, kept answers, and the command."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from conftest import TEXT, good_text, settings
from model_server import Scripted, serving

from etl.article import Article
from etl.llm import EndpointError, LlmSettings, Usage
from etl.llm.client import ask
from etl.pipeline import Extraction, Failure, Settings, extract_all
from parley.cli import main

MESSAGES = [{"role": "user", "content": "hello"}]


def asked(model: LlmSettings) -> tuple[str, Usage, list[float]]:
    waits: list[float] = []
    reply = ask(model, MESSAGES, {}, wait=waits.append)
    return reply.text, reply.usage, waits


def failing(times: int, scripted: Scripted) -> Any:
    """Fails that often, then answers."""
    left = [times]

    def handler(_request: dict[str, Any]) -> Scripted:
        left[0] -= 1
        return scripted if left[0] >= 0 else Scripted("at last")

    return handler


@pytest.mark.parametrize(
    "scripted",
    [
        Scripted(status=500, body="oops"),
        Scripted(status=503, body=""),
        Scripted(status=200, body="<html>"),
        Scripted(status=200, body="[1]"),
    ],
)
def test_what_may_pass_is_tried_again_with_longer_pauses(scripted: Scripted) -> None:
    with serving(failing(3, scripted)) as model:
        text, usage, waits = asked(settings(model.url))
    assert text == "at last"
    assert (usage.asked, usage.retried) == (1, 3)
    assert waits == [0.01, 0.02, 0.04]


def test_the_endpoint_may_ask_for_a_pause() -> None:
    limited = Scripted(status=429, body="slow down", headers={"Retry-After": "7"})
    with serving(failing(1, limited)) as model:
        assert asked(settings(model.url))[2] == [7.0]


def test_after_the_last_attempt_the_message_tells_why_and_what_to_do() -> None:
    with serving(failing(99, Scripted(status=500, body="oops"))) as model:
        with pytest.raises(EndpointError, match=r"4 attempts: it answered 500: oops.*run the") as e:
            asked(settings(model.url))
        assert len(model.asked) == 4
    assert model.url in str(e.value)


@pytest.mark.parametrize(
    "slow", [Scripted("late", delay=0.6), Scripted("late", drip=0.05)], ids=["silent", "in drops"]
)
def test_a_slow_answer_is_given_up(slow: Scripted) -> None:
    with (
        serving(lambda _request: slow) as model,
        pytest.raises(EndpointError, match="PARLEY_LLM_TIMEOUT"),
    ):
        asked(settings(model.url, timeout=0.2, attempts=2))


def test_a_slow_answer_may_be_followed_by_a_quick_one() -> None:
    with serving(failing(1, Scripted("late", delay=0.6))) as model:
        text, usage, _ = asked(settings(model.url, timeout=0.2))
    assert (text, usage.retried) == ("at last", 1)


@pytest.mark.parametrize(
    ("status", "advice"), [(401, "PARLEY_LLM_KEY"), (404, "PARLEY_LLM_MODEL"), (400, "refused")]
)
def test_a_refusal_is_not_tried_again(status: int, advice: str) -> None:
    with serving(lambda _request: Scripted(status=status, body="no")) as model:
        with pytest.raises(EndpointError, match=advice):
            asked(settings(model.url))
        assert len(model.asked) == 1


def test_nobody_listening_is_told_as_such() -> None:
    with serving(lambda _request: Scripted("x")) as model:
        url = model.url
    with pytest.raises(EndpointError, match="cannot be reached"):
        asked(settings(url))


def test_an_endpoint_that_knows_no_schemas_is_asked_for_plain_json() -> None:
    def handler(request: dict[str, Any]) -> Scripted:
        if request["response_format"]["type"] == "json_schema":
            return Scripted(status=400, body='{"error": "response_format is not supported"}')
        return Scripted("fine")

    with serving(handler) as model:
        assert asked(settings(model.url))[0] == "fine"


def test_the_key_is_sent_and_kept_secret(tmp_path: Path) -> None:
    with serving(lambda _request: Scripted("x")) as model:
        keyed = settings(model.url, tmp_path, key="hush-hush")
        asked(keyed)
        assert model.keys == ["Bearer hush-hush"]
    assert "hush" not in repr(keyed)
    assert all(b"hush" not in file.read_bytes() for file in tmp_path.iterdir())


def articles(number: int) -> list[Article]:
    return [Article(f"a{n}", TEXT.replace("climate", f"climate {n}")) for n in range(number)]


def test_a_stopped_extraction_goes_on_with_the_answers_it_has(tmp_path: Path) -> None:
    down = [False]

    def handler(_request: dict[str, Any]) -> Scripted:
        return Scripted(status=500, body="down") if down[0] else Scripted(good_text())

    with serving(handler) as model:
        keeping = Settings(llm=settings(model.url, tmp_path, attempts=2))
        first = list(extract_all(articles(2), keeping, jobs=1))
        down[0] = True
        failed = list(extract_all(articles(4), keeping, jobs=1))
        assert [isinstance(each, Failure) for each in failed] == [False, False, True, True]
        down[0] = False
        before = len(model.asked)
        done = list(extract_all(articles(4), keeping, jobs=1))
        assert len(model.asked) - before == 2
    assert all(isinstance(each, Extraction) for each in done)
    kept = [each for each in done if isinstance(each, Extraction) and each.usage.kept]
    assert len(kept) == 2
    assert [e.nquads for e in kept] == [e.nquads for e in first if isinstance(e, Extraction)]


def test_the_cost_is_reckoned_from_the_prices() -> None:
    priced = LlmSettings("http://x/v1", "m", price_in=0.5, price_out=2.0)
    assert Usage(tokens_in=2_000_000, tokens_out=500_000).cost(priced) == 2.0


def run(*arguments: str, **environment: str) -> Result:
    return CliRunner().invoke(main, arguments, env={"COLUMNS": "200", **environment})


def test_the_command_reads_by_a_model_and_tells_what_it_took(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(TEXT, "utf-8")
    out, page = tmp_path / "out.nq", tmp_path / "one.html"
    with serving(lambda _request: Scripted(good_text())) as model:
        chosen = {
            "PARLEY_EXTRACTOR": "llm", "PARLEY_LLM_ENDPOINT": model.url,
            "PARLEY_LLM_MODEL": "tester", "PARLEY_LLM_PRICE": "1,10", "PARLEY_LLM_KEY": "hush",
            "PARLEY_LLM_ANSWERS": str(tmp_path / "answers"),
        }  # fmt: skip
        ran = run("extract", str(tmp_path / "one.txt"), "-o", str(out), **chosen)
        assert ran.exit_code == 0, ran.output
        assert "1 answers asked" in ran.stderr
        assert "1,000 tokens read, 100 written, cost 0.0020" in " ".join(ran.stderr.split())
        ran = run("explain", str(tmp_path / "one.txt"), "-o", str(page), **chosen)
        assert ran.exit_code == 0, ran.output
        assert len(model.asked) == 1  # the second command went on with the kept answer
        assert model.keys == ["Bearer hush"]
    assert "llm/event" in out.read_text("utf-8")
    assert "model tester" in page.read_text("utf-8")
    assert json.loads(next((tmp_path / "answers").iterdir()).read_text())["tokens_in"] == 1_000


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--extractor", "llm"), "--llm-endpoint"),
        (("--extractor", "llm", "--llm-endpoint", "http://x/v1"), "--llm-model"),
        (("--extractor", "llm", "--llm-endpoint", "x", "--llm-model", "m"), "http"),
        (
            ("--extractor=llm", "--llm-endpoint=http://x", "--llm-model=m", "--llm-price=1"),
            "0.15,0.60",
        ),
    ],
)  # fmt: skip
def test_settings_that_do_not_do_are_told(
    arguments: tuple[str, ...], told: str, tmp_path: Path
) -> None:
    (tmp_path / "one.txt").write_text(TEXT, "utf-8")
    ran = run("extract", str(tmp_path / "one.txt"), "-o", str(tmp_path / "o.nq"), *arguments)
    assert ran.exit_code == 2
    assert told in ran.stderr

"""The command answers bad input with what, where and what to do next, and loses nothing."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from running import ROOT, free_port, parley

SENTENCE = (
    "French Foreign Minister Paul Renard met German Foreign Minister Anna Vogt in Geneva on Monday "
    "to discuss sanctions.\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one good article."""
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "good.txt").write_text(SENTENCE, "utf-8")
    return articles


def _build(folder: Path) -> subprocess.CompletedProcess[str]:
    return parley("build", str(folder), "--store", str(folder.parent / "store"))


def _flat(text: str) -> str:
    return " ".join(text.split())


def test_an_empty_folder_is_explained(tmp_path: Path) -> None:
    empty = tmp_path / "nothing"
    empty.mkdir()
    ran = _build(empty)
    assert ran.returncode == 1
    assert "Error" in ran.stderr
    assert "nothing" in ran.stderr
    assert "empty" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    ran = _build(tmp_path / "missing")
    assert ran.returncode == 1
    assert "missing" in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("picture.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\xff", "picture.txt"),
        ("long.txt", b"word " * 1_000_000, "long.txt"),
        ("empty.txt", b"", "empty.txt"),
        ("latin.txt", "Café talks in São Paulo".encode("latin-1"), "latin.txt"),
    ],
)
def test_one_bad_file_is_left_out_and_the_others_go_on(
    folder: Path, name: str, content: bytes, reason: str
) -> None:
    (folder / name).write_bytes(content)
    ran = _build(folder)
    assert ran.returncode == 0, ran.stderr
    assert "Left out" in ran.stderr
    assert reason in ran.stderr
    assert "1 articles" in _flat(ran.stderr) or "1 article" in _flat(ran.stderr)


def test_a_file_that_cannot_be_opened_is_left_out(folder: Path) -> None:
    (folder / "gone.txt").symlink_to(folder / "no-such-file.txt")
    ran = _build(folder)
    assert ran.returncode == 0, ran.stderr
    assert "gone.txt" in ran.stderr


def test_a_withdrawn_article_leaves_the_store(folder: Path) -> None:
    (folder / "other.txt").write_text(SENTENCE.replace("Geneva", "Vienna"), "utf-8")
    store = str(folder.parent / "store")
    assert _build(folder).returncode == 0
    query = folder.parent / "q.rq"
    query.write_text(
        "PREFIX d: <http://purl.org/dc/terms/> SELECT ?id { ?a d:identifier ?id } ORDER BY ?id"
    )
    both = parley("query", str(query), "--store", store).stdout
    assert "good" in both
    assert "other" in both
    (folder / "other.txt").unlink()
    assert _build(folder).returncode == 0
    one = parley("query", str(query), "--store", store).stdout
    assert "good" in one
    assert "other" not in one


def test_a_second_build_reads_nothing_again_and_publishes_nothing_new(folder: Path) -> None:
    first = _build(folder)
    second = _build(folder)
    assert "1 read now" in _flat(first.stderr)
    assert "0 read now, 1 unchanged" in _flat(second.stderr)
    assert (
        first.stderr.split("snapshot ")[1].split()[0]
        == second.stderr.split("snapshot ")[1].split()[0]
    )


def test_a_port_in_use_is_said_before_anything_is_built(folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen(1)
        port = taken.getsockname()[1]
        ran = parley("up", str(folder), "--store", str(folder.parent / "s"), "--port", str(port))
    assert ran.returncode == 1
    assert f"port {port} is in use" in _flat(ran.stderr)
    assert "--port" in ran.stderr
    assert not (folder.parent / "s").exists()


def test_a_store_in_use_is_said(folder: Path) -> None:
    store = folder.parent / "store"
    assert _build(folder).returncode == 0
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import fcntl,sys,time; f=open(sys.argv[1],'a'); fcntl.flock(f, fcntl.LOCK_EX);"
            "print('held', flush=True); time.sleep(60)",
            str(store / "lock"),
        ],
        stdout=subprocess.PIPE,
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline()
        (folder / "another.txt").write_text(SENTENCE.replace("Monday", "Friday"), "utf-8")
        ran = _build(folder)
    finally:
        holder.kill()
        holder.communicate()
    assert ran.returncode == 1
    assert "store" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_syntax_error_names_line_and_column(seed_store: Path, tmp_path: Path) -> None:
    query = tmp_path / "wrong.rq"
    query.write_text("SELECT ?s WHERE {\n  ?s ?p\n}\n")
    ran = parley("query", str(query), "--store", str(seed_store))
    assert ran.returncode == 1
    assert "line 3" in ran.stderr.casefold() or "line 2" in ran.stderr.casefold()
    assert "column" in ran.stderr.casefold()


def test_an_unknown_question_offers_the_nearest(seed_store: Path) -> None:
    ran = parley("ask", "who-atended", "--store", str(seed_store))
    assert ran.returncode == 2
    assert "who-attended" in ran.stderr


def test_an_unknown_parameter_is_refused(seed_store: Path) -> None:
    ran = parley("ask", "who-attended", "-p", "colour=blue", "--store", str(seed_store))
    assert ran.returncode == 1
    assert "colour" in ran.stderr


def test_a_place_that_nothing_is_known_of_offers_others(seed_store: Path) -> None:
    ran = parley("ask", "who-attended", "-p", "place=Seoull", "--store", str(seed_store))
    assert ran.returncode == 1
    assert "Seoul" in ran.stderr


@pytest.mark.parametrize("ending", ["csv", "json", "md", "txt"])
def test_answers_are_written_in_the_format_of_the_ending(
    seed_store: Path, tmp_path: Path, ending: str
) -> None:
    target = tmp_path / f"answer.{ending}"
    ran = parley("ask", "phone-calls", "--store", str(seed_store), "-o", str(target))
    assert ran.returncode == 0, ran.stderr
    text = target.read_text("utf-8")
    assert "Sullivan" in text
    assert (ending == "json") == text.lstrip().startswith("{")


def test_serving_an_empty_store_says_what_to_run(tmp_path: Path) -> None:
    ran = parley("serve", "--store", str(tmp_path / "none"), "--port", str(free_port()))
    assert ran.returncode == 1
    assert "parley build PATH" in _flat(ran.stderr)
    assert "Parley is at" not in ran.stderr


def test_explain_shows_mentions_facts_and_rules(folder: Path) -> None:
    ran = parley("explain", str(folder / "good.txt"))
    assert ran.returncode == 0, ran.stderr
    assert "mentions" in ran.stdout
    assert "events/verb-meet" in ran.stdout
    assert "official/paul-renard" in ran.stdout


def test_help_names_every_command() -> None:
    ran = parley("--help")
    assert ran.returncode == 0
    for command in (
        "up",
        "extract",
        "build",
        "serve",
        "ask",
        "query",
        "explain",
        "check",
        "gazetteer",
    ):
        assert f"  {command}" in ran.stdout


@pytest.fixture
def running_up(folder: Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """`parley up` on a folder, as a user starts it."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "parley", "up", str(folder), "--port", str(port), "--store",
         str(folder.parent / "up store")],
        cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        env={**os.environ, "COLUMNS": "110"},
    )  # fmt: skip
    yield process, port
    process.kill()
    process.communicate()


def test_ctrl_c_ends_the_server_cleanly(running_up: tuple[subprocess.Popen[bytes], int]) -> None:
    process, port = running_up
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert b"Traceback" not in errors
    assert f"localhost:{port}".encode() in errors
    assert process.returncode in (0, 130, -signal.SIGINT)

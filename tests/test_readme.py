"""The README's queries give the output that it prints. ``UPDATE_README=1`` writes it anew."""

import os
import re
import subprocess
import sys
from pathlib import Path

from running import ROOT, Running, parley

README = ROOT / "README.md"
_PREFIXES = re.compile(r"```sparql-prefixes\n(.*?)```", re.DOTALL)
_QUERY = re.compile(r"```sparql\n(.*?)```\n\n```text\n(.*?)```", re.DOTALL)
_PYTHON = re.compile(r"```python\n(.*?)```\n\n```output\n(.*?)```", re.DOTALL)


def _renew(text: str, old: str, new: str) -> str:
    assert text.count(old) == 1
    return text.replace(old, new)


def test_the_queries_print_what_the_readme_says(seed_store: Path, tmp_path: Path) -> None:
    text = README.read_text("utf-8")
    prefixes = _PREFIXES.findall(text)[0]
    found = _QUERY.findall(text)
    assert len(found) == 5
    for query, printed in found:
        file = tmp_path / "query.rq"
        file.write_text(prefixes + query, "utf-8")
        ran = parley("query", str(file), "--store", str(seed_store))
        assert ran.returncode == 0, ran.stderr
        assert len(ran.stdout.splitlines()) > 2, f"no rows for {query}"
        block = f"```sparql\n{query}```\n\n```text\n"
        if os.environ.get("UPDATE_README"):
            text = _renew(text, f"{block}{printed}```", f"{block}{ran.stdout}```")
        else:
            assert ran.stdout == printed
    if os.environ.get("UPDATE_README"):
        README.write_text(text, "utf-8")


def test_the_python_snippet_prints_what_the_readme_says(seed_server: Running) -> None:
    text = README.read_text("utf-8")
    ((snippet, printed),) = _PYTHON.findall(text)
    code = snippet.replace("http://localhost:7878/sparql", seed_server.sparql)
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert ran.stdout
    if os.environ.get("UPDATE_README"):
        block = f"```python\n{snippet}```\n\n```output\n"
        README.write_text(_renew(text, f"{block}{printed}```", f"{block}{ran.stdout}```"), "utf-8")
    else:
        assert ran.stdout == printed

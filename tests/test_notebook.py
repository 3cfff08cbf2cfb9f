"""The example notebook against a served store: its cells run in order, with right frames."""

import json

import pandas as pd
import pytest
from running import ROOT, Running

NOTEBOOK = ROOT / "examples" / "pandas.ipynb"


def test_the_notebook_runs(seed_server: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARLEY_URL", seed_server.url)
    found: dict[str, object] = {}
    cells = json.loads(NOTEBOOK.read_text("utf-8"))["cells"]
    for cell in cells:
        if cell["cell_type"] == "code":
            assert not cell["outputs"], "the notebook is kept without outputs"
            exec(compile("".join(cell["source"]), str(NOTEBOOK), "exec"), found)
    attended, pairs, snapshot = found["attended"], found["pairs"], found["snapshot"]
    assert isinstance(attended, pd.DataFrame)
    assert {"Antony Blinken", "Park Jin", "Yoko Kamikawa"} <= set(attended["officialLabel"])
    assert attended["sentence"].str.len().min() > 20
    assert isinstance(pairs, pd.DataFrame)
    assert pairs["meetings"].dtype == "int64"
    assert isinstance(snapshot, str)
    assert len(snapshot) > 20


def test_the_notebook_is_one() -> None:
    document = json.loads(NOTEBOOK.read_text("utf-8"))
    assert (document["nbformat"], document["nbformat_minor"]) == (4, 5)
    ids = [cell["id"] for cell in document["cells"]]
    assert len(set(ids)) == len(ids)

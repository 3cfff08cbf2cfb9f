"""The soak of ``bench/soak.py``, briefly: writes survive kills, and errors are declared ones."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from running import ROOT


@pytest.mark.skipif(sys.platform != "linux", reason="it looks for processes in /proc")
def test_readers_a_writer_and_kills(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "bench/soak.py", "--minutes", "0.3", "--seed", "3", "--folder", tmp_path],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=290,
    )
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    counts = json.loads(done.stdout)["counts"]
    assert counts["answered"] > 0
    assert counts["written"] > 0
    assert any(name.startswith("killed") for name in counts)

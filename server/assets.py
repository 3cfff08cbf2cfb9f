"""The bundle made from ``frontend/`` -> the names of its files, for templates to load."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

from markupsafe import Markup

_FOLDER = "/static/build"


@cache
def manifest() -> dict[str, str]:
    """Entry -> file below ``static/build``; empty where the bundle was not made.

    Pages work without it, so that a machine without Node.js has them too.
    """
    listed = files("server").joinpath("static", "build", "manifest.json")
    if not listed.is_file():
        return {}
    found: dict[str, str] = json.loads(listed.read_text("utf-8"))
    return found


def script(entry: str) -> Markup:
    """The elements that load an entry such as ``pages.js`` and its styles; nothing without it."""
    made = Markup("")
    styles = manifest().get(entry.removesuffix(".js") + ".css")
    if styles:
        made += Markup('<link rel="stylesheet" href="{}/{}">').format(_FOLDER, styles)
    if entry in manifest():
        made += Markup('<script type="module" src="{}/{}"></script>').format(
            _FOLDER, manifest()[entry]
        )
    return made

"""An answer as a picture: timeline, bars or network, drawn by Vega without a browser.

The pictures are declared in ``specs/*.json``; here rows become their data. What a picture leaves
out, because it has no date or is one of too many, its subtitle says.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from queries.catalog import View
from queries.formats.layout import place
from queries.formats.spans import span_of
from queries.result import Result, count
from queries.table import Value, text_of, words

Spec = dict[str, Any]

_MOST_MARKS = 60
_MOST_NODES = 45
_FEW_YEARS = 3
_LONGEST_LABEL = 64
_LABEL = "Label"
_SCALE = 2.0  # pixels of a PNG for each of the picture


def svg_bytes(result: Result, *, titled: bool = True) -> bytes:
    """The first view of the question as SVG; without title and source where they stand beside."""
    import vl_convert

    spec = picture(result, result.views[0], titled=titled)
    return str(vl_convert.vegalite_to_svg(spec, config=_config())).encode()


def png_bytes(result: Result) -> bytes:
    """The first view of the question as PNG."""
    import vl_convert

    return bytes(vl_convert.svg_to_png(svg_bytes(result).decode(), scale=_SCALE))


def picture(result: Result, view: View, *, titled: bool = True) -> Spec:
    """The declaration of a picture, with its data, in Vega-Lite."""
    make = {"timeline": _timeline, "bar": _bars, "network": _network}[view.kind]
    spec, left_out = make(result, view)
    if not titled:
        small = {"fontSize": 12, "fontWeight": "normal", "offset": 8}
        return {"title": {"text": "; ".join(left_out), **small}, **spec} if left_out else spec
    given = "; ".join(f"{label}: {value}" for label, value in result.given)
    notes = [*([given] if given else []), *left_out, result.source]
    return {"title": {"text": result.title, "subtitle": notes}, **spec}


@cache
def _text(name: str) -> str:
    return (files("queries") / "formats" / "specs" / f"{name}.json").read_text("utf-8")


def _spec(name: str) -> Spec:
    spec: Spec = json.loads(_text(name))
    return spec


def _config() -> Spec:
    return _spec("config")


def _columns(result: Result, names: Iterable[str]) -> list[list[Value]]:
    at = {name: i for i, name in enumerate(result.table.columns)}
    return [[row[at[name]] for name in names] for row in result.table.rows]


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_LABEL else f"{text[: _LONGEST_LABEL - 1].rstrip()}…"


def _timeline(result: Result, view: View) -> tuple[Spec, list[str]]:
    names = [view.fields[key] for key in ("start", "end", "label")]
    names += [view.fields["group"]] if "group" in view.fields else []
    marks: dict[tuple[str, ...], None] = {}
    undated: set[tuple[str, ...]] = set()
    for start, end, label, *group in _columns(result, names):
        span = span_of(text_of(start), text_of(end))
        key = (text_of(label), *map(text_of, group))
        if span is None:
            undated.add(key)
        else:
            marks[(*span, "" if end is None else "closed", *key)] = None
    kept = list(marks)[:_MOST_MARKS]
    latest = max((end for _, end, *_ in kept), default="")
    shown = [
        # What has no end yet lasts to the end of the picture.
        {"start": start, "end": end if closed else latest, "label": label, "group": "".join(group)}
        for start, end, closed, label, *group in kept
    ]
    spec = _spec("timeline")
    for layer in spec["layer"]:
        layer["encoding"]["x"]["axis"]["format"] = _axis_format(
            [*(m["start"] for m in shown), latest]
        )
    _colour(spec, view, shown, "label")
    spec["data"] = {"values": shown}
    notes = [f"{count(len(undated))} without a date left out"] if undated else []
    return _finish(spec, shown, len(marks), notes, "No row has a date.")


def _axis_format(days: list[str]) -> str:
    """Years where they tell days apart, else months, else days."""
    first, last = min(days, default=""), max(days, default="")
    if int(last[:4] or 0) - int(first[:4] or 0) > _FEW_YEARS:
        return "%Y"
    return "%b %Y" if first[:7] != last[:7] else "%Y-%m-%d"


def _bars(result: Result, view: View) -> tuple[Spec, list[str]]:
    names = [view.fields[key] for key in ("x", "y")]
    names += [view.fields["group"]] if "group" in view.fields else []
    sums: dict[tuple[str, str], float] = {}
    for x, y, *group in _columns(result, names):
        key = (text_of(x), text_of(group[0]) if group else "")
        sums[key] = sums.get(key, 0.0) + float(text_of(y) or 0)
    categories = list(dict.fromkeys(x for x, _ in sums))
    kept = set(categories[:_MOST_MARKS])
    shown = [{"x": x, "y": y, "group": group} for (x, group), y in sums.items() if x in kept]
    spec = _spec("bar")
    spec["encoding"]["x"]["axis"]["title"] = view.fields["y"]
    _colour(spec, view, shown, "x")
    spec["data"] = {"values": shown}
    return _finish(spec, shown, len(categories), [], "There are no rows.")


def _finish(
    spec: Spec, shown: list[dict[str, Any]], total: int, notes: list[str], empty: str
) -> tuple[Spec, list[str]]:
    if not shown:
        nothing = {"$schema": spec["$schema"], "width": 480, "height": 40, "mark": "text"}
        nothing |= {"data": {"values": [{"text": empty}]}}
        return nothing | {"encoding": {"text": {"field": "text"}}}, notes
    if total > _MOST_MARKS:
        notes = [*notes, f"the first {_MOST_MARKS} of {total}"]
    return spec, notes


def _colour(spec: Spec, view: View, shown: list[dict[str, Any]], label: str) -> None:
    """Tell groups apart by colour where there are few, else by their names behind the labels."""
    groups = list(dict.fromkeys(str(each["group"]) for each in shown if each["group"]))
    colours = _config()["range"]["category"]
    coloured = 0 < len(groups) <= len(colours)
    for each in shown:
        named = not coloured and each["group"] and each["group"] != each[label]
        each[label] = _short(f"{each[label]}, {each['group']}" if named else str(each[label]))
    if coloured:
        spec["encoding"]["color"] = {
            "field": "group",
            "type": "nominal",
            "title": words(view.fields["group"].removesuffix(_LABEL)),
            "scale": {"domain": groups, "range": colours[: len(groups)]},
        }


def _network(result: Result, view: View) -> tuple[Spec, list[str]]:
    source, target = view.fields["source"], view.fields["target"]
    labelled = [name + _LABEL if name + _LABEL in result.table.columns else name
                for name in (source, target)]  # fmt: skip
    weight = view.fields.get("weight")
    names = [source, target, *labelled, *([weight] if weight else [])]
    labels: dict[str, str] = {}
    strength: dict[str, float] = {}
    links: dict[tuple[str, str], float] = {}
    for one, other, one_label, other_label, *value in _columns(result, names):
        if one is None or other is None:
            continue
        number = float(text_of(value[0]) or 0) if value else 1.0
        pair = (text_of(one), text_of(other))
        links[pair] = links.get(pair, 0.0) + number
        for node, label in zip(pair, (one_label, other_label), strict=True):
            labels[node] = text_of(label)
            strength[node] = strength.get(node, 0.0) + number
    ranked = sorted(strength, key=lambda node: (-strength[node], node))[:_MOST_NODES]
    kept = {pair: value for pair, value in links.items() if set(pair) <= set(ranked)}
    ranked = [node for node in ranked if any(node in pair for pair in kept)]
    at = place(ranked, kept)
    spec = _spec("network")
    lowest = min([-1.0, *(y for _, y in at.values())])
    spec["encoding"]["y"]["scale"]["domain"] = [lowest - 0.12, 1.12]
    spec["height"] = round(spec["height"] * (1.0 - lowest) / 2)
    spec["datasets"]["nodes"] = [
        {"label": labels[node], "strength": strength[node], "x": at[node][0], "y": at[node][1]}
        for node in ranked
    ]
    spec["datasets"]["links"] = [
        {"x": at[one][0], "y": at[one][1], "x2": at[other][0], "y2": at[other][1], "weight": value}
        for (one, other), value in kept.items()
    ]
    some = len(strength) > _MOST_NODES
    notes = [f"the {_MOST_NODES} with most ties of {len(strength)}"] if some else []
    if not ranked:
        notes = ["There are no rows."]
    return spec, notes

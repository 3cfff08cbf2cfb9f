"""An answer as Parquet: every column of the query, typed, with what was asked in the metadata."""

from __future__ import annotations

import io
import json
from datetime import date

from queries.formats.cells import Cell, cell_of, kind_of
from queries.result import Result

_EPOCH = date(1970, 1, 1).toordinal()


def parquet_bytes(result: Result) -> bytes:
    """Dates, numbers and truth values in columns of their types, everything else as text.

    A column that mixes them, as days and years, is text. The file's metadata has the question,
    the snapshot and the query as JSON under the key ``parley``.
    """
    from arro3.core import Array, DataType, Field, Schema, Table
    from arro3.io import write_parquet

    types = {
        "date": DataType.date32(),
        "boolean": DataType.bool(),
        "integer": DataType.int64(),
        "number": DataType.float64(),
        "text": DataType.string(),
    }
    fields, arrays = [], []
    for i, name in enumerate(result.table.columns):
        cells = [cell_of(row[i]) for row in result.table.rows]
        kind = kind_of(cells)
        fields.append(Field(name, types[kind], nullable=True))
        made = DataType.int32() if kind == "date" else types[kind]
        arrays.append(Array([_plain(cell, kind) for cell in cells], made).cast(types[kind]))
    # One entry, since the library writes several in any order.
    about = dict(result.about()) | {"Query": result.table.query}
    metadata = {"parley": json.dumps(about, ensure_ascii=False)}
    schema = Schema(fields)
    out = io.BytesIO()
    write_parquet(
        Table.from_arrays(arrays, schema=schema),
        out,
        compression="zstd(3)",
        key_value_metadata=metadata,
        created_by="parley",
        skip_arrow_metadata=False,
    )
    return out.getvalue()


def _plain(cell: Cell, kind: str) -> Cell:
    """What a column of that kind is made from: a date is its distance from the epoch in days."""
    if cell is None:
        return None
    if isinstance(cell, date):
        return cell.toordinal() - _EPOCH if kind == "date" else cell.isoformat()
    if kind == "number" and isinstance(cell, int):
        return float(cell)
    return str(cell) if kind == "text" else cell

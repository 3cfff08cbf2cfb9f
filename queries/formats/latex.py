"""An answer as a LaTeX table: booktabs, with a caption, to be set with ``\\input``."""

from __future__ import annotations

from queries.result import Result
from queries.table import Sheet

# What LaTeX reads as something else. Quotation marks and dashes are UTF-8, which it reads.
_ESCAPED = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "$": r"\$",
        "&": r"\&",
        "#": r"\#",
        "%": r"\%",
        "_": r"\_",
        "^": r"\textasciicircum{}",
        "~": r"\textasciitilde{}",
        "<": r"\textless{}",
        ">": r"\textgreater{}",
        "|": r"\textbar{}",
    }
)
_LONG = 28  # characters from which a column is set as a paragraph


def latex_bytes(result: Result) -> bytes:
    """A ``longtable``, which goes on over pages and repeats its head.

    The document needs ``\\usepackage{booktabs,longtable,array}`` and an engine that reads UTF-8.
    """
    view = result.sheet
    lines = [
        "% needs \\usepackage{booktabs,longtable,array}",
        f"% {result.source}",
        f"\\begin{{longtable}}{{@{{}}{_columns(view)}@{{}}}}",
        f"\\caption{{{escape(result.caption)} {escape(result.source)}}}"
        f"\\label{{tab:{result.name}}}\\\\",
        "\\toprule",
        _row([escape(heading) for heading in view.headings]),
        "\\midrule",
        "\\endhead",
        "\\bottomrule",
        "\\endfoot",
    ]
    lines += [_row([escape(cell.text) for cell in row]) for row in view.rows]
    lines.append("\\end{longtable}")
    return "".join(f"{line}\n" for line in lines).encode()


def escape(text: str) -> str:
    """Text that LaTeX sets as it is, on one line."""
    return " ".join(text.split()).translate(_ESCAPED)


def _row(cells: list[str]) -> str:
    # An empty cell before a bracket keeps "\\[" from being read as a length.
    return " & ".join(f"{{}}{cell}" if cell.startswith("[") else cell for cell in cells) + " \\\\"


def _columns(view: Sheet) -> str:
    """Left, or a paragraph of the share of the line that its longest text asks for."""
    longest = [
        max([len(heading), *(len(row[i].text) for row in view.rows)])
        for i, heading in enumerate(view.headings)
    ]
    wide = [min(length, 90) for length in longest if length > _LONG]
    room = 0.86 - 0.07 * (len(longest) - len(wide))
    return "".join("l" if n <= _LONG else _paragraph(n, wide, room) for n in longest)


def _paragraph(length: int, wide: list[int], room: float) -> str:
    share = max(0.1, room * min(length, 90) / sum(wide))
    return f">{{\\raggedright\\arraybackslash}}p{{{share:.2f}\\linewidth}}"

"""``python -m parley``: the same as the command, from any folder."""

from parley.cli import main

main(prog_name="parley")

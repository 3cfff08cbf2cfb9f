"""Finding polities, organisations and places in text."""

from etl.names.find import find_names

__all__ = ["find_names"]

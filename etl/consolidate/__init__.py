"""All articles' facts -> the default graph, in which each thing stands once."""

from etl.consolidate.graph import consolidated_quads

__all__ = ["consolidated_quads"]

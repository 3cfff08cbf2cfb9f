"""What people said: direct quotations with their speakers, and plain indirect speech."""

from etl.extract.statements.find import find_statements

__all__ = ["find_statements"]

"""The command line: the one place that opens every room."""

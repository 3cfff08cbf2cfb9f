"""``parley ask`` and ``parley query``: answers on the terminal or in a file."""


import click


def _read_parameters(pairs: tuple[str, ...]) -> dict[str, str]:
    parameters = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name:
            raise click.UsageError(f"-p {pair}: write it as -p name=value")
        parameters[name] = value
    return parameters

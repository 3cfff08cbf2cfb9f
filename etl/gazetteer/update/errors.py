"""What can go wrong while Wikidata is asked."""


class UpdateError(Exception):
    """An update cannot go on; the message says why and what to do."""


class ServiceError(UpdateError):
    """The query service gave no usable answer, however often it was asked."""


class TooMuchError(Exception):
    """The query service could not answer in its time; a smaller question may do."""

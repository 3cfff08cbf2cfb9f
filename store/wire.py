"""What the engine and its worker processes say to each other over a socket pair.

A message is four bytes of length and that much JSON. A request brings one file descriptor with
it, into which the worker writes the result.
"""

from __future__ import annotations

import json
import socket
import struct
from typing import Any, Final

from store import errors
from store.errors import StoreError

ACKNOWLEDGED: Final = b"."
"""Sent by the worker before it evaluates: from here on, its death is the query's doing."""

_LENGTH: Final = struct.Struct(">I")

Message = dict[str, Any]

_REPORTED: Final = {
    kind.__name__: kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, StoreError)
}


class Disconnected(Exception):  # noqa: N818  it is how a conversation ends, not an error
    """The other process is gone."""


def send(link: socket.socket, message: Message, handle: int | None = None) -> None:
    """Send a message, and a file descriptor with it. Raises `Disconnected` or `TimeoutError`."""
    body = json.dumps(message).encode()
    try:
        if handle is None:
            link.sendall(_LENGTH.pack(len(body)) + body)
        else:
            socket.send_fds(link, [_LENGTH.pack(len(body))], [handle])
            link.sendall(body)
    except (BrokenPipeError, ConnectionResetError) as error:
        raise Disconnected from error


def receive(link: socket.socket) -> Message:
    """The next message. Raises `Disconnected` or `TimeoutError`."""
    (length,) = _LENGTH.unpack(receive_bytes(link, _LENGTH.size))
    message: Message = json.loads(receive_bytes(link, length))
    return message


def receive_with_handle(link: socket.socket) -> tuple[Message, int]:
    """The next message and the file descriptor it brought. Raises `Disconnected`."""
    head, handles, _, _ = socket.recv_fds(link, _LENGTH.size, 1)
    if not head:
        raise Disconnected
    head += receive_bytes(link, _LENGTH.size - len(head))
    (length,) = _LENGTH.unpack(head)
    return json.loads(receive_bytes(link, length)), handles[0]


def receive_bytes(link: socket.socket, size: int) -> bytes:
    """Exactly `size` bytes. Raises `Disconnected` or `TimeoutError`."""
    chunks = []
    while size:
        try:
            chunk = link.recv(size)
        except ConnectionResetError as error:
            raise Disconnected from error
        if not chunk:
            raise Disconnected
        chunks.append(chunk)
        size -= len(chunk)
    return b"".join(chunks)


def failure(error: StoreError) -> Message:
    """The reply that tells of a failure."""
    return {"error": type(error).__name__, "message": str(error), "fields": vars(error)}


def raise_failure(reply: Message) -> None:
    """Raise the failure that a reply tells of, if it does."""
    if "error" in reply:
        raise _REPORTED[reply["error"]](reply["message"], **reply["fields"])

"""What the engine and its processes say to each other over a socket pair.

A frame is two lengths, that much JSON, and that many bytes after it; it may bring one file
descriptor along.
"""

from __future__ import annotations

import json
import select
import socket
import struct
from typing import Any, Final, NamedTuple

from store import errors
from store.errors import StoreError

ACKNOWLEDGED: Final = b"."
"""Sent by a process before it begins: from here on, its death is the request's doing."""

_HEAD: Final = struct.Struct(">II")

Message = dict[str, Any]

_REPORTED: Final = {
    kind.__name__: kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, StoreError)
}


class Disconnected(Exception):  # noqa: N818  it is how a conversation ends, not an error
    """The other process is gone."""


class Frame(NamedTuple):
    """What came: `handle` is a file descriptor that the receiver closes, if one came along."""

    message: Message
    body: bytes = b""
    handle: int | None = None


def send(
    link: socket.socket, message: Message, body: bytes = b"", handle: int | None = None
) -> None:
    """Send a frame. Raises `Disconnected` or `TimeoutError`."""
    text = json.dumps(message).encode()
    head = _HEAD.pack(len(text), len(body))
    try:
        if handle is None:
            link.sendall(head + text + body)
        else:
            socket.send_fds(link, [head], [handle])
            link.sendall(text + body)
    except (BrokenPipeError, ConnectionResetError) as error:
        raise Disconnected from error


def receive(link: socket.socket) -> Frame:
    """The next frame. Raises `Disconnected` or `TimeoutError`."""
    try:
        head, handles, _, _ = socket.recv_fds(link, _HEAD.size, 1)
    except ConnectionResetError as error:
        raise Disconnected from error
    if not head:
        raise Disconnected
    head += receive_bytes(link, _HEAD.size - len(head))
    text_size, body_size = _HEAD.unpack(head)
    data = receive_bytes(link, text_size + body_size)
    message: Message = json.loads(data[:text_size])
    return Frame(message, data[text_size:], handles[0] if handles else None)


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


def is_idle(link: socket.socket) -> bool:
    """Whether the other process has neither hung up nor sent anything."""
    if link.fileno() < 0:
        return False
    look = select.poll()
    look.register(link, select.POLLIN)
    return not look.poll(0)


def failure(error: StoreError) -> Message:
    """The reply that tells of a failure."""
    return {"error": type(error).__name__, "message": str(error), "fields": vars(error)}


def raise_failure(reply: Message) -> None:
    """Raise the failure that a reply tells of, if it does."""
    if "error" in reply:
        raise _REPORTED[reply["error"]](reply["message"], **reply["fields"])

"""Asks a proxy for every scenario, one after the other, as a patient client: it reads while it still sends."""
import selectors
import socket
import sys
import time

PATIENCE = 6


def ask_all(port, scenarios, after=None):
    for place, one in enumerate(scenarios):
        for _ in range(one.warm_ups + 1):
            ask(port, one, visitor(place))
        if after:
            after(one)


def visitor(place):
    """Each scenario is met by a visitor of its own, as failures of a real site mostly are."""
    return f"127.0.{1 + place // 200}.{1 + place % 200}"


def ask(port, one, address):
    fields = list(one.fields)
    if not one.is_upgrade:
        fields.append("Connection: close")
    if one.length:
        fields.append(f"Content-Length: {one.length}")
    head = [f"{one.method} /{one.name} HTTP/1.1", "Host: localhost", *fields, "", ""]
    with socket.create_connection(("127.0.0.1", port), source_address=(address, 0)) as connection:
        connection.setblocking(False)
        exchange(connection, "\r\n".join(head).encode(), one.length)


def exchange(connection, head, length):
    """Until the proxy closes, an answer without content is complete, or nothing comes for too long."""
    pending, left, received = head, length, b""
    piece = b"x" * 65536
    with selectors.DefaultSelector() as selector:
        selector.register(connection, selectors.EVENT_READ | selectors.EVENT_WRITE)
        last = time.monotonic()
        while time.monotonic() - last < PATIENCE:
            if not pending and left:
                pending = piece[: min(left, len(piece))]
                left -= len(pending)
            selector.modify(connection, selectors.EVENT_READ | (selectors.EVENT_WRITE if pending else 0))
            for _, events in selector.select(0.2):
                try:
                    if events & selectors.EVENT_READ:
                        data = connection.recv(1 << 16)
                        if not data:
                            return
                        received = (received + data)[:4096]
                        last = time.monotonic()
                    if events & selectors.EVENT_WRITE and pending:
                        pending = pending[connection.send(pending):]
                        last = time.monotonic()
                except BlockingIOError:
                    continue
                except OSError:
                    return
            # To another protocol than was offered, or unasked: a client has to give that up (RFC 9110 §7.8).
            if b" 101 " in received[:20]:
                return


def wait_for(port):
    for _ in range(150):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    sys.exit(f"nobody listens on {port}")

"""HTTP/2 as far as a server needs it that does one thing wrong: frames by hand, no dynamic table."""
import time


def frame(kind, flags, stream, payload=b""):
    return len(payload).to_bytes(3, "big") + bytes([kind, flags]) + stream.to_bytes(4, "big") + payload


def literal(name, value):
    return bytes([0, len(name)]) + name + bytes([len(value)]) + value


def h2_streams(client):
    """Streams of requests, once the settings were exchanged; reads what comes and forgets it."""
    data = b""
    client.sendall(frame(4, 0, 0))
    while len(data) < 24:
        data += client.recv(4096) or exit_thread()
    data = data[24:]
    while True:
        while len(data) < 9 or len(data) < 9 + int.from_bytes(data[:3], "big"):
            data += client.recv(65536) or exit_thread()
        length, kind, flags = int.from_bytes(data[:3], "big"), data[3], data[4]
        stream = int.from_bytes(data[5:9], "big")
        data = data[9 + length:]
        if kind == 4 and not flags & 1:
            client.sendall(frame(4, 1, 0))
        elif kind == 1:
            yield stream


def exit_thread():
    raise OSError("the visitor left")


def versions(over2, over1):
    """One act for HTTP/2 (with a stream), one for HTTP/1.1."""
    def serve(client):
        if client.selected_alpn_protocol() != "h2":
            return over1(client)
        for stream in h2_streams(client):
            over2(client, stream)
    return serve


def h2_answer(status=200, body=b"ok", *fields):
    head = (b"\x88" if status == 200 else literal(b":status", str(status).encode())) + b"".join(
        literal(*field) for field in fields)

    def act(client, stream):
        client.sendall(frame(1, 4, stream, head) + frame(0, 1, stream, body))
    return act


def h2_reset(code, *before):
    def act(client, stream):
        client.sendall(b"".join(frame(kind, flags, stream, payload) for kind, flags, payload in before)
                       + frame(3, 0, stream, code.to_bytes(4, "big")))
    return act


def h2_continuations(client, stream):
    client.sendall(frame(1, 0, stream, b"\x88"))
    while True:
        client.sendall(frame(9, 0, stream, literal(b"x-a", b"b" * 100) * 50))


def h2_silent(client, stream):
    time.sleep(40)

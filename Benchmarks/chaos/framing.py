"""A strict reader of HTTP/1.1 responses: whatever is not exactly right is an error, and an early end is seen."""

MOST_HEAD = 1 << 20
_NO_CONTENT = (204, 304)


class FramingError(Exception):
    """The peer broke the rules of RFC 9112."""


class ResponseReader:
    """Takes bytes with `feed`, and `finish` when there are no more; `done` says that a whole response is here."""

    def __init__(self, method="GET"):
        self._method = method
        self._buffer = bytearray()
        self._rest = 0
        self._read = self._read_head
        self.status = None
        self.fields = {}
        self.content = bytearray()
        self.done = False
        self.until_close = False

    @property
    def begun(self):
        """Whether a head arrived: from then on the visitor sees an answer that may break off."""
        return self.status is not None

    @property
    def reusable(self):
        """Whether the connection may carry another request afterwards."""
        return self.done and not self.until_close and b"close" not in self.fields.get("connection", b"").lower() \
            and not self._buffer

    def feed(self, data):
        self._buffer += data
        while not self.done and self._read():
            pass

    def finish(self):
        """The peer closed in order. Returns whether the response is whole."""
        if self.until_close and not self.done:
            self.done = True
        return self.done

    def _line(self):
        end = self._buffer.find(b"\r\n")
        if end < 0:
            return None
        line = bytes(self._buffer[:end])
        del self._buffer[:end + 2]
        return line

    def _read_head(self):
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0:
            if len(self._buffer) > MOST_HEAD:
                raise FramingError("head without an end")
            return False
        lines = bytes(self._buffer[:end]).split(b"\r\n")
        del self._buffer[:end + 4]
        parts = lines[0].split(b" ", 2)
        if len(parts) < 2 or parts[0] not in (b"HTTP/1.1", b"HTTP/1.0") or len(parts[1]) != 3 or not parts[1].isdigit():
            raise FramingError(f"status line {lines[0][:60]!r}")
        status, fields = int(parts[1]), self._fields(lines[1:])
        if status < 200:
            return True
        self.status, self.fields = status, fields
        self._choose_framing(parts[0])
        return True

    @staticmethod
    def _fields(lines):
        fields = {}
        for line in lines:
            name, colon, value = line.partition(b":")
            if not colon or not name or name != name.strip() or b" " in name:
                raise FramingError(f"field line {line[:60]!r}")
            name, value = name.decode("latin-1").lower(), value.strip()
            fields[name] = fields[name] + b", " + value if name in fields else value
        return fields

    def _choose_framing(self, version):
        """RFC 9112 §6.3."""
        coding, length = self.fields.get("transfer-encoding"), self.fields.get("content-length")
        if self._method == "HEAD" or self.status in _NO_CONTENT:
            self.done = True
        elif coding is not None:
            if coding.lower() != b"chunked" or length is not None:
                raise FramingError(f"transfer-encoding {coding!r} with content-length {length!r}")
            self._read = self._read_chunk_size
        elif length is not None:
            if not length.isdigit():
                raise FramingError(f"content-length {length!r}")
            self._rest, self._read = int(length), self._read_length
        else:
            self.until_close, self._read = True, self._read_all
        if version == b"HTTP/1.0" and b"keep-alive" not in self.fields.get("connection", b"").lower():
            self.fields["connection"] = b"close"

    def _take(self):
        part = self._buffer[:self._rest]
        self.content += part
        del self._buffer[:len(part)]
        self._rest -= len(part)
        return self._rest == 0

    def _read_length(self):
        self.done = self._take()
        return False

    def _read_all(self):
        self.content += self._buffer
        self._buffer.clear()
        return False

    def _read_chunk_size(self):
        line = self._line()
        if line is None:
            return False
        digits = line.split(b";", 1)[0].strip()
        if not digits or any(c not in b"0123456789abcdefABCDEF" for c in digits):
            raise FramingError(f"chunk size {line[:40]!r}")
        self._rest = int(digits, 16)
        self._read = self._read_chunk if self._rest else self._read_trailers
        return True

    def _read_chunk(self):
        if not self._take() or len(self._buffer) < 2:
            return False
        if self._buffer[:2] != b"\r\n":
            raise FramingError("chunk without CRLF at its end")
        del self._buffer[:2]
        self._read = self._read_chunk_size
        return True

    def _read_trailers(self):
        line = self._line()
        if line is None:
            return False
        self.done = not line
        return not self.done

"""Ids, and contents that tell whether they arrived whole: every content names its id, its length and its checksum."""
import random
import zlib

# One fixed block that every payload is cut from; aperiodic enough that a lost or doubled piece changes the checksum.
_BLOCK = random.Random(502).randbytes(1 << 16)
_MAGIC = b"chaos1"
_checksums = {}


def _payload(size):
    return (_BLOCK * (size // len(_BLOCK) + 1))[:size]


def _checksum(size):
    if size not in _checksums:
        _checksums[size] = zlib.crc32(_payload(size))
    return _checksums[size]


def make(ident, size, endpoint="-"):
    """A content for `ident` with a payload of `size` bytes."""
    return b"%s %s %s %d %08x\n" % (_MAGIC, ident.encode(), endpoint.encode(), size, _checksum(size)) + _payload(size)


def problem(content, ident=None):
    """What is wrong with a content; None when it is whole. With `ident`, it has to be that request's."""
    line, newline, payload = content.partition(b"\n")
    parts = line.split(b" ")
    if not newline or len(parts) != 5 or parts[0] != _MAGIC:
        return "no content of ours" if content else "empty"
    if not parts[3].isdigit() or len(payload) != int(parts[3]):
        return f"{len(payload)} bytes instead of {parts[3].decode('latin-1')}"
    if b"%08x" % zlib.crc32(payload) != parts[4]:
        return "wrong checksum"
    if ident is not None and parts[1] != ident.encode():
        return f"the content of request {parts[1].decode('latin-1')}"
    return None

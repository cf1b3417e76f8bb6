"""Just enough of Swift's lexical grammar to look at code without its comments and literals."""
import re

_OPEN = re.compile(r'//|/\*|#*"""|#*"')


def blank(source):
    """Replaces comments and literal text by spaces and keeps every line break and interpolated expression."""
    out = []
    position = _code(source, 0, out, closing=None)
    assert position >= len(source)
    return "".join(out)


def _code(source, position, out, closing):
    """Copies code until the end or, inside an interpolation, until its parenthesis closes."""
    depth = 0
    while position < len(source):
        opened = _OPEN.match(source, position)
        if opened is None:
            character = source[position]
            if closing and character == "(":
                depth += 1
            if closing and character == ")":
                if depth == 0:
                    return position
                depth -= 1
            out.append(character)
            position += 1
        elif opened.group() == "//":
            end = source.find("\n", position)
            position = _hide(source, position, len(source) if end < 0 else end, out)
        elif opened.group() == "/*":
            position = _comment(source, position, out)
        else:
            position = _literal(source, position, opened.group(), out)
    return position


def _hide(source, start, end, out):
    out.append(re.sub(r"[^\n]", " ", source[start:end]))
    return end


def _comment(source, start, out):
    depth, position = 1, start + 2
    while depth and position < len(source):
        if source.startswith("/*", position):
            depth, position = depth + 1, position + 2
        elif source.startswith("*/", position):
            depth, position = depth - 1, position + 2
        else:
            position += 1
    return _hide(source, start, position, out)


def _literal(source, start, opening, out):
    hashes = opening.count("#")
    end = opening.lstrip("#") + "#" * hashes
    escape = "\\" + "#" * hashes
    out.append(opening)
    position = start + len(opening)
    while position < len(source):
        if source.startswith(end, position):
            out.append(end)
            return position + len(end)
        if source.startswith(escape + "(", position):
            _hide(source, position, position + len(escape) + 1, out)
            position = _code(source, position + len(escape) + 1, out, closing=")")
        elif source.startswith(escape, position):
            position = _hide(source, position, min(len(source), position + len(escape) + 1), out)
        elif source[position] == "\n" and not end.startswith('"""'):
            return position
        else:
            position = _hide(source, position, position + 1, out)
    return position


def block(code, start):
    """The span of the braces that open first at or after `start`, as (inside start, inside end)."""
    opening = code.find("{", start)
    if opening < 0:
        return None
    depth = 0
    for position in range(opening, len(code)):
        if code[position] == "{":
            depth += 1
        elif code[position] == "}":
            depth -= 1
            if depth == 0:
                return opening + 1, position
    return None


def line_of(code, position):
    return code.count("\n", 0, position) + 1

"""Rules that hold documents against the code and against each other."""
import os
import re
import urllib.parse

import swiftcode
from tree import Problem

COMMANDS_PAGE = "docs/commands.md"
FAULT_PAGES = "docs/faults"
_COMMAND_TYPE = re.compile(
    r"\b(?:struct|class|enum)\s+(\w+)\s*:[^{]*\b(?:Async)?ParsableCommand\b|"
    r"\bextension\s+([\w.]+)\s*:[^{]*\b(?:Async)?ParsableCommand\b")


def ledger(tree):
    """The tests compare words and pages; this only sees that no page is missing or left over."""
    tokens = _detail_tokens(tree)
    if not tokens or not tree.under(FAULT_PAGES + "/"):
        return
    pages = {os.path.basename(p)[:-3] for p in tree.under(FAULT_PAGES + "/", suffix=".md")} - {"README", "index"}
    for token in sorted(tokens - pages):
        yield Problem(f"{FAULT_PAGES}/{token}.md", 0, "missing; pages are generated, run the generator of the docs")
    for page in sorted(pages - tokens):
        yield Problem(f"{FAULT_PAGES}/{page}.md", 0, "no fault has this token; delete the page")


def _detail_tokens(tree):
    """The detail tokens, read from the one file that spells them."""
    path = "Sources/GatewayFaults/Fault+Detail+Token.swift"
    if path not in tree.paths:
        return set()
    return set(re.findall(r'^\s*case [^:]*:\s*(?:return\s*)?"([a-z0-9_-]+)"\s*$', tree.text(path), re.MULTILINE))


def commands(tree):
    declared = {}
    for path in tree.under("Sources/goodgate/", suffix=".swift"):
        for name, number in _commands_in(tree, path):
            declared[name] = (path, number)
    if not declared:
        return
    if not tree.exists(COMMANDS_PAGE):
        path, number = next(iter(declared.values()))
        yield Problem(path, number, f"there are commands but no {COMMANDS_PAGE}")
        return
    described = _described_commands(tree)
    for name, (path, number) in sorted(declared.items()):
        if name not in described:
            yield Problem(path, number, f"command `{name}` has no section `## goodgate {name}` in {COMMANDS_PAGE}")
    for name, number in sorted(described.items()):
        if name not in declared:
            yield Problem(COMMANDS_PAGE, number, f"describes `goodgate {name}`, which is no command")


def _described_commands(tree):
    found = {}
    for number, line in tree.lines(COMMANDS_PAGE):
        # Under another command it is found by its own name, the last.
        heading = re.match(r"#+\s+`?goodgate ((?:[a-z][a-z0-9-]* )*)([a-z][a-z0-9-]*)`?\s*$", line)
        if heading:
            found.setdefault(heading.group(2), number)
    return found


def _commands_in(tree, path):
    """Names of the commands a file declares: `commandName`, else the name ArgumentParser derives from the type."""
    code, text = tree.code(path), tree.text(path)
    for declared in _COMMAND_TYPE.finditer(code):
        span = swiftcode.block(code, declared.end())
        body = text[span[0]:span[1]] if span else ""
        # One that only holds others has no section, nor has one that nobody is told of.
        if re.search(r"subcommands\s*:", body) and not re.search(r"\bfunc run\(", body):
            continue
        if re.search(r"\bshouldDisplay: false\b", body):
            continue
        spelled = re.search(r'commandName:\s*"([^"]+)"', body)
        name = (declared.group(1) or declared.group(2)).split(".")[-1]
        derived = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", re.sub(r"Command$", "", name)).lower()
        yield (spelled.group(1) if spelled else derived), swiftcode.line_of(code, declared.start())


def links(tree):
    for path in tree.paths:
        if not path.endswith(".md"):
            continue
        fenced = False
        for number, line in tree.lines(path):
            if line.lstrip().startswith("```"):
                fenced = not fenced
            if fenced:
                continue
            for target in re.findall(r"\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)", re.sub(r"`[^`]*`", "", line)):
                problem = _link_problem(tree, path, target)
                if problem:
                    yield Problem(path, number, problem)


def _link_problem(tree, path, target):
    if re.match(r"[a-z][a-z0-9+.-]*:", target):
        return None
    name, _, fragment = target.partition("#")
    name = urllib.parse.unquote(name)
    if name.startswith("/"):
        return f"link to {target}: use a path relative to this file"
    full = os.path.normpath(os.path.join(os.path.dirname(path), name)) if name else path
    if not tree.exists(full):
        return f"link to {target}: there is no {full}"
    if fragment and full.endswith(".md") and fragment not in _anchors(tree, full):
        return f"link to {target}: {full} has no heading with that anchor"
    return None


def _anchors(tree, path):
    found, fenced = set(), False
    for _, line in tree.lines(path):
        fenced ^= line.lstrip().startswith("```")
        heading = not fenced and re.match(r"#+\s+(.*?)\s*#*$", line)
        if not heading:
            continue
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading.group(1))
        anchor = re.sub(r"\s", "-", re.sub(r"[^\w\s-]", "", plain.lower()).strip())
        repeat, candidate = 0, anchor
        while candidate in found:
            repeat += 1
            candidate = f"{anchor}-{repeat}"
        found.add(candidate)
    return found

"""Rules about Swift files."""
import json
import os
import re
import subprocess

import swiftcode
from tree import Problem, matches

SIZE_LIMIT = 600
SIZE_WARNING = 400
SIZE_EXEMPT = "Scripts/size-exempt.txt"
UNSAFE_ALLOWED = "Scripts/unsafe-allowed.txt"

# Module prefix -> the targets that may import it. Everything else may not.
_NO_FOUNDATION = {"GatewayFaults", "GatewayBytes", "GatewayWire", "GatewayCore", "GatewayReactor", "GatewayPlane"}
_NETWORK_LIBRARIES = {"GatewayLab", "GatewayControl", "goodgate"}
# The lab names errnos and resets connections, and logs are read in large blocks; they are no part of the data plane.
_SYSTEM_CALLERS = {"GatewayBytes", "GatewayReactor", "GatewayLab", "GatewayLogs", "goodgate"}
_IMPORT = re.compile(
    r"^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:public|package|internal|fileprivate|private)\s+)?"
    r"import\s+(?:(?:struct|class|enum|protocol|func|var|let|typealias)\s+)?(\w+)")

_UNSAFE = re.compile(r"\bunsafe\b|\w*Unsafe\w*|@unchecked\s+Sendable|@_lifetime\b|\w*[Uu]nchecked(?=[\w(:])")
_BAD_NAME = re.compile(r"(?:Managers?|Helpers?|Util(?:s|ity|ities)?|Common)$")
_DECLARED = re.compile(r"\b(?:struct|class|enum|actor|protocol|typealias)\s+(\w+)")


def target_of(path):
    parts = path.split("/")
    return parts[1] if len(parts) > 2 and parts[0] == "Sources" else None


def sizes(tree):
    exempt = tree.patterns(SIZE_EXEMPT)
    for path in tree.under("Sources/", "Tests/", "Scripts/", "Benchmarks/", "Fuzz/"):
        if not path.endswith((".swift", ".py", ".c", ".h", ".sh")) or matches(path, exempt):
            continue
        count = tree.text(path).count("\n")
        if count > SIZE_LIMIT:
            yield Problem(path, 0, f"{count} lines; split it by type or aspect (at most {SIZE_LIMIT}), "
                                   f"or list generated tables in {SIZE_EXEMPT}")
        elif count > SIZE_WARNING:
            yield Problem(path, 0, f"{count} lines; look for a second type in it (aim 250)", warning=True)


def names(tree):
    fix = "say what it is responsible for; Manager, Helper, Util and Common do not"
    for path in tree.under("Sources/", "Tests/", suffix=".swift"):
        stem = os.path.basename(path)[:-len(".swift")].split("+")[0]
        if _BAD_NAME.search(stem):
            yield Problem(path, 0, fix)
        for number, line in tree.code_lines(path):
            for declared in _DECLARED.finditer(line):
                if _BAD_NAME.search(declared.group(1)):
                    yield Problem(path, number, f"{declared.group(1)}: {fix}")


def imports(tree):
    for path in tree.under("Sources/", suffix=".swift"):
        target = target_of(path)
        for number, line in tree.code_lines(path):
            found = _IMPORT.match(line)
            reason = found and _import_refusal(found.group(1), target)
            if reason:
                yield Problem(path, number, f"import {found.group(1)} in {target}: {reason}")


def _import_refusal(module, target):
    if module.startswith("Foundation") and target in _NO_FOUNDATION:
        return "the data plane links no Foundation; use the standard library or move this up a layer"
    if module.startswith(("NIO", "Hummingbird", "Logging", "HTTPTypes")) and target not in _NETWORK_LIBRARIES:
        return f"only {', '.join(sorted(_NETWORK_LIBRARIES))} may use it"
    if module in ("Glibc", "Musl", "CGatewaySystem", "CAres", "COpenSSL", "CZlib", "CZstd") and target not in _SYSTEM_CALLERS:
        return f"only {', '.join(sorted(_SYSTEM_CALLERS))} may call the system"
    if module == "XCTest":
        return "tests are written with Swift Testing and live in Tests"
    return None


def unsafe(tree):
    allowed = tree.patterns(UNSAFE_ALLOWED)
    for path in tree.under("Sources/", suffix=".swift"):
        used = [(number, found.group()) for number, line in tree.code_lines(path)
                for found in [_UNSAFE.search(line)] if found]
        if not used:
            continue
        if not matches(path, allowed):
            number, word = used[0]
            more = f" and {len(used) - 1} more lines" if len(used) > 1 else ""
            yield Problem(path, number, f"`{word}`{more}: unsafe code; write it with spans, or have the file "
                                        f"reviewed and listed in {UNSAFE_ALLOWED}")
        elif "SAFETY:" not in tree.text(path):
            yield Problem(path, used[0][0], f"`{used[0][1]}` without a `// SAFETY:` line that says why it holds")


def exhaustive(tree):
    """Best effort, by text: a switch all of whose patterns are cases of one enum of the vocabulary."""
    enums = _vocabulary(tree)
    for path in tree.under("Sources/", suffix=".swift"):
        code = tree.code(path)
        if not re.search(r"\bFault\b", code):
            continue
        for switch in re.finditer(r"\bswitch\b", code):
            span = swiftcode.block(code, switch.end())
            offset = span and _default_over(code[span[0]:span[1]], enums)
            number = offset and swiftcode.line_of(code, span[0]) + offset - 1
            if number and not _has_reason(tree, path, number):
                yield Problem(path, number,
                              "`default` in a switch over the fault vocabulary; name every case, so that a new "
                              "fault does not compile until it is handled here, or say on the line above why the "
                              "rest needs no word: `// Default: …`")


def _has_reason(tree, path, number):
    return number > 1 and re.match(r"\s*// Default: \S", tree.text(path).split("\n")[number - 2]) is not None


def _vocabulary(tree):
    """The cases of every enum that GatewayFaults declares."""
    found = []
    for path in tree.under("Sources/GatewayFaults/", suffix=".swift"):
        code = tree.code(path)
        for declared in re.finditer(r"\benum\s+\w+[^{]*", code):
            span = swiftcode.block(code, declared.end())
            body = code[span[0]:span[1]] if span else ""
            cases = set()
            for case in re.finditer(r"^\s*case\s+([\w ,`\n]+?)\s*(?:$|=|\()", body, re.MULTILINE):
                cases.update(name.strip(" `") for name in case.group(1).split(","))
            if cases:
                found.append(cases)
    return found


def _default_over(body, enums):
    """The line of `default` in the body when the body switches over one of the enums."""
    flat = _outermost(body)
    default = re.search(r"\bdefault\s*:", flat)
    patterns = set()
    for case in re.finditer(r"\bcase\b([^:]*):", flat):
        patterns.update(re.findall(r"(?<![\w)])\.(\w+)", case.group(1)))
    if not default or not patterns or not any(patterns <= cases for cases in enums):
        return None
    return flat.count("\n", 0, default.start()) + 1


def _outermost(body):
    """The body with everything inside nested braces blanked."""
    out, depth = [], 0
    for character in body:
        depth -= character == "}"
        out.append(character if depth == 0 or character == "\n" else " ")
        depth += character == "{"
    return "".join(out)


def formatting(tree):
    strict = json.loads(tree.text(".swift-format")) if tree.exists(".swift-format") else {}
    strict.setdefault("rules", {}).update(NeverForceUnwrap=True, NeverUseForceTry=True)
    runs = [(["Sources"], ["--configuration", json.dumps(strict)]), (["Tests", "Package.swift"], [])]
    for roots, options in runs:
        roots = [root for root in roots if tree.exists(root)]
        if not roots:
            continue
        done = subprocess.run(["swift", "format", "lint", "--strict", "--parallel", *options, "-r", *roots],
                              cwd=tree.root, capture_output=True, text=True, errors="replace")
        yield from _format_problems(tree, done)


def _format_problems(tree, done):
    reported = False
    for line in done.stderr.splitlines() + done.stdout.splitlines():
        found = re.match(r"(.+?):(\d+):\d+: (?:error|warning): (.*)", line)
        if found:
            reported = True
            path = os.path.relpath(os.path.join(tree.root, found.group(1)), tree.root)
            yield Problem(path, int(found.group(2)), f"{found.group(3)} (swift format format -i -r {path})")
    if done.returncode and not reported:
        yield Problem("Sources", 0, f"swift format failed: {(done.stderr or done.stdout).strip()[:400]}")

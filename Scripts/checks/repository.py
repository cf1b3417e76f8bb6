"""Rules about what is in the repository at all."""
import os
import re
import shutil
import subprocess

from tree import Problem

_KEY_BEGIN = re.compile(r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----")
# Roots that exist on one machine only. Spelled as a pattern, so that this line is not one of them.
_MACHINE_PATH = re.compile(r"(?<![\w.$}~-])/(?:work|root|Users|home/[a-z]\w*|opt/swift)(?:/|\b(?=[\s\"'`)]))")
_BUILD_OUTPUT = re.compile(r"(^|/)(\.build|\.swiftpm|\.work|__pycache__)/|(^|/)Package\.resolved$|\.(o|a|so|pyc)$")


def shell(tree):
    checker = shutil.which("shellcheck")
    for path in tree.paths:
        # Written by the argument parser and sourced, never run.
        if path.startswith("packaging/completions/"):
            continue
        with open(os.path.join(tree.root, path), "rb") as file:
            first = file.readline(200)
        if not first.startswith(b"#!"):
            continue
        if not os.access(os.path.join(tree.root, path), os.X_OK):
            yield Problem(path, 1, "has a #! line and is not executable: chmod +x")
        if not re.match(rb"#!.*\b(ba|da)?sh\b", first):
            continue
        done = subprocess.run(["bash", "-n", path], cwd=tree.root, capture_output=True, text=True)
        for line in done.stderr.splitlines():
            found = re.match(r".*?: line (\d+): (.*)", line)
            yield Problem(path, int(found.group(1)) if found else 0, found.group(2) if found else line)
        if checker and not done.returncode:
            yield from _shellcheck(tree, checker, path)


def _shellcheck(tree, checker, path):
    done = subprocess.run([checker, "--severity=warning", "--format=gcc", path],
                          cwd=tree.root, capture_output=True, text=True)
    for line in done.stdout.splitlines():
        found = re.match(r"[^:]*:(\d+):\d+: (.*)", line)
        if found:
            yield Problem(path, int(found.group(1)), found.group(2))


def secrets(tree):
    for path in tree.paths:
        if path.startswith("Tests/") and "/Fixtures/" in path:
            continue
        for number, line in tree.lines(path):
            if _KEY_BEGIN.search(line):
                yield Problem(path, number, "a private key; make it at run time, or keep a throw-away one under "
                                            "Tests/…/Fixtures/")


def tracked(tree):
    for path in tree.tracked():
        if _BUILD_OUTPUT.search(path):
            yield Problem(path, 0, "is made by a build: git rm --cached it and see .gitignore")


def machine_paths(tree):
    for path in tree.paths:
        if path.startswith("Tests/Scripts/check_"):
            continue
        for number, line in tree.lines(path):
            found = _MACHINE_PATH.search(line)
            if found:
                yield Problem(path, number, f"`{found.group().strip()}` exists on one machine only; "
                                            "use a path relative to the repository")

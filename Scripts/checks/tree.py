"""The files of the repository as the rules see them."""
import dataclasses
import fnmatch
import os
import re
import subprocess

import swiftcode


@dataclasses.dataclass(frozen=True)
class Problem:
    """One thing that is wrong, where, and how to put it right."""
    path: str
    number: int
    fix: str
    warning: bool = False

    def line(self, rule):
        place = f"{self.path}:{self.number}" if self.number else self.path
        return f"{'warn' if self.warning else 'FAIL'} {place}: {rule}: {self.fix}"


class Tree:
    """Tracked and new files under a root, read once. Outside a git work tree every file counts."""

    def __init__(self, root):
        self.root = root
        self.paths = sorted(self._list())
        self._texts = {}
        self._codes = {}

    def _list(self):
        try:
            listed = subprocess.run(
                ["git", "-C", self.root, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                capture_output=True, check=True).stdout.decode("utf-8", "replace")
            names = [name for name in listed.split("\0") if name]
        except (OSError, subprocess.CalledProcessError):
            names = []
            for folder, folders, files in os.walk(self.root):
                folders[:] = [f for f in folders if f not in (".git", ".build")]
                names += [os.path.relpath(os.path.join(folder, f), self.root) for f in files]
        return [name for name in names if os.path.isfile(os.path.join(self.root, name))]

    def tracked(self):
        """Only what git has in its index."""
        try:
            listed = subprocess.run(["git", "-C", self.root, "ls-files", "-z"], capture_output=True, check=True)
        except (OSError, subprocess.CalledProcessError):
            return list(self.paths)
        return [name for name in listed.stdout.decode("utf-8", "replace").split("\0") if name]

    def under(self, *folders, suffix=""):
        return [p for p in self.paths if p.startswith(folders) and p.endswith(suffix)]

    def exists(self, path):
        return os.path.exists(os.path.join(self.root, path))

    def text(self, path):
        """The file as text; bytes that are not UTF-8 are replaced, so that no rule stops at them."""
        if path not in self._texts:
            with open(os.path.join(self.root, path), "rb") as file:
                self._texts[path] = file.read().decode("utf-8", "replace")
        return self._texts[path]

    def lines(self, path):
        return list(enumerate(self.text(path).split("\n"), 1))

    def code(self, path):
        """A Swift file with comments and the text of literals blanked, the same lines and columns."""
        if path not in self._codes:
            self._codes[path] = swiftcode.blank(self.text(path))
        return self._codes[path]

    def code_lines(self, path):
        return list(enumerate(self.code(path).split("\n"), 1))

    def patterns(self, path):
        """The patterns of a list file: one a line, `#` starts a comment."""
        if not self.exists(path):
            return []
        stripped = (re.sub(r"\s*#.*", "", line).strip() for _, line in self.lines(path))
        return [pattern for pattern in stripped if pattern]


def matches(path, patterns):
    """Whether a path is on a list. `*` also crosses folders."""
    return any(fnmatch.fnmatchcase(path, pattern) for pattern in patterns)

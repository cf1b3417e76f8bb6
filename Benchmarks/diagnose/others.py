"""What other tools, and the page that a visitor gets, say to the same case: each in one short line."""
import html
import json
import os
import re
import shutil
import subprocess
import tempfile

# Of an answer; some cases never end theirs.
_MOST_BYTES = 65536
_MOST_LETTERS = 110
SECONDS = 15
_MARK = "bench-status:"


class Others:
    """curl, httpstat (where `Scripts/setup diagnose` could install it) and the page of the answer."""

    def __init__(self, venv):
        self.httpstat = shutil.which("httpstat", path=os.pathsep.join([venv, os.environ["PATH"]]))
        self.columns = ["curl", *(["httpstat"] if self.httpstat else []), "the visitor's page"]

    def say(self, url, prefix, environment):
        """Column -> line. `prefix` stands before each command: it leads into the visitor's namespace."""
        said, page = self._curl(url, prefix, environment)
        lines = {"curl": said, "the visitor's page": page}
        if self.httpstat:
            lines["httpstat"] = self._httpstat(url, prefix, environment)
        return lines

    def _curl(self, url, prefix, environment):
        command = [*prefix, "curl", "-sS", "-N", "-m", str(SECONDS), "-w", "%{stderr}\n" + _MARK + "%{http_code}", url]
        # What it says goes to a file: of two pipes one would have to be read while the other fills.
        with tempfile.TemporaryFile() as errors:
            with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=errors) as child:
                body = child.stdout.read(_MOST_BYTES)
                while child.stdout.read(_MOST_BYTES):
                    pass
            errors.seek(0)
            lines = errors.read().decode(errors="replace").splitlines()
        status = next((line[len(_MARK):] for line in lines if line.startswith(_MARK)), "")
        said = first_error(lines) or status
        return short(said), page_text(int(status) if status.isdigit() else 0, body)

    def _httpstat(self, url, prefix, environment):
        environment = {**environment, "HTTPSTAT_SAVE_BODY": "false"}
        # It keeps the whole content in a file, and one site never ends: hence a rate.
        options = ["-m", str(SECONDS), "--limit-rate", "10M", "--format", "jsonl"]
        done = subprocess.run([*prefix, self.httpstat, url, *options], env=environment, capture_output=True, text=True,
                              errors="replace")
        lines = done.stdout.splitlines()
        if failed := first_error(lines):
            return short(failed)
        try:
            return short(stages(json.loads(lines[-1])))
        except (IndexError, ValueError, KeyError):
            # It ends with a trace of its own where it cannot read an answer.
            return short((done.stderr.strip().splitlines() or ["nothing"])[-1])


def first_error(lines):
    """curl's own message; hints and links come after it. httpstat puts words before it."""
    for line in lines:
        if "curl: (" in line:
            return line[line.index("curl: ("):]
    return ""


def stages(document):
    """The status line and the stage that took longest: what the drawing shows at a glance."""
    names = {"dns": "DNS Lookup", "connect": "TCP Connection", "tls": "TLS Handshake", "server": "Server Processing",
             "transfer": "Content Transfer"}
    times = {key: document["timings_ms"][key] for key in names}
    slowest = max(times, key=times.get)
    return f"{document['response']['status_line']}; {names[slowest]} {times[slowest]} ms"


def page_text(status, body):
    """Title or heading of an error's page, or how its text begins; nothing where the answer is no error."""
    if not 400 <= status < 600:
        return ""
    text = body.decode(errors="replace")
    for element in ("title", "h1"):
        found = re.search(rf"<{element}[^>]*>(.*?)</{element}>", text, re.S | re.I)
        if found and plain(found.group(1)):
            return short(plain(found.group(1)))
    return short(plain(text)) or "(an empty page)"


def plain(text):
    return html.unescape(re.sub(r"<[^>]*>", " ", text))


def short(text):
    """One line that can do no harm to whoever reads it."""
    text = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return text if len(text) <= _MOST_LETTERS else text[:_MOST_LETTERS - 1].rstrip() + "…"

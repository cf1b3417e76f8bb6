"""Runs one proxy for the length of a recording, and keeps its logs."""
import os
import shutil
import subprocess
import time

from . import client

SEARCHED = os.environ.get("PATH", "") + ":/usr/sbin"
ENVIRONMENT = dict(os.environ, PATH=SEARCHED, TZ="UTC")
# A line that is longer holds a whole head of a scenario, a megabyte of it.
LONGEST = 6000


def run(command, port, scenarios, stdout=None, beside=(), after=None):
    """`beside`: commands that read the log of the running proxy, with the files that they write.

    `after`: called before the first scenario, with None, and after each.
    """
    if not shutil.which(command[0], path=SEARCHED):
        print(f"{command[0]} is not installed; left out")
        return
    child = subprocess.Popen(command, stdout=stdout or subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=ENVIRONMENT)
    readers = []
    try:
        client.wait_for(port)
        for reader, path in beside:
            with open(path, "w") as file:
                readers.append(subprocess.Popen(reader, stdout=file, stderr=subprocess.DEVNULL, env=ENVIRONMENT))
        if after:
            after(None)
        # The reader follows from where it begins.
        time.sleep(1 if readers else 0)
        client.ask_all(port, scenarios, after)
        # What is logged when a timer of the proxy ends an exchange.
        time.sleep(3)
    finally:
        for process in [*readers, child]:
            end(process)


def end(process):
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        # Apache in one process waits for a worker that waits for a peer of the lab.
        process.kill()
        process.wait()


def write(work, name, text):
    path = os.path.join(work, name)
    with open(path, "w") as file:
        file.write(text)
    return path


def keep(work, folder, *names):
    home = os.path.expanduser("~") + "/"
    for name in names:
        path = os.path.join(work, name)
        if not os.path.exists(path):
            continue
        # Not `.log`, which git is told to leave out.
        with open(path, errors="replace") as source, open(os.path.join(folder, name.replace(".log", ".txt")), "w") as target:
            lines = (line for line in source if len(line) < LONGEST)
            lines = (line.replace(work, "/srv").replace(home, "/var/lib/caddy/") for line in lines)
            target.writelines(without_storms(lines))


def without_storms(lines):
    """Caddy opens a connection anew for a stream that was refused, thousands of times, and writes this for each."""
    count = 0
    for line in lines:
        count += "use of closed network connection" in line
        if count <= 10 or "use of closed network connection" not in line:
            yield line

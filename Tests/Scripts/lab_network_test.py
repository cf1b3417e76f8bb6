#!/usr/bin/env python3
"""`goodgate lab network`: every case is what it says it is, and nothing of any run stays.

Needs root and `ip`; a case whose part of the kernel is missing says so and is left out.
"""
import concurrent.futures
import json
import os
import pty
import select
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

REPOSITORY = os.path.realpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
BINARIES = [os.environ.get("GOODGATE", ""), *(os.path.join(REPOSITORY, ".build", kind, "goodgate")
                                              for kind in ("release", "debug"))]
BINARY = next((path for path in BINARIES if os.access(path, os.X_OK)), None)
os.environ["PATH"] += os.pathsep + "/usr/sbin" + os.pathsep + "/sbin"
PATIENCE = 40
# Most of a run is waiting for what does not come; more at once would keep each other from answering in time.
AT_ONCE = 5
UNAVAILABLE, PERMISSION = 69, 77


def reason_not_to():
    if not BINARY:
        return "goodgate is not built"
    if os.geteuid() != 0:
        return "network namespaces need root"
    if not shutil.which("ip"):
        return "`ip` is missing: install iproute2"
    probe = f"goodgate-lab-probe-{os.getpid()}"
    # What every case is made of; a container may have the right to some of it only.
    needed = (["netns", "add", probe], ["-n", probe, "link", "add", "out", "type", "veth", "peer", "name", "in"],
              ["-n", probe, "rule", "add", "pref", "10", "ipproto", "tcp", "dport", "9", "blackhole"])
    refused = next((done.stderr.strip() for done in (
        subprocess.run(["ip", *words], capture_output=True, text=True) for words in needed) if done.returncode), None)
    subprocess.run(["ip", "netns", "del", probe], capture_output=True)
    return None if refused is None else f"this machine lets nobody make such networks: {refused}"


REASON_NOT_TO = reason_not_to()


def start(*words, **more):
    return subprocess.Popen([BINARY, "lab", "network", *words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, text=True, **more)


def finish(process):
    output, errors = process.communicate(timeout=PATIENCE)
    return process.returncode, output, errors


def run(*words, **more):
    return finish(start(*words, **more))


def left(process):
    """The namespaces and files of a run that are still there."""
    return [f"{folder}/{name}" for folder in ("/run/netns", "/etc/netns") if os.path.isdir(folder)
            for name in os.listdir(folder) if name.startswith(f"goodgate-lab-{process}-")]


def processes():
    for number in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{number}/cmdline") as file:
                yield number, file.read().replace("\0", " ")
        except OSError:
            continue


def own_network():
    """What the machine itself has of interfaces, addresses, routes and rules."""
    words = (["-o", "link"], ["-o", "addr"], ["route"], ["-6", "route"], ["rule"])
    return [[line.split(" valid_lft")[0].split(" expires")[0] for line in
             subprocess.run(["ip", *some], capture_output=True, text=True).stdout.splitlines()] for some in words]


@unittest.skipIf(REASON_NOT_TO, REASON_NOT_TO)
class LabNetworkTest(unittest.TestCase):
    def tearDown(self):
        """No site outlives its run."""
        sites = [words for number, words in processes() if " lab network-site " in words
                 and os.path.realpath(f"/proc/{number}/exe") == os.path.realpath(BINARY)]
        self.assertEqual(sites, [])

    def test_every_case_is_what_it_says(self):
        _, text, _ = run("--list", "--json")
        cases = json.loads(text)["cases"]
        self.assertGreaterEqual(len(cases), 18)
        before, began = own_network(), time.monotonic()
        with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
            verdicts = list(pool.map(self.verdict, cases))
        print(f"{len(cases)} cases in {time.monotonic() - began:.1f} s")
        for case, (status, output, errors, seconds, remains) in zip(cases, verdicts):
            with self.subTest(case["name"]):
                self.assertEqual(remains, [])
                if status == UNAVAILABLE and case.get("kernel_module", "none") in errors:
                    print(f"{case['name']:<24} left out: {errors.strip()}")
                    self.skipTest(errors.strip())
                self.assertTrue(output, errors)
                document = json.loads(output)
                causes = [cause["cause"] for cause in document["causes"]]
                print(f"{case['name']:<24} {document['party']:<9} {(causes or ['-'])[0]:<24} {seconds:5.1f} s")
                self.assertEqual(document["party"], case["party"])
                self.assertEqual(causes[:1], [case["cause"]] if case.get("cause") else [])
                self.assertEqual(status == 0, case["party"] == "nobody")
        self.assertEqual(own_network(), before)

    @staticmethod
    def verdict(case):
        began = time.monotonic()
        process = start(case["name"], "--json")
        status, output, errors = finish(process)
        return status, output, errors, time.monotonic() - began, left(process.pid)

    def visiting(self, *words, **more):
        """A run whose command has begun."""
        process = start("healthy", "--", *words, **more)
        self.addCleanup(lambda: [pipe.close() for pipe in (process.stdout, process.stderr)])
        self.addCleanup(lambda: process.poll() is None and (process.kill(), process.wait()))
        while "GOODGATE_LAB_URL=" not in (line := process.stderr.readline()):
            self.assertTrue(line, "the run ended early")
        return process

    def test_the_command_is_in_the_visitors_place(self):
        status, output, errors = run(
            "hosts-override", "--", "sh", "-c",
            "echo $GOODGATE_LAB_URL; ip -o -4 addr show dev out; cat /etc/hosts /etc/resolv.conf; exit 7")
        self.assertEqual(status, 7, errors)
        self.assertIn("http://hosts-override.lab.test/\n", output)
        self.assertIn("10.77.0.2/24", output)
        self.assertIn("10.78.0.5 hosts-override.lab.test\n", output)
        self.assertIn("nameserver 10.78.0.53\n", output)
        self.assertIn("GOODGATE_LAB_URL=http://hosts-override.lab.test/", errors)

    def test_signals_end_the_command_and_nothing_stays(self):
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT, signal.SIGHUP):
            with self.subTest(number.name):
                process = self.visiting("sleep", "600")
                process.send_signal(number)
                self.assertEqual(finish(process)[0], 128 + number)
                self.assertEqual(left(process.pid), [])

    def test_a_signal_while_it_is_built_leaves_nothing(self):
        process = start("healthy")
        while not left(process.pid):
            self.assertIsNone(process.poll())
        process.send_signal(signal.SIGTERM)
        status, output, _ = finish(process)
        self.assertEqual(status, 128 + signal.SIGTERM)
        self.assertEqual(output, "")
        self.assertEqual(left(process.pid), [])

    def typing(self, *words):
        """A run at a terminal of its own; the second function types, and waits for words to appear."""
        number, terminal = pty.fork()
        if not number:
            os.environ["PS1"] = "# "
            os.execv(BINARY, [BINARY, "lab", "network", *words])
        self.addCleanup(os.close, terminal)
        shown = [""]

        def say(text, until):
            os.write(terminal, text.encode())
            at = len(shown[0])
            while until not in shown[0][at:]:
                self.assertTrue(select.select([terminal], [], [], PATIENCE)[0], shown[0])
                shown[0] += os.read(terminal, 4096).decode(errors="replace")
        return number, say

    def test_a_shell_has_the_terminal(self):
        number, say = self.typing("healthy", "--", "sh")
        say("echo at $GOODGATE_LAB_URL\n", "at http://healthy.lab.test/\r\n# ")
        # Told by what is to be interrupted, and not by the line that is typed.
        say("sh -c 'echo be\"\"gun; exec sleep 600'\n", "begun")
        # What is typed before the prompt is there again would be thrown away with the line.
        say("\x03", "# ")
        say("echo alive $((40 + 2))\n", "alive 42")
        say("exit 3\n", "exit 3")
        self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(number, 0)[1]), 3)
        self.assertEqual(left(number), [])

    def test_ctrl_c_ends_a_diagnosis_and_takes_all_away(self):
        number, say = self.typing("path-mtu")
        say("", "resolve")
        say("\x03", "^C")
        self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(number, 0)[1]), 128 + signal.SIGINT)
        self.assertEqual(left(number), [])

    def test_a_reader_that_has_gone_stops_nothing(self):
        process = start("healthy", "--", "grep", "SigIgn", "/proc/self/status")
        process.stderr.close()
        with process:
            ignored = int(process.stdout.read().split()[1], 16)
        self.assertEqual(process.returncode, 0)
        self.assertEqual(left(process.pid), [])
        # The command gets the signal as usual: `yes | head` has to end inside.
        self.assertEqual(ignored >> (signal.SIGPIPE - 1) & 1, 0)

    def test_what_the_command_leaves_running_is_ended(self):
        status, _, errors = run("healthy", "--", "sh", "-c", "sleep 86397 > /dev/null 2>&1 &")
        self.assertEqual(status, 0, errors)
        self.assertEqual([words for _, words in processes() if words.strip() == "sleep 86397"], [])

    def test_a_failure_half_way_leaves_nothing(self):
        with tempfile.TemporaryDirectory() as folder:
            ip = os.path.join(folder, "ip")
            with open(ip, "w") as file:
                file.write("#!/bin/sh\ncase \"$*\" in *'route add default'*) echo 'no more routes' >&2; exit 2;; esac\n"
                           f"exec {shutil.which('ip')} \"$@\"\n")
            os.chmod(ip, 0o755)
            process = start("healthy", env={**os.environ, "PATH": f"{folder}:{os.environ['PATH']}"})
            status, _, errors = finish(process)
        self.assertEqual(status, 70)
        self.assertIn("no more routes", errors)
        self.assertEqual(left(process.pid), [])

    def test_clean_takes_away_what_a_killed_run_left_and_nothing_else(self):
        living = self.visiting("sleep", "600")
        killed = self.visiting("sleep", "600")
        killed.kill()
        killed.wait()
        self.assertTrue(left(killed.pid))
        self.assertIn("--clean", run("healthy", "--", "true")[2])
        status, output, _ = run("--clean")
        self.assertEqual(status, 0)
        self.assertIn(f"removed: goodgate-lab-{killed.pid}-", output)
        self.assertEqual(left(killed.pid), [])
        self.assertNotIn(f"goodgate-lab-{living.pid}-", output)
        self.assertTrue(left(living.pid))
        living.terminate()
        self.assertEqual(finish(living)[0], 128 + signal.SIGTERM)

    def test_who_is_not_root_is_told_what_to_do(self):
        with tempfile.TemporaryDirectory() as folder:
            # Where everybody may run it.
            os.chmod(folder, 0o755)
            program = shutil.copy(BINARY, folder)
            done = subprocess.run([program, "lab", "network", "healthy"], user=65534, group=65534, extra_groups=[],
                                  cwd="/", capture_output=True, text=True, timeout=PATIENCE)
        if done.returncode in (126, 127):
            self.skipTest(f"nobody else can run a copy of it: {done.stderr.strip()}")
        self.assertEqual(done.returncode, PERMISSION, done.stderr)
        self.assertIn("sudo", done.stderr)


if __name__ == "__main__":
    unittest.main()

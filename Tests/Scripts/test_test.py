#!/usr/bin/env python3
"""`Scripts/test` names at its end what failed, goes on with what can still run, and does not exit with 0."""
import os
import re
import shutil
import subprocess
import tempfile
import unittest

REPOSITORY = os.path.realpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
PASSED = """◇ Test good() started.
✔ Test good() passed after 0.001 seconds.
✔ Test run with 1 test in 1 suite passed after 0.001 seconds.
"""
FAILED = """◇ Test good() started.
◇ Test "a name in words" started.
✘ Test "a name in words" recorded an issue at A.swift:3:5: Expectation failed: seen → 2 == 1
↳ one request, not two
a second line of the comment
✔ Test good() passed after 0.001 seconds.
✘ Test "a name in words" failed after 0.002 seconds with 1 issue.
✘ Test run with 2 tests in 1 suite failed after 0.003 seconds with 1 issue.
"""
BROKEN = """◇ Test good() started.
◇ Test bad(_:) started.
◇ Test case passing 1 argument a → 1 to bad(_:) started.
✔ Test good() passed after 0.001 seconds.
A.swift:3: Fatal error: Index out of range
error: Exited with unexpected signal code 5
"""


class ScriptsTest(unittest.TestCase):
    def setUp(self):
        self.root = tempfile.mkdtemp(prefix="goodgate-test-")
        self.addCleanup(shutil.rmtree, self.root)
        for name in ("test", "failures"):
            path = self.path("Scripts", name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            shutil.copy(os.path.join(REPOSITORY, "Scripts", name), path)
        for name in ("setup", "release"):
            self.script(("Scripts", name), "true")
        with open(self.path("Tests", "A.swift"), "w", encoding="utf-8"):
            pass

    def path(self, *names):
        path = os.path.join(self.root, *names)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        return path

    def script(self, names, text):
        with open(self.path(*names), "w", encoding="utf-8") as file:
            file.write(f"#!/usr/bin/env bash\n{text}\n")
        os.chmod(self.path(*names), 0o755)

    def run_tests(self, swift_output, swift_code, script="echo scripts ran", failing=""):
        with open(self.path("output.txt"), "w", encoding="utf-8") as file:
            file.write(swift_output)
        self.script(("swift",), 'if [[ $* == *--show-bin-path* ]]; then echo "$PWD/.build/debug"; fi')
        # What is asked for stands in a file of its own for each of the processes that run side by side.
        os.makedirs(self.path(".build", "asked"), exist_ok=True)
        self.script((".build", "debug", "good-gatewayPackageTests.xctest"),
                    'echo "$*" >"$(mktemp .build/asked/XXXXXX)"\n'
                    f'if [[ "$*" == *"$FAILING"* ]]; then cat output.txt; exit {swift_code}; fi\n'
                    'cat passed.txt')
        with open(self.path("passed.txt"), "w", encoding="utf-8") as file:
            file.write(PASSED)
        self.script(("Tests", "Scripts", "some_test.sh"), script)
        environment = {**os.environ, "SWIFT": self.path("swift"), "PYTHONUTF8": "1", "FAILING": failing}
        environment.pop("SKIP_RELEASE", None)
        run = subprocess.run([self.path("Scripts", "test")], env=environment, stdout=subprocess.PIPE,
                             stderr=subprocess.STDOUT, encoding="utf-8", timeout=60, check=False)
        return run.returncode, run.stdout

    def test_nothing_is_added_when_all_is_well(self):
        code, output = self.run_tests(PASSED, 0)
        self.assertEqual(code, 0, output)
        self.assertIn(PASSED, output)
        self.assertNotIn("FAILED", output)

    def test_failed_tests_are_named_last_and_the_scripts_still_run(self):
        code, output = self.run_tests(FAILED, 1)
        self.assertEqual(code, 1, output)
        self.assertIn(FAILED, output, "the whole output is kept")
        self.assertIn("scripts ran", output)
        end = output[output.index("=== FAILED: swift-"):]
        self.assertIn("A.swift:3:5: Expectation failed: seen → 2 == 1", end)
        self.assertIn("one request, not two\na second line of the comment\n", end)
        self.assertIn("2 tests in 1 suite failed", end)
        self.assertNotIn("good()", end)

    def test_every_swift_test_is_asked_for_by_one_process(self):
        self.run_tests(PASSED, 0)
        asked = []
        for name in os.listdir(self.path(".build", "asked")):
            with open(self.path(".build", "asked", name), encoding="utf-8") as file:
                asked.append(file.read().split())
        names = ("EndToEndTests.EndToEnd/AgeTests/a()", "EndToEndTests.EndToEnd/HistoryTests/a()",
                 "EndToEndTests.EndToEnd/NameTests/a()", "EndToEndTests.PortTests/a()", "GatewayWireTests.ATests/a()",
                 "CommandTests.TrialTests/a()", "CommandTests.ShowTests/a()")
        for name in names:
            takers = [words for words in asked if self.takes(words, name)]
            self.assertEqual(len(takers), 1, f"{name}: {takers}")

    @staticmethod
    def takes(words, name):
        options = dict(zip(words, words[1:]))
        is_filtered = "--filter" in options and not re.search(options["--filter"], name)
        return not is_filtered and not ("--skip" in options and re.search(options["--skip"], name))

    def test_a_failure_beside_others_that_pass_is_named(self):
        for failing in ("--skip ^EndToEndTests", "--filter ^EndToEndTests\\. ", "[A-H]"):
            code, output = self.run_tests(FAILED, 1, failing=failing)
            self.assertEqual(code, 1, output)
            self.assertIn("seen → 2 == 1", output[output.index("=== FAILED: swift-"):])

    def test_a_run_that_broke_off_is_told_by_its_last_lines(self):
        code, output = self.run_tests(BROKEN, 1)
        self.assertEqual(code, 1, output)
        end = output[output.index("=== FAILED: swift-"):]
        self.assertIn("Fatal error: Index out of range", end)
        self.assertIn("  ◇ Test case passing 1 argument a → 1 to bad(_:) started.\n", end)

    def test_a_failed_script_is_named_with_its_last_lines(self):
        code, output = self.run_tests(PASSED, 0, "seq 1000; echo what went wrong; exit 3")
        self.assertEqual(code, 1, output)
        end = output[output.index("=== FAILED: Tests/Scripts/some_test.sh"):]
        self.assertIn("what went wrong", end)
        self.assertNotIn("\n500\n", end)


if __name__ == "__main__":
    unittest.main()

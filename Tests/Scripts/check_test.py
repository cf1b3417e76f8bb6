#!/usr/bin/env python3
"""Feeds each house rule what it is to catch, and what it is to leave alone."""
import json
import os
import subprocess
import sys
import tempfile
import unittest

REPOSITORY = os.path.realpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(REPOSITORY, "Scripts", "checks"))

import manifest  # noqa: E402
import swiftcode  # noqa: E402
from rules import RULES  # noqa: E402
from tree import Tree  # noqa: E402

VOCABULARY = """
public struct Fault {
    public enum Side: UInt8 { case client, gateway, upstream }
    public enum Detail: UInt8 {
        // MARK: dns
        case dnsTimeout
        case noRoute
    }
}
"""
TOKENS = """
extension Fault.Detail {
    public var token: StaticString {
        switch self {
        case .dnsTimeout: "dns_timeout"
        case .noRoute: "no_route"
        }
    }
}
"""
# rule, files, the places that must be reported
CAUGHT = [
    ("size", {"Sources/A/Long.swift": "let a = 1\n" * 601}, {"Sources/A/Long.swift"}),
    ("names", {"Sources/A/PoolManager.swift": "\n"}, {"Sources/A/PoolManager.swift"}),
    ("names", {"Sources/A/Pool.swift": "\nstruct PoolHelper {}\n"}, {"Sources/A/Pool.swift:2"}),
    ("names", {"Sources/A/StringUtils+More.swift": "\n"}, {"Sources/A/StringUtils+More.swift"}),
    ("imports", {"Sources/GatewayWire/A.swift": "import Foundation\n"}, {"Sources/GatewayWire/A.swift:1"}),
    ("imports", {"Sources/GatewayPlane/A.swift": "public import FoundationEssentials\n"},
     {"Sources/GatewayPlane/A.swift:1"}),
    ("imports", {"Sources/GatewayCore/A.swift": "@preconcurrency internal import NIOCore\n"},
     {"Sources/GatewayCore/A.swift:1"}),
    ("imports", {"Sources/GatewayGuide/A.swift": "#if canImport(Glibc)\n    import Glibc\n#endif\n"},
     {"Sources/GatewayGuide/A.swift:2"}),
    ("imports", {"Sources/GatewayWire/A.swift": "import struct NIOCore.ByteBuffer\n"},
     {"Sources/GatewayWire/A.swift:1"}),
    ("unsafe", {"Sources/GatewayCore/A.swift": "let p: UnsafePointer<UInt8>\n"}, {"Sources/GatewayCore/A.swift:1"}),
    ("unsafe", {"Sources/GatewayCore/A.swift": "\nfinal class B: @unchecked Sendable {}\n"},
     {"Sources/GatewayCore/A.swift:2"}),
    ("unsafe", {"Sources/GatewayCore/A.swift": "nonisolated(unsafe) var b = 1\n"}, {"Sources/GatewayCore/A.swift:1"}),
    ("unsafe", {"Sources/GatewayCore/A.swift": "let b = a[unchecked: 3]\n"}, {"Sources/GatewayCore/A.swift:1"}),
    ("unsafe", {"Sources/GatewayCore/A.swift": "@_lifetime(borrow self)\n"}, {"Sources/GatewayCore/A.swift:1"}),
    ("unsafe", {"Sources/GatewayReactor/A.swift": "let b = unsafe free(p)\n"}, {"Sources/GatewayReactor/A.swift:1"}),
    ("settings", {"Package.swift": "\nlet s = .unsafeFlags([])\n"}, {"Package.swift:2"}),
    ("settings", {"Package.swift": '\nlet s = ["-Ounchecked"]\n'}, {"Package.swift:2"}),
    ("exhaustive", {"Sources/A/A.swift": "// Fault\nfunc a(_ f: Fault) {\n    switch f.side {\n    case .client: b()\n"
                                         "    default: c()\n    }\n}\n"}, {"Sources/A/A.swift:5"}),
    ("exhaustive", {"Sources/A/A.swift": "func a(_ f: Fault) -> Int {\n    switch f.detail {\n    case .dnsTimeout,\n"
                                         "        .noRoute:\n        switch x { case .y: 1 }\n    default: 2\n    }\n}\n"},
     {"Sources/A/A.swift:6"}),
    ("ledger", {"docs/faults/no_route.md": "", "docs/faults/old.md": ""},
     {"docs/faults/dns_timeout.md", "docs/faults/old.md"}),
    ("commands", {"Sources/goodgate/Serve.swift": "struct Serve: AsyncParsableCommand {}\n"},
     {"Sources/goodgate/Serve.swift:1"}),
    ("commands", {"Sources/goodgate/Serve.swift": "\nstruct ServeCommand: ParsableCommand {\n"
                                                  "}\n", "docs/commands.md": "## goodgate gone\n"},
     {"Sources/goodgate/Serve.swift:2", "docs/commands.md:1"}),
    ("links", {"README.md": "\n[a](docs/b.md)\n"}, {"README.md:2"}),
    ("links", {"README.md": "[a](#no-such-part)\n# Part\n"}, {"README.md:1"}),
    ("links", {"docs/a.md": "[a](../docs/b.md#gone)\n", "docs/b.md": "# Here\n"}, {"docs/a.md:1"}),
    ("shell", {"Scripts/a": "#!/bin/sh\ntrue\n"}, {"Scripts/a:1"}),
    ("shell", {"Scripts/b!": "#!/usr/bin/env bash\nif true\n"}, {"Scripts/b!:3"}),
    ("secrets", {"Sources/A/key.pem": "\n-----BEGIN RSA " + "PRIVATE KEY-----\n"}, {"Sources/A/key.pem:2"}),
    ("tracked", {"Package.resolved": "{}"}, {"Package.resolved"}),
    ("tracked", {"Tests/__pycache__/x.txt": ""}, {"Tests/__pycache__/x.txt"}),
    ("paths", {"docs/a.md": "see " + "/wo" + "rk/main for more\n"}, {"docs/a.md:1"}),
    ("paths", {"Scripts/a.py": "\nx = '" + "/ho" + "me/jane/src'\n"}, {"Scripts/a.py:2"}),
]
# rule, files in which nothing is to be found
CLEAN = [
    ("size", {"Sources/A/Table.swift": "let a = 1\n" * 700, "Scripts/size-exempt.txt": "Sources/A/*.swift # table\n"}),
    ("names", {"Sources/A/A.swift": "// the Manager of Helpers\nstruct ManagerOfNone {}\nlet s = \"enum Util {}\"\n"}),
    ("imports", {"Sources/GatewayConfig/A.swift": "import Foundation\nimport Yams\n",
                 "Sources/GatewayLab/A.swift": "import NIOCore\n", "Sources/GatewayReactor/A.swift": "import Glibc\n",
                 "Sources/GatewayWire/A.swift": "/* import Foundation */\nlet a = \"\"\"\n    import NIOCore\n    \"\"\"\n"}),
    ("unsafe", {"Sources/GatewayReactor/A.swift": "// SAFETY: owned\nlet b = unsafe free(p)\n",
                "Sources/GatewayWire/B.swift": "// unsafe\nlet a = \"unsafe @unchecked Sendable\"\n"}),
    ("settings", {"Package.swift": "// no unsafeFlags, no -Ounchecked\n"}),
    ("exhaustive", {"Sources/A/A.swift": "// Fault\nswitch other { case .red: 1\n default: 2 }\n"
                                         "func f(_ f: Fault) { switch f.side { case .client, .gateway, .upstream: 1 } }\n"
                                         "switch f.side {\ncase .client: 1\n// Default: both are ours\ndefault: 2\n}\n"}),
    ("ledger", {"docs/faults/no_route.md": "", "docs/faults/dns_timeout.md": "", "docs/faults/README.md": ""}),
    ("commands", {"Sources/goodgate/A.swift": "struct CheckCommand: ParsableCommand {}\nstruct B: ParsableCommand {\n"
                                              "  static let configuration = .init(commandName: \"har\")\n}\n"
                                              "@main struct C: AsyncParsableCommand {\n"
                                              "  static let configuration = .init(subcommands: [B.self])\n}\n",
                  "docs/commands.md": "# Commands\n## goodgate check\n## `goodgate har`\n"}),
    ("links", {"README.md": "[a](docs/b.md#two-words) [b](https://x.example/y) `[c](gone)`\n```\n[d](gone)\n```\n"
                            "[e](#here)\n## Here\n", "docs/b.md": "# Two *words*\n"}),
    ("shell", {"Scripts/a!": "#!/usr/bin/env bash\ntrue\n", "Scripts/b!": "#!/usr/bin/env python3\nif:\n"}),
    ("secrets", {"Tests/A/Fixtures/key.pem": "-----BEGIN " + "PRIVATE KEY-----\n"}),
    ("tracked", {"Package.swift": "", "docs/build.md": ""}),
    ("paths", {"docs/a.md": "/tmp/x /usr/lib /var/work/x https://a.example/work/b Benchmarks/.work/x ~/work/\n"}),
]


def tree_of(folder, files):
    """Writes files under a folder and reads them back as a tree; a name that ends in ! is made executable."""
    for name, text in files.items():
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as file:
            file.write(text)
        os.chmod(path, 0o755 if name.endswith("!") else 0o644)
    return Tree(folder)


def surroundings(rule):
    """What the rule reads besides the files of the case."""
    if rule in ("exhaustive", "ledger"):
        return {"Sources/GatewayFaults/Fault.swift": VOCABULARY,
                "Sources/GatewayFaults/Fault+Detail+Token.swift": TOKENS}
    if rule == "unsafe":
        return {"Scripts/unsafe-allowed.txt": "# reviewed\nSources/GatewayReactor/*.swift\n"}
    return {}


class RuleTests(unittest.TestCase):
    def find(self, rule, files):
        with tempfile.TemporaryDirectory() as folder:
            tree = tree_of(folder, {**surroundings(rule), **files})
            found = next(r for r in RULES if r.name == rule).find(tree)
            return {f"{p.path}:{p.number}" if p.number else p.path for p in found if not p.warning}

    def test_catches_what_it_is_for(self):
        for rule, files, expected in CAUGHT:
            with self.subTest(rule=rule, files=list(files)):
                self.assertEqual(self.find(rule, files), expected)

    def test_leaves_the_rest_alone(self):
        for rule, files in CLEAN:
            with self.subTest(rule=rule, files=list(files)):
                self.assertEqual(self.find(rule, files), set())

    def test_every_rule_is_tested_both_ways(self):
        slow = {"layers", "format"}
        self.assertEqual({rule for rule, *_ in CAUGHT} | slow, {rule.name for rule in RULES})
        self.assertEqual({rule for rule, *_ in CLEAN} | slow, {rule.name for rule in RULES})


class LayerTests(unittest.TestCase):
    def problems(self, name, *dependencies, kind="regular"):
        target = {"name": name, "type": kind, "dependencies": list(dependencies)}
        return [p.fix for p in manifest.layer_problems({"targets": [target]}, f'\n.target(name: "{name}")')]

    def test_refuses_sideways_and_upwards(self):
        self.assertIn("layer 1", self.problems("GatewayWire", {"byName": ["GatewayGuide", None]})[0])
        self.assertIn("layer 3", self.problems("GatewayCore", {"target": ["GatewayPlane", None]})[0])

    def test_refuses_what_has_no_layer(self):
        self.assertEqual(len(self.problems("GatewayNovel")), 1)
        self.assertEqual(len(self.problems("GatewayWire", {"byName": ["GatewayNovel", None]})), 1)

    def test_refuses_a_library_where_it_does_not_belong(self):
        self.assertEqual(len(self.problems("GatewayPlane", {"product": ["NIOCore", "swift-nio", None, None]})), 1)

    def test_permits_downwards_and_tests(self):
        self.assertEqual(self.problems("GatewayPlane", {"byName": ["GatewayCore", None]}), [])
        self.assertEqual(self.problems("GatewayControl", {"product": ["Hummingbird", "hummingbird", None, None]}), [])
        self.assertEqual(self.problems("AnyTests", {"byName": ["goodgate", None]}, kind="test"), [])


class FormatTests(unittest.TestCase):
    """One start of the toolchain proves both that a violation is seen and that tests may force-unwrap."""

    def test_refuses_force_unwrap_in_sources_only(self):
        rule = next(r for r in RULES if r.name == "format")
        with open(os.path.join(REPOSITORY, ".swift-format")) as file:
            files = {".swift-format": json.dumps(json.load(file))}
        files["Sources/A/A.swift"] = "let a = Int(\"1\")!\nlet b = try! c()\n"
        files["Tests/ATests/A.swift"] = "let a = Int(\"1\")!\n"
        with tempfile.TemporaryDirectory() as folder:
            found = [(p.path, p.number) for p in rule.find(tree_of(folder, files))]
        self.assertEqual(found, [("Sources/A/A.swift", 1), ("Sources/A/A.swift", 2)])


class SwiftCodeTests(unittest.TestCase):
    def test_blanks_comments_and_literals_and_keeps_places(self):
        source = 'a // b\nc /* d /* e */ f */ g "h\\"i" #"j"k"# """\nl\n""" m'
        blanked = swiftcode.blank(source)
        self.assertEqual(len(blanked), len(source))
        self.assertEqual(blanked.count("\n"), source.count("\n"))
        self.assertEqual("".join(c for c in blanked if c.isalpha()), "acgm")

    def test_keeps_interpolated_code(self):
        self.assertIn("unsafe f(1)", swiftcode.blank('let a = "b \\(unsafe f(1)) c"'))
        self.assertNotIn("unsafe", swiftcode.blank('let a = #"b \\(unsafe f(1)) c"#'))

    def test_ends_on_any_input(self):
        for source in ('"', '"""', "/*", '"\\(', '#"\\#(', "//", '"\\', "}{)("):
            self.assertEqual(len(swiftcode.blank(source)), len(source))


class EntryTests(unittest.TestCase):
    def test_exit_code_and_line_say_what_failed(self):
        with tempfile.TemporaryDirectory() as folder:
            tree_of(folder, {"Sources/A/IOHelper.swift": "\n"})
            script = os.path.join(REPOSITORY, "Scripts", "check")
            done = subprocess.run([sys.executable, script, "fast", "--root", folder], capture_output=True, text=True)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("FAIL Sources/A/IOHelper.swift: names: ", done.stdout)
        self.assertIn("ok   size", done.stdout)


if __name__ == "__main__":
    unittest.main()

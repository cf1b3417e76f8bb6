#!/usr/bin/env python3
"""Proves the parts of the benchmark that decide: the arithmetic of verdicts, and the load generator's own honesty."""
import json
import os
import re
import sys
import tempfile
import unittest

REPOSITORY = os.path.realpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(REPOSITORY, "Benchmarks"))

from bench import encrypted, load, pair, proxies, report  # noqa: E402
from bench.cases import CASES, GOALS  # noqa: E402
from bench.processes import Seats  # noqa: E402


def sample(case, proxy, **metrics):
    return {"case": case, "proxy": proxy, "round": 0, "metrics": metrics}


class VerdictTests(unittest.TestCase):
    def verdict(self, title, *samples):
        found = report.verdicts(report.medians(list(samples)))
        return next(entry for entry in found if entry["goal"].title == title)

    def cost(self, *values):
        names = ["goodgate", "nginx", "haproxy"]
        return self.verdict("small, 64 connections: CPU per request",
                            *[sample("small-64", name, cpu_us=value) for name, value in zip(names, values)])

    def test_compares_with_the_cheapest_peer(self):
        entry = self.cost(10, 12, 11)
        self.assertEqual((entry["best"], entry["verdict"]), ("haproxy", "aim"))
        self.assertAlmostEqual(entry["ratio"], 10 / 11)

    def test_tells_must_from_aim_from_missed(self):
        self.assertEqual([self.cost(ours, 10, 20)["verdict"] for ours in (9.2, 9.3, 10, 10.1)],
                         ["aim", "must", "must", "**missed**"])

    def test_more_requests_are_better(self):
        def rate(ours):
            return self.verdict("same: requests/s", sample("small-64", "goodgate", rps=ours),
                                sample("small-64", "nginx", rps=100), sample("small-64", "envoy", rps=50))
        self.assertEqual([rate(ours)["verdict"] for ours in (110, 101, 99)], ["aim", "must", "**missed**"])
        self.assertEqual(rate(101)["best"], "nginx")

    def test_growth_compares_a_proxy_with_itself(self):
        entry = self.verdict("10 → 10,000 routes: CPU per request",
                             sample("routes-10", "goodgate", cpu_us=10), sample("routes-10000", "goodgate", cpu_us=10.4),
                             sample("routes-10", "nginx", cpu_us=8), sample("routes-10000", "nginx", cpu_us=16))
        self.assertAlmostEqual(entry["compared"], 1.04)
        self.assertEqual(entry["verdict"], "must")
        self.assertEqual(entry["growth"]["nginx"], 2)

    def test_growth_is_that_of_the_same_round(self):
        def measured(case, turn, value):
            return {**sample(case, "goodgate", cpu_us=value), "round": turn}
        entry = self.verdict("10 → 10,000 routes: CPU per request",
                             measured("routes-10", 0, 10), measured("routes-10000", 0, 10.2),
                             # A slower machine in the second round, and no base in the last.
                             measured("routes-10", 1, 20), measured("routes-10000", 1, 20.4),
                             measured("routes-10000", 2, 30))
        self.assertAlmostEqual(entry["compared"], 1.02)

    def test_a_ratio_is_that_of_the_same_round(self):
        def measured(proxy, turn, value):
            return {**sample("small-64", proxy, cpu_us=value), "round": turn}
        # The machine gets slower from round to round, and we are measured last in it twice.
        entry = self.verdict("small, 64 connections: CPU per request",
                             *[measured("goodgate", turn, value) for turn, value in enumerate((9, 18, 36))],
                             *[measured("nginx", turn, value) for turn, value in enumerate((10, 20, 40))],
                             # Cheapest by its median, which is of a round that we were not measured in.
                             *[measured("haproxy", turn, value) for turn, value in enumerate((30, 60, 120, 1, 1, 1, 1))])
        self.assertAlmostEqual(entry["ratio"], 0.9)
        self.assertEqual(entry["best"], "nginx")

    def test_without_us_nothing_is_claimed(self):
        entry = self.verdict("idle connection: memory", sample("idle", "nginx", bytes_per_connection=300))
        self.assertEqual((entry["verdict"], entry["ours"]), ("not measured", None))

    def test_median_ignores_failed_rounds(self):
        samples = [sample("idle", "nginx", bytes_per_connection=value) for value in (1, 900, 3)]
        samples.append({"case": "idle", "proxy": "nginx", "round": 3, "error": "closed"})
        self.assertEqual(report.medians(samples)["idle"]["nginx"]["bytes_per_connection"]["median"], 3)

    def test_every_goal_names_a_case_and_every_growth_a_base(self):
        names = {case.name for case in CASES}
        self.assertLessEqual({goal.case for goal in GOALS}, names)
        self.assertLessEqual({case.grows_from for case in CASES} - {None}, names)

    def test_report_shows_failures(self):
        run = {"date": "2026-01-01", "revision": "abc", "versions": {"nginx": "1"}, "rounds": 1, "seconds": 1,
               "seats": "", "notes": ["busy"], "machine": report.machine(),
               "samples": [sample("small-64", "nginx", cpu_us=12, rps=5),
                           {"case": "small-64", "proxy": "caddy", "round": 0, "error": "did not start"}]}
        text = report.markdown(run, report.medians(run["samples"]))
        for part in ("> busy", "Failed: Caddy: did not start", "| nginx | 5 | 12.00 |"):
            self.assertIn(part, text)


class ConfigurationTests(unittest.TestCase):
    """Every proxy is told the same: each endpoint, each host, and where to log."""

    def test_each_proxy_gets_all_hosts_and_endpoints(self):
        endpoints, hosts = ("127.0.0.1:4001", "127.0.0.2:4001"), ("a.test", "b.test", "c.test")
        for kind in (proxies.GoodGateway, proxies.Nginx, proxies.HAProxy, proxies.Envoy, proxies.Caddy):
            with self.subTest(proxy=kind.name), tempfile.TemporaryDirectory() as folder:
                kind("/bin/true").launch(proxies.Setting(4000, endpoints, hosts, access_log=True), folder)
                text = ""
                for name in os.listdir(folder):
                    with open(os.path.join(folder, name)) as file:
                        text += file.read()
                for expected in (*hosts, "127.0.0.2", "4000"):
                    self.assertIn(expected, text)
                self.assertTrue(re.search(r"access\.log|stdout", text))


    def test_each_proxy_gets_the_certificate_and_the_version_of_upstream(self):
        endpoints = ("127.0.0.1:4001",)
        words = {"goodgate": "h2c://", "nginx": "grpc_pass", "haproxy": "proto h2", "envoy": "http2_protocol_options",
                 "caddy": "h2c"}
        for kind in (proxies.GoodGateway, proxies.Nginx, proxies.HAProxy, proxies.Envoy, proxies.Caddy):
            for given in (True, False):
                with self.subTest(proxy=kind.name, given=given), tempfile.TemporaryDirectory() as folder:
                    setting = proxies.Setting(4000, endpoints, tls="/there" if given else "", upstream_http2=given)
                    kind("/bin/true").launch(setting, folder)
                    text = "".join(open(os.path.join(folder, name)).read() for name in os.listdir(folder))
                    self.assertEqual("/there/" in text, given)
                    self.assertEqual(words[kind.name] in text, given)


class MultiplexedTests(unittest.TestCase):
    """What h2load prints is believed only when it says that all went well, and over HTTP/2."""
    GOOD = ("Application protocol: h2\nfinished in 2.00s, 500.00 req/s, 20.00KB/s\n"
            "requests: 1000 total, 1010 started, 1000 done, 1000 succeeded, 0 failed, 0 errored, 0 timeout\n")

    def test_reads_requests_and_rate(self):
        result = encrypted.read_summary(self.GOOD)
        self.assertEqual((result["requests"], result["errors"], result["rps"]), (1000, 0, 500))

    def test_refuses_failures_and_other_versions(self):
        for bad in (self.GOOD.replace("1000 succeeded, 0 failed", "900 succeeded, 100 failed"),
                    self.GOOD.replace("1000 done, 1000", "0 done, 0"),
                    self.GOOD.replace("protocol: h2", "protocol: http/1.1"), "nothing"):
            with self.assertRaises(load.LoadFailed):
                encrypted.read_summary(bad)


class EchoTests(unittest.TestCase):
    """The echo's clients talk to its own server, without a proxy in between."""

    def test_every_message_comes_back(self):
        echo = pair.Pair(pair.build(REPOSITORY, "echo"), Seats.assign())
        self.addCleanup(echo.end)
        result = echo.run(int(echo.addresses[0].split(":")[1]), 4, 0.2)
        self.assertGreater(result["requests"], 100)
        self.assertEqual(result["errors"], 0)


class PairTests(unittest.TestCase):
    """The pair loads its own origin, without a proxy in between."""

    @classmethod
    def setUpClass(cls):
        cls.pair = pair.Pair(pair.build(REPOSITORY), Seats.assign())
        cls.port = int(cls.pair.addresses[0].split(":")[1])

    @classmethod
    def tearDownClass(cls):
        cls.pair.end()

    def test_answers_all_it_asks(self):
        result = self.pair.run(self.port, 8, 0.2)
        self.assertGreater(result["requests"], 100)
        self.assertEqual(result["errors"], 0)
        self.assertLessEqual(result["p50"], result["p99"])

    def test_tells_the_tail_of_tenths_of_a_second(self):
        result = self.pair.run(self.port, 4, 1, 2000)
        self.assertGreater(result["slice_p99"], 0)
        self.assertLessEqual(result["slice_p99"], result["p999"] * 1.01, "a median of slices is none of the worst")

    def test_keeps_the_rate_it_is_given(self):
        result = self.pair.run(self.port, 4, 1, 2000)
        self.assertLess(abs(result["requests"] - 2000), 250, json.dumps(result))

    def test_runs_again_and_says_when_nobody_listens(self):
        self.pair.run(self.port, 2, 0.1)
        lonely = pair.Pair(pair.build(REPOSITORY), Seats.assign())
        self.addCleanup(lonely.end)
        with self.assertRaises(load.LoadFailed):
            lonely.run(1, 1, 0.1)
        self.assertFalse(lonely.alive())


if __name__ == "__main__":
    unittest.main()

#!/usr/bin/env python3
"""Proves the deciding parts of the chaos benchmark: the framing check, the counting, the verdicts."""
import os
import sys
import unittest

REPOSITORY = os.path.realpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(REPOSITORY, "Benchmarks"))

from bench.report import machine  # noqa: E402
from chaos import content, plan, report, tally, verdict  # noqa: E402
from chaos.conduct import KINDS  # noqa: E402
from chaos.framing import FramingError, ResponseReader  # noqa: E402
from chaos.scenarios import SCENARIOS  # noqa: E402


def read(text, *, pieces=None, end=True):
    """Feeds a response in pieces; returns the reader after the peer has closed."""
    reader = ResponseReader()
    for start in range(0, len(text), pieces or len(text)):
        reader.feed(text[start:start + (pieces or len(text))])
    if end:
        reader.finish()
    return reader


class FramingTests(unittest.TestCase):
    WHOLE = (b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody",
             b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nbod\r\n1\r\ny\r\n0\r\nT: 1\r\n\r\n")

    def test_reads_both_framings_in_pieces_of_any_size(self):
        for text in self.WHOLE:
            for size in range(1, len(text) + 1):
                reader = read(text, pieces=size)
                self.assertEqual((reader.done, reader.reusable, bytes(reader.content)), (True, True, b"body"))

    def test_an_early_end_at_any_byte_is_seen(self):
        for text in self.WHOLE:
            for length in range(1, len(text)):
                self.assertFalse(read(text[:length]).done, text[:length])

    def test_an_answer_that_ends_with_the_connection_is_whole_but_not_reusable(self):
        reader = read(b"HTTP/1.1 200 OK\r\n\r\nhalf of it")
        self.assertEqual((reader.done, reader.reusable), (True, False))

    def test_interim_answers_are_passed_over(self):
        self.assertEqual(read(b"HTTP/1.1 100 Continue\r\n\r\n" + self.WHOLE[0]).status, 200)

    def test_refuses_what_is_not_exactly_right(self):
        for text in (b"\x16\x03\x01 junk\r\n\r\n", b"HTTP/1.1 20 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\nNo colon\r\n\r\n",
                     b"HTTP/1.1 200 OK\r\nContent-Length: 4, 4\r\n\r\nbody",
                     b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
                     b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n",
                     b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n"):
            with self.assertRaises(FramingError, msg=text):
                read(text)

    def test_bytes_after_an_answer_make_the_connection_useless(self):
        self.assertFalse(read(self.WHOLE[0] + b"more", end=False).reusable)


class ContentTests(unittest.TestCase):
    def test_notices_every_kind_of_damage(self):
        good = content.make("a-1", 1000)
        self.assertIsNone(content.problem(good, "a-1"))
        for bad in (good[:-1], good + b"x", good[:500] + b"!" + good[501:], good[:300] + good[400:] + good[300:400], b""):
            self.assertIsNotNone(content.problem(bad, "a-1"))
        self.assertIn("request a-1", content.problem(good, "a-2"))


def row(ident, outcome="ok", method="GET", status=200, took=0.01):
    return [ident, method, 0.0, outcome, status, took, ""]


class TallyTests(unittest.TestCase):
    def count(self, rows, events, **options):
        return tally.count(rows, events, 1.0, **options)

    def test_counts_a_post_that_was_processed_twice(self):
        numbers = self.count([row("a", method="POST"), row("b")],
                             [("B", "a", "POST"), ("B", "a", "POST"), ("B", "b", "GET"), ("B", "b", "GET")])
        self.assertEqual((numbers["duplicates"], numbers["repeated_gets"]), (1, 1))

    def test_counts_a_post_that_was_answered_and_never_processed(self):
        self.assertEqual(self.count([row("a", method="POST")], [])["lost"], 1)

    def test_tells_avoidable_errors_from_others(self):
        rows = [row("refused", "status", "POST", 502), row("processed", "status", "POST", 502),
                row("arrived", "connection", "POST", None), row("get", "status", "GET", 502),
                row("begun", "abort"), row("never", "abort")]
        events = [("B", "processed", "POST"), ("U", "arrived", ""), ("B", "get", "GET"), ("B", "begun", "GET")]
        numbers = self.count(rows, events)
        self.assertEqual((numbers["errors"], numbers["avoidable"]), (6, 3))

    def test_an_abort_is_right_where_upstreams_truncate_but_corruption_never_is(self):
        numbers = self.count([row("a", "abort"), row("b", "corrupt")], [("X", "c", "")], truncates=True)
        self.assertEqual((numbers["errors"], numbers["aborts"], numbers["corrupt"]), (0, 1, 2))

    def test_a_refusal_is_an_error_where_nothing_was_to_be_refused(self):
        self.assertEqual(self.count([row("a", "refused", status=413)], [])["errors"], 1)
        self.assertEqual(self.count([row("a", "refused", status=413)], [], refused_above=True)["errors"], 0)

    def test_goodput_is_what_came_in_time(self):
        numbers = self.count([row("a", took=1.9), row("b", took=2.1), row("c", "status", status=503)], [])
        self.assertEqual((numbers["goodput"], round(numbers["fast_share"], 2)), (1, 0.67))


class VerdictTests(unittest.TestCase):
    def judge(self, ours, peer, scenario="healthy"):
        base = {"requests": 1000, "errors": 0, "avoidable": 0, "duplicates": 0, "corrupt": 0, "lost": 0, "p99_ms": 10,
                "goodput": 100, "reasons": [], "client_late_ms": 1}
        chosen = next(entry for entry in SCENARIOS if entry.name == scenario)
        return verdict.judge(chosen, {"goodgate": {**base, **ours}, "nginx": {**base, **peer}})

    def test_zero_and_no_peer_better_is_right(self):
        self.assertEqual(self.judge({}, {"errors": 5, "avoidable": 5}), [])

    def test_one_avoidable_error_is_wrong_even_when_peers_have_more(self):
        self.assertEqual(len(self.judge({"errors": 1, "avoidable": 1}, {"errors": 50})), 1)

    def test_fewer_unavoidable_errors_of_a_peer_count_only_beyond_chance(self):
        self.assertEqual(self.judge({"errors": 5}, {"errors": 2}), [])
        self.assertEqual(len(self.judge({"errors": 50}, {"errors": 2})), 1)

    def test_a_peer_that_processes_twice_is_not_better(self):
        self.assertEqual(self.judge({"errors": 50}, {"duplicates": 3}), [])

    def test_duplicates_corruption_and_losses_are_always_wrong(self):
        self.assertEqual(len(self.judge({"duplicates": 1, "corrupt": 1, "lost": 1}, {})), 3)

    def test_latency_and_goodput_are_compared(self):
        self.assertEqual(len(self.judge({"p99_ms": 500}, {})), 1)
        self.assertEqual(self.judge({"p99_ms": 500, "client_late_ms": 450}, {}), [])
        self.assertEqual(len(self.judge({"goodput": 50, "avoidable": 9}, {}, "overload-burst")), 1)

    def test_what_could_not_be_measured_is_not_reached(self):
        self.assertEqual(verdict.judge(SCENARIOS[0], {"goodgate": {"not_offered": "no"}}), ["no"])


class PlanTests(unittest.TestCase):
    def test_the_same_seed_gives_the_same_requests_and_no_id_twice(self):
        first, again = (plan.make(plan.Mix(), [(2, 100), (1, 300)], 1, "x") for _ in range(2))
        self.assertEqual(first, again)
        self.assertEqual(len({request.ident for request in first}), 500)
        self.assertEqual(sum(1 for request in first if request.at >= 2), 300)

    def test_every_scenario_has_a_name_of_its_own_and_a_known_conduct(self):
        self.assertEqual(len({scenario.name for scenario in SCENARIOS}), len(SCENARIOS))
        self.assertLessEqual({scenario.conduct.kind for scenario in SCENARIOS}, set(KINDS))


class ReportTests(unittest.TestCase):
    def test_shows_numbers_verdicts_and_what_is_missing(self):
        numbers = tally.count([row("a", "status", status=502)], [], 1.0)
        run = {"date": "2026-01-01", "revision": "abc", "machine": machine(), "seconds": 1, "seed": 1, "notes": ["busy"],
               "versions": {"nginx": "1.2"},
               "cells": [{"scenario": "healthy", "proxy": "goodgate", **numbers},
                         {"scenario": "healthy", "proxy": "caddy", "not_offered": "none"}]}
        text = report.markdown(run, SCENARIOS)
        for part in ("> busy", "| Good Gateway | 1000.0 | 1000.0 |", "not offered: none", "**healthy**: 1 of 1 requests"):
            self.assertIn(part, text)


if __name__ == "__main__":
    unittest.main()

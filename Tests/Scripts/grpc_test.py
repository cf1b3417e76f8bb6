#!/usr/bin/env python3
"""gRPC through the gateway, with the library that most servers and clients are made of (grpcio, from PyPI).

`Scripts/setup test` makes the virtual environment; without it the tests are left out.
"""
import queue
import socket
import sys
import threading
import unittest
from concurrent import futures

sys.dont_write_bytecode = True
from serving import BINARY, PATIENCE, Gateway  # noqa: E402

try:
    import grpc
except ImportError:
    grpc = None


class Service(grpc.GenericRpcHandler if grpc else object):
    """Messages are plain bytes: what is tested is how they travel."""

    def __init__(self):
        self.begun, self.cancelled = threading.Event(), threading.Event()

    def service(self, details):
        return {
            "/test.Test/Unary": lambda: grpc.unary_unary_rpc_method_handler(self.unary),
            "/test.Test/Down": lambda: grpc.unary_stream_rpc_method_handler(self.down),
            "/test.Test/Up": lambda: grpc.stream_unary_rpc_method_handler(self.up),
            "/test.Test/Both": lambda: grpc.stream_stream_rpc_method_handler(self.both),
            "/test.Test/Fail": lambda: grpc.unary_unary_rpc_method_handler(self.fail),
            "/test.Test/Slow": lambda: grpc.unary_unary_rpc_method_handler(self.slow),
            "/grpc.health.v1.Health/Check": lambda: grpc.unary_unary_rpc_method_handler(self.check),
        }.get(details.method, lambda: None)()

    health = b"\x08\x01"

    def unary(self, request, context):
        context.send_initial_metadata((("first", "1"),))
        context.set_trailing_metadata((("last", "2"), ("blob-bin", b"\x00\xff")))
        return request[::-1]

    def down(self, request, context):
        for number in range(int(request)):
            yield b"%d" % number

    def up(self, requests, context):
        return b"%d" % sum(len(request) for request in requests)

    def both(self, requests, context):
        for request in requests:
            yield request

    def fail(self, request, context):
        context.abort(grpc.StatusCode.FAILED_PRECONDITION, "no: 100 % not")

    def slow(self, request, context):
        context.add_callback(self.cancelled.set)
        self.begun.set()
        self.cancelled.wait(PATIENCE)
        return b"late"

    def check(self, request, context):
        return self.health


class Wire:
    """Passes bytes on to a port, until it is cut."""

    def __init__(self, port):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port, self.target, self.ends = self.listener.getsockname()[1], port, []
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                near, _ = self.listener.accept()
            except OSError:
                return
            far = socket.create_connection(("127.0.0.1", self.target))
            self.ends += [near, far]
            for source, sink in ((near, far), (far, near)):
                threading.Thread(target=self._pass, args=(source, sink), daemon=True).start()

    @staticmethod
    def _pass(source, sink):
        try:
            while piece := source.recv(65536):
                sink.sendall(piece)
        except OSError:
            pass

    def cut(self):
        self.listener.close()
        for end in self.ends:
            end.shutdown(socket.SHUT_RDWR)
            end.close()
        self.ends = []


@unittest.skipUnless(BINARY, "goodgate is not built")
@unittest.skipUnless(grpc, "grpcio is not installed: Scripts/setup test")
class GRPCTest(unittest.TestCase):
    def setUp(self):
        self.service = Service()
        self.server = grpc.server(futures.ThreadPoolExecutor(max_workers=8))
        self.server.add_generic_rpc_handlers((self.service,))
        self.backend = self.server.add_insecure_port("127.0.0.1:0")
        self.server.start()
        self.addCleanup(lambda: self.server.stop(0).wait())

    def channel(self, route=None):
        self.gateway = Gateway(route or f"{{ to: h2c://127.0.0.1:{self.backend} }}")
        self.addCleanup(self.gateway.stop)
        channel = grpc.insecure_channel(f"127.0.0.1:{self.gateway.port}", options=[("grpc.enable_retries", 0)])
        self.addCleanup(channel.close)
        return channel

    def test_unary_calls_have_metadata_on_both_sides(self):
        call = self.channel().unary_unary("/test.Test/Unary")
        for size in (0, 5, 100_000, 3_000_000):
            answer, outcome = call.with_call(b"a" * size + b"b", timeout=PATIENCE)
            self.assertEqual(answer, b"b" + b"a" * size)
            self.assertIn(("first", "1"), [tuple(item) for item in outcome.initial_metadata()])
            trailing = dict(outcome.trailing_metadata())
            self.assertEqual(trailing["last"], "2")
            self.assertEqual(trailing["blob-bin"], b"\x00\xff")
            self.assertEqual(outcome.code(), grpc.StatusCode.OK)

    def test_messages_stream_down(self):
        call = self.channel().unary_stream("/test.Test/Down")
        self.assertEqual(list(call(b"500", timeout=PATIENCE)), [b"%d" % number for number in range(500)])
        self.assertEqual(list(call(b"0", timeout=PATIENCE)), [])

    def test_messages_stream_up(self):
        call = self.channel().stream_unary("/test.Test/Up")
        self.assertEqual(call(iter([b"x" * 1000] * 500), timeout=PATIENCE), b"500000")

    def test_nothing_is_held_back_in_either_direction(self):
        questions = queue.Queue()
        answers = self.channel().stream_stream("/test.Test/Both")(iter(questions.get, None), timeout=PATIENCE)
        for number in range(50):
            questions.put(b"%d" % number)
            self.assertEqual(next(answers), b"%d" % number)
        questions.put(None)
        self.assertEqual(list(answers), [])

    def test_errors_come_as_they_were_meant(self):
        channel = self.channel()
        with self.assertRaises(grpc.RpcError) as failed:
            channel.unary_unary("/test.Test/Fail")(b"", timeout=PATIENCE)
        self.assertEqual(failed.exception.code(), grpc.StatusCode.FAILED_PRECONDITION)
        self.assertEqual(failed.exception.details(), "no: 100 % not")
        with self.assertRaises(grpc.RpcError) as failed:
            channel.unary_unary("/test.Test/Nowhere")(b"", timeout=PATIENCE)
        self.assertEqual(failed.exception.code(), grpc.StatusCode.UNIMPLEMENTED)

    def test_a_client_that_leaves_takes_its_call(self):
        call = self.channel().unary_unary("/test.Test/Slow").future(b"", timeout=PATIENCE)
        self.assertTrue(self.service.begun.wait(PATIENCE))
        call.cancel()
        self.assertTrue(self.service.cancelled.wait(PATIENCE))

    def test_what_is_down_is_unavailable(self):
        self.server.stop(0).wait()
        channel = self.channel(f"{{ to: h2c://127.0.0.1:{self.backend}, wait: off }}")
        with self.assertRaises(grpc.RpcError) as failed:
            channel.unary_unary("/test.Test/Unary")(b"", timeout=PATIENCE)
        self.assertEqual(failed.exception.code(), grpc.StatusCode.UNAVAILABLE)
        self.assertIn("connect_refused", failed.exception.details())
        metadata = dict(failed.exception.initial_metadata() or ()) | dict(failed.exception.trailing_metadata() or ())
        self.assertIn("connection_refused", metadata["proxy-status"])
        self.assertIn("x-incident-id", metadata)

    def test_an_answer_that_breaks_ends_with_a_status(self):
        wire = Wire(self.backend)
        self.addCleanup(wire.cut)
        channel = self.channel(f"{{ to: h2c://127.0.0.1:{wire.port} }}")
        questions = queue.Queue()
        answers = channel.stream_stream("/test.Test/Both")(iter(questions.get, None), timeout=PATIENCE)
        questions.put(b"one")
        self.assertEqual(next(answers), b"one")
        wire.cut()
        with self.assertRaises(grpc.RpcError) as failed:
            next(answers)
        questions.put(None)
        self.assertEqual(failed.exception.code(), grpc.StatusCode.UNAVAILABLE, failed.exception)
        self.assertIn("error=http_response_incomplete", dict(failed.exception.trailing_metadata())["proxy-status"])

    def test_no_route_is_unimplemented(self):
        channel = self.channel(f"{{ match: {{ path: /other }}, to: h2c://127.0.0.1:{self.backend} }}")
        with self.assertRaises(grpc.RpcError) as failed:
            channel.unary_unary("/test.Test/Unary")(b"", timeout=PATIENCE)
        self.assertEqual(failed.exception.code(), grpc.StatusCode.UNIMPLEMENTED)

    def test_the_deadline_of_the_call_ends_the_exchange(self):
        """Told as metadata, so that the client itself waits on and sees what the gateway answers."""
        call = self.channel().unary_unary("/test.Test/Slow")
        with self.assertRaises(grpc.RpcError) as failed:
            call(b"", metadata=(("grpc-timeout", "300m"),))
        self.assertEqual(failed.exception.code(), grpc.StatusCode.DEADLINE_EXCEEDED)
        self.assertTrue(self.service.cancelled.wait(PATIENCE))

    def test_health_is_asked_in_the_words_of_grpc(self):
        check = "{ kind: grpc, interval: 500ms, timeout: 500ms, rise: 1, fall: 1 }"
        channel = self.channel(f"{{ to: h2c://127.0.0.1:{self.backend}, health: {{ check: {check} }}, wait: off }}")
        self.gateway.wait_for("endpoint_state", '"to":"up"')
        self.assertEqual(channel.unary_unary("/test.Test/Unary")(b"ab", timeout=PATIENCE), b"ba")
        # NOT_SERVING.
        self.service.health = b"\x08\x02"
        self.gateway.wait_for("endpoint_state", '"to":"down"')
        self.service.health = b"\x08\x01"
        self.gateway.wait_for("endpoint_state", '"to":"up"')


if __name__ == "__main__":
    unittest.main()

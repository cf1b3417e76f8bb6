import GatewayWire

private typealias Wire = HTTP2Bytes

/// What upstreams send.
extension HTTP2ConformanceTests {
    static let client: [HTTP2Row] = [
        HTTP2Row(
            "§3.4 SETTINGS comes first",
            Wire.windowUpdate(0, 1),
            "closed PROTOCOL_ERROR settings_not_first",
            isFresh: true
        ),
        HTTP2Row(
            "§6.5.2 ENABLE_PUSH 1 from a server",
            Wire.settings([(2, 1)]),
            "closed PROTOCOL_ERROR setting_value_invalid"
        ),
        HTTP2Row(
            "§6.6, §8.4 PUSH_PROMISE although it was switched off",
            Wire.frame(5, 4, 1, [0, 0, 0, 2]),
            "closed PROTOCOL_ERROR push_promise_received"
        ),
        HTTP2Row(
            "§5.1 HEADERS on a stream that was not opened",
            Wire.headers(5, Wire.ok),
            "closed PROTOCOL_ERROR stream_idle"
        ),
        HTTP2Row(
            "§5.1.1 HEADERS on an even stream",
            Wire.headers(2, Wire.ok),
            "closed PROTOCOL_ERROR stream_identifier_invalid"
        ),
        HTTP2Row("§8.1 a response", Wire.headers(1, Wire.ok, end: true), "head 1 HTTP/1.1 200  end"),
        HTTP2Row("§8.1 content before the head", Wire.data(1, 1), "failed 1 PROTOCOL_ERROR data_before_head"),
        HTTP2Row(
            "§8.1 an interim response",
            Wire.headers(1, Wire.fields((":status", "103"))),
            "head 1 HTTP/1.1 103  interim"
        ),
        HTTP2Row(
            "§8.1 an interim response that ends the stream",
            Wire.headers(1, Wire.fields((":status", "103")), end: true),
            "failed 1 PROTOCOL_ERROR interim_with_end"
        ),
        HTTP2Row(
            "§8.1 a response after the head",
            Wire.headers(1, Wire.ok) + Wire.headers(1, Wire.ok, end: true),
            "failed 1 PROTOCOL_ERROR pseudo_field_forbidden"
        ),
        HTTP2Row(
            "§8.6 status 101",
            Wire.headers(1, Wire.fields((":status", "101"))),
            "failed 1 PROTOCOL_ERROR status_forbidden"
        ),
        HTTP2Row(
            "§8.3.2 no :status",
            Wire.headers(1, Wire.fields(("a", "b"))),
            "failed 1 PROTOCOL_ERROR pseudo_field_missing"
        ),
        HTTP2Row(
            "§8.3.2 a :status of two digits",
            Wire.headers(1, Wire.fields((":status", "20"))),
            "failed 1 PROTOCOL_ERROR status_invalid"
        ),
        HTTP2Row(
            "§8.3.2 a :status below 100",
            Wire.headers(1, Wire.fields((":status", "099"))),
            "failed 1 PROTOCOL_ERROR status_invalid"
        ),
        HTTP2Row(
            "§8.3 a pseudo field of a request",
            Wire.headers(1, Wire.get),
            "failed 1 PROTOCOL_ERROR pseudo_field_forbidden"
        ),
        HTTP2Row(
            "§8.1.1 HEAD has a length and no content",
            Wire.headers(3, Wire.ok + Wire.fields(("content-length", "9")), end: true),
            "head 3 HTTP/1.1 200  end"
        ),
        HTTP2Row(
            "§8.1.1 HEAD has no content",
            Wire.headers(3, Wire.ok) + Wire.data(3, 1),
            "failed 3 PROTOCOL_ERROR content_length_differs"
        ),
        HTTP2Row(
            "§8.1.1 304 has a length and no content",
            Wire.headers(1, [0x8b] + Wire.fields(("content-length", "9")), end: true),
            "head 1 HTTP/1.1 304  end"
        ),
        HTTP2Row(
            "§8.1.1 204 has no content",
            Wire.headers(1, [0x89]) + Wire.data(1, 1),
            "failed 1 PROTOCOL_ERROR content_length_differs"
        ),
        HTTP2Row(
            "§8.1.1 a response without the announced content",
            Wire.headers(1, Wire.ok + Wire.fields(("content-length", "9")), end: true),
            "failed 1 PROTOCOL_ERROR content_length_differs"
        ),
        HTTP2Row(
            "§8.1.1 a response cut short",
            Wire.headers(1, Wire.ok + Wire.fields(("content-length", "9"))) + Wire.data(1, 8, end: true),
            "failed 1 PROTOCOL_ERROR content_length_differs"
        ),
        HTTP2Row(
            "§8.2.2 connection in a response",
            Wire.headers(1, Wire.ok + Wire.fields(("connection", "close"))),
            "failed 1 PROTOCOL_ERROR connection_specific_field"
        ),
        HTTP2Row("§8.7 REFUSED_STREAM was not processed", Wire.reset(1, 7), "reset 1 REFUSED_STREAM unprocessed"),
        HTTP2Row("§7 an unknown code counts as INTERNAL_ERROR", Wire.reset(1, 0xffff), "reset 1 INTERNAL_ERROR"),
        HTTP2Row("§6.8 GOAWAY", Wire.frame(7, 0, 0, Wire.word(1) + Wire.word(0)), "goaway 1 NO_ERROR"),
        HTTP2Row(
            "§6.8 a last identifier that grows",
            Wire.frame(7, 0, 0, Wire.word(1) + Wire.word(0)) + Wire.frame(7, 0, 0, Wire.word(3) + Wire.word(0)),
            "closed PROTOCOL_ERROR go_away_identifier_increased"
        ),
        HTTP2Row(
            "RFC 9218 §7.1 PRIORITY_UPDATE from a server",
            Wire.frame(0x10, 0, 0, [0, 0, 0, 1]),
            "closed PROTOCOL_ERROR priority_update_malformed"
        ),
    ]
}

import GatewayWire

private typealias Wire = HTTP2Bytes

/// What clients say in messages (RFC 9113 §8).
extension HTTP2ConformanceTests {
    static let messageRows: [HTTP2Row] = [
        HTTP2Row(
            "§8.1 trailers must end the stream",
            Wire.headers(1, Wire.post) + Wire.headers(1, Wire.fields(("a", "b"))),
            "failed 1 PROTOCOL_ERROR trailers_without_end"
        ),
        HTTP2Row(
            "§8.1 trailers",
            Wire.headers(1, Wire.post) + Wire.headers(1, Wire.fields(("a", "b")), end: true),
            "trailers 1 a: b"
        ),
        HTTP2Row(
            "§8.1 a pseudo field in trailers",
            Wire.headers(1, Wire.post) + Wire.headers(1, [0x88], end: true),
            "failed 1 PROTOCOL_ERROR pseudo_field_forbidden"
        ),
        HTTP2Row(
            "§8.1.1 less content than content-length",
            Wire.headers(1, Wire.post + Wire.fields(("content-length", "2"))) + Wire.data(1, 1, end: true),
            "failed 1 PROTOCOL_ERROR content_length_differs"
        ),
        HTTP2Row(
            "§8.1.1 more content than content-length",
            Wire.headers(1, Wire.post + Wire.fields(("content-length", "2"))) + Wire.data(1, 3),
            "failed 1 PROTOCOL_ERROR content_length_differs"
        ),
        HTTP2Row(
            "§8.1.1 as much content as content-length",
            Wire.headers(1, Wire.post + Wire.fields(("content-length", "2"))) + Wire.data(1, 2, end: true),
            "data 1 2 end"
        ),
        HTTP2Row(
            "§8.1.1 content-length without content",
            Wire.headers(1, Wire.post + Wire.fields(("content-length", "2")), end: true),
            "failed 1 PROTOCOL_ERROR content_length_differs"
        ),
        HTTP2Row(
            "§8.1.1 trailers before the content is whole",
            Wire.headers(1, Wire.post + Wire.fields(("content-length", "2"))) + Wire.headers(1, [], end: true),
            "failed 1 PROTOCOL_ERROR content_length_differs"
        ),
        HTTP2Row(
            "§8.1.1 two lengths",
            Wire.headers(1, Wire.post + Wire.fields(("content-length", "2"), ("content-length", "3"))),
            "failed 1 PROTOCOL_ERROR content_length_invalid"
        ),
        HTTP2Row(
            "§8.1.1 a length that is no number",
            Wire.headers(1, Wire.post + Wire.fields(("content-length", "+2"))),
            "failed 1 PROTOCOL_ERROR content_length_invalid"
        ),
        HTTP2Row(
            "§8.2 upper case in a name",
            Wire.headers(1, Wire.get + Wire.fields(("Accept", "b")), end: true),
            "failed 1 PROTOCOL_ERROR field_name_invalid"
        ),
        HTTP2Row(
            "§8.2.1 a space in a name",
            Wire.headers(1, Wire.get + Wire.fields(("a b", "c")), end: true),
            "failed 1 PROTOCOL_ERROR field_name_invalid"
        ),
        HTTP2Row(
            "§8.2.1 a control in a name",
            Wire.headers(1, Wire.get + Wire.fields(("a\u{7f}", "c")), end: true),
            "failed 1 PROTOCOL_ERROR field_name_invalid"
        ),
        HTTP2Row(
            "§8.2.1 an octet over 0x7f in a name",
            Wire.headers(1, Wire.get + Wire.fields(("ä", "c")), end: true),
            "failed 1 PROTOCOL_ERROR field_name_invalid"
        ),
        HTTP2Row(
            "§8.2.1 an empty name",
            Wire.headers(1, Wire.get + Wire.fields(("", "c")), end: true),
            "failed 1 PROTOCOL_ERROR field_name_invalid"
        ),
        HTTP2Row(
            "§8.2.1 a colon in a name",
            Wire.headers(1, Wire.get + Wire.fields(("a:b", "c")), end: true),
            "failed 1 PROTOCOL_ERROR field_name_invalid"
        ),
        HTTP2Row(
            "§8.2.1 NUL in a value",
            Wire.headers(1, Wire.get + Wire.fields(("a", "b\0c")), end: true),
            "failed 1 PROTOCOL_ERROR field_value_invalid"
        ),
        HTTP2Row(
            "§8.2.1 LF in a value",
            Wire.headers(1, Wire.get + Wire.fields(("a", "b\nc")), end: true),
            "failed 1 PROTOCOL_ERROR field_value_invalid"
        ),
        HTTP2Row(
            "§8.2.1 CR in a value",
            Wire.headers(1, Wire.get + Wire.fields(("a", "b\rc")), end: true),
            "failed 1 PROTOCOL_ERROR field_value_invalid"
        ),
        HTTP2Row(
            "§8.2.1 a space before a value",
            Wire.headers(1, Wire.get + Wire.fields(("a", " b")), end: true),
            "failed 1 PROTOCOL_ERROR field_value_invalid"
        ),
        HTTP2Row(
            "§8.2.1 a tab after a value",
            Wire.headers(1, Wire.get + Wire.fields(("a", "b\t")), end: true),
            "failed 1 PROTOCOL_ERROR field_value_invalid"
        ),
        HTTP2Row(
            "§8.2.2 connection",
            Wire.headers(1, Wire.get + Wire.fields(("connection", "close")), end: true),
            "failed 1 PROTOCOL_ERROR connection_specific_field"
        ),
        HTTP2Row(
            "§8.2.2 keep-alive",
            Wire.headers(1, Wire.get + Wire.fields(("keep-alive", "1")), end: true),
            "failed 1 PROTOCOL_ERROR connection_specific_field"
        ),
        HTTP2Row(
            "§8.2.2 proxy-connection",
            Wire.headers(1, Wire.get + Wire.fields(("proxy-connection", "a")), end: true),
            "failed 1 PROTOCOL_ERROR connection_specific_field"
        ),
        HTTP2Row(
            "§8.2.2 transfer-encoding",
            Wire.headers(1, Wire.get + Wire.fields(("transfer-encoding", "chunked")), end: true),
            "failed 1 PROTOCOL_ERROR connection_specific_field"
        ),
        HTTP2Row(
            "§8.2.2 upgrade",
            Wire.headers(1, Wire.get + Wire.fields(("upgrade", "h2c")), end: true),
            "failed 1 PROTOCOL_ERROR connection_specific_field"
        ),
        HTTP2Row(
            "§8.2.2 te other than trailers",
            Wire.headers(1, Wire.get + Wire.fields(("te", "gzip")), end: true),
            "failed 1 PROTOCOL_ERROR te_invalid"
        ),
        HTTP2Row(
            "§8.2.2 te: trailers",
            Wire.headers(1, Wire.get + Wire.fields(("te", "trailers")), end: true),
            "head 1 GET / HTTP/1.1 end"
        ),
        HTTP2Row(
            "§8.3 a pseudo field after others",
            Wire.headers(1, Wire.get + Wire.fields(("a", "b"), (":path", "/")), end: true),
            "failed 1 PROTOCOL_ERROR pseudo_field_misplaced"
        ),
        HTTP2Row(
            "§8.3 a pseudo field of a response",
            Wire.headers(1, Wire.get + Wire.fields((":status", "200")), end: true),
            "failed 1 PROTOCOL_ERROR pseudo_field_forbidden"
        ),
        HTTP2Row(
            "§8.3 an unknown pseudo field",
            Wire.headers(1, Wire.get + Wire.fields((":a", "b")), end: true),
            "failed 1 PROTOCOL_ERROR pseudo_field_unknown"
        ),
        HTTP2Row(
            "§8.3 :method twice",
            Wire.headers(1, Wire.get + Wire.fields((":method", "/")), end: true),
            "failed 1 PROTOCOL_ERROR pseudo_field_repeated"
        ),
        HTTP2Row(
            "§8.3 :scheme twice",
            Wire.headers(1, Wire.get + Wire.fields((":scheme", "/")), end: true),
            "failed 1 PROTOCOL_ERROR pseudo_field_repeated"
        ),
        HTTP2Row(
            "§8.3 :path twice",
            Wire.headers(1, Wire.get + Wire.fields((":path", "/")), end: true),
            "failed 1 PROTOCOL_ERROR pseudo_field_repeated"
        ),
        HTTP2Row(
            "§8.3 :authority twice",
            Wire.headers(1, Wire.get + Wire.fields((":authority", "/")), end: true),
            "failed 1 PROTOCOL_ERROR pseudo_field_repeated"
        ),
        HTTP2Row(
            "§8.3.1 host that differs from :authority",
            Wire.headers(1, Wire.get + Wire.fields(("host", "b")), end: true),
            "failed 1 PROTOCOL_ERROR host_differs"
        ),
        HTTP2Row(
            "§8.3.1 host like :authority",
            Wire.headers(1, Wire.get + Wire.fields(("host", "a")), end: true),
            "head 1 GET / HTTP/1.1 end"
        ),
        HTTP2Row(
            "§8.3.1 no :method",
            Wire.headers(1, Wire.fields((":scheme", "http"), (":path", "/")), end: true),
            "failed 1 PROTOCOL_ERROR pseudo_field_missing"
        ),
        HTTP2Row(
            "§8.3.1 no :scheme",
            Wire.headers(1, Wire.fields((":method", "GET"), (":path", "/")), end: true),
            "failed 1 PROTOCOL_ERROR pseudo_field_missing"
        ),
        HTTP2Row(
            "§8.3.1 no :path",
            Wire.headers(1, Wire.fields((":method", "GET"), (":scheme", "http")), end: true),
            "failed 1 PROTOCOL_ERROR pseudo_field_missing"
        ),
        HTTP2Row(
            "§8.3.1 an empty :path",
            Wire.headers(
                1,
                Wire.fields((":method", "GET"), (":scheme", "http"), (":path", ""), (":authority", "a")),
                end: true
            ),
            "failed 1 PROTOCOL_ERROR pseudo_field_invalid"
        ),
        HTTP2Row(
            "§8.3.1 a :path that is no path",
            Wire.headers(
                1,
                Wire.fields((":method", "GET"), (":scheme", "http"), (":path", "http://b/"), (":authority", "a")),
                end: true
            ),
            "failed 1 PROTOCOL_ERROR pseudo_field_invalid"
        ),
        HTTP2Row(
            "§8.3.1 a space in :path",
            Wire.headers(
                1,
                Wire.fields((":method", "GET"), (":scheme", "http"), (":path", "/ HTTP/1.1"), (":authority", "a")),
                end: true
            ),
            "failed 1 PROTOCOL_ERROR pseudo_field_invalid"
        ),
        HTTP2Row(
            "§8.3.1 * but for OPTIONS",
            Wire.headers(
                1,
                Wire.fields((":method", "GET"), (":scheme", "http"), (":path", "*"), (":authority", "a")),
                end: true
            ),
            "failed 1 PROTOCOL_ERROR pseudo_field_invalid"
        ),
        HTTP2Row(
            "§8.3.1 * for OPTIONS",
            Wire.headers(
                1,
                Wire.fields((":method", "OPTIONS"), (":scheme", "http"), (":path", "*"), (":authority", "a")),
                end: true
            ),
            "head 1 OPTIONS * HTTP/1.1 end"
        ),
        HTTP2Row(
            "§8.3.1 user information in :authority",
            Wire.headers(
                1,
                Wire.fields((":method", "GET"), (":scheme", "http"), (":path", "/"), (":authority", "u@a")),
                end: true
            ),
            "failed 1 PROTOCOL_ERROR pseudo_field_invalid"
        ),
        HTTP2Row(
            "§8.3.1 an empty :authority",
            Wire.headers(
                1,
                Wire.fields((":method", "GET"), (":scheme", "http"), (":path", "/"), (":authority", "")),
                end: true
            ),
            "failed 1 PROTOCOL_ERROR pseudo_field_invalid"
        ),
        HTTP2Row(
            "§8.3.1 :method is a token",
            Wire.headers(
                1,
                Wire.fields((":method", "G(T"), (":scheme", "http"), (":path", "/"), (":authority", "a")),
                end: true
            ),
            "failed 1 PROTOCOL_ERROR pseudo_field_invalid"
        ),
        HTTP2Row(
            "§8.3.1 an empty :method",
            Wire.headers(
                1,
                Wire.fields((":method", ""), (":scheme", "http"), (":path", "/"), (":authority", "a")),
                end: true
            ),
            "failed 1 PROTOCOL_ERROR pseudo_field_invalid"
        ),
        HTTP2Row(
            "§8.3.1 :scheme has a form",
            Wire.headers(
                1,
                Wire.fields((":method", "GET"), (":scheme", "1x"), (":path", "/"), (":authority", "a")),
                end: true
            ),
            "failed 1 PROTOCOL_ERROR pseudo_field_invalid"
        ),
        HTTP2Row(
            "§8.5 CONNECT",
            Wire.headers(1, Wire.fields((":method", "CONNECT"), (":authority", "a:1")), end: false),
            "head 1 CONNECT a:1 HTTP/1.1"
        ),
        HTTP2Row(
            "§8.5 CONNECT with :path",
            Wire.headers(1, Wire.fields((":method", "CONNECT"), (":path", "/"), (":authority", "a:1")), end: true),
            "failed 1 PROTOCOL_ERROR pseudo_field_forbidden"
        ),
        HTTP2Row(
            "§8.5 CONNECT without :authority",
            Wire.headers(1, Wire.fields((":method", "CONNECT")), end: true),
            "failed 1 PROTOCOL_ERROR pseudo_field_missing"
        ),
        HTTP2Row(
            "RFC 8441 §4 extended CONNECT",
            Wire.headers(
                1,
                Wire.fields(
                    (":method", "CONNECT"),
                    (":protocol", "websocket"),
                    (":scheme", "http"),
                    (":path", "/"),
                    (":authority", "a")
                ),
                end: false
            ),
            "head 1 GET / HTTP/1.1"
        ),
        HTTP2Row(
            "RFC 8441 §4 :protocol without :path",
            Wire.headers(
                1,
                Wire.fields((":method", "CONNECT"), (":protocol", "websocket"), (":authority", "a")),
                end: true
            ),
            "failed 1 PROTOCOL_ERROR pseudo_field_missing"
        ),
        HTTP2Row(
            "RFC 8441 §4 :protocol without CONNECT",
            Wire.headers(
                1,
                Wire.fields(
                    (":method", "GET"),
                    (":protocol", "websocket"),
                    (":scheme", "http"),
                    (":path", "/"),
                    (":authority", "a")
                ),
                end: true
            ),
            "failed 1 PROTOCOL_ERROR pseudo_field_forbidden"
        ),
    ]
}

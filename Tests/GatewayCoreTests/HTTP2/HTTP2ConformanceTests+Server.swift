import GatewayWire

private typealias Wire = HTTP2Bytes

/// What clients send.
///
/// Not here, because bytes alone cannot show it: §3.2 and §9.2 (ALPN and TLS, checked where TLS is), §5.4.3 (a
/// connection that is cut, which the driver sees), §6.5.3 (SETTINGS not acknowledged in time, for which the driver has
/// the clock and `abort`), §8.4 (duties of a server that pushes, which we never do), §9.1.1 (reuse for another origin,
/// decided by who pools connections).
extension HTTP2ConformanceTests {
    static let server: [HTTP2Row] = Self.connectionRows + Self.frameRows + Self.stateRows + Self.messageRows

    private static let connectionRows: [HTTP2Row] = [
        HTTP2Row(
            "§3.4 the preface must be exact",
            Array("PRI * HTTP/2.0\r\n\r\nSX".utf8),
            "closed PROTOCOL_ERROR preface_invalid",
            isFresh: true
        ),
        HTTP2Row(
            "§3.4 SETTINGS comes first",
            Wire.preface + Wire.headers(1, Wire.get, end: true),
            "closed PROTOCOL_ERROR settings_not_first",
            isFresh: true
        ),
        HTTP2Row(
            "§3.4 an acknowledgement is not the first SETTINGS",
            Wire.preface + Wire.frame(4, 1),
            "closed PROTOCOL_ERROR settings_not_first",
            isFresh: true
        ),
        HTTP2Row("§3.4 preface and SETTINGS", Wire.preface + Wire.settings(), "settings", isFresh: true),
        HTTP2Row("§4.1 an unknown type is ignored", Wire.frame(0xbe, 0xff, 5, [1, 2, 3]), "nothing"),
        HTTP2Row("§4.1 an unknown flag is ignored", Wire.frame(6, 0xfe, 0, [0, 0, 0, 0, 0, 0, 0, 1]), "nothing"),
        HTTP2Row(
            "§4.1 the reserved bit is ignored",
            Wire.headers(0x8000_0001, Wire.get, end: true),
            "head 1 GET / HTTP/1.1 end"
        ),
        HTTP2Row(
            "§4.2 a frame over SETTINGS_MAX_FRAME_SIZE",
            Wire.headers(1, Wire.post) + Wire.data(1, 16_385),
            "closed FRAME_SIZE_ERROR frame_too_large"
        ),
        HTTP2Row(
            "§4.2 a frame of SETTINGS_MAX_FRAME_SIZE",
            Wire.headers(1, Wire.post) + Wire.data(1, 16_384),
            "data 1 16384"
        ),
        HTTP2Row(
            "§4.3 a block that cannot be decoded",
            Wire.headers(1, [0xff, 0xff, 0xff]),
            "closed COMPRESSION_ERROR header_block_invalid"
        ),
        HTTP2Row(
            "§4.3 a block cut in frames is one block",
            Wire.frame(1, 1, 1, Array(Wire.get[..<3])) + Wire.frame(9, 4, 1, Array(Wire.get[3...])),
            "head 1 GET / HTTP/1.1 end"
        ),
        HTTP2Row(
            "§4.3 nothing comes between",
            Wire.frame(1, 1, 1, Wire.get) + Wire.frame(6, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]),
            "closed PROTOCOL_ERROR continuation_expected"
        ),
        HTTP2Row(
            "§4.3 not even an unknown frame",
            Wire.frame(1, 1, 1, Wire.get) + Wire.frame(0x77, 0, 1),
            "closed PROTOCOL_ERROR continuation_expected"
        ),
        HTTP2Row(
            "§4.3 nor a block of another stream",
            Wire.frame(1, 1, 1, Wire.get) + Wire.frame(9, 4, 3, []),
            "closed PROTOCOL_ERROR continuation_expected"
        ),
        HTTP2Row(
            "§6.5 a payload in an acknowledgement",
            Wire.frame(4, 1, 0, [0]),
            "closed FRAME_SIZE_ERROR settings_ack_with_payload"
        ),
        HTTP2Row("§6.5 SETTINGS on a stream", Wire.frame(4, 0, 1), "closed PROTOCOL_ERROR stream_forbidden"),
        HTTP2Row(
            "§6.5 a length that is no multiple of 6",
            Wire.frame(4, 0, 0, [0, 0, 0]),
            "closed FRAME_SIZE_ERROR frame_length_invalid"
        ),
        HTTP2Row("§6.5.2 an unknown setting is ignored", Wire.settings([(0xff, 1)]), "settings"),
        HTTP2Row("§6.5.2 ENABLE_PUSH over 1", Wire.settings([(2, 2)]), "closed PROTOCOL_ERROR setting_value_invalid"),
        HTTP2Row(
            "§6.5.2 a window over 2^31-1",
            Wire.settings([(4, 0x8000_0000)]),
            "closed FLOW_CONTROL_ERROR setting_value_invalid"
        ),
        HTTP2Row(
            "§6.5.2 a frame size under 2^14",
            Wire.settings([(5, 16_383)]),
            "closed PROTOCOL_ERROR setting_value_invalid"
        ),
        HTTP2Row(
            "§6.5.2 a frame size over 2^24-1",
            Wire.settings([(5, 16_777_216)]),
            "closed PROTOCOL_ERROR setting_value_invalid"
        ),
        HTTP2Row(
            "RFC 8441 §3 ENABLE_CONNECT_PROTOCOL over 1",
            Wire.settings([(8, 2)]),
            "closed PROTOCOL_ERROR setting_value_invalid"
        ),
        HTTP2Row(
            "RFC 9218 §2.1 NO_RFC7540_PRIORITIES changes",
            Wire.settings([(9, 1)]),
            "closed PROTOCOL_ERROR setting_value_invalid"
        ),
    ]

    private static let frameRows: [HTTP2Row] = [
        HTTP2Row("§6.1 DATA without a stream", Wire.data(0, 1), "closed PROTOCOL_ERROR stream_required"),
        HTTP2Row(
            "§6.1 padding as long as the frame",
            Wire.headers(1, Wire.post) + Wire.frame(0, 8, 1, [2, 0]),
            "closed PROTOCOL_ERROR padding_too_long"
        ),
        HTTP2Row(
            "§6.1 padding is dropped",
            Wire.headers(1, Wire.post) + Wire.frame(0, 9, 1, [2, 0x78, 0, 0]),
            "data 1 1 end"
        ),
        HTTP2Row(
            "§6.1 a padded frame has a pad length",
            Wire.headers(1, Wire.post) + Wire.frame(0, 8, 1),
            "closed FRAME_SIZE_ERROR frame_length_invalid"
        ),
        HTTP2Row("§6.2 HEADERS without a stream", Wire.headers(0, Wire.get), "closed PROTOCOL_ERROR stream_required"),
        HTTP2Row(
            "§6.2 padding longer than the block",
            Wire.frame(1, 12, 1, [9] + Wire.get),
            "closed PROTOCOL_ERROR padding_too_long"
        ),
        HTTP2Row(
            "§6.2 padding and priority are dropped",
            Wire.frame(1, 0x2d, 1, [1, 0, 0, 0, 0, 9] + Wire.get + [0]),
            "head 1 GET / HTTP/1.1 end"
        ),
        HTTP2Row(
            "§6.2 priority without room",
            Wire.frame(1, 0x24, 1, [0, 0]),
            "closed FRAME_SIZE_ERROR frame_length_invalid"
        ),
        HTTP2Row(
            "§6.3 PRIORITY without a stream",
            Wire.frame(2, 0, 0, [0, 0, 0, 0, 0]),
            "closed PROTOCOL_ERROR stream_required"
        ),
        HTTP2Row(
            "§6.3 PRIORITY of another length",
            Wire.frame(2, 0, 1, [0]),
            "closed FRAME_SIZE_ERROR frame_length_invalid"
        ),
        HTTP2Row("§6.3 PRIORITY on an idle stream", Wire.frame(2, 0, 9, [0, 0, 0, 0, 0]), "nothing"),
        HTTP2Row("§6.4 RST_STREAM without a stream", Wire.reset(0, 0), "closed PROTOCOL_ERROR stream_required"),
        HTTP2Row("§6.4 RST_STREAM on an idle stream", Wire.reset(1, 0), "closed PROTOCOL_ERROR stream_idle"),
        HTTP2Row(
            "§6.4 RST_STREAM of another length",
            Wire.frame(3, 0, 1, [0]),
            "closed FRAME_SIZE_ERROR frame_length_invalid"
        ),
        HTTP2Row(
            "§6.6, §8.4 PUSH_PROMISE from a client",
            Wire.frame(5, 4, 1, [0, 0, 0, 2]),
            "closed PROTOCOL_ERROR push_promise_received"
        ),
        HTTP2Row(
            "§6.7 PING on a stream",
            Wire.frame(6, 0, 1, [0, 0, 0, 0, 0, 0, 0, 0]),
            "closed PROTOCOL_ERROR stream_forbidden"
        ),
        HTTP2Row(
            "§6.7 PING of another length",
            Wire.frame(6, 0, 0, [0]),
            "closed FRAME_SIZE_ERROR frame_length_invalid"
        ),
        HTTP2Row(
            "§6.8 GOAWAY on a stream",
            Wire.frame(7, 0, 1, [0, 0, 0, 0, 0, 0, 0, 0]),
            "closed PROTOCOL_ERROR stream_forbidden"
        ),
        HTTP2Row(
            "§6.8 GOAWAY that is too short",
            Wire.frame(7, 0, 0, [0]),
            "closed FRAME_SIZE_ERROR frame_length_invalid"
        ),
        HTTP2Row(
            "§6.9 WINDOW_UPDATE of another length",
            Wire.frame(8, 0, 0, [0]),
            "closed FRAME_SIZE_ERROR frame_length_invalid"
        ),
        HTTP2Row(
            "§6.9 an increment of 0 for the connection",
            Wire.windowUpdate(0, 0),
            "closed PROTOCOL_ERROR window_increment_zero"
        ),
        HTTP2Row(
            "§6.9 an increment of 0 for a stream",
            Wire.headers(1, Wire.post) + Wire.windowUpdate(1, 0),
            "failed 1 PROTOCOL_ERROR window_increment_zero"
        ),
        HTTP2Row(
            "§6.9.1 the connection's window overflows",
            Wire.windowUpdate(0, 0x7fff_ffff),
            "closed FLOW_CONTROL_ERROR window_overflow"
        ),
        HTTP2Row(
            "§6.9.1 a stream's window overflows",
            Wire.headers(1, Wire.post) + Wire.windowUpdate(1, 0x7fff_ffff),
            "failed 1 FLOW_CONTROL_ERROR window_overflow"
        ),
        HTTP2Row(
            "§6.9.2 SETTINGS make a window overflow",
            Wire.headers(1, Wire.post) + Wire.windowUpdate(1, 0x7fff_0000) + Wire.settings([(4, 0x7fff_ffff)]),
            "closed FLOW_CONTROL_ERROR window_overflow"
        ),
        HTTP2Row("§6.9 WINDOW_UPDATE on an idle stream", Wire.windowUpdate(1, 1), "closed PROTOCOL_ERROR stream_idle"),
        HTTP2Row(
            "§6.10 CONTINUATION without a block",
            Wire.frame(9, 4, 1),
            "closed PROTOCOL_ERROR continuation_unexpected"
        ),
        HTTP2Row(
            "§6.10 CONTINUATION after a whole block",
            Wire.headers(1, Wire.post) + Wire.frame(9, 4, 1),
            "closed PROTOCOL_ERROR continuation_unexpected"
        ),
        HTTP2Row("§6.10 CONTINUATION without a stream", Wire.frame(9, 4, 0), "closed PROTOCOL_ERROR stream_required"),
        HTTP2Row(
            "RFC 9218 §7.1 PRIORITY_UPDATE for stream 0",
            Wire.frame(0x10, 0, 0, [0, 0, 0, 0]),
            "closed PROTOCOL_ERROR priority_update_malformed"
        ),
        HTTP2Row(
            "RFC 9218 §7.1 PRIORITY_UPDATE on a stream",
            Wire.frame(0x10, 0, 1, [0, 0, 0, 1]),
            "closed PROTOCOL_ERROR stream_forbidden"
        ),
    ]

    private static let stateRows: [HTTP2Row] = [
        HTTP2Row("§5.1 DATA on an idle stream", Wire.data(1, 1), "closed PROTOCOL_ERROR stream_idle"),
        HTTP2Row(
            "§5.1 DATA after END_STREAM",
            Wire.headers(1, Wire.get, end: true) + Wire.data(1, 1),
            "failed 1 STREAM_CLOSED stream_half_closed"
        ),
        HTTP2Row(
            "§5.1 HEADERS after END_STREAM",
            Wire.headers(1, Wire.get, end: true) + Wire.headers(1, Wire.get, end: true),
            "failed 1 STREAM_CLOSED stream_half_closed"
        ),
        HTTP2Row(
            "§5.1 HEADERS after RST_STREAM",
            Wire.headers(1, Wire.post) + Wire.reset(1, 8) + Wire.headers(1, Wire.get, end: true),
            "closed STREAM_CLOSED stream_closed"
        ),
        HTTP2Row(
            "§5.1 WINDOW_UPDATE after RST_STREAM is ignored",
            Wire.headers(1, Wire.post) + Wire.reset(1, 8) + Wire.windowUpdate(1, 1),
            "reset 1 CANCEL"
        ),
        HTTP2Row(
            "§5.1.1 an even identifier from a client",
            Wire.headers(2, Wire.get, end: true),
            "closed PROTOCOL_ERROR stream_identifier_invalid"
        ),
        HTTP2Row(
            "§5.1.1 an identifier below the last",
            Wire.headers(5, Wire.get, end: true) + Wire.headers(3, Wire.get, end: true),
            "closed STREAM_CLOSED stream_closed"
        ),
    ]
}

/// What a client's connection begins with (RFC 9113 §3.4).
internal enum HTTP2Preface {
    internal static let bytes: [UInt8] = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)
}

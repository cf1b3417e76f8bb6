extension KnownField {
    /// The field whose lower-case name is these bytes, eight in a word, the first in the least significant byte,
    /// zeros after the end.
    ///
    /// Words instead of a hash: equality is exact, and most names are told apart by one comparison.
    @inline(__always)
    internal static func recognise(_ first: UInt64, _ second: UInt64, _ third: UInt64) -> KnownField {
        if third != 0 { return Self.long(first, second, third) }
        return second == 0 ? Self.short(first) : Self.medium(first, second)
    }

    /// Names of at most 8 bytes.
    private static func short(_ first: UInt64) -> KnownField {
        switch first {
        case 0x0000_7470_6563_6361: .accept  // accept
        case 0x0000_0000_0065_6761: .age  // age
        case 0x706f_6f6c_2d6e_6463: .cdnLoop  // cdn-loop
        case 0x0000_6569_6b6f_6f63: .cookie  // cookie
        case 0x0000_0000_6574_6164: .date  // date
        case 0x0000_0000_6761_7465: .etag  // etag
        case 0x0000_7463_6570_7865: .expect  // expect
        case 0x0073_6572_6970_7865: .expires  // expires
        case 0x0000_0000_7473_6f68: .host  // host
        case 0x6863_7461_6d2d_6669: .ifMatch  // if-match
        case 0x6567_6e61_722d_6669: .ifRange  // if-range
        case 0x6e6f_6974_6163_6f6c: .location  // location
        case 0x0000_616d_6761_7270: .pragma  // pragma
        case 0x0000_0065_676e_6172: .range  // range
        case 0x0072_6572_6566_6572: .referer  // referer
        case 0x0000_7265_7672_6573: .server  // server
        case 0x0000_0000_0000_6574: .te  // te
        case 0x0072_656c_6961_7274: .trailer  // trailer
        case 0x0065_6461_7267_7075: .upgrade  // upgrade
        case 0x0000_0000_7972_6176: .vary  // vary
        case 0x0000_0000_0061_6976: .via  // via
        default: .other
        }
    }

    /// Names of 9 to 16 bytes, whose second words happen to be distinct.
    private static func medium(_ first: UInt64, _ second: UInt64) -> KnownField {
        let (expected, field) = Self.mediumCandidate(second)
        return first == expected ? field : .other
    }

    private static func mediumCandidate(_ second: UInt64) -> (first: UInt64, field: KnownField) {
        switch second {
        case 0x0067_6e69_646f_636e: (0x652d_7470_6563_6361, .acceptEncoding)  // accept-encoding
        case 0x0000_006e_6f69_7461: (0x7a69_726f_6874_7561, .authorization)  // authorization
        case 0x0000_006c_6f72_746e: (0x6f63_2d65_6863_6163, .cacheControl)  // cache-control
        case 0x0000_0000_0000_6e6f: (0x6974_6365_6e6e_6f63, .connection)  // connection
        case 0x676e_6964_6f63_6e65: (0x2d74_6e65_746e_6f63, .contentEncoding)  // content-encoding
        case 0x0000_6874_676e_656c: (0x2d74_6e65_746e_6f63, .contentLength)  // content-length
        case 0x6e6f_6974_6163_6f6c: (0x2d74_6e65_746e_6f63, .contentLocation)  // content-location
        case 0x0000_0065_676e_6172: (0x2d74_6e65_746e_6f63, .contentRange)  // content-range
        case 0x0000_0000_6570_7974: (0x2d74_6e65_746e_6f63, .contentType)  // content-type
        case 0x0000_0000_0000_0064: (0x6564_7261_7772_6f66, .forwarded)  // forwarded
        case 0x0000_7367_6e69_7474: (0x6573_2d32_7074_7468, .http2Settings)  // http2-settings
        case 0x0079_656b_2d79_636e: (0x6574_6f70_6d65_6469, .idempotencyKey)  // idempotency-key
        case 0x0000_0068_6374_616d: (0x2d65_6e6f_6e2d_6669, .ifNoneMatch)  // if-none-match
        case 0x0000_0000_0000_6576: (0x696c_612d_7065_656b, .keepAlive)  // keep-alive
        case 0x0000_0064_6569_6669: (0x646f_6d2d_7473_616c, .lastModified)  // last-modified
        case 0x0000_0000_7364_7261: (0x7772_6f66_2d78_616d, .maxForwards)  // max-forwards
        case 0x6e6f_6974_6365_6e6e: (0x6f63_2d79_786f_7270, .proxyConnection)  // proxy-connection
        case 0x0000_0000_7375_7461: (0x7473_2d79_786f_7270, .proxyStatus)  // proxy-status
        case 0x0000_0000_0072_6574: (0x6661_2d79_7274_6572, .retryAfter)  // retry-after
        case 0x0000_0000_0000_6569: (0x6b6f_6f63_2d74_6573, .setCookie)  // set-cookie
        case 0x0000_0000_0074_6e65: (0x7261_7065_6361_7274, .traceparent)  // traceparent
        case 0x0000_0000_0000_746e: (0x6567_612d_7265_7375, .userAgent)  // user-agent
        case 0x0072_6f66_2d64_6564: (0x7261_7772_6f66_2d78, .xForwardedFor)  // x-forwarded-for
        case 0x7473_6f68_2d64_6564: (0x7261_7772_6f66_2d78, .xForwardedHost)  // x-forwarded-host
        case 0x0000_0000_6469_2d74: (0x7365_7571_6572_2d78, .xRequestID)  // x-request-id
        default: (0, .other)
        }
    }

    /// Names of 17 to 24 bytes.
    private static func long(_ first: UInt64, _ second: UInt64, _ third: UInt64) -> KnownField {
        switch (first, second, third) {
        // if-modified-since
        case (0x6669_646f_6d2d_6669, 0x636e_6973_2d64_6569, 0x0000_0000_0000_0065): .ifModifiedSince
        // if-unmodified-since
        case (0x646f_6d6e_752d_6669, 0x6973_2d64_6569_6669, 0x0000_0000_0065_636e): .ifUnmodifiedSince
        // proxy-authenticate
        case (0x7561_2d79_786f_7270, 0x6163_6974_6e65_6874, 0x0000_0000_0000_6574): .proxyAuthenticate
        // proxy-authorization
        case (0x7561_2d79_786f_7270, 0x7461_7a69_726f_6874, 0x0000_0000_006e_6f69): .proxyAuthorization
        // transfer-encoding
        case (0x7265_6673_6e61_7274, 0x6e69_646f_636e_652d, 0x0000_0000_0000_0067): .transferEncoding
        // x-forwarded-proto
        case (0x7261_7772_6f66_2d78, 0x746f_7270_2d64_6564, 0x0000_0000_0000_006f): .xForwardedProto
        default: .other
        }
    }
}

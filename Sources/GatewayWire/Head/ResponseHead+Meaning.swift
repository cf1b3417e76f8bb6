/// What the fields of a complete response head mean for the exchange.
extension ResponseHead {
    internal mutating func understand(
        _ bytes: borrowing Span<UInt8>,
        requestMethod: Method
    ) throws(SyntaxError) {
        // Checked even where there is no content: a head that contradicts itself cannot be passed on.
        let framing = try Framing.read(bytes, self.fields, version: self.version)
        self.framing = Self.hasContent(status: self.status, requestMethod) ? framing ?? .untilClose : .none
        let options = try ConnectionOptions.read(bytes, marking: &self.fields)
        switch self.version {
        case .http11, .http2: self.isPersistent = !options.contains(.close)
        case .http10: self.isPersistent = options.contains(.keepAlive) && !options.contains(.close)
        }
        // A connection whose end is the content's end cannot be used again.
        if self.framing == .untilClose { self.isPersistent = false }
        if self.fields.contains(.keepAlive) { self.readKeepAlive(bytes) }
    }

    /// RFC 9112 §6.3, items 1 and 2.
    @inline(__always)
    internal static func hasContent(status: UInt16, _ requestMethod: Method) -> Bool {
        if status < 200 || status == 204 || status == 304 { return false }
        switch requestMethod {
        case .head: return false
        case .connect: return status >= 300
        case .get, .post, .put, .delete, .options, .trace, .patch, .other: return true
        }
    }

    /// A hint only, so that what is malformed is ignored.
    private mutating func readKeepAlive(_ bytes: borrowing Span<UInt8>) {
        for index in 0..<self.fields.count where self.fields[index].known == .keepAlive {
            var elements = ListElements(self.fields[index].value)
            while let element = elements.next(bytes) {
                guard let seconds = Self.timeout(bytes, element) else { continue }
                self.keepAliveTimeout = seconds
                return
            }
        }
    }

    /// The seconds of `timeout=seconds`, in any case.
    private static func timeout(_ bytes: borrowing Span<UInt8>, _ element: ByteRange) -> UInt32? {
        // The name with its `=` is eight bytes long; `=` has the folded bit already.
        let (word, _) = Scan.words(Scan.block(bytes, at: Int(element.start)) | 0x20)
        guard element.count > 8, word == 0x3d74_756f_656d_6974 else { return nil }
        var seconds: UInt32 = 0
        for offset in element.offsets.dropFirst(8) {
            let digit = bytes[offset] &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            let (tens, overflow) = seconds.multipliedReportingOverflow(by: 10)
            seconds = overflow || tens > .max - UInt32(digit) ? .max : tens + UInt32(digit)
        }
        return seconds
    }
}

import GatewayBytes

extension Buffer {
    /// All that is readable, as an array that an expectation can compare and print.
    var bytes: [UInt8] { self.prefix(.max) }

    /// A buffer that holds `bytes`.
    static func holding(_ bytes: some Sequence<UInt8>) -> Buffer {
        var buffer = Buffer()
        buffer.append(Array(bytes))
        return buffer
    }
}

internal import GatewayBytes

/// Reads numbers and runs of bytes in order; nil once there are too few.
struct ByteReader {
    private(set) var offset = 0
    private let count: Int

    init(count: Int) { self.count = count }

    var isAtEnd: Bool { self.offset == self.count }

    mutating func byte(_ bytes: borrowing Span<UInt8>) -> UInt8? {
        guard self.offset < self.count else { return nil }
        defer { self.offset += 1 }
        return bytes[self.offset]
    }

    mutating func number<Number: FixedWidthInteger & UnsignedInteger>(
        _ bytes: borrowing Span<UInt8>,
        _ type: Number.Type
    ) -> Number? {
        guard self.count - self.offset >= Number.bitWidth / 8 else { return nil }
        var value: Number = 0
        for shift in stride(from: 0, to: Number.bitWidth, by: 8) {
            value |= Number(truncatingIfNeeded: bytes[self.offset]) << shift
            self.offset += 1
        }
        return value
    }

    /// A run with its length in front.
    mutating func run(_ bytes: borrowing Span<UInt8>) -> [UInt8]? {
        guard let length = self.number(bytes, UInt32.self), self.count - self.offset >= Int(length) else { return nil }
        var run: [UInt8] = []
        run.reserveCapacity(Int(length))
        for _ in 0..<length {
            run.append(bytes[self.offset])
            self.offset += 1
        }
        return run
    }
}

extension Buffer {
    mutating func append(littleEndian value: some FixedWidthInteger & UnsignedInteger) {
        for shift in stride(from: 0, to: value.bitWidth, by: 8) {
            self.append(UInt8(truncatingIfNeeded: value >> shift))
        }
    }
}

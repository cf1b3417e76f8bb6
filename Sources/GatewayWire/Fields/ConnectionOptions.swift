/// What the `Connection` fields of a head say (RFC 9110 §7.6.1).
internal struct ConnectionOptions: OptionSet, Sendable, BitwiseCopyable {
    internal let rawValue: UInt8

    internal static let close = ConnectionOptions(rawValue: 1)
    internal static let keepAlive = ConnectionOptions(rawValue: 2)
    internal static let upgrade = ConnectionOptions(rawValue: 4)

    /// More options than any sender has; bounds the work of comparing each with every field.
    private static var limit: Int { 64 }

    /// Reads them, and marks the fields they name as ending here.
    internal static func read(
        _ bytes: borrowing Span<UInt8>,
        marking fields: inout FieldTable
    ) throws(SyntaxError) -> ConnectionOptions {
        var options: ConnectionOptions = []
        guard fields.contains(.connection) else { return options }
        var count = 0
        for index in 0..<fields.count where fields[index].known == .connection {
            var elements = ListElements(fields[index].value)
            while let element = elements.next(bytes) {
                guard !element.isEmpty else { continue }
                count &+= 1
                guard count <= Self.limit else { throw SyntaxError(.fieldValueInvalid, at: Int(element.start)) }
                switch ShortToken(bytes, element) {
                case .close: options.insert(.close)
                case .keepAlive: options.insert(.keepAlive)
                case .upgrade: options.insert(.upgrade)
                default: Self.mark(element, in: &fields, bytes)
                }
            }
        }
        return options
    }

    private static func mark(_ name: ByteRange, in fields: inout FieldTable, _ bytes: borrowing Span<UInt8>) {
        for index in 0..<fields.count {
            let slot = fields[index]
            guard slot.name.count == name.count, !slot.known.ignoresConnection, !slot.isHopByHop else { continue }
            if Self.areEqual(slot.name, name, bytes) { fields.endAtThisHop(index) }
        }
    }

    /// Compares two names of the same length without regard to case.
    private static func areEqual(_ one: ByteRange, _ other: ByteRange, _ bytes: borrowing Span<UInt8>) -> Bool {
        for index in 0..<Int(one.count) {
            let left = bytes[Int(one.start) &+ index]
            let right = bytes[Int(other.start) &+ index]
            guard left != right else { continue }
            let folded = left | 0x20
            guard folded == right | 0x20, folded &- UInt8(ascii: "a") < 26 else { return false }
        }
        return true
    }
}

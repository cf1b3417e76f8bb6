public import GatewayBytes
public import GatewayWire

/// Secondary keys: the request fields that a response was chosen by (RFC 9111 §4.1).
public enum VaryKey {
    /// Names beyond this make a response that nobody will ever ask for again.
    private static var mostNames: Int { 16 }
    /// Bytes of one key; a longer one is not worth its memory.
    public static var longest: Int { 4096 }

    /// The names in `Vary`: lower case, each once, in order of the alphabet.
    ///
    /// Nil when the response cannot be matched to any other request: `*`, too many, or names of fields that the
    /// gateway writes itself, so that a client's cannot tell what the upstream saw.
    public static func names(_ fields: borrowing FieldTable, _ bytes: borrowing Span<UInt8>) -> [String]? {
        guard fields.contains(.vary) else { return [] }
        var names: Set<String> = []
        for index in 0..<fields.count where fields[index].known == .vary {
            var list = QuotedList(fields[index].value)
            while let element = list.next(bytes) {
                guard element.count <= 64, names.count < Self.mostNames else { return nil }
                var name = ""
                for at in element.offsets { name.unicodeScalars.append(Unicode.Scalar(bytes[at].lowercased)) }
                guard !Self.unmatchable.contains(name) else { return nil }
                names.insert(name)
            }
        }
        return names.sorted()
    }

    private static let unmatchable: Set<String> = [
        "*", "forwarded", "x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "via", "connection",
    ]

    /// Appends the key of a request for responses that vary by `names`.
    ///
    /// Values are normalised as RFC 9111 §4.1 allows: lines of one name joined, space around commas dropped, and for
    /// `Accept-Encoding` the order of well-known codings ignored.
    public static func append(
        _ names: borrowing [VaryName],
        _ fields: borrowing FieldTable,
        _ bytes: borrowing Span<UInt8>,
        into buffer: inout Buffer
    ) {
        for index in names.indices {
            Self.append(names[index], fields, bytes, &buffer)
            buffer.append(UInt8(ascii: "\n"))
        }
    }

    private static func append(
        _ name: VaryName,
        _ fields: borrowing FieldTable,
        _ bytes: borrowing Span<UInt8>,
        _ buffer: inout Buffer
    ) {
        if name.isAcceptEncoding, let codings = KnownCodings(fields, bytes) {
            // No field value holds this byte, so it cannot be taken for one.
            buffer.append(1)
            buffer.append(UInt8(ascii: "0") + codings.rawValue)
            return
        }
        var isFirst = true
        for index in 0..<fields.count where bytes.matches(fields[index].name, name.bytes) {
            var list = QuotedList(fields[index].value)
            if isFirst { buffer.append(2) }
            while let element = list.next(bytes) {
                if !isFirst { buffer.append(UInt8(ascii: ",")) }
                buffer.append(bytes, from: Int(element.start), count: Int(element.count))
                isFirst = false
            }
            isFirst = false
        }
    }
}

/// One name of a `Vary`, ready to be compared.
public struct VaryName: Sendable, Equatable {
    public let bytes: [UInt8]
    let isAcceptEncoding: Bool

    public init(_ name: String) {
        self.bytes = Array(name.utf8)
        self.isAcceptEncoding = name == "accept-encoding"
    }
}

/// The codings that a request accepts, when all it names are well known and without weights that rank them.
struct KnownCodings: OptionSet {
    let rawValue: UInt8

    private static let names: [[UInt8]] = ["gzip", "br", "zstd", "deflate", "identity"].map { Array($0.utf8) }

    init(rawValue: UInt8) { self.rawValue = rawValue }

    init?(_ fields: borrowing FieldTable, _ bytes: borrowing Span<UInt8>) {
        guard fields.contains(.acceptEncoding) else { return nil }
        var value: UInt8 = 0
        for index in 0..<fields.count where fields[index].known == .acceptEncoding {
            var list = QuotedList(fields[index].value)
            while let element = list.next(bytes) {
                guard let place = Self.names.firstIndex(where: { bytes.matches(element, $0) }) else { return nil }
                value |= 1 << UInt8(place)
            }
        }
        self.init(rawValue: value)
    }
}

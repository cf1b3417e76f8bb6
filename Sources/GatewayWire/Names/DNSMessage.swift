/// A DNS message as far as the gateway needs it: header, questions, answers, and the resolver's own explanation.
///
/// Reads hostile bytes in bounded time and memory: whatever is malformed is a `DNSMessageError`. Not responsible for
/// sending, nor for whether this is the reply to what was asked.
public struct DNSMessage: Hashable, Sendable {
    public struct Question: Hashable, Sendable {
        public var name: String
        public var type: UInt16
    }

    public private(set) var id: UInt16
    public private(set) var isResponse: Bool
    /// The answer did not fit into its datagram.
    public private(set) var isTruncated: Bool
    /// The server speaks for the zone, and not of what it heard.
    public private(set) var isAuthoritative: Bool
    /// The response code, with the upper bits that EDNS adds (RFC 6891 §6.1.3).
    public private(set) var rcode: UInt16
    public private(set) var questions: [Question] = []
    /// The answer section's records of known types.
    public private(set) var answers: [DNSRecord] = []
    /// Who is to be asked instead (NS of the authority section), and their addresses (additional section).
    public private(set) var referrals: [DNSRecord] = []
    public private(set) var glue: [DNSRecord] = []
    public private(set) var errors: [ExtendedError] = []
    /// Seconds for which a resolver may remember that there is nothing (RFC 2308 §5), where the zone says so.
    public private(set) var negativeTTL: UInt32?

    /// More is no answer to a question for addresses.
    public static let mostRecords = 512
    private static let mostErrors = 8

    public init(_ bytes: [UInt8]) throws(DNSMessageError) {
        var reader = DNSReader(bytes)
        self.id = try reader.number16()
        let flags = try reader.number16()
        self.isResponse = flags & 0x8000 != 0
        self.isAuthoritative = flags & 0x0400 != 0
        self.isTruncated = flags & 0x0200 != 0
        self.rcode = flags & 0x000F
        let questions = Int(try reader.number16())
        let answers = Int(try reader.number16())
        let authorities = Int(try reader.number16())
        let additionals = Int(try reader.number16())
        guard questions + answers + authorities + additionals <= Self.mostRecords else {
            throw DNSMessageError(.tooManyRecords, at: 4)
        }
        for _ in 0..<questions {
            let name = try reader.name()
            self.questions.append(Question(name: name, type: try reader.number16()))
            _ = try reader.number16()
        }
        // A truncated message may end anywhere: what came is enough to say that it was cut.
        guard !self.isTruncated else { return }
        for _ in 0..<answers { try self.readAnswer(&reader) }
        for _ in 0..<authorities { self.readAuthority(try Self.readHead(&reader)) }
        for _ in 0..<additionals { try self.readAdditional(&reader) }
    }

    private struct Head {
        var name: String
        var type: UInt16
        var ttl: UInt32
        var data: DNSReader
        var isInternet: Bool
    }

    private static func readHead(_ reader: inout DNSReader) throws(DNSMessageError) -> Head {
        let name = try reader.name()
        let type = try reader.number16()
        let isInternet = try reader.number16() == 1
        let ttl = try reader.number32()
        let length = try reader.number16()
        let data = try reader.part(Int(length))
        return Head(name: name, type: type, ttl: ttl, data: data, isInternet: isInternet)
    }

    private mutating func readAnswer(_ reader: inout DNSReader) throws(DNSMessageError) {
        let head = try Self.readHead(&reader)
        if let record = try Self.record(head) { self.answers.append(record) }
    }

    /// What is wrong there is no reason to refuse the answers.
    private mutating func readAuthority(_ head: Head) {
        if head.type == DNSType.soa.rawValue { return self.negativeTTL = try? Self.negativeTTL(head) }
        guard head.type == DNSType.ns.rawValue, let record = try? Self.record(head) else { return }
        self.referrals.append(record)
    }

    private static func negativeTTL(_ head: Head) throws(DNSMessageError) -> UInt32 {
        var data = head.data
        _ = try data.name()
        _ = try data.name()
        // Serial, refresh, retry, expire.
        _ = try data.part(16)
        let minimum = try data.number32()
        // RFC 2181 §8: what has the top bit set is 0.
        return [head.ttl, minimum].map { $0 > UInt32(Int32.max) ? 0 : $0 }.min() ?? 0
    }

    private static func record(_ from: Head) throws(DNSMessageError) -> DNSRecord? {
        var head = from
        guard head.isInternet, let type = DNSType(rawValue: head.type) else { return nil }
        let start = head.data.offset
        let value: DNSRecord.Value
        switch type {
        case .a: value = .address(.v4(try head.data.number32()))
        case .aaaa: value = .address(.v6(high: try head.data.number64(), low: try head.data.number64()))
        case .cname: value = .alias(try head.data.name())
        case .ptr: value = .pointer(try head.data.name())
        case .ns: value = .nameServer(try head.data.name())
        case .soa:
            // RFC 1035 §3.3.13: two names, then the serial and four times.
            _ = try head.data.name()
            _ = try head.data.name()
            value = .edition(serial: try head.data.number32())
            _ = try head.data.part(16)
        case .srv:
            value = .service(
                DNSService(
                    priority: try head.data.number16(),
                    weight: try head.data.number16(),
                    port: try head.data.number16(),
                    target: try head.data.name()
                )
            )
        case .https: value = .binding(try DNSBinding(&head.data))
        case .opt: return nil
        }
        guard head.data.isAtEnd else { throw DNSMessageError(.recordMalformed, at: start) }
        let ttl = head.ttl > UInt32(Int32.max) ? 0 : head.ttl
        return DNSRecord(name: head.name, ttl: ttl, value: value)
    }

    /// Addresses of the servers that are referred to, and OPT: it carries the upper bits of the response code and the extended errors.
    private mutating func readAdditional(_ reader: inout DNSReader) throws(DNSMessageError) {
        var head = try Self.readHead(&reader)
        if head.type == DNSType.a.rawValue || head.type == DNSType.aaaa.rawValue {
            if let record = try? Self.record(head) { self.glue.append(record) }
            return
        }
        guard head.type == DNSType.opt.rawValue else { return }
        self.rcode = (self.rcode & 0x0F) | UInt16(head.ttl >> 24) << 4
        while !head.data.isAtEnd {
            let start = head.data.offset
            let code = try head.data.number16()
            let length = Int(try head.data.number16())
            var option = try head.data.part(length)
            guard code == 15 else { continue }
            // RFC 8914 §2: a code of two bytes, then text.
            guard length >= 2 else { throw DNSMessageError(.optionMalformed, at: start) }
            let error = ExtendedError(code: try option.number16(), text: option.restAsText(limit: 120))
            if self.errors.count < Self.mostErrors { self.errors.append(error) }
        }
    }
}

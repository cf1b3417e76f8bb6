/// Questions and replies of the lab's name server as bytes (RFC 1035 §4).
///
/// Shares no code with the gateway's reader, so that it cannot share its mistakes.
enum NameBytes {
    struct Question {
        /// In lower case, without the final dot.
        var name: String
        var type: UInt16
        /// The question section as it came.
        var section: [UInt8]
    }

    static func big(_ value: UInt16) -> [UInt8] { [UInt8(value >> 8), UInt8(value & 0xFF)] }
    static func big(_ value: UInt32) -> [UInt8] { self.big(UInt16(value >> 16)) + self.big(UInt16(value & 0xFFFF)) }

    static func name(_ text: String) -> [UInt8] {
        text.split(separator: ".").reduce(into: []) {
            $0 += [UInt8(min(63, $1.utf8.count))] + Array($1.utf8.prefix(63))
        }
            + [0]
    }

    /// The one question of a query; nil for anything else.
    static func question(_ query: [UInt8]) -> Question? {
        guard query.count > 16, query[2] & 0x80 == 0, query[4] == 0, query[5] == 1 else { return nil }
        var labels: [String] = []
        var at = 12
        while at < query.count, query[at] > 0 {
            let end = at + 1 + Int(query[at])
            guard query[at] < 64, end < query.count else { return nil }
            labels.append(String(decoding: query[at + 1..<end], as: UTF8.self).lowercased())
            at = end
        }
        guard at + 5 <= query.count else { return nil }
        let type = UInt16(query[at + 1]) << 8 | UInt16(query[at + 2])
        return Question(name: labels.joined(separator: "."), type: type, section: Array(query[12..<at + 5]))
    }

    /// The reply that `act` asks for; nil for silence.
    static func reply(_ act: NameAct, to query: [UInt8], _ question: Question, overTCP: Bool) -> [UInt8]? {
        switch act {
        case .records(let records): return self.message(query, question, self.matching(records, question.type))
        case .code(let code, let ede, let text):
            return self.message(query, question, [], code: code, ede: ede, text: text)
        case .silence: return nil
        case .silentForV6(let records):
            return question.type == 28 ? nil : self.message(query, question, self.matching(records, question.type))
        case .truncated(let records):
            guard !overTCP else { return self.message(query, question, self.matching(records, question.type)) }
            var cut = self.message(query, question, [])
            cut[2] |= 0x02
            return cut
        case .wrongID(let records):
            var other = self.message(query, question, self.matching(records, question.type))
            other[0] ^= 0xFF
            return other
        case .garbage:
            // The right id, and then a name whose pointers lead nowhere.
            return Array(query[0..<2]) + [0x81, 0x80, 0, 1, 0, 9, 0, 0, 0, 0] + question.section + [0xC0, 0xFF, 0xFF]
        }
    }

    /// An alias is the answer to every type.
    private static func matching(_ records: [NameRecord], _ type: UInt16) -> [NameRecord] {
        records.filter { $0.type == type || $0.type == 5 }
    }

    private static func message(
        _ query: [UInt8],
        _ question: Question,
        _ records: [NameRecord],
        code: UInt8 = 0,
        ede: UInt16? = nil,
        text: String = ""
    ) -> [UInt8] {
        // RFC 6891 §7: no OPT for who sent none.
        let ede = query[11] > 0 ? ede : nil
        var bytes = Array(query[0..<2]) + [0x81, 0x80 | code & 0x0F]
        bytes += self.big(1 as UInt16) + self.big(UInt16(records.count)) + [0, 0, 0, ede == nil ? 0 : 1]
        bytes += question.section
        for record in records {
            // The question's name stands at offset 12.
            bytes += [0xC0, 12] + self.big(record.type) + self.big(1 as UInt16) + self.big(record.ttl)
            bytes += self.big(UInt16(record.data.count)) + record.data
        }
        if let ede {
            let option =
                self.big(15 as UInt16) + self.big(UInt16(2 + text.utf8.count)) + self.big(ede) + Array(text.utf8)
            bytes += [0] + self.big(41 as UInt16) + self.big(1232 as UInt16) + self.big(0 as UInt32)
            bytes += self.big(UInt16(option.count)) + option
        }
        return bytes
    }
}

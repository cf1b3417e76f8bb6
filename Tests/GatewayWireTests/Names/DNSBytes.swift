/// Builds DNS messages byte by byte, well-formed or not.
struct DNSBytes {
    var bytes: [UInt8] = []

    /// - Parameter counts: questions, answers, authorities, additionals.
    init(id: UInt16 = 7, flags: UInt16 = 0x8180, counts: [UInt16] = [0, 0, 0, 0]) {
        self.number(id)
        self.number(flags)
        for count in counts { self.number(count) }
    }

    mutating func number(_ value: UInt16) { self.bytes += [UInt8(value >> 8), UInt8(value & 0xFF)] }
    mutating func number32(_ value: UInt32) {
        self.number(UInt16(value >> 16))
        self.number(UInt16(value & 0xFFFF))
    }

    static func name(_ text: String) -> [UInt8] {
        text.split(separator: ".").reduce(into: []) { $0 += [UInt8($1.utf8.count)] + Array($1.utf8) } + [0]
    }

    mutating func question(_ name: String, _ type: UInt16 = 1) {
        self.bytes += Self.name(name)
        self.number(type)
        self.number(1)
    }

    mutating func record(_ name: [UInt8], _ type: UInt16, ttl: UInt32 = 60, class: UInt16 = 1, _ data: [UInt8]) {
        self.bytes += name
        self.number(type)
        self.number(`class`)
        self.number32(ttl)
        self.number(UInt16(data.count))
        self.bytes += data
    }

    mutating func record(_ name: String, _ type: UInt16, ttl: UInt32 = 60, _ data: [UInt8]) {
        self.record(Self.name(name), type, ttl: ttl, data)
    }

    /// An OPT record with these options; `upper` are the upper bits of the response code.
    mutating func opt(upper: UInt8 = 0, _ options: [(code: UInt16, value: [UInt8])]) {
        var data: [UInt8] = []
        for option in options {
            data += [UInt8(option.code >> 8), UInt8(option.code & 0xFF)]
            data += [UInt8(option.value.count >> 8), UInt8(option.value.count & 0xFF)] + option.value
        }
        self.record([0], 41, ttl: UInt32(upper) << 24, class: 1232, data)
    }
}

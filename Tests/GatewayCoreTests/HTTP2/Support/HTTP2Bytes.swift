import GatewayBytes
import GatewayWire

/// Frames as a peer would send them, right or wrong.
enum HTTP2Bytes {
    static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)
    /// GET, http, /, :authority a.
    static let get: [UInt8] = [0x82, 0x86, 0x84, 0x01, 0x01, 0x61]
    /// POST, http, /, :authority a.
    static let post: [UInt8] = [0x83, 0x86, 0x84, 0x01, 0x01, 0x61]
    /// :status 200.
    static let ok: [UInt8] = [0x88]

    static func frame(_ type: UInt8, _ flags: UInt8 = 0, _ stream: UInt32 = 0, _ payload: [UInt8] = []) -> [UInt8] {
        self.word(UInt32(payload.count))[1...] + [type, flags] + self.word(stream) + payload
    }

    static func word(_ value: UInt32) -> [UInt8] {
        [UInt8(value >> 24), UInt8(value >> 16 & 255), UInt8(value >> 8 & 255), UInt8(value & 255)]
    }

    static func settings(_ pairs: [(UInt16, UInt32)] = []) -> [UInt8] {
        var payload: [UInt8] = []
        for (name, value) in pairs {
            payload.append(UInt8(name >> 8))
            payload.append(UInt8(name & 255))
            payload.append(contentsOf: self.word(value))
        }
        return self.frame(4, 0, 0, payload)
    }

    /// HEADERS with END_HEADERS.
    static func headers(_ stream: UInt32, _ block: [UInt8], end: Bool = false) -> [UInt8] {
        self.frame(1, end ? 5 : 4, stream, block)
    }

    static func data(_ stream: UInt32, _ count: Int, end: Bool = false) -> [UInt8] {
        self.frame(0, end ? 1 : 0, stream, [UInt8](repeating: 0x78, count: count))
    }

    static func windowUpdate(_ stream: UInt32, _ increment: UInt32) -> [UInt8] {
        self.frame(8, 0, stream, self.word(increment))
    }

    static func reset(_ stream: UInt32, _ code: UInt32) -> [UInt8] { self.frame(3, 0, stream, self.word(code)) }

    /// Literals without indexing; names and values are below 127 octets.
    static func fields(_ fields: (String, String)...) -> [UInt8] {
        var block: [UInt8] = []
        for (name, value) in fields {
            block.append(0)
            block.append(UInt8(name.utf8.count))
            block.append(contentsOf: name.utf8)
            block.append(UInt8(value.utf8.count))
            block.append(contentsOf: value.utf8)
        }
        return block
    }
}

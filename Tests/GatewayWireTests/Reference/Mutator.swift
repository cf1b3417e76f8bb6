/// Makes messages that are nearly right: seeds cut, joined and changed at random, the same for the same seed.
struct Mutator {
    private var state: UInt64

    init(seed: UInt64) {
        self.state = seed &* 0x9e37_79b9_7f4a_7c15 | 1
    }

    /// A number below `bound`.
    mutating func number(below bound: Int) -> Int {
        // xorshift64*
        self.state ^= self.state >> 12
        self.state ^= self.state << 25
        self.state ^= self.state >> 27
        return Int((self.state &* 0x2545_f491_4f6c_dd1d) >> 33) % max(bound, 1)
    }

    /// Bytes and texts on which parsers stumble.
    private static let pieces: [String] = [
        "\0", "\t", "\n", "\r", " ", "\r\n", "\r\n\r\n", "!", "\"", "#", "%", "%4", "%41", "%zz", ",", "-", ".", "/",
        "0", "1",
        ":", ";", "=", "?", "@", "A", "[", "\\", "]", "_", "z", "\u{7f}", "\u{80}", "\u{c3}\u{a9}", "\u{ff}",
        "\u{16}\u{3}",
        "HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "GET ", "CONNECT ", "OPTIONS ", "http://", "https://h", "*", " 200 ",
        " 304",
        "Host: a\r\n", "Host:\r\n", "Host: [::1]:80\r\n", "Content-Length: 5\r\n", "Content-Length: 5, 5\r\n", ", 5",
        "Transfer-Encoding: chunked\r\n", "gzip, ", ", chunked", "Connection: close, x-a\r\n", "X-A: b\r\n",
        "Upgrade: x\r\n",
        "Connection: upgrade,Keep-Alive\r\n", "Keep-Alive: timeout=5\r\n", "Expect: 100-continue\r\n",
        "TE: trailers\r\n",
        "0\r\n\r\n", "5\r\nhello\r\n", "1;a=\"b\\\"\"\r\nx\r\n", ";a", "; a = b", "7fffffffffffffff",
        "99999999999999999999",
        "aaaaaaaaaaaaaaaa", "x-forwarded-proto", "proxy-authorization: c\r\n", "Expect: x\r\n", "65536", ":80",
    ]

    mutating func mutate(_ seeds: [[UInt8]]) -> [UInt8] {
        var message = seeds[self.number(below: seeds.count)]
        for _ in 0..<self.number(below: 5) {
            let at = self.number(below: message.count + 1)
            let end = min(message.count, at + self.number(below: 6))
            switch self.number(below: 6) {
            case 0: message.removeSubrange(at..<end)
            case 1: message.insert(contentsOf: bytes(Self.pieces[self.number(below: Self.pieces.count)]), at: at)
            case 2: message.replaceSubrange(at..<end, with: bytes(Self.pieces[self.number(below: Self.pieces.count)]))
            case 3 where at < message.count: message[at] ^= UInt8(1 << self.number(below: 8))
            case 4: message.insert(contentsOf: message[at..<end], at: at)
            default:
                let other = seeds[self.number(below: seeds.count)]
                message = Array(message[..<at]) + other[min(at, other.count)...]
            }
        }
        return message
    }
}

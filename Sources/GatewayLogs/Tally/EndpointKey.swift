/// The endpoint of a request: its path without query, and with what looks like an id replaced, so that `/user/17` and
/// `/user/18` are one.
enum EndpointKey {
    /// Deeper parts of a path are one endpoint.
    private static let deepest = 4
    private static let longest = 160
    private static let idMark: UInt64 = 0x9d39_247e_3377_6d41
    private static let deeperMark: UInt64 = 0x8ebc_6af0_9c88_c6e3

    /// The hash of the endpoint of a target.
    ///
    /// On every line, so by words and not by bytes: a part of a path is mostly one.
    @inline(__always)
    static func hash(_ target: Slice, _ bytes: borrowing Span<UInt8>) -> UInt64 {
        var hash = Text.seed
        var at = target.lower
        let end = min(target.upper, at &+ Self.longest)
        // One part stands before the first slash.
        for _ in 0...Self.deepest {
            let part = Self.part(bytes, at, end)
            let stem = Self.endOfID(bytes, at, part.end)
            if stem > at {
                hash = Text.step(hash, Self.idMark)
                hash = Text.step(hash, stem < part.end ? Self.part(bytes, stem, part.end).hash : 0)
            } else {
                hash = Text.step(hash, part.hash)
            }
            guard part.end < end, bytes[part.end] == UInt8(ascii: "/") else { return Text.mixed(hash) }
            at = part.end &+ 1
        }
        return Text.mixed(Text.step(hash, Self.deeperMark))
    }

    /// Up to the next slash, question mark or the end: where that is, and the hash of what stands before it.
    @inline(__always)
    private static func part(_ bytes: borrowing Span<UInt8>, _ start: Int, _ end: Int) -> (end: Int, hash: UInt64) {
        var hash = Text.seed
        var at = start
        while at < end {
            let word = Self.word(bytes, at)
            let stops = Self.zeros(word ^ 0x2f2f_2f2f_2f2f_2f2f) | Self.zeros(word ^ 0x3f3f_3f3f_3f3f_3f3f)
            let length = min(end &- at, stops.trailingZeroBitCount &>> 3)
            at &+= length
            guard length > 0 else { break }
            guard length == 8 else {
                let kept = word & ((1 &<< UInt64(truncatingIfNeeded: length &* 8)) &- 1)
                return (at, Text.step(hash, kept | UInt64(truncatingIfNeeded: length) &<< 56))
            }
            hash = Text.step(hash, word)
        }
        return (at, hash)
    }

    /// The highest bit of each byte that is 0, as far as the lowest of them: above it a borrow may set others.
    @inline(__always)
    private static func zeros(_ word: UInt64) -> UInt64 {
        (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
    }

    /// Eight bytes, also where the block ends before them.
    @inline(__always)
    private static func word(_ bytes: borrowing Span<UInt8>, _ at: Int) -> UInt64 {
        guard at &+ 8 > bytes.count else { return ByteScan.word(bytes, at).littleEndian }
        return Self.lastWord(bytes, at)
    }

    private static func lastWord(_ bytes: borrowing Span<UInt8>, _ at: Int) -> UInt64 {
        var word: UInt64 = 0
        for index in at..<min(bytes.count, at + 8) { word |= UInt64(bytes[index]) &<< UInt64((index - at) * 8) }
        return word
    }

    /// Where an id ends that begins at `start` and fills the part, or all before its first dot ("17.png"); `start` for
    /// anything else.
    @inline(__always)
    private static func endOfID(_ bytes: borrowing Span<UInt8>, _ start: Int, _ end: Int) -> Int {
        var at = start
        var digits = 0
        while at < end {
            let byte = bytes[at]
            let isDigit = byte &- UInt8(ascii: "0") < 10
            guard isDigit || (byte | 0x20) &- UInt8(ascii: "a") < 6 || byte == UInt8(ascii: "-") else {
                guard byte == UInt8(ascii: ".") else { return start }
                break
            }
            digits &+= isDigit ? 1 : 0
            at &+= 1
        }
        return Self.isID(true, digits, at &- start) ? at : start
    }

    /// A number, or hexadecimal digits long enough to be a hash or a UUID.
    @inline(__always)
    private static func isID(_ isHexadecimal: Bool, _ digits: Int, _ length: Int) -> Bool {
        digits > 0 && isHexadecimal && (digits == length || length >= 8)
    }

    /// The endpoint as text, for what `hash` counted.
    static func text(_ target: Slice, _ bytes: borrowing Span<UInt8>) -> String {
        guard !target.isMissing else { return "" }
        let path = Slice(
            target.lower,
            ByteScan.first(UInt8(ascii: "?"), in: bytes, from: target.lower, to: target.upper)
        )
        let parts = path.string(bytes, most: Self.longest).split(separator: "/", omittingEmptySubsequences: false)
        // One part stands before the first slash.
        var text = parts.prefix(Self.deepest + 1).map { Self.shown($0) }.joined(separator: "/")
        if parts.count > Self.deepest + 1 { text += "/…" }
        return text
    }

    private static func shown(_ part: Substring) -> String {
        let stem = part.prefix { $0 != "." }
        let digits = stem.utf8.count { $0 &- UInt8(ascii: "0") < 10 }
        let isHexadecimal = stem.utf8.allSatisfy {
            $0 &- UInt8(ascii: "0") < 10 || ($0 | 0x20) &- UInt8(ascii: "a") < 6 || $0 == UInt8(ascii: "-")
        }
        return Self.isID(isHexadecimal, digits, stem.utf8.count) ? "{id}" + part.dropFirst(stem.count) : String(part)
    }
}

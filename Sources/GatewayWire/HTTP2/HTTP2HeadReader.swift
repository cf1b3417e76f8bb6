public import GatewayBytes

/// Decodes header blocks to heads in HTTP/1.1 form, and checks them (RFC 9113 §8.2, §8.3).
///
/// The text is what `RequestHead` and `ResponseHead` are made from and what is copied on, so that nothing behind the
/// codec asks for the version; and their parsers judge a second time what is about to be sent as HTTP/1.1. Pseudo
/// fields become the first line and `Host`, cookie lines become one (RFC 9113 §8.2.3). Not responsible for streams.
public struct HTTP2HeadReader: ~Copyable, Sendable {
    /// How far the list may exceed its limit before the block is taken for an attack and no longer decoded: what is
    /// over the limit is decoded only to keep the compression state.
    private static var bombFactor: Int { 4 }

    internal var decoder: HPACKDecoder
    /// Pseudo fields as they came.
    internal var scratch = Buffer()
    /// Values of `cookie` lines, joined.
    internal var cookies = Buffer()
    internal var pseudo = PseudoFields()
    internal var facts = HTTP2HeadFacts()
    internal var kind = HTTP2HeadKind.request
    /// The first rule that was broken.
    internal var broken: HTTP2Rule?
    internal var hasStart = false
    private var listSize = 0
    /// Whether CONNECT may have `:protocol`: we sent SETTINGS_ENABLE_CONNECT_PROTOCOL.
    private let allowsProtocol: Bool
    /// Makes a `Sec-WebSocket-Key` differ from stream to stream.
    internal var nonce: UInt64

    /// - Parameters:
    ///   - allowsProtocol: extended CONNECT was offered.
    ///   - seed: random, for the `Sec-WebSocket-Key` that extended CONNECT has none of.
    public init(tableLimit: Int = 4096, allowsProtocol: Bool = false, seed: UInt64 = 0) {
        self.decoder = HPACKDecoder(limit: tableLimit)
        self.allowsProtocol = allowsProtocol
        self.nonce = seed
    }

    /// The peer acknowledged our SETTINGS_HEADER_TABLE_SIZE.
    public mutating func setTableMaximum(_ maximum: Int) { self.decoder.setMaximum(maximum) }

    /// Frees everything but the compression table.
    public mutating func releaseMemory() {
        self.scratch.release()
        self.cookies.release()
    }

    /// Decodes a whole block; replaces what is in `text`, which is empty unless the outcome is `complete`.
    public mutating func read(
        _ block: borrowing Span<UInt8>,
        kind: HTTP2HeadKind,
        listLimit: Int,
        into text: inout Buffer
    ) throws(HTTP2Error) -> HTTP2HeadOutcome {
        self.reset(kind)
        text.clear()
        do throws(HPACKError) {
            var offset = try self.decoder.begin(block)
            while offset < block.count {
                try self.readField(block, at: &offset, isOverLimit: self.listSize > listLimit, into: &text)
                guard self.listSize <= listLimit &* Self.bombFactor else { break }
            }
        } catch {
            text.clear()
            throw .connection(.compressionError, .headerBlockInvalid)
        }
        guard self.listSize <= listLimit &* Self.bombFactor else {
            text.clear()
            throw .connection(.enhanceYourCalm, .headerListTooLarge)
        }
        if self.listSize > listLimit {
            text.clear()
            return .tooLarge
        }
        self.finish(&text)
        if let broken = self.broken {
            text.clear()
            return .malformed(broken)
        }
        return .complete(self.facts)
    }

    private mutating func reset(_ kind: HTTP2HeadKind) {
        self.kind = kind
        self.scratch.clear()
        self.cookies.clear()
        self.pseudo = PseudoFields()
        self.facts = HTTP2HeadFacts()
        self.broken = nil
        self.hasStart = kind == .trailers
        self.listSize = 0
    }

    /// Decodes one field to where it belongs.
    private mutating func readField(
        _ block: borrowing Span<UInt8>,
        at offset: inout Int,
        isOverLimit: Bool,
        into text: inout Buffer
    ) throws(HPACKError) {
        let isStart = !self.hasStart
        let mark = isStart ? self.scratch.count : text.count
        let field =
            isStart
            ? try self.decoder.next(block, at: &offset, into: &self.scratch)
            : try self.decoder.next(block, at: &offset, into: &text)
        guard let field else { return }
        self.listSize &+= field.listSize
        guard self.broken == nil, !isOverLimit else {
            return isStart ? self.scratch.truncate(to: mark) : text.truncate(to: mark)
        }
        if isStart {
            self.startField(field, mark: mark, into: &text)
        } else if !self.keep(field, text.span) {
            text.truncate(to: mark)
        }
    }

    /// Pseudo fields stay in the scratch; the first other field follows the start line.
    private mutating func startField(_ field: HPACKField, mark: Int, into text: inout Buffer) {
        let isPseudo = !field.name.isEmpty && self.scratch.span[Int(field.name.start)] == UInt8(ascii: ":")
        if isPseudo {
            if let rule = self.readPseudo(field) { self.broken = rule }
            return
        }
        self.writeStart(&text)
        guard self.broken == nil else { return }
        let moved = ByteRange(start: UInt32(text.count), count: field.name.count)
        let value = ByteRange(start: moved.end &+ 2, count: field.value.count)
        let count = self.scratch.count &- mark
        text.append(self.scratch, from: mark, count: count)
        let copy = HPACKField(name: moved, value: value, isNeverIndexed: field.isNeverIndexed)
        if !self.keep(copy, text.span) { text.truncate(to: text.count &- count) }
    }

    private mutating func finish(_ text: inout Buffer) {
        if self.broken == nil, !self.hasStart { self.writeStart(&text) }
        guard self.broken == nil else { return }
        if !self.cookies.isEmpty {
            text.append("cookie: ")
            text.append(self.cookies)
            text.append("\r\n")
        }
        text.append("\r\n")
    }

    /// Why `:protocol` must not be there, or nil.
    internal func refusesProtocol() -> HTTP2Rule? {
        self.allowsProtocol ? nil : .protocolForbidden
    }
}

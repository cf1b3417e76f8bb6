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
    private var fieldsBegin = HTTP2FieldsBegin()
    /// The same octets in another block would not mean the same: a `Host` beside another `:authority`.
    internal var isUnique = false
    private var decoded = HTTP2DecodedHead()
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
        self.decoded.release()
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
        let first: UInt64
        do throws(HPACKError) {
            var offset = try self.decoder.begin(block)
            first = self.decoder.tableChanges
            if offset == 0, self.repeatsHead(block, listLimit) { return self.repeatHead(&text) }
            while offset < block.count {
                if self.repeatsFields(block, from: offset, listLimit) { return self.repeatFields(&text) }
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
        self.keepHead(block, text.span, from: first)
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
        self.fieldsBegin = HTTP2FieldsBegin()
        self.isUnique = false
    }

    // MARK: - As in the head before

    private mutating func repeatsHead(_ block: borrowing Span<UInt8>, _ listLimit: Int) -> Bool {
        guard self.kind != .trailers, self.decoded.listSize <= listLimit else { return false }
        return self.decoded.isSame(block, table: self.decoder.tableChanges)
    }

    private mutating func repeatsFields(_ block: borrowing Span<UInt8>, from offset: Int, _ listLimit: Int) -> Bool {
        guard !self.hasStart, self.broken == nil, self.listSize &+ self.decoded.fieldsListSize <= listLimit else {
            return false
        }
        return self.decoded.areFields(block, from: offset, table: self.decoder.tableChanges)
    }

    private mutating func repeatHead(_ text: inout Buffer) -> HTTP2HeadOutcome {
        self.decoded.repeatInsertions(&self.decoder)
        text.append(self.decoded.text)
        return .complete(self.decoded.facts)
    }

    private mutating func repeatFields(_ text: inout Buffer) -> HTTP2HeadOutcome {
        // The table follows the block, whatever is wrong with the head.
        self.decoded.repeatInsertions(&self.decoder)
        self.writeStart(&text)
        if let broken = self.broken {
            text.clear()
            return .malformed(broken)
        }
        self.decoded.appendFields(to: &text)
        self.facts.takeOver(fields: self.decoded.facts)
        return .complete(self.facts)
    }

    private mutating func keepHead(_ block: borrowing Span<UInt8>, _ text: borrowing Span<UInt8>, from first: UInt64) {
        let begin = self.fieldsBegin
        guard begin.text > 0, !self.isUnique else { return }
        // An index would not mean the same once the fields themselves have moved the table on.
        let refers = self.decoder.refersToTable
        guard !refers || self.decoder.tableChanges == begin.changes else { return }
        self.decoded.keep(
            block,
            text,
            facts: self.facts,
            listSize: self.listSize,
            begin: begin,
            fieldsRefer: refers,
            // Each WebSocket has a key of its own.
            isWhole: begin.changes == first && !self.facts.isExtendedConnect
        )
    }

    // MARK: - One field

    /// Decodes one field to where it belongs.
    private mutating func readField(
        _ block: borrowing Span<UInt8>,
        at offset: inout Int,
        isOverLimit: Bool,
        into text: inout Buffer
    ) throws(HPACKError) {
        let isStart = !self.hasStart
        if isStart {
            self.fieldsBegin.block = offset
            self.fieldsBegin.listSize = self.listSize
            self.fieldsBegin.changes = self.decoder.tableChanges
            if self.decoder.refersToTable { self.fieldsBegin.startRefers = true }
            self.decoder.forgetReferences()
        }
        let changes = self.decoder.tableChanges
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
        let isInserted = changes != self.decoder.tableChanges
        if isStart {
            self.startField(field, mark: mark, isInserted: isInserted, &text)
        } else {
            self.keepLine(field, mark: mark, isInserted: isInserted, &text)
        }
    }

    private mutating func keepLine(_ field: HPACKField, mark: Int, isInserted: Bool, _ text: inout Buffer) {
        let stays = self.keep(field, text.span)
        if !stays { text.truncate(to: mark) }
        guard isInserted, self.fieldsBegin.text > 0 else { return }
        if !stays || !self.decoded.noteInsertion(field) { self.isUnique = true }
    }

    /// Pseudo fields stay in the scratch; the first other field follows the start line.
    private mutating func startField(_ field: HPACKField, mark: Int, isInserted: Bool, _ text: inout Buffer) {
        let isPseudo = !field.name.isEmpty && self.scratch.span[Int(field.name.start)] == UInt8(ascii: ":")
        if isPseudo {
            if let rule = self.readPseudo(field) { self.broken = rule }
            return
        }
        self.writeStart(&text)
        self.fieldsBegin.text = text.count
        self.decoded.forget()
        guard self.broken == nil else { return }
        let moved = ByteRange(start: UInt32(text.count), count: field.name.count)
        let value = ByteRange(start: moved.end &+ 2, count: field.value.count)
        let count = self.scratch.count &- mark
        text.append(self.scratch, from: mark, count: count)
        let copy = HPACKField(name: moved, value: value, isNeverIndexed: field.isNeverIndexed)
        self.keepLine(copy, mark: text.count &- count, isInserted: isInserted, &text)
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

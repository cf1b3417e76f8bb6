internal import GatewayFaults

/// The chunked transfer coding (RFC 9112 §7.1).
extension BodyDecoder {
    internal mutating func chunked(
        _ bytes: borrowing Span<UInt8>,
        trailers: inout FieldTable
    ) throws(Fault) -> BodyStep {
        var offset = 0
        while true {
            switch self.state {
            case .chunkLine:
                guard try self.readLine(bytes, &offset) else { return self.needMore(consumed: offset) }
                guard self.remaining > 0 else {
                    trailers.removeAll()
                    self.cursor = LineCursor()
                    self.state = .trailers
                    continue
                }
                self.state = .chunkData
            case .chunkData:
                return self.content(bytes, from: offset, thenState: .chunkCR)
            case .chunkCR, .chunkLF:
                guard offset < bytes.count else { return self.needMore(consumed: offset) }
                guard bytes[offset] == (self.state == .chunkCR ? Ascii.cr : Ascii.lf) else {
                    throw self.fault(self.names.chunkEnd, at: offset)
                }
                offset &+= 1
                self.state = self.state == .chunkCR ? .chunkLF : .chunkLine
            case .trailers:
                return try self.readTrailers(bytes, from: offset, into: &trailers)
            case .complete, .length, .untilClose:
                return .end(consumed: offset)
            }
        }
    }

    private mutating func needMore(consumed: Int) -> BodyStep {
        self.position &+= UInt64(consumed)
        return .needMore(consumed: consumed)
    }

    // MARK: - Chunk line

    /// Reads the line on; true when it is complete and `remaining` is the chunk's size.
    private mutating func readLine(_ bytes: borrowing Span<UInt8>, _ offset: inout Int) throws(Fault) -> Bool {
        while offset < bytes.count {
            guard self.line.count < self.limits.chunkLine else {
                throw self.fault(self.line.isInSize ? self.names.chunkSize : self.names.chunkExtension, at: offset)
            }
            let isComplete: Bool
            do throws(ChunkLine.Problem) {
                isComplete = try self.line.take(bytes[offset])
            } catch {
                throw self.fault(self.detail(error), at: offset)
            }
            offset &+= 1
            guard isComplete else { continue }
            try self.judge(self.line, endingAt: offset)
            self.remaining = self.line.size
            self.line = ChunkLine()
            return true
        }
        return false
    }

    /// Bounds the sum of all chunks.
    private mutating func judge(_ line: ChunkLine, endingAt offset: Int) throws(Fault) {
        // Tiny chunks with long extensions make us read much for nothing. Signed uploads have some 100 bytes of
        // extensions for every 64 KiB, so as much as there is content is plenty.
        self.extensionCount &+= UInt64(line.extensionCount)
        guard self.extensionCount <= 16_384 &+ self.received else {
            throw self.fault(self.names.chunkExtension, at: offset)
        }
        let limit = min(self.limits.body ?? .max, UInt64(Int64.max))
        guard self.received <= limit, line.size <= limit &- self.received else { throw self.tooLarge(at: offset) }
    }

    private func detail(_ problem: ChunkLine.Problem) -> Fault.Detail {
        switch problem {
        case .size: self.names.chunkSize
        case .extensions: self.names.chunkExtension
        case .bareCR: self.names.bareCR
        case .bareLF: self.names.bareLF
        }
    }

    // MARK: - Trailers

    private mutating func readTrailers(
        _ bytes: borrowing Span<UInt8>,
        from start: Int,
        into trailers: inout FieldTable
    ) throws(Fault) -> BodyStep {
        if start > self.cursor.line { self.cursor.advance(to: start) }
        let bounds = FieldSection.Limits(
            field: Int(self.limits.trailerField),
            end: start &+ Int(self.limits.trailers),
            count: Int(self.limits.trailerCount)
        )
        let end: Int?
        do throws(SyntaxError) {
            end = try FieldSection.read(bytes, cursor: &self.cursor, limits: bounds, into: &trailers)
        } catch {
            throw self.fault(self.names.trailer(error.rule), at: error.offset)
        }
        guard let end else {
            guard start > 0 else { return .needMore(consumed: 0) }
            // The section starts at the first byte next time, and its ranges must be relative to that: once again.
            trailers.removeAll()
            self.cursor = LineCursor()
            return self.needMore(consumed: start)
        }
        try self.judge(trailers)
        self.state = .complete
        self.position &+= UInt64(end)
        return .end(consumed: end)
    }

    /// Fields that frame or route came too late to be obeyed, and must not look as if they were (RFC 9110 §6.5.1).
    private func judge(_ trailers: borrowing FieldTable) throws(Fault) {
        let late = KnownField.contentLength.bit | KnownField.transferEncoding.bit | KnownField.host.bit
        guard trailers.containsAny(late) else { return }
        for index in 0..<trailers.count where trailers[index].known.bit & late != 0 {
            throw self.fault(self.names.trailerInvalid, at: Int(trailers[index].name.start))
        }
    }
}

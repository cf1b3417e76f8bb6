internal import GatewayFaults
internal import GatewayWire

/// What must hold for any bytes: no trap, ranges inside the bytes, and the same result in whatever pieces they come.
///
/// Each check takes a fuzzer's input, whose first byte chooses a variant (limits, method, piece size).
public enum Checks {
    private static let tight = HeadLimits(startLine: 64, field: 48, head: 200, fieldCount: 5, interim: 0)

    /// What a head came to.
    private enum Result: Equatable {
        case needMore
        case complete(Int, [FieldSlot])
        case fault(Fault)
    }

    // MARK: - Heads

    public static func request(_ input: [UInt8]) {
        guard let variant = input.first else { return }
        let bytes = Array(input.dropFirst())
        let limits = variant & 1 == 0 ? HeadLimits.request : Self.tight
        let step = Int(variant >> 1)
        Self.compare(bytes, step: step) {
            var head = RequestHead()
            return { piece in
                do throws(Fault) {
                    guard case .complete(let count) = try head.parse(piece.span, limits: limits) else {
                        return .needMore
                    }
                    Self.check([head.methodRange, head.target, head.authority, head.pathAndQuery, head.path], count)
                    return .complete(count, Self.slots(head.fields, count))
                } catch {
                    Self.check(error, .client, .requestHead, piece.count)
                    return .fault(error)
                }
            }
        }
    }

    public static func response(_ input: [UInt8]) {
        guard let variant = input.first else { return }
        let bytes = Array(input.dropFirst())
        let limits = variant & 1 == 0 ? HeadLimits.response : Self.tight
        let method = Method(rawValue: variant >> 1 & 7) ?? .get
        Self.compare(bytes, step: Int(variant >> 4)) {
            var head = ResponseHead()
            return { piece in
                do throws(Fault) {
                    let progress = try head.parse(piece.span, limits: limits, requestMethod: method)
                    guard case .complete(let count) = progress else { return .needMore }
                    Self.check([head.reason], count)
                    precondition((100...999).contains(head.status))
                    return .complete(count, Self.slots(head.fields, count))
                } catch {
                    Self.check(error, .upstream, .responseHead, piece.count)
                    return .fault(error)
                }
            }
        }
    }

    private static func compare(_ bytes: [UInt8], step: Int, _ start: () -> ([UInt8]) -> Result) {
        let whole = start()(bytes)
        guard step > 0 else { return }
        let parser = start()
        for count in stride(from: 0, to: bytes.count, by: step) {
            let result = parser(Array(bytes[..<count]))
            precondition(result == .needMore || result == whole, "a prefix said something else")
            if case .fault = result { return }
        }
        let last = parser(bytes)
        if last == whole { return }
        // Only the fault of a line that has no end yet may come later.
        precondition(last == .needMore, "the pieces said something else")
        guard case .fault = whole else { preconditionFailure("the pieces lost a head") }
        precondition(parser(bytes + [0x0a]) == start()(bytes + [0x0a]), "the pieces never found the fault")
    }

    private static func slots(_ table: FieldTable, _ count: Int) -> [FieldSlot] {
        (0..<table.count).map { index in
            self.check([table[index].name, table[index].value], count)
            precondition(!table[index].name.isEmpty)
            return table[index]
        }
    }

    private static func check(_ ranges: [ByteRange], _ count: Int) {
        for range in ranges { precondition(Int(range.start) + Int(range.count) <= count, "a range leaves the head") }
    }

    private static func check(_ fault: Fault, _ side: Fault.Side, _ phase: Fault.Phase, _ count: Int) {
        precondition(fault.side == side && fault.phase == phase)
        precondition(fault.code >= 0 && Int(fault.code) <= count, "a fault lies outside the bytes")
    }

    // MARK: - Bodies

    public static func chunked(_ input: [UInt8]) {
        guard let variant = input.first else { return }
        let bytes = Array(input.dropFirst())
        let limits =
            variant & 1 == 0 ? BodyLimits() : BodyLimits(body: 64, chunkLine: 24, trailerField: 32, trailers: 64)
        let whole = Body(bytes, step: max(bytes.count, 1), limits: limits)
        let step = Int(variant >> 1)
        guard step > 0 else { return }
        let pieces = Body(bytes, step: step, limits: limits)
        // A trailer line that has no end yet may hold its fault back.
        if whole.fault != nil, pieces.fault == nil, !pieces.isComplete { return }
        precondition(whole == pieces, "the pieces said something else")
    }

    private struct Body: Equatable {
        var content: [UInt8] = []
        var trailers = 0
        var consumed = 0
        var isComplete = false
        var fault: Fault?

        init(_ bytes: [UInt8], step: Int, limits: BodyLimits) {
            var decoder = BodyDecoder(framing: .chunked, side: .client, limits: limits)
            var table = FieldTable()
            var end = 0
            do throws(Fault) {
                while !self.isComplete {
                    let before = self.consumed
                    switch try decoder.next(bytes.span.extracting(self.consumed..<end), trailers: &table) {
                    case .needMore(let count):
                        self.consumed += count
                        if end == bytes.count { return }
                        end = min(bytes.count, end + step)
                    case .data(let offset, let count):
                        precondition(count > 0 && before + offset + count <= end)
                        self.content += bytes[before + offset..<before + offset + count]
                        self.consumed += offset + count
                    case .end(let count):
                        for index in 0..<table.count {
                            precondition(Int(table[index].value.end) <= count && Int(table[index].name.end) <= count)
                        }
                        self.trailers = table.count
                        self.consumed += count
                        self.isComplete = true
                    }
                    precondition(self.consumed <= end)
                }
            } catch {
                precondition(error.code >= 0 && Int(error.code) <= end)
                self.fault = error
                // How much was consumed before it depends on the pieces.
                self.consumed = 0
            }
        }
    }
}

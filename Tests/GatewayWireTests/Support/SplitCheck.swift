import GatewayWire
import Testing

/// Checks that it does not matter in which pieces bytes come.
enum SplitCheck {
    /// Feeds `bytes` in two pieces for every split point, and one by one; `start` makes a new parser.
    ///
    /// A fault may come later than at once, but only for a line whose end has not come: then the LF brings it.
    static func run<Summary>(
        _ bytes: [UInt8],
        sourceLocation: SourceLocation = #_sourceLocation,
        start: () -> ([UInt8]) -> Outcome<Summary>
    ) {
        let whole = start()(bytes)
        let ended = start()(bytes + [0x0a])
        for split in 0...bytes.count {
            let parser = start()
            let first = parser(Array(bytes[..<split]))
            guard Self.agrees(first, whole), first.isFault || Self.second(parser, bytes, whole, ended) else {
                Issue.record("split at \(split) of \(bytes.count): \(first)", sourceLocation: sourceLocation)
                return
            }
        }
        let parser = start()
        for count in 0..<bytes.count {
            let step = parser(Array(bytes[..<count]))
            guard Self.agrees(step, whole) else {
                Issue.record("dripped to \(count): \(step)", sourceLocation: sourceLocation)
                return
            }
            // A connection does not read on after a fault.
            if step.isFault { return }
        }
        #expect(Self.second(parser, bytes, whole, ended), "dripped", sourceLocation: sourceLocation)
    }

    /// A prefix tells nothing, or what the whole tells.
    private static func agrees<Summary>(_ part: Outcome<Summary>, _ whole: Outcome<Summary>) -> Bool {
        part == .needMore || part == whole
    }

    private static func second<Summary>(
        _ parser: ([UInt8]) -> Outcome<Summary>,
        _ bytes: [UInt8],
        _ whole: Outcome<Summary>,
        _ ended: Outcome<Summary>
    ) -> Bool {
        let outcome = parser(bytes)
        if outcome == whole { return true }
        return outcome == .needMore && whole.isFault && parser(bytes + [0x0a]) == ended
    }
}

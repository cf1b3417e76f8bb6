/// What failures are counted by, exactly and on every line.
struct CauseKey: Hashable, Sendable {
    var kind: LogLine.Kind
    var verdict: LogLine.Verdict
    var cause: Cause
    var status: UInt16
}

/// Which part of a head is read next.
internal enum HeadStage: UInt8, Sendable, BitwiseCopyable {
    case startLine, fields, complete
}

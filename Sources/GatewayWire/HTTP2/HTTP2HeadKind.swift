/// What a header block is the head of.
public enum HTTP2HeadKind: UInt8, Hashable, Sendable, BitwiseCopyable, CaseIterable {
    case request
    case response
    case trailers
}

/// What makes a request a gRPC call.
///
/// Not responsible for its `grpc-timeout`, which is read like any other deadline (`RequestDeadline`).
public enum GRPCCall {
    private static let mediaType: [UInt8] = Array("application/grpc".utf8)

    /// Whether a media type is one of gRPC's: `application/grpc`, with whatever follows.
    public static func isCall(contentType bytes: borrowing Span<UInt8>) -> Bool {
        guard bytes.count >= Self.mediaType.count else { return false }
        for index in Self.mediaType.indices where bytes[index] | 0x20 != Self.mediaType[index] | 0x20 { return false }
        return true
    }
}

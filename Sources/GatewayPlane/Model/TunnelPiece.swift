internal import GatewayBytes

/// Bytes of a tunnel that were read in this turn and are sent at its end, from the front of the worker's `passing`.
struct TunnelPiece: BitwiseCopyable {
    let exchange: SlabKey
    let count: Int
    /// From the client to the upstream.
    let goesUp: Bool
}

/// What one step of a handshake came to.
public enum TLSProgress: Sendable, Equatable {
    case finished
    case wantsRead
    case wantsWrite
    case failed(TLSFailure)
}

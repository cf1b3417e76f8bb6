/// What one read or write of a session did.
enum TLSTransfer: Equatable {
    /// So many bytes, at least one.
    case moved(Int)
    case wantsRead
    case wantsWrite
    /// close_notify: nothing was cut off.
    case closedCleanly
    case failed(TLSFailure)
}

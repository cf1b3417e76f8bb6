internal import GatewayFaults
internal import GatewayReactor

extension Fault {
    /// The fault of a failed `socket` or `connect`.
    ///
    /// The one place where connect errnos are classified.
    static func connecting(errno: Int32, isUnix: Bool) -> Fault {
        let detail: Detail =
            switch errno {
            case Errno.connectionRefused: .connectRefused
            case Errno.hostUnreachable: .hostUnreachable
            case Errno.networkUnreachable: .networkUnreachable
            case Errno.timedOut: .connectTimeout
            case Errno.processFilesExhausted, Errno.systemFilesExhausted: .descriptorsExhausted
            case Errno.outOfMemory, Errno.noBuffers: .memoryExhausted
            case Errno.addressNotAvailable: .portsExhausted
            case Errno.again: isUnix ? .backlogFull : .portsExhausted
            case Errno.noEntry: .socketMissing
            case Errno.permissionDenied, Errno.notPermitted: .configurationInvalid
            default: .connectOther
            }
        let side: Side =
            detail.kind == .proxyInternalError || detail.kind == .proxyConfigurationError ? .gateway : .upstream
        return Fault(detail, side: side, phase: .connect, code: errno)
    }
}

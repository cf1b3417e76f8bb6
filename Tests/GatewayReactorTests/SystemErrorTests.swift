import GatewayReactor
import Testing

@Suite struct SystemErrorTests {
    @Test func theNumbersWeDecideByHaveTheirNames() {
        let names: [(Int32, String)] = [
            (Errno.permissionDenied, "EACCES"), (Errno.again, "EAGAIN"), (Errno.noEntry, "ENOENT"),
            (Errno.notPermitted, "EPERM"), (Errno.outOfMemory, "ENOMEM"), (Errno.noBuffers, "ENOBUFS"),
            (Errno.processFilesExhausted, "EMFILE"), (Errno.systemFilesExhausted, "ENFILE"),
            (Errno.addressNotAvailable, "EADDRNOTAVAIL"), (Errno.addressInUse, "EADDRINUSE"),
            (Errno.connectionRefused, "ECONNREFUSED"), (Errno.connectionReset, "ECONNRESET"),
            (Errno.connectionAborted, "ECONNABORTED"), (Errno.brokenPipe, "EPIPE"), (Errno.timedOut, "ETIMEDOUT"),
            (Errno.hostUnreachable, "EHOSTUNREACH"), (Errno.networkUnreachable, "ENETUNREACH"),
            (Errno.inProgress, "EINPROGRESS"), (9999, "errno 9999"), (0, "errno 0"),
        ]
        for (number, name) in names { #expect(Errno.name(number) == name) }
    }
}

internal import CGatewaySystem

/// An errno and the call that gave it.
public struct SystemError: Error, Hashable, Sendable {
    public let call: StaticString
    public let errno: Int32

    init(_ call: StaticString, errno: Int32 = gg_errno()) {
        self.call = call
        self.errno = errno
    }

    public static func == (a: SystemError, b: SystemError) -> Bool { a.errno == b.errno && "\(a.call)" == "\(b.call)" }
    public func hash(into hasher: inout Hasher) { hasher.combine(self.errno) }
}

/// The errno values that the gateway decides by, under the names POSIX gives them.
public enum Errno {
    public static let permissionDenied: Int32 = EACCES
    public static let isDirectory: Int32 = EISDIR
    public static let again: Int32 = EAGAIN
    public static let interrupted: Int32 = EINTR
    public static let noEntry: Int32 = ENOENT
    public static let notPermitted: Int32 = EPERM
    public static let outOfMemory: Int32 = ENOMEM
    public static let noBuffers: Int32 = ENOBUFS
    public static let processFilesExhausted: Int32 = EMFILE
    public static let systemFilesExhausted: Int32 = ENFILE
    public static let addressNotAvailable: Int32 = EADDRNOTAVAIL
    public static let addressInUse: Int32 = EADDRINUSE
    public static let connectionRefused: Int32 = ECONNREFUSED
    public static let connectionReset: Int32 = ECONNRESET
    public static let connectionAborted: Int32 = ECONNABORTED
    public static let brokenPipe: Int32 = EPIPE
    public static let timedOut: Int32 = ETIMEDOUT
    public static let hostUnreachable: Int32 = EHOSTUNREACH
    public static let networkUnreachable: Int32 = ENETUNREACH
    public static let inProgress: Int32 = EINPROGRESS
    public static let exists: Int32 = EEXIST
    public static let noSpace: Int32 = ENOSPC
    public static let quotaExceeded: Int32 = EDQUOT
    public static let readOnly: Int32 = EROFS
    public static let inputOutput: Int32 = EIO
    public static let notADirectory: Int32 = ENOTDIR
    public static let isADirectory: Int32 = EISDIR
    public static let symbolicLink: Int32 = ELOOP
    public static let invalid: Int32 = EINVAL
    public static let noDevice: Int32 = ENXIO

    /// The symbolic name, such as `ECONNREFUSED`; the number when it is none we meet.
    public static func name(_ errno: Int32) -> String {
        switch errno {
        case EACCES: "EACCES"
        case EAGAIN: "EAGAIN"
        case ENOENT: "ENOENT"
        case EPERM: "EPERM"
        case ENOMEM: "ENOMEM"
        case ENOBUFS: "ENOBUFS"
        case EMFILE: "EMFILE"
        case ENFILE: "ENFILE"
        case EADDRNOTAVAIL: "EADDRNOTAVAIL"
        case EADDRINUSE: "EADDRINUSE"
        case ECONNREFUSED: "ECONNREFUSED"
        case ECONNRESET: "ECONNRESET"
        case ECONNABORTED: "ECONNABORTED"
        case EPIPE: "EPIPE"
        case ETIMEDOUT: "ETIMEDOUT"
        case EHOSTUNREACH: "EHOSTUNREACH"
        case ENETUNREACH: "ENETUNREACH"
        case EINPROGRESS: "EINPROGRESS"
        case EEXIST: "EEXIST"
        case ENOSPC: "ENOSPC"
        case EDQUOT: "EDQUOT"
        case EROFS: "EROFS"
        case EIO: "EIO"
        case ENOTDIR: "ENOTDIR"
        case EISDIR: "EISDIR"
        case ELOOP: "ELOOP"
        case EINVAL: "EINVAL"
        case ENXIO: "ENXIO"
        default: "errno \(errno)"
        }
    }
}

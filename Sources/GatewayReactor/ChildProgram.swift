internal import CGatewaySystem

/// A program that this one started, and that may outlive it.
///
/// It inherits standard input, output and error, and the descriptors it is given, and no others. Not responsible for what
/// the two say to each other.
@safe
public struct ChildProgram: Sendable {
    /// How a program ended.
    public enum Ending: Sendable, Hashable {
        case exited(Int32)
        case signalled(Int32)
    }

    public let id: Int32

    /// - Parameters:
    ///   - path: of the executable file
    ///   - arguments: with the program's own name first
    ///   - environment: `NAME=value`
    ///   - descriptors: numbers of `InheritableDescriptor`s, which have to live until the call is over
    public init(
        path: String,
        arguments: [String],
        environment: [String],
        descriptors: [Int32]
    ) throws(SystemError) {
        // SAFETY: the copies live until the call is over, both lists end with nil, and the C side keeps nothing.
        let argv = unsafe arguments.map { unsafe strdup($0) } + [nil]
        let envp = unsafe environment.map { unsafe strdup($0) } + [nil]
        defer { unsafe (argv + envp).forEach { unsafe free($0) } }
        let child = unsafe path.withCString { path in
            unsafe descriptors.withUnsafeBufferPointer { kept in
                unsafe gg_spawn(path, argv, envp, kept.baseAddress, kept.count)
            }
        }
        guard child > 0 else { throw SystemError("posix_spawn") }
        self.id = child
    }

    /// nil while it runs; to be asked until it is not, once the program is not wanted any more.
    public func ending() -> Ending? {
        let status = gg_child_status(self.id)
        guard status >= 0 else { return nil }
        return status >= 256 ? .signalled(status - 256) : .exited(status)
    }

    /// Ends it at once, whatever it does.
    public func kill() { _ = gg_send_signal(self.id, SIGKILL) }

    /// Leaves it to the program what it does on this signal.
    public func send(_ signal: Int32) { _ = gg_send_signal(self.id, signal) }

    /// Asks a process to do what it does on SIGUSR2.
    public static func requestUpgrade(of process: Int32) throws(SystemError) {
        guard gg_send_signal(process, SIGUSR2) == 0 else { throw SystemError("kill") }
    }
}

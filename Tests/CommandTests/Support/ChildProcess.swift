import Foundation
import Synchronization

/// A child of this process, started with `posix_spawn`.
///
/// Not Foundation's `Process`: up to Swift 6.3 its `run` reads past the end of a directory entry when many
/// descriptors are open, and now and then ends the whole test run (swift-corelibs-foundation #5472).
final class ChildProcess: Sendable {
    struct CannotStart: Error {
        let program: String
        let errno: Int32
    }

    let id: pid_t
    /// As `waitpid` gave it; nil while it runs.
    private let waited = Mutex<Int32?>(nil)

    /// - Parameters:
    ///   - output: an existing file for standard output
    ///   - errors: an existing file for standard error
    init(_ program: String, _ arguments: [String], environment: [String: String], output: String, errors: String) throws
    {
        var actions = unsafe posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        // SAFETY: both are initialised before any use and destroyed after the last.
        unsafe posix_spawn_file_actions_init(&actions)
        unsafe posix_spawnattr_init(&attributes)
        defer {
            unsafe posix_spawn_file_actions_destroy(&actions)
            unsafe posix_spawnattr_destroy(&attributes)
        }
        unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        unsafe posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_APPEND, 0)
        unsafe posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY | O_APPEND, 0)
        // Threads of the concurrency runtime block all signals, and a child inherits that.
        var none = sigset_t()
        unsafe sigemptyset(&none)
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        // SAFETY: the copies live until the call is over, and both lists end with nil.
        let argv = unsafe ([program] + arguments).map { unsafe strdup($0) } + [nil]
        let envp = unsafe environment.map { unsafe strdup("\($0.key)=\($0.value)") } + [nil]
        defer { unsafe (argv + envp).forEach { unsafe free($0) } }
        var id: pid_t = 0
        let result = unsafe posix_spawn(&id, program, &actions, &attributes, argv, envp)
        guard result == 0 else { throw CannotStart(program: program, errno: result) }
        self.id = id
    }

    deinit {
        guard self.status == nil else { return }
        kill(self.id, SIGKILL)
        waitpid(self.id, nil, 0)
    }

    /// The exit status, or minus the signal that ended it; nil while it runs.
    var status: Int32? {
        self.waited.withLock { waited in
            if waited == nil {
                var status: Int32 = 0
                // SAFETY: waitpid writes one Int32 into one Int32.
                if unsafe waitpid(self.id, &status, WNOHANG) == self.id { waited = status }
            }
            return waited.map { $0 & 0x7F == 0 ? ($0 >> 8) & 0xFF : -($0 & 0x7F) }
        }
    }
}

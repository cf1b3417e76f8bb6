import Foundation
import Testing

/// The descriptors of this process, as the kernel lists them.
enum Descriptors {
    /// Lets the runtime open the descriptors of its own, which it does when the first timer is armed.
    static func settle() async throws { try await Task.sleep(for: .milliseconds(20)) }

    static func open() throws -> Set<Int> {
        let names = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
        // The listing has one of its own, which is closed by now.
        return Set(names.compactMap { Int($0) }.filter { fcntl(Int32($0), F_GETFD) >= 0 })
    }

    static func closesOnExec(_ descriptor: Int) throws -> Bool {
        fcntl(Int32(descriptor), F_GETFD) & FD_CLOEXEC != 0
    }

    /// Lets this process open `free` more and no others.
    static func limit(toFree free: Int) throws {
        let used = try Self.open()
        // The lowest number is always taken first: with the gaps below it, this is where `free` more end.
        var bound = 0
        var left = free
        while left > 0 || used.contains(bound) {
            if !used.contains(bound) { left -= 1 }
            bound += 1
        }
        var limit = rlimit()
        #expect(unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0)
        limit.rlim_cur = rlim_t(bound)
        #expect(unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0)
    }
}

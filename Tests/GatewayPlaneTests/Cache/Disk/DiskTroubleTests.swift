import GatewayReactor
import Synchronization
import Testing

@testable import GatewayPlane

/// What the administrator is told of a disk that fails.
struct DiskTroubleTests {
    private final class Lines: Sendable {
        private let kept = Mutex<[String]>([])
        func add(_ line: String) { self.kept.withLock { $0.append(line) } }
        var all: [String] { self.kept.withLock { $0 } }
    }

    private static func problem(_ path: String) -> SystemError? {
        do throws(SystemError) {
            _ = try Directory(path: path)
            return nil
        } catch {
            return error
        }
    }

    @Test func oneLineTellsThatItFailsAndOneThatItWorksAgain() throws {
        let lines = Lines()
        var trouble = DiskTrouble(path: "/var/cache/x") { lines.add($0) }
        let error = try #require(Self.problem("/dev/null"))
        trouble.ended()
        for _ in 0..<3 { trouble.failed("write", error) }
        trouble.failed("read", error)
        #expect(!trouble.isGone)
        trouble.ended()
        trouble.ended()
        trouble.failed("read", error)
        #expect(
            lines.all == [
                "the cache cannot write in /var/cache/x (ENOTDIR: no directory, or a symbolic link): requests are served "
                    + "without its disk",
                "the cache can write in /var/cache/x again",
                "the cache cannot read in /var/cache/x (ENOTDIR: no directory, or a symbolic link): requests are served "
                    + "without its disk",
            ]
        )
    }

    @Test func aDirectoryThatIsGoneIsNoticed() throws {
        var trouble = DiskTrouble(path: "/x") { _ in }
        trouble.failed("write", try #require(Self.problem("/no/such/place")))
        #expect(trouble.isGone)
    }
}

import Foundation
import GatewayReactor
import Testing

@Suite struct AppendFileTests {
    @Test func twoWritersAppendToOneFile() throws {
        let path = Loopback.temporaryPath("log")
        defer { try? FileManager.default.removeItem(atPath: path) }
        let one = try AppendFile(path: path)
        let two = try AppendFile(path: path)
        #expect(one.write(Array("one\n".utf8)) == true)
        #expect(two.write(Array("two\n".utf8)) == true)
        #expect(one.write([]) == true)
        #expect(one.write(Array("three\n".utf8)) == true)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "one\ntwo\nthree\n")
        // Nobody but the owner and the group reads who visited.
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect((mode ?? 0o777) & 0o137 == 0)
    }

    @Test func aFileThatCannotBeOpenedIsAnError() {
        func errno(_ path: String) -> Int32? {
            do throws(SystemError) {
                _ = try AppendFile(path: path)
                return nil
            } catch {
                #expect("\(error.call)" == "open")
                return error.errno
            }
        }
        #expect(errno("/nonexistent/access.log") == Errno.noEntry)
        #expect(errno("/tmp") == EISDIR)
        #expect(errno("") == Errno.noEntry)
    }

    @Test func aFullDiskIsToldAndNotTriedForEver() throws {
        let full = try AppendFile(path: "/dev/full")
        let isWritten = full.write(Array("line\n".utf8))
        #expect(!isWritten)
    }
}

internal import CGatewaySystem

/// A file that is read whole, and whose size is nobody's promise.
@safe
enum SmallFile {
    static let limit = 1 << 20

    static func read(_ path: String) throws(TLSFileProblem) -> [UInt8] {
        // SAFETY: the C string lives across the call.
        let descriptor = unsafe path.withCString { unsafe gg_open_read($0) }
        guard descriptor >= 0 else { throw TLSFileProblem(path, .unreadable(gg_errno())) }
        defer { _ = close(descriptor) }
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 16_384)
        while true {
            // SAFETY: read writes at most the room it is given.
            let count = unsafe block.withUnsafeMutableBytes {
                unsafe CGatewaySystem.read(descriptor, $0.baseAddress, $0.count)
            }
            guard count >= 0 else { throw TLSFileProblem(path, .unreadable(gg_errno())) }
            guard count > 0 else { return bytes }
            bytes += block[..<count]
            guard bytes.count <= Self.limit else { throw TLSFileProblem(path, .tooLarge) }
        }
    }
}

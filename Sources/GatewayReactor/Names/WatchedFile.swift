internal import CGatewaySystem

/// A small text file of the system that is read again when it has changed.
@safe
public struct WatchedFile {
    let path: String
    private var stamp: UInt64?
    /// More is not read: nobody writes a megabyte of hosts by hand.
    private static let limit = 1 << 20

    public init(path: String) { self.path = path }

    /// Whether the file is another than at the last call; true at the first.
    public mutating func hasChanged() -> Bool {
        // SAFETY: the C string lives across the call.
        let now = unsafe self.path.withCString { unsafe gg_file_stamp($0) }
        guard now != self.stamp else { return false }
        self.stamp = now
        return true
    }

    /// The bytes; none when the file cannot be read.
    public func contents() -> [UInt8] {
        // SAFETY: the C string lives across the call.
        let descriptor = unsafe self.path.withCString { unsafe gg_open_read($0) }
        guard descriptor >= 0 else { return [] }
        defer { _ = close(descriptor) }
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 16_384)
        while bytes.count < Self.limit {
            // SAFETY: read writes at most the room it is given.
            let count = unsafe block.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { break }
            bytes += block[..<count]
        }
        return bytes
    }
}

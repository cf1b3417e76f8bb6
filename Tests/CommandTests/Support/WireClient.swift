import Foundation

/// One client connection with blocking calls, which notices everything that a client can suffer.
struct WireClient: ~Copyable {
    enum Trouble: Error, Equatable {
        case refused(Int32)
        /// The connection ended where a response, or more of one, was due.
        case ended(Int32)
        case malformed(String)
    }

    struct Answer: Equatable {
        let status: Int
        /// The gateway says that the connection ends here.
        let closes: Bool
    }

    private let descriptor: Int32

    init(port: Int) throws {
        self.descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var limit = timeval(tv_sec: 20, tv_usec: 0)
        // SAFETY: the kernel reads one timeval and one address, which live across the calls.
        unsafe setsockopt(
            self.descriptor,
            SOL_SOCKET,
            SO_RCVTIMEO,
            &limit,
            socklen_t(MemoryLayout<timeval>.size)
        )
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let descriptor = self.descriptor
        let result = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw Trouble.refused(errno) }
    }

    deinit { close(self.descriptor) }

    borrowing func ask(_ path: String, keeps: Bool) throws -> Answer {
        let connection = keeps ? "keep-alive" : "close"
        try self.transmit("GET \(path) HTTP/1.1\r\nHost: lab.example\r\nConnection: \(connection)\r\n\r\n")
        return try self.answer()
    }

    borrowing func transmit(_ text: String) throws {
        let request = Array(text.utf8)
        let sent = unsafe request.withUnsafeBytes {
            unsafe send(self.descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        guard sent == request.count else { throw Trouble.ended(errno) }
    }

    borrowing func answer() throws -> Answer {
        var bytes: [UInt8] = []
        while true {
            if let answer = try Self.answer(in: bytes) { return answer }
            bytes += try self.more()
        }
    }

    private borrowing func more() throws -> [UInt8] {
        var room = [UInt8](repeating: 0, count: 65_536)
        let count = unsafe room.withUnsafeMutableBytes { unsafe recv(self.descriptor, $0.baseAddress, $0.count, 0) }
        guard count > 0 else { throw Trouble.ended(count == 0 ? 0 : errno) }
        return Array(room[..<count])
    }

    /// nil while some of it is missing.
    private static func answer(in bytes: [UInt8]) throws -> Answer? {
        guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).lowercased().split(separator: "\r\n")
        let words = (lines.first ?? "").split(separator: " ")
        guard words.count > 1, let status = Int(words[1]) else { throw Trouble.malformed(String(lines.first ?? "")) }
        func field(_ name: String) -> Substring? {
            lines.first { $0.hasPrefix("\(name):") }?.dropFirst(name.count + 1).drop { $0 == " " }
        }
        guard let length = field("content-length").flatMap({ Int($0) }) else { throw Trouble.malformed("no length") }
        guard bytes.count - end.upperBound >= length else { return nil }
        return Answer(status: status, closes: field("connection") == "close")
    }
}

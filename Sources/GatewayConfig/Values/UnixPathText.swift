/// Checks the path of a Unix socket.
enum UnixPathText {
    /// `sun_path` has 108 bytes on Linux, the last of which is the closing zero.
    private static let longest = 107

    static func parse(_ text: some StringProtocol) throws(ValueError) -> String {
        guard text.hasPrefix("/") else {
            throw ValueError("\(text.quoted) is not an absolute path", fix: "write it like `unix:/run/app.sock`")
        }
        guard text.utf8.count <= Self.longest else {
            throw ValueError(
                "the socket path has \(text.utf8.count) bytes",
                fix: "the system takes at most \(Self.longest)"
            )
        }
        guard text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f }) else {
            throw ValueError("\(text.quoted) has control characters")
        }
        return String(text)
    }
}

internal import CGatewaySystem

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// Rows and columns of a terminal.
public struct TerminalSize: Hashable, Sendable {
    public var rows: Int
    public var columns: Int

    public init(rows: Int, columns: Int) {
        self.rows = rows
        self.columns = columns
    }

    /// The terminal that standard output goes to; nil where it is none, or one that does not know its size.
    public static var ofOutput: TerminalSize? { self.of(1) }
    /// The same of standard error.
    public static var ofErrors: TerminalSize? { self.of(2) }

    private static func of(_ descriptor: Int32) -> TerminalSize? {
        var size = winsize()
        // SAFETY: the kernel writes one `winsize` into `size`, which outlives the call.
        let result = unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size)
        guard result == 0, size.ws_row > 0, size.ws_col > 0 else { return nil }
        return TerminalSize(rows: Int(size.ws_row), columns: Int(size.ws_col))
    }
}

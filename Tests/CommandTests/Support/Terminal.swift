import Foundation
import Synchronization

/// A pseudo terminal: a program writes to it as to a screen, and the test sees what stands there.
final class Terminal: Sendable {
    struct CannotOpen: Error { let errno: Int32 }

    /// TIOCSPTLCK and TIOCGPTN, which the C library keeps from Swift.
    private static let setLock: UInt = 0x4004_5431
    private static let getNumber: UInt = 0x8004_5430

    /// What the program opens.
    let path: String
    private let descriptor: Int32
    private let written = Mutex<[UInt8]>([])
    private let size: (rows: Int, columns: Int)

    init(rows: Int, columns: Int) throws {
        let descriptor = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard descriptor >= 0 else { throw CannotOpen(errno: errno) }
        self.descriptor = descriptor
        self.size = (rows, columns)
        var isLocked: Int32 = 0
        var number: UInt32 = 0
        var window = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        // SAFETY: each call reads or writes one variable of its own type, which outlives it.
        guard unsafe ioctl(descriptor, Self.setLock, &isLocked) == 0,
            unsafe ioctl(descriptor, Self.getNumber, &number) == 0,
            unsafe ioctl(descriptor, UInt(TIOCSWINSZ), &window) == 0,
            fcntl(descriptor, F_SETFL, O_NONBLOCK) == 0
        else {
            self.path = ""
            throw CannotOpen(errno: errno)
        }
        self.path = "/dev/pts/\(number)"
    }

    deinit { close(self.descriptor) }

    /// Everything that was written so far, with its control sequences.
    var text: String { String(decoding: self.bytes(), as: UTF8.self) }

    /// What stands on the screen now.
    var screen: Screen {
        var screen = Screen(rows: self.size.rows, columns: self.size.columns)
        screen.write(self.text)
        return screen
    }

    private func bytes() -> [UInt8] {
        self.written.withLock { written in
            var block = [UInt8](repeating: 0, count: 1 << 16)
            while true {
                // SAFETY: the system writes at most as many bytes as the block has.
                let count = unsafe read(self.descriptor, &block, block.count)
                guard count > 0 else { return written }
                written += block.prefix(count)
            }
        }
    }
}

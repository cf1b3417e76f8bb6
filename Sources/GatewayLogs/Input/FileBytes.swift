import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// An open file that is read in blocks, at a place or one after the other.
///
/// Not mapped into memory on purpose: a log that is cut (`copytruncate`) while it is mapped ends the program with
/// SIGBUS, mapped pages count as memory of the program, and a block that stays in the cache is as fast to read.
final class FileBytes: Sendable {
    /// What makes two names the same file.
    struct Identity: Hashable, Sendable {
        var device: UInt64
        var inode: UInt64
    }

    let identity: Identity
    let size: Int
    let isRegular: Bool
    let isDirectory: Bool
    private let descriptor: Int32
    /// Bytes that were read from a pipe to see what they are.
    private let returned = Mutex<[UInt8]>([])
    private let isOwned: Bool
    private let readBytes = Atomic<Int>(0)

    /// Opens a file.
    convenience init(path: String) throws(InputProblem) {
        // SAFETY: the path is passed as a string that ends with 0 and outlives the call.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
        guard descriptor >= 0 else { throw InputProblem(place: path, message: Self.words(errno)) }
        try self.init(descriptor: descriptor, place: path, isOwned: true)
    }

    /// Standard input.
    static func standardInput() throws(InputProblem) -> FileBytes {
        try FileBytes(descriptor: 0, place: "standard input", isOwned: false)
    }

    private init(descriptor: Int32, place: String, isOwned: Bool) throws(InputProblem) {
        var status = stat()
        // SAFETY: the system writes one `stat` into `status`, which outlives the call.
        guard unsafe fstat(descriptor, &status) == 0 else {
            let problem = InputProblem(place: place, message: Self.words(errno))
            if isOwned { close(descriptor) }
            throw problem
        }
        self.descriptor = descriptor
        self.isOwned = isOwned
        self.identity = Identity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
        self.size = Int(status.st_size)
        self.isRegular = status.st_mode & S_IFMT == S_IFREG
        self.isDirectory = status.st_mode & S_IFMT == S_IFDIR
    }

    deinit {
        if self.isOwned { close(self.descriptor) }
    }

    /// The size now; it may have grown, or shrunk.
    var currentSize: Int {
        var status = stat()
        // SAFETY: the system writes one `stat` into `status`, which outlives the call.
        return unsafe fstat(self.descriptor, &status) == 0 ? Int(status.st_size) : 0
    }

    /// Reads up to `count` bytes to `buffer[at...]`: from `offset` of the file, or what comes next where that is nil.
    ///
    /// Gives how many; 0 at the end.
    func read(into buffer: inout [UInt8], at: Int, count: Int, offset: Int? = nil) throws(InputProblem) -> Int {
        guard at >= 0, count > 0, at + count <= buffer.count else { return 0 }
        if offset == nil {
            let again = self.takeReturned(count)
            if !again.isEmpty {
                buffer.replaceSubrange(at..<at + again.count, with: again)
                return again.count
            }
        }
        while true {
            // SAFETY: the guard keeps `at..<at + count` inside the buffer, which is not moved during the call.
            let result = unsafe buffer.withUnsafeMutableBytes { bytes -> Int in
                guard let base = bytes.baseAddress else { return 0 }
                if let offset { return unsafe pread(self.descriptor, base + at, count, off_t(offset)) }
                return unsafe systemRead(self.descriptor, base + at, count)
            }
            if result >= 0 {
                self.readBytes.wrappingAdd(result, ordering: .relaxed)
                return result
            }
            guard errno == EINTR else { throw InputProblem(place: "", message: Self.words(errno)) }
        }
    }

    /// How many bytes were read so far.
    var consumed: Int { self.readBytes.load(ordering: .relaxed) }

    /// Gives bytes back, to be read again before everything else.
    func giveBack(_ bytes: [UInt8]) { self.returned.withLock { $0 = bytes + $0 } }

    private func takeReturned(_ count: Int) -> [UInt8] {
        self.returned.withLock { bytes in
            guard !bytes.isEmpty else { return [] }
            let taken = Array(bytes.prefix(count))
            bytes.removeFirst(taken.count)
            return taken
        }
    }

    private static func words(_ number: Int32) -> String {
        switch number {
        case ENOENT: "there is no such file"
        case EACCES, EPERM: "may not be read; run as a user who may, such as one of the group adm"
        case EMFILE, ENFILE: "too many files are open"
        case EISDIR: "is a directory"
        case ELOOP: "symbolic links lead in a circle"
        case EIO: "the disk reported an error"
        default: "cannot be read (errno \(number))"
        }
    }
}

/// The system's `read`, which inside the class has the name of ours.
private func systemRead(_ descriptor: Int32, _ to: UnsafeMutableRawPointer, _ count: Int) -> Int {
    // SAFETY: the caller lends `count` writable bytes for the call.
    unsafe read(descriptor, to, count)
}

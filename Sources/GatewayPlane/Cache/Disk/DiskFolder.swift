internal import GatewayBytes
internal import GatewayCore
internal import GatewayFaults
internal import GatewayReactor

/// The files of the cache's directory: one for each response, in 256 folders.
///
/// Everything lies in a directory of its own inside the configured one, so that files of others are never looked at.
/// Files are written under a temporary name and renamed. They are not forced to the disk: what a power failure cuts is
/// told by its checksum. Not responsible for which files there are (`DiskIndex`).
struct DiskFolder: ~Copyable {
    /// What a file turned out to be.
    enum Found: Sendable {
        case entry(CacheEntry)
        /// No file of ours, or a damaged one.
        case damaged
        case missing
        /// It does not fit into memory now.
        case noRoom
    }

    /// Why the directory cannot be used.
    enum Refusal: Error {
        case failed(SystemError)
        /// It belongs to another user, or others may write into it.
        case notPrivate
        /// Another gateway uses it.
        case inUse(DiskSecret)
    }

    static let name = "goodgate-cache"
    private static let secretFile = "secret"

    private let directory: Directory
    /// Locked for as long as this value lives.
    private let lock: ReadableFile
    let secret: DiskSecret

    init(path: String, random: () -> UInt64) throws(Refusal) {
        let directory = try Self.open(path)
        let lock = try Self.openSecret(directory, random)
        guard directory.isPrivate() else { throw .notPrivate }
        let isOurs = lock.lock()
        let secret = try Self.readSecret(directory, lock)
        guard isOurs else { throw .inUse(secret) }
        self.secret = secret
        self.directory = directory
        self.lock = lock
    }

    private static func open(_ path: String) throws(Refusal) -> Directory {
        do throws(SystemError) {
            return try Directory(path: path).makeDirectory(Self.name)
        } catch {
            throw .failed(error)
        }
    }

    private static func openSecret(
        _ directory: borrowing Directory,
        _ random: () -> UInt64
    ) throws(Refusal) -> ReadableFile {
        do throws(SystemError) {
            try Self.makeSecret(directory, random)
            return try directory.file(Self.secretFile)
        } catch {
            throw .failed(error)
        }
    }

    private static func readSecret(
        _ directory: borrowing Directory,
        _ file: borrowing ReadableFile
    ) throws(Refusal) -> DiskSecret {
        var bytes = Buffer()
        do throws(SystemError) {
            guard file.size == 16, try file.read(into: &bytes, count: 16) else {
                // By a power failure. What it sealed is lost, and found to be so file by file; the next attempt makes
                // another one.
                try directory.removeFile(Self.secretFile)
                throw SystemError.cutOff
            }
        } catch {
            throw .failed(error)
        }
        var words: (UInt64, UInt64) = (0, 0)
        for index in 0..<8 {
            words.0 |= UInt64(bytes.span[index]) << UInt64(index * 8)
            words.1 |= UInt64(bytes.span[index + 8]) << UInt64(index * 8)
        }
        return DiskSecret(words.0, words.1)
    }

    /// Makes one where there is none.
    private static func makeSecret(_ directory: borrowing Directory, _ random: () -> UInt64) throws(SystemError) {
        var bytes = Buffer()
        for _ in 0..<2 {
            let word = random()
            for shift in stride(from: 0 as UInt64, to: 64, by: 8) {
                bytes.append(UInt8(truncatingIfNeeded: word >> shift))
            }
        }
        do throws(SystemError) {
            try directory.makeFile(Self.secretFile).write(bytes)
        } catch {
            guard error.errno == Errno.exists else { throw error }
        }
    }

    // MARK: - Writing

    func write(_ entry: CacheEntry, _ record: DiskRecord, at clock: DiskClock) throws(SystemError) {
        let folder = try self.directory.makeDirectory(record.name.folder)
        let temporary = record.name.temporary
        try folder.removeFile(temporary)
        let file = try folder.makeFile(temporary)
        do throws(SystemError) {
            try file.write(entry.diskHead(record.kind, self.secret, at: clock))
            for block in entry.blocks { try file.write(block.bytes) }
            try folder.rename(temporary, to: record.name.text)
        } catch {
            try? folder.removeFile(temporary)
            throw error
        }
    }

    func remove(_ name: DiskName) throws(SystemError) {
        do throws(SystemError) {
            try self.directory.directory(name.folder).removeFile(name.text)
        } catch {
            guard error.errno == Errno.noEntry else { throw error }
        }
    }

    // MARK: - Reading

    /// The names in one of the 256 folders; left-overs of interrupted writes are removed, files of others stay.
    func names(inFolder number: Int) throws(SystemError) -> [DiskName] {
        var names: [DiskName] = []
        do throws(SystemError) {
            let folder = try self.directory.directory(DiskName.folder(number))
            // Collected first: what readdir says of a directory that is changed meanwhile is not defined.
            var temporary: [String] = []
            try folder.forEachName { text in
                if let name = DiskName(text), name.folder == DiskName.folder(number) { names.append(name) }
                let ending = DiskName.temporaryEnding
                guard text.hasSuffix(ending), DiskName(String(text.dropLast(ending.count))) != nil else { return }
                temporary.append(text)
            }
            for text in temporary { try folder.removeFile(text) }
        } catch {
            guard error.errno == Errno.noEntry else { throw error }
        }
        return names
    }

    /// What a file says of itself; nil when it is none of ours, or damaged.
    ///
    /// Content is not looked at.
    func record(_ name: DiskName) throws(SystemError) -> DiskRecord? {
        let folder = try self.directory.directory(name.folder)
        guard let file = try Self.open(name, folder), let (header, head) = try self.head(file) else { return nil }
        let record = DiskRecord(head, header, self.secret)
        return record.name == name ? record : nil
    }

    /// Nil when there is nothing that could be ours under the name.
    private static func open(_ name: DiskName, _ folder: borrowing Directory) throws(SystemError) -> ReadableFile? {
        do throws(SystemError) {
            return try folder.file(name.text)
        } catch {
            switch error.errno {
            case Errno.symbolicLink, Errno.invalid, Errno.noEntry, Errno.noDevice: return nil
            // Default: the disk or our rights fail, and the file may be fine.
            default: throw error
            }
        }
    }

    private func head(_ file: borrowing ReadableFile) throws(SystemError) -> (DiskHeader, DiskHead)? {
        var bytes = Buffer()
        guard try file.read(into: &bytes, count: DiskHeader.size),
            let header = DiskHeader(bytes.span, fileSize: file.size, self.secret)
        else { return nil }
        bytes.clear()
        guard try file.read(into: &bytes, count: header.headLength) else { return nil }
        var checksum = self.secret.checksum
        checksum.take(bytes.span)
        guard checksum.value == header.headChecksum, let head = DiskHead(bytes.span) else { return nil }
        return (header, head)
    }

    /// Reads a whole response; every byte of it is checked before anybody sees one.
    func read(_ name: DiskName, into store: CacheStore, at clock: DiskClock) throws(SystemError) -> Found {
        let folder: Directory
        do throws(SystemError) {
            folder = try self.directory.directory(name.folder)
        } catch {
            guard error.errno == Errno.noEntry else { throw error }
            return .missing
        }
        guard let file = try Self.open(name, folder) else { return .missing }
        guard let (header, head) = try self.head(file), DiskRecord(head, header, self.secret).name == name else {
            return .damaged
        }
        let bytes = Int(clamping: header.fileSize)
        guard store.reserve(bytes) else { return .noRoom }
        defer { store.release(bytes) }
        var checksum = self.secret.checksum
        var blocks: [CacheBlock] = []
        var left = header.contentLength
        while left > 0 {
            var block = Buffer()
            let count = Int(min(left, UInt64(CacheBlock.size)))
            guard try file.read(into: &block, count: count) else { return .damaged }
            block.trim()
            block.withSpan { checksum.take($0) }
            blocks.append(CacheBlock(block))
            left -= UInt64(count)
        }
        guard checksum.value == header.contentChecksum else { return .damaged }
        guard let entry = CacheEntry(head, blocks, header.contentLength, seed: store.seed, at: clock) else {
            return .damaged
        }
        return .entry(entry)
    }
}

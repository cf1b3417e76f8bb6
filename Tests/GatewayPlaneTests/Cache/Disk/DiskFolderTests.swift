import Foundation
import GatewayBytes
import GatewayCore
import GatewayReactor
import Testing

@testable import GatewayPlane

/// Files of the cache: they come back as they were written, and whatever else lies there harms nobody.
struct DiskFolderTests {
    private static let clock = DiskClock(now: 1_000_000_000_000, wall: 1_700_000_000_000)

    private static func open(_ folder: TemporaryFolder) throws -> DiskFolder {
        var next: UInt64 = 0
        return try DiskFolder(path: folder.path) {
            next += 77
            return next
        }
    }

    private static func entry(_ key: String, content: Int, store: CacheStore) throws -> CacheEntry {
        let small = try CacheStoreTests.entry(key, variant: "gzip", content: 1, tags: ["a", "b"], store: store)
        var blocks: [CacheBlock] = []
        for start in stride(from: 0, to: content, by: CacheBlock.size) {
            var bytes = Buffer()
            bytes.append((start..<min(content, start + CacheBlock.size)).map { UInt8(truncatingIfNeeded: $0 / 7) })
            blocks.append(CacheBlock(bytes))
        }
        var lines = Buffer()
        lines.append(small.head.lines)
        return CacheEntry(
            key: small.key,
            hash: small.hash,
            varyNames: small.varyNames,
            variant: small.variant,
            head: try StoredHead(lines),
            facts: small.facts,
            blocks: blocks,
            length: UInt64(content),
            tags: small.tags
        )
    }

    private static func write(_ entry: CacheEntry, _ folder: borrowing DiskFolder) throws -> DiskName {
        let record = entry.diskRecord(.response, folder.secret, at: Self.clock)
        try folder.write(entry, record, at: Self.clock)
        return record.name
    }

    private static func read(_ name: DiskName, _ folder: borrowing DiskFolder, _ store: CacheStore) throws
        -> CacheEntry?
    {
        guard case .entry(let entry) = try folder.read(name, into: store, at: Self.clock) else { return nil }
        return entry
    }

    private static func bytes(_ entry: CacheEntry) -> [UInt8] {
        entry.blocks.flatMap { block in block.bytes.withSpan { span in span.indices.map { span[$0] } } }
    }

    @Test(arguments: [0, 1, 65_536, 65_537, 200_000])
    func aResponseComesBackAsItWas(_ content: Int) throws {
        let place = try TemporaryFolder()
        defer { place.remove() }
        let store = CacheStore(limit: 1 << 20, seed: 1)
        let folder = try Self.open(place)
        let entry = try Self.entry("http://a/", content: content, store: store)
        let name = try Self.write(entry, folder)
        let back = try #require(try Self.read(name, folder, store))
        #expect(back.isVariant(of: entry))
        #expect(back.hash == entry.hash)
        #expect(back.tags == entry.tags)
        #expect(back.length == entry.length)
        #expect(Self.bytes(back) == Self.bytes(entry))
        #expect(back.facts.age(now: Self.clock.now) == entry.facts.age(now: Self.clock.now))
        #expect(try folder.record(name)?.size == entry.diskRecord(.response, folder.secret, at: Self.clock).size)
        // Nobody else may read what visitors saw.
        let path = try #require(place.responses.first)
        let modes = [path, place.path + "/goodgate-cache"].map { path in
            (try? FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int) ?? 0o777
        }
        #expect(modes.allSatisfy { $0 & 0o077 == 0 })
        #expect(store.bytes == 0)
    }

    /// Every byte of a file, changed alone: never another response than the one that was stored.
    @Test func everyWrongByteIsAMiss() throws {
        let place = try TemporaryFolder()
        defer { place.remove() }
        let store = CacheStore(limit: 1 << 20, seed: 1)
        let folder = try Self.open(place)
        let name = try Self.write(try Self.entry("http://a/", content: 100, store: store), folder)
        let path = try #require(place.responses.first)
        let good = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        for offset in good.indices {
            for change in [0x01, 0x80, 0xFF] as [UInt8] {
                var wrong = good
                wrong[offset] ^= change
                try Data(wrong).write(to: URL(fileURLWithPath: path))
                #expect(try Self.read(name, folder, store) == nil, "byte \(offset)")
            }
        }
        for length in [0, 1, 47, 48, 49, good.count - 1] {
            try Data(good.prefix(length)).write(to: URL(fileURLWithPath: path))
            #expect(try Self.read(name, folder, store) == nil)
        }
        try Data(good + [0]).write(to: URL(fileURLWithPath: path))
        #expect(try Self.read(name, folder, store) == nil)
        try Data(good).write(to: URL(fileURLWithPath: path))
        #expect(try Self.read(name, folder, store) != nil)
        #expect(store.bytes == 0)
    }

    @Test func aWholeFileUnderAnotherNameIsNotServed() throws {
        let place = try TemporaryFolder()
        defer { place.remove() }
        let store = CacheStore(limit: 1 << 20, seed: 1)
        let folder = try Self.open(place)
        let name = try Self.write(try Self.entry("http://a/secret", content: 9, store: store), folder)
        let path = try #require(place.responses.first)
        let other = DiskName(high: name.high, low: name.low ^ 1)
        try FileManager.default.copyItem(atPath: path, toPath: String(path.dropLast(32)) + other.text)
        #expect(try Self.read(other, folder, store) == nil)
        #expect(try folder.record(other) == nil)
        #expect(try folder.record(name) != nil)
    }

    /// Links, pipes and folders under a name of ours are never followed, waited for or read.
    @Test func whatIsNoFileIsAMiss() throws {
        let place = try TemporaryFolder()
        defer { place.remove() }
        let store = CacheStore(limit: 1 << 20, seed: 1)
        let folder = try Self.open(place)
        let name = try Self.write(try Self.entry("http://a/", content: 9, store: store), folder)
        let path = try #require(place.responses.first)
        let elsewhere = place.path + "/elsewhere"
        try FileManager.default.moveItem(atPath: path, toPath: elsewhere)
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: elsewhere)
        #expect(try Self.read(name, folder, store) == nil)
        try FileManager.default.removeItem(atPath: path)
        #expect(mkfifo(path, 0o600) == 0)
        #expect(try Self.read(name, folder, store) == nil)
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        #expect(try Self.read(name, folder, store) == nil)
        try FileManager.default.removeItem(atPath: path)
        #expect(try Self.read(name, folder, store) == nil)
        try FileManager.default.moveItem(atPath: elsewhere, toPath: path)
        #expect(try Self.read(name, folder, store) != nil)
    }

    @Test func aResponseThatDoesNotFitIntoMemoryIsNotRead() throws {
        let place = try TemporaryFolder()
        defer { place.remove() }
        let folder = try Self.open(place)
        let large = CacheStore(limit: 1 << 20, seed: 1)
        let name = try Self.write(try Self.entry("http://a/", content: 100_000, store: large), folder)
        let small = CacheStore(limit: 100_000, seed: 1)
        guard case .noRoom = try folder.read(name, into: small, at: Self.clock) else {
            Issue.record("it was read")
            return
        }
        #expect(small.bytes == 0)
    }

    @Test func leftOversOfWritesAreRemovedAndFilesOfOthersStay() throws {
        let place = try TemporaryFolder()
        defer { place.remove() }
        let store = CacheStore(limit: 1 << 20, seed: 1)
        let folder = try Self.open(place)
        let name = try Self.write(try Self.entry("http://a/", content: 9, store: store), folder)
        let home = String(try #require(place.responses.first).dropLast(32))
        for text in ["README", "notes.tmp", name.temporary, String(repeating: "Z", count: 32)] {
            try Data("x".utf8).write(to: URL(fileURLWithPath: home + text))
        }
        let number = Int(name.high >> 56)
        #expect(try folder.names(inFolder: number) == [name])
        #expect(try folder.names(inFolder: (number + 1) % 256) == [])
        let left = Set(try FileManager.default.contentsOfDirectory(atPath: home))
        #expect(left == ["README", "notes.tmp", name.text, String(repeating: "Z", count: 32)])
    }

    // MARK: - Opening

    private static func refusal(_ path: String) -> String? {
        do throws(DiskFolder.Refusal) {
            _ = try DiskFolder(path: path) { 5 }
            return nil
        } catch {
            return error.text(path)
        }
    }

    @Test func aDirectoryIsForOneAtATime() throws {
        let place = try TemporaryFolder()
        defer { place.remove() }
        do {
            let first = try Self.open(place)
            #expect(Self.refusal(place.path)?.contains("in use by another gateway") == true)
            #expect(first.secret == DiskSecret(77, 154))
        }
        // The secret stays, and with it everything that it sealed.
        let second = try Self.open(place)
        #expect(second.secret == DiskSecret(77, 154))
    }

    @Test func aDirectoryThatCannotBeUsedIsToldWithItsReason() throws {
        let place = try TemporaryFolder()
        defer { place.remove() }
        #expect(Self.refusal(place.path + "/none")?.contains("ENOENT") == true)
        let home = place.path + "/goodgate-cache"
        // What the administrator named may be a link, as systemd makes one; what lies in it may not.
        try FileManager.default.createSymbolicLink(atPath: home, withDestinationPath: NSTemporaryDirectory())
        #expect(Self.refusal(place.path)?.contains("symbolic link") == true)
        try FileManager.default.removeItem(atPath: home)
        try Data().write(to: URL(fileURLWithPath: home))
        #expect(Self.refusal(place.path)?.contains("ENOTDIR") == true)
        try FileManager.default.removeItem(atPath: home)
        try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: false)
        #expect(chmod(home, 0o777) == 0)
        #expect(Self.refusal(place.path)?.contains("mode 0700") == true)
    }

    @Test func aSecretThatWasCutIsReplaced() throws {
        let place = try TemporaryFolder()
        defer { place.remove() }
        _ = try Self.open(place)
        try Data([1, 2]).write(to: URL(fileURLWithPath: place.path + "/goodgate-cache/secret"))
        #expect(Self.refusal(place.path) != nil)
        #expect(try Self.open(place).secret == DiskSecret(77, 154))
    }
}

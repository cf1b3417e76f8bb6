import Testing

@testable import GatewayCore

/// The index of the directory: bounds, order, purges, and writes that are overtaken.
struct DiskIndexTests {
    private static func record(
        _ number: UInt64,
        url: UInt64 = 0,
        key: UInt64? = nil,
        size: UInt64 = 4096,
        tags: [UInt64] = [],
        names: [String] = [],
        kind: DiskKind = .response
    ) -> DiskRecord {
        DiskRecord(
            name: DiskName(high: number, low: number),
            kind: kind,
            url: url == 0 ? number : url,
            key: key ?? (url == 0 ? number : url),
            varyNames: names.map { VaryName($0) },
            tags: tags,
            size: size,
            receivedWall: number
        )
    }

    @discardableResult
    private static func write(_ record: DiskRecord, _ index: inout DiskIndex) -> [DiskName] {
        guard let serial = index.announce(record) else { return [] }
        let gone = index.makeRoom(for: record.name, serial)
        #expect(index.commit(record.name, serial) == true)
        return gone
    }

    private static func announce(_ record: DiskRecord, _ index: inout DiskIndex) throws -> UInt64 {
        let serial = index.announce(record)
        return try #require(serial)
    }

    @Test func aSizeIsWholeBlocks() {
        #expect(Self.record(1, size: 1).cost == 4096)
        #expect(Self.record(1, size: 4096).cost == 4096)
        #expect(Self.record(1, size: 4097).cost == 8192)
    }

    @Test func theOldestGoesAndWhatWasReadIsSparedOnce() {
        var index = DiskIndex(limit: 3 * 4096)
        for number in 1...3 as ClosedRange<UInt64> { #expect(Self.write(Self.record(number), &index) == []) }
        _ = index.use(Self.record(1).name)
        #expect(Self.write(Self.record(4), &index) == [Self.record(2).name])
        #expect(Self.write(Self.record(5), &index) == [Self.record(3).name])
        #expect(index.bytes == 3 * 4096)
        index.setLimit(4096)
        #expect(index.shrink().count == 2)
        #expect(index.count == 1)
    }

    @Test func whatIsLargerThanTheDiskIsNotWrittenAndTheOldOneGoes() {
        var index = DiskIndex(limit: 8192)
        Self.write(Self.record(1), &index)
        #expect(index.announce(Self.record(1, size: 8193)) == nil)
        #expect(index.isOrphan(Self.record(1).name) == true)
        #expect(index.bytes == 0)
    }

    @Test func aPurgeDuringAWriteIsNotUndoneByIt() throws {
        var index = DiskIndex(limit: 1 << 20)
        let record = Self.record(1, tags: [9])
        let serial = try Self.announce(record, &index)
        #expect(index.purge(.tag(9)).map(\.name) == [record.name])
        #expect(index.isWanted(record.name, serial) == false)
        #expect(index.commit(record.name, serial) == false)
        #expect(index.isOrphan(record.name) == true)
    }

    @Test func aPurgeOrANewerResponseDuringAReadIsSeen() throws {
        var index = DiskIndex(limit: 1 << 20)
        let record = Self.record(1)
        Self.write(record, &index)
        let used = index.use(record.name)
        let first = try #require(used)
        #expect(index.isCurrent(record.name, first) == true)
        let serial = try Self.announce(record, &index)
        #expect(index.isCurrent(record.name, first) == false)
        #expect(index.commit(record.name, serial) == true)
        #expect(index.isCurrent(record.name, first) == false)
        _ = index.purge(.all)
        #expect(index.isCurrent(record.name, serial) == false)
    }

    @Test func ofTwoWritesTheNewerCounts() throws {
        var index = DiskIndex(limit: 1 << 20)
        let first = try Self.announce(Self.record(1), &index)
        let second = try Self.announce(Self.record(1, size: 9000), &index)
        #expect(index.commit(Self.record(1).name, first) == false)
        #expect(index.commit(Self.record(1).name, second) == true)
        #expect(index.bytes == 12_288)
        index.abandon(Self.record(1).name, second)
        #expect(index.count == 1)
    }

    @Test func eachPurgeMeansWhatItSays() {
        var index = DiskIndex(limit: 1 << 20)
        let all = [
            Self.record(1, url: 7, tags: [1]), Self.record(2, url: 7, key: 8, tags: [1, 2]),
            Self.record(3, url: 7, kind: .searchFile), Self.record(4, tags: [2]),
        ]
        func names(_ what: DiskPurge) -> Set<UInt64> {
            var index = DiskIndex(limit: 1 << 20)
            for record in all { Self.write(record, &index) }
            let gone = index.purge(what)
            for record in gone { #expect(index.isOrphan(record.name) == true) }
            #expect(index.count + gone.count == 4)
            return Set(gone.map(\.name.high))
        }
        #expect(names(.url(7)) == [1, 2, 3])
        #expect(names(.key(7, url: 7)) == [1])
        #expect(names(.tag(2)) == [2, 4])
        #expect(names(.all) == [1, 2, 3, 4])
        #expect(names(.url(99)) == [])
        for record in all { Self.write(record, &index) }
        #expect(index.searchFiles(9) == [all[2].name])
    }

    @Test func theListsOfAKeyAreThoseOfItsResponses() {
        var index = DiskIndex(limit: 1 << 20)
        Self.write(Self.record(1, url: 7, names: ["a"]), &index)
        Self.write(Self.record(2, url: 7, names: ["a"]), &index)
        Self.write(Self.record(3, url: 7), &index)
        Self.write(Self.record(4, url: 7, key: 8, names: ["b"]), &index)
        Self.write(Self.record(5, url: 7, names: ["c"], kind: .searchFile), &index)
        #expect(index.varyLists(url: 7, key: 7) == [[], [VaryName("a")]])
        #expect(index.varyLists(url: 9, key: 9) == [])
    }

    @Test func oneUrlDoesNotFillTheDisk() {
        var index = DiskIndex(limit: 1 << 30)
        for number in 1...200 as ClosedRange<UInt64> { Self.write(Self.record(number, url: 7), &index) }
        #expect(index.count == DiskIndex.mostVariants)
        #expect(index.contains(Self.record(200, url: 7).name) == true)
        #expect(index.adopt(Self.record(300, url: 7)) == false)
    }

    @Test func whatIsFoundIsInOrderOfItsAgeAndBounded() {
        var index = DiskIndex(limit: 1 << 20, mostRecords: 3)
        for number in [3, 1, 2] as [UInt64] { #expect(index.adopt(Self.record(number)) == true) }
        #expect(index.adopt(Self.record(3)) == false)
        #expect(index.adopt(Self.record(4)) == false)
        index.sortByAge()
        #expect(Self.write(Self.record(5), &index) == [Self.record(1).name])
        #expect(Self.write(Self.record(6), &index) == [Self.record(2).name])
        #expect(Self.write(Self.record(7), &index) == [Self.record(3).name])
    }

    /// Random operations against a dictionary: the same names, the same bytes, the bound after every write.
    @Test(arguments: [1, 2, 3] as [UInt64])
    func agreesWithANaiveModel(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var index = DiskIndex(limit: 200 * 4096)
        var model: [DiskName: DiskRecord] = [:]
        for _ in 0..<20_000 {
            let number = random.next() % 400 + 1
            let record = Self.record(
                number,
                url: number % 50 + 1000,
                size: random.next() % 20_000 + 1,
                tags: [number % 7]
            )
            switch random.next() % 40 {
            case 0..<25:
                model[record.name] = nil
                for name in Self.write(record, &index) { #expect(model.removeValue(forKey: name) != nil) }
                model[record.name] = record
            case 25..<32: #expect((index.use(record.name) != nil) == (model[record.name] != nil))
            case 32..<36: #expect(index.remove(record.name) == (model.removeValue(forKey: record.name) != nil))
            case 36:
                let purge: DiskPurge = random.next() % 2 == 0 ? .tag(number % 7) : .url(record.url)
                let gone = index.purge(purge)
                #expect(Set(gone.map(\.name)) == Set(model.values.filter { purge.means($0) }.map(\.name)))
                for record in gone { model[record.name] = nil }
            case 37: index.sortByAge()
            default: break
            }
            #expect(index.count == model.count)
            #expect(index.bytes == model.values.reduce(0) { $0 + $1.cost })
            #expect(index.bytes <= index.limit)
        }
    }

    @Test func whatWasPurgedWhileLookingDoesNotComeBack() {
        var memory = DiskPurgeMemory()
        #expect(!memory.means(Self.record(1)))
        memory.remember(.url(1))
        memory.remember(.tag(5))
        #expect(memory.means(Self.record(1)))
        #expect(memory.means(Self.record(2, tags: [5])))
        #expect(!memory.means(Self.record(3)))
        for number in 0..<2000 as Range<UInt64> { memory.remember(.url(number + 10_000)) }
        #expect(memory.means(Self.record(3)))
        memory.forget()
        #expect(!memory.means(Self.record(1)))
    }
}

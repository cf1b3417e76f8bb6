internal import GatewayCore
internal import GatewayReactor
internal import Synchronization

/// The disk's thread: does with files what the store's queue says, and looks through the directory when it has time.
///
/// The only one that waits for the disk. Nothing that goes wrong here reaches a request: a read that fails is a miss, a
/// write that fails is counted, and the administrator gets one line until it works again.
struct DiskLoop {
    private let disk: DiskStore
    private let memory: CacheStore
    private let say: @Sendable (String) -> Void

    /// Between two attempts to use a directory: for one that is not usable, and for one that another gateway leaves.
    private static let pause: Int32 = 5000
    private static let pauseInUse: Int32 = 100
    /// Files looked at before the queue is looked at again.
    private static let filesAtOnce = 16

    init(_ disk: DiskStore, _ memory: CacheStore, _ say: @escaping @Sendable (String) -> Void) {
        self.disk = disk
        self.memory = memory
        self.say = say
    }

    func run() {
        var random = RandomSource()
        var said = ""
        while !self.disk.state.withLock({ $0.isStopping }) {
            do throws(DiskFolder.Refusal) {
                let folder = try DiskFolder(path: self.disk.path) { random.next() }
                let isWanted = self.disk.state.withLock { state in
                    guard !state.isStopping else { return false }
                    state.secret = folder.secret
                    state.isOpen = true
                    state.report.state = .scanning
                    return true
                }
                if isWanted { self.serve(folder) }
                self.disk.state.withLock { $0.close() }
            } catch {
                self.disk.state.withLock { state in
                    state.report.state = error.state
                    if case .inUse(let secret) = error { state.secret = secret }
                }
                let text = error.text(self.disk.path)
                if text != said { self.say(text) }
                said = text
                self.disk.signal.wait(milliseconds: error.state == .waiting ? Self.pauseInUse : Self.pause)
            }
        }
        let (left, whenDone) = self.disk.state.withLock { state in
            state.isRunning = false
            return (state.queue.takeLoads(), state.whenDone.take())
        }
        for load in left { load.mailbox.post(.cacheLoaded(load.exchange, nil)) }
        whenDone?()
    }

    /// Does jobs until there are none and the store is stopped, or until the directory is gone.
    private func serve(_ folder: borrowing DiskFolder) {
        var scan = DiskScan()
        var trouble = DiskTrouble(path: self.disk.path, say: self.say)
        var turn = 0
        while true {
            let (job, isStopping) = self.disk.state.withLock { state in
                let job = state.queue.next()
                state.busySince = job == nil ? 0 : EventLoop.monotonicNanoseconds
                return (job, state.isStopping)
            }
            turn &+= 1
            // Between jobs too, or a busy gateway would never know its directory.
            if !isStopping, !scan.isDone, job == nil || turn % 8 == 0 { self.step(&scan, folder, &trouble) }
            switch job {
            case .load(let load): self.load(load, folder, &trouble)
            case .remove(let names): self.remove(names, folder, &trouble)
            case .write(let write): self.write(write, folder, &trouble)
            case nil:
                if isStopping { return }
                if scan.isDone { self.disk.signal.wait() }
            }
            if trouble.isGone { return }
        }
    }

    // MARK: - Jobs

    private var clock: DiskClock {
        DiskClock(now: EventLoop.monotonicNanoseconds, wall: EventLoop.wallMilliseconds)
    }

    private func load(_ load: DiskLoad, _ folder: borrowing DiskFolder, _ trouble: inout DiskTrouble) {
        // Several may have asked for the same.
        for entry in self.memory.variants(load.hash) where self.isNamed(entry, load.name, folder) {
            load.mailbox.post(.cacheLoaded(load.exchange, entry))
            return
        }
        load.mailbox.post(.cacheLoaded(load.exchange, self.read(load.name, folder, &trouble)))
    }

    private func isNamed(_ entry: CacheEntry, _ name: DiskName, _ folder: borrowing DiskFolder) -> Bool {
        name
            == folder.secret.name(.response, key: entry.key, names: entry.varyNames, variant: entry.variant)
    }

    /// Reads a response into memory, unless it was purged or replaced meanwhile.
    private func read(
        _ name: DiskName,
        _ folder: borrowing DiskFolder,
        _ trouble: inout DiskTrouble
    ) -> CacheEntry? {
        guard let serial = self.disk.state.withLock({ $0.index.use(name) }) else { return nil }
        do throws(SystemError) {
            let found = try folder.read(name, into: self.memory, at: self.clock)
            return self.disk.state.withLock { state in state.take(found, name, serial, self.memory) }
        } catch {
            self.disk.state.withLock { $0.report.readFailures += 1 }
            trouble.failed("read", error)
            return nil
        }
    }

    private func remove(_ names: [DiskName], _ folder: borrowing DiskFolder, _ trouble: inout DiskTrouble) {
        for name in names where self.disk.state.withLock({ $0.index.isOrphan(name) }) {
            do throws(SystemError) {
                try folder.remove(name)
            } catch {
                trouble.failed("remove", error)
            }
        }
    }

    private func write(_ write: DiskQueue.Write, _ folder: borrowing DiskFolder, _ trouble: inout DiskTrouble) {
        let name = write.record.name
        let gone = self.disk.state.withLock { state -> [DiskName]? in
            guard state.index.isWanted(name, write.serial) else { return nil }
            let gone = state.index.makeRoom(for: name, write.serial)
            state.report.evictions += UInt64(gone.count)
            return gone
        }
        guard let gone else { return }
        self.remove(gone, folder, &trouble)
        do throws(SystemError) {
            try folder.write(write.entry, write.record, at: self.clock)
            trouble.ended()
            let isKept = self.disk.state.withLock { state in
                state.report.writes += 1
                return state.index.commit(name, write.serial)
            }
            if !isKept { self.remove([name], folder, &trouble) }
        } catch {
            self.disk.state.withLock { state in
                state.report.writeFailures += 1
                state.index.abandon(name, write.serial)
            }
            trouble.failed("write", error)
            // The one before it, which is outdated.
            self.remove([name], folder, &trouble)
        }
    }

    // MARK: - Looking through the directory

    private func step(_ scan: inout DiskScan, _ folder: borrowing DiskFolder, _ trouble: inout DiskTrouble) {
        do throws(SystemError) {
            if let number = scan.nextFolder() { scan.found(try folder.names(inFolder: number)) }
            for name in scan.take(Self.filesAtOnce) { try self.look(at: name, folder) }
        } catch {
            self.disk.state.withLock { $0.report.readFailures += 1 }
            trouble.failed("read", error)
        }
        guard scan.isDone else { return }
        let files = self.disk.state.withLock { state in
            state.index.sortByAge()
            state.evict(state.index.shrink())
            state.purges.forget()
            state.report.state = .ready
            return state.index.searchFiles(CacheStore.mostFiles)
        }
        for name in files.reversed() {
            guard let entry = self.read(name, folder, &trouble) else { continue }
            self.memory.restoreFile(entry)
        }
    }

    private func look(at name: DiskName, _ folder: borrowing DiskFolder) throws(SystemError) {
        // Written since the start: known already.
        guard self.disk.state.withLock({ $0.index.isOrphan(name) }) else { return }
        let record = try folder.record(name)
        let isKept = self.disk.state.withLock { state in
            guard let record else {
                state.report.corrupt += 1
                return false
            }
            return !state.purges.means(record) && state.index.adopt(record)
        }
        if !isKept { try folder.remove(name) }
    }
}

extension DiskStore.State {
    /// The directory is not ours any more: nothing of it is known, and who waits goes without.
    mutating func close() {
        self.isOpen = false
        self.busySince = 0
        self.report.state = .unusable
        _ = self.index.purge(.all)
        for load in self.queue.takeLoads() { load.mailbox.post(.cacheLoaded(load.exchange, nil)) }
    }

    /// What was read becomes visible; under the lock, so that a purge comes before or after it as a whole.
    mutating func take(
        _ found: DiskFolder.Found,
        _ name: DiskName,
        _ serial: UInt64,
        _ memory: CacheStore
    ) -> CacheEntry? {
        guard self.index.isCurrent(name, serial) else { return nil }
        switch found {
        case .entry(let entry):
            if self.index.record(name)?.kind == .response {
                self.report.hits += 1
                memory.insert(entry, isFromDisk: true)
            }
            return entry
        case .damaged:
            self.report.corrupt += 1
            self.index.remove(name)
            self.queue.remove([name])
        case .missing: self.index.remove(name)
        case .noRoom: self.report.skipped += 1
        }
        return nil
    }
}

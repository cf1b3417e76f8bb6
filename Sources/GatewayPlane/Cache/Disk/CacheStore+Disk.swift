internal import GatewayConfig
internal import GatewayReactor

extension CacheStore {
    /// Puts the second level into force that the configuration names, or none.
    func applyDisk(_ settings: CacheStoreSettings, say: @escaping @Sendable (String) -> Void) {
        if let disk = self.disk, disk.path == settings.directory { return disk.setLimit(settings.disk) }
        self.closeDisk {}
        guard let directory = settings.directory else { return }
        do throws(SystemError) {
            let disk = try DiskStore(path: directory, limit: settings.disk)
            try disk.start(memory: self, say: say)
            self.setDisk(disk)
        } catch {
            let reason = "\(error.call): \(Errno.name(error.errno))"
            say("the cache's disk cannot be started (\(reason)): responses are kept in memory")
        }
    }

    /// Lets the directory go, for good or for another gateway, after what waits is written.
    func closeDisk(whenDone: @escaping @Sendable () -> Void) {
        let disk = self.disk
        self.setDisk(nil)
        if let disk { disk.stop(whenDone: whenDone) } else { whenDone() }
    }
}

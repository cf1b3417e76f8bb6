extension ConfigurationDecoder {
    /// nil: nothing of the route is kept.
    mutating func cache(_ route: Section) -> CachePolicy? {
        let path = route.path(of: "cache")
        switch self.decoder.sectionOrShort("cache", in: route) {
        case nil: return nil
        case .short(let node):
            guard self.decoder.onOff(node, path: path) == true else { return nil }
            return CachePolicy(origin: node.origin)
        case .section(let section):
            var policy = CachePolicy(origin: self.decoder.origins[path] ?? section.origin)
            policy.object = self.decoder.size("object", in: section).flatMap { $0 } ?? policy.object
            policy.defaultFresh = self.optional(self.decoder.duration("default-fresh", in: section))
            policy.staleIfError = self.decoder.duration("stale-if-error", in: section) ?? policy.staleIfError
            let revalidate = self.decoder.duration("stale-while-revalidate", in: section)
            policy.staleWhileRevalidate = revalidate ?? policy.staleWhileRevalidate
            policy.negative = self.optional(self.decoder.duration("negative", in: section))
            policy.tagField = self.fieldName("tag-field", in: section) ?? policy.tagField
            return policy
        }
    }

    mutating func decodeCacheStore(_ root: Section) {
        guard let section = self.decoder.section("cache", in: root) else { return }
        var store = CacheStoreSettings()
        store.memory = self.decoder.size("memory", in: section).flatMap { $0 } ?? store.memory
        store.disk = self.decoder.size("disk", in: section).flatMap { $0 } ?? store.disk
        if let directory = self.filePath("directory", in: section) {
            self.checkCacheDirectory(directory, section.origin(of: "directory"))
            store.directory = directory
        }
        self.configuration.cacheStore = store
    }

    private mutating func checkCacheDirectory(_ directory: String, _ origin: SettingOrigin) {
        let key = "cache.directory"
        if !self.surroundings.isDirectory(directory) {
            self.decoder.log.error(
                origin,
                key: key,
                "there is no directory \(directory.quoted)",
                fix: "make it, writable for the gateway, or leave `directory` out"
            )
        } else if !self.surroundings.isWritable(directory) {
            // Who checks may be another user than who serves.
            self.decoder.log.warning(
                origin,
                key: key,
                "nothing can be written into \(directory.quoted)",
                fix: "give it to the user that the gateway runs as"
            )
        }
    }
}

internal import GatewayPlane

/// Metrics of the cache's second level; there where a directory is configured.
enum DiskMetrics {
    static func add(_ disk: DiskReport, to exposition: inout Exposition) {
        let counters: [(String, String, UInt64)] = [
            ("hits", "Responses read back from disk.", disk.hits),
            ("writes", "Responses written to disk.", disk.writes),
            ("write_failures", "Writes that the disk refused.", disk.writeFailures),
            ("read_failures", "Reads that the disk refused.", disk.readFailures),
            ("corrupt", "Files that were damaged and removed.", disk.corrupt),
            ("skipped", "Reads and writes left out because the disk was too slow or memory full.", disk.skipped),
            ("evictions", "Responses removed from disk for others.", disk.evictions),
        ]
        for (name, help, value) in counters {
            exposition.single("goodgate_cache_disk_\(name)_total", .counter, help, value)
        }
        let gauges: [(String, String, UInt64)] = [
            ("entries", "Responses on disk now.", UInt64(disk.entries)),
            ("bytes", "Disk in use, in whole blocks.", disk.bytes),
            ("limit_bytes", "The limit.", disk.limit),
            ("ready", "1 when the whole directory is known and in use.", disk.state == .ready ? 1 : 0),
        ]
        for (name, help, value) in gauges { exposition.single("goodgate_cache_disk_\(name)", .gauge, help, value) }
    }
}

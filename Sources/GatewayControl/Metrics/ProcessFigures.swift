internal import Foundation

/// What the kernel tells about this process under `/proc/self`.
struct ProcessFigures: Sendable {
    struct Reading {
        var startTime: Double
        var residentBytes: Double?
        var openDescriptors: Double?
        var mostDescriptors: Double?
        var processorSeconds: Double?
    }

    /// The kernel counts time in `/proc` in hundredths of a second on every Linux we run on (`USER_HZ`).
    private static let ticksPerSecond = 100.0
    private static let pageSize = Double(max(4096, sysconf(Int32(_SC_PAGESIZE))))

    private let startTime: Double

    static func atStart() -> ProcessFigures {
        let now = Date().timeIntervalSince1970
        // Fields after the name, which may itself hold spaces: index 19 is the start in ticks after boot.
        guard let started = Self.statFields().flatMap({ $0.count > 19 ? Double($0[19]) : nil }),
            let uptime = Self.text("/proc/uptime").flatMap({ $0.split(separator: " ").first }).flatMap({ Double($0) })
        else { return ProcessFigures(startTime: now) }
        let age = max(0, uptime - started / Self.ticksPerSecond)
        return ProcessFigures(startTime: ((now - age) * 100).rounded() / 100)
    }

    func now() -> Reading {
        var reading = Reading(startTime: self.startTime)
        if let pages = Self.text("/proc/self/statm")?.split(separator: " ").dropFirst().first.flatMap({ Double($0) }) {
            reading.residentBytes = pages * Self.pageSize
        }
        // The listing itself holds one descriptor.
        let descriptors = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
        reading.openDescriptors = descriptors.map { Double(max(0, $0 - 1)) }
        reading.mostDescriptors = Self.descriptorLimit()
        if let fields = Self.statFields(), fields.count > 12, let user = Double(fields[11]),
            let system = Double(fields[12])
        {
            reading.processorSeconds = (user + system) / Self.ticksPerSecond
        }
        return reading
    }

    private static func descriptorLimit() -> Double? {
        let line = Self.text("/proc/self/limits")?.split(separator: "\n").first { $0.hasPrefix("Max open files") }
        return line?.dropFirst("Max open files".count).split(separator: " ").first.flatMap { Double($0) }
    }

    private static func statFields() -> [Substring]? {
        guard let text = Self.text("/proc/self/stat"), let end = text.lastIndex(of: ")") else { return nil }
        return text[text.index(after: end)...].split(separator: " ")
    }

    private static func text(_ path: String) -> String? {
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        return String(decoding: data, as: UTF8.self)
    }
}

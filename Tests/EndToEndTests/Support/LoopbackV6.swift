import Foundation

/// Whether this machine has `::1`.
enum LoopbackV6 {
    /// As /proc/net/if_inet6 writes it; a kernel may have IPv6 and an interface without any address of it.
    private static let address = String(repeating: "0", count: 31) + "1"

    static var isThere: Bool {
        (try? String(contentsOfFile: "/proc/net/if_inet6", encoding: .utf8))?.contains(Self.address) == true
    }
}

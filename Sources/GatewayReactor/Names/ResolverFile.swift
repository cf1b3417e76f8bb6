internal import CAres
internal import CGatewaySystem

/// What `/etc/resolv.conf` says, as c-ares reads it: name servers, search domains, dots.
@safe
struct ResolverFile {
    private(set) var servers: [String] = []
    private(set) var search: [String] = []
    private(set) var dots = 1

    /// As many as `resolv.conf(5)` and c-ares deal with, and a bound for who writes more.
    private static let mostServers = 4
    private static let mostDomains = 8

    init(path: String) {
        var options = unsafe ares_options()
        var channel: ares_channel?
        // SAFETY: c-ares copies the path and the options; what it gives is given back to it below.
        let status = unsafe path.utf8CString.withUnsafeBufferPointer { text in
            unsafe options.resolvconf_path = UnsafeMutablePointer(mutating: text.baseAddress)
            return unsafe ares_init_options(&channel, &options, Int32(ARES_OPT_RESOLVCONF))
        }
        guard status == ARES_SUCCESS, let channel = unsafe channel else { return }
        defer { unsafe ares_destroy(channel) }
        unsafe self.readServers(channel)
        unsafe self.readDomains(channel)
    }

    private mutating func readServers(_ channel: ares_channel) {
        var first: UnsafeMutablePointer<ares_addr_port_node>?
        guard unsafe ares_get_servers_ports(channel, &first) == ARES_SUCCESS else { return }
        defer { unsafe ares_free_data(first) }
        // SAFETY: a list of c-ares' own making that ends in nil; `family` says which member of the union is set.
        var next = unsafe first
        while let node = unsafe next?.pointee, self.servers.count < Self.mostServers {
            var bytes = [UInt8](repeating: 0, count: 16)
            let port = unsafe node.udp_port == 0 ? 53 : UInt16(truncatingIfNeeded: node.udp_port)
            unsafe withUnsafeBytes(of: node.addr) { room in
                for index in 0..<min(16, room.count) { unsafe bytes[index] = room[index] }
            }
            let isV4 = unsafe node.family == AF_INET
            let high = bytes[..<8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            let low = bytes[8...].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            let address = SocketAddress(
                family: isV4 ? .v4 : .v6,
                high: isV4 ? high & 0xFFFF_FFFF_0000_0000 : high,
                low: isV4 ? 0 : low,
                port: port
            )
            if !self.servers.contains(address.text) { self.servers.append(address.text) }
            unsafe next = node.next
        }
    }

    private mutating func readDomains(_ channel: ares_channel) {
        var saved = unsafe ares_options()
        var mask: Int32 = 0
        guard unsafe ares_save_options(channel, &saved, &mask) == ARES_SUCCESS else { return }
        // SAFETY: `ndomains` C strings, freed together with the rest.
        defer { unsafe ares_destroy_options(&saved) }
        if unsafe saved.ndots >= 0 { self.dots = unsafe Int(saved.ndots) }
        guard let domains = unsafe saved.domains else { return }
        for index in 0..<min(Int(unsafe saved.ndomains), Self.mostDomains) {
            guard let domain = unsafe domains[index] else { continue }
            var name = unsafe String(cString: domain).lowercased()
            while name.hasSuffix(".") { name.removeLast() }
            if !name.isEmpty, name.utf8.count <= 253 { self.search.append(name) }
        }
    }
}

extension DNSMessage {
    /// What an answer says of a name, and for how many seconds.
    public struct Found<Value: Hashable & Sendable>: Hashable, Sendable {
        public var values: [Value]
        /// The shortest of all records on the way, aliases included.
        public var ttl: UInt32

        public init(values: [Value], ttl: UInt32) {
            self.values = values
            self.ttl = ttl
        }
    }

    /// The addresses of `name`, through its aliases.
    ///
    /// Records of other names are nobody's business and left alone: a reply could claim anything.
    public func addresses(of name: String) -> Found<DNSAddress> {
        self.values(of: name) { value in
            guard case .address(let address) = value else { return nil }
            return address
        }
    }

    /// Where the service `name` is offered, through its aliases.
    public func services(of name: String) -> Found<DNSService> {
        self.values(of: name) { value in
            guard case .service(let service) = value else { return nil }
            return service
        }
    }

    /// What the address behind the reverse name `name` is called, through its aliases (RFC 2317 §4).
    public func pointers(of name: String) -> Found<String> {
        self.values(of: name) { value in
            guard case .pointer(let other) = value else { return nil }
            return other
        }
    }

    /// How the site `name` is to be reached, through its aliases.
    public func bindings(of name: String) -> Found<DNSBinding> {
        self.values(of: name) { value in
            guard case .binding(let binding) = value else { return nil }
            return binding
        }
    }

    private func values<Value>(of name: String, _ select: (DNSRecord.Value) -> Value?) -> Found<Value> {
        var owner = name.lowercased()
        var ttl = UInt32.max
        // Each alias is one record, so that no chain is longer than the answer, not even one that is a ring.
        for _ in 0...self.answers.count {
            var found: [Value] = []
            var alias: String?
            for record in self.answers where record.name == owner {
                if let value = select(record.value) {
                    found.append(value)
                    ttl = min(ttl, record.ttl)
                } else if case .alias(let other) = record.value {
                    alias = other
                    ttl = min(ttl, record.ttl)
                }
            }
            guard found.isEmpty, let next = alias else { return Found(values: found, ttl: found.isEmpty ? 0 : ttl) }
            owner = next
        }
        return Found(values: [], ttl: 0)
    }
}

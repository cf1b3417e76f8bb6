public import GatewayBytes

/// Writing PROXY headers.
extension Buffer {
    /// Appends the header that goes in front of everything else on a connection.
    ///
    /// - Parameter origin: where its addresses are of two families, both are written as IPv6
    public mutating func append(proxyHeader version: ProxyHeader.Version, _ origin: ProxyHeader.Origin) {
        switch version {
        case .v1: self.appendProxyLine(origin)
        case .v2: self.appendBinaryProxyHeader(origin)
        }
    }

    private mutating func appendProxyLine(_ origin: ProxyHeader.Origin) {
        guard case .client(let source, let destination) = origin.inOneFamily else {
            return self.append("PROXY UNKNOWN\r\n")
        }
        switch source.family {
        case .v4: self.append("PROXY TCP4 ")
        case .v6: self.append("PROXY TCP6 ")
        }
        self.append(textOf: source)
        self.append(Ascii.sp)
        self.append(textOf: destination)
        self.append(Ascii.sp)
        self.append(decimal: source.port)
        self.append(Ascii.sp)
        self.append(decimal: destination.port)
        self.append("\r\n")
    }

    /// Groups in full, without `::`: shorter forms differ from reader to reader, this one does not.
    private mutating func append(textOf address: ProxyAddress) {
        switch address.family {
        case .v4:
            for index in 0..<4 {
                if index > 0 { self.append(UInt8(ascii: ".")) }
                self.append(decimal: UInt8(truncatingIfNeeded: address.low >> (24 - UInt64(index) * 8)))
            }
        case .v6:
            for index in 0..<8 {
                if index > 0 { self.append(UInt8(ascii: ":")) }
                let half = index < 4 ? address.high : address.low
                self.append(hex: half >> (48 - UInt64(index & 3) * 16) & 0xffff)
            }
        }
    }

    private mutating func appendBinaryProxyHeader(_ origin: ProxyHeader.Origin) {
        for index in ProxyHeaderReader.signature.indices { self.append(ProxyHeaderReader.signature[index]) }
        guard case .client(let source, let destination) = origin.inOneFamily else {
            // LOCAL, AF_UNSPEC, nothing behind it.
            return self.append(bigEndian: 0x2000_0000, bytes: 4)
        }
        switch source.family {
        case .v4:
            self.append(bigEndian: 0x2111_000c, bytes: 4)
            self.append(bigEndian: source.low, bytes: 4)
            self.append(bigEndian: destination.low, bytes: 4)
        case .v6:
            self.append(bigEndian: 0x2121_0024, bytes: 4)
            self.append(bigEndian: source.high, bytes: 8)
            self.append(bigEndian: source.low, bytes: 8)
            self.append(bigEndian: destination.high, bytes: 8)
            self.append(bigEndian: destination.low, bytes: 8)
        }
        self.append(bigEndian: UInt64(source.port), bytes: 2)
        self.append(bigEndian: UInt64(destination.port), bytes: 2)
    }

    /// The lower `bytes` bytes of a number in network order.
    private mutating func append(bigEndian number: UInt64, bytes: Int) {
        for index in 1...bytes {
            self.append(UInt8(truncatingIfNeeded: number >> UInt64((bytes - index) * 8)))
        }
    }
}

extension ProxyHeader.Origin {
    /// Both addresses in one family, as a header has them.
    fileprivate var inOneFamily: ProxyHeader.Origin {
        guard case .client(let source, let destination) = self, source.family != destination.family else { return self }
        return .client(source: source.mapped, destination: destination.mapped)
    }
}

/// Why bytes are not an acceptable PROXY header.
public struct ProxyHeaderError: Error, Hashable, Sendable, BitwiseCopyable {
    public enum Reason: UInt8, Hashable, Sendable, BitwiseCopyable, CaseIterable {
        /// The first bytes begin no PROXY header: whoever sent them does not speak the protocol.
        case absent
        /// The header is of a version that is not accepted here.
        case versionRefused
        /// A version 1 line does not end within 107 bytes, or a version 2 header announces more than is accepted.
        case tooLong
        /// A version 1 line names no known protocol, or a version 2 header has an unknown version or command.
        case protocolUnknown
        /// An address that does not fit its family.
        case addressMalformed
        case portMalformed
        /// Something stands where the line should have ended, or a space or CRLF is not where it must be.
        case lineMalformed
        /// A version 2 header is too short for its addresses.
        case endsEarly
        /// A type-length-value field reaches past the end of the header, or has a length that its type cannot have.
        case fieldMalformed
        /// The CRC32c of the header is not the one that it carries.
        case checksumWrong
    }

    public var reason: Reason
    /// The offset of the byte at which it showed.
    public var offset: Int

    init(_ reason: Reason, at offset: Int) {
        self.reason = reason
        self.offset = offset
    }
}

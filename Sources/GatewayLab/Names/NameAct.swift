/// What the lab's name server does with one question.
public enum NameAct: Sendable, Hashable {
    /// Hands out those of the records that were asked for; none of them is "the name has no such record".
    case records([NameRecord])
    /// A response code (RFC 1035 §4.1.1), with the extended error `ede` where there is one (RFC 8914).
    case code(UInt8, ede: UInt16? = nil, text: String = "")
    /// No answer.
    case silence
    /// Answers questions for IPv4 addresses, and drops those for IPv6.
    case silentForV6([NameRecord])
    /// Over UDP the records do not fit; over TCP they do.
    case truncated([NameRecord])
    /// The answer to another question.
    case wrongID([NameRecord])
    /// Bytes that are no DNS message.
    case garbage
}

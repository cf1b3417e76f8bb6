/// The names of DNS response codes (RFC 1035 §4.1.1 and later).
public enum DNSRcode {
    /// The registered name, or the number as text.
    public static func name(_ number: Int32) -> String {
        switch number {
        case 0: "NOERROR"
        case 1: "FORMERR"
        case 2: "SERVFAIL"
        case 3: "NXDOMAIN"
        case 4: "NOTIMP"
        case 5: "REFUSED"
        case 6: "YXDOMAIN"
        case 7: "YXRRSET"
        case 8: "NXRRSET"
        case 9: "NOTAUTH"
        case 10: "NOTZONE"
        default: String(number)
        }
    }
}

/// Why a text names nothing that can be diagnosed.
public enum TargetProblem: Error, Hashable, Sendable {
    case empty
    case tooLong
    case controlCharacter
    case unknownScheme(String)
    case noHost
    case badHost(String)
    case addressWithoutBrackets(String)
    case badPort(String)

    public var message: String {
        switch self {
        case .empty: "no URL was given"
        case .tooLong: "the URL is longer than 8192 bytes"
        case .controlCharacter: "the URL holds a space, a line end or another control character"
        case .unknownScheme(let scheme): "`\(scheme)` is no scheme that can be diagnosed"
        case .noHost: "the URL names no host"
        case .badHost(let host): "`\(host)` is no host name and no address"
        case .addressWithoutBrackets(let text): "`\(text)` has more than one colon"
        case .badPort(let port): "`\(port)` is no port"
        }
    }

    public var fix: String {
        switch self {
        case .empty, .noHost, .badHost: "write one such as https://www.example.com/"
        case .tooLong: "give the part that identifies the page"
        case .controlCharacter: "write a space as %20, and quote the URL for the shell"
        case .unknownScheme: "write http:// or https://"
        case .addressWithoutBrackets: "put an IPv6 address in brackets: https://[2001:db8::1]/"
        case .badPort: "a port is a number from 1 to 65535"
        }
    }
}

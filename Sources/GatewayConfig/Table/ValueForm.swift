/// What a text value must look like: the words for the documentation and the pattern for the JSON Schema.
///
/// Not responsible for parsing: the initializers under `Values/` decide, and are stricter than a pattern can be.
enum ValueForm: CaseIterable, Hashable, Sendable {
    case listenAddress, adminAddress, addressRange, endpoint, host, path, method, routeName, token, secret, file
    case directory, hostField

    /// For a table cell of the documentation.
    var words: String {
        switch self {
        case .listenAddress: "address: `127.0.0.1:8080`, `:8080`, `[::1]:8080`, `unix:/path`"
        case .adminAddress: "address as in `listen`, or `off`"
        case .addressRange: "address or range: `10.0.0.0/8`, `2001:db8::/32`, `192.0.2.7`"
        case .endpoint: "`http://host:port`, with a path if one is to be put in front, or `unix:/path`"
        case .host: "host name, IP address, or `\"*.example\"`"
        case .path: "path that begins with `/`"
        case .method: "method name in capital letters"
        case .routeName: "1 to 64 letters, digits, `.`, `_`, `-`, `/`, `*`"
        case .token: "1 to 64 letters, digits, `.`, `_`, `-`"
        case .secret: "16 to 256 printable ASCII characters without spaces"
        case .file: "path of a file"
        case .directory: "path of a directory"
        case .hostField: "`pass`, `endpoint`, or the value to send"
        }
    }

    /// A regular expression that every accepted value matches.
    var pattern: String? {
        switch self {
        case .listenAddress: "^(unix:.+|.*:[0-9]{1,5})$"
        case .adminAddress: "^(off|unix:.+|.*:[0-9]{1,5})$"
        case .addressRange: "^[0-9A-Fa-f:.]+(/[0-9]{1,3})?$"
        case .endpoint: "^(http://.+|unix:/.+)$"
        case .path: "^/"
        case .method: "^[!#$%&'*+.^_`|~0-9A-Za-z-]+$"
        case .routeName: "^[A-Za-z0-9._/*-]{1,64}$"
        case .token: "^[A-Za-z0-9._-]{1,64}$"
        case .secret: "^[!-~]{16,256}$"
        case .host, .file, .directory, .hostField: nil
        }
    }
}

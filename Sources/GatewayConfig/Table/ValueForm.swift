/// What a text value must look like: the words for the documentation and the pattern for the JSON Schema.
///
/// Not responsible for parsing: the initializers under `Values/` decide, and are stricter than a pattern can be.
enum ValueForm: CaseIterable, Hashable, Sendable {
    case listenAddress, adminAddress, addressRange, endpoint, host, path, method, routeName, token, secret, file
    case directory, hostField
    case hashKey, cookieName, fieldName, zone, cookiePair
    case checkPath, probePath, hostValue, serviceName, statusRange, contentText
    case rate, availability, money, currency, message, nameServer
    case fileMode, hedgeDelay

    /// For a table cell of the documentation.
    var words: String {
        switch self {
        case .listenAddress: "address: `127.0.0.1:8080`, `:8080`, `[::1]:8080`, `unix:/path`"
        case .adminAddress: "address as in `listen`, or `off`"
        case .addressRange: "address or range: `10.0.0.0/8`, `2001:db8::/32`, `192.0.2.7`"
        case .endpoint:
            "`http://host:port`, `https://host`, `h2c://host:port` or `srv://_http._tcp.name`, with a path if one is to be "
                + "put in front, `unix:/path`, or `unix+h2c:/path` for HTTP/2"
        case .host: "host name, IP address, or `\"*.example\"`"
        case .path: "path that begins with `/`"
        case .method: "method name in capital letters"
        case .routeName: "1 to 64 letters, digits, `.`, `_`, `-`, `/`, `*`"
        case .token: "1 to 64 letters, digits, `.`, `_`, `-`"
        case .secret: "16 to 256 printable ASCII characters without spaces"
        case .file: "path of a file"
        case .directory: "path of a directory"
        case .hostField: "`pass`, `endpoint`, or the value to send"
        case .hashKey: "`client`, `path`, `header:NAME` or `cookie:NAME`"
        case .cookieName: "name of a cookie"
        case .fieldName: "name of a field"
        case .zone: "1 to 64 letters, digits, `.`, `_`, `-`"
        case .cookiePair: "`name=value`"
        case .checkPath: "path that begins with `/`, or `off`"
        case .probePath: "path that begins with `/`; a query may follow"
        case .hostValue: "host name or IP address, with `:port` if need be"
        case .serviceName: "name of a gRPC service: `helloworld.Greeter`"
        case .statusRange: "status or range: `200`, `200-299`"
        case .contentText: "1 to 256 characters"
        case .rate: "rate: `100/s`, `1000/m`, `10/s burst 20`; or `off`"
        case .availability: "share below 100 %: `99.9%`, `99.95%`"
        case .money: "amount with up to three decimals: `0.05`, `12.5`"
        case .currency: "three capital letters: `EUR`"
        case .message: "1 to 1000 characters"
        case .nameServer: "IP address, with `:port` if need be: `192.0.2.53`, `[2001:db8::53]:5353`"
        case .fileMode: "four octal digits: `0660`"
        case .hedgeDelay: "percentile from `p50` to `p99`, a duration from `1ms` to `1m`, or `off`"
        }
    }

    /// A regular expression that every accepted value matches.
    var pattern: String? {
        switch self {
        case .listenAddress: "^(unix:.+|.*:[0-9]{1,5})$"
        case .adminAddress: "^(off|unix:.+|.*:[0-9]{1,5})$"
        case .addressRange: "^[0-9A-Fa-f:.]+(/[0-9]{1,3})?$"
        case .endpoint: "^(https?://.+|h2c://.+|srv://_.+|unix(\\+h2c)?:/.+)$"
        case .path: "^/"
        case .serviceName: "^[!-~]{1,127}$"
        case .method: "^[!#$%&'*+.^_`|~0-9A-Za-z-]+$"
        case .routeName: "^[A-Za-z0-9._/*-]{1,64}$"
        case .token: "^[A-Za-z0-9._-]{1,64}$"
        case .secret: "^[!-~]{16,256}$"
        case .hashKey: "^(client|path|header:.+|cookie:.+)$"
        case .cookieName, .fieldName: "^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}$"
        case .zone: "^[A-Za-z0-9._-]{1,64}$"
        case .cookiePair: "^[^=]+=.+$"
        case .checkPath: "^(off|/.*)$"
        case .probePath: "^/"
        case .statusRange: "^[2-5][0-9]{2}(-[2-5][0-9]{2})?$"
        case .rate: "^(off|[0-9]+ ?/ ?[0-9a-z]+( burst [0-9]+)?)$"
        case .availability: "^[0-9]{1,3}(\\.[0-9]{1,3})?%$"
        case .money: "^[0-9]{1,9}(\\.[0-9]{1,3})?$"
        case .currency: "^[A-Z]{3}$"
        case .nameServer: "^[0-9A-Fa-f:.\\[\\]]+$"
        case .fileMode: "^0[0-7]{3}$"
        case .hedgeDelay: "^(off|0|p[5-9][0-9]|([0-9]+(d|h|m|s|ms))+)$"
        case .host, .file, .directory, .hostField, .hostValue, .contentText, .message: nil
        }
    }

    /// Whether `off` may stand for none.
    var isOffAllowed: Bool {
        switch self {
        case .adminAddress, .checkPath, .rate, .hedgeDelay: true
        case .listenAddress, .addressRange, .endpoint, .host, .path, .method, .routeName, .token, .secret, .file,
            .directory, .hostField, .hashKey, .cookieName, .fieldName, .zone, .cookiePair, .probePath, .hostValue,
            .serviceName, .statusRange, .contentText, .availability, .money, .currency, .message, .nameServer,
            .fileMode:
            false
        }
    }

    /// Whether readers of YAML make a number of some of its values.
    var isNumeric: Bool {
        switch self {
        case .statusRange, .money, .zone, .contentText, .fileMode: true
        case .listenAddress, .adminAddress, .addressRange, .endpoint, .host, .path, .method, .routeName, .token,
            .secret, .file, .directory, .hostField, .hashKey, .cookieName, .fieldName, .cookiePair, .checkPath,
            .probePath, .hostValue, .serviceName, .rate, .availability, .currency, .message, .nameServer, .hedgeDelay:
            false
        }
    }
}

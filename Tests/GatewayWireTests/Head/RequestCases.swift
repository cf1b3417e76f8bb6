import GatewayFaults
import GatewayWire

/// Requests that are refused, with the byte at fault marked.
enum RequestCases {
    static let refused: [(Fault.Detail, [MarkedText])] = [
        (
            .requestLineMalformed,
            Self.marked(
                "GET ‸ / HTTP/1.1\r\n",
                "GET‸\r\n\r\n",
                "GET / ‸FOO/1.1\r\n",
                "GET / HTTP/1.1‸ \r\n",
                "GET / HTTP/1.1‸0\r\n",
                "GET / ‸http/1.1\r\n",
                "GET / HTTP/‸x.1\r\n",
                "GET / HTTP/1‸,1\r\n",
                "GET / ‸\r\n",
                "GET / HTTP/1.‸\r\n",
                "GET / HTTP/1‸1\r\n",
                "GET / ‸x HTTP/1.1\r\n",
                "GET / HTTP/1.1‸\t\r\n",
                "\r\n\r\n\r\n\r\n‸\r\nGET / HTTP/1.1\r\n"
            )
        ),
        (
            .requestMethodInvalid,
            Self.marked(
                "‸ GET / HTTP/1.1\r\n",
                "G‸(T / HTTP/1.1\r\n",
                "G‸\0T / HTTP/1.1\r\n",
                "GET‸\t/ HTTP/1.1\r\n",
                "‸\u{16}\u{2}\u{1}\r\n",
                "‸\u{80}\u{1}\r\n",
                "‸{\"a\":1}\r\n",
                "GE‸\u{7f}\r\n"
            )
        ),
        (.requestTLSBytes, Self.marked("‸\u{16}\u{3}\u{1}\u{2}\0\u{1}\0\r\n", "‸\u{16}\u{3}\u{3}\n")),
        (
            .requestTargetInvalid,
            Self.marked(
                "GET /a‸#b HTTP/1.1\r\n",
                "GET /a‸\tb HTTP/1.1\r\n",
                "GET /‸\u{7f} HTTP/1.1\r\n",
                "GET /a‸\0 HTTP/1.1\r\n",
                "GET /?a‸\u{1b} HTTP/1.1\r\n",
                "GET ‸foo HTTP/1.1\r\n",
                "GET ‸ftp://a/ HTTP/1.1\r\n",
                "GET ‸http:/a HTTP/1.1\r\n",
                "GET http://‸/x HTTP/1.1\r\n",
                "GET http://‸ HTTP/1.1\r\n",
                "GET http://‸?x HTTP/1.1\r\n",
                "GET http://a‸@b/ HTTP/1.1\r\n",
                "GET http://a:‸b@c/ HTTP/1.1\r\n",
                "GET http://a:‸65536/ HTTP/1.1\r\n",
                "GET http://‸:80/ HTTP/1.1\r\n",
                "GET http://a/‸%zz HTTP/1.1\r\n",
                "GET /‸%zz HTTP/1.1\r\n",
                "GET /‸%4 HTTP/1.1\r\n",
                "GET /a‸\\b HTTP/1.1\r\n",
                "GET ‸* HTTP/1.1\r\n",
                "OPTIONS ‸*x HTTP/1.1\r\n",
                "CONNECT ‸/ HTTP/1.1\r\n",
                "CONNECT a‸ HTTP/1.1\r\n",
                "CONNECT a‸: HTTP/1.1\r\n",
                "CONNECT ‸:80 HTTP/1.1\r\n",
                "CONNECT http:‸//a:80 HTTP/1.1\r\n",
                "CONNECT ‸[::1:80 HTTP/1.1\r\n"
            )
        ),
        (
            .requestTargetNotASCII,
            Self.marked(
                "GET /‸\u{c3}\u{a9} HTTP/1.1\r\n",
                "GET /?q=‸\u{ff} HTTP/1.1\r\n",
                "GET ‸\u{e9} HTTP/1.1\r\n"
            )
        ),
        (
            .requestVersionUnsupported,
            Self.marked(
                "GET / ‸HTTP/2.0\r\n",
                "GET / ‸HTTP/1.2\r\n",
                "GET / ‸HTTP/0.9\r\n",
                "GET / ‸HTTP/3.1\r\n",
                "PRI * ‸HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "GET foo ‸HTTP/9.9\r\n"
            )
        ),
        (.requestHTTP09, Self.marked("GET /‸\r\n", "GET /index.html?q‸\r\nHost: a\r\n\r\n")),
        (
            .requestBareLF,
            Self.marked(
                "‸\nGET / HTTP/1.1\r\n",
                "GET‸\n",
                "GET /‸\n",
                "GET / ‸\n",
                "GET / HTTP/1.1‸\nHost: a\n\n",
                "GET / HTTP/1.‸\n",
                "GET / HTTP/1.1\r\nHost: a‸\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\n‸\n",
                "GET / HTTP/1.1\r\nHost‸\n",
                "GET / HTTP/1.1\r\nHost:‸\n"
            )
        ),
        (
            .requestBareCR,
            Self.marked(
                "‸\rGET / HTTP/1.1\r\n",
                "GET‸\r \n",
                "GET /‸\rx\n",
                "GET / HTTP/1.1‸\rx\n",
                "GET / HTTP‸\rx\n",
                "GET / HTTP/1.1\r\nHost: a‸\rb\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a‸\r\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\n‸\r\r\n",
                "GET / HTTP/1.1\r\nHost‸\r: a\r\n\r\n"
            )
        ),
    ]

    static let refusedFields: [(Fault.Detail, [MarkedText])] = [
        (
            .requestFieldNameInvalid,
            Self.fields(
                "‸: x",
                "Fo‸(o: x",
                "Foo‸",
                "F‸\0o: x",
                "F‸\u{e9}o: x",
                "Foo‸ bar: x",
                "Foo‸ ",
                "Foo‸\t\t",
                "Foo‸[]: x",
                "‸\u{7f}: x",
                "Foo‸\u{1}: x",
                "a-very-long-name-of-more-than-16-bytes‸@: x"
            )
        ),
        (
            .requestSpaceBeforeColon,
            Self.fields("Foo‸ : x", "Foo‸\t: x", "Content-Length‸  : 5", "a-very-long-field-name‸ : x")
        ),
        (
            .requestFieldValueInvalid,
            Self.fields(
                "Foo: a‸\0b",
                "Foo: ‸\u{1}",
                "Foo: a‸\u{7f}",
                "Foo: \t‸\u{1b}[31m",
                "Foo: 0123456789abcdef0123‸\u{8}"
            )
        ),
        (.requestLineFolded, Self.fields("Foo: a\r\n‸ b", "Foo: a\r\n‸\tb", "Foo: a\r\n‸ ")),
        (
            .requestLengthAndCoding,
            Self.fields(
                "Content-Length: 5\r\n‸Transfer-Encoding: chunked",
                "‸Transfer-Encoding: chunked\r\nContent-Length: 5"
            )
        ),
        (
            .requestLengthsDiffer,
            Self.fields(
                "Content-Length: 5\r\nContent-Length: ‸6",
                "Content-Length: 5, ‸6",
                "Content-Length: 5,5 ,‸4"
            )
        ),
        (
            .requestLengthMalformed,
            Self.fields(
                "Content-Length: ‸+5",
                "Content-Length: ‸-5",
                "Content-Length: 5‸x",
                "Content-Length: ‸",
                "Content-Length: 5,‸",
                "Content-Length: ‸,5",
                "Content-Length: 0‸x10",
                "Content-Length: 5‸ 5",
                "Content-Length: 922337203685477580‸8",
                "Content-Length: 9223372036854775807‸0",
                "Content-Length: 5‸.0",
                "Content-Length: ‸\u{b2}"
            )
        ),
        (
            .requestCodingUnknown,
            Self.fields(
                "Transfer-Encoding: ‸gzip, chunked",
                "Transfer-Encoding: ‸gzip\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: ‸foo,bar, Chunked"
            )
        ),
        (
            .requestCodingNotFinal,
            Self.fields(
                "Transfer-Encoding: ‸gzip",
                "Transfer-Encoding: chunked, ‸gzip",
                "Transfer-Encoding: chunked, ‸chunked",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: ‸chunked",
                "Transfer-Encoding: ‸",
                "Transfer-Encoding: ‸identity",
                "Transfer-Encoding: ‸chunked;q=1",
                "Transfer-Encoding: ‸\"chunked\"",
                "Transfer-Encoding: ‸xchunked",
                "Transfer-Encoding: chunked,‸",
                "Transfer-Encoding: ‸chunkedk"
            )
        ),
        (.hostRepeated, Self.fieldsAlone("‸Host: a\r\nHost: a", "‸Host: a\r\nHost: b")),
        (
            .hostInvalid,
            Self.fieldsAlone(
                "Host: a‸ b",
                "Host: a‸/b",
                "Host: a‸@b",
                "Host: a:‸x",
                "Host: a:‸65536",
                "Host: a:‸999999",
                "Host: ‸:80",
                "Host: ‸[::1",
                "Host: ‸[x]",
                "Host: ‸[1.2.3.4]",
                "Host: [::1]‸x",
                "Host: a‸%zz",
                "Host: a‸%",
                "Host: a‸\u{e9}",
                "Host: a,‸ b",
                "Host: a‸#b",
                "Host: a‸?b",
                "Host: a‸\\b",
                "Host: http:‸//a/",
                "Host: a:80‸:90"
            )
        ),
        (
            .hostMissing,
            [MarkedText("GET / HTTP/1.1\r\n\r\n‸"), MarkedText("GET http://a/ HTTP/1.1\r\nAccept: */*\r\n\r\n‸")]
        ),
        (.expectationUnknown, Self.fields("Expect: ‸foo", "Expect: ‸100-continue, foo", "Expect: ‸")),
    ]

    private static func marked(_ texts: String...) -> [MarkedText] {
        texts.map { MarkedText($0) }
    }

    private static func fields(_ texts: String...) -> [MarkedText] {
        texts.map { MarkedText("POST / HTTP/1.1\r\nHost: a\r\n" + $0 + "\r\n\r\n") }
    }

    private static func fieldsAlone(_ texts: String...) -> [MarkedText] {
        texts.map { MarkedText("GET / HTTP/1.1\r\n" + $0 + "\r\n\r\n") }
    }
}

extension RequestCases {
    /// Requests that are read, of every kind.
    static let accepted: [String] = [
        head("GET / HTTP/1.1", "Host: a"),
        head("GET / HTTP/1.0"),
        "\r\n\r\n" + head("GET /a%20b?c=d&e=[f] HTTP/1.1", "Host: shop.example:8080", "Accept: */*") + "rest",
        head("OPTIONS * HTTP/1.1", "Host: a"),
        head("CONNECT b.example:443 HTTP/1.1", "Host: b.example:443"),
        head("GET https://b.example:443/c?d HTTP/1.1", "Host: a"),
        head("POST / HTTP/1.1", "Host: a", "Content-Length: 5, 5", "content-length: 5", "Expect: 100-Continue")
            + "hello",
        head("POST / HTTP/1.1", "Host: a", "Transfer-Encoding:Chunked\t", "Expect: 100-continue"),
        head(
            "GET /chat HTTP/1.1",
            "Host: a",
            "Connection: Upgrade, X-Foo,,keep-alive",
            "Upgrade: websocket",
            "x-foo: 1"
        ),
        head(
            "GET / HTTP/1.1",
            "Host: a",
            "Cookie: " + String(repeating: "a=b; ", count: 60),
            "X:",
            "Y: \t ",
            "Z:\u{e9}\u{ff}"
        ),
        head(
            "PURGE /0123456789abcdef0123456789abcdef HTTP/1.1",
            "Host: [::1]:80",
            "X-Very-Long-Name-0123456789: v",
            "_-.!~: v"
        ),
        head("GET / HTTP/1.0", "Connection: keep-alive", "Host: a"),
    ]
}

/// Messages to measure with: what load generators, browsers and applications send.
struct Sample {
    enum Kind { case request, response, chunked }

    let name: String
    let kind: Kind
    let bytes: [UInt8]

    private init(_ name: String, _ kind: Kind, _ lines: [String]) {
        self.name = name
        self.kind = kind
        self.bytes = Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
    }

    private init(chunks: Int, of size: Int) {
        let head = Array((String(size, radix: 16) + "\r\n").utf8)
        let chunk = head + [UInt8](repeating: UInt8(ascii: "x"), count: size) + [0x0d, 0x0a]
        self.name = "body, \(chunks) chunks of \(size)"
        self.kind = .chunked
        self.bytes = Array(repeatElement(chunk, count: chunks).joined()) + Array("0\r\n\r\n".utf8)
    }

    static let all: [Sample] = [
        Sample("request, wrk", .request, ["GET / HTTP/1.1", "Host: 127.0.0.1:8080"]),
        Sample(
            "request, curl",
            .request,
            ["GET /api/items?id=42 HTTP/1.1", "Host: 127.0.0.1:8080", "User-Agent: curl/8.5.0", "Accept: */*"]
        ),
        Self.browser,
        Sample(
            "request, upload",
            .request,
            [
                "POST /api/upload HTTP/1.1", "Host: shop.example", "Content-Type: application/json",
                "Content-Length: 1234", "Connection: keep-alive",
            ]
        ),
        Sample(
            "response, small",
            .response,
            ["HTTP/1.1 200 OK", "Content-Length: 34", "Content-Type: text/plain", "Connection: keep-alive"]
        ),
        Sample(
            "response, application",
            .response,
            [
                "HTTP/1.1 200 OK", "Server: app/1.0", "Date: Tue, 15 Nov 1994 08:12:31 GMT",
                "Content-Type: text/html; charset=utf-8", "Transfer-Encoding: chunked", "Connection: keep-alive",
                "Cache-Control: no-cache, private", "Set-Cookie: session=0123456789abcdef; path=/; httponly",
                "X-Frame-Options: SAMEORIGIN", "ETag: \"5e2a-5f0b1c2d3e4f5\"",
            ]
        ),
        Sample(chunks: 64, of: 16),
        Sample(chunks: 16, of: 4096),
    ]

    /// About 700 bytes and 9 fields: the size the project's target is stated for.
    private static let browser = Sample(
        "request, browser",
        .request,
        [
            "GET /products/shoes/running?color=blue&size=44&sort=price HTTP/1.1",
            "Host: www.shop.example",
            "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
                + "Chrome/126.0.0.0 Safari/537.36",
            "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
            "Accept-Language: en-US,en;q=0.9,de;q=0.8",
            "Accept-Encoding: gzip, deflate, br, zstd",
            "Referer: https://www.shop.example/products/shoes/",
            "Cookie: session=8f14e45fceea167a5a36dedd4bea2543; cart=c9f0f895fb98ab9159f51fd0297e236d; "
                + "consent=all; theme=light; recently=1001,1002,1003,1004",
            "Upgrade-Insecure-Requests: 1",
            "Connection: keep-alive",
        ]
    )
}

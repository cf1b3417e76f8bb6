import GatewayLab

/// What a scenario puts on the wire, written down a second time and independently of its script.
struct WireExpectation {
    /// What a client sees after sending the scenario's request once more than its warm-ups.
    var ending: DrillExchange.Ending
    /// What the bytes of the last answer begin with.
    var begins = ""
    /// What all bytes end with.
    var ends = ""
    /// The exact number of bytes of the last answer, where it is worth telling.
    var count: Int?
    /// So many bytes are waited for where no end and no complete answer comes.
    var enough: Int?
    /// Bytes somewhere in it that are the point of the scenario.
    var contains = ""

    private static let ok = "HTTP/1.1 200 OK\r\n"
    private static let page = "Content-Length: 3\r\n\r\nok\n"
    private static let chunked = "Transfer-Encoding: chunked\r\n\r\n"

    /// By scenario; `refused` and its like have no bytes and are tested by what connecting gives.
    static let all: [String: WireExpectation] = [
        "tls-on-plain": .init(ending: .closed, count: 7, contains: "\u{15}\u{3}\u{3}\u{0}\u{2}\u{2}\u{A}"),
        "other-protocol": .init(ending: .closed, begins: "SSH-2.0-lab\r\n", count: 13),
        "close-before-head": .init(ending: .closed, count: 0),
        "reset-before-head": .init(ending: .reset, count: 0),
        "silent": .init(ending: .goalReached, begins: ok, ends: page),
        "late": .init(ending: .goalReached, begins: ok, ends: page),
        "slow-head": .init(ending: .goalReached, begins: ok, ends: "text/plain\r\n" + page),
        "close-inside-head": .init(ending: .closed, begins: ok, ends: "Content-Type: text/pl"),
        "reset-inside-head": .init(ending: .reset, begins: ok, ends: "Content-Type: text/pl"),
        "garbage": .init(ending: .closed, begins: "HTTP/1.1 OK 200\r\n"),
        "wrong-version": .init(ending: .closed, begins: "HTTP/2.0 200 OK\r\n", ends: page),
        "http09": .init(ending: .closed, begins: "<html>", ends: "</html>\n"),
        "interim-flood": .init(ending: .goalReached, begins: "HTTP/1.1 103 ", ends: page, count: 2000 * 57 + 67),
        "bad-field-name": .init(ending: .goalReached, begins: ok, ends: page, contains: "\r\nX(Lab): 1\r\n"),
        "space-before-colon": .init(ending: .goalReached, begins: ok, ends: page, contains: "\r\nX-Lab : 1\r\n"),
        "bad-field-value": .init(ending: .goalReached, begins: ok, ends: page, contains: "\r\nX-Lab: a\u{0}b\r\n"),
        "folded-field": .init(ending: .goalReached, begins: ok, ends: page, contains: "\r\nX-Lab: one\r\n two\r\n"),
        "bare-cr": .init(ending: .goalReached, begins: ok, ends: page, contains: ": one\rX-Two: two\r\n"),
        "bare-lf": .init(ending: .goalReached, begins: ok, ends: page, contains: ": one\nX-Two: two\r\n"),
        "two-lengths": .init(ending: .goalReached, begins: ok, contains: "Content-Length: 3\r\nContent-Length: 5\r\n"),
        "length-and-coding": .init(ending: .goalReached, begins: ok, contains: "Content-Length: 3\r\n" + chunked),
        "bad-length": .init(ending: .goalReached, begins: ok, enough: 74, contains: "\r\nContent-Length: 3 apples\r\n"),
        "unknown-coding": .init(ending: .goalReached, begins: ok, contains: "Transfer-Encoding: sparkle, chunked\r\n"),
        "coding-not-final": .init(ending: .goalReached, begins: ok, contains: "Transfer-Encoding: chunked, gzip\r\n"),
        "bad-chunk-size": .init(
            ending: .goalReached,
            begins: ok,
            enough: 97,
            contains: "3\r\nok\n\r\nzz\r\nhello\r\n0\r\n\r\n"
        ),
        "bad-chunk-extension": .init(ending: .goalReached, begins: ok, contains: "ok\n\r\n5;a=\u{1}\r\nhello\r\n0\r\n"),
        "bad-chunk-end": .init(
            ending: .goalReached,
            begins: ok,
            enough: 103,
            contains: "ok\n\r\n5\r\nhello, world\r\n0\r\n\r\n"
        ),
        "bad-trailer": .init(ending: .goalReached, begins: ok, ends: "0\r\nthis is no field\r\n\r\n"),
        "truncated-length": .init(ending: .closed, begins: ok, ends: "Content-Length: 1000\r\n\r\nhello, world"),
        "shared-truncated": .init(ending: .closed, begins: ok, ends: "Content-Length: 1000\r\n\r\nhello, world"),
        "truncated-chunked": .init(ending: .closed, begins: ok, ends: chunked + "c\r\nhello, world\r\n"),
        "reset-in-body": .init(ending: .reset, begins: ok, ends: "Content-Length: 1000\r\n\r\nhello, world"),
        "slow-body": .init(ending: .goalReached, begins: ok, ends: "Content-Length: 12\r\n\r\nhello, world"),
        "endless": .init(
            ending: .goalReached,
            begins: ok,
            ends: "1\r\n.\r\n",
            enough: 97,
            contains: chunked + "1\r\n.\r\n"
        ),
        "huge-head": .init(ending: .goalReached, begins: ok, ends: "x\r\n\r\nok\n", count: 36 + 80 * 10240 + 5),
        "huge-field": .init(ending: .goalReached, begins: ok, ends: "x\r\n\r\nok\n", count: 36 + 131_072 + 5),
        "many-fields": .init(ending: .goalReached, begins: ok, ends: "1\r\n\r\nok\n", count: 36 + 5000 * 11 + 5),
        "huge-trailers": .init(ending: .goalReached, begins: ok, ends: "x\r\n\r\n", contains: "\r\n0\r\nX-Huge: xxx"),
        "huge-trailer-field": .init(
            ending: .goalReached,
            begins: ok,
            ends: "x\r\n\r\n",
            contains: "\r\n0\r\nX-Huge: x"
        ),
        "huge-body": .init(ending: .byteLimit, begins: ok, ends: "....", contains: "Content-Length: 1099511627776\r\n"),
        "close-after-idle": .init(ending: .goalReached, begins: ok, ends: page),
        "race": .init(ending: .reset, count: 0),
        "close-on-reuse": .init(ending: .closed, count: 0),
        "half-close": .init(ending: .closed, begins: ok, ends: page),
        "unsolicited": .init(ending: .goalReached, begins: ok, ends: page, count: 134),
        "unsolicited-idle": .init(ending: .goalReached, begins: ok, ends: page),
        "early-answer": .init(ending: .reset, begins: "HTTP/1.1 413 ", ends: "\r\n\r\ntoo large\n"),
        "broken-upload": .init(ending: .reset, count: 0),
        "slow-reader": .init(ending: .timeLimit, count: 0),
        "switch-unexpected": .init(ending: .goalReached, begins: "HTTP/1.1 101 ", contains: "Upgrade: echo\r\n"),
        "upgrade-mismatched": .init(ending: .goalReached, begins: "HTTP/1.1 101 ", contains: "Upgrade: sparkle/9\r\n"),
        "upgrade-refused": .init(ending: .goalReached, begins: "HTTP/1.1 403 ", ends: "\r\n\r\nno\n"),
    ]
}

import Testing

/// What is taken out of a line before two are compared, and what has to stay.
struct LineShapeTests {
    @Test
    func whatDiffersBetweenTwoFailuresOfAKindIsTakenOut() {
        let one =
            #"127.0.1.4:5000 [22/Nov/2026:02:26:03.123] web slow-head/s1 0/0/1/-1/1002 504 198 - - sH-- 1/1/0/0/0 0/0 "#
            + #""GET /slow-head HTTP/1.1""#
        let other =
            #"127.0.1.9:61 [22/Nov/2026:02:26:09.001] web silent/s1 0/0/0/-1/999 504 203 - - sH-- 2/2/0/0/0 0/0 "#
            + #""POST /silent HTTP/1.1""#
        #expect(LineShape.of(one, name: "slow-head") == LineShape.of(other, name: "silent"))
        let access = "192.0.2.1 - - [22/Nov/2026:02:26:03 +0000] \"GET /a HTTP/1.1\" 503 299 450 "
        #expect(LineShape.of(access + "P0o91DsKmr4", name: "a") == LineShape.of(access + "bZo/1LsJmr4", name: "a"))
    }

    @Test(arguments: [
        (#"web a/s1 0/0/-1/-1/0 503 217 - - SC--"#, #"web a/s1 0/0/0/-1/0 503 217 - - SC--"#),
        (#"web a/s1 0/0/0/-1/0 502 217 - - SH--"#, #"web a/s1 0/0/0/-1/0 504 217 - - SH--"#),
        (#""GET /a HTTP/1.1" 502 157 "-""#, #""GET /a HTTP/1.1" 504 157 "-""#),
        (#""response_code":502,"#, #""response_code":503,"#),
        (#""101" "-" "-""#, #""503" "-" "-""#),
        ("(104: Connection)", "(110: Connection)"),
        ("(22)Invalid argument: AH01102: error", "(22)Invalid argument: AH10404: error"),
        ("(70007)The timeout", "(104)The timeout"),
        ("fail errno 111 (x)", "fail errno 2 (x)"),
        (#"upstream sent invalid header: "X\x20...""#, #"upstream sent invalid header: "X\x0d...""#),
        ("Illegal char 0x20 in header name", "Illegal char 0x28 in header name"),
        ("unable to get local issuer certificate", "unable to get local issuer"),
    ])
    func whatTellsTwoFaultsApartStays(one: String, other: String) {
        #expect(LineShape.of(one, name: "nothing") != LineShape.of(other, name: "nothing"))
    }
}

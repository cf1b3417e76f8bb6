import GatewayFaults
import Testing

/// A small generator of numbers that gives the same ones in every run.
struct Numbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        self.state &+= 0x9E37_79B9_7F4A_7C15
        var value = self.state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}

struct StructuredFieldTests {
    @Test(arguments: [
        ("", 0), ("   ", 0), ("a", 1), ("a,b", 2), ("a ,\t b", 2), ("a;b;c", 1), ("a;b=1;  c", 1), ("*a", 1),
        ("a:/!#$%&'*+-.^_`|~9", 1), ("\"\"", 1), ("\"a\\\"b\\\\c\"", 1), ("a;b=-999999999999999", 1),
        ("a;b=123456789012.123", 1), ("a;b=:AQ==:", 1), ("a;b=:AQ:", 1), ("a;b=::", 1), ("a;b=?0", 1),
        ("a;b=@1659578233", 1), ("a;b=%\"f%c3%bc\"", 1), ("a;b=1;b=2", 1), ("a  ", 1),
    ])
    func acceptsWhatIsValid(text: String, count: Int) throws {
        #expect(try ProxyStatus(parsing: text).members.count == count)
    }

    @Test(arguments: [
        ("a,", StructuredFieldError.Reason.trailingComma, 2), (",a", .unexpectedByte, 0), ("a b", .unexpectedByte, 2),
        ("a ;b", .unexpectedByte, 2), ("(a b)", .innerList, 0), ("1", .memberNotName, 0), ("?1", .memberNotName, 0),
        ("a;", .unexpectedEnd, 2), ("a;B", .unexpectedByte, 2), ("a;b=", .unexpectedEnd, 4),
        ("\"a", .unexpectedEnd, 2), ("\"a\\n\"", .unexpectedByte, 3), ("\"a\u{7F}\"", .unexpectedByte, 2),
        ("a;b=1234567890123456", .numberTooLong, 19), ("a;b=1.", .badNumber, 6), ("a;b=-", .badNumber, 5),
        ("a;b=1.2345", .numberTooLong, 9), ("a;b=1234567890123.1", .numberTooLong, 17), ("a;b=?2", .unexpectedByte, 5),
        ("a;b=:A:", .badBase64, 5), ("a;b=:A-b_:", .badBase64, 5), ("a;b=:AQ", .unexpectedEnd, 7),
        ("a;b=@1.5", .badNumber, 5), ("a;b=%\"%C3%BC\"", .badDisplayString, 7), ("a;b=%\"%ff\"", .badDisplayString, 10),
        ("é", .unexpectedByte, 0), ("\ta", .unexpectedByte, 0),
    ])
    func refusesWhatIsNotAndSaysWhere(text: String, reason: StructuredFieldError.Reason, offset: Int) {
        #expect(throws: StructuredFieldError(reason: reason, offset: offset)) { try ProxyStatus(parsing: text) }
    }

    @Test
    func theLastOfTwoEqualParametersCounts() throws {
        let member = try #require(try ProxyStatus(parsing: "a;received-status=1;x;received-status=2").members.first)
        #expect(member.receivedStatus == 2)
        #expect(member.others.map(\.key) == ["x"])
    }

    @Test
    func sizeIsBounded() {
        let long = [UInt8](repeating: UInt8(ascii: "a"), count: ProxyStatus.largestValue + 1)
        #expect(throws: StructuredFieldError.self) { try ProxyStatus(parsing: long) }
        let members = Array(repeating: "a", count: 257).joined(separator: ",")
        #expect(throws: StructuredFieldError.self) { try ProxyStatus(parsing: members) }
        let parameters = "a" + (0..<257).map { ";p\($0)" }.joined()
        #expect(throws: StructuredFieldError.self) { try ProxyStatus(parsing: parameters) }
    }

    /// Whatever comes in, there is a value that survives a round trip, or an error with an offset inside the value.
    @Test(arguments: 0..<8)
    func everyInputGivesAValueOrAnError(seed: UInt64) throws {
        var numbers = Numbers(state: seed)
        let alphabet = Array("aZ1.-;=,\"\\ :?@%*()\t\u{0}é+/_".utf8)
        for _ in 0..<4000 {
            let count = Int.random(in: 0...40, using: &numbers)
            let bytes = (0..<count).map { _ in
                Bool.random(using: &numbers)
                    ? alphabet.randomElement(using: &numbers) ?? 0 : UInt8.random(in: .min ... .max, using: &numbers)
            }
            do throws(StructuredFieldError) {
                let read = try ProxyStatus(parsing: bytes)
                let again = try ProxyStatus(parsing: read.serialized)
                #expect(again == read)
            } catch {
                #expect((0...bytes.count).contains(error.offset))
            }
        }
    }

    @Test(arguments: 0..<4)
    func valuesAreWrittenSoThatTheyReadBack(seed: UInt64) throws {
        var numbers = Numbers(state: seed)
        for _ in 0..<1000 {
            let number = Int64.random(in: -999_999_999_999_999...999_999_999_999_999, using: &numbers)
            let bytes = (0..<Int.random(in: 0...20, using: &numbers)).map { _ in
                UInt8.random(in: .min ... .max, using: &numbers)
            }
            let text = String(decoding: bytes, as: UTF8.self)
            var member = ProxyStatusMember(identity: "a")
            member.others = [
                .init(key: "i", value: .integer(number)), .init(key: "d", value: .decimal(thousandths: number)),
                .init(key: "b", value: .bytes(bytes)), .init(key: "t", value: .date(number)),
                .init(key: "s", value: .display(text)),
            ]
            #expect(try ProxyStatus(parsing: member.serialized).members == [member])
        }
    }
}

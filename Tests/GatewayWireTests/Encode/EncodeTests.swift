import GatewayBytes
import GatewayWire
import Testing

/// What is written is what the RFC's grammar says, and our own parsers read it.
struct EncodeTests {
    @Test
    func everyStatusLineIsReadBack() throws {
        for status in UInt16(100)...999 {
            var buffer = Buffer()
            buffer.append(statusLine: status)
            buffer.append("\r\n")
            guard case .complete(let summary) = readResponse(self.bytes(of: buffer)) else {
                Issue.record("\(status)")
                continue
            }
            #expect(summary.status == status && summary.version == .http11)
            #expect(summary.reason.isEmpty == (StatusLine.text(status) == nil))
        }
    }

    @Test(arguments: [(1, "1\r\n"), (15, "f\r\n"), (4096, "1000\r\n"), (0x7fff_ffff, "7fffffff\r\n")])
    func writesChunkSizesInHexadecimal(_ count: Int, _ expected: String) {
        var buffer = Buffer()
        buffer.append(chunkHeader: count)
        #expect(self.bytes(of: buffer) == GatewayWireTests.bytes(expected))
    }

    @Test
    func writesChunkedBodiesThatAreReadBack() throws {
        var buffer = Buffer()
        buffer.append(chunkHeader: 5)
        buffer.append("hello")
        buffer.appendChunkEnd()
        buffer.appendChunkedEnd()
        #expect(readBody(self.bytes(of: buffer)).content == "hello")
    }

    @Test
    func writesAWholeContinueResponse() {
        var buffer = Buffer()
        buffer.appendContinue()
        guard case .complete(let summary) = readResponse(self.bytes(of: buffer)) else { return #expect(Bool(false)) }
        #expect(summary.isInterim && summary.bytes == buffer.count)
    }

    @Test(arguments: [
        (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
        (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"), (1_709_164_799, "Wed, 28 Feb 2024 23:59:59 GMT"),
        (1_709_164_800, "Thu, 29 Feb 2024 00:00:00 GMT"), (4_107_542_399, "Sun, 28 Feb 2100 23:59:59 GMT"),
        (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT"), (-1, "Wed, 31 Dec 1969 23:59:59 GMT"),
        (253_402_300_799, "Fri, 31 Dec 9999 23:59:59 GMT"), (Int64.max, "Fri, 31 Dec 9999 23:59:59 GMT"),
        (Int64.min, "Sat, 01 Jan 0000 00:00:00 GMT"),
    ])
    func writesDates(_ seconds: Int64, _ expected: String) {
        var buffer = Buffer()
        buffer.append(httpDate: seconds)
        #expect(self.bytes(of: buffer) == GatewayWireTests.bytes(expected))
    }

    /// Counting days one by one from a known Thursday for 800 years.
    @Test
    func countsDaysLikeACalendar() {
        var (year, month, day, weekday) = (1970, 1, 1, 4)
        for number in 0..<Int64(800 * 366) {
            let date = HTTPDate(epochSeconds: number * 86_400 + 86_399)
            guard date.year == year, date.month == month, date.day == day, date.weekday == weekday, date.second == 59
            else {
                Issue.record("day \(number): \(date)")
                return
            }
            let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
            let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
            weekday = (weekday + 1) % 7
            day += 1
            if day > lengths[month - 1] { (day, month) = (1, month + 1) }
            if month > 12 { (month, year) = (1, year + 1) }
        }
    }

    private func bytes(of buffer: borrowing Buffer) -> [UInt8] {
        let span = buffer.span
        return span.indices.map { span[$0] }
    }
}

import Foundation
import GatewayBytes
import Testing

@testable import GatewayPlane

@Suite struct TimeTests {
    private func rfc3339(_ milliseconds: UInt64) -> String {
        var buffer = Buffer()
        UTCTime.append(rfc3339: milliseconds, to: &buffer)
        return buffer.text
    }

    private func common(_ milliseconds: UInt64) -> String {
        var buffer = Buffer()
        UTCTime.append(common: milliseconds, to: &buffer)
        return buffer.text
    }

    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00.000Z", "01/Jan/1970:00:00:00 +0000"),
            (1, "1970-01-01T00:00:00.001Z", "01/Jan/1970:00:00:00 +0000"),
            (951_782_399_999, "2000-02-28T23:59:59.999Z", "28/Feb/2000:23:59:59 +0000"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z", "29/Feb/2000:00:00:00 +0000"),
            (1_709_164_800_050, "2024-02-29T00:00:00.050Z", "29/Feb/2024:00:00:00 +0000"),
            (1_798_761_599_999, "2026-12-31T23:59:59.999Z", "31/Dec/2026:23:59:59 +0000"),
            (1_798_761_600_000, "2027-01-01T00:00:00.000Z", "01/Jan/2027:00:00:00 +0000"),
            (4_107_542_400_000, "2100-03-01T00:00:00.000Z", "01/Mar/2100:00:00:00 +0000"),
        ] as [(UInt64, String, String)]
    )
    func momentsInEveryForm(milliseconds: UInt64, rfc: String, log: String) {
        #expect(self.rfc3339(milliseconds) == rfc)
        #expect(self.common(milliseconds) == log)
        let plain = rfc.replacingOccurrences(of: "T", with: " ").prefix(19) + " UTC"
        #expect(UTCTime.text(milliseconds: milliseconds) == plain)
    }

    @Test func everyDayAgreesWithTheCalendar() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
        // A day and a bit, so that every time of day and every kind of year comes up until 2170.
        for step in 0..<4000 {
            let seconds = step * 1_580_000 + step * 61
            let parts = calendar.dateComponents(
                [.year, .month, .day, .hour, .minute, .second],
                from: Date(timeIntervalSince1970: TimeInterval(seconds))
            )
            let text = UTCTime.text(milliseconds: UInt64(seconds) * 1000)
            let numbers = text.split { !$0.isNumber }.compactMap { Int($0) }
            #expect(
                numbers
                    == [parts.year, parts.month, parts.day, parts.hour, parts.minute, parts.second].compactMap { $0 }
            )
        }
    }

    @Test func aMomentFarAwayIsNoCrash() {
        #expect(self.rfc3339(.max).hasSuffix("Z"))
        #expect(self.common(.max).hasSuffix(" +0000"))
    }

    @Test func theDateLineChangesOnceASecond() {
        var date = DateLine()
        date.refresh(milliseconds: 784_111_777_000)
        #expect(date.line.text == "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n")
        date.refresh(milliseconds: 784_111_777_999)
        #expect(date.line.text == "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n")
        date.refresh(milliseconds: 784_111_778_000)
        #expect(date.line.text == "Date: Sun, 06 Nov 1994 08:49:38 GMT\r\n")
        // A clock that was set back.
        date.refresh(milliseconds: 0)
        #expect(date.line.text == "Date: Thu, 01 Jan 1970 00:00:00 GMT\r\n")
    }
}

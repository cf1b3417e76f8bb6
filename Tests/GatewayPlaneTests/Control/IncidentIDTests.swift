import Foundation
import Testing

@testable import GatewayPlane

@Suite struct IncidentIDTests {
    private func id(_ milliseconds: UInt64, _ random: inout RandomSource) -> String {
        let (high, low) = IncidentID.make(milliseconds: milliseconds, random: &random)
        return IncidentID.text(high: high, low: low)
    }

    @Test func theTextIsCanonical() {
        #expect(IncidentID.text(high: 0, low: 0) == "00000000-0000-0000-0000-000000000000")
        #expect(
            IncidentID.text(high: 0x0123_4567_89AB_CDEF, low: 0xFEDC_BA98_7654_3210)
                == "01234567-89ab-cdef-fedc-ba9876543210"
        )
        #expect(IncidentID.text(high: .max, low: .max) == "ffffffff-ffff-ffff-ffff-ffffffffffff")
    }

    @Test(arguments: [0, 1, 1_795_223_172_000, (1 << 48) - 1] as [UInt64])
    func itIsVersion7OfTheStandardVariantWithItsTime(milliseconds: UInt64) throws {
        var random = RandomSource()
        for _ in 0..<1000 {
            let text = Array(self.id(milliseconds, &random))
            #expect(UUID(uuidString: String(text)) != nil)
            #expect(text[14] == "7")
            #expect("89ab".contains(text[19]))
            let time = try #require(UInt64(String(text[0..<8] + text[9..<13]), radix: 16))
            #expect(time == milliseconds)
        }
    }

    @Test func theySortByTime() {
        var random = RandomSource()
        let ids = (0..<1000 as Range<UInt64>).map { self.id(1_795_223_172_000 + $0 * $0, &random) }
        #expect(ids == ids.sorted())
    }

    @Test func noTwoOfOneMillisecondAreAlikeWhoeverMadeThem() {
        var ids: Set<String> = []
        for _ in 0..<8 {
            var worker = RandomSource()
            for _ in 0..<5000 { ids.insert(self.id(7, &worker)) }
        }
        #expect(ids.count == 40_000)
    }

    @Test func theSourceUsesEveryBit() {
        var random = RandomSource()
        var (ones, zeros) = (0 as UInt64, 0 as UInt64)
        for _ in 0..<200 {
            let number = random.next()
            ones |= number
            zeros |= ~number
        }
        #expect(ones == .max)
        #expect(zeros == .max)
    }
}

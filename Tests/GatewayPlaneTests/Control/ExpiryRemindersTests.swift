import Testing

@testable import GatewayPlane

@Suite struct ExpiryRemindersTests {
    private let day: Int64 = 86_400

    private func certificate(_ fingerprint: String, endsAfter days: Int64) -> PlaneReport.Certificate {
        PlaneReport.Certificate(
            listener: "127.0.0.1:443",
            subject: "CN=shop",
            fingerprint: fingerprint,
            notAfter: days * self.day
        )
    }

    @Test func eachStageIsSaidOnce() {
        let one = [self.certificate("a", endsAfter: 100)]
        var reminders = ExpiryReminders(one, now: 0)
        var said: [Int64: [String]] = [:]
        for hour in Int64(0)...(105 * 24) {
            let words = reminders.due(one, now: hour * 3600)
            if !words.isEmpty { said[hour / 24, default: []] += words }
        }
        #expect(said.keys.sorted() == [70, 86, 97, 100])
        #expect(said[70] == ["certificate CN=shop expires in 30 days; renew it, then reload"])
        #expect(said[97] == ["certificate CN=shop expires in 3 days; renew it, then reload"])
        #expect(said[100]?.count == 1)
    }

    @Test func whatWasDueAtTheStartWasSaidThen() {
        let one = [self.certificate("a", endsAfter: 10)]
        var reminders = ExpiryReminders(one, now: 0)
        #expect(reminders.due(one, now: 3600).isEmpty)
        #expect(reminders.due(one, now: 7 * self.day).count == 1)
    }

    @Test func aRenewedOneBeginsAnew() {
        var reminders = ExpiryReminders([self.certificate("a", endsAfter: 2)], now: 0)
        #expect(reminders.due([self.certificate("b", endsAfter: 90)], now: 3600).isEmpty)
        #expect(reminders.due([self.certificate("b", endsAfter: 90)], now: 61 * self.day).count == 1)
    }

    @Test func aCertificateOfTwoListenersIsNamedOnce() {
        let two = [self.certificate("a", endsAfter: 100), self.certificate("a", endsAfter: 100)]
        var reminders = ExpiryReminders(two, now: 0)
        #expect(reminders.due(two, now: 71 * self.day).count == 1)
    }
}

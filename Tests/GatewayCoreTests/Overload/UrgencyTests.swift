import GatewayCore
import Testing

@Suite struct UrgencyTests {
    private static func read(_ text: String) -> Int? {
        let bytes = Array(text.utf8)
        return Urgency.read(bytes.span, 0..<bytes.count)
    }

    @Test(arguments: [
        ("u=0", 0), ("u=7", 7), ("i, u=5", 5), ("u=1, i", 1), ("u=1,u=2", 2), ("u=3;x=1", 3), ("  u=4  ", 4),
    ])
    func theUrgencyIsReadWhereverItStands(text: String, urgency: Int) { #expect(Self.read(text) == urgency) }

    @Test(arguments: ["", "i", "u", "u=", "u=8", "u=-1", "u=10", "u=a", "U=1", "xu=1", ",,,"])
    func whatNamesNoUrgencyHasNone(text: String) { #expect(Self.read(text) == nil) }
}

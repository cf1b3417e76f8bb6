import GatewayWire
import Testing

/// Names are recognised exactly, whatever their case and wherever they lie.
struct KnownFieldTests {
    @Test(arguments: KnownField.allCases.filter { $0 != .other })
    func isRecognisedInAnyCase(_ field: KnownField) {
        let name = "\(field.name)"
        #expect(self.known(name) == field)
        #expect(self.known(name.uppercased()) == field)
        #expect(self.known(name.prefix(1).uppercased() + name.dropFirst()) == field)
    }

    @Test(arguments: KnownField.allCases.filter { $0 != .other })
    func isNotMistakenForANeighbour(_ field: KnownField) {
        let name = Array("\(field.name)".utf8)
        for near in self.neighbours(of: name) where !Self.names.contains(near) {
            #expect(self.known(near) == .other, "\(near)")
        }
    }

    private static let names = Set(KnownField.allCases.map { "\($0.name)" })

    /// Names that differ in one byte, by one byte more or less, or by bits that folding might lose.
    private func neighbours(of name: [UInt8]) -> [String] {
        var found: [[UInt8]] = [name + [UInt8(ascii: "s")], Array(name.dropLast()), [UInt8(ascii: "x")] + name]
        found.append(name + Array("0123456789".utf8))
        for index in name.indices {
            for other in [UInt8(ascii: "!"), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "q"), name[index] ^ 1] {
                var near = name
                near[index] = other
                found.append(near)
            }
        }
        return found.filter { name in !name.isEmpty && name != Array("q".utf8) }
            .map { String(decoding: $0, as: UTF8.self) }
            .filter { $0.utf8.allSatisfy { Self.token.contains($0) } }
    }

    private static let token = Set("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz".utf8)

    /// What the name is as the last field, where the block is cut, and as the first, where it is not.
    private func known(_ name: String) -> KnownField? {
        let filler = "x-filler: " + String(repeating: "y", count: 40)
        var found: [KnownField] = []
        for lines in [[filler, "\(name):"], ["\(name):", filler]] {
            let text = bytes((["HTTP/1.1 204 x"] + lines).joined(separator: "\r\n") + "\r\n\r\n")
            var response = ResponseHead()
            // Some names demand more of their values than being empty; then they were recognised.
            _ = response.outcome(text)
            guard response.fields.count == 2 else { return nil }
            found.append(response.fields[lines[0] == filler ? 1 : 0].known)
        }
        return found[0] == found[1] ? found[0] : nil
    }

    @Test
    func tableFindsTheFirstAndKnowsRepetition() {
        var table = FieldTable()
        let text = ByteRange(start: 1, count: 2)
        for (index, known) in [KnownField.other, .via, .host, .via, .other].enumerated() {
            table.append(
                FieldSlot(name: text, value: ByteRange(start: UInt32(index), count: 0), known: known, isHopByHop: false)
            )
        }
        #expect(table.count == 5)
        #expect(table.first(.via)?.value.start == 1)
        #expect(table.repeats(.via) && !table.repeats(.host) && table.contains(.host))
        #expect(table.first(.date) == nil && !table.contains(.date))
        table.removeAll()
        #expect(table.isEmpty && table.first(.via) == nil && !table.repeats(.via))
    }
}

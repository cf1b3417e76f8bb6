import GatewayBytes
import Testing

@Suite struct CellTests {
    private final class Witness {
        let ended: () -> Void
        init(_ ended: @escaping () -> Void) { self.ended = ended }
        deinit { self.ended() }
    }

    @Test func changesStayInPlace() {
        let cell = Cell([1, 2])
        let same = cell
        same.value.append(3)
        cell.value[0] = 9
        #expect(same.value == [9, 2, 3])
    }

    @Test func itHoldsValuesThatCannotBeCopied() {
        let cell = Cell(Buffer())
        cell.value.append("abc")
        cell.value.consume(1)
        #expect(cell.value.text == "bc")
    }

    @Test func theValueEndsWithTheCellAndNotBefore() {
        var ended = 0
        do {
            let cell = Cell(Witness { ended += 1 })
            cell.value = Witness { ended += 10 }
            #expect(ended == 1)
        }
        #expect(ended == 11)
    }
}

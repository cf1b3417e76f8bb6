import NIOCore
import Testing

@testable import GatewayLab

/// Frames of HTTP/2 are found however the bytes were cut, and nothing makes the reader hold more than one of them.
struct FrameReaderTests {
    private static let payload: [UInt8] = Array(1...8)
    private static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)

    private func read(_ pieces: [[UInt8]]) -> [FrameReader.Item] {
        var reader = FrameReader()
        var items: [FrameReader.Item] = []
        for piece in pieces {
            reader.receive(ByteBuffer(bytes: piece))
            while true {
                let item = reader.next()
                if item == .needMore { break }
                items.append(item)
                if item == .malformed { return items }
            }
        }
        return items
    }

    @Test func readsTheSameAtEverySplit() {
        // SETTINGS, its acknowledgement, HEADERS, PING, its answer, DATA with END_STREAM, and a type that nobody knows.
        let bytes =
            Self.preface + Frame.settings([(0x4, 1)]) + Frame.settingsTaken + Frame.head
            + [0, 0, 8, 6, 0, 0, 0, 0, 0] + Self.payload + Frame.pong(Self.payload)
            + [0, 0, 2, 0, 1, 0, 0, 0, 5, 0x61, 0x62] + [0, 0, 0, 0xfe, 1, 0, 0, 0, 0]
        let whole = self.read([bytes])
        let ping = FrameReader.Item.ping(Self.payload)
        #expect(whole == [.other, .settings, .other, .other, ping, .other, .requestEnd(stream: 5), .other])
        for split in 0...bytes.count {
            #expect(self.read([Array(bytes[..<split]), Array(bytes[split...])]) == whole)
        }
        #expect(self.read(bytes.map { [$0] }) == whole)
    }

    @Test func otherProtocolsAreNone() {
        #expect(self.read([Array("GET / HTTP/1.1\r\nHost: a\r\n\r\n".utf8)]) == [.malformed])
    }

    /// RFC 9113 §6.7: its length is 8, so that nobody's memory is echoed.
    @Test func aPingOfAnotherLengthIsNone() {
        #expect(self.read([Self.preface + [0, 0, 1, 6, 0, 0, 0, 0, 0, 1]]) == [.other, .malformed])
    }

    @Test func aFrameBeyondTheLimitIsNotWaitedFor() {
        #expect(self.read([Self.preface + [0, 0x40, 1, 0, 0, 0, 0, 0, 1]]) == [.other, .malformed])
    }
}

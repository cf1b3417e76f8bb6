import Foundation
import GatewayFaults
import GatewayWire
import Testing

/// Everything the fuzzers start from, and everything that ever broke a parser, agrees with the slow parsers.
struct CorpusTests {
    private static let fuzz = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../Fuzz")

    /// The inputs for one target; their first byte chooses a variant for the fuzzer and is no part of the message.
    private static func inputs(_ target: String, variant: Int = 1) -> [[UInt8]] {
        ["Corpus", "Crashes"].flatMap { folder -> [[UInt8]] in
            let directory = self.fuzz.appending(path: "\(folder)/\(target)")
            let files =
                (try? FileManager.default.contentsOfDirectory(at: directory, includingPropertiesForKeys: nil)) ?? []
            return files.compactMap { try? Data(contentsOf: $0) }.map { [UInt8]($0.dropFirst(variant)) }
        }
    }

    @Test
    func requests() {
        let inputs = Self.inputs("request")
        #expect(inputs.count >= 15)
        for input in inputs {
            #expect(readRequest(input) == ReferenceRequest.read(input, limits: .request))
            SplitCheck.run(input) {
                var head = RequestHead()
                return { head.outcome($0) }
            }
        }
    }

    @Test
    func responses() {
        let inputs = Self.inputs("response")
        #expect(inputs.count >= 10)
        for input in inputs {
            #expect(readResponse(input) == ReferenceResponse.read(input, to: .get, limits: .response))
            SplitCheck.run(input) {
                var head = ResponseHead()
                return { head.outcome($0) }
            }
        }
    }

    @Test
    func bodies() {
        let inputs = Self.inputs("chunked")
        #expect(inputs.count >= 9)
        for input in inputs {
            let whole = ReferenceChunked.read(input)
            for split in 0...input.count {
                let run = readBody(input, pieces: [split])
                // A trailer line that has no end yet may hold its fault back.
                #expect(run == whole || run.end == .incomplete)
            }
            #expect(readBody(input) == whole)
        }
    }

    /// Cut or changed anywhere, a DNS message is read or refused at a place inside it.
    @Test
    func names() {
        let inputs = Self.inputs("names", variant: 0)
        #expect(inputs.count >= 6)
        for input in inputs {
            for at in input.indices {
                for byte in [UInt8(0), 1, 0x3F, 0x40, 0xC0, 0xFF] {
                    var changed = input
                    changed[at] = byte
                    Self.checkName(changed)
                }
                Self.checkName(Array(input[..<at]))
            }
        }
    }

    private static func checkName(_ bytes: [UInt8]) {
        do throws(DNSMessageError) {
            #expect(try DNSMessage(bytes).answers.count <= DNSMessage.mostRecords)
        } catch {
            #expect((0...bytes.count).contains(error.offset))
        }
    }
}

import GatewayBytes

@testable import GatewayWire

/// Header blocks through one decoder, and what came of each.
struct HPACKRun: ~Copyable {
    var decoder: HPACKDecoder

    init(limit: Int = 4096) { self.decoder = HPACKDecoder(limit: limit) }

    /// The fields of a block as `name: value`, never-indexed ones with a `!` before.
    mutating func decode(_ block: [UInt8]) throws -> [String] {
        var text = Buffer()
        var fields: [String] = []
        var offset = try self.decoder.begin(block.span)
        while let field = try self.decoder.next(block.span, at: &offset, into: &text) {
            let line = String(
                decoding: text.prefix(Int(field.value.end)).dropFirst(Int(field.name.start)),
                as: UTF8.self
            )
            fields.append(field.isNeverIndexed ? "!" + line : line)
        }
        return fields
    }

    static func error(_ block: [UInt8], limit: Int = 4096) -> HPACKError? {
        var run = HPACKRun(limit: limit)
        do {
            _ = try run.decode(block)
            return nil
        } catch {
            return error as? HPACKError
        }
    }
}

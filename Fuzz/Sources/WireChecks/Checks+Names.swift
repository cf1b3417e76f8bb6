internal import GatewayWire

extension Checks {
    /// A DNS message that is read keeps to the bounds that its reader promises, and a refused one says where.
    public static func names(_ bytes: [UInt8]) {
        do throws(DNSMessageError) {
            let message = try DNSMessage(bytes)
            precondition(message.answers.count <= DNSMessage.mostRecords)
            precondition(message.errors.count <= 8 && message.errors.allSatisfy { $0.text.utf8.count <= 120 })
            for question in message.questions {
                // Each of at most 255 octets is at most four characters.
                precondition(question.name.utf8.count <= 4 * 255, "a name grew past its bound")
                let found = message.addresses(of: question.name)
                precondition(found.ttl <= UInt32(Int32.max))
                _ = message.services(of: question.name)
            }
        } catch {
            precondition((0...bytes.count).contains(error.offset), "an error lies outside the bytes")
        }
    }
}

/// Where and why a structured field value could not be read.
public struct StructuredFieldError: Error, Hashable, Sendable {
    public enum Reason: String, CaseIterable, Hashable, Sendable {
        case tooLong = "the value is longer than is read"
        case tooManyParts = "there are more members or parameters than are read"
        case unexpectedEnd = "the value ends too early"
        case unexpectedByte = "this character is not allowed here"
        case trailingComma = "a comma must be followed by a member"
        case innerList = "an inner list is not allowed here"
        case memberNotName = "a member must be a token or a string"
        case numberTooLong = "the number has too many digits"
        case badNumber = "the number is malformed"
        case badBase64 = "the byte sequence is not valid base64"
        case badDisplayString = "the display string is not valid percent-encoded UTF-8"
    }

    public let reason: Reason
    /// The offset of the first byte that is wrong.
    public let offset: Int

    public init(reason: Reason, offset: Int) {
        self.reason = reason
        self.offset = offset
    }
}

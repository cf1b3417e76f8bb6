/// What a header block turned out to be; the compression state is in step after each of them.
public enum HTTP2HeadOutcome: Sendable, BitwiseCopyable {
    /// The text is a whole head or trailer section in HTTP/1.1 form.
    case complete(HTTP2HeadFacts)
    /// The message breaks a rule (RFC 9113 §8.1.1): a stream error of type PROTOCOL_ERROR.
    case malformed(HTTP2Rule)
    /// The list is over the limit; a server may answer 431 (RFC 9113 §10.5.1).
    case tooLarge
}

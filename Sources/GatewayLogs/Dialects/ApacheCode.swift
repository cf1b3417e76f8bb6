/// What part of the story a code of Apache tells.
enum ApacheCode {
    /// Why: with the errno, without the request. A line about the consequence follows.
    case reason
    /// That an exchange failed, without the errno.
    case consequence
    /// A consequence that says nothing new where another one was told.
    case echo
    /// A worker is set aside for a while, which follows from failures before.
    case workerDisabled
    /// The whole story.
    case other

    init(_ code: Slice, _ bytes: borrowing Span<UInt8>) {
        self = .other
        guard code.count == 7, let number = Text.number(Slice(code.lower + 2, code.upper), bytes) else { return }
        switch number {
        case 957, 2454, 1102, 10404, 10124, 1084, 2003, 2039, 2276, 2411: self = .reason
        case 1114, 1079, 898, 1106: self = .consequence
        case 1097: self = .echo
        case 959: self = .workerDisabled
        default: self = .other
        }
    }
}

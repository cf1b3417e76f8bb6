/// What a peer does on one connection, step by step.
///
/// Data, so that the scenario tables can be read as a list of what goes over the wire. `ScriptRunner` performs it.
struct Script: Sendable {
    /// The event that starts the steps.
    enum Moment: Sendable {
        /// The connection was accepted; the request is not waited for.
        case connected
        /// The first byte of the request arrived.
        case firstByte
        /// The request head is complete; content may still be on its way.
        case head
        /// The request is complete.
        case complete
        /// The request of a stream is complete; what comes is read as HTTP/2.
        case stream
    }

    /// What is said as soon as the connection stands, without anybody's asking.
    var greeting: [UInt8] = []
    /// Whether somebody answers PING (RFC 9113 §6.7), where frames are read.
    var answersPings = true
    /// When the steps begin.
    var begins: Moment = .complete
    /// Requests on the same connection that get a proper answer before the steps apply.
    var warmUps: Int = 0
    /// What happens, in order.
    ///
    /// After the last step the connection is kept for another request.
    var steps: [Step]
}

/// One thing a peer does.
enum Step: Sendable {
    /// Sends bytes and waits until the kernel took them.
    case send([UInt8])
    /// Sends one unit of bytes many times, as fast as the peer reads.
    case sendRepeated([UInt8], times: Int)
    /// Sends one unit of bytes again and again with a pause before each, until the peer leaves.
    case drip([UInt8], every: Pause)
    /// Does nothing for a while.
    case pause(Pause)
    /// The peer's bad spell begins (`PeerSpell`).
    case leave
    /// Ends the connection in a certain way.
    case end(Ending)

    /// Sends text as it is; line ends are written out.
    static func say(_ text: String) -> Step { .send(Array(text.utf8)) }
}

/// How long to do nothing.
///
/// The lengths are options, so that tests need not wait as long as people.
enum Pause: Sendable, Equatable {
    /// Long enough for the peer to have read what was sent: makes "data, then reset" two events and not one.
    case gap
    /// Longer than the peer's timers.
    case slow
    /// A kept connection is idle; the next request interrupts it.
    case idle
    case milliseconds(Int)
    /// So many milliseconds of work, one request of the lab after the other: the queue is inside.
    case turn(milliseconds: Int)
    /// The same for one scenario, and longer the more of them wait (`CrowdedWork`).
    case crowdedTurn(milliseconds: Int)
}

/// How a connection ends.
enum Ending: Sendable {
    /// An orderly end: FIN, then reads what still comes until the peer closes too, so that no reset follows.
    case fin
    /// A reset at once (`SO_LINGER` 0).
    case reset
    /// FIN for the sending direction; what the peer sends is read for as long as it likes.
    case halfClose
    /// Neither reads nor writes any more, and keeps the connection for the length of a `slow` pause.
    case stopReading
}

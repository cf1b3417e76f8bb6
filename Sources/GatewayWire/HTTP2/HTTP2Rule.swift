/// What a peer of an HTTP/2 connection did wrong.
///
/// The name is for logs and GOAWAY's debug data, the section says where the rule stands. Not a `Fault`: what the
/// violation means for an exchange is decided where both are known.
public enum HTTP2Rule: UInt8, Hashable, Sendable, BitwiseCopyable, CaseIterable {
    // MARK: Connection (RFC 9113 §3.4, §5)
    case prefaceInvalid, settingsNotFirst, streamIdentifierInvalid, streamIdentifierNotIncreasing, streamIdle
    case streamClosed, streamHalfClosed, concurrencyExceeded, pushForbidden, goAwayIdentifierIncreased

    // MARK: Frames (RFC 9113 §4, §6)
    case frameTooLarge, frameLengthInvalid, streamRequired, streamForbidden, paddingTooLong, continuationExpected
    case continuationUnexpected, settingsAckWithPayload, settingValueInvalid, windowIncrementZero, windowOverflow
    case flowControlExceeded, pushPromiseReceived, priorityUpdateMalformed

    // MARK: Compression (RFC 7541)
    case headerBlockInvalid

    // MARK: Messages (RFC 9113 §8)
    case fieldNameInvalid, fieldValueInvalid, connectionSpecificField, teInvalid, pseudoFieldMisplaced
    case pseudoFieldUnknown, pseudoFieldRepeated, pseudoFieldMissing, pseudoFieldForbidden, pseudoFieldInvalid
    case hostDiffers, contentLengthInvalid, contentLengthDiffers, statusInvalid, statusForbidden
    case trailersWithoutEnd, interimWithEnd, dataBeforeHead, protocolForbidden

    // MARK: Abuse
    case headerListTooLarge, headerBlockTooLarge, continuationFlood, rapidReset, settingsFlood, pingFlood
    case emptyDataFlood, windowUpdateFlood, priorityFlood, unknownFrameFlood, streamChurn, interimFlood
    /// Found by a timer of the driver.
    case peerTooSlow
}

extension HTTP2Rule {
    /// Where the rule stands.
    public var section: StaticString {
        switch self {
        case .prefaceInvalid, .settingsNotFirst: "RFC 9113 §3.4"
        case .frameTooLarge, .frameLengthInvalid: "RFC 9113 §4.2"
        case .headerBlockInvalid: "RFC 9113 §4.3"
        case .streamIdle, .streamClosed, .streamHalfClosed: "RFC 9113 §5.1"
        case .streamIdentifierInvalid, .streamIdentifierNotIncreasing: "RFC 9113 §5.1.1"
        case .concurrencyExceeded: "RFC 9113 §5.1.2"
        case .streamRequired, .streamForbidden: "RFC 9113 §6"
        case .flowControlExceeded, .windowIncrementZero: "RFC 9113 §6.9"
        case .windowOverflow: "RFC 9113 §6.9.1"
        case .paddingTooLong: "RFC 9113 §6.1"
        case .settingsAckWithPayload: "RFC 9113 §6.5"
        case .settingValueInvalid: "RFC 9113 §6.5.2"
        case .pushPromiseReceived, .pushForbidden: "RFC 9113 §8.4"
        case .goAwayIdentifierIncreased: "RFC 9113 §6.8"
        case .continuationExpected, .continuationUnexpected: "RFC 9113 §6.10"
        case .priorityUpdateMalformed: "RFC 9218 §7.1"
        case .fieldNameInvalid, .fieldValueInvalid: "RFC 9113 §8.2.1"
        case .connectionSpecificField, .teInvalid: "RFC 9113 §8.2.2"
        case .pseudoFieldMisplaced, .pseudoFieldUnknown, .pseudoFieldRepeated, .pseudoFieldForbidden: "RFC 9113 §8.3"
        case .pseudoFieldMissing, .pseudoFieldInvalid, .hostDiffers: "RFC 9113 §8.3.1"
        case .statusInvalid: "RFC 9113 §8.3.2"
        case .contentLengthInvalid, .contentLengthDiffers: "RFC 9113 §8.1.1"
        case .trailersWithoutEnd, .interimWithEnd, .dataBeforeHead: "RFC 9113 §8.1"
        case .statusForbidden: "RFC 9113 §8.6"
        case .protocolForbidden: "RFC 8441 §4"
        case .headerListTooLarge, .headerBlockTooLarge, .continuationFlood, .rapidReset, .settingsFlood, .pingFlood,
            .emptyDataFlood, .windowUpdateFlood, .priorityFlood, .unknownFrameFlood, .streamChurn, .interimFlood,
            .peerTooSlow:
            "RFC 9113 §10.5"
        }
    }
}

/// How long a stage of a walk took: the time in which at least one thing of it was under way.
///
/// Stages overlap where nothing of one depends on the other, so their sum may be more than the walk. What belongs to
/// which stage is written in docs/diagnose.md.
public struct StageTime: Hashable, Sendable {
    public var stage: Stage
    /// Milliseconds from the walk's beginning.
    public var began: Double
    public var milliseconds: Double

    /// A time in which something was under way, in monotonic nanoseconds.
    struct Span {
        var began: UInt64
        var ended: UInt64
    }

    /// - Parameter begun: when the walk began, in monotonic nanoseconds.
    static func all(of seen: Observations, since begun: UInt64) -> [StageTime] {
        Stage.allCases.compactMap { stage in
            let spans = Self.spans(of: stage, in: seen).filter { $0.began >= begun }
            guard let first = spans.map(\.began).min() else { return nil }
            return StageTime(
                stage: stage,
                began: Double(first - begun) / 1_000_000,
                milliseconds: Double(Self.length(of: spans)) / 1_000_000
            )
        }
    }

    /// Of all together; what overlaps counts once.
    static func length(of spans: [Span]) -> UInt64 {
        var (length, end): (UInt64, UInt64) = (0, 0)
        for span in spans.sorted(by: { $0.began < $1.began }) where span.ended > end {
            length += span.ended - max(end, span.began)
            end = span.ended
        }
        return length
    }

    // MARK: - What belongs to a stage

    private static func spans(of stage: Stage, in seen: Observations) -> [Span] {
        // The other version is a look like the first: its handshake is none of the exchange's time.
        let looks =
            seen.zonePages + seen.pages + seen.unverified + seen.resumptions + seen.versions + seen.origins
        switch stage {
        case .here:
            let controls = seen.controls.flatMap { [Self.span($0.resolution), $0.visit.flatMap(Self.whole)] }
            return [Self.span(seen.here.began, seen.here.ended)].compactMap { $0 } + controls.compactMap { $0 }
        case .resolve:
            return [Self.span(seen.resolution), seen.zone.flatMap { Self.span($0.began, $0.ended) }].compactMap { $0 }
        case .connect:
            return looks.compactMap { Self.span($0.marks.began, $0.marks.connected ?? $0.marks.ended) }
                + [seen.otherPort.flatMap(Self.whole), seen.path.flatMap { Self.span($0.began, $0.ended) }]
                .compactMap { $0 }
        case .handshake:
            let own = looks.filter { $0.encryption != nil }.compactMap { visit in
                visit.marks.connected.flatMap { Self.span($0, visit.marks.secured ?? visit.marks.ended) }
            }
            return own + (seen.handshakes + seen.originHandshakes).compactMap(Self.whole)
        case .exchange:
            let own = looks.compactMap { visit in
                let ready = visit.encryption == nil ? visit.marks.connected : visit.marks.secured
                return ready.flatMap { Self.span($0, visit.marks.ended) }
            }
            // Redirects are followed because of an answer, with all that it takes.
            let hops = seen.hops.flatMap { [Self.span($0.resolution), $0.visit.flatMap(Self.whole)] }
            return own + hops.compactMap { $0 }
        case .pattern:
            return (seen.contrasts + seen.samples.map(\.visit) + seen.reuse).compactMap(Self.whole)
        }
    }

    private static func whole(_ visit: Visit) -> Span? { Self.span(visit.marks.began, visit.marks.ended) }

    private static func span(_ resolution: Resolution) -> Span? { Self.span(resolution.began, resolution.ended) }

    private static func span(_ began: UInt64, _ ended: UInt64) -> Span? {
        began < ended ? Span(began: began, ended: ended) : nil
    }
}

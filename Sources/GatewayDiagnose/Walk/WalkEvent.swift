/// What a walk tells while it goes on.
public enum WalkEvent: Sendable {
    case here(HereFacts)
    case resolved(Resolution)
    case askedZone(ZoneFacts)
    case visitedByZone([Visit])
    /// One visit of each address.
    case visited([Visit])
    /// Another port of the same machine.
    case triedPort(Visit)
    case offered(HTTP3Offer)
    case unverified([Visit])
    case compared([Visit])
    /// In the other version of HTTP.
    case versioned([Visit])
    case followed(Observations.Hop)
    /// With one thing of the request changed.
    case contrasted([Visit])
    case sampled(Observations.Sample, number: Int)
    case reused([Visit])
    case bypassed([Visit])
    case traced(PathFacts)
    case controlled([Observations.ControlLook])
}

import GatewayCore
import GatewayWire
import Testing

/// Reading directives, hostile ones included.
struct CacheControlTests {
    private static func read(_ lines: String...) throws -> CacheControl {
        try CacheCase("", response: lines.map { "Cache-Control: " + $0 }).withResponse { CacheControl($0.fields, $1) }
    }

    @Test
    func readsAllDirectives() throws {
        let control = try Self.read(
            "max-age=1, s-maxage=2 , max-stale=3,min-fresh=4, stale-while-revalidate=5, stale-if-error=6",
            "no-cache, no-store, private, public, must-revalidate, proxy-revalidate, must-understand, only-if-cached"
        )
        #expect(control.maxAge == 1)
        #expect(control.sMaxAge == 2)
        #expect(control.maxStale == 3)
        #expect(control.minFresh == 4)
        #expect(control.staleWhileRevalidate == 5)
        #expect(control.staleIfError == 6)
        #expect(control.flags.rawValue == 0xFF)
    }

    @Test
    func takesTheMostRestrictiveOfRepeatedOnes() throws {
        let control = try Self.read(
            "max-stale=3, max-stale, min-fresh=4, min-fresh=9, stale-if-error=6, stale-if-error=5"
        )
        #expect(control.maxStale == 3)
        #expect(control.minFresh == 9)
        #expect(control.staleIfError == 5)
    }

    @Test(arguments: [
        ",", ",,, ,", "=", "=5", "\"", "\"max-age=5", "x=\"", "x=\"\\", "x=\"\\\"", "max age=5", "max-age5",
        "max-agee=5",
        "x=\", max-age=5\"", "x=\"a\\\", max-age=5\"",
    ])
    func readsNothingIntoNonsense(_ value: String) throws { #expect(try Self.read(value) == CacheControl()) }

    @Test
    func ignoresArgumentsThatCannotBeRead() throws {
        let control = try Self.read("max-stale=x, min-fresh=, stale-if-error=1.5, stale-while-revalidate")
        #expect(control == CacheControl())
    }
}

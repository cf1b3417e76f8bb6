/// The documentation of every key, made from the key table.
///
/// Both texts are committed under `docs/`; a test compares them with what this makes.
public enum ConfigurationReference {
    /// `docs/configuration.md`.
    public static var markdown: String {
        let sections = ConfigurationKey.byParent.keys
        let parents = [""] + ConfigurationKey.table.map(\.childPath).filter { sections.contains($0) }
        return Prose.introduction + parents.map(Self.section).joined() + Prose.rules
    }

    private static func section(_ parent: String) -> String {
        let keys = ConfigurationKey.byParent[parent] ?? []
        let title = parent.isEmpty ? "Keys at the left margin" : "`\(parent)`"
        var text = "## \(title)\n\n"
        if let summary = ConfigurationKey.table.first(where: { $0.childPath == parent })?.summary {
            text += summary + "\n\n"
        }
        text += "| key | value | default | since | meaning |\n|---|---|---|---|---|\n"
        for key in keys {
            let standard = key.defaultText.map { "`\($0)`" } ?? Self.noDefault(key)
            text += "| `\(key.name)` | \(key.kind.words) | \(standard) | \(key.since) | \(key.summary) |\n"
        }
        return text + "\n"
    }

    private static func noDefault(_ key: ConfigurationKey) -> String {
        if key.isRequired { return "required" }
        if key.path.hasPrefix("routes[].timeouts.") { return "as in `timeouts`" }
        return key.path == "identity" ? "host name" : "–"
    }
}

private enum Prose {
    static let introduction = """
        # Configuration

        <!-- Made from the key table in Sources/GatewayConfig/Table. To change it, change the table and run
        GOODGATE_WRITE_DOCS=1 swift test --filter ReferenceTests -->

        One YAML file; `goodgate check FILE` finds everything that is wrong with it, each problem with its place and what
        to write instead, and exits with a status other than 0 if there is an error. The smallest useful file:

        ```yaml
        routes:
          - to: http://127.0.0.1:3000
        ```

        A longer one:

        ```yaml
        workers: 1
        access-log: off
        listen:
          - address: 127.0.0.1:8080
        routes:
          - match: { host: shop.example, path: /api/ }
            to: [http://127.0.0.1:9001, http://127.0.0.1:9002]
          - to: [http://127.0.0.1:9001]
        ```

        More are in `Examples/`. Editors complete and check the file with the JSON Schema beside this page,
        `configuration.schema.json`.

        Values: durations are `250ms`, `10s`, `1m30s`, `1h`, and `off` (or 0) where there may be no limit. Sizes are
        `512` (bytes), `16KiB` (1024s), `10MB` (thousands). Shares are `20%`, rates `100/s`, `1000/m` or
        `10/s burst 20`. Relative paths begin at the directory of the file.
        Where a list is expected, one value may stand alone. Many mappings have a short form for the common case: `retry:
        off` is `retry: { attempts: off }`.


        """

    static let rules = """
        ## Matching

        Every request goes to exactly one route, and the order of the routes in the file does not matter. Among the
        routes whose `match` takes the request, the more specific one wins, decided in this order:

        1. **Host.** An exact host wins over a wildcard, a longer wildcard over a shorter one, and any wildcard over a
           route without `host`. Case, a final dot and the port of the `Host` field do not count.
        2. **Path.** The longer prefix wins. A prefix covers whole segments.
        3. **Method.** A route that names the method wins over one that does not.

        The host decides before the path: a request for `shop.example/api/x` goes to the route for `shop.example` even
        when a route without host has the path `/api`. Two routes that take the same requests with the same precedence
        are an error, because nothing but their order would decide. A request that no route takes gets an answer of the
        gateway's own.

        ## Flags

        `--listen`, `--workers`, `--admin` and `--access-log` win over the file. `--to` makes one route for everything
        and cannot be given together with a file that has routes.

        ## Reload

        SIGHUP and `POST /reload` read the file again. One with an error changes nothing and is reported; warnings do
        not keep a file from being used.

        ## Bounds

        The file may have 4 MiB, 32 levels and 500,000 values. YAML aliases (`*name`) may be used up to 16 times in a
        file of up to 256 KiB; tags (`!name`) are not used.

        """
}

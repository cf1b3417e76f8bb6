internal import GatewayGuide

/// The frame of the admin pages: one document, its styles inside, nothing loaded from anywhere.
enum AdminPage {
    /// - Parameters:
    ///   - title: plain text
    ///   - body: HTML, with everything from outside already escaped
    static func document(title: String, body: String) -> String {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>\(Escape.html(title)) · Good Gateway</title>
        <style>\(Self.style)</style>
        </head>
        <body>
        <main>
        \(body)
        </main>
        </body>
        </html>

        """
    }

    private static let style = """
        :root{--ink:#1c2126;--soft:#57606a;--paper:#fbfbfa;--card:#fff;--line:#d9dde2;--link:#0b5cad;--bad:#b42318;\
        --warn:#8a5300;--good:#186a3b}
        @media (prefers-color-scheme:dark){:root{--ink:#e8eaed;--soft:#a4adb8;--paper:#14171a;--card:#1c2024;\
        --line:#343a42;--link:#7ab7ff;--bad:#ff8f85;--warn:#f0b35a;--good:#6fd39a}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
        main{max-width:72rem;margin:0 auto;padding:1.5rem 1rem 3rem}
        h1{font-size:1.5rem;margin:0 0 .25rem}h2{font-size:1.1rem;margin:2rem 0 .5rem}
        a{color:var(--link)}a:focus-visible,[tabindex]:focus-visible{outline:3px solid var(--link);outline-offset:2px}
        p{margin:.25rem 0 .75rem}.soft{color:var(--soft)}
        .good{color:var(--good)}.warn{color:var(--warn)}.bad{color:var(--bad)}
        dl{display:grid;grid-template-columns:repeat(auto-fit,minmax(9rem,1fr));gap:.75rem;margin:1rem 0}
        dl div{background:var(--card);border:1px solid var(--line);border-radius:.5rem;padding:.6rem .8rem}
        dt{color:var(--soft);font-size:.85rem}dd{margin:0;font-size:1.25rem;font-variant-numeric:tabular-nums}
        .scroll{overflow-x:auto;border:1px solid var(--line);border-radius:.5rem;background:var(--card)}
        table{border-collapse:collapse;width:100%;font-size:.925rem}
        th,td{text-align:left;padding:.45rem .75rem;border-top:1px solid var(--line);vertical-align:top}
        thead th{border-top:0;color:var(--soft);font-weight:600;white-space:nowrap}
        td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}
        td.t{white-space:nowrap}td.w{overflow-wrap:anywhere;min-width:11rem}
        code,pre{font:.9em/1.5 ui-monospace,monospace}
        pre{overflow-x:auto;background:var(--card);border:1px solid var(--line);border-radius:.5rem;padding:1rem}
        """
}

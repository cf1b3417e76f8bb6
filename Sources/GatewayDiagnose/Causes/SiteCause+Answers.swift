internal import GatewayGuide

extension SiteCause {
    /// Words of causes that show in what the server answers.
    var wordsOfAnswers: CauseWords {
        switch self {
        case .closedWithoutAnswer:
            CauseWords(
                "The server takes the request and closes the connection without an answer",
                .server,
                [
                    (
                        .developer,
                        "Look into the application's log at this second: it crashed or was killed while it worked."
                    ),
                    (.operator, "`dmesg | grep -i oom`, restart counters, limits of the process."),
                ],
                next: "the same request with --method HEAD and for another path"
            )
        case .slowAnswer:
            CauseWords(
                "The server takes the request and does not answer in time",
                .server,
                [
                    (.developer, "Find what this request waits for: locks, slow queries, calls without a time limit."),
                    (
                        .operator,
                        "Look at load, workers in use and queue now; restart only after a dump of the threads."
                    ),
                    (.visitor, "Wait a few minutes."),
                ],
                next: "goodgate diagnose URL --timeout 90s: which timer ends it?"
            )
        case .notHTTP:
            CauseWords(
                "What answers there does not speak HTTP",
                .server,
                [
                    (.operator, "See what listens on PORT (`ss -ltnp`) and point the name or port at the web server."),
                    (.developer, "An application that prints before its answer breaks it the same way."),
                ]
            )
        case .malformedHead:
            CauseWords(
                "The head of the answer breaks the rules of HTTP",
                .server,
                [
                    (.developer, "Repair the field or status line named above; a gateway in front makes a 502 of it."),
                    (.operator, "See what was deployed or installed last."),
                ]
            )
        case .headTooLarge:
            CauseWords(
                "The head of the answer is too large",
                .server,
                [
                    (.developer, "Make the fields smaller, most often cookies or a Content-Security-Policy."),
                    (.operator, "Gateways stop at 4 to 128 KiB: raise the limit only after you know why it grew."),
                ]
            )
        case .contentCutShort:
            CauseWords(
                "The answer ends before it is complete",
                .server,
                [
                    (.developer, "The application announced more than it sent, or died in the middle: see its log."),
                    (.operator, "Check for full disks of the proxy's temporary files and for timers that cut."),
                ]
            )
        case .contentStalled:
            CauseWords(
                "The answer begins and then stops",
                .server,
                [
                    (.developer, "Find what it waits for in the middle of the page."),
                    (.provider, "Look for loss and path MTU trouble."),
                ]
            )
        case .redirectLoop:
            CauseWords(
                "The site redirects in a circle",
                .server,
                [
                    (
                        .operator,
                        "Most often a gateway ends TLS and the application redirects to https again: pass "
                            + "X-Forwarded-Proto, or set the CDN to encrypt towards the origin."
                    ),
                    (.developer, "Check rules for www, trailing slash and login that undo each other."),
                    (.visitor, "Delete the site's cookies and try again."),
                ]
            )
        case .redirectUnusable:
            CauseWords(
                "The site redirects to an address that cannot be followed",
                .server,
                [(.developer, "Write a valid URI into Location.")]
            )
        case .applicationError:
            CauseWords(
                "The application failed with this request",
                .origin,
                [
                    (.developer, "Find this second in the application's log; repeat the request against it alone."),
                    (.operator, "See what was deployed last, and whether database and disk are well."),
                    (.visitor, "Try again later, and tell the owner what you did."),
                ]
            )
        case .overloaded:
            CauseWords(
                "The site turns requests away because it has too many",
                .origin,
                [
                    (.visitor, "Wait as long as the answer says (Retry-After), else some minutes."),
                    (.operator, "Compare request rate and duration now and an hour ago; add capacity or shed load."),
                ]
            )
        case .maintenance:
            CauseWords(
                "The site is closed for maintenance",
                .origin,
                [(.visitor, "Come back later."), (.operator, "Switch maintenance off when it is done.")]
            )
        case .refusedByPolicy:
            CauseWords(
                "The site refuses this client by a rule",
                .gateway,
                [
                    (.visitor, "Slow down, or try without VPN; ask the owner with the id above."),
                    (.operator, "Look for the rule in firewall, bot protection or rate limit by the id above."),
                ],
                next: "the same with a browser's User-Agent and from another network"
            )
        case .postFails:
            CauseWords(
                "Requests with content (POST) fail, others do not",
                .server,
                [
                    (
                        .operator,
                        "Look at what reads content: limits on size, buffers and their disk, a firewall of "
                            + "applications, redirects that drop it."
                    ),
                    (.developer, "Look into the application's log at this second."),
                ],
                next: "curl -v -d goodgate-diagnose=1 URL"
            )
        case .storedFailure:
            CauseWords(
                "A cache goes on showing a failure that is over",
                .gateway,
                [
                    (.operator, "Purge the address from the cache, and store errors for seconds at most."),
                    (.developer, "Send `Cache-Control: no-store` with errors."),
                    (.visitor, "Reload with Ctrl+Shift+R, or wait."),
                ],
                next: "curl -v -H 'Cache-Control: no-cache' URL"
            )
        case .http2Broken:
            CauseWords(
                "It fails over HTTP/2 only",
                .server,
                [
                    (
                        .operator,
                        "Look for fields that HTTP/2 forbids (Connection, Transfer-Encoding, upper-case names) in "
                            + "what the site adds, and at limits on streams; until then switch HTTP/2 off."
                    ),
                    (.provider, "Update the gateway: see its changes about HTTP/2."),
                    (.visitor, "Browsers give no choice; `curl --http1.1` works."),
                ],
                next: "goodgate diagnose URL --http 1.1, and the same with --http 2"
            )
        case .http1Broken:
            CauseWords(
                "It fails over HTTP/1.1 only",
                .server,
                [
                    (
                        .operator,
                        "Compare the rules for HTTP/1.1 with those for HTTP/2: health checks, older programs and "
                            + "gateways come in HTTP/1.1."
                    ),
                    (.developer, "Look at what depends on the version: Host, keep-alive, chunked content."),
                ],
                next: "goodgate diagnose URL --http 1.1, and the same with --http 2"
            )
        // Default: the words of the others stand in the files of their stage.
        default: CauseWords(self.rawValue, .server, [])
        }
    }
}

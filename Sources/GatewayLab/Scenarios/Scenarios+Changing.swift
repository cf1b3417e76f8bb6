import GatewayFaults

extension Scenarios {
    /// Peers whose trouble is in time, in numbers or beside others: only several requests meet it.
    static let changing: [Recipe] = [
        Recipe(
            Scenario(
                "restart-gap",
                "After an answer it stops listening and resets its connections; a second later it listens again.",
                at: .ownPort,
                trial: Trial(
                    subject: "wait",
                    truth: "Nobody sees an error: requests wait until it listens again.",
                    rounds: [
                        TrialRound(.atOnce, .untilMet(atMost: 1)),
                        TrialRound(.inSpell, .together(10), method: "POST"),
                    ],
                    signs: [.saved(.wait)]
                )
            ),
            .changing(.gone(isAnnounced: false))
        ),
        Recipe(
            Scenario(
                "rolling",
                "Answers with `Connection: close`, refuses for a second and comes back, beside a server that is well.",
                at: .ownPort,
                trial: Trial(
                    subject: "another server",
                    truth: "Nobody sees an error: the other server serves until it is back.",
                    rounds: [
                        TrialRound(.atOnce, .untilMet(atMost: 20)),
                        TrialRound(.inSpell, .together(20), method: "POST", share: .none, within: .milliseconds(800)),
                        TrialRound(.afterSpell, .together(20), method: "POST"),
                    ],
                    signs: []
                )
            ),
            .changing(.gone(isAnnounced: true)),
            neighbour: Scenarios.quickServer
        ),
        Recipe(
            Scenario(
                "slow-beside-fast",
                "Answers after 200 ms, beside a server that takes 1 ms.",
                at: .ownPort,
                trial: Trial(
                    subject: "balance",
                    truth: "It gets less than a fifth of the requests, beyond what chance explains.",
                    rounds: [
                        TrialRound(.atOnce, .steady(300, every: .milliseconds(5)), share: .below(percent: 20))
                    ],
                    signs: []
                )
            ),
            .scripted(Script(steps: [.pause(.milliseconds(200)), .say(Scenarios.properAnswer)])),
            neighbour: Scenarios.quickServer
        ),
        Recipe(
            Scenario(
                "health-failing",
                "After a page, its `/health` answers 503 for a second and its pages are as good as ever, beside a "
                    + "server that is well.",
                ask: Ask(needs: .check),
                at: .ownPort,
                trial: Trial(
                    subject: "health",
                    truth: "Its check takes it out, with the reason, and brings it back; the other server serves.",
                    rounds: [
                        TrialRound(.atOnce, .untilMet(atMost: 20)),
                        TrialRound(.told(state: "down"), .inTurn(20, clients: 4), share: .none),
                        TrialRound(.told(state: "up"), .inTurn(20, clients: 4)),
                    ],
                    signs: [
                        .told([
                            Trial.Event(
                                name: "endpoint_state",
                                to: "down",
                                reason: "check_failed",
                                detail: "answered 503"
                            ),
                            Trial.Event(name: "endpoint_state", to: "up", reason: "check_passed", detail: ""),
                        ])
                    ]
                )
            ),
            .changing(.unwell(path: "/health")),
            neighbour: Scenarios.quickServer
        ),
        Recipe(
            Scenario(
                "overloaded",
                "Works on one request at a time, for 12 ms and a fiftieth longer for each that waits.",
                at: .ownPort,
                trial: Trial(
                    subject: "overload",
                    truth: "It gets few requests at once: who is admitted is answered in time, the others wait, or get "
                        + "503 with Retry-After.",
                    rounds: [
                        TrialRound(.atOnce, .inTurn(16, clients: 1)),
                        TrialRound(
                            .atOnce,
                            .steady(140, every: .milliseconds(5)),
                            answers: .goodOrLater,
                            within: .milliseconds(2500)
                        ),
                    ],
                    signs: [
                        .told([
                            Trial.Event(name: "endpoint_backlog", to: "limited", reason: "queue_grows", detail: "")
                        ])
                    ]
                )
            ),
            steps: .pause(.crowdedTurn(milliseconds: 12)),
            .say(Scenarios.properAnswer)
        ),
        Recipe(
            Scenario(
                "address-moves",
                "Its name gives an address where nobody listens any more, and from the second question on the new one.",
                at: .name,
                trial: Trial(
                    subject: "resolve",
                    truth: "Nobody sees an error: the name is asked for again, and its new address answers.",
                    rounds: [
                        // An answer of less than a second ago is believed, and not asked for again.
                        TrialRound(.after(.milliseconds(1200)), .together(5), method: "POST")
                    ],
                    signs: [.saved(.resolve)]
                )
            ),
            .moving(Script(steps: [.say(Scenarios.properAnswer)]))
        ),
    ]

    private static let quickServer = Script(steps: [.pause(.milliseconds(1)), .say(Scenarios.properAnswer)])
}

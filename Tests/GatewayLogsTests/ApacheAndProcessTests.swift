import Testing

@testable import GatewayLogs

/// Apache's error log, and messages of processes.
struct ApacheAndProcessTests {
    @Test
    func theErrnoOfAnAttemptAndItsClientAreOneMessage() {
        let text = """
            [Sat Nov 21 15:38:00.123456 2026] [proxy:error] [pid 7:tid 9] (111)Connection refused: AH00957: http: attempt to connect to 127.0.0.1:9 (127.0.0.1:9) failed
            [Sat Nov 21 15:38:00.123460 2026] [proxy_http:error] [pid 7:tid 9] [client 192.0.2.7:44848] AH01114: HTTP: failed to make connection to backend: 127.0.0.1
            [Sat Nov 21 15:38:01.000000 2026] [proxy:error] [pid 7:tid 9] (110)Connection timed out: AH00957: http: attempt to connect to 10.0.0.9:80 (10.0.0.9:80) failed
            [Sat Nov 21 15:38:01.000001 2026] [proxy_http:error] [pid 7:tid 9] [client 192.0.2.8:1] AH01114: HTTP: failed to make connection to backend: 10.0.0.9
            """
        let lines = ReadLine.all(text, as: .apacheError)
        #expect(lines.map(\.kind) == [.remark, .message, .remark, .message])
        #expect(lines[1].fault == "connect_refused")
        #expect(lines[1].client == "192.0.2.7")
        #expect(lines[1].time == 1_795_275_480_123)
        #expect(lines[3].fault == "connect_timeout")
    }

    @Test
    func aClosedConnectionAndATimeoutAreToldApart() {
        let text = """
            [Sat Nov 21 15:38:00 2026] [proxy_http:error] [pid 7:tid 9] (20014)End of file found: [client 192.0.2.7:4] AH01102: error reading status line from remote server 127.0.0.1:80
            [Sat Nov 21 15:38:00 2026] [proxy:error] [pid 7:tid 9] [client 192.0.2.7:4] AH00898: Error reading from remote server returned by /a
            [Sat Nov 21 15:38:00 2026] [proxy_http:error] [pid 7:tid 8] (70007)The timeout specified has expired: [client 192.0.2.7:4] AH01102: error reading status line from remote server 127.0.0.1:80
            [Sat Nov 21 15:38:00 2026] [proxy:error] [pid 7:tid 8] [client 192.0.2.7:4] AH00898: Error reading from remote server returned by /b
            """
        let lines = ReadLine.all(text, as: .apacheError)
        #expect(lines.map(\.fault) == [nil, "closed_before_head", nil, "response_head_timeout"])
        #expect(lines.map(\.kind) == [.remark, .message, .remark, .message])
    }

    @Test(arguments: [
        (
            "[21-Nov-2026 15:38:00] WARNING: [pool www] server reached pm.max_children setting (5), consider raising it",
            LogEvent.workersExhausted
        ),
        (
            "[21-Nov-2026 15:38:00] WARNING: [pool www] child 17 exited on signal 11 (SIGSEGV) after 3.1 seconds from start",
            .crashed
        ),
        ("[2026-11-21 15:38:00 +0000] [17] [CRITICAL] WORKER TIMEOUT (pid:18)", .workerKilled),
        ("[2026-11-21 15:38:00 +0000] [17] [INFO] Booting worker with pid: 19", .started),
        ("Nov 21 15:38:00 web kernel: Out of memory: Killed process 812 (node) total-vm:1048576kB", .outOfMemory),
        ("Nov 21 15:38:00 web systemd[1]: app.service: Main process exited, code=killed, status=9/KILL", .crashed),
        ("Nov 21 15:38:00 web systemd[1]: Started app.service - The application.", .started),
        (
            "2026-11-21T15:38:00+0000 web haproxy[1]: Server app/s1 is DOWN, reason: Layer4 connection problem",
            .serverDown
        ),
        ("Nov 21 15:38:00 web haproxy[1]: Server app/s1 is UP, reason: Layer7 check passed, code: 200", .serverUp),
        (
            "Nov 21 15:38:00 web node[7]: throw er; // Error: listen EADDRINUSE: address already in use :::3000",
            .crashed
        ),
        ("Nov 21 15:38:00 web node[7]:         triggerUncaughtException(err, true /* fromPromise */);", .crashed),
        ("Nov 21 15:38:00 web node[7]: Error: certificate has expired, code: 'CERT_HAS_EXPIRED'", .certificateExpired),
        ("Nov 21 15:38:00 web pm2[7]: PM2        | App [api:0] exited with code [1] via signal [SIGINT]", .crashed),
        ("[21-Nov-2026 15:38:00] NOTICE: Reloading in progress ...", .reloaded),
        ("[21-Nov-2026 15:38:00] NOTICE: fpm is running, pid 812", .started),
        ("[21-Nov-2026 15:38:00] WARNING: [pool www] child 9 exited with code 255 after 0.1 seconds", .crashed),
        ("[2026-11-21 15:38:00 +0000] [17] [INFO] Handling signal: term", .stopped),
        ("[2026-11-21 15:38:00 +0000] [17] [INFO] Hang up: Master", .reloaded),
        ("2026-11-21T15:38:00Z Normal Pulled deployment/web Scaled up replica set web-7d9 to 3", .deployed),
        ("2026-11-21T15:38:00Z Warning BackOff pod/web Back-off restarting failed container", .crashed),
        ("Nov 21 15:38:00 web systemd[812]: Reloaded app.service.", .reloaded),
        (
            "2026-11-21T15:38:00.000Z FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory",
            .outOfMemory
        ),
    ])
    func processesTellWhatHappened(text: String, event: LogEvent) throws {
        let line = try #require(ReadLine.all(text, as: .process, DialectSettings(year: 2026)).first)
        #expect(line.kind == .event)
        #expect(line.event == event)
        #expect(line.time == 1_795_275_480_000)
    }

    @Test
    func theJournalsExportFormHasItsTimeOnALineOfItsOwn() {
        let text = """
            __CURSOR=s=1
            __REALTIME_TIMESTAMP=1795275480000000
            _HOSTNAME=web
            MESSAGE=app.service: Failed with result 'oom-kill'.
            """
        let lines = ReadLine.all(text, as: .process)
        #expect(lines.last?.event == .outOfMemory)
        #expect(lines.last?.time == 1_795_275_480_000)
    }

    @Test
    func theJournalAsJSONKnowsWhoSaidIt() {
        func entry(_ identifier: String, _ message: String) -> String {
            #"{"__REALTIME_TIMESTAMP":"1795275480000000","SYSLOG_IDENTIFIER":"\#(identifier)","MESSAGE":"\#(message)"}"#
        }
        let text = [
            entry("systemd", "Stopped app.service - The application."), entry("app", "Stopped looking for more."),
            entry("kernel", "Out of memory: Killed process 812 (node)"),
        ]
        let lines = ReadLine.all(text.joined(separator: "\n"), as: .json)
        #expect(lines.map(\.event) == [.stopped, .none, .outOfMemory])
        #expect(lines.map(\.time) == [1_795_275_480_000, 1_795_275_480_000, 1_795_275_480_000])
    }

    @Test
    func wordsOfEveryDayAreNoEvents() {
        let text = """
            Nov 21 15:38:00 web app[1]: Started the import of 7 files
            Nov 21 15:38:00 web app[1]: memory is fine, panicking is not
            Nov 21 15:38:00 web app[1]: user said: Stopped by the police
            """
        #expect(
            ReadLine.all(text, as: .process, DialectSettings(year: 2026)).map(\.kind) == [.remark, .remark, .remark]
        )
    }
}

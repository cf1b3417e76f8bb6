/// The result as it is shown: in words and numbers, without references into what was read.
///
/// Encoded as it is for `--json`; `version` grows when a member changes its meaning or goes.
public struct LogReport: Sendable, Encodable {
    public struct Input: Sendable, Encodable {
        public var file: String
        public var format: String
        public var title: String
    }

    public struct Totals: Sendable, Encodable {
        public var lines: UInt64
        public var bytes: UInt64
        public var requests: UInt64
        public var messages: UInt64
        public var failures: UInt64
        public var failureShare: Double
        public var clientsLeft: UInt64
        public var unreadableLines: UInt64
        public var cutLines: UInt64
        public var linesOutsideTimes: UInt64
        /// Bytes of files in order of time that were passed over without being read.
        public var bytesNotRead: UInt64
        public var timesGoingBack: UInt64
        public var visitorsHit: Int
        public var joined: UInt64
        public var cost: Double?
    }

    public struct Sample: Sendable, Encodable {
        public var file: String
        public var line: UInt64
        /// The byte of the file that line 1 begins at, where the lines before it were not read.
        public var offset: UInt64?
        public var text: String

        /// For people: "access.log:17", or "access.log:17 from byte 5000".
        var place: String { "\(self.file):\(self.line)" + (self.offset.map { " from byte \($0)" } ?? "") }
    }

    public struct Count: Sendable, Encodable {
        public var name: String
        public var count: UInt64
        /// The part of the failures, 0 to 1.
        public var share: Double
        /// Requests in all, where they are counted by this key.
        public var requests: UInt64?
    }

    public struct CauseEntry: Sendable, Encodable {
        /// The token of the fault; "origin_status", "untold" or "unclassified" where there is none.
        public var fault: String
        public var title: String
        public var type: String?
        public var side: String?
        public var phase: String?
        public var retry: String?
        public var temporary: Bool?
        public var product: String?
        public var name: String?
        public var count: UInt64
        public var share: Double
        public var first: String?
        public var last: String?
        public var ongoing: Bool
        public var visitors: Int
        public var meaning: String
        public var who: String
        public var fix: String
        public var statuses: [Count]
        public var endpoints: [Count]
        public var upstreams: [Count]
        public var patterns: [LogPattern]
        public var timeline: [UInt64]
        public var samples: [Sample]
    }

    public struct Step: Sendable, Encodable {
        public var time: String
        public var requests: UInt64
        public var failures: UInt64
    }

    public struct Table: Sendable, Encodable {
        public var by: String
        public var rows: [Count]
    }

    public struct Event: Sendable, Encodable {
        public var event: String
        public var count: UInt64
        public var last: String?
        public var sample: Sample?
    }

    public var version = 1
    public var inputs: [Input]
    public var problems: [InputProblem]
    public var totals: Totals
    public var first: String?
    public var last: String?
    public var stepSeconds: Double
    public var statuses: [Count]
    public var causes: [CauseEntry]
    /// Attempts that failed while their requests did not, as far as the logs tell.
    public var attempts: [CauseEntry]
    public var timeline: [Step]
    public var tables: [Table]
    public var events: [Event]
    public var unclassified: [Sample]
    /// What the numbers do not say by themselves: limits that were reached, what could not be known.
    public var notes: [String]
}

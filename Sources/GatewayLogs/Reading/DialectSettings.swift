/// What dialects need to know that their lines do not say.
struct DialectSettings: Sendable {
    /// How lines of the format `template` are made.
    var template: LineTemplate?
    /// Minutes east of UTC of times that are written without a zone.
    var zoneMinutes = 0
    /// The year of times that are written without one.
    var year = 1970
    /// The names of the columns of a W3C log.
    var columns: [W3CColumn] = []
    /// Whether the columns are divided by tabs.
    var hasTabs = false
}

/// The version of the program; the one place that says it.
public enum ProgramVersion {
    public static let text = "0.1.0"
}

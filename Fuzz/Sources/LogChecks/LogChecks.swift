import GatewayLogs

/// What must hold for every sequence of bytes that is read as a log.
public enum LogChecks {
    public static func lines(_ bytes: [UInt8]) { _ = LineProbe.read(bytes) }

    /// What must hold for every sequence of bytes that is read as a configuration of nginx.
    public static func nginxConfiguration(_ bytes: [UInt8]) { _ = NginxConfProbe.read(bytes) }
}

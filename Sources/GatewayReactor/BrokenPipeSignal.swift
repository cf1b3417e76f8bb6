internal import CGatewaySystem

/// The signal of a write to a connection that the peer closed.
public enum BrokenPipeSignal {
    /// Makes such a write fail with `EPIPE` instead of ending the process: `splice` has no flag for it, as `send` has.
    public static func ignore() { gg_ignore_sigpipe() }
}

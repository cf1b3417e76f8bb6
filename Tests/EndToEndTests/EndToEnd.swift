import Testing

/// Tests of the whole data plane over real sockets.
///
/// One at a time, because some of them measure.
@Suite(.serialized) enum EndToEnd {}

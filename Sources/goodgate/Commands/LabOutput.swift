import ArgumentParser

/// What `goodgate lab` and the commands under it have in common.
struct LabOutput: ParsableArguments {
    @Flag(help: "List what there is and end.")
    var list = false

    @Flag(help: "Print JSON.")
    var json = false
}

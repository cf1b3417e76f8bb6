// swift-tools-version: 6.3
import PackageDescription

// A package of its own, because fuzzing needs flags that a package others depend on may not have.
// Run it with `Scripts/fuzz`.
let package = Package(
    name: "good-gateway-fuzz",
    dependencies: [
        .package(name: "good-gateway", path: "../")
    ],
    targets: [
        .target(
            name: "WireChecks",
            dependencies: [
                .product(name: "GatewayWire", package: "good-gateway"),
                .product(name: "GatewayCore", package: "good-gateway"),
            ]
        ),
        .target(name: "LogChecks", dependencies: [.product(name: "GatewayLogs", package: "good-gateway")]),
        .executableTarget(name: "fuzz-request", dependencies: ["WireChecks"]),
        .executableTarget(name: "fuzz-response", dependencies: ["WireChecks"]),
        .executableTarget(name: "fuzz-chunked", dependencies: ["WireChecks"]),
        .executableTarget(name: "fuzz-names", dependencies: ["WireChecks"]),
        .executableTarget(name: "fuzz-http2", dependencies: ["WireChecks"]),
        .executableTarget(name: "fuzz-logs", dependencies: ["LogChecks"]),
        .executableTarget(name: "fuzz-nginx-conf", dependencies: ["LogChecks"]),
    ],
    swiftLanguageModes: [.v6]
)

for target in package.targets {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .strictMemorySafety(),
    ]
    // The fuzzer brings `main`.
    if target.type == .executable { target.swiftSettings?.append(.unsafeFlags(["-parse-as-library"])) }
}

// swift-tools-version: 6.3
import PackageDescription

// A package of its own, so that the main one always resolves and builds without it.
let package = Package(
    name: "good-gateway-benchmarks",
    dependencies: [
        .package(name: "good-gateway", path: "../")
    ],
    targets: [
        .executableTarget(
            name: "balance-bench",
            dependencies: [
                .product(name: "GatewayConfig", package: "good-gateway"),
                .product(name: "GatewayCore", package: "good-gateway"),
            ],
            swiftSettings: [
                .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("InternalImportsByDefault"),
                .enableUpcomingFeature("MemberImportVisibility"),
                .strictMemorySafety(),
            ]
        ),
        .executableTarget(
            name: "wire-bench",
            dependencies: [
                .product(name: "GatewayWire", package: "good-gateway")
            ],
            swiftSettings: [
                .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("InternalImportsByDefault"),
                .enableUpcomingFeature("MemberImportVisibility"),
                .strictMemorySafety(),
            ]
        ),
    ],
    swiftLanguageModes: [.v6]
)

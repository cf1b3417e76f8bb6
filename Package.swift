// swift-tools-version: 6.3
import PackageDescription

// The layers of docs/architecture.md: a target depends only on targets of a lower layer.
// `Scripts/check` reads this manifest and fails when one does not.
let package = Package(
    name: "good-gateway",
    products: [
        .executable(name: "goodgate", targets: ["goodgate"]),
        // For the packages in Benchmarks and Fuzz.
        .library(name: "GatewayWire", targets: ["GatewayWire"]),
        .library(name: "GatewayConfig", targets: ["GatewayConfig"]),
        .library(name: "GatewayCore", targets: ["GatewayCore"]),
        .library(name: "GatewayLogs", targets: ["GatewayLogs"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        // What Hummingbird's own interface is made of.
        .package(url: "https://github.com/apple/swift-http-types.git", from: "1.8.0", traits: []),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.14.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.0.0"),
    ],
    targets: [
        // MARK: - Layer 0: vocabulary, bytes, system
        .target(name: "CGatewaySystem"),
        .systemLibrary(name: "CAres", pkgConfig: "libcares", providers: [.apt(["libc-ares-dev"])]),
        .systemLibrary(name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
        .target(name: "GatewayFaults"),
        .target(name: "GatewayBytes"),

        // MARK: - Layer 1: words, wire, configuration
        .target(name: "GatewayWire", dependencies: ["GatewayFaults", "GatewayBytes"]),
        .target(name: "GatewayGuide", dependencies: ["GatewayFaults"]),
        .target(
            name: "GatewayConfig",
            dependencies: ["GatewayFaults", .product(name: "Yams", package: "Yams")]
        ),

        // MARK: - Layer 2: decisions, event loop
        .target(
            name: "GatewayReactor",
            dependencies: ["CGatewaySystem", "CAres", "COpenSSL", "GatewayBytes", "GatewayWire"]
        ),
        .target(
            name: "GatewayCore",
            dependencies: ["GatewayFaults", "GatewayBytes", "GatewayWire", "GatewayConfig"]
        ),

        // MARK: - Layer 3: the data plane, the lab, logs
        .target(
            name: "GatewayPlane",
            dependencies: [
                "GatewayFaults", "GatewayBytes", "GatewayWire", "GatewayGuide", "GatewayConfig", "GatewayReactor",
                "GatewayCore",
            ]
        ),
        .target(
            name: "GatewayLab",
            dependencies: [
                "GatewayFaults", "GatewayBytes", "GatewayWire", "GatewayReactor",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ]
        ),
        .target(name: "GatewayLogs", dependencies: ["GatewayFaults", "GatewayGuide", "CZlib", "CZstd"]),

        .target(
            name: "GatewayDiagnose",
            dependencies: [
                "GatewayFaults", "GatewayBytes", "GatewayWire", "GatewayGuide", "GatewayReactor", "GatewayCore",
            ]
        ),

        // MARK: - Layer 4: admin
        .target(
            name: "GatewayControl",
            dependencies: [
                "GatewayFaults", "GatewayGuide", "GatewayConfig", "GatewayCore", "GatewayPlane",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
            ]
        ),

        // MARK: - Layer 5: the program
        .executableTarget(
            name: "goodgate",
            dependencies: [
                "GatewayFaults", "GatewayGuide", "GatewayConfig", "GatewayReactor", "GatewayPlane", "GatewayLab",
                "GatewayDiagnose", "GatewayLogs", "GatewayControl",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ]
        ),

        // MARK: - Tests, mirroring Sources
        .testTarget(name: "GatewayFaultsTests", dependencies: ["GatewayFaults"]),
        .testTarget(name: "GatewayBytesTests", dependencies: ["GatewayBytes"]),
        .testTarget(name: "GatewayWireTests", dependencies: ["GatewayWire", "GatewayFaults", "GatewayBytes"]),
        .testTarget(
            name: "GatewayGuideTests",
            dependencies: ["GatewayGuide", "GatewayFaults"],
            exclude: ["Recorded"]
        ),
        .testTarget(
            name: "GatewayConfigTests",
            dependencies: ["GatewayConfig", .product(name: "Yams", package: "Yams")],
            exclude: ["Golden"]
        ),
        .testTarget(
            name: "GatewayReactorTests",
            dependencies: ["GatewayReactor", "GatewayBytes", "GatewayWire", "GatewayLab"]
        ),
        .testTarget(
            name: "GatewayCoreTests",
            dependencies: ["GatewayCore", "GatewayWire", "GatewayBytes", "GatewayFaults", "GatewayConfig"]
        ),
        .testTarget(
            name: "GatewayPlaneTests",
            dependencies: [
                "GatewayPlane", "GatewayConfig", "GatewayReactor", "GatewayBytes", "GatewayFaults", "GatewayGuide",
                "GatewayCore", "GatewayWire", "GatewayLab",
            ]
        ),
        .testTarget(
            name: "GatewayLabTests",
            dependencies: [
                "GatewayLab", "GatewayFaults", "GatewayWire", .product(name: "NIOCore", package: "swift-nio"),
            ]
        ),
        .testTarget(
            name: "GatewayDiagnoseTests",
            dependencies: [
                "GatewayDiagnose", "GatewayFaults", "GatewayGuide", "GatewayReactor", "GatewayLab", "GatewayBytes",
                "GatewayWire", "GatewayCore",
            ]
        ),
        .testTarget(
            name: "GatewayLogsTests",
            dependencies: ["GatewayLogs", "GatewayFaults", "GatewayGuide"],
            exclude: ["Recorded"]
        ),
        .testTarget(
            name: "CommandTests",
            dependencies: ["goodgate", "GatewayLab", "GatewayReactor", "GatewayFaults", "GatewayConfig"]
        ),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "goodgate", "GatewayPlane", "GatewayLab", "GatewayConfig", "GatewayFaults", "GatewayGuide",
                "GatewayReactor", "GatewayBytes", "GatewayCore", "GatewayWire",
            ]
        ),
        .testTarget(
            name: "GatewayControlTests",
            dependencies: [
                "GatewayControl", "GatewayConfig", "GatewayFaults", "GatewayGuide", "GatewayPlane", "GatewayLab",
            ]
        ),
    ],
    swiftLanguageModes: [.v6]
)

// Shared by every Swift target; C targets ignore them.
for target in package.targets where target.type != .system {
    var settings = target.swiftSettings ?? []
    settings.append(.enableUpcomingFeature("ExistentialAny"))
    settings.append(.enableUpcomingFeature("InternalImportsByDefault"))
    settings.append(.enableUpcomingFeature("MemberImportVisibility"))
    settings.append(.strictMemorySafety())
    if target.name == "GatewayBytes" { settings.append(.enableExperimentalFeature("Lifetimes")) }
    target.swiftSettings = settings
}

import Foundation
import GatewayFaults

/// The operator's own pages: a directory of templates by fault or status.
///
/// A file is named after what it is for and the form it has: `connect_refused.html` for one fault,
/// `connection_refused.json` for an RFC 9209 type, `502.html` for a status, `5xx.txt` for a class, `error.html` for the
/// rest. The most particular one wins; where there is none in the wanted form, the built-in page is used. Values are
/// escaped for the form. Everything is read and checked once, at start or reload, never while answering.
public struct PageTemplates: Sendable {
    /// The largest template, in bytes.
    public static let largestFile = 256 * 1024
    /// The most files that are looked at.
    public static let mostFiles = 1000

    private let templates: [AnswerForm: [String: PageTemplate]]

    /// How many templates there are.
    public var count: Int { self.templates.values.reduce(0) { $0 + $1.count } }

    /// Reads all templates of a directory, and finds all problems at once.
    ///
    /// With any problem the templates are nil, so that a bad directory never replaces a good one.
    public static func load(directory: String) -> (templates: PageTemplates?, problems: [TemplateProblem]) {
        var problems: [TemplateProblem] = []
        var found: [AnswerForm: [String: PageTemplate]] = [:]
        let files: [String]
        do {
            files = try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
        } catch {
            let fix = "give the path of a directory that the gateway's user may read"
            problems.append(TemplateProblem(file: directory, message: "cannot be read as a directory", fix: fix))
            return (nil, problems)
        }
        guard files.count <= Self.mostFiles else {
            let fix = "put only the templates there, at most \(Self.mostFiles)"
            problems.append(TemplateProblem(file: directory, message: "holds \(files.count) files", fix: fix))
            return (nil, problems)
        }
        for file in files where !file.hasPrefix(".") {
            let path = directory.hasSuffix("/") ? directory + file : directory + "/" + file
            guard let (name, form) = Self.target(of: file, path: path, problems: &problems),
                let source = Self.contents(of: path, problems: &problems),
                let template = PageTemplate(source, form: form, file: path, problems: &problems),
                Self.isSound(template, path: path, problems: &problems)
            else { continue }
            found[form, default: [:]][name] = template
        }
        return problems.isEmpty ? (PageTemplates(templates: found), []) : (nil, problems)
    }

    func render(_ context: AnswerContext, as form: AnswerForm) -> [UInt8]? {
        guard let named = self.templates[form] else { return nil }
        let fault = context.fault
        let names = [
            fault.detail.token, fault.kind.token, String(context.status), "\(context.status / 100)xx", "error",
        ]
        return names.lazy.compactMap { named[$0] }.first?.render(context)
    }
}

extension PageTemplates {
    private static let forms: [String: AnswerForm] = ["html": .html, "json": .problem, "txt": .text]

    private static let names: Set<String> = Set(
        Fault.Detail.allCases.map(\.token) + Fault.Kind.allCases.map(\.token) + (400...599).map(String.init)
            + ["4xx", "5xx", "error"]
    )

    private static func target(
        of file: String,
        path: String,
        problems: inout [TemplateProblem]
    ) -> (name: String, form: AnswerForm)? {
        let parts = file.split(separator: ".", maxSplits: 1).map(String.init)
        guard parts.count == 2, let form = Self.forms[parts[1]] else {
            let fix = "name it `….html`, `….json` or `….txt`, or move it elsewhere"
            problems.append(TemplateProblem(file: path, message: "is not a template", fix: fix))
            return nil
        }
        guard Self.names.contains(parts[0]) else {
            let near = Likeness.nearest(to: parts[0], among: Self.names, most: 1).first
            let fix =
                near.map { "did you mean `\($0).\(parts[1])`?" }
                ?? "use a status (502), a class (5xx), `error`, a fault or an RFC 9209 type"
            problems.append(TemplateProblem(file: path, message: "no answer has the name `\(parts[0])`", fix: fix))
            return nil
        }
        return (parts[0], form)
    }

    private static func contents(of path: String, problems: inout [TemplateProblem]) -> String? {
        // Opening a pipe would wait for a writer for ever.
        guard Self.isRegular(path), let handle = FileHandle(forReadingAtPath: path),
            let data = try? handle.read(upToCount: Self.largestFile + 1) ?? Data()
        else {
            let fix = "make it a regular file that the gateway's user may read"
            problems.append(TemplateProblem(file: path, message: "cannot be read", fix: fix))
            return nil
        }
        guard data.count <= Self.largestFile else {
            let fix = "keep it below \(Self.largestFile / 1024) KiB; every failing visitor gets it"
            problems.append(TemplateProblem(file: path, message: "is too large", fix: fix))
            return nil
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            problems.append(TemplateProblem(file: path, message: "is not UTF-8", fix: "save it as UTF-8"))
            return nil
        }
        return text
    }

    private static func isRegular(_ path: String) -> Bool {
        let target = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        let attributes = try? FileManager.default.attributesOfItem(atPath: target)
        return attributes?[.type] as? FileAttributeType == .typeRegular
    }

    /// A JSON template must be JSON once its variables are filled in.
    private static func isSound(_ template: PageTemplate, path: String, problems: inout [TemplateProblem]) -> Bool {
        guard template.form == .problem else { return true }
        let sample = AnswerContext(fault: Fault(.connectRefused), incidentID: "0", time: "2026-01-01 00:00:00 UTC")
        let body = Data(template.render(sample))
        guard (try? JSONSerialization.jsonObject(with: body, options: .fragmentsAllowed)) == nil else { return true }
        let fix = "put text variables in quotes, and numbers such as {{status}} where a number may stand"
        problems.append(TemplateProblem(file: path, message: "is not JSON when its variables are filled in", fix: fix))
        return false
    }
}

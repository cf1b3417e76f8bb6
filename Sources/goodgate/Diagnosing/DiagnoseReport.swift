import Foundation
import GatewayDiagnose

/// Writes the report of a diagnosis to a file.
enum DiagnoseReport {
    enum Form { case markdown, page, json }

    /// The form by the file's ending; asked before the walk, so that nobody waits for a refusal.
    static func form(_ file: String) throws -> Form {
        switch URL(fileURLWithPath: file).pathExtension.lowercased() {
        case "md": return .markdown
        case "html": return .page
        case "json": return .json
        // Default: there are three forms.
        default:
            throw Failure(.usage, "`\(file)` has no ending that says a form", fix: "end it with .md, .html or .json")
        }
    }

    static func write(_ form: Form, to file: String, _ verdict: Verdict, _ seen: Observations) throws {
        let document = DiagnosisDocument(verdict, seen)
        let text: String
        switch form {
        case .markdown: text = DiagnosisMarkdown(document).text
        case .page: text = DiagnosisPage(document).html
        case .json: text = JSONOutput.text(document)
        }
        do {
            try Data(text.utf8).write(to: URL(fileURLWithPath: file), options: .atomic)
        } catch {
            throw Failure(.failure, "cannot write \(file)", fix: "choose a folder that you may write to")
        }
        Console.error("wrote \(file)\n")
    }
}

/// Writes the documentation of custom pages, `docs/custom-pages.md`, from the table that reads them.
public enum TemplateGuide {
    /// The whole document.
    public static func markdown() -> String {
        var page = """
            # Pages of your own

            Put templates into a directory and name it in the configuration (`pages: DIRECTORY`). They are read and checked \
            when the gateway starts and at every reload; a directory with a problem never replaces a good one, and all \
            problems are reported at once.

            A file is named after what it is for and the form it has:

            | File | Used for |
            |---|---|
            | `connect_refused.html` | one [fault](faults/README.md) |
            | `connection_refused.html` | all faults of an RFC 9209 type |
            | `502.html` | a status |
            | `5xx.html`, `4xx.html` | a class of statuses |
            | `error.html` | everything else |

            The first that exists, in this order, is used. The ending decides the form: `.html` for browsers, `.json` for \
            programs (sent as `application/problem+json`), `.txt` for terminals. Where there is no template in the form that \
            the client asked for, the built-in page is sent. A template may be up to \(PageTemplates.largestFile / 1024) KiB \
            of UTF-8.

            ## Variables

            Written `{{name}}`. Values are escaped for the form of the file. In `.json` files put text in quotes \
            (`"{{title}}"`); `{{status}}`, `{{temporary}}` and `{{retry_after}}` may stand without.

            | Variable | Value |
            |---|---|

            """
        for variable in TemplateVariable.allCases {
            page += "| `{{\(variable.rawValue)}}` | \(variable.meaning) |\n"
        }
        page += """

            ## A small example

            ```html
            <!DOCTYPE html>
            <html lang="en">
            <title>{{title}}</title>
            <h1>{{title}}</h1>
            <p>{{what_happened}} {{advice}}</p>
            <p>Please tell us this number: <code>{{id}}</code> ({{time}})</p>
            </html>
            ```

            """
        return page
    }
}

internal import GatewayGuide

/// One recorded exchange as a page: its story as `goodgate explain` tells it.
struct StoryPage {
    private let story: Story

    init(_ story: Story) { self.story = story }

    var html: String {
        let id = Escape.html(self.story.incident.id)
        // Line by line, because the escape takes a line end for a control character.
        let lines = self.story.text().split(separator: "\n", omittingEmptySubsequences: false)
        let text = lines.map { Escape.html(String($0)) }.joined(separator: "\n")
        return AdminPage.document(
            title: self.story.words?.title ?? "Exchange \(self.story.incident.id)",
            body: """
                <p><a href="/">Good Gateway</a> › <code>\(id)</code></p>
                <h1>\(Escape.html(self.story.words?.title ?? "Exchange"))</h1>
                <pre tabindex="0" role="region" aria-label="The story of the exchange">\(text)</pre>
                """
        )
    }
}

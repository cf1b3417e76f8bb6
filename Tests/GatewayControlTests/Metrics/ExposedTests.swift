import Testing

/// The strict reader must refuse what a scraper would refuse, or its approval is worth nothing.
struct ExposedTests {
    @Test(arguments: [
        "a_total 1\n",
        "# HELP a_total x\n# TYPE a_total counter\na_total 1",
        "# HELP a_total x\n# TYPE a_total counter\nb_total 1\n",
        "# HELP a_total x\n# TYPE a_total counter\na_total -1\n",
        "# HELP a x\n# TYPE a counter\na 1\n",
        "# HELP a_total x\n# TYPE a_total counter\na_total{b=\"c\"d=\"e\"} 1\n",
        "# HELP a_total x\n# TYPE a_total counter\na_total{b=\"c\\x\"} 1\n",
        "# HELP a_total x\n# TYPE a_total counter\na_total{b=\"c\"} 1\na_total{b=\"c\"} 2\n",
        "# HELP a_total x\n# TYPE a_total counter\na_total one\n",
        "# HELP a x\n# TYPE a histogram\na_bucket{le=\"1\"} 1\na_sum 1\na_count 1\n",
        "# HELP a x\n# TYPE a histogram\na_bucket{le=\"1\"} 2\na_bucket{le=\"+Inf\"} 1\na_sum 1\na_count 1\n",
        "# HELP a x\n# TYPE a histogram\na_bucket{le=\"1\"} 1\na_bucket{le=\"+Inf\"} 2\na_sum 1\na_count 3\n",
    ])
    func refusesWhatScrapersRefuse(text: String) {
        #expect(throws: Exposed.Malformed.self) { try Exposed(text) }
    }

    @Test
    func readsEscapesInLabels() throws {
        let text = "# HELP a_total x\n# TYPE a_total counter\na_total{b=\"q\\\"s\\\\n\\n\"} 3\n"
        #expect(try Exposed(text).value("a_total", ["b": "q\"s\\n\n"]) == 3)
    }
}

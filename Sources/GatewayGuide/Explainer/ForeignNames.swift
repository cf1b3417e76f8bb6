/// All names that other programs give to failures.
///
/// Holds the tables, read once on first use; `Explainer` searches them.
public enum ForeignNames {
    public static let all: [ForeignName] = ForeignProduct.allCases.flatMap { product in
        product.table.split(separator: "\n").compactMap { ForeignName(row: $0, product: product) }
    }
}

internal import GatewayReactor

/// Those who are sent a response while it is being filled, and how far each of them is.
struct FillFollowers {
    private struct Place {
        var waiter: CacheWaiter
        /// Up to here it has everything.
        var position: UInt64
        /// It has everything there is and wants to hear of more.
        var isWaiting = false
        /// It held everybody up and gets no more.
        var isCut = false
        var isTaken = true
    }

    private var places: [Place] = []
    /// Places that were left.
    private var free: [Int] = []
    private(set) var count = 0

    init() {}

    /// Takes one more in and returns its place.
    mutating func join(_ waiter: CacheWaiter, at position: UInt64) -> Int {
        self.count += 1
        let place = Place(waiter: waiter, position: position)
        if let free = self.free.popLast() {
            self.places[free] = place
            return free
        }
        self.places.append(place)
        return self.places.count - 1
    }

    mutating func leave(_ place: Int) {
        guard self.places[place].isTaken else { return }
        self.places[place].isTaken = false
        self.places[place].isWaiting = false
        self.free.append(place)
        self.count -= 1
    }

    func position(_ place: Int) -> UInt64 { self.places[place].position }
    func isCut(_ place: Int) -> Bool { self.places[place].isCut }
    mutating func advance(_ place: Int, by count: Int) { self.places[place].position += UInt64(count) }
    mutating func wait(_ place: Int) { self.places[place].isWaiting = true }

    /// How far the slowest one is; nil where there is none.
    var slowest: UInt64? {
        var least: UInt64?
        for place in self.places where place.isTaken && !place.isCut {
            least = min(least ?? .max, place.position)
        }
        return least
    }

    /// Those who wait for news; each is told once until it waits again.
    mutating func wake(_ tell: (CacheWaiter) -> Void) {
        for index in self.places.indices where self.places[index].isWaiting {
            self.places[index].isWaiting = false
            tell(self.places[index].waiter)
        }
    }

    /// Gives up those who have not got as far as `position`.
    mutating func cut(before position: UInt64, _ tell: (CacheWaiter) -> Void) {
        for index in self.places.indices
        where self.places[index].isTaken && !self.places[index].isCut && self.places[index].position < position {
            self.places[index].isCut = true
            self.places[index].isWaiting = false
            tell(self.places[index].waiter)
        }
    }
}

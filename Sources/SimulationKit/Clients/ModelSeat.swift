// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Wire

/// A session's place in a room, as its client knows it.
struct ModelSeat {
    /// One stream that the client gets.
    struct View {
        /// Nil until the first reset.
        var position: StreamPosition?
        var version: StreamVersion?
        /// Whether the stream may begin anew: it was joined or watched, or the session has just been resumed.
        var mayReset = true
        /// How often the link had been congested when the stream's last message was sent.
        var congestionsSeen = 0
        /// Where the client stood when it resumed; nil once the stream has spoken.
        var resumedFrom: StreamPosition?
    }

    let room: WireRoom
    let session: WireSession
    /// Tells this seat from the client's earlier ones.
    let number: Int
    var token: ResumeToken
    /// Tokens of before, the oldest first.
    var spentTokens: [ResumeToken] = []
    var role: WireRole
    /// When it would come back after a crash; fixed at the join.
    let slot: Double
    /// When the stream `self` began anew for the last time.
    var ownSince: Duration = .zero
    /// The streams that the client gets, in the order in which it came to them.
    private(set) var streams: [StreamName] = []
    private var views: [StreamName: View] = [:]

    init(room: WireRoom, session: WireSession, number: Int, token: ResumeToken, role: WireRole, slot: Double) {
        self.slot = slot
        self.room = room
        self.session = session
        self.number = number
        self.token = token
        self.role = role
        for stream in [StreamName.room, .summary, .own] { self.begin(stream) }
    }

    subscript(stream: StreamName) -> View? {
        get { self.views[stream] }
        set { self.views[stream] = newValue }
    }

    /// What the client asked for, besides what everybody gets.
    var watched: [StreamName] { self.streams.filter(\.isWatchable) }

    /// Where the client stands in each stream that has spoken.
    var positions: [StreamName: StreamPosition] { self.views.compactMapValues(\.position) }

    mutating func begin(_ stream: StreamName) {
        guard self.views[stream] == nil else { return }
        self.streams.append(stream)
        self.views[stream] = View()
    }

    mutating func end(_ stream: StreamName) {
        self.streams.removeAll { $0 == stream }
        self.views[stream] = nil
    }

    /// The session was resumed: each stream goes on, or begins anew where the server cannot replay.
    ///
    /// - Parameter watching: What goes on of what it watched; the rest is over.
    mutating func resumed(with token: ResumeToken, role: WireRole, watching: [StreamName]) {
        self.spentTokens.append(self.token)
        self.token = token
        self.role = role
        for stream in self.streams {
            guard var view = self.views[stream] else { continue }
            view.mayReset = true
            view.resumedFrom = view.position
            view.congestionsSeen = 0  // A new link.
            self.views[stream] = view
        }
        // What had not begun before the connection was lost was not asked for again.
        for stream in self.watched where self.views[stream]?.position == nil { self.end(stream) }
        for stream in self.watched where !watching.contains(stream) { self.end(stream) }
    }

    func key(of stream: StreamName) -> ViewKey {
        let owner = ViewKey.Owner(session: self.session, seat: self.number)
        return ViewKey(room: self.room, stream: stream, owner: stream == .own ? owner : nil)
    }
}

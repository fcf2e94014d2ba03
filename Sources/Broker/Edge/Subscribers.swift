// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import ConferenceCore

/// A stream of a room, as an Edge tells them apart.
struct StreamKey: Hashable {
    let room: RoomID
    let stream: StreamID
}

/// The connections of one loop that get one stream; joining and leaving are O(1).
final class Subscribers {
    let key: StreamKey
    private(set) var members: ContiguousArray<EdgeConnection> = []

    init(_ key: StreamKey) {
        self.key = key
    }

    /// Adds `connection` unless it is a member already.
    func add(_ connection: EdgeConnection) {
        guard connection.isStale(in: self) == nil else { return }
        connection.begin(self, at: self.members.count)
        self.members.append(connection)
    }

    /// Takes `connection` out; the last member moves into its place.
    func remove(_ connection: EdgeConnection) {
        guard let index = connection.end(self) else { return }
        let last = self.members.removeLast()
        guard last !== connection else { return }
        self.members[index] = last
        last.move(in: self, to: index)
    }
}

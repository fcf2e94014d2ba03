// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Broker
internal import ConferenceCore

/// What a handle is called at Janus, for whoever looks there and for a later process: `plenary/ROOM/SESSION/SIDE`.
struct OpaqueName: Hashable, Sendable {
    static let prefix = "plenary/"

    let room: RoomID
    let session: SessionID
    let side: MediaSide

    init(_ key: HandleKey) {
        self.room = key.room
        self.session = key.session
        self.side = key.side
    }

    /// Nil for a name that was not made here.
    init?(_ text: String) {
        guard text.hasPrefix(Self.prefix) else { return nil }
        let parts = text.dropFirst(Self.prefix.count).split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3, let room = RoomID(janusName: parts[0]), let session = SessionID(janusName: parts[1]),
            let side = MediaSide.allCases.first(where: { $0.janusName == parts[2] })
        else { return nil }
        self.room = room
        self.session = session
        self.side = side
    }

    var text: String {
        "\(Self.prefix)\(self.room.janusName)/\(self.session.janusName)/\(self.side.janusName)"
    }

    /// Of the handle through which rooms as such are asked about; `mark` tells processes apart that share a Janus.
    static func control(_ mark: String) -> String { "\(Self.prefix)control/\(mark)" }
}

extension MediaSide {
    fileprivate var janusName: String {
        switch self {
        case .publish: "publish"
        case .subscribe: "subscribe"
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// The methods of the server's pushes (docs/protocol.md, "Pushes"), each named after what has happened.
public enum PushMethod: String, CaseIterable, Sendable, JSONEncodable {
    case serverHello = "server.hello"
    case streamReset = "stream.reset"
    case summaryChanged = "summary.changed"
    case pageChanged = "page.changed"
    case publicationsChanged = "publications.changed"
    case lobbyChanged = "lobby.changed"
    case mediaOffered = "media.offered"
    case mediaLost = "media.lost"
    case signalReceived = "signal.received"
    case controlProgressed = "control.progressed"
    case roomLocked = "room.locked"
    case roomUnlocked = "room.unlocked"
    case roomEnded = "room.ended"
    case roomMuted = "room.muted"
    case roomUnmuted = "room.unmuted"
    case participantMuted = "participant.muted"
    case participantUnmuted = "participant.unmuted"
    case participantHidden = "participant.hidden"
    case participantShown = "participant.shown"
    case participantKicked = "participant.kicked"
    case participantPromoted = "participant.promoted"
    case participantDemoted = "participant.demoted"
    case floorRequested = "floor.requested"
    case floorGranted = "floor.granted"
    case floorDenied = "floor.denied"
    case floorRevoked = "floor.revoked"
    case floorReleased = "floor.released"
    case chatPosted = "chat.posted"
    case meshEntered = "mesh.entered"
    case meshLeft = "mesh.left"
    case mediaMoved = "media.moved"

    private static let table = NameTable(Self.allCases.map { ($0.rawValue, $0) })

    /// The method named `name`; nil for one that this version of the protocol does not have.
    init?(name: String) {
        let bytes = Array(name.utf8)
        guard let method = Self.table.value(for: bytes.span) else { return nil }
        self = method
    }
}

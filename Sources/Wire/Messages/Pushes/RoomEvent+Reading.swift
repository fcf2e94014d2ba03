// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

extension RoomEvent {
    /// Reads the event that `method` names, and when it was; nil for a method of another stream.
    static func read(
        _ method: PushMethod,
        from reader: inout JSONReader
    ) throws(JSONFault) -> (at: Int64, event: RoomEvent)? {
        let members = try Members(from: &reader)
        guard let event = try members.event(method, reader) else { return nil }
        return (try reader.required(members.at, .at), event)
    }

    /// Whatever members an event may have.
    private struct Members {
        var at: Int64?
        private var by: WireParticipant?
        private var participant: WireParticipant?
        private var from: WireParticipant?
        private var session: WireSession?
        private var name: String?
        private var text: String?
        private var selfUnmute: Bool?

        init(from reader: inout JSONReader) throws(JSONFault) {
            try reader.beginObject()
            while let member = try reader.nextMember() {
                switch member {
                case .at: self.at = try reader.value()
                case .by: self.by = try reader.valueOrNull()
                case .participant: self.participant = try reader.value()
                case .from: self.from = try reader.value()
                case .session: self.session = try reader.value()
                case .name: self.name = try reader.value()
                case .text: self.text = try reader.value()
                case .selfUnmute: self.selfUnmute = try reader.value()
                default: try reader.skip()
                }
            }
        }

        func event(_ method: PushMethod, _ reader: borrowing JSONReader) throws(JSONFault) -> RoomEvent? {
            switch method {
            case .roomLocked: .locked(by: self.by)
            case .roomUnlocked: .unlocked(by: self.by)
            case .roomEnded: .ended(by: self.by)
            case .roomMuted: .muted(by: self.by, selfUnmute: try reader.required(self.selfUnmute, .selfUnmute))
            case .roomUnmuted: .unmuted(by: self.by)
            case .participantMuted:
                .participantMuted(try self.participant(reader), by: self.by)
            case .participantUnmuted:
                .participantUnmuted(try self.participant(reader), by: self.by)
            case .participantHidden:
                .participantHidden(try self.participant(reader), by: self.by)
            case .participantShown:
                .participantShown(try self.participant(reader), by: self.by)
            case .participantKicked:
                .participantKicked(try self.participant(reader), by: self.by)
            case .participantPromoted:
                .participantPromoted(try self.person(reader), by: self.by)
            case .participantDemoted:
                .participantDemoted(try self.person(reader), by: self.by)
            case .floorRequested: .floorRequested(try self.person(reader))
            case .floorGranted: .floorGranted(try self.person(reader), by: self.by)
            case .floorDenied: .floorDenied(try self.participant(reader), by: self.by)
            case .floorRevoked: .floorRevoked(try self.participant(reader), by: self.by)
            case .floorReleased: .floorReleased(try self.participant(reader))
            case .chatPosted: try self.chat(reader)
            case .meshEntered: try self.meshEntered(reader)
            case .meshLeft: .meshLeft(try reader.required(self.session, .session))
            case .mediaMoved: .mediaMoved
            case .serverHello, .streamReset, .summaryChanged, .pageChanged, .publicationsChanged, .lobbyChanged,
                .signalReceived,
                .controlProgressed, .mediaOffered, .mediaLost:
                nil
            }
        }

        private func participant(_ reader: borrowing JSONReader) throws(JSONFault) -> WireParticipant {
            try reader.required(self.participant, .participant)
        }

        private func person(_ reader: borrowing JSONReader) throws(JSONFault) -> WirePerson {
            WirePerson(participant: try self.participant(reader), name: try reader.required(self.name, .name))
        }

        private func chat(_ reader: borrowing JSONReader) throws(JSONFault) -> RoomEvent {
            let from = try reader.required(self.from, .from)
            let name = try reader.required(self.name, .name)
            return .chatPosted(
                from: WirePerson(participant: from, name: name),
                text: try reader.required(self.text, .text)
            )
        }

        private func meshEntered(_ reader: borrowing JSONReader) throws(JSONFault) -> RoomEvent {
            let person = try self.person(reader)
            let session = try reader.required(self.session, .session)
            return .meshEntered(
                WireMeshMember(session: session, participant: person.participant, name: person.name)
            )
        }
    }
}

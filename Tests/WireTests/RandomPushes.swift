// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Wire

extension RandomValues {
    static func push(using random: inout SeededGenerator) -> ServerPush {
        switch Int.random(in: 0..<14, using: &random) {
        case 8:
            .streamReset(
                self.header(.publications, using: &random),
                .publications(self.publicationsState(using: &random))
            )
        case 9:
            .publicationsChanged(self.header(.publications, using: &random), self.publicationsChange(using: &random))
        case 12: .streamReset(self.header(.lobby, using: &random), .lobby(self.lobbyState(using: &random)))
        case 13: .lobbyChanged(self.header(.lobby, using: &random), self.lobbyState(using: &random))
        case 10: .mediaOffered(self.header(.own, using: &random), self.offered(using: &random))
        case 11:
            .mediaLost(
                self.header(.own, using: &random),
                MediaLost(side: Bool.random(using: &random) ? .publish : .subscribe)
            )
        case 0: .streamReset(self.header(.room, using: &random), .room(self.roomState(using: &random)))
        case 1: .streamReset(self.header(.summary, using: &random), .summary(self.summaryState(using: &random)))
        case 2: self.pageReset(using: &random)
        case 3:
            .summaryChanged(
                self.header(.unitSummary(unit: 13), using: &random),
                SummaryChange(
                    spreadMs: Bool.random(using: &random) ? nil : .random(in: 0 ... .max, using: &random),
                    rows: self.list(0...3, using: &random, self.row),
                    counts: self.list(0...5, using: &random, self.counts)
                )
            )
        case 4: .pageChanged(self.header(.page(unit: 3, page: 4), using: &random), self.pageChange(using: &random))
        case 5:
            .signalReceived(
                self.header(.own, using: &random),
                SignalReceived(
                    from: self.session(using: &random),
                    participant: self.participant(using: &random),
                    payload: self.payload(using: &random)
                )
            )
        case 6:
            .controlProgressed(
                self.header(.own, using: &random),
                ControlProgress(
                    key: self.key(using: &random),
                    applied: .random(in: 0 ... .max, using: &random),
                    pending: .random(in: 0 ... .max, using: &random)
                )
            )
        default:
            .room(
                self.header(.room, using: &random),
                at: .random(in: 0...WireLimits.integerMax, using: &random),
                self.event(using: &random)
            )
        }
    }

    private static func header(_ stream: StreamName, using random: inout SeededGenerator) -> PushHeader {
        PushHeader(room: self.room(using: &random), stream: stream, position: self.position(using: &random))
    }

    private static func event(using random: inout SeededGenerator) -> RoomEvent {
        let by = self.participant(using: &random)
        let participant = self.participant(using: &random)
        let person = self.person(using: &random)
        let events: [RoomEvent] = [
            .locked(by: by), .unlocked(by: by), .ended(by: by), .muted(by: by, selfUnmute: .random(using: &random)),
            .unmuted(by: by), .participantMuted(participant, by: by), .participantUnmuted(participant, by: by),
            .participantKicked(participant, by: by), .participantPromoted(person, by: by),
            .participantDemoted(person, by: by), .floorRequested(person), .floorGranted(person, by: by),
            .floorDenied(participant, by: by), .floorRevoked(participant, by: by), .floorReleased(participant),
            .chatPosted(from: person, text: self.text(0...200, using: &random)),
            .meshEntered(self.meshMember(using: &random)), .meshLeft(self.session(using: &random)), .mediaMoved,
            .participantHidden(participant, by: by), .participantShown(participant, by: by),
        ]
        return events.randomElement(using: &random) ?? .locked(by: by)
    }

    private static func pageReset(using random: inout SeededGenerator) -> ServerPush {
        let state = WirePageState(
            unit: .random(in: 0 ... .max, using: &random),
            page: .random(in: 1 ... .max, using: &random),
            next: Bool.random(using: &random) ? nil : .random(in: 1 ... .max, using: &random),
            entries: self.list(0...5, using: &random, self.entry)
        )
        return .streamReset(
            self.header(.page(unit: state.unit, page: state.page), using: &random),
            .page(state)
        )
    }

    private static func pageChange(using random: inout SeededGenerator) -> PageChange {
        let nexts: [PageChange.Next] = [.unchanged, .none, .page(.random(in: 1...9, using: &random))]
        return PageChange(
            next: nexts.randomElement(using: &random) ?? .unchanged,
            remove: self.list(0...3, using: &random, self.participant),
            put: self.list(0...3, using: &random) { random in
                PageChange.Put(
                    before: Bool.random(using: &random) ? nil : self.participant(using: &random),
                    entry: self.entry(using: &random)
                )
            },
            isClosed: .random(using: &random)
        )
    }

    private static func entry(using random: inout SeededGenerator) -> WireRosterEntry {
        WireRosterEntry(
            participant: self.participant(using: &random),
            name: self.text(0...20, using: &random),
            title: self.text(0...20, using: &random),
            people: .random(in: WireLimits.people, using: &random),
            role: WireRole.allCases.randomElement(using: &random) ?? .attendee,
            hasHandUp: .random(using: &random),
            isMuted: .random(using: &random),
            microphone: WireSwitch(isOn: .random(using: &random)),
            camera: WireSwitch(isOn: .random(using: &random)),
            sessions: self.list(0...3, using: &random, self.session),
            isOnline: .random(using: &random)
        )
    }

    private static func person(using random: inout SeededGenerator) -> WirePerson {
        WirePerson(participant: self.participant(using: &random), name: self.text(0...20, using: &random))
    }

    private static func meshMember(using random: inout SeededGenerator) -> WireMeshMember {
        let person = self.person(using: &random)
        return WireMeshMember(
            session: self.session(using: &random),
            participant: person.participant,
            name: person.name
        )
    }

    private static func row(using random: inout SeededGenerator) -> WireSummaryRow {
        WireSummaryRow(
            row: .random(in: 0...63, using: &random),
            unit: .random(in: 0 ... .max, using: &random),
            name: self.text(0...20, using: &random),
            order: .random(in: .min ... .max, using: &random)
        )
    }

    private static func counts(using random: inout SeededGenerator) -> WireSummaryCounts {
        WireSummaryCounts(
            row: .random(in: 0...63, using: &random),
            expected: .random(in: 0 ... .max, using: &random),
            joined: .random(in: 0 ... .max, using: &random),
            ready: .random(in: 0 ... .max, using: &random),
            hands: .random(in: 0 ... .max, using: &random),
            muted: .random(in: 0 ... .max, using: &random),
            people: .random(in: 0 ... .max, using: &random)
        )
    }

    private static func summaryState(using random: inout SeededGenerator) -> WireSummaryState {
        WireSummaryState(
            unit: .random(in: 0 ... .max, using: &random),
            spreadMs: .random(in: 0 ... .max, using: &random),
            rows: self.list(0...64, using: &random, self.row),
            counts: self.list(0...64, using: &random, self.counts)
        )
    }

    private static func roomState(using random: inout SeededGenerator) -> WireRoomState {
        WireRoomState(
            title: self.text(1...120, using: &random),
            isLocked: .random(using: &random),
            chair: self.participant(using: &random),
            limit: .random(in: WireLimits.roomLimit, using: &random),
            mute: .init(isForAll: .random(using: &random), allowsSelfUnmute: .random(using: &random)),
            muted: self.list(0...5, using: &random, self.participant),
            unmuted: self.list(0...5, using: &random, self.participant),
            presenters: self.list(0...5, using: &random, self.person),
            floor: .init(
                holders: self.list(0...2, using: &random, self.person),
                queue: self.list(0...5, using: &random, self.person)
            ),
            media: .init(
                limit: .random(in: 0...8, using: &random),
                members: self.list(0...4, using: &random, self.meshMember)
            ),
            chat: self.list(0...4, using: &random) { random in
                let from = self.person(using: &random)
                return WireRoomState.ChatMessage(
                    offset: self.position(using: &random).offset,
                    at: .random(in: 0...WireLimits.integerMax, using: &random),
                    from: from.participant,
                    name: from.name,
                    text: self.text(0...50, using: &random)
                )
            }
        )
    }
}

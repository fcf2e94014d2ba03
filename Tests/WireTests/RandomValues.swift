// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Wire

/// Values of the protocol, made from a seed.
enum RandomValues {
    static func text(_ count: ClosedRange<Int>, using random: inout SeededGenerator) -> String {
        var scalars = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: count, using: &random) {
            let plane: ClosedRange<UInt32> =
                switch Int.random(in: 0..<6, using: &random) {
                case 0: 0...0x1F
                case 1: 0x20...0x7E
                case 2: 0x7F...0x7FF
                case 3: 0x800...0xD7FF
                case 4: 0xE000...0xFFFF
                default: 0x1_0000...0x10_FFFF
                }
            scalars.append(Unicode.Scalar(UInt32.random(in: plane, using: &random)) ?? "?")
        }
        return String(scalars)
    }

    static func tree(depth: Int, using random: inout SeededGenerator) -> JSONTree {
        switch Int.random(in: depth > 0 ? 0..<8 : 2..<8, using: &random) {
        case 0:
            var names: Set<[UInt8]> = []
            var members: [JSONTree.Member] = []
            for _ in 0..<Int.random(in: 0...6, using: &random) {
                let name = self.text(0...8, using: &random)
                guard names.insert(Array(name.utf8)).inserted else { continue }
                members.append(JSONTree.Member(name: name, value: self.tree(depth: depth - 1, using: &random)))
            }
            return .object(members)
        case 1:
            let count = Int.random(in: 0...6, using: &random)
            return .array((0..<count).map { _ in self.tree(depth: depth - 1, using: &random) })
        case 2, 3: return .string(self.text(0...40, using: &random))
        case 4: return .integer(.random(in: -WireLimits.integerMax...WireLimits.integerMax, using: &random))
        case 5:
            let double = Double(bitPattern: .random(in: 0 ... .max, using: &random))
            return .double(double.isFinite ? double : 0.5)
        case 6: return .bool(.random(using: &random))
        default: return .null
        }
    }

    // MARK: Requests

    static func request(using random: inout SeededGenerator) -> ClientRequest {
        let id: RequestID =
            Bool.random(using: &random)
            ? .number(.random(in: -WireLimits.integerMax...WireLimits.integerMax, using: &random))
            : .text(self.text(0...64, using: &random))
        let method = ClientMethod.allCases.randomElement(using: &random) ?? .sessionPing
        return ClientRequest(id: id, call: self.call(method, using: &random))
    }

    private static func call(_ method: ClientMethod, using random: inout SeededGenerator) -> ClientCall {
        switch method {
        case .sessionAuthenticate, .sessionResume, .sessionRefresh, .sessionPing, .sessionBye, .roomCreate, .roomJoin,
            .roomLeave, .roomInfo:
            self.sessionOrRoom(method, using: &random)
        case .roomInvitationCreate, .roomInvitationList, .roomInvitationRevoke, .roomLobbyAdmit:
            self.guests(method, using: &random)
        case .rosterWatch, .rosterUnwatch, .rosterPage, .rosterSearch, .mediaReport, .signalSend, .chatSend:
            self.rosterMediaOrChat(method, using: &random)
        case .mediaPublish, .mediaUnpublish, .mediaSubscribe, .mediaAnswer, .mediaCandidates, .mediaServers:
            self.mediaServer(method, using: &random)
        case .floorRequest: .floorRequest(self.roomCommand(using: &random))
        case .floorRelease: .floorRelease(self.roomCommand(using: &random))
        case .floorGrant: .floorGrant(self.participantCommand(using: &random))
        case .floorDeny: .floorDeny(self.participantCommand(using: &random))
        case .floorRevoke: .floorRevoke(self.participantCommand(using: &random))
        case .controlLock: .controlLock(self.roomCommand(using: &random))
        case .controlUnlock: .controlUnlock(self.roomCommand(using: &random))
        case .controlMute:
            .controlMute(
                .init(
                    room: self.room(using: &random),
                    target: Bool.random(using: &random)
                        ? .all(selfUnmute: .random(using: &random))
                        : .participants(self.list(1...64, using: &random, self.participant)),
                    key: self.key(using: &random)
                )
            )
        case .controlUnmute:
            .controlUnmute(
                .init(
                    room: self.room(using: &random),
                    target: Bool.random(using: &random)
                        ? .all : .participants(self.list(1...64, using: &random, self.participant)),
                    key: self.key(using: &random)
                )
            )
        case .controlHide: .controlHide(self.participantsCommand(using: &random))
        case .controlShow: .controlShow(self.participantsCommand(using: &random))
        case .controlKick: .controlKick(self.participantCommand(using: &random))
        case .controlPromote: .controlPromote(self.participantCommand(using: &random))
        case .controlDemote: .controlDemote(self.participantCommand(using: &random))
        case .controlEnd: .controlEnd(self.roomCommand(using: &random))
        }
    }

    private static func sessionOrRoom(_ method: ClientMethod, using random: inout SeededGenerator) -> ClientCall {
        switch method {
        case .sessionAuthenticate:
            .sessionAuthenticate(
                Bool.random(using: &random)
                    ? .token(accessToken: SecretText(self.text(1...80, using: &random)))
                    : .password(
                        identifier: self.text(1...128, using: &random),
                        password: SecretText(self.text(1...256, using: &random))
                    )
            )
        case .sessionResume: .sessionResume(self.resume(using: &random))
        case .sessionRefresh: .sessionRefresh(.init(accessToken: SecretText(self.text(1...80, using: &random))))
        case .sessionBye: .sessionBye
        case .roomCreate:
            .roomCreate(
                .init(
                    title: self.text(1...120, using: &random),
                    limit: .random(in: WireLimits.roomLimit, using: &random),
                    sessionPolicy: WireSessionPolicy.allCases.randomElement(using: &random) ?? .allow,
                    key: self.key(using: &random)
                )
            )
        case .roomJoin:
            .roomJoin(
                .init(
                    room: self.room(using: &random),
                    people: .random(in: WireLimits.people, using: &random),
                    wantsMedia: .random(using: &random)
                )
            )
        case .roomLeave: .roomLeave(.init(room: self.room(using: &random)))
        case .roomInfo: .roomInfo(.init(room: self.room(using: &random)))
        default: .sessionPing
        }
    }

    private static func rosterMediaOrChat(_ method: ClientMethod, using random: inout SeededGenerator) -> ClientCall {
        let room = self.room(using: &random)
        switch method {
        case .rosterWatch:
            return .rosterWatch(.init(room: room, streams: self.list(1...16, using: &random, self.watchable)))
        case .rosterUnwatch:
            return .rosterUnwatch(.init(room: room, streams: self.list(1...16, using: &random, self.watchable)))
        case .rosterPage:
            return .rosterPage(
                .init(
                    room: room,
                    unit: .random(in: 0 ... .max, using: &random),
                    page: .random(in: 1...9, using: &random)
                )
            )
        case .rosterSearch:
            return .rosterSearch(.init(room: room, query: self.text(1...64, using: &random)))
        case .mediaReport:
            return .mediaReport(
                .init(
                    room: room,
                    microphone: WireSwitch(isOn: .random(using: &random)),
                    camera: WireSwitch(isOn: .random(using: &random))
                )
            )
        case .signalSend:
            return .signalSend(
                .init(room: room, to: self.session(using: &random), payload: self.payload(using: &random))
            )
        default:
            return .chatSend(
                .init(room: room, text: self.text(1...1_024, using: &random), key: self.key(using: &random))
            )
        }
    }

    private static func resume(using random: inout SeededGenerator) -> ClientCall.Resume {
        let secret = ResumeSecret((0..<16).map { _ in .random(in: 0...255, using: &random) })
        guard let secret else { preconditionFailure("Sixteen bytes make a secret") }
        let names = [StreamName.room, .summary, .own] + self.list(0...16, using: &random, self.watchable)
        let positions = names.map { ($0, self.position(using: &random)) }
        return .init(
            token: ResumeToken(
                node: .random(in: 0 ... .max, using: &random),
                loop: .random(in: 0 ... .max, using: &random),
                session: self.session(using: &random),
                secret: secret
            ),
            room: self.room(using: &random),
            streams: Dictionary(positions) { one, _ in one }
        )
    }

    private static func roomCommand(using random: inout SeededGenerator) -> ClientCall.RoomCommand {
        .init(room: self.room(using: &random), key: self.key(using: &random))
    }

    private static func participantCommand(using random: inout SeededGenerator) -> ClientCall.ParticipantCommand {
        .init(
            room: self.room(using: &random),
            participant: self.participant(using: &random),
            key: self.key(using: &random)
        )
    }

    private static func participantsCommand(using random: inout SeededGenerator) -> ClientCall.ParticipantsCommand {
        .init(
            room: self.room(using: &random),
            participants: self.list(1...64, using: &random, self.participant),
            key: self.key(using: &random)
        )
    }

    // MARK: Parts

    static func list<Value>(
        _ count: ClosedRange<Int>,
        using random: inout SeededGenerator,
        _ make: (inout SeededGenerator) -> Value
    ) -> [Value] {
        (0..<Int.random(in: count, using: &random)).map { _ in make(&random) }
    }

    static func room(using random: inout SeededGenerator) -> WireRoom {
        WireRoom(.random(in: 0...999_999_999, using: &random))
    }

    static func session(using random: inout SeededGenerator) -> WireSession {
        WireSession(.random(in: 0 ... .max, using: &random))
    }

    static func participant(using random: inout SeededGenerator) -> WireParticipant {
        WireParticipant(
            WireParticipant.Kind.allCases.randomElement(using: &random) ?? .guest,
            .random(in: 0 ... .max, using: &random)
        )
    }

    static func key(using random: inout SeededGenerator) -> String { self.text(1...64, using: &random) }

    static func position(using random: inout SeededGenerator) -> StreamPosition {
        StreamPosition(
            epoch: .random(in: 0...UInt64(WireLimits.integerMax), using: &random),
            offset: .random(in: 0...UInt64(WireLimits.integerMax), using: &random)
        )
    }

    static func watchable(using random: inout SeededGenerator) -> StreamName {
        let unit = UInt32.random(in: 0 ... .max, using: &random)
        if Int.random(in: 0..<8, using: &random) == 0 { return .lobby }
        return Bool.random(using: &random)
            ? .unitSummary(unit: unit) : .page(unit: unit, page: .random(in: 1 ... .max, using: &random))
    }

    static func payload(using random: inout SeededGenerator) -> OpaqueJSON {
        guard let payload = try? OpaqueJSON(self.tree(depth: 3, using: &random).encoded()) else {
            preconditionFailure("What the writer writes, the reader accepts")
        }
        return payload
    }
}

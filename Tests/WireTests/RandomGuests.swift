// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Wire

extension RandomValues {
    static func guests(_ method: ClientMethod, using random: inout SeededGenerator) -> ClientCall {
        let room = self.room(using: &random)
        let key = self.key(using: &random)
        switch method {
        case .roomInvitationCreate:
            return .roomInvitationCreate(
                .init(room: room, lifeMs: .random(in: WireLimits.invitationLifeMs, using: &random), key: key)
            )
        case .roomInvitationList: return .roomInvitationList(.init(room: room))
        case .roomInvitationRevoke:
            return .roomInvitationRevoke(
                .init(room: room, invitation: .random(in: 0 ... .max, using: &random), key: key)
            )
        default:
            let targets: [ClientCall.AdmitFromLobby.Target] = [
                .all, .unit(.random(in: 0 ... .max, using: &random)),
                .participants(self.list(1...64, using: &random, self.participant)),
            ]
            let target = targets.randomElement(using: &random) ?? .all
            return .roomLobbyAdmit(.init(room: room, target: target, key: key))
        }
    }

    static func lobbyState(using random: inout SeededGenerator) -> WireLobbyState {
        WireLobbyState(
            waiting: .random(in: 0 ... .max, using: &random),
            entries: self.list(0...5, using: &random) { random in
                WireWaitingGuest(
                    participant: self.participant(using: &random),
                    name: self.text(0...20, using: &random),
                    unit: .random(in: 0 ... .max, using: &random),
                    since: .random(in: 0...WireLimits.integerMax, using: &random)
                )
            },
            units: self.list(0...3, using: &random) { random in
                WireWaitingUnit(
                    unit: .random(in: 0 ... .max, using: &random),
                    name: self.text(0...20, using: &random),
                    waiting: .random(in: 0 ... .max, using: &random)
                )
            }
        )
    }
}

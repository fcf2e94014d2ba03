// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import ConferenceCore
internal import Wire

extension PushEncoder {
    /// The reset of the stream `lobby`.
    static func reset(_ header: PushHeader, _ state: LobbyView.State) -> [UInt8] {
        ServerPush.streamReset(header, .lobby(state.wire)).encoded(reserving: 4_096)
    }

    static func changed(_ state: LobbyView.State, _ header: PushHeader) -> [UInt8] {
        ServerPush.lobbyChanged(header, state.wire).encoded(reserving: 4_096)
    }
}

extension LobbyView.State {
    fileprivate var wire: WireLobbyState {
        WireLobbyState(
            waiting: UInt32(clamping: self.waiting),
            entries: self.guests.map {
                WireWaitingGuest(
                    participant: $0.principal.wire,
                    name: $0.name,
                    unit: $0.unit.rawValue,
                    since: $0.since.ms
                )
            },
            units: self.units.map {
                WireWaitingUnit(unit: $0.unit.rawValue, name: $0.name, waiting: UInt32(clamping: $0.waiting))
            }
        )
    }
}

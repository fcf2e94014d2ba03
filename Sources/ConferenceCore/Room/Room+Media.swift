// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// How media travels, and what of a participant may reach the others.

extension Room {
    /// The media server can be used, or not any more.
    ///
    /// Not logged.
    ///
    /// - Returns: What the host has to commit: sessions that found no place in the mesh move the room to the server.
    public mutating func mediaServerChanged(isReady: Bool) -> [Fact] {
        self.isMediaServerReady = isReady
        guard isReady, self.state.info != nil, !self.state.isEnded, !self.state.isMediaMoved else { return [] }
        let isWaiting = self.state.seats.values.contains { $0.wantsMedia && !self.state.mesh.contains($0.session) }
        return isWaiting ? [.mediaMoved] : []
    }

    /// The same for a room that has just been restored, which decides nothing by that.
    public mutating func mediaServerFound(isReady: Bool) {
        self.isMediaServerReady = isReady
    }

    /// Whether a track of the participant may reach others; who may not be heard has no sound of a screen either.
    public func isAllowed(_ kind: TrackKind, of principal: Principal) -> Bool {
        switch kind {
        case .microphone, .screenAudio: !self.state.isMuted(principal)
        case .camera, .screen: !self.state.hidden.contains(principal)
        }
    }

    /// The tracks of the participant that may not reach others.
    public func forbiddenTracks(of principal: Principal) -> Set<TrackKind> {
        Set(TrackKind.allCases.filter { !self.isAllowed($0, of: principal) })
    }

    /// Whether everybody is to see and hear the participant.
    public func isOnStage(_ principal: Principal) -> Bool { self.state.isExempt(principal) }

    /// How a publisher is shown to everybody; nil for a session without a seat.
    ///
    /// - Parameter order: Who began to publish first.
    public func publication(of session: SessionID, _ kinds: Set<TrackKind>, order: UInt64) -> Publication? {
        guard let seat = self.state.seats[session], let media = self.presences[session]?.media else { return nil }
        let principal = seat.principal
        let mayBeSeen = self.isAllowed(.camera, of: principal)
        return Publication(
            session: session,
            principal: principal,
            name: seat.profile.name,
            isOnStage: self.isOnStage(principal),
            order: order,
            hasMicrophone: kinds.contains(.microphone) && media.isMicrophoneOn && !self.isMuted(principal),
            hasCamera: kinds.contains(.camera) && media.isCameraOn && mayBeSeen,
            hasScreen: kinds.contains(.screen) && mayBeSeen
        )
    }
}

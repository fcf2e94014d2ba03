// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Media by way of a server, in the words of the core and the port, and in those of the wire.

internal import ConferenceCore
internal import Wire

extension PushEncoder {
    /// The reset of the stream `publications`.
    static func reset(_ header: PushHeader, _ state: Publications.State) -> [UInt8] {
        let wire = WirePublicationsState(
            generation: state.generation,
            isReady: state.isReady,
            more: UInt32(clamping: state.more),
            entries: state.entries.values.sorted { $0.order < $1.order }.map(\.wire)
        )
        return ServerPush.streamReset(header, .publications(wire)).encoded(reserving: 8_192)
    }

    static func changed(_ delta: Publications.Delta, _ header: PushHeader) -> [UInt8] {
        let change = PublicationsChange(
            generation: delta.generation,
            isReady: delta.isReady,
            more: delta.more.map { UInt32(clamping: $0) },
            remove: delta.remove.isEmpty ? nil : delta.remove.map(\.wire),
            put: delta.put.isEmpty ? nil : delta.put.map(\.wire)
        )
        return ServerPush.publicationsChanged(header, change).encoded(reserving: 1_024)
    }

    static func offered(_ offer: SubscribeOffer, _ header: PushHeader) -> [UInt8] {
        let tracks = offer.tracks.map {
            WireSubscribedTrack(mid: $0.mid, session: $0.track.session.wire, kind: $0.track.kind.wire)
        }
        let push = MediaOffered(revision: offer.revision, isFresh: offer.isFresh, sdp: offer.sdp, tracks: tracks)
        return ServerPush.mediaOffered(header, push).encoded(reserving: 1_024 + offer.sdp.utf8.count)
    }

    static func lost(_ side: MediaSide, _ header: PushHeader) -> [UInt8] {
        ServerPush.mediaLost(header, MediaLost(side: side == .publish ? .publish : .subscribe)).encoded()
    }
}

extension Publication {
    fileprivate var wire: WirePublication {
        WirePublication(
            session: self.session.wire,
            participant: self.principal.wire,
            name: self.name,
            isOnStage: self.isOnStage,
            order: self.order,
            microphone: self.hasMicrophone,
            camera: self.hasCamera,
            screen: self.hasScreen
        )
    }
}

extension TrackKind {
    fileprivate var wire: WireTrackKind {
        switch self {
        case .microphone: .microphone
        case .camera: .camera
        case .screen: .screen
        case .screenAudio: .screenAudio
        }
    }

    fileprivate init(_ wire: WireTrackKind) {
        switch wire {
        case .microphone: self = .microphone
        case .camera: self = .camera
        case .screen: self = .screen
        case .screenAudio: self = .screenAudio
        }
    }
}

extension TrackLayer {
    fileprivate init(_ wire: WireTrackLayer) {
        switch wire {
        case .low: self = .low
        case .medium: self = .medium
        case .high: self = .high
        }
    }
}

extension MediaRequest {
    /// What a call asks of the media server; nil for one that asks nothing of it.
    init?(_ call: ClientCall) {
        switch call {
        case .mediaPublish(let publish):
            let tracks = publish.tracks.map { OfferedTrack(mid: $0.mid, kind: TrackKind($0.kind)) }
            self = .publish(sdp: publish.sdp, tracks: tracks, isFresh: publish.isFresh)
        case .mediaUnpublish: self = .unpublish
        case .mediaSubscribe(let subscribe):
            let wishes = subscribe.tracks.map {
                TrackWish(Track(TrackKind($0.kind), of: SessionID($0.session)), layer: TrackLayer($0.layer))
            }
            self = .subscribe(wishes, isFresh: subscribe.isFresh)
        case .mediaAnswer(let answer): self = .answer(revision: answer.revision, sdp: answer.sdp)
        case .mediaCandidates(let found):
            let candidates = found.candidates.map {
                ICECandidate(candidate: $0.candidate, mid: $0.mid, index: $0.index)
            }
            self = .candidates(found.side == .publish ? .publish : .subscribe, candidates)
        default: return nil
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Wire

/// Random calls and pushes about media by way of a media server.
extension RandomValues {
    static func mediaServer(_ method: ClientMethod, using random: inout SeededGenerator) -> ClientCall {
        let room = self.room(using: &random)
        switch method {
        case .mediaPublish:
            return .mediaPublish(
                .init(
                    room: room,
                    sdp: self.text(1...2_000, using: &random),
                    tracks: self.list(0...8, using: &random) { random in
                        WireOfferedTrack(mid: self.text(1...16, using: &random), kind: self.kind(using: &random))
                    },
                    isFresh: .random(using: &random)
                )
            )
        case .mediaSubscribe:
            return .mediaSubscribe(
                .init(
                    room: room,
                    tracks: self.list(0...48, using: &random) { random in
                        WireTrackWish(
                            session: self.session(using: &random),
                            kind: self.kind(using: &random),
                            layer: WireTrackLayer.allCases.randomElement(using: &random) ?? .low
                        )
                    },
                    isFresh: .random(using: &random)
                )
            )
        case .mediaAnswer:
            return .mediaAnswer(
                .init(
                    room: room,
                    revision: .random(in: 0...UInt64(WireLimits.integerMax), using: &random),
                    sdp: self.text(1...2_000, using: &random)
                )
            )
        case .mediaCandidates:
            return .mediaCandidates(
                .init(
                    room: room,
                    side: Bool.random(using: &random) ? .publish : .subscribe,
                    candidates: self.list(1...32, using: &random) { random in
                        WireCandidate(
                            candidate: self.text(0...200, using: &random),
                            mid: Bool.random(using: &random) ? nil : self.text(1...16, using: &random),
                            index: Bool.random(using: &random) ? nil : .random(in: 0...9, using: &random)
                        )
                    }
                )
            )
        case .mediaUnpublish: return .mediaUnpublish(.init(room: room))
        default: return .mediaServers(.init(room: room))
        }
    }

    static func publicationsState(using random: inout SeededGenerator) -> WirePublicationsState {
        WirePublicationsState(
            generation: .random(in: 0...UInt64(WireLimits.integerMax), using: &random),
            isReady: .random(using: &random),
            more: .random(in: 0...9, using: &random),
            entries: self.list(0...5, using: &random, self.publication)
        )
    }

    static func publicationsChange(using random: inout SeededGenerator) -> PublicationsChange {
        PublicationsChange(
            generation: Bool.random(using: &random) ? nil : .random(in: 0...9, using: &random),
            isReady: Bool.random(using: &random) ? nil : .random(using: &random),
            more: Bool.random(using: &random) ? nil : .random(in: 0...9, using: &random),
            remove: Bool.random(using: &random) ? nil : self.list(1...3, using: &random, self.session),
            put: Bool.random(using: &random) ? nil : self.list(1...3, using: &random, self.publication)
        )
    }

    static func offered(using random: inout SeededGenerator) -> MediaOffered {
        MediaOffered(
            revision: .random(in: 0...UInt64(WireLimits.integerMax), using: &random),
            isFresh: .random(using: &random),
            sdp: self.text(1...2_000, using: &random),
            tracks: self.list(0...9, using: &random) { random in
                WireSubscribedTrack(
                    mid: self.text(1...16, using: &random),
                    session: self.session(using: &random),
                    kind: self.kind(using: &random)
                )
            }
        )
    }

    private static func kind(using random: inout SeededGenerator) -> WireTrackKind {
        WireTrackKind.allCases.randomElement(using: &random) ?? .camera
    }

    private static func publication(using random: inout SeededGenerator) -> WirePublication {
        WirePublication(
            session: self.session(using: &random),
            participant: self.participant(using: &random),
            name: self.text(0...20, using: &random),
            isOnStage: .random(using: &random),
            order: .random(in: 0...UInt64(WireLimits.integerMax), using: &random),
            microphone: .random(using: &random),
            camera: .random(using: &random),
            screen: .random(using: &random)
        )
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Wire

/// What the samples of the page say about media by way of a media server.
enum SampleMedia {
    private static let room = SampleRequests.room
    private static let session = SampleRequests.session
    private static let sdp = "v=0"

    static func requests() -> [String: ClientRequest] {
        let calls: [ClientCall] = [
            .mediaPublish(
                .init(
                    room: self.room,
                    sdp: self.sdp,
                    tracks: [.init(mid: "0", kind: .microphone), .init(mid: "1", kind: .camera)],
                    isFresh: true
                )
            ),
            .mediaUnpublish(.init(room: self.room)),
            .mediaSubscribe(
                .init(
                    room: self.room,
                    tracks: [
                        .init(session: self.session, kind: .microphone, layer: .low),
                        .init(session: self.session, kind: .camera, layer: .high),
                    ],
                    isFresh: false
                )
            ),
            .mediaAnswer(.init(room: self.room, revision: 3, sdp: self.sdp)),
            .mediaCandidates(
                .init(
                    room: self.room,
                    side: .publish,
                    candidates: [
                        .init(candidate: "candidate:1 1 udp 2122260223 192.0.2.7 50123 typ host", mid: "0", index: 0)
                    ]
                )
            ),
            .mediaServers(.init(room: self.room)),
        ]
        return Dictionary(uniqueKeysWithValues: calls.map { ($0.method.rawValue, SampleRequests.request(8, $0)) })
    }

    static func responses() -> [String: SampleAnswers.Response] {
        [
            "media.publish": .init(8, PublishResult(sdp: self.sdp)),
            "media.servers": .init(
                8,
                ICEServersResult(
                    servers: [
                        .init(
                            urls: ["turn:meet.example:3478?transport=udp", "turns:meet.example:5349?transport=tcp"],
                            username: "1764000600:00c2f5a81b3e9d74",
                            credential: "aGVsbG8="
                        )
                    ],
                    expiresAt: 1_764_000_600_000
                )
            ),
        ]
    }

    static func pushes() -> [String: ServerPush] {
        let publication = WirePublication(
            session: self.session,
            participant: SampleRequests.account(17),
            name: "Chen",
            isOnStage: true,
            order: 1,
            microphone: true,
            camera: true,
            screen: false
        )
        return [
            "stream.reset publications": .streamReset(
                self.header(.publications, 4),
                .publications(.init(generation: 1, isReady: true, more: 0, entries: [publication]))
            ),
            "publications.changed": .publicationsChanged(
                self.header(.publications, 5),
                PublicationsChange(more: 1, remove: [SampleRequests.otherSession], put: [publication])
            ),
            "media.offered": .mediaOffered(
                self.header(.own, 3),
                MediaOffered(
                    revision: 3,
                    isFresh: true,
                    sdp: self.sdp,
                    tracks: [
                        .init(mid: "0", session: self.session, kind: .microphone),
                        .init(mid: "1", session: self.session, kind: .camera),
                    ]
                )
            ),
            "media.lost": .mediaLost(self.header(.own, 4), MediaLost(side: .subscribe)),
        ]
    }

    private static func header(_ stream: StreamName, _ offset: UInt64) -> PushHeader {
        PushHeader(room: self.room, stream: stream, position: StreamPosition(epoch: 3, offset: offset))
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import ConferenceCore
internal import Wire

/// A track as VideoRoom names it: the publisher's feed, and the media section of its offer.
struct FeedTrack: Hashable, Sendable {
    let feed: String
    let mid: String
}

/// What is asked of VideoRoom; `room` and secrets come with the writing.
enum VideoRoomRequest: Hashable, Sendable {
    case createRoom
    case destroyRoom
    case moderate(FeedTrack, isMuted: Bool)
    case kick(feed: String)
    case joinAsPublisher(feed: String)
    /// The first offer of a publisher, or a change of it.
    case publish([OfferedKind], isFirst: Bool)
    case askForKeyframe(mid: String)
    case joinAsSubscriber([FeedTrack])
    case update(subscribe: [FeedTrack], unsubscribe: [FeedTrack])
    case setLayers([String: TrackLayer])
    /// Takes the answer to an offer in.
    case start

    /// A media section of a publisher's offer and what it carries.
    struct OfferedKind: Hashable, Sendable {
        let mid: String
        let kind: TrackKind
    }

    /// What all rooms have in common.
    struct RoomRules: Hashable, Sendable {
        /// What VideoRoom wants to see before it makes a room; nil where anybody may.
        let adminKey: String?
        let publishersMax: Int
        let videoBitsPerSecondMax: Int
    }

    /// Writes the body of the request.
    func write(room: String, secret: String, rules: RoomRules, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("request", self.name)
            switch self {
            case .createRoom: Self.writeCreation(room: room, secret: secret, rules: rules, to: &writer)
            case .destroyRoom:
                writer.member("room", room)
                writer.member("secret", secret)
            case .moderate(let track, let isMuted):
                writer.member("room", room)
                writer.member("secret", secret)
                writer.member("id", track.feed)
                writer.member("mid", track.mid)
                writer.member("mute", isMuted)
            case .kick(let feed):
                writer.member("room", room)
                writer.member("secret", secret)
                writer.member("id", feed)
            case .joinAsPublisher(let feed):
                writer.member("ptype", "publisher")
                writer.member("room", room)
                writer.member("id", feed)
            case .publish(let tracks, _): Self.writeDescriptions(tracks, to: &writer)
            case .askForKeyframe(let mid):
                writer.member("streams") { writer in
                    writer.array { $0.element(KeyframeWish(mid: mid)) }
                }
            case .joinAsSubscriber(let tracks):
                writer.member("ptype", "subscriber")
                writer.member("room", room)
                writer.member("use_msid", false)
                writer.member("autoupdate", false)
                writer.member("streams", tracks)
            case .update(let subscribe, let unsubscribe):
                if !subscribe.isEmpty { writer.member("subscribe", subscribe) }
                if !unsubscribe.isEmpty { writer.member("unsubscribe", unsubscribe) }
            case .setLayers(let layers):
                let wishes = layers.sorted { $0.key < $1.key }.map { LayerWish(mid: $0.key, layer: $0.value) }
                writer.member("streams", wishes)
            case .start: break
            }
        }
    }

    /// Whether an event follows the acknowledgment, rather than the answer coming at once.
    private var name: String {
        switch self {
        case .createRoom: "create"
        case .destroyRoom: "destroy"
        case .moderate: "moderate"
        case .kick: "kick"
        case .joinAsPublisher, .joinAsSubscriber: "join"
        case .publish(_, let isFirst): isFirst ? "publish" : "configure"
        case .askForKeyframe, .setLayers: "configure"
        case .update: "update"
        case .start: "start"
        }
    }

    private static func writeCreation(
        room: String,
        secret: String,
        rules: RoomRules,
        to writer: inout JSONWriter
    ) {
        writer.member("room", room)
        writer.member("secret", secret)
        if let adminKey = rules.adminKey { writer.member("admin_key", adminKey) }
        writer.member("is_private", true)
        writer.member("permanent", false)
        writer.member("publishers", rules.publishersMax)
        writer.member("bitrate", rules.videoBitsPerSecondMax)
        writer.member("bitrate_cap", true)
        writer.member("audiocodec", "opus")
        // VP8 first: some browsers have no H.264.
        writer.member("videocodec", "vp8,h264")
        writer.member("opus_fec", true)
        writer.member("audiolevel_event", false)
    }

    private static func writeDescriptions(_ tracks: [OfferedKind], to writer: inout JSONWriter) {
        writer.member("descriptions", tracks)
    }
}

extension FeedTrack: JSONEncodable {
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("feed", self.feed)
            writer.member("mid", self.mid)
        }
    }
}

extension VideoRoomRequest.OfferedKind: JSONEncodable {
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("mid", self.mid)
            writer.member("description", self.kind.janusName)
        }
    }
}

private struct KeyframeWish: JSONEncodable {
    let mid: String

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("mid", self.mid)
            writer.member("keyframe", true)
        }
    }
}

private struct LayerWish: JSONEncodable {
    let mid: String
    let layer: TrackLayer

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("mid", self.mid)
            writer.member("substream", Int(self.layer.rawValue))
        }
    }
}

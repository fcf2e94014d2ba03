// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Broker
internal import ConferenceCore

// What an earlier process left of a room, gone on with.

extension MediaRoom {
    /// Takes over what was found; what cannot be gone on with ends, and its session is told.
    ///
    /// - Returns: The handles that go on.
    mutating func adopt(_ found: [FoundHandle]) -> [UInt64: HandleKey] {
        var keys: [UInt64: HandleKey] = [:]
        self.roomWasFound()
        for handle in found where handle.name.side == .publish {
            guard let key = self.adoptPublisher(handle) else {
                self.add(.detach(handle: handle.id))
                continue
            }
            keys[handle.id] = key
        }
        for handle in found where handle.name.side == .subscribe {
            guard let key = self.adoptSubscriber(handle) else {
                self.add(.detach(handle: handle.id))
                if case .subscriber = handle.content { self.add(.tell(.lost(handle.name.session, .subscribe))) }
                continue
            }
            keys[handle.id] = key
        }
        return keys
    }

    private mutating func adoptPublisher(_ handle: FoundHandle) -> HandleKey? {
        let session = handle.name.session
        guard case .publisher(let feed, let streams) = handle.content,
            let name = FeedName(feed), name.session == session, self.publishers[session] == nil
        else { return nil }
        var tracks: [String: TrackKind] = [:]
        for stream in streams where !stream.isDisabled {
            tracks[stream.mid] = stream.description.flatMap { TrackKind(janusName: $0) }
        }
        guard !tracks.isEmpty else { return nil }
        let key = HandleKey(room: self.id, session: session, side: .publish, life: name.life)
        self.publishers[session] = Publisher(
            adopted: key,
            feed: feed,
            handle: handle.id,
            tracks: tracks,
            isUp: handle.isUp
        )
        return key
    }

    private mutating func adoptSubscriber(_ handle: FoundHandle) -> HandleKey? {
        let session = handle.name.session
        guard case .subscriber(let streams, isSettled: true) = handle.content, self.subscribers[session] == nil else {
            return nil
        }
        let key = HandleKey(room: self.id, session: session, side: .subscribe, life: self.makeNumber())
        self.subscribers[session] = Subscriber(adopted: key, handle: handle.id, streams: streams)
        return key
    }
}

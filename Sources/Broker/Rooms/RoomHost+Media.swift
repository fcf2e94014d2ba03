// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Media by way of a server: what sessions ask of it, what it answers, and what the room's decisions mean for it. Orders
// leave through the OutputGate, because they rest on facts as much as words do: who was removed stays removed.

internal import ConferenceCore
internal import LoopRuntime
internal import Wire

// MARK: - What sessions ask

extension RoomHost {
    mutating func media(_ request: MediaRequest, of session: SessionID, _ address: ReplyAddress) {
        guard let seat = self.room.seat(of: session) else { return self.refuse(.notInRoom, address) }
        guard self.room.isMediaMoved, seat.wantsMedia else { return self.refuse(.permissionDenied, address) }
        switch request {
        case .unpublish:
            self.media.unpublished(session, isOrdered: true)
            self.arePublicationsDirty = true
        case _ where !self.media.isReady: return self.refuse(.mediaUnavailable, address)
        case .publish(let sdp, let tracks, let isFresh):
            return self.publish(sdp, tracks, isFresh: isFresh, by: seat, address)
        case .subscribe(let wishes, let isFresh): self.media.wished(wishes, isFresh: isFresh, by: session)
        case .answer(let revision, let sdp): self.media.answered(revision: revision, sdp, by: session)
        case .candidates(let side, let candidates): self.media.found(candidates, for: side, of: session)
        }
        self.reply(.done, to: address)
    }

    private mutating func publish(
        _ sdp: String,
        _ tracks: [OfferedTrack],
        isFresh: Bool,
        by seat: Seat,
        _ address: ReplyAddress
    ) {
        guard Set(tracks.map(\.kind)).count == tracks.count, Set(tracks.map(\.mid)).count == tracks.count else {
            return self.reply(.refused(WireError(.invalidParams, details: "tracks")), to: address)
        }
        let known = self.media.publishers[seat.session]
        let isFull = self.media.publishers.count >= self.limits.publishersMax
        guard known != nil || !isFull || self.room.isOnStage(seat.principal) else {
            return self.refuse(.tooManyPublishers, address)
        }
        guard known?.offered == nil else {
            // One at a time: an answer to an offer that is out of date helps nobody.
            return self.reply(.refused(WireError(.mediaUnavailable, retryAfterMs: 500)), to: address)
        }
        let request = self.media.offered(sdp, tracks, isFresh: isFresh, by: seat.session)
        self.publishing[request] = address
    }
}

// MARK: - What the media server tells

extension RoomHost {
    /// The media server can be used from now on, under `generation`; nil: it cannot.
    mutating func mediaReadinessChanged(generation: UInt64?, at time: HostTime) {
        let isLost = generation != nil && generation != self.media.generation
        self.media.readinessChanged(generation: generation)
        if isLost || generation == nil { self.giveUpPublishing() }
        self.arePublicationsDirty = true
        guard case .serving = self.phase, !self.isStoreFailing else { return }
        self.commit(facts: self.room.mediaServerChanged(isReady: generation != nil), at: time)
    }

    mutating func receive(_ event: MediaEvent) {
        guard case .serving = self.phase else { return }
        switch event {
        case .adopted(let held):
            self.media.adopted(held) { [room] session in
                room.seat(of: session).map { room.forbiddenTracks(of: $0.principal) }
            }
        case .published(let session, let request, let sdp):
            self.media.published(session, request: request)
            self.holdTracks(of: session)
            if let address = self.publishing.removeValue(forKey: request) { self.reply(.published(sdp), to: address) }
        case .publishRefused(let session, let request, let reason):
            self.media.publishRefused(session, request: request)
            if let address = self.publishing.removeValue(forKey: request) { self.refuse(reason, address) }
        case .offered(let session, let offer):
            self.tellSession(session) { PushEncoder.offered(offer, $0) }
        case .lost(let session, let side):
            if side == .publish {
                self.media.unpublished(session, isOrdered: false)
            } else {
                self.media.subscriptionLost(session)
            }
            self.tellSession(session) { PushEncoder.lost(side, $0) }
        case .reset:
            self.media.reset()
            self.giveUpPublishing()
        }
        self.arePublicationsDirty = true
    }

    private mutating func refuse(_ reason: PublishRefusal, _ address: ReplyAddress) {
        switch reason {
        case .unacceptable(let words):
            self.reply(.refused(WireError(.mediaRefused, details: words)), to: address)
        case .unavailable: self.refuse(.mediaUnavailable, address)
        }
    }

    /// Nobody will answer the offers that are under way.
    private mutating func giveUpPublishing() {
        for request in self.publishing.keys.sorted() {
            guard let address = self.publishing.removeValue(forKey: request) else { continue }
            self.refuse(.mediaUnavailable, address)
        }
    }
}

// MARK: - Loading and rebuilding

extension RoomHost {
    /// The host begins anew; what the media server holds is asked for when the log is read.
    mutating func resetMedia() {
        let generation = self.media.isReady ? self.media.generation : nil
        self.media = RoomMedia()
        self.media.readinessChanged(generation: generation)
        self.publications = Publications()
        self.publishing = [:]
        self.arePublicationsDirty = false
    }

    /// The log has been read: media may have gone on without a host.
    mutating func restoreMedia(isOnlyAsked: Bool) {
        self.room.mediaServerFound(isReady: self.media.isReady)
        guard self.hasMediaPlane, self.room.isMediaMoved, !isOnlyAsked else { return }
        self.media.adopt()
    }
}

// MARK: - What the room's decisions mean for media

extension RoomHost {
    /// What a fact changes about who can be seen and heard.
    mutating func performForMedia(_ fact: Fact) {
        switch fact {
        case .mutedAll, .unmutedAll:
            for session in self.media.publishers.keys.sorted() { self.holdTracks(of: session) }
        case .muted(let who, _), .unmuted(let who, _), .hidden(let who, _), .shown(let who, _), .selfUnmuted(let who),
            .promoted(let who, _, _), .demoted(let who, _, _), .floorGranted(let who, _, _),
            .floorRevoked(let who, _), .floorReleased(let who):
            for session in self.room.sessions(of: who) { self.holdTracks(of: session) }
        case .vacated(let session, _): self.media.left(session)
        case .ended: self.media.close()
        case .locked, .unlocked, .kicked, .floorRequested, .floorDenied, .chatPosted, .meshEntered, .meshLeft,
            .mediaMoved, .opened, .unitAdded, .seated, .tokenRotated, .answered, .invited, .invitationRevoked,
            .admitted, .turnedAway,
            .chatKept, .counted:
            return
        }
        self.arePublicationsDirty = true
    }

    private mutating func holdTracks(of session: SessionID) {
        guard let seat = self.room.seat(of: session) else { return }
        self.media.hold(self.room.forbiddenTracks(of: seat.principal), of: session)
    }

    /// Orders what this turn has decided, and tells who can be seen and heard, where that has changed.
    mutating func publishMedia(at time: HostTime) {
        for order in self.media.takeOrders() { self.give(.media(order)) }
        guard self.arePublicationsDirty, self.routes.hasSubscribers(.publications) else { return }
        self.arePublicationsDirty = false
        if self.streams.maySpeak(.publications, at: time.now) { self.publishPublications() }
    }

    /// Moves the stream `publications` to the present; tells it when somebody gets it.
    mutating func publishPublications() {
        let all = self.media.publishers.compactMap { session, publisher in
            self.room.publication(of: session, publisher.kinds, order: publisher.order)
        }
        let delta = self.publications.publish(
            all,
            generation: self.media.toldGeneration,
            isReady: self.media.isReady
        )
        guard let delta else { return }
        let message = PushEncoder.changed(delta, self.header(.publications, delta.offset))
        let isTold = self.routes.hasSubscribers(.publications)
        self.streams.tellView(.publications, message, offset: delta.offset, isTold: isTold)
    }
}

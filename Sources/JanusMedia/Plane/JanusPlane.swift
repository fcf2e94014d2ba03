// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Broker
internal import ConferenceCore
internal import Wire

/// Everything that one Janus carries: the connection to it, and the rooms.
///
/// A value that decides; the actor performs what ``takeOutputs()`` gives, in order.
struct JanusPlane: Sendable {
    enum Output: Hashable, Sendable {
        /// Open a WebSocket; answer by `opened` or `closed`.
        case connect
        case disconnect
        case send([UInt8])
        /// The number of what Janus holds; nil while orders cannot be carried out.
        case readiness(UInt64?)
        case tell(RoomID, MediaEvent)
        case note(JanusMediaEvent)
    }

    enum Tag: Hashable, Sendable {
        /// The attachment of the handle through which rooms are asked about.
        case control
        case room(RoomID)
        case handle(HandleKey)
    }

    /// How long what an earlier process left waits for its room's host: longer than clients take to come back.
    private static let foundPatience: Duration = .seconds(180)

    /// Rooms whose orders were dropped, remembered at most.
    private static let droppedMax = 65_536

    private let rules: VideoRoomRequest.RoomRules
    private let secret: @Sendable (RoomID) -> String
    private let controlName: String
    var link: JanusLink<Tag>
    private(set) var rooms: [RoomID: MediaRoom] = [:]
    private var handles: [UInt64: HandleKey] = [:]
    private var control: UInt64?
    /// What an earlier process left of rooms that no host has asked about yet.
    private var found: [RoomID: [FoundHandle]] = [:]
    /// When what nobody asked about ends.
    private var foundUntil: Duration?
    /// The control handle of an earlier process, until its session has been claimed.
    private var foundControl: UInt64?
    /// Rooms that are to be told of a reset once there is something to publish to.
    private var interrupted: Set<RoomID> = []
    /// Rooms whose hosts asked, before it could be known, what outlived them; with the counters of their orders.
    private var toAdopt: [RoomID: UInt64] = [:]
    private(set) var resetsCount: UInt64 = 0
    private var outputs: [Output] = []

    /// - Parameter secret: Derives a room's secret; nothing has to be remembered.
    init(
        apiSecret: String,
        timings: LinkTimings,
        rules: VideoRoomRequest.RoomRules,
        controlName: String,
        secret: @escaping @Sendable (RoomID) -> String
    ) {
        self.link = JanusLink(apiSecret: apiSecret, timings: timings)
        self.rules = rules
        self.controlName = controlName
        self.secret = secret
    }

    /// The number of what Janus holds, which another session replaces by another; nil while nothing can be asked.
    var generation: UInt64? { self.control == nil ? nil : self.link.session }

    var handlesCount: Int { self.handles.count }

    mutating func takeOutputs() -> [Output] {
        defer { self.outputs = [] }
        return self.outputs
    }

    // MARK: Inputs

    /// Begins to connect.
    ///
    /// - Parameter adoption: What an earlier process left, to be gone on with if its session can be claimed.
    mutating func start(adopting adoption: Adoption? = nil, at now: Duration) {
        self.foundControl = adoption?.control
        self.found = Dictionary(grouping: adoption?.handles ?? [], by: \.name.room)
        self.link.start(claiming: adoption?.session, at: now)
        self.performLink(at: now)
    }

    mutating func stop(at now: Duration) {
        self.link.stop()
        self.performLink(at: now)
    }

    mutating func opened(at now: Duration) {
        self.link.opened(at: now)
        self.performLink(at: now)
    }

    mutating func closed(_ reason: String, at now: Duration) {
        self.outputs.append(.note(.connectionLost(reason)))
        self.link.closed(at: now)
        self.performLink(at: now)
    }

    mutating func received(_ bytes: [UInt8], at now: Duration) {
        do throws(JSONFault) {
            self.link.received(try JanusMessage(bytes), at: now)
        } catch {
            self.outputs.append(.note(.unreadable("\(error)")))
        }
        self.performLink(at: now)
    }

    /// - Parameter counter: Rises over restarts of this process: milliseconds since 1970.
    mutating func receive(_ order: MediaOrder, in room: RoomID, counter: UInt64, at now: Duration) {
        guard self.generation != nil else {
            self.drop(order, in: room, counter: counter)
            return
        }
        if order == .adopt {
            self.adopt(room, counter: counter, at: now)
            return
        }
        self.dropFound(of: room, at: now)
        self.withRoom(room, counter: counter) { $0.receive(order, at: now) }
        self.performRoom(room, at: now)
        self.performLink(at: now)
    }

    // MARK: Time

    var deadline: Duration? {
        let rooms = self.rooms.values.lazy.compactMap(\.deadline).min()
        return [rooms, self.link.deadline, self.foundUntil].compactMap { $0 }.min()
    }

    mutating func timePassed(at now: Duration) {
        self.link.timePassed(at: now)
        if let until = self.foundUntil, until <= now {
            self.foundUntil = nil
            for room in self.found.keys.sorted() { self.dropFound(of: room, at: now) }
        }
        for room in self.rooms.keys.sorted() {
            guard let deadline = self.rooms[room]?.deadline, deadline <= now else { continue }
            self.rooms[room]?.timePassed(at: now)
            self.performRoom(room, at: now)
        }
        self.performLink(at: now)
    }

    // MARK: Orders

    /// While nothing can be asked, orders are dropped and the room is told later.
    private mutating func drop(_ order: MediaOrder, in room: RoomID, counter: UInt64) {
        switch order {
        case .adopt:
            if self.toAdopt.count < Self.droppedMax { self.toAdopt[room] = counter }
        case .close:
            self.rooms[room] = nil
            self.interrupted.remove(room)
            self.toAdopt[room] = nil
        case .publish(let session, let offer):
            self.outputs.append(.tell(room, .publishRefused(session, request: offer.request, .unavailable)))
            self.interrupt(room)
        case .unpublish, .subscribe, .answer, .candidates, .allow, .detach: self.interrupt(room)
        }
    }

    private mutating func interrupt(_ room: RoomID) {
        if self.interrupted.count < Self.droppedMax { self.interrupted.insert(room) }
    }

    /// Tells what a room's new host finds.
    ///
    /// What an earlier process left and was not found goes: those who publish lose their connections by the room's end,
    /// and others have nothing left to get.
    private mutating func adopt(_ room: RoomID, counter: UInt64, at now: Duration) {
        if let held = self.rooms[room], held.hasConnections {
            self.outputs.append(.tell(room, .adopted(held.published)))
            return
        }
        if let found = self.found.removeValue(forKey: room) {
            self.goOn(with: found, in: room, counter: counter, at: now)
            return
        }
        self.withRoom(room, counter: counter) { $0.receive(.close, at: now) }
        self.performRoom(room, at: now)
        self.outputs.append(.tell(room, .adopted([:])))
        self.performLink(at: now)
    }

    private mutating func goOn(with found: [FoundHandle], in room: RoomID, counter: UInt64, at now: Duration) {
        var keys: [UInt64: HandleKey] = [:]
        self.withRoom(room, counter: counter) { keys = $0.adopt(found) }
        self.handles.merge(keys) { $1 }
        self.outputs.append(.tell(room, .adopted(self.rooms[room]?.published ?? [:])))
        self.performRoom(room, at: now)
        self.performLink(at: now)
    }

    /// Ends what an earlier process left of a room.
    private mutating func dropFound(of room: RoomID, at now: Duration) {
        for handle in self.found.removeValue(forKey: room) ?? [] {
            self.link.ask(.detach(handle: handle.id), tag: nil, at: now)
        }
    }

    private mutating func withRoom(_ room: RoomID, counter: UInt64, _ body: (inout MediaRoom) -> Void) {
        body(&self.rooms[room, default: MediaRoom(id: room, counter: counter)])
    }

    // MARK: Performing

    /// Does what a room wants done, and forgets the room when nothing is left of it.
    private mutating func performRoom(_ room: RoomID, at now: Duration) {
        for action in self.rooms[room]?.takeActions() ?? [] {
            switch action {
            case .attach(let key):
                self.link.ask(.attach(opaqueID: OpaqueName(key).text), tag: .handle(key), at: now)
            case .ask(let key, let handle, let request, let description):
                self.ask(request, in: room, on: handle, description, tag: .handle(key), at: now)
            case .askRoom(let request):
                guard let control = self.control else { break }
                self.ask(request, in: room, on: control, nil, tag: .room(room), at: now)
            case .trickle(let handle, let candidates):
                self.link.ask(.trickle(handle: handle, candidates), tag: nil, at: now)
            case .detach(let handle):
                self.handles[handle] = nil
                self.link.ask(.detach(handle: handle), tag: nil, at: now)
            case .tell(let event): self.outputs.append(.tell(room, event))
            }
        }
        if self.rooms[room]?.isIdle == true { self.rooms[room] = nil }
    }

    private mutating func ask(
        _ request: VideoRoomRequest,
        in room: RoomID,
        on handle: UInt64,
        _ description: SessionDescription?,
        tag: Tag,
        at now: Duration
    ) {
        var writer = JSONWriter()
        request.write(room: room.janusName, secret: self.secret(room), rules: self.rules, to: &writer)
        guard let body = try? OpaqueJSON(writer.bytes) else { preconditionFailure("A writer writes JSON") }
        self.link.ask(.message(handle: handle, body: body, description), tag: tag, at: now)
    }

    /// Does what the connection wants done, and hands on what it heard.
    private mutating func performLink(at now: Duration) {
        var outputs = self.link.takeOutputs()
        while !outputs.isEmpty {
            for output in outputs {
                switch output {
                case .connect: self.outputs.append(.connect)
                case .disconnect: self.outputs.append(.disconnect)
                case .send(let bytes): self.outputs.append(.send(bytes))
                case .reply(let tag, let reply): self.answered(tag, reply, at: now)
                case .event(let message): self.happened(message, at: now)
                case .began(let session, let isNew): self.began(session, isNew: isNew, at: now)
                case .ended: self.ended(at: now)
                case .strayHandle(let handle): self.link.ask(.detach(handle: handle), tag: nil, at: now)
                }
            }
            outputs = self.link.takeOutputs()
        }
    }

    private mutating func answered(_ tag: Tag, _ reply: JanusReply, at now: Duration) {
        switch tag {
        case .control: self.controlAttached(reply, at: now)
        case .room(let room):
            self.rooms[room]?.roomAnswered(reply, at: now)
            self.performRoom(room, at: now)
        case .handle(let key):
            if case .done(let id?) = reply { self.handles[id] = key }
            guard self.rooms[key.room] != nil else {
                // The room was forgotten; only an attachment makes something.
                if case .done(let id?) = reply {
                    self.handles[id] = nil
                    self.link.ask(.detach(handle: id), tag: nil, at: now)
                }
                return
            }
            if case .failed(let failure) = reply, failure.isRefusal {
                self.outputs.append(.note(.refused(key.room, failure.text)))
            }
            self.rooms[key.room]?.answered(key, reply, at: now)
            self.performRoom(key.room, at: now)
        }
    }

    private mutating func happened(_ message: JanusMessage, at now: Duration) {
        guard let sender = message.sender, let key = self.handles[sender] else { return }
        if message.kind == .detached { self.handles[sender] = nil }
        self.rooms[key.room]?.happened(key, message, at: now)
        self.performRoom(key.room, at: now)
    }

    private mutating func began(_ session: UInt64, isNew: Bool, at now: Duration) {
        self.outputs.append(.note(.connected(isNew: isNew)))
        guard self.control == nil else { return }
        if let control = self.foundControl.take() {
            self.foundUntil = now + Self.foundPatience
            self.controlIsThere(control, at: now)
        } else {
            self.link.ask(.attach(opaqueID: self.controlName), tag: .control, at: now)
        }
    }

    private mutating func controlAttached(_ reply: JanusReply, at now: Duration) {
        guard case .done(let id?) = reply else {
            // Without it nothing can be done; another connection tries again.
            if self.control == nil, self.link.session != nil {
                self.link.ask(.attach(opaqueID: self.controlName), tag: .control, at: now)
            }
            return
        }
        self.controlIsThere(id, at: now)
    }

    private mutating func controlIsThere(_ handle: UInt64, at now: Duration) {
        self.control = handle
        self.outputs.append(.readiness(self.generation))
        let interrupted = exchange(&self.interrupted, with: [])
        for room in interrupted.sorted() {
            self.resetsCount += 1
            self.outputs.append(.tell(room, .reset))
        }
        // Where more was ordered behind the question it was dropped, and only beginning anew mends that.
        let toAdopt = exchange(&self.toAdopt, with: [:]).filter { !interrupted.contains($0.key) }
        for (room, counter) in toAdopt.sorted(by: { $0.key < $1.key }) { self.adopt(room, counter: counter, at: now) }
    }

    /// The session is lost with everything in it.
    private mutating func ended(at now: Duration) {
        self.outputs.append(.note(.sessionLost))
        let wasReady = self.control.take() != nil
        self.handles = [:]
        self.found = [:]
        self.foundUntil = nil
        self.foundControl = nil
        for room in self.rooms.keys.sorted() {
            self.interrupt(room)
            self.rooms[room]?.reset()
            self.performRoom(room, at: now)
        }
        if wasReady { self.outputs.append(.readiness(nil)) }
    }
}

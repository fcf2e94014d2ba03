// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import Wire

/// What all clients of a world have seen together, so that each can be held to what the others saw.
///
/// Tables are looked up by key, never listed in their own order.
public final class Witness {
    /// A receipt and the command that it was given for.
    struct Acknowledgement {
        let room: WireRoom
        let participant: WireParticipant
        let call: ClientCall
        let receipt: ReceiptResult
    }

    /// A session that could not be resumed.
    struct Loss {
        let room: WireRoom
        let session: WireSession
        let client: Int
        let isEarly: Bool
    }

    private struct CommandName: Hashable {
        let room: WireRoom
        let participant: WireParticipant
        let key: String
    }

    private struct EventKey: Hashable {
        let room: WireRoom
        let offset: UInt64
    }

    private struct Event: Hashable {
        let at: Int64
        let event: RoomEvent
    }

    private struct Signal {
        let to: WireSession
        let sentAt: Duration
        var isAcknowledged = false
        var arrivals = 0
    }

    private struct Barred: Hashable {
        let room: WireRoom
        let account: Int
    }

    private struct Kicked: Hashable {
        let room: WireRoom
        let participant: WireParticipant
    }

    let world: SimulatedWorld
    private var digests: [PushKey: UInt64] = [:]
    private var versions: [PushKey: StreamVersion] = [:]
    private var receipts: [CommandName: ReceiptResult] = [:]
    private var events: [EventKey: Event] = [:]
    private var epochs: [WireRoom: Set<UInt64>] = [:]
    private var lastOffsets: [WireRoom: UInt64] = [:]
    /// By number, from 1.
    private var signals: [Signal] = []
    /// Frames read lately, which keeps them alive, so that no other frame gets the identity of one of them.
    private var recentFrames = FIFOQueue<AnyObject>()
    private var recentByFrame: [ObjectIdentifier: Received] = [:]
    private var recentByDigest: [UInt64: Received] = [:]
    /// Called when a state is reached for the first time, by whomever.
    var onVersion: ((PushKey, StreamVersion) -> Void)?
    /// Every receipt, in the order of arrival.
    private(set) var acknowledgements: [Acknowledgement] = []
    /// Sessions that could not be resumed, in the order of the attempts.
    private(set) var losses: [Loss] = []
    /// Sessions that were seated, in the order of their join answers.
    private(set) var joins: [(room: WireRoom, session: WireSession, participant: WireParticipant)] = []
    /// Rooms that clients created, in the order of the answers.
    public private(set) var rooms: [WireRoom] = []
    private var roomsByKey: [String: WireRoom] = [:]
    private var endedRooms: Set<WireRoom> = []
    private var barred: Set<Barred> = []
    private var kicked: Set<Kicked> = []
    private var endedSessions: Set<WireSession> = []
    /// Joins that were told to wait for their turn.
    var joinsQueued = 0

    public init(world: SimulatedWorld) {
        self.world = world
    }

    // MARK: Frames

    /// More than come between the first and the last recipient of a frame.
    private static let recentFramesMax = 1_024

    /// Reads a frame; one that goes to many is read once.
    func read(_ payload: ArraySlice<UInt8>, of frame: AnyObject) -> Received {
        let identity = ObjectIdentifier(frame)
        if let known = self.recentByFrame[identity] { return known }
        let bytes = Array(payload)
        let digest = Trace.digest(bytes)
        // Another loop's frame with the same bytes is read already.
        let received = self.recentByDigest[digest] ?? Received(bytes, digest: digest)
        if self.recentFrames.count >= Self.recentFramesMax, let oldest = self.recentFrames.popFirst() {
            let forgotten = self.recentByFrame.removeValue(forKey: ObjectIdentifier(oldest))
            if let forgotten { self.recentByDigest[forgotten.digest] = nil }
        }
        self.recentFrames.append(frame)
        self.recentByFrame[identity] = received
        self.recentByDigest[digest] = received
        return received
    }

    // MARK: Streams

    /// Checks that everybody who gets this message gets the same bytes.
    func checkBytes(_ key: PushKey, isReset: Bool, digest: UInt64) {
        self.epochs[key.view.room, default: []].insert(key.epoch)
        // A reset at an offset stands beside the message with that offset.
        guard !isReset else { return }
        let known = self.digests[key]
        if known == nil { self.digests[key] = digest }
        self.world.check(.bytesIdentical, known == nil || known == digest, "\(key) differs between recipients")
    }

    /// The state after a message, as everybody reaches it; checks it against the one known, if there is one.
    func version(
        _ key: PushKey,
        _ make: () -> StreamVersion,
        isDelta: Bool,
        from base: StreamVersion?
    ) -> StreamVersion {
        let previous = PushKey(view: key.view, epoch: key.epoch, offset: key.offset &- 1)
        if isDelta, let known = self.versions[key], let base, self.versions[previous] === base {
            self.world.check(.stateEqual, true, "")
            return known
        }
        let made = make()
        guard let known = self.versions[key] else {
            self.versions[key] = made
            self.onVersion?(key, made)
            return made
        }
        let isEqual = known.isEqual(to: made.state)
        self.world.check(
            .stateEqual,
            isEqual,
            "\(key) is not the same for who followed and who was told: \(known.difference(from: made.state))"
        )
        return known
    }

    /// Checks that the room's stream says one thing at each offset, in whatever epoch it is told.
    func checkEvent(_ event: RoomEvent, at: Int64, room: WireRoom, offset: UInt64) {
        let key = EventKey(room: room, offset: offset)
        let told = Event(at: at, event: event)
        if self.events[key] == nil { self.events[key] = told }
        self.lastOffsets[room] = max(self.lastOffsets[room] ?? 0, offset)
        self.world.check(
            .eventIdentical,
            self.events[key] == told,
            "offset \(offset) of room \(room) was told as \(told) and otherwise"
        )
    }

    /// The epochs under which a room spoke, in order.
    func epochs(of room: WireRoom) -> [UInt64] { self.epochs[room, default: []].sorted() }

    /// The newest offset of a room's stream that any client has seen.
    func lastOffset(of room: WireRoom) -> UInt64 { self.lastOffsets[room] ?? 0 }

    /// What was told at an offset of a room's stream; nil when nobody got it.
    func event(of room: WireRoom, at offset: UInt64) -> (at: Int64, event: RoomEvent)? {
        self.events[EventKey(room: room, offset: offset)].map { ($0.at, $0.event) }
    }

    // MARK: Commands

    func acknowledged(
        _ call: ClientCall,
        key: String,
        in room: WireRoom,
        by who: WireParticipant,
        _ receipt: ReceiptResult
    ) {
        let name = CommandName(room: room, participant: who, key: key)
        let known = self.receipts[name]
        if known == nil {
            self.receipts[name] = receipt
            self.acknowledgements.append(
                Acknowledgement(room: room, participant: who, call: call, receipt: receipt)
            )
        }
        self.world.check(
            .receiptRepeated,
            known == nil || known == receipt,
            "command \(key) of \(who) got two receipts: \(String(describing: known)) and \(receipt)"
        )
    }

    func joined(_ room: WireRoom, _ session: WireSession, _ participant: WireParticipant) {
        self.joins.append((room, session, participant))
    }

    /// A client created a room; the same key means the same room.
    func created(_ room: WireRoom, by key: String) {
        let known = self.roomsByKey[key]
        self.world.check(.receiptRepeated, known == nil || known == room, "\(key) created \(room) and another room")
        self.roomsByKey[key] = room
        if !self.rooms.contains(room) { self.rooms.append(room) }
    }

    /// A number that no room has.
    var unknownRoom: WireRoom { WireRoom(100_000_000) }

    // MARK: Ends

    /// Nobody gets into the room any more, or one account does not.
    func closed(_ room: WireRoom?, for account: Int?) {
        guard let room else { return }
        if let account {
            self.barred.insert(Barred(room: room, account: account))
        } else {
            self.endedRooms.insert(room)
        }
    }

    func isEnded(_ room: WireRoom) -> Bool { self.endedRooms.contains(room) }

    /// A room that may be joined, as far as clients know.
    func pickOpenRoom(for account: Int, _ random: inout SeededGenerator) -> WireRoom? {
        let open = self.rooms.filter {
            !self.endedRooms.contains($0) && !self.barred.contains(Barred(room: $0, account: account))
        }
        return open.isEmpty ? nil : random.pick(open)
    }

    /// A session that was seated in the room at some time.
    func pickSession(in room: WireRoom, _ random: inout SeededGenerator) -> WireSession? {
        let recent = self.joins.suffix(40).filter { $0.room == room }
        return recent.isEmpty ? nil : random.pick(recent).session
    }

    func kicked(_ participant: WireParticipant, from room: WireRoom) {
        self.kicked.insert(Kicked(room: room, participant: participant))
    }

    func isKicked(_ participant: WireParticipant?, from room: WireRoom) -> Bool {
        participant.map { self.kicked.contains(Kicked(room: room, participant: $0)) } ?? false
    }

    /// The server would not resume a session; the log must know why.
    ///
    /// - Parameter isEarly: Whether the seat's grace cannot be over yet.
    func lost(_ session: WireSession, in room: WireRoom, client: Int, isEarly: Bool) {
        self.losses.append(Loss(room: room, session: session, client: client, isEarly: isEarly))
    }

    /// A session is over for good.
    func ended(_ session: WireSession) {
        self.endedSessions.insert(session)
    }

    func hasEnded(_ session: WireSession) -> Bool { self.endedSessions.contains(session) }

    // MARK: Signals

    func makeSignal(to session: WireSession) -> Int {
        self.signals.append(Signal(to: session, sentAt: self.world.now))
        return self.signals.count
    }

    func signalAcknowledged(_ number: Int) {
        self.signals[number - 1].isAcknowledged = true
    }

    func signalArrived(_ number: Int, at session: WireSession) {
        guard (1...max(1, self.signals.count)).contains(number), self.signals[number - 1].to == session else {
            return self.world.violate("signal \(number) arrived, which nobody sent to \(session)")
        }
        self.signals[number - 1].arrivals += 1
        let arrivals = self.signals[number - 1].arrivals
        self.world.check(.signalOnce, arrivals == 1, "signal \(number) arrived \(arrivals) times")
    }

    /// Checks that a session got every signal that was acknowledged since its stream `self` began.
    func checkSignals(to session: WireSession, since start: Duration) {
        for (index, signal) in self.signals.enumerated() where signal.to == session && signal.sentAt > start {
            guard signal.isAcknowledged else { continue }
            self.world.check(.signalDelivered, signal.arrivals == 1, "signal \(index + 1) never came to \(session)")
        }
    }
}

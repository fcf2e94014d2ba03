// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import Broker
public import ConferenceCore
public import Wire

// One TCP connection with a WebSocket on it. Each end has its own view of it, and the views may differ for as long as
// they like: that is what most faults of a network are.

/// A connection between a model client and an Edge.
public final class SimulatedLink: ClientConnection {
    /// The server's view.
    enum ServerEnd {
        /// Exits: `open` when the connection is accepted; `over` when nobody accepts it.
        case connecting
        /// Exits: `over` when either side closes or the connection breaks.
        case open
        case over
    }

    /// What reaches the client, in order.
    private enum Arrival {
        case frame(Frame, congestions: Int)
        case close(CloseCode)
    }

    private struct State {
        var door: ServerDoor?
        var serverEnd = ServerEnd.connecting
        var client: (any LinkClient)?
        var connection: ConnectionID?
        /// Whatever is under way is lost, in both directions; somebody may or may not be told.
        var isBroken = false
        /// Waits at the server's socket while the Edge does not read.
        var unread = FIFOQueue<[UInt8]>()
        var isReading = true
        /// Waits at the client, which does not read before the time given.
        var unreadAtClient = FIFOQueue<Arrival>()
        var clientReadsAt: Duration = .zero
        var queuedBytes = 0
        /// Whether the Edge was told so, and not yet that the client has read everything.
        var isCongested = false
        var congestions = 0
        var toServerDueUs: Int64 = 0
        var toClientDueUs: Int64 = 0
        var random: SeededGenerator
    }

    public let number: Int
    /// Links of one group share a network that may be cut.
    public let group: Int
    public let remoteAddress: String
    /// Bytes that may wait for the client; past a quarter of it the link is congested, as with a real transport.
    public let queueBytesMax: Int
    let network: SimulatedNetwork
    private let state: Confined<State>

    private var world: SimulatedWorld { self.network.world }

    init(number: Int, group: Int, queueBytesMax: Int, client: any LinkClient, network: SimulatedNetwork) {
        self.number = number
        self.group = group
        self.remoteAddress = "10.0.\(group).1"
        self.queueBytesMax = queueBytesMax
        self.network = network
        self.state = Confined(State(client: client, random: network.world.makeGenerator(0x1_0000 + UInt64(number))))
    }

    /// What the Edge calls this connection; nil until it was accepted.
    public var connection: ConnectionID? {
        get { self.state.value.connection }
        set { self.state.value.connection = newValue }
    }

    /// Bytes that wait for the client.
    public var queuedBytes: Int { self.state.value.queuedBytes }

    /// Whether the server believes the connection alive.
    public var isOpenAtServer: Bool {
        if case .open = self.state.value.serverEnd { true } else { false }
    }

    /// Whether the client believes the connection alive, or being made.
    public var isOpenAtClient: Bool { self.state.value.client != nil }

    /// Whether both ends believe in it, and rightly.
    public var isSound: Bool { self.isOpenAtServer && self.isOpenAtClient && !self.state.value.isBroken }

    // MARK: Making

    func enter(_ door: ServerDoor) {
        self.state.value.door = door
        self.arriveAtServer { link in
            guard case .connecting = link.state.value.serverEnd else { return }
            link.state.value.serverEnd = .open
            link.world.note(.connected, UInt64(link.number), UInt64(door.loop.lane))
            door.opened(link)
        }
    }

    /// Nobody listens.
    func refuse() {
        self.state.value.serverEnd = .over
        self.tellClient(nil, after: self.state.value.random.delay(upTo: .milliseconds(300)))
    }

    // MARK: The server's end

    public func send(_ frame: Frame) -> SendOutcome {
        self.checkOnLoop()
        guard self.isOpenAtServer else { return .gone }
        let bytes = self.state.value.queuedBytes + frame.payloadCount
        guard bytes <= self.queueBytesMax || self.state.value.queuedBytes == 0 else {
            self.world.count(.queueOverflow)
            return .overflow
        }
        self.state.value.queuedBytes = bytes
        self.sendToClient(.frame(frame, congestions: self.state.value.congestions))
        if bytes > self.queueBytesMax / 4, !self.state.value.isCongested {
            self.world.count(.congestion)
            self.state.value.isCongested = true
            self.state.value.congestions += 1
        }
        return self.state.value.isCongested ? .congested : .accepted
    }

    public func close(_ code: CloseCode) {
        self.checkOnLoop()
        guard self.isOpenAtServer else { return }
        self.world.note(.closedAtServer, UInt64(self.number), UInt64(code.rawValue))
        self.world.trace.explain("link \(self.number): the server closes with \(code)")
        self.state.value.serverEnd = .over
        self.state.value.unread.removeAll()
        self.sendToClient(.close(code))
        // Some transports tell of a close that the Edge itself began; that must not matter.
        guard self.network.drawsLateClosedEvent() else { return }
        self.reportClosed(after: self.state.value.random.delay(upTo: .seconds(3)))
    }

    public func setReading(_ isReading: Bool) {
        self.checkOnLoop()
        self.state.value.isReading = isReading
        guard isReading, let door = self.state.value.door else { return }
        // As a socket would: not from within the call.
        door.loop.post { self.readUnread() }
    }

    private func readUnread() {
        while self.isOpenAtServer, self.state.value.isReading, let frame = self.state.value.unread.popFirst() {
            self.state.value.door?.received(self, frame)
        }
    }

    private func checkOnLoop() {
        guard let door = self.state.value.door else { preconditionFailure("A link is used once it is open") }
        door.loop.checkIsolated()
    }

    private func arriveAtServer(_ body: @escaping @Sendable (SimulatedLink) -> Void) {
        guard let door = self.state.value.door else { return }
        let dueUs = self.network.drawArrivalUs(self.group, after: self.state.value.toServerDueUs)
        self.state.value.toServerDueUs = dueUs
        door.loop.arrange(after: .microseconds(dueUs) - self.world.now) {
            if !self.state.value.isBroken { body(self) }
        }
    }

    private func takeIn(_ frame: [UInt8]) {
        guard self.isOpenAtServer, let door = self.state.value.door else { return }
        self.world.note(.reachedServer, UInt64(self.number), Trace.digest(frame))
        guard self.state.value.isReading, self.state.value.unread.isEmpty else {
            return self.state.value.unread.append(frame)
        }
        door.received(self, frame)
    }

    /// Has the transport tell the Edge that the connection is gone, whether that is news or not.
    func reportClosed(after delay: Duration) {
        guard let door = self.state.value.door else { return }
        door.loop.arrange(after: delay) {
            if case .over = self.state.value.serverEnd { self.world.count(.lateClosedEvent) }
            self.state.value.serverEnd = .over
            self.state.value.unread.removeAll()
            self.world.note(.closedAtServer, UInt64(self.number))
            door.closed(self)
        }
    }

    // MARK: The client's end

    /// Sends one text frame to the server.
    public func sendFromClient(_ frame: [UInt8]) {
        guard self.isOpenAtClient else { return }
        self.arriveAtServer { $0.takeIn(frame) }
    }

    /// The client drops its end; the server learns of it in a moment, much later, or never.
    ///
    /// - Parameter noticed: After which time the server's transport tells of it; nil for never.
    public func abandon(noticed: Duration?) {
        self.state.value.client = nil
        guard let noticed else { return }
        let dueUs = max(self.state.value.toServerDueUs, (self.world.now + noticed).wholeMicroseconds)
        self.reportClosed(after: .microseconds(dueUs) - self.world.now)
    }

    /// The client does not read for a while.
    public func stopReadingAtClient(for duration: Duration) {
        self.state.value.clientReadsAt = self.world.now + duration
        self.world.after(duration) { self.readAtClient() }
    }

    private func sendToClient(_ arrival: Arrival) {
        let dueUs = self.network.drawArrivalUs(self.group, after: self.state.value.toClientDueUs)
        self.state.value.toClientDueUs = dueUs
        self.world.after(.microseconds(dueUs) - self.world.now) {
            self.state.value.unreadAtClient.append(arrival)
            self.readAtClient()
        }
    }

    private func readAtClient() {
        while self.state.value.clientReadsAt <= self.world.now, !self.state.value.isBroken,
            let client = self.state.value.client, let arrival = self.state.value.unreadAtClient.popFirst()
        {
            switch arrival {
            case .frame(let frame, let congestions):
                self.state.value.queuedBytes -= frame.payloadCount
                self.noticeDrained()
                client.link(self, received: frame, after: congestions)
            case .close(let code):
                self.tellClient(code.rawValue, after: .zero)
            }
        }
    }

    /// The server's transport sees a moment later that nothing waits any more, unless something does by then.
    private func noticeDrained() {
        guard self.state.value.queuedBytes == 0, self.state.value.isCongested, let door = self.state.value.door else {
            return
        }
        door.loop.arrange(after: self.state.value.random.delay(upTo: .milliseconds(25))) {
            guard self.isOpenAtServer, self.state.value.isCongested, self.state.value.queuedBytes == 0 else { return }
            self.state.value.isCongested = false
            door.drained(self)
        }
    }

    func tellClient(_ code: UInt16?, after delay: Duration) {
        self.world.after(delay) {
            guard let client = self.state.value.client else { return }
            self.state.value.client = nil
            self.world.note(.closedAtClient, UInt64(self.number), UInt64(code ?? 0))
            client.link(self, closedWith: code)
        }
    }

    // MARK: Faults

    /// Whatever is under way is lost from now on.
    ///
    /// - Parameters:
    ///   - serverNoticed: After which time the server's transport tells of it; nil for never.
    ///   - clientNoticed: After which time the client learns of it; nil for never.
    public func breakDown(serverNoticed: Duration?, clientNoticed: Duration?) {
        self.state.value.isBroken = true
        if let serverNoticed { self.reportClosed(after: serverNoticed) }
        if let clientNoticed { self.tellClient(nil, after: clientNoticed) }
    }

    /// The server's process is gone.
    func forgetServer() {
        self.state.value.serverEnd = .over
        self.state.value.unread.removeAll()
        self.state.value.queuedBytes = 0
    }
}

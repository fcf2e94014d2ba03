// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import Broker
public import ConferenceCore
public import LoopRuntime
public import WebSocketClient

/// The port ``MediaPlane`` on Janus's VideoRoom: one control connection, one Janus session, and at most two handles for
/// each session of ours.
///
/// Pinned to its loop; ``JanusPlane`` decides, this performs. Orders may come from any loop.
public actor JanusMedia: MediaPlane {
    /// Takes what whoever runs the server may want to know; called on the loop, so it must not block.
    public typealias Observer = @Sendable (JanusMediaEvent) -> Void

    private struct Listener {
        let loop: any EventLoop
        let tell: @Sendable (MediaNotice) -> Void
    }

    private let loop: EventLoopThread
    private let configuration: JanusMediaConfiguration
    private let sockets: WebSocketContext
    private let observer: Observer
    private var plane: JanusPlane
    /// What an earlier process left is being looked for.
    private var search: AdoptionSearch?
    private var adminSocket: JanusSocket?
    private var socket: JanusSocket?
    private var listeners: [Address: Listener] = [:]
    /// Which shelf has a room, as its orders say.
    private var shelves: [RoomID: Address] = [:]
    private var timer: (id: TimerID, at: Duration)?

    public nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe self.loop.asUnownedSerialExecutor() }

    /// - Parameters:
    ///   - sockets: The network of the loop that this lives on.
    ///   - observer: Told of what happens to the connection.
    public init(
        _ configuration: JanusMediaConfiguration,
        in sockets: WebSocketContext,
        observer: @escaping Observer = { _ in }
    ) {
        self.loop = sockets.loop
        self.configuration = configuration
        self.sockets = sockets
        self.observer = observer
        var timings = LinkTimings()
        timings.answer = configuration.answerTimeout
        timings.keepAlive = configuration.keepAliveInterval
        timings.reclaim = configuration.reclaimTimeout
        let key = configuration.roomKey
        self.plane = JanusPlane(
            apiSecret: configuration.apiSecret,
            timings: timings,
            rules: VideoRoomRequest.RoomRules(
                adminKey: configuration.adminKey,
                publishersMax: configuration.publishersMax,
                videoBitsPerSecondMax: configuration.videoBitsPerSecondMax
            ),
            controlName: OpaqueName.control(RoomSecret.mark(key: key)),
            secret: { RoomSecret.derive($0, key: key) }
        )
    }

    /// Begins to connect; callable from anywhere, once.
    ///
    /// With an Admin API it first looks for what an earlier process with the same key left, and goes on with it.
    public nonisolated func start() {
        self.onLoop { $0.begin() }
    }

    private func begin() {
        guard let address = self.configuration.adminAddress, let secret = self.configuration.adminSecret else {
            self.plane.start(at: self.loop.now)
            self.perform()
            return
        }
        let name = OpaqueName.control(RoomSecret.mark(key: self.configuration.roomKey))
        self.search = AdoptionSearch(secret: secret, controlName: name, at: self.loop.now)
        self.adminSocket = JanusSocket(to: address, isAdmin: true, for: self, in: self.sockets)
        self.perform()
    }

    /// Ends the connection; what Janus carries goes on until it gives the session up.
    public nonisolated func stop() {
        self.onLoop { media in
            media.search = nil
            media.adminSocket?.drop()
            media.adminSocket = nil
            media.plane.stop(at: media.loop.now)
            media.perform()
        }
    }

    // MARK: The port

    public nonisolated func listen(
        for shelf: Address,
        on loop: any EventLoop,
        _ listener: @escaping @Sendable (MediaNotice) -> Void
    ) {
        self.onLoop { media in
            media.listeners[shelf] = Listener(loop: loop, tell: listener)
            let generation = media.plane.generation
            loop.post { listener(.readiness(generation: generation)) }
        }
    }

    public nonisolated func carryOut(_ order: MediaOrder, in room: RoomID, for shelf: Address) {
        self.onLoop { media in
            media.shelves[room] = shelf
            let counter = UInt64(max(0, media.loop.wallClockMs))
            media.plane.receive(order, in: room, counter: counter, at: media.loop.now)
            media.perform()
            if order == .close { media.shelves[room] = nil }
        }
    }

    // MARK: For metrics

    /// What goes on now.
    public var counters: JanusMediaCounters {
        var counters = JanusMediaCounters()
        counters.isReady = self.plane.generation != nil
        counters.rooms = self.plane.rooms.count
        counters.handles = self.plane.handlesCount
        counters.openRequests = self.plane.link.openRequests
        counters.requests = self.plane.link.requestsCount
        counters.timeouts = self.plane.link.timeoutsCount
        counters.resets = self.plane.resetsCount
        return counters
    }

    // MARK: What the WebSocket tells

    func opened(_ socket: JanusSocket) {
        if socket === self.adminSocket { self.search?.opened() }
        if socket === self.socket { self.plane.opened(at: self.loop.now) }
        self.perform()
    }

    func received(_ message: [UInt8], on socket: JanusSocket) {
        if socket === self.adminSocket { self.search?.received(message) }
        if socket === self.socket { self.plane.received(message, at: self.loop.now) }
        self.perform()
    }

    func closed(_ socket: JanusSocket, _ ending: WebSocketEnding) {
        if socket === self.adminSocket {
            self.adminSocket = nil
            self.observer(.connectionLost("\(ending)"))
            self.search?.closed()
        }
        if socket === self.socket {
            self.socket = nil
            self.plane.closed("\(ending)", at: self.loop.now)
        }
        self.perform()
    }

    // MARK: Performing

    private nonisolated func onLoop(_ body: @escaping @Sendable (isolated JanusMedia) -> Void) {
        self.loop.post { self.assumeIsolated(body) }
    }

    private func perform() {
        self.performSearch()
        for output in self.plane.takeOutputs() {
            switch output {
            case .connect: self.socket = JanusSocket(to: self.configuration.address, for: self, in: self.sockets)
            case .disconnect:
                self.socket?.drop()
                self.socket = nil
            case .send(let bytes): self.socket?.send(bytes)
            case .readiness(let generation):
                for listener in self.listeners.values {
                    listener.loop.post { listener.tell(.readiness(generation: generation)) }
                }
            case .tell(let room, let event):
                guard let shelf = self.shelves[room], let listener = self.listeners[shelf] else { break }
                listener.loop.post { listener.tell(.room(room, event)) }
            case .note(let event): self.observer(event)
            }
        }
        self.armTimer()
    }

    private func performSearch() {
        for output in self.search?.takeOutputs() ?? [] {
            switch output {
            case .send(let bytes): self.adminSocket?.send(bytes)
            case .done(let adoption):
                self.search = nil
                // Not at once: what was sent last is still to go out.
                self.loop.post { [socket = self.adminSocket.take()] in socket?.drop() }
                self.plane.start(adopting: adoption, at: self.loop.now)
            }
        }
    }

    /// Sets the timer; one that fires too early is cheaper than one that is moved with each message.
    private func armTimer() {
        let deadlines = [self.plane.deadline, self.search?.deadline].compactMap { $0 }
        guard let deadline = deadlines.min() else {
            if let timer = self.timer.take() { self.loop.cancel(timer.id) }
            return
        }
        if let timer = self.timer {
            guard deadline < timer.at else { return }
            self.loop.cancel(timer.id)
        }
        let id = self.loop.schedule(after: max(.zero, deadline - self.loop.now)) { [weak self] in
            self?.assumeIsolated { media in
                media.timer = nil
                media.search?.timePassed(at: media.loop.now)
                media.plane.timePassed(at: media.loop.now)
                media.perform()
            }
        }
        self.timer = (id, deadline)
    }
}

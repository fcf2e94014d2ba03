// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import LoopRuntime
public import Wire

/// One client of a server, without `async`: for programs that live on a loop and drive many.
///
/// It signs in, keeps its connection alive, comes back when it is lost, resumes with what it missed, and sends again
/// what was not answered. What it decides is in `SessionState`; this performs it.
///
/// Everything must be called on the loop of its context, and all closures are called there.
public final class ClientSession: ConnectionOwner, @unchecked Sendable {
    // @unchecked: confined to its loop, which every call from outside checks.

    /// Takes the bytes of a result, to be decoded as what the request asks for, or why there is none.
    public typealias AnswerHandler = (Result<OpaqueJSON, ClientError>) -> Void

    public let address: ServerAddress
    private let context: ClientContext
    private var state: SessionState
    private var onEvent: ((ClientEvent) -> Void)?
    private var handlers: [RequestNumber: AnswerHandler] = [:]
    private var connection: ClientConnection?
    private var isPerforming = false
    private var timer: (id: TimerID, at: Duration)?

    let messageBytesMax: Int

    /// - Parameters:
    ///   - seed: Spreads pauses and makes keys unique; nil: a random one.
    ///   - onEvent: Called with each event, in order; it may call the session. It is kept until the session has ended.
    public init(
        to address: ServerAddress,
        as credentials: Credentials,
        in context: ClientContext,
        configuration: ClientConfiguration = ClientConfiguration(),
        seed: UInt64? = nil,
        onEvent: @escaping (ClientEvent) -> Void
    ) {
        self.address = address
        self.context = context
        self.messageBytesMax = configuration.messageBytesMax
        let seed = seed ?? UInt64.random(in: .min ... .max)
        self.state = SessionState(credentials, configuration: configuration, seed: seed)
        self.onEvent = onEvent
    }

    /// The room that the session has a seat in.
    public var room: WireRoom? { self.state.seat?.room }

    /// Signed in, with a connection.
    public var isReady: Bool { self.state.phase == .ready }

    // MARK: What the program asks

    /// Begins to connect and sign in; a second time does nothing.
    public func start() {
        self.context.loop.checkIsolated()
        self.state.start(at: self.context.loop.now)
        self.perform()
    }

    /// Asks the server.
    ///
    /// A request that may be sent twice (all but `signal.send`) survives lost connections: it is sent again, with the
    /// same key if it has one, until it is answered.
    ///
    /// - Parameter onAnswer: Called once, later, also when the session ends.
    public func request(_ call: ClientCall, _ onAnswer: @escaping AnswerHandler) {
        self.context.loop.checkIsolated()
        do throws(ClientError) {
            let number = try self.state.request(call, at: self.context.loop.now)
            self.handlers[number] = onAnswer
        } catch {
            self.handlers[self.state.fail(with: error)] = onAnswer
        }
        self.perform()
    }

    /// A new idempotency key, for one command.
    public func makeKey() -> String {
        self.context.loop.checkIsolated()
        return self.state.makeKey()
    }

    /// Leaves the connection for a new one, as after a change of network, and resumes there.
    ///
    /// - Parameter resettingStreams: Has each stream set anew instead of going on where it was.
    public func reconnect(resettingStreams: Bool = false) {
        self.context.loop.checkIsolated()
        self.state.reconnect(resettingStreams: resettingStreams, at: self.context.loop.now)
        self.perform()
    }

    /// Stops to read from the connection, or goes on: a client that is too busy to listen.
    ///
    /// The server keeps a bounded queue for it, and then closes the connection (docs/protocol.md, "Slow clients"). The
    /// session hears nothing either, and so takes the connection for lost after some seconds; the next one reads again.
    public func setReading(_ isReading: Bool) {
        self.context.loop.checkIsolated()
        self.connection?.setReading(isReading)
    }

    /// Ends the session on this side.
    ///
    /// A seat that was not given up with `room.leave` or `session.bye` stays for 120 s.
    public func stop() {
        self.context.loop.checkIsolated()
        self.state.stop(at: self.context.loop.now)
        self.perform()
    }

    // MARK: What the connection tells

    func opened(_ connection: ClientConnection) {
        guard connection === self.connection else { return }
        self.state.connected(at: self.context.loop.now)
        self.perform()
    }

    func received(_ message: [UInt8], on connection: ClientConnection) {
        guard connection === self.connection else { return }
        self.state.received(message, at: self.context.loop.now)
        self.perform()
    }

    func closed(_ connection: ClientConnection, _ reason: Disconnection) {
        guard connection === self.connection else { return }
        self.connection = nil
        self.state.disconnected(reason, at: self.context.loop.now)
        self.perform()
    }

    // MARK: Performing

    private func perform() {
        // What handlers ask for in the meantime is performed by the outermost call.
        guard !self.isPerforming else { return }
        self.isPerforming = true
        var actions = self.state.takeActions()
        while !actions.isEmpty {
            for action in actions { self.perform(action) }
            actions = self.state.takeActions()
        }
        self.isPerforming = false
        self.armTimer()
    }

    private func perform(_ action: SessionAction) {
        switch action {
        case .connect: self.connection = self.context.connect(to: self.address, for: self)
        case .send(let message): self.connection?.send(message)
        case .disconnect:
            self.connection?.drop()
            self.connection = nil
        case .answer(let number, let result): self.handlers.removeValue(forKey: number)?(result)
        case .tell(let event):
            self.onEvent?(event)
            if case .ended = event { self.onEvent = nil }
        }
    }

    /// Sets the timer; one that fires too early is cheaper than one that is moved with each message.
    private func armTimer() {
        guard let deadline = self.state.deadline else {
            if let timer = self.timer.take() { self.context.loop.cancel(timer.id) }
            return
        }
        if let timer = self.timer {
            guard deadline < timer.at else { return }
            self.context.loop.cancel(timer.id)
        }
        let id = self.context.loop.schedule(after: deadline - self.context.loop.now) {
            self.timer = nil
            if self.connection?.waitsForTurn == true { self.state.stillWaitsForTurn(at: self.context.loop.now) }
            self.state.timePassed(at: self.context.loop.now)
            self.perform()
        }
        self.timer = (id, deadline)
    }
}

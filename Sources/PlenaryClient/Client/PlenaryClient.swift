// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import LoopRuntime
public import Wire

// The façade over `ClientSession` for programs that use Swift concurrency: `async` methods and a sequence of events.
// Each call is one post to the loop and one way back; nothing is decided here.

/// A client of a Plenary server.
///
/// ```swift
/// let client = try PlenaryClient(to: ServerAddress("wss://meet.example/ws"), as: .accessToken(SecretText(token)))
/// client.start()
/// let seat = try await client.join(room)
/// for await event in client.events { … }
/// ```
/// Requests wait until the client is signed in, and survive lost connections. A task that is cancelled stops waiting
/// with `CancellationError`; what it asked for may still be carried out.
///
/// Stop it when it is no longer wanted: until then it keeps its session, and its loop if that is its own.
public final class PlenaryClient: Sendable {
    /// What happens, for one reader.
    public let events: ClientEvents
    let session: ClientSession
    private let loop: EventLoopThread
    private let queue: EventQueue
    private let ownsLoop: Bool
    /// What is posted to a loop of its own after the end is dropped.
    private let hasEnded: Guarded<Bool>

    /// A client with a thread of its own.
    ///
    /// - Throws: ``ClientError/trustUnreadable(file:reason:)`` or ``ClientError/contextCreationFailed``.
    public convenience init(
        to address: ServerAddress,
        as credentials: Credentials,
        trusting trust: ServerTrust = .system,
        configuration: ClientConfiguration = ClientConfiguration()
    ) throws(ClientError) {
        let context = try ClientContext(on: EventLoopThread(), trusting: trust)
        self.init(to: address, as: credentials, in: context, configuration: configuration, ownsLoop: true)
        context.loop.start(name: "plenary-client")
    }

    /// A client on the loop of `context`, which may carry many.
    public convenience init(
        to address: ServerAddress,
        as credentials: Credentials,
        in context: ClientContext,
        configuration: ClientConfiguration = ClientConfiguration()
    ) {
        self.init(to: address, as: credentials, in: context, configuration: configuration, ownsLoop: false)
    }

    private init(
        to address: ServerAddress,
        as credentials: Credentials,
        in context: ClientContext,
        configuration: ClientConfiguration,
        ownsLoop: Bool
    ) {
        let queue = EventQueue(eventsMax: configuration.eventsMax)
        let loop = context.loop
        let hasEnded = Guarded(false)
        self.hasEnded = hasEnded
        self.queue = queue
        self.loop = loop
        self.ownsLoop = ownsLoop
        self.events = ClientEvents(queue: queue)
        self.session = ClientSession(to: address, as: credentials, in: context, configuration: configuration) { event in
            queue.add(event)
            guard case .ended = event else { return }
            hasEnded.withLock { $0 = true }
            if ownsLoop { loop.stop() }
        }
    }

    // MARK: Life

    /// Begins to connect and sign in; a second time does nothing.
    ///
    /// ``ClientEvent/signedIn(_:)`` or ``ClientEvent/ended(_:)`` follows.
    public func start() {
        self.loop.post { self.session.start() }
    }

    /// Leaves the connection for a new one, as after a change of network, and resumes there.
    ///
    /// - Parameter resettingStreams: Has each stream set anew, as after ``ClientEvent/missed(count:)``.
    public func reconnect(resettingStreams: Bool = false) {
        self.loop.post { self.session.reconnect(resettingStreams: resettingStreams) }
    }

    /// Ends the session on this side at once.
    ///
    /// The server keeps the seat for 120 s unless it was given up before, with
    /// ``signOut()`` or ``leave(_:)``.
    public func stop() {
        self.loop.post { self.session.stop() }
    }

    // MARK: Asking

    /// Asks the server, with a new idempotency key at hand for who needs one.
    ///
    /// - Throws: ``ClientError``, or `CancellationError`.
    public func request<Answer: JSONDecodable & Sendable>(
        _ makeCall: @escaping @Sendable (_ key: String) -> ClientCall
    ) async throws -> Answer {
        let pending = PendingAnswer()
        let result = try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                pending.wait(continuation)
                self.loop.post {
                    self.session.request(makeCall(self.session.makeKey())) { result in
                        pending.give(result.mapError { $0 })
                    }
                }
                if self.hasEnded.withLock({ $0 }) { pending.give(.failure(ClientError.stopped)) }
            }
        } onCancel: {
            pending.give(.failure(CancellationError()))
        }
        do {
            return try result.decoded()
        } catch {
            throw ClientError.unreadable("\(error)")
        }
    }

    /// The same for an answer that says nothing.
    func perform(_ makeCall: @escaping @Sendable (_ key: String) -> ClientCall) async throws {
        let _: IgnoredAnswer = try await self.request(makeCall)
    }
}

/// Any result.
struct IgnoredAnswer: JSONDecodable, Sendable {
    init(from reader: inout JSONReader) throws(JSONFault) { try reader.skip() }
}

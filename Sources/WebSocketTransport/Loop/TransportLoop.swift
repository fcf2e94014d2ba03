// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import CLibwebsockets
internal import Glibc
internal import LoopRuntime

/// The transport of one loop: its context, its listening sockets, and all connections that the kernel gives it.
@safe
final class TransportLoop: @unchecked Sendable {
    // @unchecked: everything mutable is touched on the loop's thread only, which each entry from outside checks;
    // callbacks of the context come from there by themselves.

    /// How many connections are accepted before other sockets get their turn.
    private static let acceptsPerTurnMax = 64
    private static let tickInterval: Duration = .milliseconds(100)

    /// A configured listener as this loop serves it.
    @safe
    private struct Host {
        /// A `struct lws_vhost *`.
        let raw: OpaquePointer
        let certificate: CertificateSlot?
        /// The `struct lws *` of the listening socket, while it listens.
        var listening: OpaquePointer?
    }

    let loop: EventLoopThread
    let handler: any ConnectionHandler
    let service: any HTTPService
    let configuration: TransportConfiguration
    let origins: OriginPolicy
    private let observer: any TransportObserver
    private let connectionsMax: Int

    var counters = TransportCounters()
    private var context: ServiceContext?
    private var hosts: [Host] = []
    /// The certificate of the listener that is being added.
    private var slotToSetUp: CertificateSlot?
    /// Given up when no other descriptor is left, so that a connection can be accepted and closed instead of waiting.
    private var spareDescriptor: CInt = -1
    private var isShortTold = false
    private var date = HTTPDate()

    init(
        _ member: Transport.Member,
        connectionsMax: Int,
        configuration: TransportConfiguration,
        service: any HTTPService,
        observer: any TransportObserver
    ) {
        self.loop = member.loop
        self.handler = member.handler
        self.service = service
        self.configuration = configuration
        self.origins = OriginPolicy(allowed: configuration.allowedOrigins)
        self.observer = observer
        self.connectionsMax = connectionsMax
    }

    // MARK: Life

    /// Makes the context, without a socket; the end of the loop takes it down.
    func open() throws(TransportError) {
        self.loop.checkIsolated()
        self.context = try ServiceContext(on: self.loop, owner: self)
        self.spareDescriptor = Self.openSpare()
        self.loop.onEnd { self.end() }
        self.tick()
    }

    /// Prepares the context for the listeners, which show these certificates.
    func addHosts(_ certificates: [CertificatePair?]) throws(TransportError) {
        self.loop.checkIsolated()
        for certificate in certificates { try self.addHost(certificate) }
    }

    private func addHost(_ certificate: CertificatePair?) throws(TransportError) {
        let slot = certificate.map { CertificateSlot($0) }
        self.slotToSetUp = slot
        defer { self.slotToSetUp = nil }
        guard let host = unsafe try self.context?.addHost(isTLS: slot != nil, self.configuration) else { return }
        unsafe self.hosts.append(Host(raw: host, certificate: slot, listening: nil))
    }

    /// Completes the TLS context of the listener that is being added.
    func setUpTLS(_ tls: OpaquePointer) -> Bool {
        unsafe self.slotToSetUp?.setUp(tls) ?? false
    }

    /// Accepts connections from now on.
    ///
    /// - Parameter sockets: One for each listener, in their order.
    func listen(on sockets: [ListeningSocket]) {
        self.loop.checkIsolated()
        for (index, socket) in sockets.enumerated() {
            guard let descriptor = socket.handOver() else { continue }
            let record = self.makeRecord(listenerIndex: index, isListener: true, remoteAddress: "")
            unsafe self.hosts[index].listening = self.context?.adopt(descriptor, in: self.hosts[index].raw, as: record)
        }
    }

    /// Closes the listening sockets; connections go on.
    func stopListening() {
        self.loop.checkIsolated()
        for index in self.hosts.indices {
            guard let listening = unsafe self.hosts[index].listening.take() else { continue }
            unsafe lws_set_timeout(listening, PENDING_TIMEOUT_USER_OK, LWS_TO_KILL_SYNC)
        }
    }

    /// Closes every connection and the context; a second time does nothing.
    func end() {
        self.loop.checkIsolated()
        self.context = nil  // Tells the handler of each WebSocket's end.
        self.hosts = []
        if self.spareDescriptor >= 0 { Glibc.close(self.spareDescriptor) }
        self.spareDescriptor = -1
    }

    /// Has new handshakes show these certificates, one for each listener that has TLS.
    func replaceCertificates(_ certificates: [CertificatePair?]) {
        self.loop.checkIsolated()
        for (host, certificate) in zip(self.hosts, certificates) {
            if let certificate { host.certificate?.pair = certificate }
        }
    }

    private func tick() {
        guard self.context != nil else { return }
        self.context?.tick()
        _ = self.loop.schedule(after: Self.tickInterval) { self.tick() }
    }

    /// The time now, for the head of an answer.
    var dateText: String { self.date.text(atMs: self.loop.wallClockMs) }

    // MARK: Connections

    /// Takes new connections from a listening socket.
    func accept(from descriptor: CInt, listenerIndex: Int) {
        for _ in 0..<Self.acceptsPerTurnMax {
            var address = SocketAddress.blank
            let accepted = unsafe address.withMutablePointer { unsafe shim_accept(descriptor, $0, $1) }
            guard accepted >= 0 else {
                if errno == EMFILE || errno == ENFILE { self.refuseForWantOfDescriptors(from: descriptor) }
                return
            }
            guard self.counters.connections < self.connectionsMax else {
                Glibc.close(accepted)
                self.counters.connectionsRefused += 1
                self.tellShortage(.connectionsExhausted)
                continue
            }
            self.serve(accepted, from: address, listenerIndex: listenerIndex)
        }
    }

    private func serve(_ descriptor: CInt, from address: SocketAddress, listenerIndex: Int) {
        var one: CInt = 1
        unsafe setsockopt(
            descriptor,
            CInt(IPPROTO_TCP),
            TCP_NODELAY,
            &one,
            socklen_t(MemoryLayout<CInt>.size)
        )
        let record = self.makeRecord(listenerIndex: listenerIndex, isListener: false, remoteAddress: address.text)
        self.isShortTold = false
        self.counters.connections += 1
        self.counters.connectionsAccepted += 1
        let host = unsafe self.hosts[listenerIndex].raw
        guard let wsi = unsafe self.context?.adopt(descriptor, in: host, as: record) else {
            if !record.isGone { self.ended(record) }
            return
        }
        unsafe record.began(wsi)
        // Twice with TLS: once for its handshake, once for the headers.
        record.setDeadline(after: self.configuration.handshakeTimeout * (record.isTLS ? 2 : 1))
        if let ssl = unsafe lws_get_ssl(wsi) { unsafe attach(record, to: ssl) }
    }

    /// Accepts and closes one connection, which otherwise would keep the loop awake.
    private func refuseForWantOfDescriptors(from descriptor: CInt) {
        self.counters.connectionsRefused += 1
        self.tellShortage(.descriptorsExhausted)
        if self.spareDescriptor >= 0 { Glibc.close(self.spareDescriptor) }
        let accepted = shim_accept(descriptor, nil, nil)
        if accepted >= 0 { Glibc.close(accepted) }
        self.spareDescriptor = Self.openSpare()
    }

    private static func openSpare() -> CInt { unsafe Glibc.open("/dev/null", O_RDONLY | O_CLOEXEC) }

    private func tellShortage(_ event: TransportEvent) {
        guard !self.isShortTold else { return }
        self.isShortTold = true
        self.observer.note(event)
    }

    private func makeRecord(listenerIndex: Int, isListener: Bool, remoteAddress: String) -> SocketRecord {
        SocketRecord(
            owner: self,
            listenerIndex: listenerIndex,
            isListener: isListener,
            isTLS: self.configuration.listeners[listenerIndex].security != .plain,
            remoteAddress: remoteAddress
        )
    }

    /// A request has become a WebSocket.
    func established(_ wsi: OpaquePointer, _ record: SocketRecord) {
        let webSocket = unsafe WebSocketConnection(wsi, record)
        record.clearDeadline()
        record.webSocket = webSocket
        webSocket.begin()
    }

    /// The socket of `record` is gone.
    func ended(_ record: SocketRecord) {
        record.ended()
        guard !record.isListener else { return }
        self.counters.connections -= 1
        if record.isTLS, !record.isSecured { self.counters.tlsFailures += 1 }
    }
}

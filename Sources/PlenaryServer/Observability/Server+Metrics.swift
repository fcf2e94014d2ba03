// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Broker
internal import JanusMedia
internal import LoopRuntime
internal import SQLiteStore
internal import WebSocketTransport

extension Server {
    /// The metrics of this node as Prometheus text; gathered loop by loop, nothing is locked.
    func renderMetrics() async -> String {
        var text = MetricsText()
        var broker = BrokerCounters()
        for (loop, observer) in zip(self.loops.loops, self.observers) {
            broker += await Self.onLoop(loop) { observer.counters }
        }
        var sessions = 0
        for edge in self.edges { sessions += await edge.sessionCount }
        var rooms = 0
        for shelf in self.shelves { rooms += await shelf.loadedRooms.count }
        text.gauge("plenary_sessions", "Signed-in sessions with a connection.", sessions)
        text.gauge("plenary_rooms_loaded", "Rooms in memory.", rooms)
        text.counter("plenary_connections_opened_total", "WebSockets opened.", broker.connectionsOpened)
        text.counters(
            "plenary_connections_closed_total",
            "WebSockets closed, by close code; 0 by peer or network.",
            "code",
            broker.connectionsClosed.map { ("\($0)", $1) }
        )
        text.counter("plenary_sign_ins_total", "Sessions signed in.", broker.signedIn)
        text.counters(
            "plenary_sign_ins_refused_total",
            "Sign-ins refused, by error code.",
            "code",
            broker.signInsRefused.map { ($0, $1) }
        )
        text.counter("plenary_seats_taken_total", "Seats taken.", broker.seated)
        text.counter("plenary_seats_given_up_total", "Seats given up.", broker.vacated)
        text.counter("plenary_guests_waited_total", "Guests who began to wait for admission.", broker.guestsWaited)
        text.counter("plenary_joins_queued_total", "Joins told to wait for their turn.", broker.joinsQueued)
        text.counter("plenary_resumes_total", "Sessions resumed.", broker.resumed)
        text.counter("plenary_resume_tokens_reused_total", "Old resume tokens shown.", broker.tokensReused)
        text.counter("plenary_rooms_rebuilt_total", "Rooms rebuilt from their logs.", broker.roomsRebuilt)
        text.counter("plenary_rooms_unreadable_total", "Rooms whose log could not be read.", broker.roomsUnreadable)
        text.counter("plenary_store_failures_total", "Times a room's store began to fail.", broker.storeFailures)
        text.counter("plenary_edges_stalled_total", "Times a loop did not take its messages.", broker.edgesStalled)
        text.counter("plenary_changes_left_out_total", "Changes not sent to slow clients.", broker.changesLeftOut)
        text.counter("plenary_refreshes_total", "Slow clients set anew.", broker.refreshesAsked)
        text.counter("plenary_log_lines_dropped_total", "Log lines nobody read.", StandardErrorLog.droppedLines)
        await self.addTransport(to: &text)
        self.addStore(to: &text)
        await self.addMedia(to: &text)
        return text.rendered
    }

    private func addTransport(to text: inout MetricsText) async {
        let loops = await self.transport.counters()
        func sum(_ value: (Int, Int) -> Int, _ path: KeyPath<TransportCounters, Int>) -> Int {
            loops.reduce(0) { value($0, $1[keyPath: path]) }
        }
        text.gauge("plenary_connections", "Open connections, HTTP included.", sum(+, \.connections))
        text.gauge("plenary_websockets", "Open WebSockets.", sum(+, \.webSockets))
        text.counter("plenary_messages_in_total", "Messages from clients.", UInt64(sum(+, \.messagesIn)))
        text.counter("plenary_messages_out_total", "Frames to clients.", UInt64(sum(+, \.messagesOut)))
        text.counter("plenary_bytes_in_total", "Bytes of messages from clients.", UInt64(sum(+, \.bytesIn)))
        text.counter("plenary_bytes_out_total", "Bytes of frames to clients.", UInt64(sum(+, \.bytesOut)))
        text.counter("plenary_frames_queued_total", "Frames that had to wait.", UInt64(sum(+, \.framesQueued)))
        text.counter("plenary_queues_overflowed_total", "Clients too slow for theirs.", UInt64(sum(+, \.overflows)))
        let limited = UInt64(sum(+, \.requestsLimited)) + self.http.requestsLimited
        text.counter("plenary_http_requests_total", "HTTP requests answered.", UInt64(sum(+, \.requests)))
        text.counter("plenary_http_requests_limited_total", "HTTP requests answered by 429.", limited)
        text.counter("plenary_tls_failures_total", "TLS handshakes that failed.", UInt64(sum(+, \.tlsFailures)))
        text.counter("plenary_connections_refused_total", "Over the limit.", UInt64(sum(+, \.connectionsRefused)))
    }

    private func addStore(to text: inout MetricsText) {
        let store = self.store.log.counters
        text.counter("plenary_store_commits_total", "Transactions of room logs.", store.commits)
        text.counter("plenary_store_slots_total", "Slots made durable.", store.slotsWritten)
        text.counter("plenary_store_append_failures_total", "Appends that failed.", store.failures)
    }

    private func addMedia(to text: inout MetricsText) async {
        guard let counters = await self.media.janus?.counters else { return }
        text.gauge("plenary_media_ready", "Whether the media server can be used.", counters.isReady ? 1 : 0)
        text.gauge("plenary_media_rooms", "Rooms that the media server carries.", counters.rooms)
        text.gauge("plenary_media_handles", "Connections of clients with the media server.", counters.handles)
        text.counter("plenary_media_requests_total", "Requests to the media server.", counters.requests)
        text.counter("plenary_media_timeouts_total", "Requests that it did not answer in time.", counters.timeouts)
        text.counter("plenary_media_resets_total", "Rooms that lost everything there.", counters.resets)
    }

    private static func onLoop<Result: Sendable>(
        _ loop: EventLoopThread,
        _ body: @escaping @Sendable () -> Result
    ) async -> Result {
        await withCheckedContinuation { continuation in loop.post { continuation.resume(returning: body()) } }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Wire

/// What a client sees, as text in which runs with the same clients can be compared.
///
/// Left out is what is random: sessions and tokens, epochs, and the numbers of a summary's rows, which follow the order
/// in which units became known.
enum PlainView {
    static func text(of client: ModelClient) -> String {
        guard let seat = client.seat else { return "no seat" }
        return seat.streams
            .compactMap { stream in seat[stream]?.version.map { "\(stream): \(self.text(of: $0.state))" } }
            .sorted()
            .joined(separator: "\n")
    }

    private static func text(of state: StreamState) -> String {
        switch state {
        case .room(let state):
            let floor = state.floor
            return """
                \(state.title), locked \(state.isLocked), \(state.mute), muted \(state.muted.map(\.text).sorted()), \
                floor \(floor.holders.map(\.name)) \(floor.queue.map(\.name)), \
                presenters \(state.presenters.map(\.name)), chat \(state.chat.map(\.text))
                """
        case .summary(let state):
            let rows = zip(state.rows, state.counts).map { row, counts in
                "\(row.unit) \(row.name): \(counts.joined) \(counts.people) \(counts.hands) \(counts.muted)"
            }
            return rows.sorted().joined(separator: ", ")
        case .page(let state):
            let entries = state.entries.map { entry in
                "\(entry.participant.text) \(entry.name) \(entry.role) \(entry.hasHandUp) \(entry.isMuted) "
                    + "\(entry.isOnline)"
            }
            return "\(state.unit)/\(state.page): " + entries.joined(separator: ", ")
        case .publications(let state):
            let entries = state.entries.sorted { $0.order < $1.order }.map {
                "\($0.participant.text) \($0.isOnStage) \($0.microphone) \($0.camera) \($0.screen)"
            }
            return "\(state.isReady) \(state.more): " + entries.joined(separator: ", ")
        case .lobby(let state):
            return "\(state.waiting): "
                + state.entries.map { "\($0.participant.text) \($0.name)" }.joined(separator: ", ")
        case .own: return ""
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// Carries messages between edges and room hosts, on one node or between nodes.
///
/// **Order** holds for each pair of sender and receiver; across pairs nothing is promised, and simulations reorder.
///
/// **Backpressure.** Each pair has bounded room. A sender that gets false keeps the message, stops reading what feeds
/// it (its sockets), and goes on with that very message when it is told of space; until then it sends this receiver
/// nothing newer, or the order is lost.
public protocol Bus<Message>: Sendable {
    associatedtype Message: Sendable

    /// Queues `message` for `receiver`. Call on the loop of `sender` only.
    ///
    /// - Returns: False, with nothing queued, when the pair has no room.
    /// - Precondition: Both addresses are known to the bus.
    func send(_ message: Message, from sender: Address, to receiver: Address) -> Bool

    /// Has `body` told, on the loop of `sender`, of each receiver that refused a message and has room again.
    ///
    /// Once for each time that room came back, however many messages were refused. Replaces an earlier `body`; set it
    /// before the first message is sent.
    ///
    /// - Precondition: `sender` is known to the bus.
    func onSpace(for sender: Address, _ body: @escaping @Sendable (_ receiver: Address) -> Void)
}

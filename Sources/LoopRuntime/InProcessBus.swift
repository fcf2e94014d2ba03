// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// The ``Bus`` between loops of one process: a ``Mailbox`` for each pair, made when it is first used.
///
/// Finding a pair takes a lock that is shared with few others: those whose addresses fall into the same stripe. A
/// process has few addresses, so nothing is ever detached; the bus, its receivers and their loops die together.
public final class InProcessBus<Message: Sendable>: Bus {
    public typealias Receive = @Sendable (_ batch: [Message], _ sender: Address) -> Void

    /// What is known of one address.
    private struct Endpoint {
        let loop: any EventLoop
        let capacity: Int
        let receive: Receive
        var onSpace: (@Sendable (Address) -> Void)?
        /// The mailboxes that this address sends to.
        var routes: [Address: Mailbox<Message>] = [:]
    }

    /// Part of the table under a lock of its own.
    private final class Stripe: Sendable {
        let endpoints = Guarded<[Address: Endpoint]>([:])
    }

    private static var stripesCount: Int { 64 }

    private let stripes = (0..<InProcessBus.stripesCount).map { _ in Stripe() }

    public init() {}

    /// Makes `address` known: it may send from now on, and `receive` gets what is sent to it.
    ///
    /// - Parameters:
    ///   - loop: Where `receive` is called and where `address` sends.
    ///   - capacity: Messages held for each sender before it is refused.
    ///   - receive: Takes a batch of one sender, oldest first. The bus keeps it for good: let it hold its owner weakly
    ///     if the owner holds the bus.
    /// - Precondition: `address` has not been attached before; `capacity` is positive.
    public func attach(_ address: Address, on loop: any EventLoop, capacity: Int, receive: @escaping Receive) {
        precondition(capacity > 0, "A mailbox holds at least one message")
        self.stripe(of: address).endpoints.withLock { endpoints in
            precondition(endpoints[address] == nil, "An address is attached once")
            endpoints[address] = Endpoint(loop: loop, capacity: capacity, receive: receive)
        }
    }

    public func send(_ message: Message, from sender: Address, to receiver: Address) -> Bool {
        let route = self.stripe(of: sender).endpoints.withLock { $0[sender]?.routes[receiver] }
        return (route ?? self.makeRoute(from: sender, to: receiver)).send(message)
    }

    public func onSpace(for sender: Address, _ body: @escaping @Sendable (_ receiver: Address) -> Void) {
        self.stripe(of: sender).endpoints.withLock { endpoints in
            precondition(endpoints[sender] != nil, "The sender is not attached to the bus")
            endpoints[sender]?.onSpace = body
        }
    }

    /// Makes the mailbox of a pair.
    ///
    /// Only the sender's loop comes here, so no pair gets two.
    private func makeRoute(from sender: Address, to receiver: Address) -> Mailbox<Message> {
        guard let target = self.endpoint(of: receiver) else {
            preconditionFailure("The receiver is not attached to the bus: \(receiver)")
        }
        guard let source = self.endpoint(of: sender) else {
            preconditionFailure("The sender is not attached to the bus: \(sender)")
        }
        let mailbox = Mailbox<Message>(capacity: target.capacity, from: source.loop, to: target.loop) { batch in
            target.receive(batch, sender)
        }
        mailbox.onSpace { [weak self] in
            self?.endpoint(of: sender)?.onSpace?(receiver)
        }
        self.stripe(of: sender).endpoints.withLock { $0[sender]?.routes[receiver] = mailbox }
        return mailbox
    }

    private func endpoint(of address: Address) -> Endpoint? {
        self.stripe(of: address).endpoints.withLock { $0[address] }
    }

    private func stripe(of address: Address) -> Stripe {
        let index = Int(address.loop) << 1 | Int(address.role.rawValue)
        return self.stripes[index % Self.stripesCount]
    }
}

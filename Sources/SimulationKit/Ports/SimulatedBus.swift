// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import LoopRuntime

/// The bus between the loops of a world: in order within a pair of addresses, in any order across pairs, and full at
/// times.
public final class SimulatedBus<Message: Sendable>: Bus {
    public typealias Receive = @Sendable (_ batch: [Message], _ sender: Address) -> Void

    private struct Endpoint {
        let loop: SimulatedLoop
        let receive: Receive
        var onSpace: (@Sendable (Address) -> Void)?
    }

    private struct Pair: Hashable {
        let sender: Address
        let receiver: Address
    }

    private struct Route {
        var waiting = FIFOQueue<(dueUs: Int64, message: Message)>()
        /// No message of the pair arrives before this.
        var lastDueUs: Int64 = 0
        var isRefusing = false
    }

    private struct State {
        /// Looked up by address only, never listed.
        var endpoints: [Address: Endpoint] = [:]
        var routes: [Pair: Route] = [:]
        var waitingCount = 0
        var random: SeededGenerator
        var isCalm = false
    }

    private let world: SimulatedWorld
    private let capacity: Int
    private let state: Confined<State>

    /// - Parameter capacity: Messages under way of one pair before it refuses.
    public init(world: SimulatedWorld, capacity: Int, purpose: UInt64) {
        self.world = world
        self.capacity = capacity
        self.state = Confined(State(random: world.makeGenerator(purpose)))
    }

    /// Makes `address` known: it may send from now on, and `receive` gets, on `loop`, what is sent to it.
    public func attach(_ address: Address, on loop: SimulatedLoop, receive: @escaping Receive) {
        precondition(self.state.value.endpoints[address] == nil, "An address is attached once")
        self.state.value.endpoints[address] = Endpoint(loop: loop, receive: receive)
    }

    /// Messages that are under way.
    public var waitingCount: Int { self.state.value.waitingCount }

    /// From now on nothing is refused or slow.
    public func calmDown() {
        self.state.value.isCalm = true
    }

    public func send(_ message: Message, from sender: Address, to receiver: Address) -> Bool {
        guard let source = self.state.value.endpoints[sender], let target = self.state.value.endpoints[receiver] else {
            preconditionFailure("An address is not attached to the bus: \(sender), \(receiver)")
        }
        source.loop.checkIsolated()
        let pair = Pair(sender: sender, receiver: receiver)
        guard !self.refuses(pair, source: source.loop) else { return false }
        let delay = self.drawDelay()
        let lastDueUs = self.state.value.routes[pair]?.lastDueUs ?? 0
        let dueUs = max(lastDueUs, (self.world.now + delay).wholeMicroseconds)
        // In its place: what waits here may be thousands of messages.
        self.state.value.routes[pair, default: Route()].lastDueUs = dueUs
        self.state.value.routes[pair, default: Route()].waiting.append((dueUs, message))
        self.state.value.waitingCount += 1
        target.loop.arrange(after: .microseconds(dueUs) - self.world.now) { self.deliver(pair) }
        return true
    }

    public func onSpace(for sender: Address, _ body: @escaping @Sendable (_ receiver: Address) -> Void) {
        precondition(self.state.value.endpoints[sender] != nil, "The sender is not attached to the bus")
        self.state.value.endpoints[sender]?.onSpace = body
    }

    /// Whether the pair is full; if so, its sender is told of space a while later.
    private func refuses(_ pair: Pair, source: SimulatedLoop) -> Bool {
        guard self.state.value.routes[pair]?.isRefusing != true else { return true }
        let isUnlucky =
            !self.state.value.isCalm && self.state.value.random.chance(permille: self.world.weather.fullBusPermille)
        let waitingCount = self.state.value.routes[pair]?.waiting.count ?? 0
        guard isUnlucky || waitingCount >= self.capacity else { return false }
        self.state.value.routes[pair, default: Route()].isRefusing = true
        self.world.count(.busFull)
        self.world.note(.busRefused, UInt64(pair.sender.loop), UInt64(pair.receiver.loop))
        let patience = self.state.value.random.delay(upTo: .milliseconds(60))
        source.arrange(after: patience) {
            self.state.value.routes[pair]?.isRefusing = false
            self.state.value.endpoints[pair.sender]?.onSpace?(pair.receiver)
        }
        return true
    }

    private func drawDelay() -> Duration {
        let weather = self.world.weather
        guard !self.state.value.isCalm, self.state.value.random.chance(permille: weather.slowBusPermille) else {
            return self.state.value.random.delay(upTo: .microseconds(200))
        }
        self.world.count(.busDelay)
        let longest: Duration = self.state.value.random.oneIn(20) ? .milliseconds(900) : .milliseconds(20)
        return self.state.value.random.delay(upTo: longest)
    }

    private func deliver(_ pair: Pair) {
        let nowUs = self.world.now.wholeMicroseconds
        var batch: [Message] = []
        while let first = self.state.value.routes[pair]?.waiting.first, first.dueUs <= nowUs {
            _ = self.state.value.routes[pair]?.waiting.popFirst()
            batch.append(first.message)
        }
        guard !batch.isEmpty else { return }  // An earlier delivery at the same moment took all.
        self.state.value.waitingCount -= batch.count
        self.world.note(.busDelivered, UInt64(pair.sender.loop), UInt64(pair.receiver.loop), UInt64(batch.count))
        self.state.value.endpoints[pair.receiver]?.receive(batch, pair.sender)
    }
}

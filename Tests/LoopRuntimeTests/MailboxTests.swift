// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import LoopRuntime
import Testing

@Suite("Mailbox")
struct MailboxTests {
    @Test("a full mailbox refuses and queues nothing, and takes messages again once it was emptied")
    func full() {
        let loop = EventLoopThread()
        let record = Record<[Int]>()
        let mailbox = Mailbox<Int>(capacity: 3, from: loop, to: loop) { record.add($0) }
        let answers = Record<Bool>()
        loop.onStart {
            for index in 0..<5 { answers.add(mailbox.send(index)) }
            loop.post {
                answers.add(mailbox.send(9))
                loop.post { loop.stop() }
            }
        }
        loop.runToEnd()
        #expect(answers.values == [true, true, true, false, false, true])
        #expect(record.values == [[0, 1, 2], [9]])
    }

    @Test("a sender that was refused is told of space once, after the batch was received; others are not told")
    func space() {
        let loop = EventLoopThread()
        let record = Record<String>()
        let mailbox = Mailbox<Int>(capacity: 2, from: loop, to: loop) { record.add("received \($0)") }
        mailbox.onSpace { [weak mailbox] in
            record.add("space")
            record.add("sent \(mailbox?.send(3) == true)")
            loop.post { loop.stop() }
        }
        loop.onStart {
            #expect(mailbox.send(0))  // Not refused, so this batch is followed by no word of space.
            loop.post {
                for index in 1...4 { record.add("sent \(mailbox.send(index))") }
            }
        }
        loop.runToEnd()
        let expected = [
            "received [0]", "sent true", "sent true", "sent false", "sent false", "received [1, 2]", "space",
            "sent true", "received [3]",
        ]
        #expect(record.values == expected)
    }

    @Test("a message sent while a batch is received comes in the next batch")
    func sentWhileReceiving() {
        let loop = EventLoopThread()
        let record = Record<[Int]>()
        let box = Guarded<Mailbox<Int>?>(nil)
        let mailbox = Mailbox<Int>(capacity: 8, from: loop, to: loop) { batch in
            record.add(batch)
            guard batch.last != 4 else { return loop.stop() }
            let mailbox = box.withLock { $0 }
            #expect(mailbox?.send((batch.last ?? 0) + 1) == true)
        }
        box.withLock { $0 = mailbox }
        loop.onStart { for index in 0...1 { #expect(mailbox.send(index)) } }
        loop.runToEnd()
        box.withLock { $0 = nil }
        #expect(record.values == [[0, 1], [2], [3], [4]])
    }

    @Test("on one loop a message crosses no thread")
    func noHopOnOneLoop() {
        let loop = EventLoopThread()
        let record = Record<Int>()
        let mailbox = Mailbox<Int>(capacity: 4, from: loop, to: loop) { batch in
            record.add(batch.count)
            if record.values.count == 100 { loop.stop() }
        }
        let sendMore: @Sendable () -> Void = { [weak mailbox] in
            for index in 0..<6 { _ = mailbox?.send(index) }
        }
        mailbox.onSpace(sendMore)
        loop.onStart(sendMore)
        loop.runToEnd()
        #expect(record.values.prefix(100) == ArraySlice(repeatElement(4, count: 100)))
        #expect(loop.counters.crossThreadHops == 0)
        #expect(loop.counters.wakeUps == 0)
    }

    @Test("a burst to another loop crosses threads once, however many messages it has")
    func oneHopPerBatch() {
        let (sender, receiver) = (EventLoopThread(), EventLoopThread())
        let record = Record<[Int]>()
        let mailbox = Mailbox<Int>(capacity: 1_000, from: sender, to: receiver) { record.add($0) }
        sender.onStart {
            for index in 0..<1_000 { #expect(mailbox.send(index)) }
            sender.stop()
        }
        sender.runToEnd()
        receiver.stop()
        receiver.runToEnd()
        #expect(record.values == [Array(0..<1_000)])
        #expect(receiver.counters.crossThreadHops == 1)
        #expect(sender.counters.crossThreadHops == 0)
    }

    @Test("a sender that keeps to backpressure gets every message across two loops, in order")
    func backpressureAcrossLoops() {
        let (sender, receiver) = (EventLoopThread(), EventLoopThread())
        let total = 20_000
        let record = Record<Int>()
        let mailbox = Mailbox<Int>(capacity: 7, from: sender, to: receiver) { batch in
            for message in batch { record.add(message) }
            guard batch.last == total - 1 else { return }
            sender.stop()
            receiver.stop()
        }
        let next = Guarded(0)  // The first that was not accepted.
        let sendAll: @Sendable () -> Void = { [weak mailbox] in
            while true {
                let message = next.withLock { $0 }
                guard message < total, mailbox?.send(message) == true else { return }
                next.withLock { $0 += 1 }
            }
        }
        mailbox.onSpace(sendAll)
        sender.onStart(sendAll)
        receiver.start(name: "receiver")
        sender.start(name: "sender")
        sender.join()
        receiver.join()
        #expect(record.values == Array(0..<total))
        #expect(sender.counters.crossThreadHops > 0)
        #expect(receiver.counters.crossThreadHops > 0)
    }

    @Test("a mailbox that holds nothing is a bug")
    func capacityIsChecked() async {
        await #expect(processExitsWith: .failure) {
            let loop = EventLoopThread()
            _ = Mailbox<Int>(capacity: 0, from: loop, to: loop) { _ in }
        }
    }

    @Test("sending from elsewhere than the sender's loop is a bug")
    func senderIsChecked() async {
        await #expect(processExitsWith: .failure) {
            let loop = EventLoopThread()
            _ = Mailbox<Int>(capacity: 1, from: loop, to: loop) { _ in }.send(1)
        }
    }
}

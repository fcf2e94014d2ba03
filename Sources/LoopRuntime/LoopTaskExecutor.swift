// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// Runs on a loop what a task does outside of any actor.
///
/// An object of its own, because a serial executor that also was the task executor would make every call from actor to
/// actor on the loop a hop through the queue.
final class LoopTaskExecutor: TaskExecutor {
    private let queue: LoopQueue

    init(queue: LoopQueue) {
        self.queue = queue
    }

    func enqueue(_ job: consuming ExecutorJob) {
        self.queue.add(.taskJob(UnownedJob(job)))
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// How long a queue takes, by the jobs done so far; a value that is told the time.
struct WaitEstimate: Sendable, Equatable {
    /// Jobs that the mean reaches back over.
    private static let reach = 16
    /// Nobody is sent away for longer, however many were sent away before.
    static let promiseMax: Duration = .seconds(60)

    /// Of one job.
    private(set) var mean: Duration
    private var measured = 0
    private let threads: Int
    /// When the last of those who were sent away was told to come back.
    private var promisedUntil: Duration = .zero

    /// - Parameter expected: What a job is believed to take until one has been measured.
    init(expected: Duration, threads: Int) {
        self.mean = expected
        self.threads = threads
    }

    mutating func finished(after time: Duration) {
        self.measured = min(self.measured + 1, Self.reach)
        self.mean += (time - self.mean) / self.measured
    }

    /// Until somebody who has `jobs` before him is served.
    func wait(behind jobs: Int) -> Duration { self.mean * jobs / self.threads }

    /// Until there is room again for somebody who found `jobs` in a full queue.
    ///
    /// Each gets a moment of his own, one job's time after the one before, so that those who were sent away together
    /// do not come back together.
    mutating func promise(behind jobs: Int, at now: Duration) -> Duration {
        let earliest = now + self.wait(behind: jobs)
        let next = max(earliest, self.promisedUntil + self.wait(behind: 1))
        self.promisedUntil = min(next, now + Self.promiseMax)
        return self.promisedUntil - now
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Foundation

/// What a process has used so far, as `/proc` tells (proc(5)).
struct ProcessUsage {
    /// User and system time of all its threads.
    let cpuSeconds: Double
    let residentKB: Double

    /// This process.
    static var own: ProcessUsage? { ProcessUsage(of: getpid()) }

    /// - Throws: ``LoadFailure`` when there is no such process that this one may look at.
    static func require(_ process: Int32) throws(LoadFailure) {
        guard ProcessUsage(of: process) != nil else {
            throw LoadFailure("there is no process \(process) that this account may look at")
        }
    }

    /// Nil when there is no such process.
    init?(of process: Int32) {
        guard let stat = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
            let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8),
            // The name, in parentheses, may hold anything.
            let end = stat.lastIndex(of: ")")
        else { return nil }
        let fields = stat[end...].split(separator: " ")
        // Fields 14 and 15 of the line, in ticks; the first here is the third.
        guard fields.count > 13, let user = Double(fields[12]), let system = Double(fields[13]) else { return nil }
        self.cpuSeconds = (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        let words = line?.split(whereSeparator: \.isWhitespace) ?? []
        guard words.count > 1, let kilobytes = Double(words[1]) else { return nil }
        self.residentKB = kilobytes
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What happened in a world, as one running number and, on demand, as lines.
///
/// Two runs are the same exactly when their traces are: each event goes in with its time.
public final class Trace: Sendable {
    private struct State {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        var count = 0
        var lines: [String] = []
    }

    private let state = Confined(State())
    private let keepsLines: Bool

    /// - Parameter keepsLines: Whether each event is kept as text too; for looking into one seed.
    public init(keepsLines: Bool) {
        self.keepsLines = keepsLines
    }

    public var hash: UInt64 { self.state.value.hash }
    public var count: Int { self.state.value.count }
    public var lines: [String] { self.state.value.lines }

    /// Takes an event in: its kind and up to three numbers that tell it from others.
    func add(_ kind: TraceKind, atUs timeUs: Int64, _ first: UInt64 = 0, _ second: UInt64 = 0, _ third: UInt64 = 0) {
        var hash = self.state.value.hash
        hash = (hash ^ UInt64(kind.rawValue)) &* 0x0000_0100_0000_01B3
        for number in [UInt64(bitPattern: timeUs), first, second, third] {
            hash = (hash ^ number) &* 0x9E37_79B9_7F4A_7C15
            hash ^= hash >> 29
        }
        self.state.value.hash = hash
        self.state.value.count += 1
        guard self.keepsLines else { return }
        self.state.value.lines.append("\(timeUs) \(kind) \(first) \(second) \(third)")
    }

    /// Keeps a line of explanation beside the events; costs nothing unless lines are kept.
    public func explain(_ line: @autoclosure () -> String) {
        if self.keepsLines { self.state.value.lines.append("    " + line()) }
    }

    /// A digest of bytes that is the same in every process.
    public static func digest(_ bytes: [UInt8]) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325 ^ UInt64(bytes.count)
        // Eight at a time through memory: in a debug build, going byte by byte would be most of a run.
        unsafe bytes.withUnsafeBytes { memory in
            var index = 0
            while index + 8 <= memory.count {
                let word = unsafe memory.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                hash = (hash ^ UInt64(littleEndian: word)) &* 0x9E37_79B9_7F4A_7C15
                hash ^= hash >> 29
                index += 8
            }
            while index < memory.count {
                hash = (hash ^ UInt64(unsafe memory[index])) &* 0x0000_0100_0000_01B3
                index += 1
            }
        }
        return hash ^ (hash >> 32)
    }
}

/// What kind of event a trace holds.
enum TraceKind: UInt8 {
    case ran = 1
    case fired
    case busDelivered
    case busRefused
    case logWritten
    case logAnswered
    case signedIn
    case connected
    case reachedServer
    case reachedClient
    case closedAtClient
    case closedAtServer
    case fault
    case note
}

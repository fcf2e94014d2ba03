// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What a command does, before it is counted into a receipt.
struct Outcome {
    var facts: [Fact] = []
    var applied = 0
    /// Whose clients have yet to do it.
    var pending: [Principal] = []
    var refused: [Receipt.Refused] = []
    var enforcement = Receipt.Enforcement.server

    /// About the room as a whole.
    static func room(_ fact: Fact?) -> Outcome {
        Outcome(facts: fact.map { [$0] } ?? [])
    }

    /// About one participant, for whom it holds now.
    static func one(_ fact: Fact?) -> Outcome {
        Outcome(facts: fact.map { [$0] } ?? [], applied: 1)
    }
}

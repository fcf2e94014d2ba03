// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// The shapes of docs/protocol.md, as the page sees them. Types only: there is nothing to run here.

/** @typedef {'chair'|'operator'|'presenter'|'attendee'} Role */
/**
 * A place in the mesh; the media server; no place left; none asked for.
 * @typedef {'mesh'|'server'|'full'|'none'} MediaPlace
 */

/** @typedef {{participant: string, name: string}} Named */

/**
 * One who holds a place in the mesh. The order of `RoomState.media.members` is the order of entering.
 * @typedef {{session: string, participant: string, name: string}} MeshMember
 */

/** @typedef {{offset: number, at: number, from: string, name: string, text: string}} ChatMessage */

/**
 * The state of the stream `room`: exactly what `stream.reset` brings, kept up by pushes.
 * @typedef {object} RoomState
 * @property {string} title
 * @property {boolean} locked
 * @property {string|null} chair
 * @property {number} limit
 * @property {{all: boolean, selfUnmute: boolean}} mute  the order against everybody
 * @property {string[]} muted  participants with an order of their own
 * @property {string[]} unmuted  participants who were let off the order against everybody
 * @property {string[]} hidden  participants whose cameras are off by order
 * @property {Named[]} presenters
 * @property {{holders: Named[], queue: Named[]}} floor
 * @property {{mode: string, limit: number, members: MeshMember[]}} media
 * @property {ChatMessage[]} chat  the newest 500, oldest first
 */

/**
 * What one session sends through the media server; whether each of its devices is on.
 * @typedef {object} Publication
 * @property {string} session
 * @property {string} participant
 * @property {string} name
 * @property {boolean} stage  chair, presenter or holder of the floor
 * @property {number} order
 * @property {boolean} microphone
 * @property {boolean} camera
 * @property {boolean} screen
 */

/**
 * The state of the stream `publications`. `generation` goes up when the media server has lost everything; `more` counts
 * those who are left out. Stage members come first, then by `order`.
 * @typedef {{generation: number, ready: boolean, more: number, entries: Publication[]}} Publications
 */

/**
 * One who waits to be let in.
 * @typedef {{participant: string, name: string, unit: number, since: number}} Waiting
 */

/**
 * The state of the stream `lobby`: how many wait, those who have waited longest (at most 64), and how many wait of each
 * unit.
 * @typedef {{waiting: number, entries: Waiting[], units: {unit: number, name: string, waiting: number}[]}} Lobby
 */

/**
 * What lets guests of one room in.
 * @typedef {{number: number, unit: number, link: string, pin: string, expiresAt: number}} Invitation
 */

/**
 * One participant on a page of the roster.
 * @typedef {object} Entry
 * @property {string} participant
 * @property {string} name
 * @property {string} title
 * @property {number} people  how many sit at this endpoint
 * @property {Role} role
 * @property {boolean} hand
 * @property {boolean} muted
 * @property {'on'|'off'} microphone
 * @property {'on'|'off'} camera
 * @property {string[]} sessions
 * @property {boolean} online
 */

/** @typedef {{unit: number, page: number, next: number|null, entries: Entry[]}} Page */

/** @typedef {{unit: number, name: string, order: number}} SummaryRow */
/** @typedef {{expected: number, joined: number, ready: number, hands: number, muted: number, people: number}} Counts */

/**
 * Counts of one unit (row 0) and its children. Row 63, unit 0 with an empty name, is all later children together.
 * @typedef {object} Summary
 * @property {number} unit
 * @property {Map<number, SummaryRow>} rows  by row number
 * @property {Map<number, Counts>} counts  by row number; a row without counts counts zero
 */

/**
 * Who this page is in the room.
 * @typedef {{session: string, participant: string, role: Role, path: number[], media: MediaPlace}} Me
 */

/**
 * @typedef {object} JoinAnswer
 * @property {string} room
 * @property {string} link  what others open to come too
 * @property {string} session
 * @property {string} participant
 * @property {Role} role
 * @property {number[]} path
 * @property {MediaPlace} media
 * @property {string} token
 * @property {{slot: number, spreadMs: number}} reconnect
 */

/**
 * What a command did (docs/protocol.md, "Methods").
 * @typedef {object} Receipt
 * @property {number} applied
 * @property {number} pending
 * @property {{participant: string, code: string}[]} refused
 * @property {'server'|'request'} enforcement
 * @property {number} at
 * @property {number} offset
 */

/** @typedef {{key: string, applied: number, pending: number}} Progress */
/** @typedef {{unit: number, entry: Entry}} SearchMatch */

/**
 * A push of the server, parsed.
 * @typedef {{jsonrpc?: string, method: string, params: Record<string, any>}} Push
 */

/**
 * @typedef {object} Hello
 * @property {number} protocol
 * @property {string} version
 * @property {number} time
 * @property {string[]} features
 * @property {{intervalMs: number, timeoutMs: number}} heartbeat
 * @property {Record<string, number>} limits
 */

export {};

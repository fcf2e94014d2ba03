// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// One WebSocket at a time. A connection that was dropped is forgotten: closing one whose packets are lost takes a
// minute (its `onclose` comes 60 s later), and nothing that it still says may count.

/** @typedef {(url: string, protocol: string) => WebSocket} MakeSocket */

/**
 * @typedef {object} ConnectionSink
 * @property {() => void} opened
 * @property {(text: string) => void} received
 * @property {(code: number) => void} closed  1006 where nobody said why
 */

const SUBPROTOCOL = 'plenary.v1';
const VANISHED = 1006;

export class Connection {
  /** @type {WebSocket|null} */
  #socket = null;
  /** @type {AbortController|null} */
  #listening = null;

  /**
   * @param {string} url
   * @param {ConnectionSink} sink
   * @param {MakeSocket} makeSocket
   */
  constructor(url, sink, makeSocket) {
    this.url = url;
    this.sink = sink;
    this.makeSocket = makeSocket;
  }

  /** Opens a new connection, and forgets the one before. */
  open() {
    this.drop();
    const listening = new AbortController();
    const {signal} = listening;
    const socket = this.makeSocket(this.url, SUBPROTOCOL);
    this.#socket = socket;
    this.#listening = listening;
    socket.addEventListener('open', () => this.sink.opened(), {signal});
    socket.addEventListener('message', ({data}) => {
      if (typeof data === 'string') this.sink.received(data);
    }, {signal});
    socket.addEventListener('close', ({code}) => {
      this.drop();
      this.sink.closed(code || VANISHED);
    }, {signal});
  }

  /** @param {string} text */
  send(text) {
    // One that is closing says so itself.
    const socket = this.#socket;
    if (socket && socket.readyState === socket.OPEN) socket.send(text);
  }

  /** Lets go of the connection; what was sent still goes out. */
  drop() {
    this.#listening?.abort();
    this.#listening = null;
    const socket = this.#socket;
    this.#socket = null;
    if (socket && socket.readyState !== socket.CLOSED) socket.close();
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Who speaks, from how loud those are who are heard: a value that is told levels. A cough does not take the word, and
// who pauses between two sentences keeps it.

/** Of 1: about -40 dB, above the noise of a quiet room. */
const audible = 0.01;
/** So much louder than who has the word is who takes it at once from somebody who still speaks. */
const louder = 1.5;
const takesAfterMs = 400;
const keepsForMs = 1_500;
/** Weight of the latest level. */
const weight = 0.5;
/** Who was heard lately; for the choice of whom to hear. */
const heardForMs = 20_000;

export class SpeakerWatch {
  /** @type {Map<string, {level: number, since: number, at: number}>} */
  #voices = new Map();
  /**
   * Who spoke last; stays while nobody else does.
   * @type {string | null}
   */
  speaker = null;
  isSpeaking = false;

  /**
   * @param {Map<string, number>} levels From 0 to 1, by session; who is not heard has none.
   * @param {number} now
   * @returns {boolean} Whether `speaker` or `isSpeaking` changed.
   */
  heard(levels, now) {
    for (const session of this.#voices.keys()) if (!levels.has(session)) this.#quieten(session, now);
    for (const [session, level] of levels) this.#hear(session, level, now);
    const before = [this.speaker, this.isSpeaking];
    const current = this.speaker === null ? undefined : this.#voices.get(this.speaker);
    const isCurrent = current !== undefined && now - current.at < keepsForMs;
    const next = this.#loudest(now);
    if (next && next.session !== this.speaker && (!isCurrent || next.level > (current?.level ?? 0) * louder)) {
      this.speaker = next.session;
      this.isSpeaking = true;
    } else {
      this.isSpeaking = isCurrent;
    }
    return before[0] !== this.speaker || before[1] !== this.isSpeaking;
  }

  /**
   * Sessions that spoke lately.
   * @param {number} now
   */
  lately(now) {
    return new Set([...this.#voices].filter(([, { at }]) => now - at < heardForMs).map(([session]) => session));
  }

  /** @param {ReadonlySet<string>} sessions Others are gone. */
  keep(sessions) {
    for (const session of this.#voices.keys()) if (!sessions.has(session)) this.#voices.delete(session);
    if (this.speaker === null || sessions.has(this.speaker)) return;
    this.speaker = null;
    this.isSpeaking = false;
  }

  /**
   * @param {string} session
   * @param {number} level
   * @param {number} now
   */
  #hear(session, level, now) {
    const voice = this.#voices.get(session) ?? { level: 0, since: now, at: -Infinity };
    voice.level += weight * (level - voice.level);
    if (voice.level >= audible) voice.at = now;
    else voice.since = now;
    this.#voices.set(session, voice);
  }

  /**
   * @param {string} session
   * @param {number} now
   */
  #quieten(session, now) {
    this.#hear(session, 0, now);
    const voice = this.#voices.get(session);
    if (voice && now - voice.at > heardForMs) this.#voices.delete(session);
  }

  /** @param {number} now */
  #loudest(now) {
    let loudest = null;
    for (const [session, { level, since }] of this.#voices) {
      if (level < audible || now - since < takesAfterMs) continue;
      if (!loudest || level > loudest.level) loudest = { session, level };
    }
    return loudest;
  }
}

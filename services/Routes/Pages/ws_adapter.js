"use strict";

/**
 * Gives a page written for socket.io-client (4.x) the same `io` over the plain WebSocket hub at /ws: swap one script tag, change nothing else.
 * What the hub says and takes: docs/realtime.md. No dependency; needs a browser of 2021 or later.
 *
 *   <script src="/ws_adapter.js"></script>
 *   <script>const socket = io(); socket.on("progress_update", update => …);</script>
 */
(() => {
  /**
   * @typedef {Object} Options
   * @property {string} [hubPath] where the hub is; "/ws"
   * @property {boolean} [autoConnect] whether io() connects at once; true
   * @property {boolean} [reconnection] whether a lost connection is opened again; true
   * @property {number} [reconnectionAttempts] how often in a row; Infinity
   * @property {number} [reconnectionDelay] milliseconds before the first attempt, doubled with each further one; 1000
   * @property {number} [reconnectionDelayMax] the longest pause; 5000
   * @property {number} [randomizationFactor] by how much of itself a pause is shorter or longer, 0 to 1; 0.5
   * @property {number} [timeout] milliseconds that a connection may take to open; 20000
   * @property {number} [pingInterval] milliseconds of silence after which the hub is pinged; 25000
   * @property {number} [pingTimeout] milliseconds that it may then stay silent; 20000
   * @property {typeof WebSocket} [WebSocket] for tests
   */

  /** @type {Required<Omit<Options, "WebSocket">>} Other options of socket.io-client are taken and mean nothing here. */
  const DEFAULTS = {
    hubPath: "/ws", autoConnect: true, reconnection: true, reconnectionAttempts: Infinity, reconnectionDelay: 1000, reconnectionDelayMax: 5000,
    randomizationFactor: 0.5, timeout: 20000, pingInterval: 25000, pingTimeout: 20000,
  };

  /** Events that only the library itself raises, as in socket.io-client. */
  const RESERVED = new Set(["connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener"]);

  /** The hub closed us for what we sent: the same would happen again. */
  const POLICY_VIOLATION = 1008;

  /** @typedef {(...args: any[]) => void} Listener */

  /** Listeners by name, called in the order in which they were added. */
  class Emitter {
    /** @type {Map<string, {listener: Listener, once: boolean}[]>} */
    #listeners = new Map();

    /** @param {string} event @param {Listener} listener */
    on(event, listener) {
      return this.#add(event, listener, false);
    }

    /** @param {string} event @param {Listener} listener */
    once(event, listener) {
      return this.#add(event, listener, true);
    }

    /** Without a listener all of the event go, without an event all. @param {string} [event] @param {Listener} [listener] */
    off(event, listener) {
      if (event === undefined) this.#listeners.clear();
      else if (listener === undefined) this.#listeners.delete(event);
      else this.#remove(event, listener);
      return this;
    }

    /** @param {string} event */
    listeners(event) {
      return (this.#listeners.get(event) ?? []).map(entry => entry.listener);
    }

    /** @param {string} event */
    hasListeners(event) {
      return this.listeners(event).length > 0;
    }

    /** Calls the listeners of an event; what one throws stops no other. @param {string} event @param {any[]} args */
    raise(event, ...args) {
      for (const { listener, once } of [...(this.#listeners.get(event) ?? [])]) {
        if (once) this.#remove(event, listener);
        call(() => listener.apply(this, args));
      }
    }

    #add(event, listener, once) {
      const list = this.#listeners.get(event) ?? [];
      list.push({ listener, once });
      this.#listeners.set(event, list);
      return this;
    }

    #remove(event, listener) {
      const list = this.#listeners.get(event) ?? [];
      const at = list.findIndex(entry => entry.listener === listener);
      if (at >= 0) this.#listeners.set(event, list.filter((_, index) => index !== at));
    }
  }

  Emitter.prototype.addEventListener = Emitter.prototype.addListener = Emitter.prototype.on;
  Emitter.prototype.removeEventListener = Emitter.prototype.removeListener = Emitter.prototype.removeAllListeners = Emitter.prototype.off;

  /** Runs a listener of the page's; its exception is the page's, as from any event. @param {() => void} action */
  function call(action) {
    try {
      action();
    } catch (error) {
      setTimeout(() => { throw error; });
    }
  }

  /**
   * The event of Socket.IO that a message of the hub's stands for, with its payload (docs/contract.md, 9.5). A status that nobody asked for has
   * none: pages hear of a job's end by its last progress.
   */
  const TRANSLATIONS = {
    progress: message => ["progress_update", progress(message)],
    fileReceipt: message => ["file_receipt", {
      event_type: message.phase ?? "file_received",
      data: present({
        filename: message.file, size: message.totalBytes, verified: message.verified, job_id: message.jobId, stored_name: message.storedName, reason: message.reason,
      }),
      timestamp: seconds(message),
    }],
    jobCancelled: message => ["job_cancelled", {
      job_id: message.jobId, success: message.success, timestamp: seconds(message), phase: message.phase, reason: message.reason ?? null,
    }],
    jobsCancelled: message => ["jobs_cancelled", {
      results: Object.fromEntries(message.jobs.map(job => [job.jobId, job.success])),
      jobs: Object.fromEntries(message.jobs.map(job => [job.jobId, { phase: job.phase, message: job.message, progress: { percentage: job.percent ?? 0 } }])),
      timestamp: seconds(message),
    }],
  };

  function progress(message) {
    return {
      job_id: message.jobId,
      phase: message.phase,
      data: present({
        message: message.message, progress: message.percent, bytes_transferred: message.bytesTransferred, total_bytes: message.totalBytes,
        eta_ms: message.etaMs, success: message.success,
      }),
      timestamp: seconds(message),
    };
  }

  function greeting(message) {
    return { connected: message.connected, server_running: true, timestamp: seconds(message), message: "WebSocket connected - real-time updates enabled" };
  }

  /** @param {any} message a status @param {any} jobId as the page has asked for it */
  function statusResponse(message, jobId) {
    const common = { connected: message.connected, backing_up: message.backingUp, last_updated: localTime(message.updatedAt), isConnected: message.connected };
    const status = message.jobId === null
      ? { phase: message.phase, status: "ready", message: message.message, ...common }
      : {
        phase: message.phase,
        message: message.message,
        progress: {
          percentage: message.percent ?? 0, current_file: message.file ?? "", bytes_transferred: message.bytesTransferred ?? 0, total_bytes: message.totalBytes ?? 0,
        },
        status: "initializing",
        events: [],
        ...common,
      };
    return { status, job_id: jobId ?? null, timestamp: seconds(message) };
  }

  const seconds = message => message.timestamp / 1000;

  /** Without what is null: such members are absent in Socket.IO. @param {Record<string, any>} members */
  const present = members => Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null && value !== undefined));

  /** Local time without an offset, as the server writes it. @param {number | undefined} at */
  function localTime(at) {
    if (at === undefined) return null;
    const date = new Date(at);
    return new Date(at - date.getTimezoneOffset() * 60000).toISOString().replace("Z", "");
  }

  /** One WebSocket at a time, opened again when it is lost: what socket.io-client calls its manager (`socket.io`). */
  class Manager extends Emitter {
    #options;
    #url;
    #web = null;
    #attempts = 0;
    #isWanted = false;
    #retry;
    #opening;
    #watch;
    #heardAt = 0;
    #pingedAt = null;

    /** @param {string} url @param {Required<Options>} options */
    constructor(url, options) {
      super();
      this.#url = url;
      this.#options = options;
    }

    get opts() {
      return this.#options;
    }

    get isOpen() {
      return this.#web?.readyState === 1;
    }

    /** @param {boolean} [value] */
    reconnection(value) {
      return this.#setting("reconnection", value);
    }

    /** @param {number} [value] */
    reconnectionAttempts(value) {
      return this.#setting("reconnectionAttempts", value);
    }

    /** @param {number} [value] */
    reconnectionDelay(value) {
      return this.#setting("reconnectionDelay", value);
    }

    /** @param {number} [value] */
    reconnectionDelayMax(value) {
      return this.#setting("reconnectionDelayMax", value);
    }

    /** @param {number} [value] */
    randomizationFactor(value) {
      return this.#setting("randomizationFactor", value);
    }

    /** @param {number} [value] */
    timeout(value) {
      return this.#setting("timeout", value);
    }

    open() {
      if (this.#isWanted) return this;
      this.#isWanted = true;
      this.#attempts = 0;
      this.#open();
      return this;
    }

    /** Closes for good: it is not opened again by itself. @param {string} reason */
    close(reason = "io client disconnect") {
      this.#isWanted = false;
      clearTimeout(this.#retry);
      this.#drop(reason);
    }

    /** @param {any} message */
    send(message) {
      this.#web.send(JSON.stringify(message));
    }

    #setting(name, value) {
      if (value === undefined) return this.#options[name];
      this.#options[name] = value;
      return this;
    }

    #open() {
      let web;
      try {
        web = new this.#options.WebSocket(this.#url);
      } catch (error) {
        this.#retry = setTimeout(() => this.#failed(error)); // never before the page has added its listeners
        return;
      }

      this.#web = web;
      this.#opening = setTimeout(() => this.#failed(new Error("timeout")), this.#options.timeout);
      web.onopen = () => this.#opened();
      web.onmessage = ({ data }) => this.#received(data);
      web.onclose = event => this.#closed(event);
      web.onerror = () => {}; // a close follows
    }

    #opened() {
      clearTimeout(this.#opening);
      this.#opening = undefined;
      this.#heard();
      this.#watch = setInterval(() => this.#check(), Math.min(this.#options.pingInterval, this.#options.pingTimeout));
      const attempts = this.#attempts;
      this.#attempts = 0;
      this.raise("open");
      if (attempts > 0) this.raise("reconnect", attempts);
    }

    #received(data) {
      this.#heard();
      let message;
      try {
        message = JSON.parse(data);
      } catch {
        return;
      }

      this.raise("message", message);
    }

    #closed(event) {
      if (this.#opening !== undefined) this.#failed(Object.assign(new Error("websocket error"), { type: "TransportError", description: event }));
      else this.#lost(event.code === POLICY_VIOLATION ? "io server disconnect" : "transport close", event);
    }

    #heard() {
      this.#heardAt = Date.now();
      this.#pingedAt = null;
    }

    /** Pings the hub after a silence, and gives it up when there is no answer. */
    #check() {
      const now = Date.now();
      if (this.#pingedAt !== null && now - this.#pingedAt >= this.#options.pingTimeout) this.#lost("ping timeout");
      else if (this.#pingedAt === null && now - this.#heardAt >= this.#options.pingInterval) {
        this.#pingedAt = now;
        this.send({ type: "ping", requestId: KEEP_ALIVE });
      }
    }

    /** The connection did not open. */
    #failed(error) {
      this.#forget();
      this.raise("error", error);
      if (this.#attempts > 0) this.raise("reconnect_error", error);
      this.#again();
    }

    /** The connection is gone. */
    #lost(reason, details) {
      if (reason === "io server disconnect") this.#isWanted = false;
      this.#drop(reason, details);
      this.#again();
    }

    #drop(reason, details) {
      const wasOpen = this.#web !== null && this.#opening === undefined;
      this.#forget();
      if (wasOpen) this.raise("close", reason, details);
    }

    #forget() {
      clearTimeout(this.#opening);
      clearInterval(this.#watch);
      this.#opening = undefined;
      const web = this.#web;
      this.#web = null;
      if (web === null) return;
      web.onopen = web.onmessage = web.onclose = null;
      web.close();
    }

    #again() {
      if (!this.#isWanted || this.#web !== null) return;
      if (!this.#options.reconnection) {
        this.#isWanted = false;
        return;
      }

      if (this.#attempts >= this.#options.reconnectionAttempts) {
        this.#isWanted = false;
        this.raise("reconnect_failed");
        return;
      }

      clearTimeout(this.#retry);
      this.#retry = setTimeout(() => {
        this.#attempts++;
        this.raise("reconnect_attempt", this.#attempts);
        if (this.#isWanted && this.#web === null) this.#open();
      }, this.#pause());
    }

    #pause() {
      const { reconnectionDelay, reconnectionDelayMax, randomizationFactor } = this.#options;
      const pause = Math.min(reconnectionDelayMax, reconnectionDelay * 2 ** Math.min(this.#attempts, 30));
      return Math.min(reconnectionDelayMax, pause * (1 + randomizationFactor * (2 * Math.random() - 1)));
    }
  }

  const KEEP_ALIVE = "keep-alive";

  /** What a page holds: socket.io-client's `Socket`, for the one namespace that the server has. */
  class Socket extends Emitter {
    /** @type {string | undefined} */
    id;

    connected = false;

    #any = [];
    #waiting = [];
    #asked = new Map();
    #next = 1;
    #flags = {};

    /** @param {Manager} io */
    constructor(io) {
      super();
      this.io = io;
      this.active = false;
      io.on("message", message => this.#received(message));
      io.on("close", (reason, details) => this.#closed(reason, details));
      io.on("error", error => this.#failed(error));
      io.on("reconnect_failed", () => { this.active = false; });
    }

    get disconnected() {
      return !this.connected;
    }

    /** The next event is dropped while there is no connection. */
    get volatile() {
      this.#flags.volatile = true;
      return this;
    }

    /** The acknowledgement of the next event gets an error first, when it takes longer. @param {number} milliseconds */
    timeout(milliseconds) {
      this.#flags.timeout = milliseconds;
      return this;
    }

    compress() {
      return this;
    }

    connect() {
      if (this.active) return this;
      this.active = true;
      this.io.open();
      return this;
    }

    disconnect() {
      if (!this.active) return this;
      this.active = false;
      this.io.close();
      return this;
    }

    /** Sends an event; without a connection it waits for one. A last argument that is a function is called when the server has answered. */
    emit(event, ...args) {
      if (RESERVED.has(event)) throw new Error(`"${event}" is a reserved event name`);
      const flags = this.#flags;
      this.#flags = {};
      const acknowledge = typeof args.at(-1) === "function" ? this.#limited(args.pop(), flags.timeout) : undefined;
      const send = () => this.#send(event, args, acknowledge);
      if (this.connected) send();
      else if (!flags.volatile) this.#waiting.push(send);
      return this;
    }

    /** @returns {Promise<any>} */
    emitWithAck(event, ...args) {
      return new Promise((resolve, reject) => {
        const hasLimit = this.#flags.timeout !== undefined;
        this.emit(event, ...args, (first, second) => {
          if (!hasLimit) resolve(first);
          else if (first) reject(first);
          else resolve(second);
        });
      });
    }

    send(...args) {
      return this.emit("message", ...args);
    }

    onAny(listener) {
      this.#any.push(listener);
      return this;
    }

    prependAny(listener) {
      this.#any.unshift(listener);
      return this;
    }

    offAny(listener) {
      this.#any = listener === undefined ? [] : this.#any.filter(one => one !== listener);
      return this;
    }

    listenersAny() {
      return [...this.#any];
    }

    onAnyOutgoing() {
      return this;
    }

    #limited(acknowledge, limit) {
      if (limit === undefined) return acknowledge;
      let isOver = false;
      const timer = setTimeout(() => {
        isOver = true;
        acknowledge(new Error("operation has timed out"));
      }, limit);
      return (...args) => {
        clearTimeout(timer);
        if (!isOver) acknowledge(null, ...args);
      };
    }

    /** The server answers these two and no others, and a ping only without an argument (docs/contract.md, 9.4). */
    #send(event, args, acknowledge) {
      if (event === "ping" && args.length === 0) this.#ask({ type: "ping" }, { acknowledge });
      else if (event === "request_status" && args.length === 1 && (typeof args[0] === "object" || args[0] === "")) {
        const jobId = args[0]?.job_id ?? null;
        this.#ask(typeof jobId === "string" ? { type: "requestStatus", jobId } : { type: "requestStatus" }, { acknowledge, jobId });
      }
    }

    #ask(message, question) {
      const requestId = this.#next++;
      this.#asked.set(requestId, question);
      this.io.send({ ...message, requestId });
    }

    #received(message) {
      if (!this.connected) {
        if (message.type === "status") this.#welcome(message);
        return;
      }

      if (message.requestId === KEEP_ALIVE) return;
      const question = this.#asked.get(message.requestId);
      this.#asked.delete(message.requestId);
      if (question !== undefined) this.#answer(message, question);
      else if (message.type in TRANSLATIONS) this.#tell(...TRANSLATIONS[message.type](message));
    }

    #welcome(message) {
      this.id = message.connectionId;
      this.connected = true;
      this.#tell("status", greeting(message));
      for (const send of this.#waiting.splice(0)) if (this.connected) send();
      if (this.connected) this.raise("connect");
    }

    #answer(message, question) {
      if (message.type === "pong") this.#tell("pong", { timestamp: seconds(message) });
      else if (message.type === "status") this.#tell("status_response", statusResponse(message, question.jobId));
      else if (message.code === "unknownJob") {
        this.#ask({ type: "requestStatus" }, question); // Of an unknown job the server tells the general status.
        return;
      } else if (message.code === "unavailable") return; // A server that cannot say is silent, and acknowledges nothing.

      if (question.acknowledge !== undefined) call(question.acknowledge);
    }

    #tell(event, payload) {
      for (const listener of [...this.#any]) call(() => listener.call(this, event, payload));
      this.raise(event, payload);
    }

    #closed(reason, details) {
      this.#asked.clear();
      if (reason === "io server disconnect") this.active = false;
      if (!this.connected) return;
      this.connected = false;
      this.id = undefined;
      this.raise("disconnect", reason, details);
    }

    #failed(error) {
      if (!this.connected) this.raise("connect_error", error);
      if (!this.io.reconnection()) this.active = false;
    }
  }

  Socket.prototype.open = Socket.prototype.connect;
  Socket.prototype.close = Socket.prototype.disconnect;

  /** The hub of the server that the page, or the URL, names. @param {string | undefined} url @param {string} path */
  function hubAt(url, path) {
    const hub = new URL(url ?? "/", globalThis.location?.href);
    if (hub.pathname !== "/") throw new Error(`The server has no namespace ${hub.pathname}.`);
    return `${hub.protocol.replace("http", "ws")}//${hub.host}${path}`;
  }

  /**
   * Connects to the hub.
   * @param {string | Options} [url] of the server; that of the page unless given
   * @param {Options} [options]
   */
  function io(url, options) {
    if (typeof url === "object") return io(undefined, url);
    const all = { ...DEFAULTS, WebSocket: globalThis.WebSocket, ...present(options ?? {}) };
    const socket = new Socket(new Manager(hubAt(url, all.hubPath), all));
    if (all.autoConnect) socket.connect();
    return socket;
  }

  globalThis.io = Object.assign(io, { io, connect: io, Manager, Socket, protocol: 5 });
})();

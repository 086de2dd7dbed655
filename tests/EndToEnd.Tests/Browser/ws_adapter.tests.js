"use strict";

/** Tests of ws_adapter.js by itself, with a WebSocket that the test holds: `await adapterTests()` gives a line for each that failed, and their number. */
globalThis.adapterTests = async () => {
  class FakeWebSocket {
    static all = [];

    constructor(url) {
      Object.assign(this, { url, readyState: 0, sent: [] });
      FakeWebSocket.all.push(this);
    }

    send(text) {
      this.sent.push(JSON.parse(text));
    }

    close() {
      this.readyState = 3;
    }

    open() {
      this.readyState = 1;
      this.onopen();
      this.say({ type: "status", jobId: null, connected: true, connectionId: `id${FakeWebSocket.all.length}` });
    }

    say(message) {
      this.onmessage({ data: JSON.stringify({ timestamp: 1500, ...message }) });
    }

    drop(code) {
      this.readyState = 3;
      this.onclose({ code });
    }
  }

  const equal = (actual, expected) => {
    const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
    if (a !== b) throw new Error(`expected ${b}, got ${a}`);
  };

  const until = async condition => {
    while (!condition()) await new Promise(resolve => setTimeout(resolve, 1));
  };

  const start = (options = {}) => {
    FakeWebSocket.all = [];
    const socket = io("http://backup.example:9090", { WebSocket: FakeWebSocket, reconnectionDelay: 1, reconnectionDelayMax: 2, ...options });
    const log = [];
    for (const name of ["connect", "disconnect", "connect_error"]) socket.on(name, value => log.push([name, value?.message ?? value]));
    for (const name of ["reconnect_attempt", "reconnect", "reconnect_error", "reconnect_failed"]) socket.io.on(name, value => log.push([name, value?.message ?? value]));
    socket.onAny((name, payload) => log.push([name, payload]));
    return { socket, log, web: () => FakeWebSocket.all.at(-1), webs: () => FakeWebSocket.all.length };
  };

  const tests = {
    "status comes just before connect, and what was emitted before goes out": () => {
      const { socket, log, web } = start({ transports: ["websocket"], withCredentials: true });
      socket.emit("request_status", { job_id: "j" });
      socket.volatile.emit("ping");
      equal([socket.connected, socket.id, web().url], [false, undefined, "ws://backup.example:9090/ws"]);
      web().open();
      equal(log, [
        ["status", { connected: true, server_running: true, timestamp: 1.5, message: "WebSocket connected - real-time updates enabled" }],
        ["connect", undefined],
      ]);
      equal([socket.connected, socket.id, web().sent], [true, "id1", [{ type: "requestStatus", jobId: "j", requestId: 1 }]]);
      socket.disconnect();
    },
    "each message is its event": () => {
      const { socket, log, web } = start();
      web().open();
      log.length = 0;
      const job = { jobId: "j", phase: "EXECUTION" };
      web().say({ type: "progress", ...job, message: "m", percent: 0, bytesTransferred: 0, totalBytes: 9, etaMs: null });
      web().say({ type: "fileReceipt", jobId: "j", phase: "file_received", totalBytes: 9, file: "a", verified: true, storedName: "s" });
      web().say({ type: "jobCancelled", jobId: "j", phase: "CANCELLED", success: true });
      web().say({ type: "jobsCancelled", jobId: null, jobs: [{ jobId: "j", success: true, phase: "CANCELLED", message: "m", percent: 5 }] });
      web().say({ type: "status", ...job });
      web().say({ type: "something new" });
      web().onmessage({ data: "no JSON" });
      equal(log, [
        ["progress_update", { job_id: "j", phase: "EXECUTION", data: { message: "m", progress: 0, bytes_transferred: 0, total_bytes: 9 }, timestamp: 1.5 }],
        ["file_receipt", { event_type: "file_received", data: { filename: "a", size: 9, verified: true, job_id: "j", stored_name: "s" }, timestamp: 1.5 }],
        ["job_cancelled", { job_id: "j", success: true, timestamp: 1.5, phase: "CANCELLED", reason: null }],
        ["jobs_cancelled", { results: { j: true }, jobs: { j: { phase: "CANCELLED", message: "m", progress: { percentage: 5 } } }, timestamp: 1.5 }],
      ]);
      socket.disconnect();
    },
    "questions are answered, acknowledged after their answer, and others are not sent": () => {
      const { socket, log, web } = start();
      web().open();
      log.length = 0;
      socket.emit("ping", () => log.push("ack ping"));
      socket.emit("ping", 1);
      socket.emit("request_status");
      socket.emit("anything", {});
      socket.emit("request_status", { job_id: "gone" }, () => log.push("ack status"));
      web().say({ type: "pong", requestId: 1 });
      web().say({ type: "error", code: "unknownJob", requestId: 2 });
      web().say({ type: "status", jobId: null, phase: "READY", message: "m", connected: true, backingUp: false, requestId: 3 });
      equal(web().sent.map(({ type, requestId }) => [type, requestId]), [["ping", 1], ["requestStatus", 2], ["requestStatus", 3]]);
      equal(log.map(entry => (Array.isArray(entry) ? entry[0] : entry)), ["pong", "ack ping", "status_response", "ack status"]);
      equal([log[2][1].job_id, log[2][1].status.phase], ["gone", "READY"]);
      socket.disconnect();
    },
    "a job whose server does not answer is not called lost": () => {
      const { socket, log, web } = start();
      web().open();
      log.length = 0;
      socket.emit("request_status", { job_id: "theirs" }, () => log.push("ack"));
      web().say({ type: "error", code: "unavailable", requestId: 1 });
      equal([web().sent.length, log], [1, []]);
      socket.disconnect();
    },
    "a lost connection is opened again": async () => {
      const { socket, log, web, webs } = start();
      web().open();
      log.length = 0;
      web().drop(1012);
      equal([socket.connected, socket.active], [false, true]);
      await until(() => webs() === 2);
      web().drop(1006);
      await until(() => webs() === 3);
      web().open();
      equal(log.map(([name, value]) => [name, typeof value === "object" || value === undefined ? null : value]), [
        ["disconnect", "transport close"], ["reconnect_attempt", 1], ["connect_error", "websocket error"], ["reconnect_error", "websocket error"],
        ["reconnect_attempt", 2], ["reconnect", 2], ["status", null], ["connect", null],
      ]);
      socket.disconnect();
    },
    "attempts end": async () => {
      const { socket, log, web } = start({ reconnectionAttempts: 1 });
      web().drop(1006);
      await until(() => FakeWebSocket.all.length === 2);
      web().drop(1006);
      equal(log.at(-1), ["reconnect_failed", undefined]);
      equal(socket.active, false);
    },
    "closed by the page or for a violation, it stays closed": () => {
      const first = start();
      first.web().open();
      first.socket.disconnect();
      equal([first.log.at(-1), first.web().readyState, first.socket.active], [["disconnect", "io client disconnect"], 3, false]);
      const second = start();
      second.web().open();
      second.web().drop(1008);
      equal([second.log.at(-1), second.socket.active], [["disconnect", "io server disconnect"], false]);
      second.socket.connect();
      equal(second.webs(), 2);
      second.socket.disconnect();
    },
    "a silent server is pinged, and given up": async () => {
      const { socket, log, web, webs } = start({ pingInterval: 5, pingTimeout: 5 });
      web().open();
      const first = web();
      await until(() => webs() === 2);
      equal(first.sent, [{ type: "ping", requestId: "keep-alive" }]);
      equal(log.find(([name]) => name === "disconnect"), ["disconnect", "ping timeout"]);
      socket.disconnect();
    },
    "a connection that does not open times out": async () => {
      const { socket, log } = start({ timeout: 1, reconnection: false });
      await until(() => log.length > 0);
      equal([log, socket.active], [[["connect_error", "timeout"]], false]);
    },
    "listeners come and go": () => {
      const { socket, web } = start();
      const heard = [];
      const listener = () => heard.push("on");
      socket.on("pong", listener).once("pong", () => heard.push("once"));
      web().open();
      web().say({ type: "pong", requestId: 9 });
      socket.emit("ping");
      web().say({ type: "pong", requestId: 1 });
      socket.emit("ping");
      web().say({ type: "pong", requestId: 2 });
      socket.off("pong", listener).emit("ping");
      web().say({ type: "pong", requestId: 3 });
      equal(heard, ["on", "once", "on"]);
      socket.disconnect();
    },
  };

  const failed = [];
  for (const [name, test] of Object.entries(tests)) {
    try {
      await test();
    } catch (error) {
      failed.push(`${name}: ${error.stack}`);
    }
  }

  return { failed, count: Object.keys(tests).length };
};

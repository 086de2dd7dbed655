using System.IO.Compression;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Primitives;
using static Strangler.ShadowDiff.Tests.Faults.Change;

namespace Strangler.ShadowDiff.Tests.Faults;

/// <summary>What differs between two servers at parity, and what we mean to differ. A report that names one of these is a false alarm.</summary>
internal static class HarmlessVariations
{
    private const string Status = "api_status/plain (backup down)";
    private const string Health = "health/backup down";
    private const string Info = "api_server_info/method GET";
    private const string NotAllowed = "api_status/method POST";
    private const string NotModified = "progress_config/If-None-Match match";
    private const string File = "progress_config/method HEAD";
    private const string Extra = "api_connect/extra keys are kept and echoed";
    private const string NoObject = "api_connect/JSON true";

    private const string BadConnect = """{"host":"127.0.0.1","port":70000,"username":"ana"}""";

    public static IReadOnlyList<HarmlessVariation> All { get; } =
    [
        // Another moment (contract 14).
        new("another time of the last change", Status, Body(text => Regex.Replace(text, "T21:15:48.935981", "T23:59:59.000001"))),
        new("a time without its fraction", Status, Body(".935981", "")),
        new("another time of the answer", Health, Body(text => Regex.Replace(text, "\"timestamp\":\"[^\"]*\"", "\"timestamp\":\"2026-11-23T08:00:00.123456\"")), Exchange: pair => pair with
        {
            Legacy = pair.Legacy with { At = new(2026, 11, 22, 21, 15, 49, TimeSpan.Zero) }, Modern = pair.Modern with { At = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero) },
        }),
        new("another load", Health, Body("\"cpu_usage_percent\":100.0", "\"cpu_usage_percent\":3.7")),
        new("another memory", Health, Body(text => Regex.Replace(text, "\"memory_usage_percent\":[0-9.]+", "\"memory_usage_percent\":71.25"))),
        new("another history of jobs", Health, Body("\"active_backup_jobs\":0", "\"active_backup_jobs\":17")),
        new("another number of sockets", Health, Body("\"active_websocket_connections\":0", "\"active_websocket_connections\":2")),
        new("a length that follows from those, for HEAD", "health/method HEAD", Header("Content-Length", "317")),
        new("a length that follows from the time, for HEAD", "api_status/method HEAD", Header("Content-Length", "158")),
        new("a file of another time", File, Header("Last-Modified", "Mon, 02 Feb 2026 02:02:02 GMT").Then(Header("ETag", "\"1769997722.25-2566-7\""))),
        new("a tag of another time and place", NotModified, Header("ETag", "\"1763077999.5-2566-1\"")),
        new("a tag with an exponent", NotModified, Header("ETag", "\"1.5e+09-2566-1\"")),

        // The host's own headers.
        new("another date", Info, Header("Date", "Tue, 24 Nov 2026 00:00:00 GMT")),
        new("no date", Info, Header("Date")),
        new("a date twice", Info, Header("Date", "Tue, 24 Nov 2026 00:00:00 GMT", "Tue, 24 Nov 2026 00:00:00 GMT")),
        new("another server", Info, Header("Server", "Kestrel")),
        new("a connection kept open", Info, Header("Connection", "keep-alive")),
        new("a connection closed", Info, Header("Connection", "close").Then(Header("Keep-Alive", "timeout=5"))),
        new("who answered", Info, Header("X-Served-By", "modern")),
        new("the trace of a request", Info, Header("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01").Then(Header("X-Request-Id", "1"))),
        new("another protocol offered", Info, Header("Alt-Svc", "h2=\":443\"")),
        new("headers in another order", Info, Headers(headers => headers.Reverse())),
        new("header names in another case", Info, Headers(headers => headers.Select(header => KeyValuePair.Create(header.Key.ToLowerInvariant(), header.Value)))),

        // The same header, written otherwise.
        new("a charset in capitals", NotAllowed, Header("Content-Type", "text/html;charset=UTF-8")),
        new("a charset in quotes", NotAllowed, Header("Content-Type", "Text/HTML; charset=\"utf-8\"")),
        new("a list without blanks", "progress_config/method OPTIONS", Header("Allow", "OPTIONS,GET,HEAD")),
        new("a list in two headers", "progress_config/method OPTIONS", Header("Allow", "OPTIONS, GET", "HEAD")),
        new("Vary in small letters", "api_status/foreign Origin", Header("Vary", "origin")),
        new("cookies in another order and spelling", Info, Header("Set-Cookie", "b=9; PATH=/", "a=8; secure; Path=/"), Header("Set-Cookie", "a=1; Path=/; Secure", "b=2; path=/")),
        new("the same, compressed harder", Info, Header("Content-Encoding", "gzip").Then(Bytes(Gzip.Compress)), Header("Content-Encoding", "gzip").Then(Bytes(body => Gzip.Compress(body, CompressionLevel.NoCompression)))),

        // Meant, and shown as that (services/README.md).
        new("names that any client ever sent", Extra, Body("\"Alpha\":\"x\",", "").Then(Body(",\"zeta\":{\"a\":true,\"b\":[1,2.5,null]}", "")), OnPurpose: "Q9"),
        new("the server configured before a bad connect", Status, Body("\"connected\":false", "\"connected\":true").Then(Body("\"isConnected\":false", "\"isConnected\":true")), LastConnect: BadConnect, OnPurpose: "Q9"),
        new("the same in health", Health, Body("\"not_running\"", "\"running\"").Then(Body("degraded", "healthy")), LastConnect: BadConnect, OnPurpose: "Q9"),
        new("no Python in an error", NoObject, Body("argument of type 'bool' is not iterable", "the request body must be a JSON object"), OnPurpose: "Q12"),
        new(
            "no Python in the status after it", Status, Body("Ready for backup", "Connection error: internal error"),
            Body("Ready for backup", "Connection error: argument of type 'int' is not iterable"), OnPurpose: "Q12"),
        new("a start's end that is not carried over yet", Status, _ => _, Body("Ready for backup", "Ready for new backup."), Exchange: pair => pair with
        {
            Legacy = pair.Legacy with { At = new(new DateTime(2026, 11, 22, 21, 15, 50, DateTimeKind.Local)) },
        }, OnPurpose: "general-status"),
        new("the allowed methods in another order", NotAllowed, Header("Allow", "HEAD, OPTIONS, GET"), OnPurpose: "Q14"),
        new("the same for a preflight", "api_connect/preflight", Header("Allow", "GET, HEAD, OPTIONS, POST"), OnPurpose: "Q14"),
        new(
            "a file for a range that cannot be read", "progress_config/Range", Change.Status(200, "OK").Then(Body(_ => "{}\n")).Then(Header("Content-Range")),
            Change.Status(404, "NOT FOUND").Then(Body(_ => "{\"error\":\"progress_config.json not found\"}\n")).Then(Header("ETag")),
            Exchange: pair => pair with { RequestHeaders = new Dictionary<string, StringValues>(StringComparer.OrdinalIgnoreCase) { ["Range"] = "bytes=9-1,20-30" } }, OnPurpose: "Q15"),

        // Allowed by a rule of the operator's.
        new("JSON written otherwise", Info, Body("\":", "\": "), Rules: Ignore("server_info", "body", "bytes")),
        new("umlauts written out", "api_connect/JSON with charset", Body("\\u00fc", "ü"), Rules: Ignore("connect", "body /server_config/*", "bytes")),
        new("null left out", "api_check_receipt/method GET", Body(",\"verified\":null", ""), Rules: Ignore("check_receipt", "body /verified", "null-or-missing")),
        new("a number in another form", Info, Body("\"port\":9090", "\"port\":9090.0"), Rules: Ignore("server_info", "body /server/*", "number-form")),
        new("a page indented otherwise", NotAllowed, Body("\n<", "\n  <"), Rules: Ignore("status", "body", "bytes")),
        new(
            "a list that is a set", "api_received_files/fixtures", Body(text => Regex.Replace(text, "\"files\":\\[(\\{[^}]*\\}),(.*)\\](?=,\")", "\"files\":[$2,$1]")),
            Rules: """{ "name": "files", "kind": "volatile", "route": "received_files", "at": "body /files", "action": "set", "reason": "The order is the disk's." }"""),
        new(
            "a path under another root", "api_check_receipt/method GET", Body("/opt/cyberbackup/", "/srv/cyberbackup/"),
            Rules: """{ "name": "root", "kind": "volatile", "route": "check_receipt", "at": "body /path", "action": "pattern", "pattern": "/(opt|srv)/cyberbackup/.*", "reason": "Two installations." }"""),
    ];

    private static string Ignore(string route, string at, string kind) =>
        $$"""{ "name": "allowed", "kind": "volatile", "route": "{{route}}", "at": "{{at}}", "divergence": "{{kind}}", "action": "ignore", "reason": "No client of ours minds." }""";
}

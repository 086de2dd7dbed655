using System.Text.RegularExpressions;
using Strangler.ShadowDiff.Faults;
using Strangler.ShadowDiff.Model;
using static Strangler.ShadowDiff.Tests.Faults.Change;

namespace Strangler.ShadowDiff.Tests.Faults;

/// <summary>Bugs in what the real legacy answered, each with the very words that the report must find for it. The list of what a port gets wrong is the catalogue (<see cref="FaultCatalogue"/>).</summary>
internal static class NamedBugs
{
    private const string Status = "api_status/plain (backup down)";
    private const string Health = "health/backup down";
    private const string Info = "api_server_info/method GET";
    private const string Stop = "api_stop/method POST";
    private const string Connect = "api_connect/reachable";
    private const string Foreign = "api_status/foreign Origin";
    private const string Preflight = "api_status/preflight";
    private const string NotAllowed = "api_status/method POST";
    private const string NotModified = "progress_config/If-None-Match match";
    private const string File = "progress_config/method HEAD";

    public static IReadOnlyList<NamedBug> All { get; } =
    [
        // Types.
        new("a boolean as a text", Status, Body("\"connected\":false", "\"connected\":\"false\""), "type body /connected"),
        new("a boolean as a number", Status, Body("\"isConnected\":false", "\"isConnected\":0"), "type body /isConnected"),
        new("null for a text", Status, Body("\"Ready for backup\"", "null"), "type body /message"),
        new("a time as Unix seconds", Status, Body(text => Regex.Replace(text, "\"last_updated\":\"[^\"]*\"", "\"last_updated\":1795382148")), "type body /last_updated"),
        new("a version as a number", Info, Body("\"version\":\"3.0\"", "\"version\":3.0"), "type body /server/version"),
        new("a port as a text", Connect, Body("\"port\":1256", "\"port\":\"1256\""), "type body /server_config/port"),
        new("an array for an object", "api_server_connection_health/method GET", Body("{}", "[]"), "type body /connections"),
        new("null for an object", Health, Body(text => Regex.Replace(text, "\"system_metrics\":\\{[^}]*\\}", "\"system_metrics\":null")), "type body /system_metrics"),
        new("a percentage as a text", Health, Body("\"cpu_usage_percent\":100.0", "\"cpu_usage_percent\":\"100.0\""), "type body /system_metrics/cpu_usage_percent"),
        new("the document as a text in quotes", Stop, Body(text => $"\"{text.TrimEnd().Replace("\"", "\\\"", StringComparison.Ordinal)}\"\n"), "type body"),

        // Presence.
        new("a member forgotten", Status, Body("\"phase\":\"READY\",", ""), "missing body /phase"),
        new("a member added", Status, Body("\"status\":\"ready\"", "\"status\":\"ready\",\"version\":\"3.0\""), "extra body /version"),
        new("null left out", "api_check_receipt/method GET", Body(",\"verified\":null", ""), "null-or-missing body /verified"),
        new("a name in the other language's style", Status, Body("\"isConnected\"", "\"is_connected\""), "missing body /isConnected; extra body /is_connected"),
        new("metrics without the memory", Health, Body(text => Regex.Replace(text, ",\"memory_usage_percent\":[0-9.]+", "")), "missing body /system_metrics/memory_usage_percent"),

        // Values.
        new("a port off by one", Info, Body("\"port\":9090", "\"port\":9091"), "value body /server/port"),
        new("two values swapped", Status, Body("\"phase\":\"READY\",\"status\":\"ready\"", "\"phase\":\"ready\",\"status\":\"READY\""), "value body /phase; value body /status"),
        new("another case", Info, Body("CyberBackup API Server", "Cyberbackup API Server"), "value body /server/name"),
        new("a stale value", Status, Body("\"backing_up\":false", "\"backing_up\":true"), "value body /backing_up"),
        new("success turned round", "api_connect/unreachable", Body("\"success\":false", "\"success\":true"), "value body /success"),
        new("a message with another dash", Stop, Body("(note:", "(Note:"), "value body /message"),
        new("the wrong error", "api_connect/host and port", Body("username", "host"), "value body /error"),
        new("an absolute time with Z", Status, Body(text => Regex.Replace(text, "(\"last_updated\":\"[^\"]*)\"", "$1Z\"")), "value body /last_updated"),
        new("a time with its offset", Health, Body(text => Regex.Replace(text, "(\"timestamp\":\"[^\"]*)\"", "$1+01:00\"")), "value body /timestamp"),
        new("a time with seven digits", Status, Body(text => Regex.Replace(text, "(\"last_updated\":\"[^\"]*)\"", "${1}0\"")), "value body /last_updated"),
        new("the wrong rounding", "api_check_receipt/GET ..", Body("1795381010.2633014", "1795381010.263"), "value body /timestamp"),
        new("the wrong one of two elements", "api_received_files/fixtures", Body(text => Regex.Replace(text, "\"filename\":\"zero.bin\"", "\"filename\":\"zero\"")), "value body /files/0/filename"),

        // Forms of the same value.
        new("a float as an integer", Health, Body("\"cpu_usage_percent\":100.0", "\"cpu_usage_percent\":100"), "number-form body /system_metrics/cpu_usage_percent"),
        new("an integer as a float", Info, Body("\"port\":9090", "\"port\":9090.0"), "number-form body /server/port"),
        new("umlauts written out", "api_connect/JSON with charset", Body("\\u00fc", "ü"), "bytes body /server_config/username"),
        new("escapes in capitals", "api_connect/JSON with charset", Body("\\u00fc", "\\u00FC"), "bytes body /server_config/username"),
        new("angle brackets escaped", "api_check_receipt/GET with%20space%20%26%20%3Cb%3E.txt", Body("<b>", "\\u003cb\\u003e"), "bytes body /filename; bytes body /path"),
        new("members not sorted", Stop, Body(text => Regex.Replace(text.TrimEnd(), "^\\{(\"message\":.*),(\"success\":true)\\}$", "{$2,$1}") + "\n"), "order body"),
        new("the list the other way round", "api_received_files/fixtures", Body(text => Regex.Replace(text, "\"files\":\\[(\\{[^}]*\\}),(.*)\\](?=,\")", "\"files\":[$2,$1]")), "order body /files"),
        new("no line end", Status, Body(text => text.TrimEnd()), "bytes body"),
        new("the other system's line end", Status, Body("\n", "\r\n"), "bytes body"),
        new("blanks after the colons", Stop, Body("\":", "\": "), "bytes body"),
        new("a byte order mark", Info, Body(text => $"\uFEFF{text}"), "invalid-json body"),

        // The whole body.
        new("cut off", Status, Bytes(body => body[..^20]), "invalid-json body"),
        new("empty", Stop, Bytes(_ => []).Then(Header("Content-Length", "0")), "missing body"),
        new("a page of our own for 405", NotAllowed, Body("for the requested URL", "for this URL"), "text body"),
        new("no page for 405", NotAllowed, Bytes(_ => []).Then(Header("Content-Length", "0")), "missing body"),
        new("problem details for 405", NotAllowed, Header("Content-Type", "application/problem+json").Then(Body(_ => "{\"title\":\"Method Not Allowed\",\"status\":405}")), "value header Content-Type; invalid-json body"),
        new("a page for the empty 404", "api_stop/method GET", Body(_ => "Not Found"), "extra body"),

        // Status and reason.
        new("404 for 200", Status, Change.Status(404, "NOT FOUND"), "value status"),
        new("400 for malformed JSON", "api_connect/bad JSON, truncated", Change.Status(400, "BAD REQUEST"), "value status"),
        new("405 for the empty 404", "api_stop/method GET", Change.Status(405, "METHOD NOT ALLOWED"), "value status"),
        new("the reason of another server", NotAllowed, Change.Status(405, "Method Not Allowed"), "value reason"),
        new("200 for 304", NotModified, Change.Status(200, "OK").Then(Body(_ => "{}")), "value status"),
        new("a module that throws", Status, _ => CapturedResponse.Thrown(new InvalidOperationException()), "exception status"),

        // Headers.
        new("a charset that legacy does not name", Status, Header("Content-Type", "application/json; charset=utf-8"), "value header Content-Type"),
        new("the wrong type", Info, Header("Content-Type", "text/plain"), "value header Content-Type"),
        new("no length", Stop, Header("Content-Length"), "missing header Content-Length"),
        new("another length for HEAD", "api_server_info/method HEAD", Header("Content-Length", "99"), "value header Content-Length"),
        new("no CORS", Status, Header("Access-Control-Allow-Origin"), "missing header Access-Control-Allow-Origin"),
        new("any origin instead of the caller's", Foreign, Header("Access-Control-Allow-Origin", "*"), "value header Access-Control-Allow-Origin"),
        new("no Vary", Foreign, Header("Vary"), "missing header Vary"),
        new("credentials allowed", Foreign, Header("Access-Control-Allow-Credentials", "true"), "extra header Access-Control-Allow-Credentials"),
        new("a preflight that allows less", Preflight, Header("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS"), "value header Access-Control-Allow-Methods"),
        new("a method too many", NotAllowed, Header("Allow", "GET, HEAD, OPTIONS, POST"), "value header Allow"),
        new("no ETag", NotModified, Header("ETag"), "missing header ETag"),
        new("an ETag that never changes", NotModified, Header("ETag", "\"1.0-1-1\""), "value header ETag"),
        new("a weak ETag", NotModified, Header("ETag", "W/\"1763077997.0-2566-4196668398\""), "value header ETag"),
        new("a time of another form", File, Header("Last-Modified", "2025-11-13T23:53:17Z"), "value header Last-Modified"),
        new("another cache rule", File, Header("Cache-Control", "public, max-age=3600"), "value header Cache-Control"),
        new("a download instead of a page", File, Header("Content-Disposition", "attachment; filename=progress_config.json"), "value header Content-Disposition"),
        new("compressed unasked", Info, Header("Content-Encoding", "gzip").Then(Bytes(Gzip.Compress)), "extra header Content-Encoding"),
        new("compressed, and never ended", Info, Header("Content-Encoding", "gzip").Then(Bytes(body => Gzip.Compress(body)[..^4])), "extra header Content-Encoding; binary body"),
        new("a cookie", Status, Header("Set-Cookie", ".AspNetCore.Session=x; path=/; httponly"), "extra header Set-Cookie"),
    ];

    /// <summary>Bugs that a shipped rule hides, because their values differ between two runs of legacy too. Known, and not found.</summary>
    public static IReadOnlyList<NamedBug> Hidden { get; } =
    [
        new("the state's time in UTC instead of local time", Status, Body(text => Regex.Replace(text, "T21:15", "T20:15")), "value body /last_updated [volatile:last_updated: each side has its own moment]"),
        new("jobs counted off by one", Health, Body("\"active_backup_jobs\":0", "\"active_backup_jobs\":1"), "value body /system_metrics/active_backup_jobs [volatile:load: counts are history]"),
        new("a load without its fraction", Health, Body(text => Regex.Replace(text, "\"memory_usage_percent\":[0-9.]+", "\"memory_usage_percent\":4.0")), "value body /system_metrics/memory_usage_percent [volatile:load: sampled at another moment]"),
    ];
}

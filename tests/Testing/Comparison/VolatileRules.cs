using System.Globalization;
using System.Text.RegularExpressions;

namespace Strangler.Testing.Comparison;

/// <summary>Values that are different each time (contract 14). Each rule still checks the form of what came.</summary>
public static partial class VolatileRules
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        new("date", "The time of the answer", (difference, _) => difference.Header == "Date" && Each(difference, Rfc1123())),
        new("server-version", "Versions of Werkzeug and Python", (difference, _) => difference.Header == "Server" && Matches(difference, Werkzeug())),
        new("allow-order", "Q14: the order differs from process to process", (difference, _) => difference.Header == "Allow" && SameMethods(difference)),
        new("local-time", "Local time of the event, microseconds, no offset (Q32)",
            (difference, _) => difference.Field is "last_updated" or "timestamp" && BothMatch(difference, LocalTime())),
        new("unix-time", "Unix time of the event as a float", (difference, _) => difference.Field is "timestamp" or "start_time" && BothMatch(difference, Float())),
        new("file-time", "Local time of a file as ctime writes it", (difference, _) => difference.Field is "modified_time" && BothMatch(difference, CTime())),
        new("duration", "Seconds since something began", (difference, _) =>
            difference.Field is "uptime_seconds" or "elapsed_seconds" or "last_update_age" or "runtime" && BothMatch(difference, Float())),
        new("load", "Load of the machine", (difference, _) =>
            difference.Field is "cpu_usage_percent" or "memory_usage_percent" or "cpu_percent" or "memory_percent" or "disk_free_gb" && BothMatch(difference, Float())),
        new("busy-machine", "A load above 90 % makes the health degraded (contract 5)", (difference, exchange) =>
            exchange.Recording.File == "observability" && difference is { Path: "$.status", Recorded: "\"healthy\"", Actual: "\"degraded\"" } or { Path: "$.warnings", Recorded: null, Actual: "[\"High CPU usage\"]" }),
        new("metrics", "Numbers of the observability routes; number form stays", (difference, _) =>
            difference.Path?.StartsWith("$.metrics.", StringComparison.Ordinal) == true && (BothMatch(difference, Float()) || BothMatch(difference, Integer()))),
        new("history", "Counts of everything since the start of the server", (difference, _) =>
            difference.Field is "active_backup_jobs" or "active_websocket_connections" or "active_connections" && BothMatch(difference, Integer())),
        new("packet", "A new session has a new id, an event the time that it is sent", (difference, _) => difference.Part == "body" && IsSamePacket(difference)),
        new("stored-name", "Names of uploads and temporary folders hold a time or are random", (difference, _) =>
            difference.Field is "error" or "message" && SameBut(difference, StoredName())),
        new("head-body", "Engine.IO sends a body even after a HEAD; HTTP knows none there", (difference, exchange) =>
            exchange.Request.Method == "HEAD" && exchange.Recording.File == "socketio" && difference is { Part: "body", Actual: "" }),
        new("length", "The body holds volatile values, and the length is that of the body", (difference, exchange) =>
            difference.Header == "Content-Length" && exchange.Actual.Body.Length > 0 && difference.Actual == Number(exchange.Actual.Body.Length)),
        new("head-length", "A HEAD has the length of a body with volatile values", (difference, exchange) =>
            difference.Header == "Content-Length" && exchange.Request.Method == "HEAD" && BothMatch(difference, Integer())),
    ];

    public static bool BothMatch(Difference difference, Regex form) => form.IsMatch(difference.Recorded ?? "") && Matches(difference, form);

    public static bool Matches(Difference difference, Regex form) => form.IsMatch(difference.Actual ?? "");

    public static bool SameBut(Difference difference, Regex volatileText) =>
        difference is { Recorded: { } recorded, Actual: { } actual } && volatileText.Replace(recorded, "*") == volatileText.Replace(actual, "*");

    /// <summary>The same packets of Engine.IO, but for ids of sessions and times.</summary>
    public static bool IsSamePacket(Difference difference) => SameBut(difference, PacketValue());

    internal static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>As many values as recorded, each of that form.</summary>
    private static bool Each(Difference difference, Regex form) =>
        difference is { Recorded: { } recorded, Actual: { } actual } && recorded.Split(" · ").Length == actual.Split(" · ").Length && actual.Split(" · ").All(value => form.IsMatch(value));

    private static bool SameMethods(Difference difference) => Methods(difference.Recorded).SetEquals(Methods(difference.Actual));

    private static HashSet<string> Methods(string? allow) => [.. (allow ?? "").Split(", ")];

    [GeneratedRegex(@"^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$")]
    public static partial Regex Rfc1123();

    [GeneratedRegex(@"^Werkzeug/[\d.]+ Python/[\d.]+$")]
    private static partial Regex Werkzeug();

    [GeneratedRegex("""^"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?"$""")]
    private static partial Regex LocalTime();

    [GeneratedRegex("""^"[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}"$""")]
    private static partial Regex CTime();

    [GeneratedRegex(@"^\d+(\.\d+|(\.\d+)?e[+-]\d+)$")]
    private static partial Regex Float();

    [GeneratedRegex(@"^\d+$")]
    public static partial Regex Integer();

    [GeneratedRegex("""(?<=\\?"sid\\?":\\?")[\w-]{20}|(?<="timestamp":)\d+(\.\d+)?""")]
    private static partial Regex PacketValue();

    [GeneratedRegex(@"upload_\d{16}_|tmp[a-z0-9_]{8}(?=/)")]
    private static partial Regex StoredName();
}

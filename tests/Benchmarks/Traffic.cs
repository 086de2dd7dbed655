using System.Text;
using Microsoft.Extensions.Primitives;
using Strangler.ShadowDiff.Model;

namespace Strangler.Benchmarks;

/// <summary>
/// Exchanges as a GUI makes them, and what modern answers to each: status and health with other times and loads, equal bytes, a page with
/// its methods in another order, a longer list that is the same but for its layout; one in twenty diverges.
/// </summary>
internal static class Traffic
{
    private const int Files = 100;

    public static IReadOnlyList<(CapturedExchange Exchange, ResponsePair Pair)> Cycle() => [.. Enumerable.Range(0, 20).Select(Make)];

    private static (CapturedExchange Exchange, ResponsePair Pair) Make(int place)
    {
        var (route, legacy, modern) = place switch
        {
            19 => ("server_info", Json("""{"server":{"port":9090},"success":true}"""), Json("""{"server":{"port":"9090"},"success":true}""")),
            18 => ("received_files", Json(List("")), Json(List(" "))),
            _ when place % 4 == 0 => ("health", Json(Health("21:15:49.103297", 100.0)), Json(Health("21:15:49.104000", 97.5))),
            _ when place % 4 == 1 => ("server_info", Json("""{"server":{"port":9090},"success":true}"""), Json("""{"server":{"port":9090},"success":true}""")),
            _ when place % 4 == 2 => ("stop", Page("GET, HEAD, OPTIONS, POST"), Page("POST, OPTIONS, HEAD, GET")),
            _ => ("status", Json(Status("21:15:48.935981")), Json(Status("21:15:50.000001"))),
        };
        var plan = new ShadowPlan(route, Side.Legacy, SideEffect.Safe, context => AnswerAsync(context, modern), null, Compare: true);
        return (new(plan, Request(), legacy, TimeSpan.FromMilliseconds(1), DateTimeOffset.UnixEpoch), new(route, "GET", Request().Headers, legacy, modern));
    }

    private static string Status(string time) =>
        $$"""{"backing_up":false,"connected":false,"isConnected":false,"last_updated":"2026-11-22T{{time}}","message":"Ready for backup","phase":"READY","status":"ready"}""" + "\n";

    private static string Health(string time, double load) =>
        $$"""{"api_server":"running","backup_server":"not_running","status":"degraded","system_metrics":{"active_backup_jobs":0,"cpu_usage_percent":{{load}}},"timestamp":"2026-11-22T{{time}}"}""" + "\n";

    private static string List(string blank) =>
        $$"""{"files":[{{string.Join($",{blank}", Enumerable.Range(0, Files).Select(i => $$"""{"filename":"upload_{{i}}_a.txt","size":{{i}},"timestamp":1700000020.0,"verified":null}"""))}}]}""" + "\n";

    private static CapturedResponse Page(string allow) => new(
        405, "METHOD NOT ALLOWED", Headers(("Content-Type", "text/html; charset=utf-8"), ("Allow", allow)), "<!doctype html>\n<html lang=en>\n<title>405 Method Not Allowed</title>\n"u8.ToArray());

    private static CapturedResponse Json(string body) => new(200, "OK", Headers(("Content-Type", "application/json"), ("Access-Control-Allow-Origin", "*")), Encoding.UTF8.GetBytes(body));

    private static Dictionary<string, StringValues> Headers(params (string Name, string Value)[] headers) =>
        headers.ToDictionary(header => header.Name, header => new StringValues(header.Value), StringComparer.OrdinalIgnoreCase);

    private static Task AnswerAsync(HttpContext context, CapturedResponse answer)
    {
        context.Response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
            context.Response.Headers[name] = value;

        return context.Response.Body.WriteAsync(answer.Body).AsTask();
    }

    private static CapturedRequest Request() => new()
    {
        Method = "GET",
        Scheme = "http",
        PathBase = "",
        Path = "/api/status",
        Query = default,
        RawTarget = "/api/status",
        Protocol = "HTTP/1.1",
        Headers = Headers(("Host", "127.0.0.1:9090"), ("Accept", "*/*")),
        RouteValues = [],
        Remote = default,
        Local = default,
        HasBody = false,
    };
}

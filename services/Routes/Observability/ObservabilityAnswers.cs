using System.Globalization;
using Microsoft.AspNetCore.Http;
using Strangler.Services.Flask;
using Strangler.Services.Flask.Python;

namespace Strangler.Services.Routes.Observability;

/// <summary>The answers of <c>/api/observability/…</c> (contract 5).</summary>
internal static class ObservabilityAnswers
{
    private const double HighPercent = 90;
    private const double Mebibyte = 1024 * 1024;
    private const double Gibibyte = 1024 * Mebibyte;

    public static Answer Health(double now, double uptime, SystemSample? sample)
    {
        string[] warnings = sample is null ? [] : [.. Warnings(sample)];
        var entries = new Dictionary<string, PythonValue>
        {
            ["component"] = new PythonText("api-server"),
            ["status"] = new PythonText(warnings.Length == 0 ? "healthy" : "degraded"),
            ["timestamp"] = new PythonFloat(now),
            ["uptime_seconds"] = new PythonFloat(uptime),
        };
        if (sample is not null)
            entries["system"] = Excerpt(sample);
        if (warnings.Length > 0)
            entries["warnings"] = new PythonList([.. warnings.Select(text => new PythonText(text))]);
        return Answer.Json(StatusCodes.Status200OK, new PythonDict(entries));
    }

    public static Answer Metrics(double now, ReportWindow window, IEnumerable<KeyValuePair<string, MetricSeries>> series) =>
        Windowed(now, window, new()
        {
            ["metrics"] = new PythonDict(series.ToDictionary(
                one => one.Key, PythonValue (one) => Summary(one.Key, now, window, one.Value.Summarize(window.Seconds)))),
        });

    public static Answer System(double now, ReportWindow window, IReadOnlyList<SystemSample> history) =>
        Windowed(now, window, new()
        {
            ["history"] = new PythonList([.. history.Select(Whole)]),
            ["latest"] = history is [.., var latest] ? Whole(latest) : PythonNull.Value,
            ["metrics_count"] = Integer(history.Count),
        });

    private static Answer Windowed(double now, ReportWindow window, Dictionary<string, PythonValue> entries)
    {
        entries["timestamp"] = new PythonFloat(now);
        entries["window_seconds"] = Integer(window.Seconds);
        return Answer.Json(StatusCodes.Status200OK, new PythonDict(entries));
    }

    private static PythonDict Summary(string name, double now, ReportWindow window, MetricSummary summary) => new(
        summary.Count == 0 ? [] : new Dictionary<string, PythonValue>
        {
            ["avg"] = new PythonFloat(summary.Average),
            ["count"] = Integer(summary.Count),
            ["latest"] = new PythonFloat(summary.Latest),
            ["max"] = new PythonFloat(summary.Max),
            ["min"] = new PythonFloat(summary.Min),
            ["name"] = new PythonText(name),
            ["sum"] = new PythonFloat(summary.Sum),
            ["timestamp"] = new PythonFloat(now),
            ["window_seconds"] = Integer(window.Seconds),
        });

    private static IEnumerable<string> Warnings(SystemSample sample)
    {
        if (sample.CpuPercent > HighPercent)
            yield return "High CPU usage";
        if (sample.Memory.Percent > HighPercent)
            yield return "High memory usage";
    }

    private static PythonDict Excerpt(SystemSample sample) => new(new Dictionary<string, PythonValue>
    {
        ["active_connections"] = Integer(sample.Connections),
        ["cpu_percent"] = new PythonFloat(sample.CpuPercent),
        ["disk_free_gb"] = new PythonFloat(sample.Disk.Free / Gibibyte),
        ["memory_percent"] = new PythonFloat(sample.Memory.Percent),
    });

    private static PythonDict Whole(SystemSample sample) => new(new Dictionary<string, PythonValue>(Excerpt(sample).Entries)
    {
        ["disk_usage_percent"] = new PythonFloat(sample.Disk.Percent),
        ["memory_used_mb"] = new PythonFloat(sample.Memory.Used / Mebibyte),
        ["network_bytes_recv"] = Integer(sample.Network.Received),
        ["network_bytes_sent"] = Integer(sample.Network.Sent),
        ["open_files"] = Integer(sample.OpenFiles),
        ["timestamp"] = new PythonFloat(sample.Time),
    });

    private static PythonInt Integer(long value) => new(value.ToString(CultureInfo.InvariantCulture));
}

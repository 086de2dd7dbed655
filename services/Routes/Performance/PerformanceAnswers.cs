using Microsoft.AspNetCore.Http;
using Strangler.Services.Backups.Jobs;
using Strangler.Services.Flask;
using Strangler.Services.Flask.Python;

namespace Strangler.Services.Routes.Performance;

/// <summary>The answers of the perf routes (contract 5, 8.1).</summary>
internal static class PerformanceAnswers
{
    public static Answer All(PythonDict jobs) => Success("jobs", jobs);

    public static Answer One(PythonDict record) => Success("job", record);

    public static Answer Unknown(string id) => Answer.Failure(StatusCodes.Status404NotFound, "No performance data for job_id=" + id);

    public static PythonDict Record(string id, PerformanceSummary summary) => new(new Dictionary<string, PythonValue>
    {
        ["avg_speed_bps"] = PythonInt.Of(summary.MeanSpeed),
        ["bytes_transferred"] = PythonInt.Of(summary.Bytes),
        ["elapsed_seconds"] = new PythonFloat(summary.Elapsed),
        ["ema_speed_bps"] = PythonInt.Of(summary.EmaSpeed),
        ["eta_seconds"] = summary.Eta is { } eta ? PythonInt.Of(eta) : PythonNull.Value,
        ["insight"] = summary.Insight is { } insight ? new PythonText(insight) : PythonNull.Value,
        ["job_id"] = new PythonText(id),
        ["last_speed_bps"] = PythonInt.Of(summary.LastSpeed),
        ["last_update_age"] = new PythonFloat(summary.LastUpdateAge),
        ["peak_speed_bps"] = PythonInt.Of(summary.PeakSpeed),
        ["progress_pct"] = summary.Percentage is { } percentage ? new PythonFloat(percentage) : PythonNull.Value,
        ["total_bytes"] = PythonInt.Of(summary.TotalBytes),
        ["trend"] = new PythonText(summary.Trend),
    });

    private static Answer Success(string member, PythonDict value) => Answer.Json(StatusCodes.Status200OK,
        new PythonDict(new Dictionary<string, PythonValue> { [member] = value, ["success"] = PythonBool.True }));
}

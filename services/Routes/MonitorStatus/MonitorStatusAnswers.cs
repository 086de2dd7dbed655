using Microsoft.AspNetCore.Http;
using Strangler.Services.Backups.Receipts;
using Strangler.Services.Flask;
using Strangler.Services.Flask.Python;

namespace Strangler.Services.Routes.MonitorStatus;

/// <summary>The answer of <c>/api/monitor_status</c> (contract 5).</summary>
internal static class MonitorStatusAnswers
{
    /// <summary><paramref name="files"/> is null if there is no folder. Legacy has one flag for the monitor and its observer.</summary>
    public static Answer Status(string folder, IReadOnlyList<ReceivedFile>? files, bool isRunning, IReadOnlyList<Expectation> open, double now) =>
        Answer.Json(StatusCodes.Status200OK, new PythonDict(new Dictionary<string, PythonValue>
        {
            ["active_jobs"] = PythonInt.Of(open.Count),
            ["directory_exists"] = PythonBool.Of(files is not null),
            ["directory_size"] = PythonInt.Of(files?.Sum(file => file.Facts.Size) ?? 0),
            ["jobs_info"] = new PythonList([.. open.Select(one => Job(one, now))]),
            ["max_workers"] = PythonInt.Of(FileVerifier.MaxAtOnce),
            ["monitoring_active"] = PythonBool.Of(isRunning),
            ["observer_running"] = PythonBool.Of(isRunning),
            ["total_files_in_directory"] = PythonInt.Of(files?.Count ?? 0),
            ["watchdog_available"] = PythonBool.True,
            ["watched_directory"] = new PythonText(folder),
        }));

    private static PythonDict Job(Expectation expectation, double now) => new(new Dictionary<string, PythonValue>
    {
        ["expected_size"] = PythonInt.Of(expectation.File.Size),
        ["filename"] = new PythonText(expectation.File.OriginalName),
        ["job_id"] = new PythonText(expectation.File.JobId),
        ["runtime"] = new PythonFloat(now - expectation.Started),
        ["start_time"] = new PythonFloat(expectation.Started),
        ["status"] = new PythonText(expectation.Status),
    });
}

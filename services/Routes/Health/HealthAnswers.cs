using System.Globalization;
using Microsoft.AspNetCore.Http;
using Strangler.Services.Flask;
using Strangler.Services.Flask.Python;
using Strangler.Services.Machine;

namespace Strangler.Services.Routes.Health;

/// <summary>The answers of <c>/health</c> (contract 5).</summary>
internal static class HealthAnswers
{
    public static Answer Healthy(bool reachable, int jobs, int sockets, MachineLoad host, string timestamp)
    {
        var backupServer = new PythonText(reachable ? "running" : "not_running");
        return Answer.Json(StatusCodes.Status200OK, new PythonDict(new Dictionary<string, PythonValue>
        {
            ["api_server"] = new PythonText("running"),
            ["backup_server"] = backupServer,
            ["backup_server_status"] = backupServer,
            ["status"] = new PythonText(reachable ? "healthy" : "degraded"),
            ["system_metrics"] = new PythonDict(new Dictionary<string, PythonValue>
            {
                ["active_backup_jobs"] = Count(jobs),
                ["active_websocket_connections"] = Count(sockets),
                ["cpu_usage_percent"] = new PythonFloat(host.CpuPercent),
                ["memory_usage_percent"] = new PythonFloat(host.MemoryPercent),
            }),
            ["timestamp"] = new PythonText(timestamp),
            ["uptime_info"] = new PythonText("API server responsive"),
        }));
    }

    /// <summary>The reason is in the log; a client gets no exception text (Q12).</summary>
    public static Answer Failed(string timestamp) => Answer.Json(StatusCodes.Status500InternalServerError,
        new PythonDict(new Dictionary<string, PythonValue>
        {
            ["api_server"] = new PythonText("running_with_errors"),
            ["error"] = new PythonText("internal error"),
            ["status"] = new PythonText("error"),
            ["timestamp"] = new PythonText(timestamp),
        }));

    private static PythonInt Count(int count) => new(count.ToString(CultureInfo.InvariantCulture));
}

using Microsoft.AspNetCore.Http;
using Strangler.Services.Backups.Jobs;
using Strangler.Services.Backups.Uploads;
using Strangler.Services.Flask;
using Strangler.Services.Flask.Python;

namespace Strangler.Services.Routes.StartBackup;

/// <summary>The answers of <c>/api/start_backup</c> (contract 5).</summary>
internal static class StartBackupModels
{
    /// <summary>The form was cut off by a client that still listens.</summary>
    public static readonly Answer CutOff = Answer.Html(StatusCodes.Status400BadRequest,
        "<!doctype html>\n<html lang=en>\n<title>400 Bad Request</title>\n<h1>Bad Request</h1>\n<p>The browser (or proxy) sent a request that this server could not understand.</p>\n"u8);

    public static Answer Started(string jobId, JobTask task) => Answer.Json(StatusCodes.Status200OK,
        new PythonDict(new Dictionary<string, PythonValue>
        {
            ["filename"] = new PythonText(task.File.Name),
            ["job_id"] = new PythonText(jobId),
            ["message"] = new PythonText("Backup started for " + task.File.Name),
            ["success"] = PythonBool.True,
            ["username"] = new PythonText(task.User.Name),
        }));

    public static Answer Refused(Refusal refusal) => Answer.Json(refusal.Status,
        new PythonDict(new Dictionary<string, PythonValue> { ["error"] = new PythonText(refusal.Error), ["success"] = PythonBool.False }));
}

using Microsoft.AspNetCore.Http;
using Strangler.Services.Backups.Jobs;
using Strangler.Services.Backups.Uploads;
using Strangler.Services.Flask;
using Strangler.Services.Flask.Python;

namespace Strangler.Services.Routes.StartBackup;

/// <summary>The answers of <c>/api/start_backup</c> (contract 5).</summary>
internal static class StartBackupAnswers
{
    public static Answer Started(string jobId, JobTask task) => Answer.Json(StatusCodes.Status200OK,
        new PythonDict(new Dictionary<string, PythonValue>
        {
            ["filename"] = new PythonText(task.File.Name),
            ["job_id"] = new PythonText(jobId),
            ["message"] = new PythonText("Backup started for " + task.File.Name),
            ["success"] = PythonBool.True,
            ["username"] = new PythonText(task.User.Name),
        }));

    public static Answer Refused(Refusal refusal) => Answer.Failure(refusal.Status, refusal.Error);
}

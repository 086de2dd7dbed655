using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Strangler.Services.Backups.Jobs;
using Strangler.Services.Backups.Uploads;
using Strangler.Services.BackupServer;
using Strangler.Services.Flask;

namespace Strangler.Services.Routes.StartBackup;

/// <summary>Receives an upload into the folder of a new job and hands the job to the runner. A start that is refused or breaks off leaves nothing behind (Q6).</summary>
internal sealed partial class StartBackupService(
    JobDirectory jobs, JobFolders folders, JobRunner runner, IJobStore store, UploadReader uploads, BackupRequest request,
    BackupServerState server, ILogger<StartBackupService> logger)
{
    public async Task SendAsync(HttpContext context)
    {
        var answer = await AnswerAsync(context, validatesOnly: context.Features.Get<ValidateOnly>() is not null);
        await answer.SendAsync(context);
    }

    private async Task<Answer> AnswerAsync(HttpContext context, bool validatesOnly)
    {
        try
        {
            var (answer, refusal) = validatesOnly ? await ValidateAsync(context) : await StartAsync(context);
            if (refusal == Refusal.ServerNotAllowed)
                context.Features.Set(RefusedByPolicy.Instance);
            return answer ?? Refuse(refusal!, validatesOnly);
        }
        catch (BadHttpRequestException error)
        {
            return Answer.Unreadable(error);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException && !context.RequestAborted.IsCancellationRequested)
        {
            LogStartFailed(ex);
            return Refuse(Refusal.OurTrouble(StatusCodes.Status500InternalServerError, "the upload or the job could not be written"), validatesOnly);
        }
    }

    private async Task<(Answer? Answer, Refusal? Refusal)> StartAsync(HttpContext context)
    {
        var job = jobs.Create();
        var isStarted = false;
        try
        {
            var (task, refusal) = await ReceiveAsync(context, job.Id);
            if (task is null)
                return (null, refusal);
            isStarted = await TryStartAsync(job, task);
            return isStarted ? (StartBackupAnswers.Started(job.Id, task), null) : (null, Refusal.TooManyWaiting);
        }
        finally
        {
            if (!isStarted)
                Forget(job);
        }
    }

    /// <summary>The same answer without a job: the upload is read, checked and discarded.</summary>
    private async Task<(Answer? Answer, Refusal? Refusal)> ValidateAsync(HttpContext context)
    {
        var id = "job_" + jobs.NextTime();
        try
        {
            var (task, refusal) = await ReceiveAsync(context, id);
            return task is null ? (null, refusal) : (StartBackupAnswers.Started(id, task), null);
        }
        finally
        {
            JobFolders.Remove(folders.PathOf(id));
        }
    }

    private async Task<(JobTask? Task, Refusal? Refusal)> ReceiveAsync(HttpContext context, string jobId)
    {
        switch (await uploads.ReadAsync(context.Request, folders.Create(jobId), $"upload_{jobs.NextTime()}_", context.RequestAborted))
        {
            case Upload.Stored upload when upload.File.Name.Any(char.IsControl):
                return (null, Refusal.ClientsFault("the file name must not contain control characters")); // Q8, as in user names
            case Upload.Stored upload:
                return request.TryRead(upload.Fields, server.Current, out var user, out var refusal) ? (new JobTask(user, upload.File), null) : (null, refusal);
            case Upload.Refused { Problem: UploadProblem.CutOff } upload:
                throw new BadHttpRequestException(upload.Text);
            case Upload.Refused upload:
                return (null, Refusal.Of(upload));
            default:
                throw new InvalidOperationException("An upload is stored or refused.");
        }
    }

    // Stored before it is answered: an id that a client has been told must not be lost.
    private async Task<bool> TryStartAsync(Job job, JobTask task)
    {
        if (!runner.TryAdmit())
            return false;
        try
        {
            job.Accept(task.File.Name, task.File.Length);
            await store.SaveAsync(JobDocument.Of(job), CancellationToken.None);
        }
        catch
        {
            runner.Withdraw();
            throw;
        }

        runner.Start(job, task, folders.PathOf(job.Id));
        return true;
    }

    private Answer Refuse(Refusal refusal, bool validatesOnly)
    {
        if (refusal.IsShown && !validatesOnly)
            server.Report("ERROR", refusal.Error);
        return StartBackupAnswers.Refused(refusal);
    }

    private void Forget(Job job)
    {
        jobs.Remove(job);
        JobFolders.Remove(folders.PathOf(job.Id));
    }

    [LoggerMessage(LogLevel.Error, "A backup could not be started.")]
    private partial void LogStartFailed(Exception error);
}

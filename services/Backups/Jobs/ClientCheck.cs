using System.ComponentModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Strangler.Services.Backups.Client;

namespace Strangler.Services.Backups.Jobs;

/// <summary>
/// A backup can be run: its folder can be written, and the client starts. It is started for that, in a folder without an order: there it says so and ends
/// with 1, and backs up nothing (contract 11). One that has started is not started again for a while, unless its files change.
/// </summary>
internal sealed class ClientCheck(JobFolders folders, ClientCommand command, IOptions<JobsOptions> options, TimeProvider time) : IHealthCheck
{
    private const string Name = "readiness";
    private static readonly TimeSpan StaysGood = TimeSpan.FromMinutes(1);

    private (string Stamp, DateTimeOffset At)? _good;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await ProblemAsync(cancellationToken) is { } problem ? HealthCheckResult.Unhealthy(problem) : HealthCheckResult.Healthy();

    private async Task<string?> ProblemAsync(CancellationToken cancellationToken)
    {
        var folder = folders.PathOf(Name);
        try
        {
            folders.Create(Name);
            await File.WriteAllBytesAsync(Path.Combine(folder, Name), [0], cancellationToken);
            return await ClientProblemAsync(folder, cancellationToken);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return $"The folder of the jobs '{options.Value.Folder}' cannot be written ({error.Message}): make room or give the right to, or set Services:Jobs:Folder.";
        }
        finally
        {
            JobFolders.Remove(folder);
        }
    }

    private async Task<string?> ClientProblemAsync(string folder, CancellationToken cancellationToken)
    {
        var stamp = Stamp();
        if (_good is { } good && good.Stamp == stamp && time.GetUtcNow() - good.At < StaysGood)
            return null;

        var problem = !File.Exists(command.Program) ? Directory.Exists(command.Program) ? "is a folder" : "is not there" : await StartProblemAsync(folder, cancellationToken);
        _good = problem is null ? (stamp, time.GetUtcNow()) : null;
        return problem is null ? null : $"The backup client '{command.Program}' {problem}: put it there so that it can be run, or set Services:Jobs:Client to where it is (and Services:LegacyRoot, if that is wrong).";
    }

    /// <summary>Contract 6 and 11: without an order a client ends with 1; a stand-in may end with 0.</summary>
    private async Task<string?> StartProblemAsync(string folder, CancellationToken cancellationToken)
    {
        try
        {
            await using var run = ClientRun.Start(command, folder, mark: folder, static _ => { }, time);
            var exit = await run.WaitAsync(Timeout.InfiniteTimeSpan, patience: TimeSpan.Zero, cancellationToken);
            return cancellationToken.IsCancellationRequested ? "starts and hangs"
                : exit.Code is 0 or 1 ? null
                : $"ends with code {exit.Code}{(exit.Error is null ? "" : $" ({exit.Error})")}";
        }
        catch (Win32Exception error)
        {
            return $"cannot be started ({error.Message})";
        }
    }

    /// <summary>What is there now of the program and of each argument that names a file.</summary>
    private string Stamp() => string.Join('|', command.Arguments.Prepend(command.Program).Select(static path => new FileInfo(path)).Where(static file => file.Exists)
        .Select(static file => $"{file.FullName} {file.Length} {file.LastWriteTimeUtc.Ticks} {(OperatingSystem.IsWindows() ? 0 : (int)file.UnixFileMode)}"));
}

using System.Diagnostics;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;
using Strangler.Contract;
using Strangler.Gateway.Configuration;
using Strangler.Settings;

namespace Strangler.Gateway.Hosting;

/// <summary>
/// Says beside <c>features.json</c>, and in the user's folder or the one that <c>Gateway:StateFolder</c> names, that this gateway runs: an
/// operator's rollback finds by it which file to edit when the gateway does not answer. A folder that cannot be written to is left out.
/// </summary>
internal sealed partial class StateFiles(IServer server, GatewayFiles files, IOptions<HostingOptions> options, ILogger<StateFiles> logger) : IHostedLifecycleService, IDisposable
{
    private List<(string Folder, GatewayStateFile File)> _written = [];

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        if (server.Features.Get<IServerAddressesFeature>()?.Addresses.LastOrDefault() is not { } management)
            return Task.CompletedTask;

        using var process = Process.GetCurrentProcess();
        var gateway = new RunningGateway(process.Id, process.StartTime, files.Folder, new Uri(management), RunningGateway.OwnNetwork);
        foreach (var folder in (string[])[files.Folder, options.Value.StateFolder])
            Write(folder, gateway);
        return Task.CompletedTask;
    }

    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    /// <summary>A host may be stopped twice at the same time; one of them finds the files. A share that does not answer holds up no end.</summary>
    public void Dispose()
    {
        foreach (var (folder, file) in Interlocked.Exchange(ref _written, []))
        {
            try
            {
                EditedFile.WithDeadline($"{folder}: the note", () =>
                {
                    file.Dispose();
                    return true;
                });
            }
            catch (IOException exception)
            {
                NotDeleted(folder, exception.Message);
            }
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Write(string folder, RunningGateway gateway)
    {
        try
        {
            if (folder.Length > 0)
                _written.Add((folder, EditedFile.WithDeadline($"{folder}: the note", () => GatewayStateFile.Create(folder, gateway))));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            NotWritten(folder, exception.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Folder} has no note that this gateway runs, so that './cutover rollback' cannot tell while the management port is silent: {Problem}")]
    private partial void NotWritten(string folder, string problem);

    [LoggerMessage(LogLevel.Warning, "The note in {Folder} that this gateway runs is not deleted, and counts for nothing once it has ended: {Problem}")]
    private partial void NotDeleted(string folder, string problem);
}

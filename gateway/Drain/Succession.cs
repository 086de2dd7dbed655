using System.ComponentModel;
using System.Diagnostics;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Strangler.Gateway.Configuration;
using Strangler.Gateway.Cutover;
using Strangler.Gateway.Handover;
using Strangler.Gateway.Realtime;
using Strangler.ShadowDiff.Store;

namespace Strangler.Gateway.Drain;

/// <summary>
/// The end of a gateway whose place another takes without an interruption. It starts the other, which gets the sockets of both ports; once that serves, this one accepts
/// nothing more, brings to its end what it has begun, answers for its jobs until then, and leaves.
/// </summary>
internal sealed partial class Succession(
    HandoverTransport transport, ListeningSockets sockets, Predecessor predecessor, CutoverTurn turn, UnwrittenExits unwritten, Latches latches, GatewayFiles files,
    Standby standby, DrainState drain, SocketNudge pages, Unfinished unfinished, Reinstatement reinstatement, GatewayDatabase database, IOptions<HandoverOptions> options,
    IConfiguration settings, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<Succession> logger)
{
    /// <summary>Who asks again in this time learns from the answer that the connection ends, and loses nothing; who is silent is closed after it.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    /// <summary>How long files of backups that have ended are waited for, whose pages would never hear that they arrived.</summary>
    private static readonly TimeSpan ForReceipts = TimeSpan.FromSeconds(10);

    private const string Stopping = "This gateway is about to stop.";
    private const string Way = "gateway";

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private readonly HandoverOptions _options = options.Value;
    private int _isUnderWay;
    private DirectoryInfo? _folder;
    private TaskCompletionSource<string?>? _answer;
    private readonly TaskCompletionSource<int> _successor = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _hasBegun;

    /// <summary>Whether another gateway was started, so that it may ask this one.</summary>
    public bool HasBegun => _hasBegun;

    /// <summary>Whether another gateway serves already: each answer of this one is the last of its connection.</summary>
    public bool IsLeaving => standby.IsTrue;

    /// <summary>The other's process id, once it serves.</summary>
    public Task<int> Successor => _successor.Task;

    /// <summary>Starts the other, and returns once it serves. Goes on where nobody waits for that any more.</summary>
    /// <returns>Its process id; or why this one goes on.</returns>
    public async Task<(int ProcessId, string? Problem)> BeginAsync(string who, string why)
    {
        if (Objection() is { } objection)
            return (0, objection);
        if (Interlocked.Exchange(ref _isUnderWay, 1) != 0)
            return (0, "An upgrade is under way already: the new gateway has not said yet whether it serves.");

        try
        {
            if (standby.IsTrue)
                return (0, "Another gateway serves already; this one brings to an end what it has begun.");

            Begins(who, why);
            return await StartAsync();
        }
        finally
        {
            Volatile.Write(ref _isUnderWay, 0);
        }
    }

    /// <summary>The other says why it cannot serve.</summary>
    public void Heard(string problem) => _answer?.TrySetResult(problem);

    /// <summary>The other is about to serve, and this one leaves the ports to it in this moment: what waits there is the other's.</summary>
    /// <returns>Null; or why it does not.</returns>
    public async Task<string?> LeaveAsync()
    {
        using var mine = await turn.TakeAsync(CancellationToken.None); // a change that is under way is this one's to audit
        if (Unknown() is { } problem)
            return problem;
        if (lifetime.ApplicationStopping.IsCancellationRequested)
            return Stopping;

        standby.Begin();
        transport.Leave();
        drain.Begin();
        _answer?.TrySetResult(null);
        return null;
    }

    private async Task<(int ProcessId, string? Problem)> StartAsync()
    {
        _answer = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            var successor = Start(await WayAsync());
            if (await WhyNotAsync(successor) is { } problem)
            {
                successor.Dispose();
                DoesNotServe(problem);
                return (0, problem);
            }

            Serves(successor.Id);
            _successor.TrySetResult(successor.Id);
            _ = EndAsync(successor);
            return (successor.Id, null);
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException or Win32Exception or SocketException or ArgumentException)
        {
            DoesNotServe(exception.Message);
            return (0, $"The new gateway cannot be started: {exception.Message}");
        }
    }

    /// <summary>The socket that the other reaches this one at: one for all attempts, in a folder that is this user's alone.</summary>
    private async Task<string> WayAsync()
    {
        if (_folder is null)
        {
            var folder = Directory.CreateTempSubdirectory("cutover-");
            await transport.OpenAsync(Path.Combine(folder.FullName, Way), CancellationToken.None);
            _folder = folder;
            _hasBegun = true;
            lifetime.ApplicationStopped.Register(Forget); // what an end in another way leaves
        }

        return Path.Combine(_folder.FullName, Way);
    }

    private Process Start(string way)
    {
        var (program, arguments) = Command();
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = Origin.Folder };
        var (open, management) = sockets.Copy();
        using (open)
        using (management)
        {
            new HandoverOffer((int)open.DangerousGetHandle(), (int)management.DangerousGetHandle(), way, database.Name).Give(start.Environment);
            start.Environment.Remove("WATCHDOG_PID"); // the other is to be watched instead
            return Process.Start(start)!;
        }
    }

    /// <summary>As this process was started, with the new version's program.</summary>
    private (string Program, IEnumerable<string> Arguments) Command()
    {
        var given = Environment.GetCommandLineArgs();
        var host = Environment.ProcessPath!;
        var isHosted = Path.GetFileNameWithoutExtension(host) == "dotnet";
        var program = _options.Successor is { Length: > 0 } named ? named : isHosted ? given[0] : host;
        return Path.GetExtension(program) == ".dll" ? (isHosted ? host : "dotnet", [program, .. given[1..]]) : (program, given[1..]);
    }

    private async Task<string?> WhyNotAsync(Process successor)
    {
        using var patience = new CancellationTokenSource(_options.SuccessorTimeout, time);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, lifetime.ApplicationStopping);
        var ended = successor.WaitForExitAsync(over.Token);
        if (await Task.WhenAny(_answer!.Task, ended) == _answer.Task)
            return await _answer.Task;

        if (ended.IsCompletedSuccessfully)
            return _answer.Task.IsCompleted ? await _answer.Task : $"The new gateway ended with {successor.ExitCode} before it served; its log says why.";

        successor.Kill(entireProcessTree: true);
        return !patience.IsCancellationRequested ? $"{Stopping} The new one was ended." : $"The new gateway did not serve within {_options.SuccessorTimeout:c} (Gateway:SuccessorTimeout), and was ended.";
    }

    private string? Objection() =>
        OperatingSystem.IsWindows() ? "On Windows one process cannot go on with the ports of another: stop the service, replace the program and start it; docs/install.md has how to make that short."
        : settings.GetValue<bool>("Gateway:ExitWithStdin") ? "The program that started this gateway watches over it, and would take its end for a failure: start the gateway by itself, or by systemd."
        : Environment.ProcessId == 1 ? "A container ends with its first process: have a new one started beside it instead."
        : Unknown() is { } unknown ? unknown
        : predecessor.IsThere ? "The gateway before this one has not ended yet: it has the database, and jobs that run."
        : drain.HasBegun && !standby.IsTrue ? Stopping
        : null;

    /// <summary>What another gateway would not learn from the files.</summary>
    private string? Unknown() =>
        unwritten.Problem is { } problem ? $"A new gateway would not know what is in force here: {problem}"
        : latches.All.FirstOrDefault(latch => !latch.IsConfigured) is { } latch ? $"A new gateway would not know what is in force here: {latch.Route} was taken back to {latch.To}, and features.json, which could not be written, does not say so."
        : files.InDoubt.Count > 0 ? "A new gateway would not know what was refused here: a change of features.json was given up, and its disk may carry it out late."
        : null;

    private async Task EndAsync(Process successor)
    {
        using var alive = successor;
        await pages.CloseAllAsync(CancellationToken.None);
        await Task.Delay(Grace, time, CancellationToken.None);
        unfinished.CloseConnections();

        var since = time.GetTimestamp();
        while (true)
        {
            if (successor.HasExited) // also where nothing is under way here: nobody would serve
            {
                reinstatement.Return();
                ServesAgain(successor.ExitCode);
                return;
            }

            if (lifetime.ApplicationStopping.IsCancellationRequested)
                return; // what is under way has the time that any stop gives it

            if (!unfinished.IsAny && await AreVerifiedAsync(successor))
                break;
            if (time.GetElapsedTime(since) >= _options.HandoverTimeout)
            {
                IsCutOff(_options.HandoverTimeout);
                break;
            }

            await Task.Delay(Look, time, CancellationToken.None);
        }

        drain.Waited();
        Forget();
        lifetime.StopApplication();
    }

    /// <summary>The other takes this one for gone.</summary>
    private void Forget()
    {
        if (Directory.Exists(_folder!.FullName))
            _folder.Delete(recursive: true);
    }

    /// <summary>Waits for the files of backups that have ended.</summary>
    /// <returns>False where something else is to be looked at first.</returns>
    private async Task<bool> AreVerifiedAsync(Process successor)
    {
        for (var since = time.GetTimestamp(); unfinished.AreReceipts && time.GetElapsedTime(since) < ForReceipts;)
        {
            await Task.Delay(Look, time, CancellationToken.None);
            if (unfinished.IsAny || successor.HasExited || lifetime.ApplicationStopping.IsCancellationRequested)
                return false;
        }

        return true;
    }

    [LoggerMessage(LogLevel.Information, "Upgrade: a new gateway is started ({Who}: {Why})")]
    private partial void Begins(string who, string why);

    [LoggerMessage(LogLevel.Error, "Upgrade: the new gateway does not serve, and this one goes on: {Problem}")]
    private partial void DoesNotServe(string problem);

    [LoggerMessage(LogLevel.Information, "Upgrade: the new gateway serves (process {ProcessId}); this one ends with what it has begun")]
    private partial void Serves(int processId);

    [LoggerMessage(LogLevel.Error, "Upgrade: the new gateway has ended with {ExitCode}, and this one serves again")]
    private partial void ServesAgain(int exitCode);

    [LoggerMessage(LogLevel.Warning, "Upgrade: what had not ended within {Timeout} (Gateway:HandoverTimeout) is cut off")]
    private partial void IsCutOff(TimeSpan timeout);
}

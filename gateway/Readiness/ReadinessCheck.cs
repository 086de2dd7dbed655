using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Strangler.Gateway.Readiness;

/// <summary>One check of a module, and what it said last. It never runs twice at once, however it hangs.</summary>
/// <param name="registration">The check.</param>
/// <param name="service">Runs it.</param>
/// <param name="timeout">What it has.</param>
/// <param name="time">The clock.</param>
internal sealed class ReadinessCheck(HealthCheckRegistration registration, HealthCheckService service, TimeSpan timeout, TimeProvider time)
{
    /// <summary>For a check that was told to end to say what it was waiting for.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private Task<string?>? _running;
    private volatile ReadinessState _state = ReadinessState.Unknown;

    public string Name => registration.Name;

    /// <summary>The routes whose module it is of.</summary>
    public IReadOnlyCollection<string> Routes => (IReadOnlyCollection<string>)registration.Tags;

    public ReadinessState State => _state;

    /// <summary>Runs it, or waits for the run that is under way.</summary>
    /// <param name="isCounted">Whether a failure is one more in a row.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<ReadinessState> RunAsync(bool isCounted, CancellationToken cancellationToken)
    {
        Task<string?> running;
        lock (_lock)
            running = _running is { IsCompleted: false } ? _running : _running = Task.Run(AskAsync, CancellationToken.None);

        string? problem;
        try
        {
            problem = await running.WaitAsync(timeout + Grace, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            problem = $"The check '{Name}' has not answered within {timeout.TotalSeconds:0.###} s: a disk or share that it looks at hangs.";
        }

        lock (_lock)
            return _state = _state.With(problem, isCounted, time.GetUtcNow());
    }

    private async Task<string?> AskAsync()
    {
        using var ending = new CancellationTokenSource(timeout, time);
        try
        {
            var report = await service.CheckHealthAsync(check => check == registration, ending.Token);
            var entry = report.Entries[Name];
            return entry.Status == HealthStatus.Healthy ? null : entry.Description ?? entry.Exception?.Message ?? "It is not ready.";
        }
        catch (OperationCanceledException)
        {
            return $"The check '{Name}' has not answered within {timeout.TotalSeconds:0.###} s.";
        }
    }
}

/// <summary>What a check said last.</summary>
/// <param name="IsKnown">False until it has run.</param>
/// <param name="Problem">Why the module cannot work, and what to do, in a sentence; null when it can.</param>
/// <param name="Since">When it began to fail.</param>
/// <param name="Failures">How often in a row.</param>
internal sealed record ReadinessState(bool IsKnown, string? Problem, DateTimeOffset Since, int Failures)
{
    public static readonly ReadinessState Unknown = new(false, null, default, 0);

    public ReadinessState With(string? problem, bool isCounted, DateTimeOffset now) =>
        problem is null ? new(true, null, default, 0) : new(true, problem, Problem is null ? now : Since, Failures + (isCounted ? 1 : 0));
}

using Strangler.Gateway.Legacy;

namespace Strangler.Gateway.Jobs;

/// <summary>Tells by legacy's uptime, which can be asked for without changing anything, whether it was started anew: its state is the first one again then.</summary>
internal sealed class LegacyUptime(LegacyClient legacy, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>The clocks of two machines run apart.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(1);

    /// <summary>When it was started, at the latest.</summary>
    private DateTimeOffset? _started;
    private DateTimeOffset _asked;

    /// <summary>Whether it was, since the last time; false while nobody has to know yet, at first, and where it does not say. Whether it can be reached its list of jobs tells.</summary>
    public async Task<bool> HasStartedAnewAsync(CancellationToken cancellationToken)
    {
        if (time.GetUtcNow() - _asked < Interval)
            return false;
        var before = time.GetUtcNow();
        var read = await UptimeAsync(cancellationToken);
        _asked = time.GetUtcNow();
        if (read is not { } seconds)
            return false;

        // Its uptime is of a moment between the question and its answer.
        var (last, uptime) = (_started, TimeSpan.FromSeconds(seconds));
        _started = _asked - uptime;
        return before - uptime - last > Tolerance;
    }

    private async Task<double?> UptimeAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await legacy.GetAsync("/api/observability/health", LegacyJsonContext.Default.LegacyHealth, cancellationToken))?.UptimeSeconds;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}

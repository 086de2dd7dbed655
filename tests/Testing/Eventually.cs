using System.Collections;
using System.Runtime.CompilerServices;

namespace Strangler.Testing;

/// <summary>
/// Waits for what another thread or process brings about, however long the machine takes, up to a limit that only a hang reaches. Looks
/// again after a few milliseconds, and then less often, so that a server is not kept busy by being looked at.
/// </summary>
public static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(25);

    /// <summary>Waits until the condition holds.</summary>
    /// <exception cref="TimeoutException">It never did, until the limit or the token; names the condition as the caller wrote it.</exception>
    public static Task IsTrueAsync(Func<bool> condition, CancellationToken cancellationToken, [CallerArgumentExpression(nameof(condition))] string what = "") =>
        WaitAsync(() => Task.FromResult(condition()), holds => holds, what, cancellationToken);

    /// <inheritdoc cref="IsTrueAsync(Func{bool}, CancellationToken, string)"/>
    public static Task IsTrueAsync(Func<Task<bool>> condition, CancellationToken cancellationToken, [CallerArgumentExpression(nameof(condition))] string what = "") =>
        WaitAsync(condition, holds => holds, what, cancellationToken);

    /// <summary>Looks until it sees the value that it waits for, and returns that.</summary>
    /// <exception cref="TimeoutException">It never came, until the limit or the token; says what was waited for, as the caller wrote it, and what was seen last.</exception>
    public static Task<T> GetAsync<T>(
        Func<T> look, Func<T, bool> until, CancellationToken cancellationToken,
        [CallerArgumentExpression(nameof(look))] string source = "", [CallerArgumentExpression(nameof(until))] string what = "") =>
        WaitAsync(() => Task.FromResult(look()), until, $"{what} of {source}", cancellationToken);

    /// <inheritdoc cref="GetAsync{T}(Func{T}, Func{T, bool}, CancellationToken, string, string)"/>
    [OverloadResolutionPriority(1)]
    public static Task<T> GetAsync<T>(
        Func<Task<T>> look, Func<T, bool> until, CancellationToken cancellationToken,
        [CallerArgumentExpression(nameof(look))] string source = "", [CallerArgumentExpression(nameof(until))] string what = "") =>
        WaitAsync(look, until, $"{what} of {source}", cancellationToken);

    private static async Task<T> WaitAsync<T>(Func<Task<T>> look, Func<T, bool> until, string what, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        object? last = "nothing yet";
        try
        {
            for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
            {
                var seen = await look().WaitAsync(limit.Token);
                if (until(seen))
                    return seen;

                last = seen;
                await Task.Delay(pause, TimeProvider.System, limit.Token);
            }
        }
        catch (OperationCanceledException exception) when (limit.IsCancellationRequested)
        {
            throw new TimeoutException($"Waited in vain for {what}. Seen last: {Text(last)}", exception);
        }
    }

    private static string Text(object? value) => value switch
    {
        null => "null",
        IEnumerable items and not string => $"[{string.Join(", ", items.Cast<object?>())}]",
        _ => value.ToString() ?? "",
    };
}

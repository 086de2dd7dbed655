namespace Strangler.CommandLine.Exit;

/// <summary>Work that reads files which somebody names: one that is a pipe, or on a share that hangs, is waited for no longer than the operator does.</summary>
internal static class Interruptible
{
    /// <exception cref="OperationCanceledException">The token was cancelled; the work ends with the process.</exception>
    public static Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken) => Task.Run(work, CancellationToken.None).WaitAsync(cancellationToken);
}

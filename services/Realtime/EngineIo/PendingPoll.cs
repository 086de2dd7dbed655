namespace Strangler.Services.Realtime.EngineIo;

/// <summary>A GET that waits for messages.</summary>
internal sealed class PendingPoll : IEngineTransport
{
    private readonly TaskCompletionSource<EngineClose?> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when it is to be answered: with why the session has ended, if it has.</summary>
    public Task<EngineClose?> End => _end.Task;

    public void Wake() => _end.TrySetResult(null);

    public Task CloseAsync(EngineClose reason)
    {
        _end.TrySetResult(reason);
        return Task.CompletedTask;
    }
}

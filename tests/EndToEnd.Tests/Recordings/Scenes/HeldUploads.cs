using Strangler.Testing;
using Strangler.Testing.Http;

namespace Strangler.EndToEnd.Tests.Recordings.Scenes;

/// <summary>Uploads that stay open: requests in flight, and jobs that have not got their file.</summary>
internal sealed class HeldUploads(Replay replay) : IAsyncDisposable
{
    private readonly List<RawConnection> _held = [];

    /// <summary>Opens one more, and returns when the server is receiving it: it has a folder then.</summary>
    public async Task OpenAsync()
    {
        var connection = await RawConnection.OpenAsync(replay.Installation.Address, replay.CancellationToken);
        _held.Add(connection);
        await connection.SendAsync(Requests.HalfUpload($"held{_held.Count}.txt"), replay.CancellationToken);
        await Eventually.GetAsync(Folders, count => count >= _held.Count, replay.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var one in _held)
            await one.DisposeAsync();
    }

    private int Folders() => Directory.Exists(replay.Installation.Uploads) ? Directory.GetDirectories(replay.Installation.Uploads).Length : 0;
}

using System.Collections.Concurrent;

namespace Strangler.EndToEnd.Tests.Recordings.Sockets;

/// <summary>One installation for each target, for tests that leave nothing behind that another one could see.</summary>
public sealed class SharedInstallations : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<Task<Installation>>> _started = new();

    public async ValueTask DisposeAsync()
    {
        foreach (var installation in _started.Values)
            await (await installation.Value).DisposeAsync();
    }

    internal Task<Installation> AtAsync(string target) => _started.GetOrAdd(target, name => new(() => StartAsync(name))).Value;

    private static Task<Installation> StartAsync(string target) => Installation.StartAsync(
        new("sockets", _ => false) { BackupServerUp = true }, Target.All.Single(one => one.Name == target), TestContext.Current.CancellationToken);
}

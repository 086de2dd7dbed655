using Strangler.Services.Backups.Client;
using Strangler.Testing;
using Strangler.Testing.Clients;

namespace Strangler.Services.Tests.Backups.Client;

/// <summary>A folder to run the scripted client in.</summary>
internal sealed class ClientFolder : IDisposable
{
    public static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    private readonly TemporaryFolder _folder = new();

    public string Path => _folder.Path;

    /// <summary>Steps of the client, in order.</summary>
    public List<ClientProgress> Progress { get; } = [];

    public string Combine(string name) => _folder.Combine(name);

    public async Task<ClientRun> StartAsync(string script, TimeProvider? time = null)
    {
        var file = Combine("upload_1_script");
        await File.WriteAllTextAsync(file, script, TestContext.Current.CancellationToken);
        await new TransferInfo("127.0.0.1", 1256, "someone", file).WriteToAsync(Path, TestContext.Current.CancellationToken);
        return ClientRun.Start(new ClientCommand(ScriptedClient.Program, ScriptedClient.Arguments), Path, Path, Progress.Add, time ?? TimeProvider.System);
    }

    public async Task<ClientExit> RunAsync(string script)
    {
        await using var run = await StartAsync(script);
        return await run.WaitAsync(Long, Long, TestContext.Current.CancellationToken);
    }

    /// <summary>Until a file is there and has something in it.</summary>
    public async Task<string> ContentAsync(string name)
    {
        await Eventually.IsTrueAsync(() => new FileInfo(Combine(name)) is { Exists: true, Length: > 0 }, TestContext.Current.CancellationToken, $"content in '{name}'");
        return await File.ReadAllTextAsync(Combine(name), TestContext.Current.CancellationToken);
    }

    public void Dispose() => _folder.Dispose();
}

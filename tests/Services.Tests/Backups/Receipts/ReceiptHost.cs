using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Strangler.Services.Backups.Receipts;
using Strangler.Services.Tests.Hosting;
using Strangler.Testing;
using Strangler.Testing.Http;

namespace Strangler.Services.Tests.Backups.Receipts;

/// <summary>The modules on a root of their own, with a monitor that is quick: 50 ms between rescans, 50 ms of stability.</summary>
internal sealed class ReceiptHost : IAsyncDisposable
{
    private readonly TemporaryFolder _root;
    private readonly ModuleHost _host;

    private ReceiptHost(TemporaryFolder root, ModuleHost host) => (_root, _host) = (root, host);

    public string Root => _root.Path;

    public string ReceivedFiles => _root.Combine("received_files");

    public ReceiptMonitor Monitor => _host.Services.GetRequiredService<ReceiptMonitor>();

    public OpenExpectations Open => _host.Services.GetRequiredService<OpenExpectations>();

    public BackupCatalog Catalog => _host.Services.GetRequiredService<BackupCatalog>();

    public ReceivedFolder Folder => _host.Services.GetRequiredService<ReceivedFolder>();

    public static Task<ReceiptHost> StartAsync(params ReadOnlySpan<(string Name, string Value)> settings) => StartAsync(_ => { }, settings);

    public static Task<ReceiptHost> StartAsync(Action<IServiceCollection> configure, params ReadOnlySpan<(string Name, string Value)> settings)
    {
        var root = new TemporaryFolder();
        Dictionary<string, string?> all = new()
        {
            ["Services:LegacyRoot"] = root.Path,
            ["Services:Receipts:RescanInterval"] = "00:00:00.050",
            ["Services:Receipts:Stability"] = "00:00:00.050",
        };
        foreach (var (name, value) in settings)
            all["Services:Receipts:" + name] = value;
        return StartAsync(root, all, configure);
    }

    public static ExpectedFile Expected(string content, string original = "a.txt") => new(
        "job_1795382155911488", original, "upload_1795382155911488_" + original, Encoding.UTF8.GetByteCount(content), Hash(content));

    public static string Hash(string content) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));

    /// <summary>As the backup server does it: under another name first (contract 12).</summary>
    public void Store(string name, string content)
    {
        var temporary = Path.Combine(ReceivedFiles, name + ".1.tmp_EncryptedBackup");
        File.WriteAllText(temporary, content);
        File.Move(temporary, Path.Combine(ReceivedFiles, name), overwrite: true);
    }

    public Task<RawResponse> GetAsync(string target) => _host.GetAsync(target, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _root.Dispose();
    }

    private static async Task<ReceiptHost> StartAsync(TemporaryFolder root, Dictionary<string, string?> settings, Action<IServiceCollection> configure) =>
        new(root, await ModuleHost.StartAsync(settings, TestContext.Current.CancellationToken, configure));
}

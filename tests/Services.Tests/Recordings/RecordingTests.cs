using Strangler.Services.Tests.Hosting;
using Strangler.Testing;
using Strangler.Testing.Comparison;
using Strangler.Testing.Http;
using Strangler.Testing.Recordings;

namespace Strangler.Services.Tests.Recordings;

/// <summary>Each recorded request of the modules' routes gets the recorded answer, byte for byte but for named rules.</summary>
public sealed class RecordingTests
{
    /// <summary>A file wherever a recording has a 200.</summary>
    private static readonly string WebFolder = RepositoryRoot.Combine("deploy", "legacy-flask", "root", "Client", "Client-gui");

    private static readonly string IconFolder = RepositoryRoot.Combine("deploy", "legacy-flask", "root", "favicon_stuff");

    public static TheoryData<string> Cases => [.. ModuleRecordings.All.Select(recording => recording.Id)];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Module_RecordedRequest_AnswersAsRecorded(string id)
    {
        var recording = ModuleRecordings.All.Single(candidate => candidate.Id == id);
        if (OperatingSystem.IsWindows() && ModuleRecordings.DiffersOnWindows(recording) is { } reason)
            Assert.Skip(reason);
        using var backupServer = ModuleRecordings.NeedsBackupServer(recording) ? BackupServerPort.Up() : BackupServerPort.Down();
        using var legacyRoot = LegacyFolder.Create();
        await using var host = await ModuleHost.StartAsync(
            backupServer.Settings([("LegacyRoot", legacyRoot.Path), ("Pages:WebFolder", WebFolder), ("Pages:IconFolder", IconFolder), .. ModuleRecordings.Settings(recording)]),
            TestContext.Current.CancellationToken);
        ModuleRecordings.Arrange(recording, legacyRoot.Combine("received_files"));
        var port = PortSubstitution.To(backupServer.Number);
        var request = PortSubstitution.Apply(recording.Request.ToRaw(), port);

        request = request with { Headers = await FileTags.PutInAsync(request.Headers, request.Target, Send) };
        var response = await Send(request);

        var exchange = new Exchange(recording, request, Expected.Of(recording.Response, [port, new("install-folder", "/opt/cyberbackup/received_files", Escaped(legacyRoot.Combine("received_files")))]), response);
        var verdict = new RecordingComparer(ModuleRules.All).Judge(exchange);
        Assert.True(verdict.Passed, verdict.Describe(exchange));

        Task<RawResponse> Send(RawRequest one) => host.SendAsync(one, TestContext.Current.CancellationToken);
    }

    /// <summary>As JSON writes a path of Windows.</summary>
    private static string Escaped(string path) => path.Replace("\\", "\\\\", StringComparison.Ordinal);
}

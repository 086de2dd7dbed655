using System.Text.Json;
using Strangler.Services.Tests.Backups.Jobs;
using Strangler.Services.WebFiles;
using Strangler.Testing;
using Strangler.Testing.Http;

namespace Strangler.Services.Tests.Routes.StartBackup;

/// <summary>Other projects' forms, where the shared folder is beside this repository, posted to <c>/api/start_backup</c>.</summary>
public sealed class VectorTests
{
    [Fact]
    public async Task Forms_OfOtherProjects_NeverFailTheServerAndStayInTheirFolder()
    {
        Assert.SkipWhen(SharedFolder.Path is null, "There is no folder 'shared' beside the repository.");
        using var vectors = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(SharedFolder.Path, "vectors", "multipart", "vectors.json"), TestContext.Current.CancellationToken));
        await using var host = await JobsHost.StartAsync(new Dictionary<string, string> { ["Services:Jobs:Client"] = "none" });
        var outside = Outside(host);
        List<string> wrong = [];
        foreach (var vector in vectors.RootElement.EnumerateArray())
        {
            var answer = await host.Modules.SendAsync(Request(vector), TestContext.Current.CancellationToken);
            if (Problem(vector, answer) is { } problem)
                wrong.Add($"{vector.GetProperty("name").GetString()}: {problem}");
        }

        Assert.Empty(wrong);
        // A job that runs has a lock beside the users' keys until it has ended.
        Assert.Equal(outside, await Eventually.GetAsync(() => Outside(host), now => now.SequenceEqual(outside), TestContext.Current.CancellationToken));
    }

    private static RawRequest Request(JsonElement vector)
    {
        var body = vector.GetProperty("body_b64").GetBytesFromBase64();
        return new RawRequest("POST", "/api/start_backup")
        {
            Headers = [RawRequest.Header("Host", "127.0.0.1"), RawRequest.Header("Content-Type", vector.GetProperty("content_type").GetString()!), RawRequest.Header("Content-Length", $"{body.Length}")],
            Body = body,
        };
    }

    /// <summary>What the vector expects, and what legacy's parser finds: a file named <c>file</c> with a name starts a job, unless its name is refused.</summary>
    private static string? Problem(JsonElement vector, RawResponse answer)
    {
        var expected = vector.GetProperty("expect");
        if (answer.Status >= 500)
            return $"status {answer.Status}";
        if (expected.TryGetProperty("status", out var status) && status.GetInt32() != answer.Status)
            return $"status {answer.Status} instead of {status}";
        if (expected.GetProperty("ok").ValueKind == JsonValueKind.False && answer.Status < 300)
            return "a malformed form was taken";
        var name = FileName(vector);
        if (answer.Status < 300 != (name is { Length: > 0 and < 200 } && !name.Contains('/', StringComparison.Ordinal) && !name.Any(char.IsControl) && IsAFileHere("upload_" + name) && !HasBadPort(vector)))
            return $"status {answer.Status} for the file '{name}'";
        return answer.Status < 300 && JobsHost.Json(answer).GetProperty("filename").GetString() != name ? $"took the file as '{answer.Text}'" : null;
    }

    private static bool IsAFileHere(string name) => !OperatingSystem.IsWindows() || WindowsName.IsOrdinary(name);

    private static string? FileName(JsonElement vector)
    {
        if (!vector.GetProperty("werkzeug").GetProperty("2.2.2").TryGetProperty("files", out var files))
            return null;
        var file = files.EnumerateArray().FirstOrDefault(file => file.GetProperty("name").GetString() == "file");
        return file.ValueKind == JsonValueKind.Undefined ? null : file.GetProperty("filename").GetString();
    }

    private static bool HasBadPort(JsonElement vector) => vector.GetProperty("name").GetString() == "hostile/port not a number";

    private static IReadOnlyList<string> Outside(JobsHost host) =>
        [.. Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(host.Folder)!, "*evil*"), .. Directory.EnumerateFiles(host.Folder, "*", SearchOption.AllDirectories).Where(file => !file.StartsWith(Path.Combine(host.Folder, "running"), StringComparison.Ordinal))];
}

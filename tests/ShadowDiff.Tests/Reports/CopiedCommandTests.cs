using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Strangler.ShadowDiff.Recording;
using Strangler.ShadowDiff.Reports;
using Strangler.Testing;
using Strangler.Testing.Processes;

namespace Strangler.ShadowDiff.Tests.Reports;

/// <summary>What QA copies, run by the shell that it is for: the server gets the stored request, and nothing else happens.</summary>
public sealed class CopiedCommandTests : IDisposable
{
    private static readonly string[] Bodies =
    [
        "{\"a\":\"it's\"}", "@/etc/passwd", "$(touch escaped) `touch escaped` $HOME %PATH% !!", "'; touch escaped; '", "\u2018; touch escaped; \u2019", "\u201a; touch escaped #", "\u201b; touch escaped #",
        "a\nb\r\nc\td", "\0\u0001\u001b[2J", "ü \u20ac \ud83d\ude00", "\\\" \\\\\" \\", "a\" --output escaped \"b", "%s%d\\n\\0", "--%", "-o escaped", " ", "{a,b}[1-9]", "a\u0092\u0080\u0085\u009f", "\tonly a tab", "\u2028\u2029", "-v\u0001x", "--\u007f", "-n \u001b",
    ];

    private static readonly string[] Targets =
    [
        "/api/x?a=[1-3]{b,c}'$HOME`!%41;touch%20escaped&d=\"\\#e", "/a/../b/./c?[", "//x", "*", "http://elsewhere.example/x", "/x';touch${IFS}escaped;'", "/@-", "/-o",
    ];

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static StoredRequest[] Requests =>
    [
        .. Bodies.Select(body => (Target: Targets[0], Body: body)).Concat(Targets.Skip(1).Select(target => (Target: target, Body: "a")))
            .Select(one => new StoredRequest("POST", one.Target, [["X-A", "it's \u00b4 \"$(touch escaped)\" `x` !! %"], ["X-Quotes", "\u0092; touch escaped; \u0091\u0082\u0093"], ["X-Empty", ""], ["X-Tab", "a\tb"], ["-vX", "val\u00e9"]], new("text", 1, one.Body))),
    ];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ForShell_InBash()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no bash of its own.");
        await SendAsync(CurlCommand.ForShell, "sh", "bash", ["-c", "for script in *.sh; do bash $script || exit 1; done"]);
    }

    [Fact]
    public async Task ForPowerShell_InPowerShell()
    {
        var found = await PowerShell.FindAsync(Token);
        Assert.SkipWhen(found is null, PowerShell.NotFound);
        await SendAsync(CurlCommand.ForPowerShell, "ps1", found!.Program, [.. found.Arguments, "-NoProfile", "-Command", "foreach ($script in Get-ChildItem *.ps1 | Sort-Object Name) { & $script.FullName }"]);
    }

    /// <summary>A page and a clipboard make other characters of some that are not ASCII, quotes among them.</summary>
    [Fact]
    public void ForPowerShell_IsAsciiAlone() =>
        Assert.All(Requests, request => Assert.All(CurlCommand.ForPowerShell(request, new Uri("http://127.0.0.1:9190/")), c => Assert.InRange(c, '\n', '~')));

    /// <summary>Each command is a script of its own, as it would be pasted; one shell runs them in turn.</summary>
    private async Task SendAsync(Func<StoredRequest, Uri, string> write, string extension, string program, string[] arguments)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var server = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
        foreach (var (index, request) in Requests.Index())
            await File.WriteAllTextAsync(_folder.Combine($"{index:00}.{extension}"), write(request, server), new UTF8Encoding(false), Token);

        PutToolsInPlace();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var receiving = ReceiveAsync(listener, over.Token);
        await using var shell = ChildProcess.Start(program, arguments, _folder.Path, new Dictionary<string, string?> { ["PATH"] = $"{_folder.Path}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}" });
        var exitCode = await shell.ExitCodeAsync(Token);
        await over.CancelAsync();
        var received = await receiving;

        Assert.True(exitCode == 0 && received.Count == Requests.Length, $"{exitCode}, {received.Count} requests: {shell.Output}");
        Assert.All(Requests.Zip(received), pair => AssertIs(pair.First, pair.Second));
        Assert.False(File.Exists(_folder.Combine("escaped")));
    }

    /// <summary>The .NET tool is found by its manifest, and Windows' name of curl is given to the one that is here.</summary>
    private void PutToolsInPlace()
    {
        Directory.CreateDirectory(_folder.Combine(".config"));
        File.Copy(RepositoryRoot.Combine(".config", "dotnet-tools.json"), _folder.Combine(".config", "dotnet-tools.json"));
        if (!OperatingSystem.IsWindows())
            File.CreateSymbolicLink(_folder.Combine("curl.exe"), "/usr/bin/curl");
    }

    private static void AssertIs(StoredRequest request, string received)
    {
        var parts = received.Split("\r\n\r\n", 2);
        Assert.StartsWith($"POST {request.Target} HTTP/1.1\r\n", parts[0], StringComparison.Ordinal);
        Assert.Contains("\r\nX-A: it's ", parts[0], StringComparison.Ordinal);
        Assert.Contains(" \"$(touch escaped)\" `x` !! %\r\n", parts[0] + "\r\n", StringComparison.Ordinal);
        Assert.Contains("\r\nX-Empty:", parts[0], StringComparison.Ordinal);
        Assert.Contains("\r\nX-Tab: a\tb", parts[0], StringComparison.Ordinal);
        Assert.Contains("\r\n-vX: val", parts[0], StringComparison.Ordinal);
        Assert.DoesNotContain("\r\nContent-Type:", parts[0], StringComparison.Ordinal);
        Assert.Equal(request.Body.Text, Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(parts[1])));
    }

    private static async Task<IReadOnlyList<string>> ReceiveAsync(TcpListener listener, CancellationToken over)
    {
        var received = new List<string>();
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync(over);
                received.Add(await ReadAsync(client, over));
                await client.GetStream().WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray(), over);
            }
        }
        catch (OperationCanceledException)
        {
            return received;
        }
    }

    /// <summary>A whole request, as Latin-1.</summary>
    private static async Task<string> ReadAsync(TcpClient client, CancellationToken over)
    {
        var (text, buffer) = ("", new byte[4096]);
        while (!IsWhole(text) && await client.GetStream().ReadAsync(buffer, over) is > 0 and var count)
            text += Encoding.Latin1.GetString(buffer, 0, count);
        return text;
    }

    private static bool IsWhole(string text) => text.IndexOf("\r\n\r\n", StringComparison.Ordinal) is >= 0 and var head
        && text.Length - head - 4 >= int.Parse(text.Split("Content-Length: ")[1].Split('\r')[0], CultureInfo.InvariantCulture);
}

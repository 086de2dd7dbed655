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
        "a\nb\r\nc\td", "\0\u0001\u001b[2J", "ü \u20ac \ud83d\ude00", "\\\" \\\\\" \\", "a\" --output escaped \"b", "%s%d\\n\\0", "--%", "-o escaped", " ", "{a,b}[1-9]",
    ];

    private static readonly string[] Targets =
    [
        "/api/x?a=[1-3]{b,c}'$HOME`!%41;touch%20escaped&d=\"\\#e", "/a/../b/./c?[", "//x", "*", "http://elsewhere.example/x", "/x';touch${IFS}escaped;'", "/@-", "/-o",
    ];

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Values =>
        new([.. Bodies.Select(body => (Targets[0], body)), .. Targets.Skip(1).Select(target => (target, "a"))]);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Values))]
    public async Task ForShell_InBash(string target, string body)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no bash of its own.");
        await SendAsync(target, body, CurlCommand.ForShell, script => ("bash", [script]));
    }

    [Theory]
    [MemberData(nameof(Values))]
    public async Task ForPowerShell_InPowerShell(string target, string body)
    {
        var found = await PowerShell.FindAsync(Token);
        Assert.SkipWhen(found is null, PowerShell.NotFound);
        await SendAsync(target, body, CurlCommand.ForPowerShell, script => (found!.Program, [.. found.Arguments, "-NoProfile", "-File", script]));
    }

    private async Task SendAsync(string target, string body, Func<StoredRequest, Uri, string> write, Func<string, (string Program, string[] Arguments)> run)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var received = ReceiveAsync(listener);
        var request = new StoredRequest("POST", target, [["X-A", "it's \u00b4 \"$(touch escaped)\" `x` !! %"], ["X-Empty", ""]], new("text", 1, body));
        var script = _folder.Combine("copied.ps1");
        await File.WriteAllTextAsync(script, write(request, new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/")), new UTF8Encoding(false), Token);
        Directory.CreateDirectory(_folder.Combine(".config"));
        File.Copy(RepositoryRoot.Combine(".config", "dotnet-tools.json"), _folder.Combine(".config", "dotnet-tools.json"));
        if (!OperatingSystem.IsWindows())
            File.CreateSymbolicLink(_folder.Combine("curl.exe"), "/usr/bin/curl");

        var (program, arguments) = run(script);
        await using var shell = ChildProcess.Start(program, arguments, _folder.Path, new Dictionary<string, string?> { ["PATH"] = $"{_folder.Path}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}" });

        Assert.True(await shell.ExitCodeAsync(Token) == 0, shell.Output);
        var parts = (await received).Split("\r\n\r\n", 2);
        Assert.StartsWith($"POST {target} HTTP/1.1\r\n", parts[0], StringComparison.Ordinal);
        Assert.Contains("\r\nX-A: it's ", parts[0], StringComparison.Ordinal);
        Assert.Contains(" \"$(touch escaped)\" `x` !! %\r\n", parts[0] + "\r\n", StringComparison.Ordinal);
        Assert.Contains("\r\nX-Empty:", parts[0], StringComparison.Ordinal);
        Assert.DoesNotContain("\r\nContent-Type:", parts[0], StringComparison.Ordinal);
        Assert.Equal(body, Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(parts[1])));
        Assert.False(File.Exists(_folder.Combine("escaped")));
    }

    /// <summary>One request as Latin-1, answered when it is whole.</summary>
    private static async Task<string> ReceiveAsync(TcpListener listener)
    {
        using var client = await listener.AcceptTcpClientAsync(Token);
        var (bytes, buffer) = (new StringBuilder(), new byte[4096]);
        while (await client.GetStream().ReadAsync(buffer, Token) is > 0 and var count)
        {
            bytes.Append(Encoding.Latin1.GetString(buffer, 0, count));
            var text = bytes.ToString();
            if (text.IndexOf("\r\n\r\n", StringComparison.Ordinal) is >= 0 and var head
                && text.Length - head - 4 >= int.Parse(text.Split("Content-Length: ")[1].Split('\r')[0], System.Globalization.CultureInfo.InvariantCulture))
            {
                break;
            }
        }

        await client.GetStream().WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray(), Token);
        return bytes.ToString();
    }
}

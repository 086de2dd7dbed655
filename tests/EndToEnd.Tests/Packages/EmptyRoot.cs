using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Channels;
using Strangler.Testing;
using Strangler.Testing.Processes;

namespace Strangler.EndToEnd.Tests.Packages;

/// <summary>
/// A root folder with a package in it, the libraries that the package for Debian depends on, and nothing else: no shell, no .NET, no users. Programs run in it
/// with processes and mounts of their own, and the gateway is their first, as under systemd.
/// </summary>
internal sealed partial class EmptyRoot : IDisposable
{
    /// <summary>Mounts what a kernel gives, and becomes the program.</summary>
    private const string Enter = "mount -t proc proc \"$0/proc\" && mount --rbind /dev \"$0/dev\" && exec env -i \"$@\"";

    private readonly TemporaryFolder _folder = new();
    private readonly Socket _notices = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly Channel<string> _heard = Channel.CreateUnbounded<string>();

    private EmptyRoot()
    {
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public string Combine(params ReadOnlySpan<string> parts) => _folder.Combine(parts);

    public static async Task<EmptyRoot> CreateAsync()
    {
        var root = new EmptyRoot();
        foreach (var name in (string[])["dev", "proc", "run", "tmp"])
            Directory.CreateDirectory(root.Combine(name));
        root._notices.Bind(new UnixDomainSocketEndPoint(root.Combine("run", "notify")));
        _ = root.HearAsync();
        foreach (var package in await LibrariesAsync(await HostProgram.RunAsync("dpkg-deb", "--field", PackageFiles.Debian, "Depends")))
        {
            var files = (await HostProgram.RunAsync("dpkg-query", "--listfiles", package)).Split('\n').Where(file => Library().IsMatch(file) && File.Exists(file)).ToList();
            foreach (var file in files)
            {
                var copy = root.Combine(file[1..]);
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                if (!File.Exists(copy))
                    File.Copy(file, copy); // a link becomes what it leads to
            }
        }

        return root;
    }

    /// <summary>Starts a program of the root in <c>/</c>, with these variables and no others.</summary>
    public ChildProcess Start(IReadOnlyDictionary<string, string> environment, string program, params string[] arguments) => ChildProcess.Start(
        "unshare",
        [
            "--mount", "--pid", "--fork", "--kill-child", "sh", "-c", Enter, _folder.Path, .. environment.Select(variable => $"{variable.Key}={variable.Value}"), "/usr/sbin/chroot", _folder.Path,
            program, .. arguments,
        ],
        "/");

    /// <summary>Runs one to its end.</summary>
    public async Task<(int ExitCode, string Output)> RunAsync(string program, params string[] arguments)
    {
        await using var process = Start(new Dictionary<string, string>(), program, arguments);
        return (await process.ExitCodeAsync(Token), process.Output);
    }

    /// <summary>What systemd is told next by a program whose <c>NOTIFY_SOCKET</c> is <c>/run/notify</c>.</summary>
    public async Task<string> NoticeAsync() => await _heard.Reader.ReadAsync(Token);

    /// <summary>Asks the program itself to end, as systemd does, and gives its exit code.</summary>
    public static async Task<int> StopAsync(ChildProcess started)
    {
        var children = await File.ReadAllTextAsync($"/proc/{started.Id}/task/{started.Id}/children", Token);
        await HostProgram.RunAsync("kill", "-TERM", children.Trim());
        return await started.ExitCodeAsync(Token);
    }

    public void Dispose()
    {
        _notices.Dispose();
        _folder.Dispose();
    }

    /// <summary>As systemd does, at once: ten that nobody has read hold up whoever tells the next one, a program that is to end above all.</summary>
    private async Task HearAsync()
    {
        var notice = new byte[256];
        try
        {
            while (true)
                _heard.Writer.TryWrite(Encoding.UTF8.GetString(notice, 0, await _notices.ReceiveAsync(notice)));
        }
        catch (Exception ex) when (ex is SocketException or ObjectDisposedException)
        {
            // The root is gone.
        }
    }

    /// <summary>The libraries among the dependencies, the first of alternatives that is here, and those that they depend on.</summary>
    private static async Task<IReadOnlyCollection<string>> LibrariesAsync(string dependencies)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var waiting = new Queue<string>(dependencies.Trim().Split(','));
        while (waiting.TryDequeue(out var next))
        {
            foreach (var name in next.Split('|').Select(alternative => alternative.Trim().Split(' ', ':')[0]).Where(name => name.StartsWith("lib", StringComparison.Ordinal)))
            {
                var (exitCode, further) = await HostProgram.TryAsync("dpkg-query", "--show", "--showformat", "${Depends}", name);
                if (exitCode != 0)
                    continue;

                if (found.Add(name))
                    Array.ForEach(further.Trim().Split(',', StringSplitOptions.RemoveEmptyEntries), waiting.Enqueue);
                break;
            }
        }

        return found;
    }

    [GeneratedRegex(@"^/(usr/)?lib[^ ]*\.so(\.|$)")]
    private static partial Regex Library();
}

using Npgsql;

namespace Strangler.Testing.Processes;

/// <summary>
/// A PostgreSQL of the test's own on loopback: Debian's programs, which <c>./test.sh</c> installs, in a folder that goes with it. Each store has a schema. It keeps nothing for
/// a power cut, and orders text as a language does.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    /// <summary>What no message may hold.</summary>
    public const string Password = "pgpass-41f7c2";

    private const string User = "strangler";
    private const string Ready = "database system is ready to accept connections";

    private readonly TemporaryFolder _folder;
    private readonly ReservedPort _port;
    private ChildProcess _process = null!;
    private int _schemas;

    private PostgresServer(TemporaryFolder folder, ReservedPort port) => (_folder, _port) = (folder, port);

    /// <summary>The folder of the newest programs; null where there are none.</summary>
    public static string? Programs { get; } = OperatingSystem.IsWindows() || !Directory.Exists("/usr/lib/postgresql") ? null
        : Directory.EnumerateDirectories("/usr/lib/postgresql")
            .OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0)
            .Select(folder => Path.Combine(folder, "bin"))
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")));

    public int Port => _port.Port;

    public int Id => _process.Id;

    public static async Task<PostgresServer> StartAsync(CancellationToken cancellationToken)
    {
        var server = new PostgresServer(new(), new());
        File.WriteAllText(server._folder.Combine("password"), Password);
        if (Environment.IsPrivilegedProcess)
            await RunAsync("chown", ["--recursive", $"{Owner}:", server._folder.Path], cancellationToken);

        string[] options = ["--username", User, "--pwfile", server._folder.Combine("password"), "--auth=scram-sha-256", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en"];
        await RunAsync(Command("initdb"), [.. Arguments("initdb"), "-D", server._folder.Combine("data"), .. options], cancellationToken);
        await server.RestartAsync(cancellationToken);
        return server;
    }

    /// <summary>Starts it, after <see cref="KillAsync"/> or <see cref="StopAsync"/> on the same port with the same data.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        string[] settings =
        [
            "listen_addresses=127.0.0.1", $"port={Port}", $"unix_socket_directories={_folder.Path}", "fsync=off", "full_page_writes=off", "max_connections=300", "shared_buffers=32MB",
        ];
        _process = ChildProcess.Start(Command("postgres"), [.. Arguments("postgres"), "-D", _folder.Combine("data"), .. settings.SelectMany(setting => (string[])["-c", setting])], _folder.Path);
        await Eventually.IsTrueAsync(
            () => _process.Output.Contains(Ready, StringComparison.Ordinal) || (_process.HasExited ? throw new InvalidOperationException(_process.Output) : false), cancellationToken, "a server that is ready");
    }

    /// <summary>Ends it without a chance to write anything more (SIGKILL).</summary>
    public Task KillAsync(CancellationToken cancellationToken) => _process.KillAsync(cancellationToken);

    /// <summary>Ends it as an administrator does: connections are cut off (SIGINT).</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await RunAsync("kill", ["-INT", $"{_process.Id}"], cancellationToken);
        await _process.ExitCodeAsync(cancellationToken);
    }

    /// <summary>How a store of its own is reached, which has nothing yet.</summary>
    /// <param name="port">Of somebody in between; null for the server's own.</param>
    public string NewStore(int? port = null)
    {
        var schema = $"store{Interlocked.Increment(ref _schemas)}";
        using var source = NpgsqlDataSource.Create(ConnectionString("", Port));
        using var command = source.CreateCommand($"CREATE SCHEMA {schema}");
        command.ExecuteNonQuery();
        return ConnectionString(schema, port ?? Port);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await RunAsync("kill", ["-QUIT", $"{_process.Id}"], CancellationToken.None);
        await _process.ExitCodeAsync(CancellationToken.None);
        await _process.DisposeAsync();
        _port.Dispose();
        _folder.Dispose();
    }

    private static string ConnectionString(string schema, int port) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = port,
        Username = User,
        Password = Password,
        Database = "postgres",
        SearchPath = schema,
    }.ConnectionString;

    /// <summary>It refuses to run as root.</summary>
    private static string Owner => File.ReadLines("/etc/passwd").Any(line => line.StartsWith("postgres:", StringComparison.Ordinal)) ? "postgres" : "nobody";

    private static string Command(string program) => Environment.IsPrivilegedProcess ? "setpriv" : Path.Combine(Programs!, program);

    private static string[] Arguments(string program) =>
        Environment.IsPrivilegedProcess ? [$"--reuid={Owner}", "--clear-groups", "--", Path.Combine(Programs!, program)] : [];

    private static async Task RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        await using var process = ChildProcess.Start(program, arguments, "/");
        if (await process.ExitCodeAsync(cancellationToken) is not 0 and var code)
            throw new InvalidOperationException($"{program} ended with code {code}.\n{process.Output}");
    }
}

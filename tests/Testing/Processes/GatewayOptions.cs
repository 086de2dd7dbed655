namespace Strangler.Testing.Processes;

/// <summary>How the gateway is started.</summary>
/// <param name="Legacy">Address of the legacy server that it fronts.</param>
public sealed record GatewayOptions(Uri Legacy)
{
    /// <summary>Stage by route; the others are at legacy.</summary>
    public IReadOnlyDictionary<string, string> Stages { get; init; } = new Dictionary<string, string>();

    /// <summary>Further settings, as arguments: <c>["Services:BackupServerPort"] = "1256"</c>.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether it takes routes back by itself: most tests break something on purpose, and see what either side makes of it.</summary>
    public bool TakesBack { get; init; }

    /// <summary>Whether it ends with the test by itself. One that another takes the place of must not: whoever starts such a one ends both.</summary>
    public bool EndsWithTest { get; init; } = true;

    /// <summary>Folder with the three JSON files and <c>gateway.db</c>, to be kept over a restart; null: a temporary one.</summary>
    public string? Folder { get; init; }

    /// <summary>The program's arguments: free ports, and all that it writes in the folder.</summary>
    public IEnumerable<string> Arguments(string folder) =>
    [
        "--Gateway:Public=http://127.0.0.1:0",
        "--Gateway:Management=http://127.0.0.1:0",
        $"--ReverseProxy:Clusters:legacy:Destinations:flask:Address={Legacy}",
        $"--ShadowDiff:Database={Path.Combine(folder, "gateway.db")}",
        $"--Gateway:StateFolder={Path.Combine(folder, "state")}",
        "--Gateway:DrainTimeout=00:00:08",
        .. TakesBack ? [] : (string[])["--Gateway:Watch:Enabled=false", "--Gateway:Readiness:RollBackAfter=0", "--Gateway:Readiness:Interval=00:10:00"],
        .. Settings.Select(setting => $"--{setting.Key}={setting.Value}"),
    ];
}

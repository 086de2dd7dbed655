namespace Strangler.Testing.Processes;

/// <summary>How the gateway is started.</summary>
/// <param name="Legacy">Address of the legacy server that it fronts.</param>
public sealed record GatewayOptions(Uri Legacy)
{
    /// <summary>Stage by route; the others are at legacy.</summary>
    public IReadOnlyDictionary<string, string> Stages { get; init; } = new Dictionary<string, string>();

    /// <summary>Further settings, as arguments: <c>["Services:BackupServerPort"] = "1256"</c>.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Zone of the process, e.g. <c>Asia/Tokyo</c>; null: that of the test.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Folder with the three JSON files and <c>gateway.db</c>, to be kept over a restart; null: a temporary one.</summary>
    public string? Folder { get; init; }
}

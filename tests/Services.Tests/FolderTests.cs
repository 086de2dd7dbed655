using Strangler.Services.Routes.Status;
using Strangler.Testing.Architecture;

namespace Strangler.Services.Tests;

/// <summary>Which rooms of the services may use which: one way only, and no route knows another.</summary>
public sealed class FolderTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Machine"] = [],
        ["Descriptions"] = [],
        ["Flask/Python"] = [],
        ["Flask/Multipart"] = [],
        ["Flask"] = ["Descriptions", "Flask/Python"],
        ["Flask/Files"] = ["Flask", "Flask/Python", "Machine"],
        ["Configuration"] = ["Flask/Python"],
        ["WebFiles"] = ["Configuration", "Flask/Files", "Machine"],
        ["BackupServer"] = ["Configuration", "Flask", "Flask/Python"],
        ["Backups/Notices"] = [],
        ["Backups/Client"] = [],
        ["Backups/Uploads"] = ["Flask", "Flask/Multipart"],
        ["Backups/Receipts"] = ["Backups/Notices", "Configuration", "Descriptions", "Flask", "Flask/Python", "Machine"],
        ["Backups/Jobs"] =
        [
            "Backups/Client", "Backups/Notices", "Backups/Receipts", "Backups/Uploads", "BackupServer", "Configuration", "Descriptions", "Flask/Python",
        ],
        ["Streams"] = [],
        ["Realtime"] = [],
        ["Realtime/WebSockets"] = ["Streams"],
        ["Realtime/EngineIo"] = ["Realtime/WebSockets", "Flask", "Flask/Python"],
        ["Realtime/SocketIo"] = ["Flask/Python", "Realtime/EngineIo"],
        ["Realtime/Pages"] = ["Realtime", "Realtime/EngineIo", "Realtime/SocketIo", "Backups/Jobs", "Backups/Notices", "BackupServer", "Flask/Python"],
        ["Realtime/Hub/Messages"] = [],
        ["Realtime/Hub"] = ["Realtime", "Realtime/Hub/Messages", "Realtime/WebSockets", "Realtime/Pages", "Backups/Jobs", "Backups/Notices", "BackupServer", "Flask/Python"],
        ["Routes"] = ["Routes/*"],
        ["Routes/*"] =
        [
            "Backups/*", "BackupServer", "Realtime", "Realtime/EngineIo", "Realtime/Pages", "Realtime/Hub", "WebFiles", "Configuration", "Descriptions", "Flask", "Flask/*", "Machine",
        ],
    };

    private static readonly FolderArrows Arrows = new(typeof(StatusModule).Assembly, "Strangler.Services", Allowed);

    [Fact]
    public void Folders_UseOnlyWhatTheTableAllows() => Assert.Empty(Arrows.Forbidden());

    [Fact]
    public void Table_HasNothingThatIsNotNeeded() => Assert.Empty(Arrows.Outdated());

    [Fact]
    public void Table_AllowsNoCycle() => Assert.Empty(Arrows.Cycles());
}

using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Strangler.Testing.Http;
using Strangler.Testing.Processes;
using Strangler.Testing.Recordings;

namespace Strangler.EndToEnd.Tests.Recordings.Jobs;

/// <summary>The recorded backups from the browser's form to the stored file and the rows of the database (<c>end_to_end.json</c>).</summary>
public sealed partial class StoredBackupTests
{
    private const string RowsKey = "db_rows(ID,FileName,PathName,Verified,FileSize,ModificationDate,CRC,ClientID,client Name,LastSeen,len PublicKey,len AESKey)";

    private const string Completed = "COMPLETED 100 % 'Backup completed successfully!' backing_up=False";

    /// <summary>Modern finds what it stored under its own name (Q23).</summary>
    private const string Verified = "COMPLETED_VERIFIED 100 % 'Backup complete and cryptographically verified.' backing_up=False";

    private const string RowsQuery = """
        SELECT hex(f.ID), f.FileName, f.PathName, f.Verified, f.FileSize, f.ModificationDate, f.CRC, hex(f.ClientID), c.Name, c.LastSeen, length(c.PublicKey), length(c.AESKey)
        FROM files f JOIN clients c ON c.ID = f.ClientID WHERE c.Name = $user ORDER BY f.Verified
        """;

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, Recorded.Count)];

    private static IReadOnlyList<JsonElement> Recorded { get; } = [.. RecordingFiles.Document("end_to_end").EnumerateArray()];

    [Theory]
    [MemberData(nameof(Cases))]
    public Task ReferenceFlask_Backup_IsStoredAsRecorded(int index) => PlayAsync(Recorded[index], Target.Legacy);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task GatewayAtLive_Backup_IsStoredAsRecorded(int index) => PlayAsync(Recorded[index], Target.AtLive);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task GatewayAtComplete_Backup_IsStoredAsRecorded(int index) => PlayAsync(Recorded[index], Target.AtComplete);

    private static async Task PlayAsync(JsonElement recorded, Target target)
    {
        var token = TestContext.Current.CancellationToken;
        await using var installation = await Installation.StartAsync(new("stored backups", _ => false), target, token);
        await using var backupServer = await BackupServer.StartAsync(new() { Root = installation.LegacyRoot }, token);
        var original = recorded.GetProperty("original").GetString()!;
        var content = Content(recorded.GetProperty("size").GetInt32());

        var job = await JobRun.StartAsync(installation, new(original, content, "X1", backupServer.Port), token);
        await job.WatchUntilAsync([target.IsModern ? Verified : Completed]);

        var stored = Assert.Single(Directory.GetFiles(backupServer.ReceivedFiles));
        Assert.Equal(SHA256.HashData(content), SHA256.HashData(await File.ReadAllBytesAsync(stored, token)));
        Assert.Matches($@"^upload_\d{{16}}_{Regex.Escape(original)}$", Path.GetFileName(stored));
        Assert.Equal(recorded.GetProperty(RowsKey).EnumerateArray().Select(row => Mask(row, original)), Rows(backupServer.Database).Select(row => Mask(row, Path.GetFileName(stored)[24..])));
        foreach (var (key, name) in new[] { ("check_receipt(original name)", original), ("check_receipt(stored name)", Path.GetFileName(stored)) })
        {
            var answer = await RawHttp.SendAsync(installation.Address, RawRequest.Get($"/api/check_receipt/{Uri.EscapeDataString(name)}"), token);
            Assert.Equal(MaskReceipt(recorded.GetProperty(key).GetRawText(), "/opt/cyberbackup"), MaskReceipt(answer.Text, installation.LegacyRoot));
        }
    }

    /// <summary>The one small file is known by its hash, the others were random.</summary>
    private static byte[] Content(int size)
    {
        if (size == 12)
            return "hello world\n"u8.ToArray();

        var content = new byte[size];
        new Random(size).NextBytes(content);
        return content;
    }

    private static List<string[]> Rows(string database)
    {
        using var connection = new SqliteConnection($"Data Source={database};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = new SqliteCommand(RowsQuery, connection);
        command.Parameters.AddWithValue("$user", "X1");
        using var reader = command.ExecuteReader();
        List<string[]> rows = [];
        while (reader.Read())
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(column => reader.IsDBNull(column) ? "" : reader.GetValue(column).ToString()!)]);

        return rows;
    }

    private static string Mask(JsonElement row, string original) => Mask([.. row.EnumerateArray().Select(value => value.ToString())], original);

    /// <summary>Ids, times, checksum of a random content and the user's name are volatile: only their form is compared.</summary>
    private static string Mask(string[] row, string original) => string.Join(" | ", row.Select((value, column) => column switch
    {
        0 or 7 => $"{value.Length} hex digits",
        5 or 9 => Digits().Replace(value, "9"),
        6 => value.Length > 0 ? "checksum" : "none",
        8 => "user",
        _ => StoredName().Replace(value, $"upload_*_").Replace(original, "name", StringComparison.Ordinal),
    }));

    private static string MaskReceipt(string json, string folder) =>
        Digits().Replace(Month().Replace(Testing.Comparison.PythonJsonText.Compact(json.Replace(folder, "root", StringComparison.Ordinal)), "day month "), "9");

    [GeneratedRegex(@"upload_\d{16}_")]
    private static partial Regex StoredName();

    [GeneratedRegex(@"\d+")]
    private static partial Regex Digits();

    [GeneratedRegex(@"[A-Z][a-z]{2} [A-Z][a-z]{2} +(?=\d)")]
    private static partial Regex Month();
}

using Microsoft.Data.Sqlite;
using Strangler.Services.Backups.Receipts;
using Strangler.Testing;

namespace Strangler.Services.Tests.Backups.Receipts;

/// <summary>The backup server's database (contract 12, Q36): a sample of the real one, and all that can be in its place.</summary>
public sealed class BackupCatalogTests : IAsyncLifetime
{
    private ReceiptHost _host = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Database => Path.Combine(_host.Root, "defensive.db");

    public async ValueTask InitializeAsync() => _host = await ReceiptHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Find_Sample_PutsBothRowsOfABackupTogether()
    {
        CopySample(Database);

        Assert.Equal(
            [new(true, 3733384285, "X1795382657_sma"), new(false, 3961258087, "L1795381244_13"), CatalogEntry.Unknown],
            await FindAsync("upload_1795382671567941_e2e-small.txt", "upload_1795381316851204_cancel.bin", "no-such-file"));
    }

    /// <summary>26 rows of many clients: the last backup is what lies in the folder.</summary>
    [Fact]
    public async Task Find_NameStoredByMany_TellsTheLastBackup()
    {
        CopySample(Database);

        Assert.Equal([new(true, 1281551579, "cli1795380244w")], await FindAsync("plain.bin"));
    }

    [Fact]
    public async Task Find_BothPlaces_TheDataFolderComesFirst()
    {
        CopySample(Database);
        await CreateAsync(Path.Combine(_host.Root, "data", "database", "defensive.db"), Schema + Row("plain.bin", 1, "7", "2027-01-01"));

        Assert.Equal([new(true, 7, "client")], await FindAsync("plain.bin"));
    }

    [Fact]
    public async Task Find_Missing_NothingIsKnown()
    {
        Assert.Equal([CatalogEntry.Unknown], await FindAsync("plain.bin"));
        Assert.False(File.Exists(Database));
    }

    [Theory]
    [InlineData("")]
    [InlineData("this is no database, only a text that is long enough to be taken for one by its size")]
    [InlineData("SQLite format 3\0 and then rubbish that is no header of a database, long enough for a page of 512 bytes, or not at all")]
    public async Task Find_NoDatabase_NothingIsKnown(string content)
    {
        await File.WriteAllTextAsync(Database, content, Token);

        Assert.Equal([CatalogEntry.Unknown], await FindAsync("plain.bin"));
    }

    [Fact]
    public async Task Find_CutOff_NothingIsKnown()
    {
        CopySample(Database);
        await using (var file = new FileStream(Database, FileMode.Open))
            file.SetLength(10_000);

        Assert.Equal([CatalogEntry.Unknown], await FindAsync("plain.bin"));
    }

    [Theory]
    [InlineData("CREATE TABLE other(x);")]
    [InlineData("CREATE TABLE files(name TEXT, size INTEGER); CREATE TABLE clients(x);")]
    public async Task Find_OtherSchema_NothingIsKnown(string schema)
    {
        await CreateAsync(Database, schema);

        Assert.Equal([CatalogEntry.Unknown], await FindAsync("plain.bin"));
    }

    [Fact]
    public async Task Find_HalfMigrated_TellsWhatTheColumnsThereSay()
    {
        await CreateAsync(Database, "CREATE TABLE files(FileName TEXT, Verified BOOLEAN); INSERT INTO files VALUES ('a', 0), ('a', 1), ('b', 'maybe'), ('c', 0);");

        Assert.Equal([new(true, null, null), CatalogEntry.Unknown, new(false, null, null)], await FindAsync("a", "b", "c"));
    }

    [Fact]
    public async Task Find_ClientGone_TellsTheRest()
    {
        await CreateAsync(Database, Schema + "DELETE FROM clients;" + Row("a", 1, "5", "2026-01-01"));

        Assert.Equal([new(true, 5, null)], await FindAsync("a"));
    }

    /// <summary>Readers of a database in WAL mode do not wait for its writer.</summary>
    [Fact]
    public async Task Find_WriterAtWork_SeesTheLastCommit()
    {
        CopySample(Database);
        await using var writer = await OpenAsync(Database);
        await ExecuteAsync(writer, "BEGIN IMMEDIATE; UPDATE files SET CRC = 1;");

        Assert.Equal([new(true, 1281551579, "cli1795380244w")], await FindAsync("plain.bin"));
    }

    [Theory]
    [InlineData("PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE;")]
    [InlineData("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; UPDATE files SET CRC = 1;")]
    public async Task Find_Locked_NothingIsKnownUntilItIsFree(string locking)
    {
        CopySample(Database);
        await using (var owner = await OpenAsync(Database))
        {
            await ExecuteAsync(owner, locking);
            Assert.Equal([CatalogEntry.Unknown], await FindAsync("plain.bin"));
        }

        Assert.Equal([new(true, 1281551579, "cli1795380244w")], await FindAsync("plain.bin"));
    }

    private const string Schema = """
        CREATE TABLE clients(ID BLOB PRIMARY KEY, Name VARCHAR(255)); INSERT INTO clients VALUES (x'01', 'client');
        CREATE TABLE files(ID BLOB PRIMARY KEY, FileName VARCHAR(255), Verified BOOLEAN DEFAULT 0, ModificationDate TEXT, CRC INTEGER, ClientID BLOB);
        """;

    private static string Row(string name, int verified, string crc, string date) =>
        $"INSERT INTO files VALUES (randomblob(16), '{name}', {verified}, '{date}', {crc}, x'01');";

    private static void CopySample(string path) => File.Copy(RepositoryRoot.Combine("tests", "Recordings", "defensive.sample.db"), path);

    private static async Task CreateAsync(string path, string schema)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using var connection = await OpenAsync(path);
        await ExecuteAsync(connection, schema);
    }

    private static async Task<SqliteConnection> OpenAsync(string path)
    {
        var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        await connection.OpenAsync(Token);
        return connection;
    }

    private static async Task ExecuteAsync(SqliteConnection connection, string sql)
    {
        await using var command = new SqliteCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Token);
    }

    private Task<IReadOnlyList<CatalogEntry>> FindAsync(params string[] names) => _host.Catalog.FindAsync(names, Token);
}

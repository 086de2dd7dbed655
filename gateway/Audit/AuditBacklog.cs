using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using Strangler.ShadowDiff.Store;

namespace Strangler.Gateway.Audit;

/// <summary>
/// Entries that the database could not take: a full disk must not turn a rollback that is in force into an error. They are kept in
/// memory and, where that can be written, in <c>gateway.db.audit.jsonl</c>, a line each, and go into the database as soon as it takes
/// them, after a restart too.
/// </summary>
internal sealed partial class AuditBacklog(IOptions<DatabaseOptions> options, ILogger<AuditBacklog> logger) : IStoreFeature
{
    private readonly string _path = $"{Path.GetFullPath(options.Value.Database)}.audit.jsonl";
    private readonly Lock _turn = new();
    private List<AuditEntry> _entries = [];
    private List<AuditEntry> _taken = [];
    private long _lastId;
    private string? _problem;
    private string? _unread;

    /// <summary>None of its own: the entries go into the table <c>audit</c>.</summary>
    public IEnumerable<Migration> Migrations => [];

    /// <summary>What is not in the database yet, oldest first.</summary>
    public IReadOnlyList<AuditEntry> Entries
    {
        get
        {
            lock (_turn)
                return [.. _taken, .. _entries];
        }
    }

    /// <summary>What an operator should know; null when the database has everything.</summary>
    public string? Problem
    {
        get
        {
            lock (_turn)
                return _problem;
        }
    }

    /// <summary>Keeps an entry. Never fails.</summary>
    /// <returns>What an operator should know.</returns>
    public string Keep(AuditEntry entry, StoreException why)
    {
        lock (_turn)
        {
            entry = Numbered(entry);
            _entries.Add(entry);
            _problem = TryWrite(entry) is { } failure
                ? $"Not in the audit, only in the gateway's memory, and gone if it ends before there is room again: {why.Message} {failure}"
                : $"Not yet in the audit, but kept in {_path} until the database takes it: {why.Message}";
            NotInDatabase(entry.Route, entry.Before, entry.After, entry.Who, entry.Why, _problem);
            return _problem;
        }
    }

    /// <inheritdoc/>
    public void Load(SqliteConnection connection)
    {
        lock (_turn)
        {
            try
            {
                // A database that could not be used at the start is loaded later: the newest lines are then those of this program.
                if (File.Exists(_path))
                    _entries = [.. File.ReadLines(_path).Select(Read).OfType<AuditEntry>().Except(_entries).Select(Numbered), .. _entries];
            }
            catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
            {
                // What is in it must not stop the start, nor be lost: it stays until a start can read it.
                _problem = _unread = $"{_path} holds changes that the audit has not taken, and cannot be read: {ex.Message}";
                CannotBeOpened(_unread);
            }
        }
    }

    /// <inheritdoc/>
    public PendingWrite? Take()
    {
        lock (_turn)
        {
            if (_entries.Count == 0)
                return null;

            (_taken, _entries) = (_entries, []);
            var taken = _taken;
            return new((to, _) => taken.ForEach(entry => AuditTable.Insert(to, entry)), Return, Committed, IsDurable: true);
        }
    }

    /// <summary>Of what waits, each has a number of its own.</summary>
    private AuditEntry Numbered(AuditEntry entry) => entry with { Id = --_lastId };

    private void Return()
    {
        lock (_turn)
            (_entries, _taken) = ([.. _taken, .. _entries], []);
    }

    private void Committed()
    {
        lock (_turn)
        {
            NowInDatabase(_taken.Count);
            _taken = [];
            _problem = _unread;
            if (_unread is null)
                Rewrite();
        }
    }

    /// <summary>What came while the others were written stays in the file.</summary>
    private void Rewrite()
    {
        try
        {
            File.Delete(_path);
            _entries.ForEach(entry => TryWrite(entry));
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            CannotBeDeleted(_path, ex.Message);
        }
    }

    /// <summary>Null, or why it could not.</summary>
    private string? TryWrite(AuditEntry entry)
    {
        try
        {
            using var file = new FileStream(_path, FileMode.Append);
            file.Write([.. JsonSerializer.SerializeToUtf8Bytes(entry, AuditJson.Default.AuditEntry), (byte)'\n']);
            file.Flush(flushToDisk: true);
            return null;
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return $"{_path}: {ex.Message}";
        }
    }

    /// <summary>Null for a line that a full disk cut off, or somebody edited.</summary>
    private AuditEntry? Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, AuditJson.Default.AuditEntry);
        }
        catch (JsonException)
        {
            CannotBeRead(_path, line);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Error, "In force: {Route} {Before} > {After} by {Who}: {Why}. {Problem}")]
    private partial void NotInDatabase(string route, string before, string after, string who, string why, string problem);

    [LoggerMessage(LogLevel.Information, "The audit has taken {Count} entries that it could not take before")]
    private partial void NowInDatabase(int count);

    [LoggerMessage(LogLevel.Error, "{File} has a line that is no audit entry, which the audit does not take: {Line}")]
    private partial void CannotBeRead(string file, string line);

    [LoggerMessage(LogLevel.Error, "{Problem}")]
    private partial void CannotBeOpened(string problem);

    [LoggerMessage(LogLevel.Error, "{File} cannot be deleted, so the audit may take its entries once more at the next start: {Problem}")]
    private partial void CannotBeDeleted(string file, string problem);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(AuditEntry))]
internal sealed partial class AuditJson : JsonSerializerContext;

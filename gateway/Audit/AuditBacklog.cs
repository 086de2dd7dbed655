using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Options;
using Strangler.ShadowDiff.Store;

namespace Strangler.Gateway.Audit;

/// <summary>
/// Entries that the database could not take: a full disk must not turn a rollback that is in force into an error. They are kept in
/// memory and, where that can be written, in <c>gateway.db.audit.jsonl</c>, a line each, and go into the database as soon as it takes
/// them, after a restart too.
/// </summary>
internal sealed partial class AuditBacklog(IOptions<DatabaseOptions> options, ILogger<AuditBacklog> logger) : IStoreFeature, IDisposable
{
    /// <summary>How long an entry waits for the side file, which may be on a disk that hangs.</summary>
    private static readonly TimeSpan ForTheFile = TimeSpan.FromSeconds(1);

    private readonly string _path = $"{Path.GetFullPath(options.Value.Database)}.audit.jsonl";
    private readonly Lock _turn = new(); // nobody waits for a disk in it: the board asks in it
    private readonly Lock _fileTurn = new(); // the side file's; before the other one
    private readonly HashSet<long> _inFile = [];
    private readonly SemaphoreSlim _writing = new(1, 1); // from the taking of a batch until it is known what became of it
    private Batch _waiting = Batch.Empty;
    private Batch _taken = Batch.Empty;
    private long _lastId;
    private volatile bool _isSideFileRead;
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
                return [.. _taken.Entries, .. _waiting.Entries];
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

    public void Dispose() => _writing.Dispose();

    /// <summary>What the audit says of the start itself: after what an earlier program left, and before all that this one does.</summary>
    /// <param name="entries">Asked once the database can be written, in the transaction that writes them.</param>
    public void BeginWith(Func<DbConnection, IReadOnlyList<AuditEntry>> entries)
    {
        lock (_turn)
            _waiting = _waiting with { OfTheStart = entries };
    }

    /// <summary>Keeps entries. Never fails.</summary>
    /// <param name="entries">What has happened.</param>
    /// <param name="why">Why the database does not take them.</param>
    /// <param name="level">How loud the log says so.</param>
    /// <returns>What an operator should know.</returns>
    public string? Keep(IReadOnlyList<AuditEntry> entries, string why, LogLevel level = LogLevel.Error)
    {
        ReadSideFile();
        List<AuditEntry> kept;
        lock (_turn)
        {
            kept = [.. entries.Select(Numbered)];
            _waiting.Own.AddRange(kept);
            if (kept.Count > 0)
                _problem = OnlyInMemory(why, $"{_path} does not answer.");
        }

        var problem = Written(kept, why);
        foreach (var entry in kept)
            NotInDatabase(level, entry.Route, entry.Before, entry.After, entry.Who, entry.Why, problem ?? "");
        return problem;
    }

    private string? Written(List<AuditEntry> kept, string why)
    {
        if (!_fileTurn.TryEnter(ForTheFile))
            return Problem;

        try
        {
            var failure = WriteSideFile();
            lock (_turn)
            {
                if (kept.Exists(entry => _taken.Own.Contains(entry) || _waiting.Own.Contains(entry))) // else the database has them by now
                    _problem = failure is not null ? OnlyInMemory(why, failure) : $"Not yet in the audit, but kept in {_path} until the database takes it: {why}";
                return _problem;
            }
        }
        finally
        {
            _fileTurn.Exit();
        }
    }

    private static string OnlyInMemory(string why, string failure) =>
        $"Not in the audit, only in the gateway's memory, and gone if it ends before there is room again: {why} {failure}";

    /// <summary>Another program that had this one's place for a while has ended, and may have left entries.</summary>
    public void TakeUpLeft()
    {
        lock (_fileTurn)
            _isSideFileRead &= _inFile.Count > 0; // what is in the file is this program's own then
    }

    /// <inheritdoc/>
    public void Load(DbConnection connection) => ReadSideFile();

    /// <inheritdoc/>
    public PendingWrite? Take()
    {
        if (!_writing.Wait(0))
            return null; // whoever writes takes what waits along
        if (Batched([]) is { } batch)
            return batch;

        _writing.Release();
        return null;
    }

    /// <summary>Entries that have come, after all that waits: what is newer never overtakes it. One at a time.</summary>
    /// <returns>Null when there is nothing to write.</returns>
    /// <exception cref="OperationCanceledException">Somebody else still writes.</exception>
    public async Task<PendingWrite?> TakeWithAsync(IReadOnlyList<AuditEntry> newest, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        if (Batched(newest) is { } batch)
            return batch;

        _writing.Release();
        return null;
    }

    private PendingWrite? Batched(IReadOnlyList<AuditEntry> newest)
    {
        ReadSideFile();
        lock (_turn)
        {
            if (_waiting.IsEmpty && newest.Count == 0)
                return null;

            (_taken, _waiting) = (_waiting, Batch.Empty);
            var taken = _taken;
            return new((to, _) => taken.Write(to, newest), Return, Committed, IsDurable: true);
        }
    }

    /// <summary>Of what waits, each has a number of its own.</summary>
    private AuditEntry Numbered(AuditEntry entry) => entry with { Id = --_lastId };

    /// <summary>What an earlier program left, once.</summary>
    private void ReadSideFile()
    {
        if (_isSideFileRead)
            return;

        lock (_fileTurn)
        {
            if (_isSideFileRead)
                return;

            try
            {
                List<AuditEntry> read = File.Exists(_path) ? [.. File.ReadLines(_path).Select(Read).OfType<AuditEntry>()] : [];
                lock (_turn)
                {
                    _waiting.Earlier.AddRange(read.Select(Numbered));
                    _inFile.UnionWith(_waiting.Earlier.Select(entry => entry.Id));
                }
            }
            catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
            {
                // What is in it must not stop the start, nor be lost: it stays until a start can read it.
                CannotBeOpened($"{_path} holds changes that the audit has not taken, and cannot be read: {ex.Message}");
                lock (_turn)
                    _problem = _unread = $"{_path} holds changes that the audit has not taken, and cannot be read: {ex.Message}";
            }

            _isSideFileRead = true;
        }
    }

    private void Return()
    {
        lock (_turn)
            (_waiting, _taken) = (_taken.Before(_waiting), Batch.Empty);
        _writing.Release();
    }

    private void Committed()
    {
        int count;
        bool isRead;
        lock (_turn)
        {
            count = _taken.Entries.Count();
            isRead = _unread is null;
            _taken = Batch.Empty;
            if (count > 0)
                _problem = _waiting.IsEmpty ? _unread : _problem;
        }

        _writing.Release();
        if (count > 0)
            NowInDatabase(count);
        if (count > 0 && isRead)
            Rewrite();
    }

    /// <summary>What came while the others were written stays in the file.</summary>
    private void Rewrite()
    {
        lock (_fileTurn)
        {
            try
            {
                File.Delete(_path);
                _inFile.Clear();
                WriteSideFile();
            }
            catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
            {
                CannotBeDeleted(_path, ex.Message);
            }
        }
    }

    /// <summary>Adds what waits and is not in it.</summary>
    /// <returns>Null, or why it could not.</returns>
    private string? WriteSideFile()
    {
        List<AuditEntry> missing;
        lock (_turn)
            missing = [.. _taken.Entries.Concat(_waiting.Entries).Where(entry => !_inFile.Contains(entry.Id))];
        foreach (var entry in missing)
        {
            if (TryWrite(entry) is { } failure)
                return failure;
            _inFile.Add(entry.Id);
        }

        return null;
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

    /// <summary>What waits, in the order in which the audit is to have it.</summary>
    /// <param name="Earlier">What an earlier program left.</param>
    /// <param name="OfTheStart">What the start found, which the audit has to be asked for; null once that is written.</param>
    /// <param name="Own">What this program did.</param>
    private sealed record Batch(List<AuditEntry> Earlier, Func<DbConnection, IReadOnlyList<AuditEntry>>? OfTheStart, List<AuditEntry> Own)
    {
        public static Batch Empty => new([], null, []);

        public IEnumerable<AuditEntry> Entries => Earlier.Concat(Own);

        public bool IsEmpty => Earlier.Count == 0 && OfTheStart is null && Own.Count == 0;

        public Batch Before(Batch later) => new([.. Earlier, .. later.Earlier], OfTheStart ?? later.OfTheStart, [.. Own, .. later.Own]);

        public void Write(DbConnection to, IReadOnlyList<AuditEntry> newest)
        {
            Insert(to, Earlier);
            Insert(to, OfTheStart?.Invoke(to) ?? []);
            Insert(to, Own);
            Insert(to, newest);
        }

        private static void Insert(DbConnection to, IReadOnlyList<AuditEntry> entries)
        {
            foreach (var entry in entries)
                AuditTable.Insert(to, entry);
        }
    }

    [LoggerMessage("In force: {Route} {Before} > {After} by {Who}: {Why}. {Problem}")]
    private partial void NotInDatabase(LogLevel level, string route, string before, string after, string who, string why, string problem);

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

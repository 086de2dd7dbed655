using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;

namespace Strangler.ShadowDiff.Store.Moving;

/// <summary>
/// Copies everything from one database to another, while no gateway uses either: table by table, a batch and the note of it in one transaction, so that a copy that was broken
/// off at any moment is gone on with. The source stays as it is, but for the steps to this program's schema.
/// </summary>
/// <param name="features">Have the tables.</param>
/// <param name="server">Names a server that is not named otherwise.</param>
/// <param name="file">Names a file that is not named otherwise.</param>
public sealed class StoreMove(IEnumerable<IStoreFeature> features, IOptions<StoreProviderOptions> server, IOptions<DatabaseOptions> file)
{
    private const int ShownDigits = 12;

    private readonly Migrations _migrations = new(features.SelectMany(feature => feature.Migrations));

    /// <summary>Rows in a transaction, at most.</summary>
    internal int BatchRows { get; init; } = 2_000;

    /// <summary>Hears of each batch that is kept.</summary>
    internal Action? Committed { get; init; }

    /// <summary>Copies all, and compares both.</summary>
    /// <param name="from">Where everything is.</param>
    /// <param name="to">Where it is to be: an empty one, or what a copy from the same has left that was broken off.</param>
    /// <param name="say">Is told how far it is, a line each.</param>
    /// <exception cref="StoreException">One of them cannot be used, or they differ in the end; says which and what to do.</exception>
    public void Run(StoreAddress from, StoreAddress to, Action<string> say)
    {
        var (old, made) = (from.InFull(file.Value, server.Value), to.InFull(file.Value, server.Value));
        if (old.Provider == made.Provider && old.Place == made.Place)
            throw new StoreException($"{from.Option} and {to.Option} name the same database.") { IsSetting = true };

        using var source = Hold(old, isSource: true);
        using var target = Hold(made, isSource: false);
        source.Migrate();
        var tables = MovedTable.Of(_migrations);
        var copied = TakeUp(source, target, tables);
        say($"From {source.Name} to {target.Name}{(copied.Values.Sum() is > 0 and var there ? $": {Rows(there)} there already" : "")}.");
        foreach (var table in tables)
            Copy(table, source, target, copied[table.Name]);

        var differing = tables.Where(table => !IsSame(table, source, target, say)).Select(table => table.Name).ToList();
        if (differing.Count > 0)
            throw new StoreException($"{target.Name} is not the same in {string.Join(", ", differing)}: one of the two was written to meanwhile. Take away what it holds, and begin anew.");

        source.ThrowIfUsed();
        target.ThrowIfUsed();
        MoveNotes.End(target, _migrations.Newest, tables);
        say($"Everything is there. {target.Settings}, and start the gateway. Keep {source.Name}: it is as it was.");
    }

    private HeldDatabase Hold(StoreAddress address, bool isSource) =>
        address.Provider == StoreProvider.Postgresql ? HoldServer(address.Place, isSource) : new HeldFile(address.Place, _migrations, isSource);

    /// <summary>Apart, so that Npgsql is loaded by whoever needs it and nobody else.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private HeldServer HoldServer(string connectionString, bool isSource) => new(connectionString, _migrations, isSource);

    private Dictionary<string, long> TakeUp(HeldDatabase source, HeldDatabase target, IReadOnlyList<MovedTable> tables)
    {
        var version = target.Version;
        if (version > 0 && version < _migrations.Newest)
            throw new StoreException($"{target.Name} is not empty: it has the tables of an earlier program. Name another one, or take away what it holds.");
        if (version != GatewayDatabase.Unfinished + _migrations.Newest)
        {
            target.Migrate();
            MoveNotes.Begin(target, source.Name, _migrations.Newest, tables);
        }

        return MoveNotes.Read(target, source.Name);
    }

    private void Copy(MovedTable table, HeldDatabase source, HeldDatabase target, long copied)
    {
        using var reader = new TableReader(source, table, BatchRows, copied);
        using var writer = new TableWriter(target, table);
        while (reader.Next() is { Count: > 0 } batch)
        {
            copied += batch.Count;
            target.Write(transaction =>
            {
                writer.Add(transaction, batch);
                MoveNotes.Write(target.Connection, table.Name, copied);
            });
            Committed?.Invoke();
        }
    }

    private static bool IsSame(MovedTable table, HeldDatabase source, HeldDatabase target, Action<string> say)
    {
        var (old, made) = (TableDigest.Of(source, table), TableDigest.Of(target, table));
        say($"{table.Name}: {Shown(made)}{(old == made ? "" : $", but {Shown(old)} at the source")}");
        return old == made;
    }

    private static string Shown(TableDigest digest) => digest.Rows == 0 ? Rows(0) : $"{Rows(digest.Rows)}, SHA-256 {digest.Hash[..ShownDigits]}…";

    private static string Rows(long count) => count == 1 ? "1 row" : string.Create(CultureInfo.InvariantCulture, $"{count:N0} rows");
}

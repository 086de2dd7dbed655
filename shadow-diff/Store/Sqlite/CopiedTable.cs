using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace Strangler.ShadowDiff.Store.Sqlite;

/// <summary>A table whose rows are carried from a damaged database to a new one, by its own pages and none of its indexes'.</summary>
/// <param name="from">The damaged one.</param>
/// <param name="to">The new one, within a transaction. Its schema is the program's, so that names of it may stand in a statement.</param>
/// <param name="name">The table's.</param>
/// <param name="isWithoutRowId">Whether its primary key is what orders it.</param>
[SuppressMessage("Security", "CA2100", Justification = "Names come from the program's own schema; values are parameters.")]
internal sealed class CopiedTable(SqliteConnection from, SqliteConnection to, string name, bool isWithoutRowId)
{
    /// <summary>Each is two statements that fail at once; they are at an end within a second or two.</summary>
    private const int MostGuesses = 16_384;
    private const int MostListed = 1_000_000;
    private const int MostKnown = 1_000;

    private readonly List<string> _columns = Columns(to, name, "SELECT name FROM pragma_table_info(@table)");
    private readonly List<string> _key = isWithoutRowId ? Columns(to, name, "SELECT name FROM pragma_table_info(@table) WHERE pk > 0 ORDER BY pk") : ["rowid"];
    private IReadOnlyList<object>? _low;
    private IReadOnlyList<object>? _high;

    /// <summary>Copies its rows from either end, which is behind the damage for the other; false when that was not all.</summary>
    public bool TryCopyFromEnds()
    {
        if (!isWithoutRowId && to.Scalar("SELECT count(*) FROM pragma_table_info(@table) WHERE pk > 0", ("@table", name)) is 0L)
            _columns.Add("rowid"); // else what is read from both ends would stand there twice

        return TryCopy([], isUp: true, out _low) || TryCopy([], isUp: false, out _high);
    }

    /// <summary>Copies what lies between two damaged pages, once all other tables are there, and says how many rows of how many could be read.</summary>
    public string CopyBetween()
    {
        var before = Copied();
        CopyGaps();
        var copied = Copied();
        return Counted() is { } all ? $"{name} ({copied} of {all} rows)"
            : (_low, _high) is ([long last], [long first]) ? $"{name} ({copied} rows; at most {first - last - 1 - (copied - before)} could not be read)"
            : $"{name} ({copied} rows; how many there were cannot be told)";
    }

    private long Copied() => (long)to.Scalar($"SELECT count(*) FROM \"{name}\"")!;

    /// <summary>Reads on from keys between the two: from those that an index holds, then from such as are guessed, in the widest gaps first.</summary>
    private void CopyGaps()
    {
        foreach (var index in to.Query("SELECT name FROM pragma_index_list(@table) WHERE origin = 'c'", row => row.GetString(0), ("@table", name)))
            CopyListed(index);

        var bounds = Bounds();
        var gaps = new Queue<KeyGap>(_low is null && _high is null && bounds is [{ Least: long }] ? Doubling() : [new(_low ?? [], _high ?? [])]);
        for (var guesses = 0; guesses < MostGuesses && gaps.TryDequeue(out var gap);)
        {
            var from = gap.Low;
            foreach (var middle in gap.Middles(bounds).Where(middle => KeyGap.Compare(middle, from) > 0 && (gap.High.Count == 0 || KeyGap.Compare(middle, gap.High) < 0)))
            {
                guesses++;
                TryCopy(middle, isUp: false, out var below);
                TryCopy(middle, isUp: true, out var above);
                gaps.Enqueue(new(from, below ?? middle));
                from = above ?? middle;
            }

            if (from != gap.Low)
                gaps.Enqueue(new(from, gap.High));
        }
    }

    /// <summary>Rows by their keys in an index, each of which leads to those beside it.</summary>
    private void CopyListed(string index)
    {
        var isThere = $"SELECT 1 FROM \"{name}\" WHERE ({string.Join(", ", _key)}) = ({string.Join(", ", _key.Select((_, column) => $"@{column}"))})";
        try
        {
            foreach (var key in from.Query($"SELECT {string.Join(", ", _key)} FROM \"{name}\" INDEXED BY \"{index}\"", row => Enumerable.Range(0, row.FieldCount).Select(row.GetValue).ToArray()).Take(MostListed))
            {
                if (to.Scalar(isThere, [.. key.Select((value, column) => ($"@{column}", (object?)value))]) is not null)
                    continue;

                TryCopy(key, isUp: true, out _);
                TryCopy(key, isUp: false, out _);
            }
        }
        catch (SqliteException ex) when (SqliteCodes.IsDamage(ex) || ex.SqliteErrorCode == SqliteCodes.Error)
        {
            // It is damaged too, or made for other statements.
        }
    }

    /// <summary>Numbers begin at 1, and how far they go is not known.</summary>
    private static IEnumerable<KeyGap> Doubling() => Enumerable.Range(0, 62).Select(power => new KeyGap([1L << power], [1L << (power + 1)]));

    /// <summary>Of each of the key's columns, by what could be read; of the first, what could not be read at an end may be beyond.</summary>
    private List<KeyColumn> Bounds() => [.. _key.Select((column, at) => Bounds(column, at == 0))];

    private KeyColumn Bounds(string column, bool isFirst)
    {
        var known = isWithoutRowId ? Known(column) : [];
        return to.Query($"SELECT min({column}), max({column}) FROM \"{name}\"", row => (row.GetValue(0), row.GetValue(1)))[0] switch
        {
            (long least, long greatest) when !isFirst => new(least - 1, greatest + 1, known),
            (long least, long greatest) => new(Math.Min(least, 0), greatest > long.MaxValue / 2 ? greatest : (greatest * 2) + 1_000, known),
            (string least, string greatest) when !isFirst && least == greatest => new(least, greatest, known),
            (string least, string greatest) when !isFirst && least[..least.AsSpan().CommonPrefixLength(greatest)] is var same => new(same, same + "\x7F", known),
            _ when isWithoutRowId => new("", "\x7F", known),
            _ => new(0L, long.MaxValue, known),
        };
    }

    /// <summary>What columns of this name have, in whichever table: routes, hours, builds.</summary>
    private List<object> Known(string column)
    {
        var found = new List<object>();
        foreach (var table in to.Query("SELECT t.name FROM pragma_table_list t, pragma_table_info(t.name) c WHERE t.schema = 'main' AND '\"' || c.name || '\"' = @column", row => row.GetString(0), ("@column", column)))
            found.AddRange(to.Query($"SELECT DISTINCT {column} FROM \"{table}\" LIMIT {MostKnown}", row => row.GetValue(0)).Where(value => value is long or string));
        return [.. found.Distinct().Order(Comparer<object>.Create(KeyGap.Compare))];
    }

    /// <summary>Deletes the rows that refer to one that could not be read.</summary>
    public void DeleteOrphans()
    {
        foreach (var (parent, column, key) in to.Query("SELECT \"table\", \"from\", \"to\" FROM pragma_foreign_key_list(@table)", row => (row.GetString(0), row.GetString(1), row.GetString(2)), ("@table", name)))
            to.Execute($"DELETE FROM \"{name}\" WHERE \"{column}\" NOT IN (SELECT \"{key}\" FROM \"{parent}\")");
    }

    private static List<string> Columns(SqliteConnection to, string name, string sql) => [.. to.Query(sql, row => $"\"{row.GetString(0)}\"", ("@table", name))];

    /// <summary>Copies what can be read on from a place; false when that was not all that follows.</summary>
    /// <param name="key">Where to begin, or the first columns of it; empty for the table's end.</param>
    /// <param name="isUp">Whether to go on to greater keys; the place itself is above.</param>
    /// <param name="last">The last that was read; null for none.</param>
    private bool TryCopy(IReadOnlyList<object> key, bool isUp, out IReadOnlyList<object>? last)
    {
        using var insert = to.CreateCommand();
        insert.CommandText = $"INSERT OR REPLACE INTO \"{name}\" ({string.Join(", ", _columns)}) VALUES ({string.Join(", ", _columns.Select((_, index) => $"@{index}"))})";
        using var read = from.CreateCommand();
        var place = key.Count == 0 ? "" : $" WHERE ({string.Join(", ", _key.Take(key.Count))}) {(isUp ? ">=" : "<")} ({string.Join(", ", key.Select((_, index) => $"@{index}"))})";
        read.CommandText = $"SELECT {string.Join(", ", _columns)}, {string.Join(", ", _key)} FROM \"{name}\"{(isWithoutRowId ? "" : " NOT INDEXED")}{place} ORDER BY {string.Join(", ", _key.Select(column => isUp ? column : $"{column} DESC"))}";
        for (var i = 0; i < key.Count; i++)
            read.Parameters.AddWithValue($"@{i}", key[i]);

        var isWhole = true;
        var values = new object[_columns.Count + _key.Count];
        last = null;
        try
        {
            using var row = read.ExecuteReader();
            while (row.Read())
            {
                row.GetValues(values);
                last = values[_columns.Count..];
                isWhole &= TryInsert(insert, values.AsSpan(0, _columns.Count));
            }

            return isWhole;
        }
        catch (SqliteException ex) when (SqliteCodes.IsDamage(ex) || ex.SqliteErrorCode == SqliteCodes.Error)
        {
            return false;
        }
    }

    /// <summary>False for a row that no gateway has written.</summary>
    private static bool TryInsert(SqliteCommand insert, ReadOnlySpan<object> values)
    {
        insert.Parameters.Clear();
        for (var i = 0; i < values.Length; i++)
            insert.Parameters.AddWithValue($"@{i}", values[i]);

        try
        {
            insert.ExecuteNonQuery();
            return true;
        }
        catch (SqliteException ex) when (ex.SqliteErrorCode == SqliteCodes.Constraint)
        {
            return false;
        }
    }

    /// <summary>How many rows there were, by whichever index can be read; null when none can be.</summary>
    private object? Counted()
    {
        try
        {
            return from.Scalar($"SELECT count(*) FROM \"{name}\"");
        }
        catch (SqliteException)
        {
            return null;
        }
    }
}

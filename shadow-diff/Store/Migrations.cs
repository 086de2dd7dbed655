using Microsoft.Data.Sqlite;

namespace Strangler.ShadowDiff.Store;

/// <summary>The schema's versions in order, from the steps of all features.</summary>
internal sealed class Migrations
{
    private readonly string[] _versions;

    /// <exception cref="InvalidOperationException">Two steps claim the same place, or one is missing: the program is put together wrongly.</exception>
    public Migrations(IEnumerable<Migration> steps)
    {
        var ordered = steps.OrderBy(step => step.Version).ThenBy(step => step.Part).ToList();
        var expected = (Version: 1, Part: 1, Parts: 1);
        foreach (var step in ordered)
        {
            expected = expected.Part == 1 ? expected with { Parts = step.Parts } : expected;
            if ((step.Version, step.Part, step.Parts) != expected)
            {
                throw new InvalidOperationException(
                    $"The schema's steps do not add up at version {step.Version}, part {step.Part} of {step.Parts}: version {expected.Version}, part {expected.Part} of {expected.Parts} was to come. "
                    + "A version stands once, and none is left out.");
            }

            expected = step.Part < step.Parts ? expected with { Part = step.Part + 1 } : (step.Version + 1, 1, 1);
        }

        if (expected.Part > 1)
            throw new InvalidOperationException($"The schema's version {expected.Version} ends before its part {expected.Part} of {expected.Parts}.");

        _versions = [.. ordered.GroupBy(step => step.Version, (_, parts) => string.Concat(parts.Select(part => part.Sql)))];
    }

    /// <summary>The version this program writes.</summary>
    public int Newest => _versions.Length;

    /// <summary>Brings the database to a version, each in a transaction of its own.</summary>
    /// <param name="connection">The database.</param>
    /// <param name="path">Its file, for the message.</param>
    /// <param name="to">The version; null for the newest.</param>
    /// <exception cref="StoreException">The database is of a newer version.</exception>
    public void Apply(SqliteConnection connection, string path, int? to = null)
    {
        var version = (int)(long)connection.Scalar("PRAGMA user_version")!;
        if (version > Newest)
        {
            throw new StoreException(
                $"{path}: the database has schema version {version}, and this program knows versions up to {Newest}. "
                + "Run the newer program that wrote it, or set ShadowDiff:Database to another file.");
        }

        for (; version < (to ?? Newest); version++)
        {
            using var transaction = connection.BeginTransaction();
            connection.Execute(_versions[version]);
            connection.Execute($"PRAGMA user_version = {version + 1}");
            transaction.Commit();
        }
    }
}

/// <summary>A step of the schema. One that has been released is never edited; a change is a new version at the end.</summary>
/// <param name="Version">The schema's version after it (<c>user_version</c>), counted from 1 over all features.</param>
/// <param name="Sql">What it does.</param>
/// <param name="Part">Which part of the version it is: the first versions made the tables of several features at once.</param>
/// <param name="Parts">In how many parts its version stands.</param>
public sealed record Migration(int Version, string Sql, int Part = 1, int Parts = 1);

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

    /// <summary>The steps from one version to another, in SQLite's words, each with the version after it.</summary>
    /// <param name="from">What the database has; 0 for nothing.</param>
    /// <param name="to">The version; null for the newest.</param>
    /// <param name="database">Its name, for the message.</param>
    /// <param name="setting">What names the database.</param>
    /// <exception cref="StoreException">The database is of a newer version, or a move has yet to fill it.</exception>
    public IEnumerable<(int Version, string Sql)> Steps(int from, int? to, string database, string setting) => from <= Newest
        ? _versions.Select((sql, index) => (Version: index + 1, sql)).Take(from..(to ?? Newest))
        : from > GatewayDatabase.Unfinished ? throw new StoreException(
            $"{database}: a move into it was broken off. Go on with it, by the same ./cutover store migrate and the same program, or set {setting}.")
        : throw new StoreException(
            $"{database}: the database has schema version {from}, and this program knows versions up to {Newest}. Run the newer program that wrote it, or set {setting}.");
}

/// <summary>A step of the schema. One that has been released is never edited; a change is a new version at the end.</summary>
/// <param name="Version">The schema's version after it, counted from 1 over all features.</param>
/// <param name="Sql">What it does, in SQLite's words.</param>
/// <param name="Part">Which part of the version it is: the first versions made the tables of several features at once.</param>
/// <param name="Parts">In how many parts its version stands.</param>
public sealed record Migration(int Version, string Sql, int Part = 1, int Parts = 1);

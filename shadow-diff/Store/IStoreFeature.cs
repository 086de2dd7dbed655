using System.Data.Common;


namespace Strangler.ShadowDiff.Store;

/// <summary>
/// What one feature keeps in the database: its own tables, and what of them it holds in memory. The store knows no feature by name;
/// it asks all that are registered, in the order of their registration.
/// </summary>
public interface IStoreFeature
{
    /// <summary>How its tables came about.</summary>
    IEnumerable<Migration> Migrations { get; }

    /// <summary>Takes up what the database holds. Called once, when it is open: at the start of the program, or later if it could not be used then.</summary>
    void Load(DbConnection connection)
    {
    }

    /// <summary>
    /// The database was damaged and another one begun: what is held in memory agrees with that again, and nothing that was in the old one is
    /// taken for written. What only memory has now, and is still good, is to be written with the next <see cref="Take"/>.
    /// </summary>
    /// <param name="connection">To the new database.</param>
    void BeginAnew(DbConnection connection)
    {
    }

    /// <summary>Hands over what has come since the last call, to be written together with what all other features have; null for nothing.</summary>
    PendingWrite? Take() => null;

    /// <summary>Deletes what is too old.</summary>
    /// <param name="connection">Within a transaction.</param>
    /// <param name="now">The time.</param>
    /// <param name="oldest">What is from before it need not be kept (<see cref="RetentionOptions.RetentionDays"/>).</param>
    void DeleteOld(DbConnection connection, DateTimeOffset now, DateTimeOffset oldest)
    {
    }

    /// <summary>Gives up the oldest of what may go when the database is too large, a part at a time.</summary>
    /// <returns>How much went; 0 when nothing may go any more.</returns>
    int Shrink(DbConnection connection) => 0;
}

/// <summary>What a feature has for the next transaction.</summary>
/// <param name="Write">Writes it, as of a time.</param>
/// <param name="Return">Takes it back: nothing was written.</param>
/// <param name="Committed">Learns that it was; null where that changes nothing.</param>
/// <param name="IsDurable">Whether it must outlive a power cut and not only a crash.</param>
public sealed record PendingWrite(Action<DbConnection, DateTimeOffset> Write, Action Return, Action? Committed = null, bool IsDurable = false);

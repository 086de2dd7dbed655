using System.Data.Common;

namespace Strangler.ShadowDiff.Store;

/// <summary>
/// What holds the database: a file of SQLite's, or a server. <see cref="GatewayDatabase"/> lets one call write at a time, and turns an engine's exceptions into
/// <see cref="StoreException"/>.
/// </summary>
internal interface IDatabaseEngine : IDisposable
{
    /// <summary>Raised when what it holds was damaged or deleted and was made anew.</summary>
    event Action<DatabaseRepair>? Repaired;

    /// <summary>What it is called in messages: the file's full path, or database and server.</summary>
    string Name { get; }

    /// <summary>Where whoever looks after the gateway looks when it does not answer: the end of a sentence.</summary>
    string Place { get; }

    /// <summary>Whether it could be opened, and can be used as far as is known.</summary>
    bool IsOpen { get; }

    /// <summary>What was done to what was damaged or deleted, for whoever looks after the gateway; null while nothing was.</summary>
    string? Notice { get; }

    /// <summary>Why nothing more can be written before something ends that is under way; null while nothing holds it up.</summary>
    string? Hanging { get; }

    /// <summary>How often it was made anew since the program started.</summary>
    int Repairs { get; }

    /// <summary>How often of these what it held was lost.</summary>
    int Losses { get; }

    /// <summary>Opens it, creating or migrating its tables. Further calls do nothing.</summary>
    /// <exception cref="StoreException">It cannot be used.</exception>
    void Open();

    /// <summary>Runs <paramref name="work"/> in a transaction, which may be begun anew where nothing of it was kept.</summary>
    /// <param name="work">Writes.</param>
    /// <param name="durable">Whether it is to outlive a power cut, and not only the program's end.</param>
    void Write(Action<DbConnection> work, bool durable);

    /// <summary>Runs <paramref name="work"/> outside of a transaction.</summary>
    void Maintain(Action<DbConnection> work);

    /// <summary>Runs <paramref name="work"/> on a connection of its own, which sees the last commit.</summary>
    T Read<T>(Func<DbConnection, T> work);

    /// <summary>The same at one moment, for several statements.</summary>
    T ReadAtOnce<T>(Func<DbConnection, T> work);

    /// <summary>Looks whether it is still there and whole, for the times when nothing is written.</summary>
    void Check();

    /// <summary>Whether what a reader came upon is damage, which <see cref="Mend"/> sees to.</summary>
    bool IsDamage(DbException exception);

    /// <summary>Mends what a reader came upon. As <see cref="Write"/>, one call at a time.</summary>
    /// <param name="found">What it failed by.</param>
    /// <param name="repairs"><see cref="Repairs"/> when it read.</param>
    void Mend(DbException found, int repairs);

    /// <summary>What is wrong and what to do, in one line, without a credential.</summary>
    /// <param name="what">What failed: reading, writing.</param>
    /// <param name="exception">By what.</param>
    StoreException Failed(string what, DbException exception);

    /// <summary>The version of the schema that is there, without opening it; null where there is none yet.</summary>
    /// <exception cref="DbException">It cannot be read.</exception>
    int? VersionThere();

    /// <summary>Writes a whole copy, as of the last commit, to a file.</summary>
    /// <exception cref="StoreException">Another program is for that.</exception>
    void CopyTo(string path);

    /// <summary>Bytes that it takes, in the database and in its log.</summary>
    DatabaseBytes Size();

    /// <summary>Bytes that count against <see cref="RetentionOptions.MaxDatabaseBytes"/>.</summary>
    long AllBytes();

    /// <summary>Of these, those of what it holds. The others are free for what is written next.</summary>
    long UsedBytes();

    /// <summary>Gives back the room of what was deleted.</summary>
    void GiveBack();
}

/// <summary>What was done to what could not be used as it was: it is made anew with everything it held, or set aside, and another one begun.</summary>
/// <param name="Notice">What was wrong and what was done, for whoever looks after the gateway.</param>
/// <param name="IsComplete">Whether everything is in the new one.</param>
public sealed record DatabaseRepair(string Notice, bool IsComplete);

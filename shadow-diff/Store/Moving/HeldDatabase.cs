using System.Data.Common;

namespace Strangler.ShadowDiff.Store.Moving;

/// <summary>A database that this program has for itself, by one connection. Nothing in it is mended: what a start does of its own accord may lose what cannot be read.</summary>
internal abstract class HeldDatabase : IDisposable
{
    /// <summary>What it is called in messages, and known by when a move is gone on with.</summary>
    public abstract string Name { get; }

    /// <summary>What <see cref="MovedTable.Numbered"/> columns need in an INSERT that says their numbers.</summary>
    public abstract string OwnNumbers { get; }

    /// <summary>What to do to use it.</summary>
    public abstract string Settings { get; }

    /// <summary>The version of its schema; 0 where it has none.</summary>
    public abstract int Version { get; }

    public abstract DbConnection Connection { get; }

    /// <exception cref="StoreException">A gateway uses it.</exception>
    public abstract void ThrowIfUsed();

    /// <summary>Brings its schema to this program's version.</summary>
    /// <exception cref="StoreException">It is of a newer one, or a move has yet to fill it.</exception>
    public abstract void Migrate();

    /// <summary>Says which version it has, in the transaction that there is.</summary>
    public abstract void SetVersion(int version);

    /// <summary>Has the numbers of new rows go on behind those that are there.</summary>
    public abstract void ContinueNumbers(MovedTable table);

    public abstract void Dispose();

    /// <exception cref="StoreException">It cannot be read; says which of the two databases it was.</exception>
    public T Read<T>(Func<T> work) => Try("reading", work);

    /// <exception cref="StoreException">It cannot be written; nothing of it was kept.</exception>
    public void Write(Action<DbTransaction> work) => Try("writing", () =>
    {
        using var transaction = Connection.BeginTransaction();
        work(transaction);
        transaction.Commit();
        return true;
    });

    protected abstract StoreException Failed(string what, DbException exception);

    protected T Try<T>(string what, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (DbException ex)
        {
            throw Failed(what, ex);
        }
    }
}

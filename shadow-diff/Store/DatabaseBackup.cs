using Microsoft.Extensions.Options;

namespace Strangler.ShadowDiff.Store;

/// <summary>A whole copy of <c>gateway.db</c> as of its last write, made while the program uses it: nobody else can read a file that it has for itself.</summary>
public sealed class DatabaseBackup(GatewayDatabase database, IOptions<DatabaseOptions> options)
{
    private const string Suffix = ".backup-";

    private readonly string _database = Path.GetFullPath(options.Value.Database);

    /// <summary>Makes one; it is gone when the stream is closed. Writes wait meanwhile, in memory.</summary>
    /// <exception cref="StoreException">The database cannot be read, or there is no room for a copy beside it.</exception>
    public async Task<Stream> OpenAsync(CancellationToken cancellationToken)
    {
        var path = $"{_database}{Suffix}{Guid.NewGuid():N}";
        FileStream? copy = null;
        try
        {
            await database.InTurnAsync(
                engine =>
                {
                    RemoveAbandoned();
                    engine.CopyTo(path);
                    copy = new FileStream(path, new FileStreamOptions { Access = FileAccess.Read, Share = FileShare.Delete, Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous });
                },
                cancellationToken);
            return copy!;
        }
        catch
        {
            copy?.Dispose();
            TryDelete(path);
            throw;
        }
    }

    /// <summary>What a program that was killed has left. One that is being sent is open, and stays readable for whoever reads it.</summary>
    private void RemoveAbandoned()
    {
        foreach (var left in Directory.EnumerateFiles(Path.GetDirectoryName(_database)!, $"{Path.GetFileName(_database)}{Suffix}*"))
            TryDelete(left);
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The next backup tries again.
        }
    }
}

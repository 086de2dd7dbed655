using Strangler.Settings;

namespace Strangler.Services.Backups.Client;

/// <summary>
/// The key and the registration that the client once made for a user of a backup server, kept from one job to the next (Q4):
/// without them it would register anew each time, and the server refuses a name that it already knows. One job of a user at a time: the
/// server keeps one session key for each client.
/// </summary>
internal sealed class ClientIdentities(string folder, TimeProvider time)
{
    private const int WouldBlock = 11; // EWOULDBLOCK, errno.h
    private const int SharingViolation = unchecked((int)0x80070020); // ERROR_SHARING_VIOLATION, winerror.h

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);
    private static readonly string[] Files = ["priv.key", "me.info"];
    private readonly Dictionary<string, Turn> _turns = [];

    /// <summary>Waits until no other job of that user runs, nor of a process whose place this one is taking.</summary>
    public async Task<IDisposable> EnterAsync(ClientUser user, CancellationToken cancellationToken)
    {
        Turn? turn;
        lock (_turns)
        {
            if (!_turns.TryGetValue(user.Key, out turn))
                _turns.Add(user.Key, turn = new Turn());
            turn.Users++;
        }

        var place = new Place(this, user.Key, turn);
        try
        {
            await turn.Gate.WaitAsync(cancellationToken);
            place.IsInside = true;
            place.File = await LockAsync(user, cancellationToken);
            return place;
        }
        catch
        {
            place.Dispose();
            throw;
        }
    }

    /// <summary>Copies what is kept of the user into the folder that the client will run in.</summary>
    public void LendTo(ClientUser user, string jobFolder)
    {
        foreach (var name in Files.Where(name => File.Exists(PathOf(user, name))))
            File.Copy(PathOf(user, name), Path.Combine(jobFolder, name));
    }

    /// <summary>Keeps the files that the client left, whether it registered or not: only both files together make a registration.</summary>
    public void TakeFrom(ClientUser user, string jobFolder)
    {
        if (!Files.All(name => File.Exists(Path.Combine(jobFolder, name))))
            return;
        PrivateFolder.Create(Path.Combine(folder, user.Key));
        foreach (var name in Files)
            AtomicFile.Replace(Path.Combine(jobFolder, name), PathOf(user, name));
    }

    private async Task<FileStream> LockAsync(ClientUser user, CancellationToken cancellationToken)
    {
        PrivateFolder.Create(folder);
        while (true)
        {
            try
            {
                return new FileStream(Path.Combine(folder, user.Key + ".turn"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
            }
            catch (IOException ex) when (ex.HResult is WouldBlock or SharingViolation)
            {
                await Task.Delay(Look, time, cancellationToken);
            }
        }
    }

    private string PathOf(ClientUser user, string name) => Path.Combine(folder, user.Key, name);

    private void Leave(string key, Turn turn, bool wasInside)
    {
        if (wasInside)
            turn.Gate.Release();
        lock (_turns)
        {
            if (--turn.Users == 0)
                _turns.Remove(key);
        }
    }

    private sealed class Turn
    {
        public SemaphoreSlim Gate { get; } = new(1, 1);

        public int Users { get; set; }
    }

    private sealed class Place(ClientIdentities owner, string key, Turn turn) : IDisposable
    {
        public bool IsInside { get; set; }

        public FileStream? File { get; set; }

        public void Dispose()
        {
            File?.Dispose();
            owner.Leave(key, turn, IsInside);
        }
    }
}

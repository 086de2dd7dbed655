using Strangler.Launcher.Exit;

namespace Strangler.Launcher.Run;

/// <summary>
/// The folder of all that is written, taken for this run before anything is: a second one would empty the first one's logs and share its
/// database.
/// </summary>
internal sealed class DataFolder : IDisposable
{
    private readonly string _path;
    private readonly FileStream _lock;

    private DataFolder(string path, FileStream held) => (_path, _lock) = (path, held);

    /// <exception cref="LauncherException">Another run has it, or it cannot be written.</exception>
    public static DataFolder Take(string path)
    {
        Write(path, () => Directory.CreateDirectory(path));
        var file = Path.Combine(path, "run.lock");
        try
        {
            return new(path, new FileStream(file, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, Options = FileOptions.DeleteOnClose }));
        }
        catch (IOException) when (File.Exists(file))
        {
            throw new LauncherException($"{path} is in use by another run: end that one, or choose another folder with --data.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Failed(path, exception);
        }
    }

    /// <exception cref="LauncherException">What <paramref name="work"/> writes cannot be written.</exception>
    public T Write<T>(Func<T> work) => Write(_path, work);

    public void Dispose() => _lock.Dispose();

    private static T Write<T>(string path, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Failed(path, exception);
        }
    }

    private static LauncherException Failed(string path, Exception exception) =>
        new($"--data: {path} cannot be written ({exception.Message.TrimEnd('.')}): make room, check its permissions, or choose another folder.");
}

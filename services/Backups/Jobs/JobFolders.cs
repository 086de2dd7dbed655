using Microsoft.Extensions.Options;
using Strangler.Services.Backups.Client;

namespace Strangler.Services.Backups.Jobs;

/// <summary>
/// The folders of the jobs: one for each job with its upload and its client's files, removed with the job (Q6, Q7),
/// and one for the users' keys, which stay. Only one process at a time may use them.
/// </summary>
internal sealed class JobFolders(IOptions<JobsOptions> options, IEarlierProcess earlier) : IJobFolder, IDisposable
{
    private const int ReadOnlyDisk = 30; // EROFS, errno.h

    private const string Running = "running";

    private readonly string _root = Path.GetFullPath(options.Value.Folder);
    private readonly bool _isBeside = earlier.IsThere;
    private FileStream? _lock;
    private volatile string? _problem;

    /// <summary>What was in the way last: of the process at its start, or of a job since.</summary>
    public string? Problem => _problem;

    /// <summary>Where the users' keys are kept.</summary>
    public string Identities => Path.Combine(_root, "identities");

    /// <summary>The marks of all processes that run for this one's jobs begin with this: beside an earlier process in a folder of its own.</summary>
    public string Mark { get; } = MarkOf(Path.Combine(options.Value.Folder, earlier.IsThere ? $"{Running}-{Environment.ProcessId}" : Running));

    /// <summary>Takes the folder for this process; beside an earlier one, which has it until it ends, what this one needs of it.</summary>
    /// <returns>Null; or why it cannot be written, so that no job can be started: all else can.</returns>
    /// <exception cref="OptionsValidationException">Another process uses it, or it cannot be.</exception>
    public string? Take()
    {
        try
        {
            PrivateFolder.Create(_root);
            if (!_isBeside)
                _lock = Lock();
            PrivateFolder.Create(Mark);
            return null;
        }
        catch (Exception ex) when (ex is UnauthorizedAccessException || ex.HResult == ReadOnlyDisk)
        {
            Note(ex);
            return ex.Message;
        }
        catch (IOException ex)
        {
            throw new OptionsValidationException(nameof(JobsOptions), typeof(JobsOptions),
                [$"Services:Jobs:Folder is '{_root}', which cannot be used ({ex.Message}). Another gateway may have it: stop that one, or name another folder. One that was killed and does not end waits for a disk or share that hangs: docs/runbook.md, 'The gateway is dead'."]);
        }
    }

    /// <summary>Takes all of the folder, once the earlier process has let go of it.</summary>
    public bool TryTakeRest()
    {
        try
        {
            _lock ??= Lock();
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Ends what earlier processes left running, and removes what their jobs left behind; returns the numbers of both.</summary>
    public (int Processes, int Folders) Sweep() => Sweep(mark => !_isBeside || mark != Mark);

    /// <inheritdoc/>
    public void SweepOthers() => Sweep(mark => mark != Mark);

    private (int Processes, int Folders) Sweep(Func<string, bool> isLeft)
    {
        var (processes, folders) = (0, 0);
        foreach (var mark in Directory.GetDirectories(_root, Running + "*").Select(MarkOf).Where(isLeft))
        {
            processes += ProcessTree.KillOrphans(mark);
            foreach (var left in Directory.GetDirectories(mark))
            {
                folders++;
                Remove(left);
            }

            if (mark != Mark)
                Remove(mark);
        }

        return (processes, folders);
    }

    /// <summary>Makes a job's folder.</summary>
    /// <exception cref="IOException">E.g. the disk is full.</exception>
    public string Create(string jobId)
    {
        try
        {
            var folder = PrivateFolder.Create(PathOf(jobId));
            _problem = null;
            return folder;
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            Note(ex);
            throw;
        }
    }

    public string PathOf(string jobId) => Mark + jobId;

    /// <summary>Removes a job's folder with all that is in it; false if something still uses it. Then the next start removes it.</summary>
    public static bool Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            return true;
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    public void Dispose() => _lock?.Dispose();

    private static string MarkOf(string folder) => Path.GetFullPath(folder) + Path.DirectorySeparatorChar;

    private FileStream Lock() => new(Path.Combine(_root, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

    private void Note(Exception problem) => _problem = $"Services:Jobs:Folder is '{_root}', which cannot be written: {problem.Message}";
}

using System.Globalization;
using Microsoft.Extensions.Options;
using Strangler.Contract.Management;
using Strangler.Gateway.Configuration;
using Strangler.Services.Backups.Jobs;
using Strangler.ShadowDiff.Store;

namespace Strangler.Gateway.Doctor;

/// <summary>Whether the gateway can write where it has to, and whether there is room.</summary>
internal sealed class FolderExamination(GatewayFiles files, IOptions<DatabaseOptions> database, IOptions<RetentionOptions> retention, IOptions<JobsOptions> jobs)
{
    /// <summary>Of an upload, or of a day of the log: less is gone before anybody looks.</summary>
    private const long Least = 256L << 20;

    private const long MiB = 1 << 20;

    public IEnumerable<Finding> Examine()
    {
        var data = Path.GetDirectoryName(Path.GetFullPath(database.Value.Database))!;
        var uploads = jobs.Value.Folder is { Length: > 0 } own ? Path.GetFullPath(own) : data;
        yield return Writable("configuration", files.Folder, "a change of a stage is in force and not kept");
        yield return Writable("database", data, "neither audit nor evidence is kept");
        foreach (var (folder, needed, what) in new[] { (data, retention.Value.MaxDatabaseBytes, "ShadowDiff:MaxDatabaseBytes"), (uploads, Least, "uploads") }.DistinctBy(one => one.Item1))
            yield return Room(folder, needed, what);
    }

    private static Finding Writable(string what, string folder, string otherwise)
    {
        try
        {
            using var file = new FileStream(Path.Combine(folder, $"doctor-{Guid.NewGuid():N}.tmp"), new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                Options = FileOptions.DeleteOnClose,
            });
            return Finding.Good("folders", $"{what}: {folder} can be written.");
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return Finding.Bad("folders", $"{what}: {folder} cannot be written ({ex.Message.TrimEnd('.')}): {otherwise}.", "Make it, and give the gateway's user the right to write there.");
        }
    }

    private static Finding Room(string folder, long needed, string what)
    {
        try
        {
            var free = new DriveInfo(folder).AvailableFreeSpace;
            var seen = string.Create(CultureInfo.InvariantCulture, $"{folder} has {free / MiB:N0} MiB free");
            return free < Least ? Finding.Bad("disk", $"{seen}.", "Make room: what cannot be written is lost, and uploads fail.")
                : free < needed ? Finding.Doubtful("disk", string.Create(CultureInfo.InvariantCulture, $"{seen}, less than {needed / MiB:N0} MiB ({what})."), $"Make room, or lower {what}.")
                : Finding.Good("disk", $"{seen}.");
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return Finding.Doubtful("disk", $"{folder}: the system does not say what is free ({ex.Message.TrimEnd('.')}).", "Look by hand.");
        }
    }
}

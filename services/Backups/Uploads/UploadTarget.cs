using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;
using Strangler.Services.Flask.Multipart;

namespace Strangler.Services.Backups.Uploads;

/// <summary>Where the one file of an upload is stored. Disposing deletes it unless <see cref="IsKept"/> is set.</summary>
internal sealed partial class UploadTarget(string folder, string prefix, Func<string, SafeFileHandle> create, ILogger logger) : IDisposable
{
    private string? _createdPath;

    /// <summary>Whether there was a file, stored or refused.</summary>
    public bool IsUsed => File is not null || Refusal is not null;

    public UploadedFile? File { get; private set; }

    public Upload.Refused? Refusal { get; private set; }

    public bool IsKept { get; set; }

    /// <summary>Stores the current part's content. A refused file is left unread: the rest of the form may turn out to be malformed, and that error takes precedence.</summary>
    /// <exception cref="IOException">The form cannot be read. Failures to write are a <see cref="Refusal"/>.</exception>
    public async Task StoreAsync(string name, MultipartReader reader, CancellationToken cancellationToken)
    {
        Refusal = RefusalOf(name);
        if (Refusal is not null)
            return;
        var path = Path.Combine(folder, prefix + name);
        using var writer = Open(path);
        while (writer is not null && await reader.ReadContentAsync(cancellationToken) is { IsEmpty: false } content)
        {
            if (!await TryWriteAsync(writer, content))
                return;
        }

        File = writer?.Complete(name, path);
    }

    public void Dispose()
    {
        try
        {
            if (_createdPath is not null && !IsKept)
                System.IO.File.Delete(_createdPath);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            LogNotDeleted(error, _createdPath!);
        }
    }

    private Upload.Refused? RefusalOf(string name)
    {
        if (name.Length == 0)
            return new Upload.Refused(UploadProblem.EmptyName, "No file selected");
        var text = UploadName.ProblemOf(prefix, name, OperatingSystem.IsWindows());
        return text is null ? null : new Upload.Refused(UploadProblem.NameNotAllowed, text);
    }

    private UploadWriter? Open(string path)
    {
        try
        {
            var writer = new UploadWriter(create(path));
            _createdPath = path;
            return writer;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Fail(error);
            return null;
        }
    }

    private async ValueTask<bool> TryWriteAsync(UploadWriter writer, ReadOnlyMemory<byte> content)
    {
        try
        {
            await writer.WriteAsync(content);
            return true;
        }
        catch (IOException error)
        {
            Fail(error);
            return false;
        }
    }

    private void Fail(Exception error)
    {
        LogNotStored(error);
        Refusal = error switch
        {
            PathTooLongException => new(UploadProblem.NameNotAllowed, UploadName.TooLong),
            IOException io when IsDiskFull(io) => new(UploadProblem.DiskFull, "No space left to store the file"),
            _ => new(UploadProblem.WriteFailed, "the file could not be stored"),
        };
    }

    /// <summary>Told by the system's error number: ERROR_HANDLE_DISK_FULL and ERROR_DISK_FULL, or ENOSPC and EDQUOT (Linux, macOS).</summary>
    private static bool IsDiskFull(IOException error) =>
        OperatingSystem.IsWindows() ? (error.HResult & 0xFFFF) is 39 or 112 : error.HResult is 28 or 122 or 69;

    [LoggerMessage(LogLevel.Error, "An upload could not be stored.")]
    private partial void LogNotStored(Exception error);

    [LoggerMessage(LogLevel.Warning, "{Path} is left of a refused upload and could not be deleted.")]
    private partial void LogNotDeleted(Exception error, string path);
}

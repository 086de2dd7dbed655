namespace Strangler.Services.Backups.Uploads;

/// <summary>The outcome of an upload: a <see cref="Stored"/> file or a reason why it was <see cref="Refused"/>.</summary>
internal abstract record Upload
{
    private Upload()
    {
    }

    /// <param name="Fields">The text fields by name; of several with one name, the first. Fields without a name are left out.</param>
    internal sealed record Stored(IReadOnlyDictionary<string, string> Fields, UploadedFile File) : Upload;

    /// <summary>Nothing of the upload is on disk.</summary>
    /// <param name="Text">For the client: a clear sentence without paths.</param>
    internal sealed record Refused(UploadProblem Problem, string Text) : Upload;
}

/// <summary>A file as it was uploaded and stored.</summary>
/// <param name="Name">As the client named it.</param>
/// <param name="Sha256">64 hexadecimal digits in lower case.</param>
/// <param name="Checksum">As the POSIX command <c>cksum</c> computes it; the backup server's database holds the same.</param>
internal sealed record UploadedFile(string Name, string Path, long Length, string Sha256, uint Checksum);

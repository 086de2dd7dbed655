namespace Strangler.Services.Backups.Uploads;

/// <summary>What came of an upload: a <see cref="Stored"/> file or a reason why it was <see cref="Refused"/>.</summary>
internal abstract record Upload
{
    private Upload()
    {
    }

    /// <param name="Fields">The text fields by name; of equal names the first. Fields without a name are left out.</param>
    internal sealed record Stored(IReadOnlyDictionary<string, string> Fields, UploadedFile File) : Upload;

    /// <summary>Nothing of the upload is on disk.</summary>
    /// <param name="Text">For the client: a clear sentence without paths.</param>
    internal sealed record Refused(UploadProblem Problem, string Text) : Upload;
}

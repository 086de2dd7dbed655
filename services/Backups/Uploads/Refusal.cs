using Microsoft.AspNetCore.Http;

namespace Strangler.Services.Backups.Uploads;

/// <summary>Why a backup is not started.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Error">What the client is told.</param>
/// <param name="IsShown">Whether the general status shows it, too, as it shows everything that legacy answers with 500 (contract 4).</param>
internal sealed record Refusal(int Status, string Error, bool IsShown)
{
    private const string Prefix = "Backup start error: ";

    public static readonly Refusal NoFile = new(StatusCodes.Status400BadRequest, "No file uploaded", IsShown: false);
    public static readonly Refusal NoFileName = new(StatusCodes.Status400BadRequest, "No file selected", IsShown: false);
    public static readonly Refusal TooManyWaiting = OurTrouble(StatusCodes.Status503ServiceUnavailable, "too many backups are waiting; try again later");

    /// <summary>The server that the backup is for is not on the list of allowed ones.</summary>
    public static readonly Refusal ServerNotAllowed = ClientsFault("this backup server is not on the list of allowed ones", StatusCodes.Status403Forbidden);

    public static Refusal Of(Upload.Refused upload) => upload.Problem switch
    {
        UploadProblem.NoFile => NoFile,
        UploadProblem.EmptyName => NoFileName,
        UploadProblem.TooManyParts or UploadProblem.TooLarge => ClientsFault(upload.Text, StatusCodes.Status413PayloadTooLarge),
        UploadProblem.DiskFull or UploadProblem.WriteFailed => OurTrouble(StatusCodes.Status500InternalServerError, upload.Text),
        _ => ClientsFault(upload.Text),
    };

    /// <summary>The client asked for something impossible. Legacy mostly answers 500; but an error of the client is not a failure of the server (Q12).</summary>
    public static Refusal ClientsFault(string text, int status = StatusCodes.Status400BadRequest) => new(status, Prefix + text, IsShown: true);

    /// <summary>The server cannot do it at the moment.</summary>
    public static Refusal OurTrouble(int status, string text) => new(status, Prefix + text, IsShown: true);
}

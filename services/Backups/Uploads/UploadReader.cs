using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Win32.SafeHandles;
using Strangler.Services.Flask;
using Strangler.Services.Flask.Multipart;

namespace Strangler.Services.Backups.Uploads;

/// <summary>Reads the form of <c>POST /api/start_backup</c> (contract 5) and stores its file while it arrives.</summary>
internal sealed partial class UploadReader(IOptions<UploadOptions> options, ILogger<UploadReader> logger)
{
    private readonly UploadOptions _options = options.Value;

    /// <summary>Creates the file; tests put a full disk here.</summary>
    internal Func<string, SafeFileHandle> CreateFile { get; init; } = UploadWriter.Create;

    /// <summary>
    /// Stores the first file part named <c>file</c> in <paramref name="folder"/>, under <paramref name="prefix"/> and its own name. Unless
    /// the result is <see cref="Upload.Stored"/>, nothing of it is left there, not even when this throws.
    /// </summary>
    /// <exception cref="BadHttpRequestException">408: the upload came too slowly.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<Upload> ReadAsync(HttpRequest request, string folder, string prefix, CancellationToken cancellationToken)
    {
        var boundary = BodyTypes.Of(request.ContentType) == BodyType.Multipart ? MultipartReader.BoundaryOf(request.ContentType) : null;
        using var reader = new MultipartReader(request.Body, boundary, new MultipartLimits(_options.BufferSize, _options.FieldsLimit));
        using var target = new UploadTarget(folder, prefix, CreateFile, logger);
        try
        {
            var upload = await ReadFormAsync(reader, target, cancellationToken);
            await reader.SkipRestAsync(_options.DrainLimit, cancellationToken);
            target.IsKept = upload is Upload.Stored;
            return upload;
        }
        catch (IOException error) when (error is not BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout })
        {
            LogCutOff(error);
            return new Upload.Refused(UploadProblem.CutOff, "the upload was cut off");
        }
    }

    private static async Task<Upload> ReadFormAsync(MultipartReader reader, UploadTarget target, CancellationToken cancellationToken)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await reader.ReadPartAsync(cancellationToken) is { } part)
        {
            if (part is { Name: "file", FileName: { } name } && !target.IsUsed)
                await target.StoreAsync(name, reader, cancellationToken);
            else if (!part.IsFile && await reader.ReadTextAsync(part, cancellationToken) is { } text && part.Name is not null)
                fields.TryAdd(part.Name, text);
        }

        if (reader.Problem is { } problem)
            return Refusal(problem);
        return target.File is { } file ? new Upload.Stored(fields, file) : target.Refusal ?? Refusal(MultipartProblem.Malformed);
    }

    private static Upload.Refused Refusal(MultipartProblem problem) => problem switch
    {
        MultipartProblem.TooManyParts => new(UploadProblem.TooManyParts, $"the form has more than {MultipartReader.MaxParts} parts"),
        MultipartProblem.TooLarge => new(UploadProblem.TooLarge, "the fields of the form are too large"),
        MultipartProblem.UnknownCharset => new(UploadProblem.UnknownCharset, "the form declares an unknown charset"),
        _ => new(UploadProblem.NoFile, "No file uploaded"),
    };

    [LoggerMessage(LogLevel.Information, "An upload was cut off.")]
    private partial void LogCutOff(Exception error);
}

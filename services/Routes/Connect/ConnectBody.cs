using Microsoft.AspNetCore.Http;
using Strangler.Services.Flask;
using Strangler.Services.Flask.Multipart;
using Strangler.Services.Flask.Python;

namespace Strangler.Services.Routes.Connect;

/// <summary>What a connect request carries: a JSON value, form fields as a dict of texts, or nothing.</summary>
/// <param name="Value">Null for a body that cannot be read, for the reason in <paramref name="Failure"/>.</param>
internal readonly record struct ConnectBody(PythonValue? Value, bool IsTooLarge = false, string Failure = ConnectAnswers.Malformed)
{
    private static readonly PythonDict Empty = new(new Dictionary<string, PythonValue>());

    public static async Task<ConnectBody> ReadAsync(HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        var type = BodyTypes.Of(request.ContentType);
        if (type == BodyType.Other)
            return new ConnectBody(Empty);
        var bytes = await BoundedBody.ReadAsync(request, limit, cancellationToken);
        if (bytes is null)
            return new ConnectBody(null, IsTooLarge: true);
        return type switch
        {
            BodyType.Json => new ConnectBody(Json(bytes)),
            BodyType.UrlEncoded => new ConnectBody(FormFields.FromUrlEncoded(bytes)),
            _ => await MultipartAsync(bytes, request.ContentType, cancellationToken),
        };
    }

    private static async Task<ConnectBody> MultipartAsync(byte[] bytes, string? contentType, CancellationToken cancellationToken)
    {
        var fields = new Dictionary<string, PythonValue>(StringComparer.Ordinal);
        using var reader = new MultipartReader(new MemoryStream(bytes), MultipartReader.BoundaryOf(contentType), new MultipartLimits(bytes.Length + 1, bytes.Length));
        while (await reader.ReadPartAsync(cancellationToken) is { } part)
        {
            // Even a form with nothing but a field without a name is not empty.
            if (!part.IsFile && await reader.ReadTextAsync(part, cancellationToken) is { } text)
                fields.TryAdd(part.Name ?? "", new PythonText(text));
        }

        return reader.Problem switch
        {
            null => new ConnectBody(new PythonDict(fields)),
            MultipartProblem.Malformed => new ConnectBody(Empty),
            MultipartProblem.TooManyParts => new ConnectBody(null, Failure: ConnectAnswers.TooManyParts),
            _ => new ConnectBody(null, Failure: ConnectAnswers.InternalError),
        };
    }

    private static PythonValue? Json(ReadOnlySpan<byte> bytes) =>
        PythonJsonText.TryDecode(bytes, out var text) && PythonJsonReader.TryRead(text, out var value) ? value : null;
}

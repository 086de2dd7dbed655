using Microsoft.AspNetCore.Http;
using Strangler.Services.Python;
using Strangler.Services.Wire;

namespace Strangler.Services.Connect;

/// <summary>What a connect request carries: a JSON value, form fields as a dict of texts, or nothing. Null for a body that is no JSON.</summary>
internal readonly record struct ConnectBody(PythonValue? Value, bool IsTooLarge = false)
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
            _ => new ConnectBody(await FormFields.FromMultipartAsync(bytes, request.ContentType, cancellationToken)),
        };
    }

    private static PythonValue? Json(ReadOnlySpan<byte> bytes) =>
        PythonJsonText.TryDecode(bytes, out var text) && PythonJsonReader.TryRead(text, out var value) ? value : null;
}

namespace Strangler.Services.Flask;

/// <summary>How a view reads a request body.</summary>
internal enum BodyType
{
    Other,
    Json,
    UrlEncoded,
    Multipart,
}

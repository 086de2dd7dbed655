namespace Strangler.Services.Flask.Multipart;

/// <summary>What the headers of a part say. The name may be missing; a part with a file name, even an empty one, is a file.</summary>
internal sealed record MultipartPart(string? Name, string? FileName, string? ContentType)
{
    public bool IsFile => FileName is not null;
}

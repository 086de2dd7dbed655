namespace Strangler.ShadowDiff.Model;

/// <summary>The parts of a response that are compared.</summary>
internal enum ResponsePart
{
    Status,
    Reason,
    Header,
    Body,
}

/// <summary>
/// A place in a response. In text: <c>status</c>, <c>reason</c>, <c>header Allow</c>, <c>body</c> for the whole body,
/// <c>body /files/0/name</c> for a place in a JSON body (RFC 6901).
/// </summary>
/// <param name="Part">The part of the response.</param>
/// <param name="Path">Empty for the part as a whole, a header's name, or the place in the body.</param>
/// <param name="Pattern">As <paramref name="Path"/>, with <c>*</c> for each array index, and <c>{}</c> for each entry of an object that has many.</param>
internal readonly record struct Location(ResponsePart Part, string Path, string Pattern)
{
    public static readonly Location Status = new(ResponsePart.Status, "", "");
    public static readonly Location Reason = new(ResponsePart.Reason, "", "");
    public static readonly Location Body = new(ResponsePart.Body, "", "");

    public static Location Header(string name) => new(ResponsePart.Header, name, name);

    /// <summary>The text form with each array index as <c>*</c>.</summary>
    public string ToPattern() => Format(Part, Pattern);

    public override string ToString() => Format(Part, Path);

    public static string Format(ResponsePart part, string path)
    {
        var name = part.ToString().ToLowerInvariant();
        return path.Length == 0 ? name : $"{name} {path}";
    }
}

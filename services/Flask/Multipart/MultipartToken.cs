namespace Strangler.Services.Flask.Multipart;

/// <summary>What a <see cref="MultipartScanner"/> found at the start of the bytes it was given.</summary>
/// <param name="Length">How many of them are the headers or the content.</param>
/// <param name="Consumed">How many of them are done with.</param>
internal readonly record struct MultipartToken(MultipartTokenType Type, int Length, int Consumed);

/// <summary>The tokens of a form.</summary>
internal enum MultipartTokenType
{
    /// <summary>Nothing yet. If no byte was consumed either, more are needed.</summary>
    None,

    /// <summary>The headers of a part, without the blank line after them.</summary>
    Headers,

    /// <summary>Content of the part; more follows.</summary>
    Content,

    /// <summary>The rest of the part's content, which may be empty.</summary>
    LastContent,

    /// <summary>The closing delimiter. What follows it is ignored.</summary>
    End,
}

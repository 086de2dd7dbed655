namespace Strangler.Services.Flask.Multipart;

/// <summary>The tokens of a form.</summary>
internal enum MultipartTokenType
{
    /// <summary>Nothing yet. If no byte was consumed either, more are needed.</summary>
    None,

    /// <summary>The headers of a part, without the blank line behind them.</summary>
    Headers,

    /// <summary>Content of the part; more follows.</summary>
    Content,

    /// <summary>The rest of the part's content, which may be empty.</summary>
    LastContent,

    /// <summary>The closing delimiter. What follows it does not count.</summary>
    End,
}

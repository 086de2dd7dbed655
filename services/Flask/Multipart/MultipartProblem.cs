namespace Strangler.Services.Flask.Multipart;

/// <summary>Why a form cannot be read.</summary>
internal enum MultipartProblem
{
    /// <summary>Cut off, without a closing delimiter, or with part headers that cannot be read. Legacy then has no form at all.</summary>
    Malformed,

    /// <summary>More parts than <see cref="MultipartReader.MaxParts"/>.</summary>
    TooManyParts,

    /// <summary>A part's headers, or the fields together, go beyond <see cref="MultipartLimits"/>.</summary>
    TooLarge,

    /// <summary>A field or a file name declares an encoding that nobody knows.</summary>
    UnknownCharset,
}

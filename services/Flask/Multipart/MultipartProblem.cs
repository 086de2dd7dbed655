namespace Strangler.Services.Flask.Multipart;

/// <summary>Why a form cannot be read.</summary>
internal enum MultipartProblem
{
    /// <summary>Cut off, without a closing delimiter, or with part headers that cannot be read. To legacy such a form is empty.</summary>
    Malformed,

    /// <summary>More parts than <see cref="MultipartReader.MaxParts"/>.</summary>
    TooManyParts,

    /// <summary>A part's headers, or the fields together, exceed <see cref="MultipartLimits"/>.</summary>
    TooLarge,

    /// <summary>A field or a file name declares an unknown encoding.</summary>
    UnknownCharset,
}

/// <summary>What a form may hold in memory.</summary>
/// <param name="Buffer">Bytes read at once. The headers of a part must fit, and so must a delimiter with its padding.</param>
/// <param name="Fields">Bytes of all fields together, their headers included.</param>
internal readonly record struct MultipartLimits(int Buffer, int Fields);

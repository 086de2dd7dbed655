namespace Strangler.Services.Flask.Multipart;

/// <summary>What a form may hold in memory.</summary>
/// <param name="Buffer">Bytes read at once. The headers of a part must fit, and so must a delimiter with its padding.</param>
/// <param name="Fields">Bytes of all fields together, their headers included.</param>
internal readonly record struct MultipartLimits(int Buffer, int Fields);

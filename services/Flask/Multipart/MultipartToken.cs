namespace Strangler.Services.Flask.Multipart;

/// <summary>What a <see cref="MultipartScanner"/> saw at the start of the bytes it was given.</summary>
/// <param name="Length">How many of them are the headers or the content.</param>
/// <param name="Consumed">How many of them are done with.</param>
internal readonly record struct MultipartToken(MultipartTokenType Type, int Length, int Consumed);

using Microsoft.Extensions.Primitives;

namespace Strangler.Cutover.Cases;

/// <summary>A request as it goes out.</summary>
/// <param name="Target">Byte for byte as on the request line.</param>
/// <param name="Headers">Names without regard to case; without a <c>Host</c> each side gets its own.</param>
/// <param name="Body">Null for a request that announces none.</param>
internal sealed record CaseRequest(string Method, string Target, IReadOnlyDictionary<string, StringValues> Headers, byte[]? Body);

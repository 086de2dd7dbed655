using System.Text.Json.Serialization;

namespace Strangler.CommandLine.Cases.Har;

/// <summary>The members of an HTTP archive 1.2 that a replay needs.</summary>
internal sealed record HarFile(HarLog? Log);

/// <summary>The list of exchanges.</summary>
internal sealed record HarLog(IReadOnlyList<HarEntry>? Entries);

/// <summary>One exchange.</summary>
internal sealed record HarEntry(DateTimeOffset? StartedDateTime, HarRequest? Request);

/// <summary>Its request; <c>BodySize</c> is -1 where the browser does not know.</summary>
internal sealed record HarRequest(string? Method, string? Url, IReadOnlyList<HarHeader>? Headers, HarPostData? PostData, long BodySize = -1);

/// <summary>One field of a request.</summary>
internal sealed record HarHeader(string Name, string Value);

/// <summary>A request's body.</summary>
internal sealed record HarPostData(string? MimeType, string? Text);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(HarFile))]
internal sealed partial class HarJson : JsonSerializerContext;

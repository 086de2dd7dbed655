using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Strangler.ShadowDiff.Triage;

/// <summary>The management API's form of an error, for each change that reads an <see cref="AuditedBody"/>.</summary>
/// <param name="Error">What is wrong, and what to do.</param>
/// <param name="Errors">Where several are refused at once, why each is; null otherwise.</param>
internal sealed record RefusedChange(string Error, IReadOnlyList<string>? Errors)
{
    /// <summary>The answer with a status from 400 on.</summary>
    public static JsonHttpResult<RefusedChange> Answer(int status, string error, IReadOnlyList<string>? errors = null) =>
        TypedResults.Json(new RefusedChange(error, errors), RefusedChangeJson.Readable.RefusedChange, statusCode: status);

    /// <summary>500: the database did not take what is in force, and will be asked again.</summary>
    public static JsonHttpResult<RefusedChange> NotWritten(Exception why) =>
        Answer(StatusCodes.Status500InternalServerError, $"In force, but not on the disk before that can be written: {why.Message}");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.Never)]
[JsonSerializable(typeof(RefusedChange))]
internal sealed partial class RefusedChangeJson : JsonSerializerContext
{
    /// <summary>Writes quotes as quotes: the answers are read in terminals, and never stand inside HTML.</summary>
    public static RefusedChangeJson Readable => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}

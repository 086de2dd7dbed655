using Microsoft.AspNetCore.Http;

namespace Strangler.Services.Descriptions;

/// <summary>Endpoint metadata: an answer that a module gives. It is for the OpenAPI document; nothing on the way of a request reads it.</summary>
/// <param name="Status">Its status.</param>
/// <param name="Meaning">When it is given, as a sentence.</param>
/// <param name="MediaType">Of the body; null for none.</param>
/// <param name="Shape">Of a JSON body, as far as it is declared.</param>
public sealed record DescribedAnswer(int Status, string Meaning, string? MediaType = null, JsonShape? Shape = null)
{
    private static readonly JsonShape Failed = JsonShape.Of(("error", JsonShape.Text), ("success", JsonShape.Flag));

    public static DescribedAnswer Json(JsonShape shape, string meaning = "What was asked for.") => Json(StatusCodes.Status200OK, shape, meaning);

    public static DescribedAnswer Json(int status, JsonShape shape, string meaning) => new(status, meaning, "application/json", shape);

    /// <summary>The body <c>{"error":…,"success":false}</c> of most failures.</summary>
    public static DescribedAnswer Failure(int status, string meaning) => Json(status, Failed, meaning);

    /// <summary>One of Flask's own pages.</summary>
    public static DescribedAnswer Page(int status, string meaning) => new(status, meaning, "text/html");

    public static DescribedAnswer Plain(int status, string meaning) => new(status, meaning, "text/plain");
}

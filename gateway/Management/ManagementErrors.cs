using Microsoft.AspNetCore.Http.HttpResults;
using Strangler.Contract.Management;
using Strangler.Gateway.Cutover;

namespace Strangler.Gateway.Management;

/// <summary>The errors of the management API: a JSON object with <c>error</c> and, where there are several, <c>errors</c>.</summary>
internal static class ManagementErrors
{
    public static IResult BadRequest(string error) => Error(StatusCodes.Status400BadRequest, error);

    public static IResult Forbidden(string error) => Error(StatusCodes.Status403Forbidden, error);

    public static IResult Unauthorized() => Error(StatusCodes.Status401Unauthorized, "Send the header 'Authorization: Bearer <Gateway:ManagementToken>', or log in with the token as the password.");

    public static IResult NotFound(string error = "There is nothing here; docs/api.md lists the management API.") => Error(StatusCodes.Status404NotFound, error);

    public static IResult Unprocessable(string error) => Error(StatusCodes.Status422UnprocessableEntity, error);

    public static IResult Failed(string error) => Error(StatusCodes.Status500InternalServerError, error);

    public static IResult MethodNotAllowed(string method) => Error(StatusCodes.Status405MethodNotAllowed, $"{method} is not used here: GET reads, POST changes.");

    public static IResult TooLarge(int bytes) => Error(StatusCodes.Status413PayloadTooLarge, $"The body is larger than {bytes} bytes.");

    /// <summary>For a body that the server gave up reading: malformed, too large or too slow.</summary>
    public static IResult Unreadable(BadHttpRequestException problem) => Error(problem.StatusCode, $"The body cannot be read: {problem.Message}");

    public static IResult UnsupportedMediaType(string error) => Error(StatusCodes.Status415UnsupportedMediaType, error);

    public static IResult From(CutoverRefusal refusal) => Error(
        refusal.Kind switch
        {
            CutoverRefusalKind.Unknown => StatusCodes.Status404NotFound,
            CutoverRefusalKind.Invalid => StatusCodes.Status400BadRequest,
            CutoverRefusalKind.Constraint or CutoverRefusalKind.Gate or CutoverRefusalKind.NotReady or CutoverRefusalKind.Latched => StatusCodes.Status409Conflict,
            CutoverRefusalKind.NoLegacy => StatusCodes.Status422UnprocessableEntity, // 409 can be forced
            _ => StatusCodes.Status500InternalServerError,
        },
        Sentences.Of(refusal.Errors),
        refusal.Errors);

    private static JsonHttpResult<ErrorResponse> Error(int status, string error, IReadOnlyList<string>? errors = null) =>
        TypedResults.Json(new ErrorResponse(error, errors), ManagementJson.Readable.ErrorResponse, statusCode: status);
}

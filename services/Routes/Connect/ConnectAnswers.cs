using System.Globalization;
using Microsoft.AspNetCore.Http;
using Strangler.Services.Flask;
using Strangler.Services.Flask.Python;

namespace Strangler.Services.Routes.Connect;

/// <summary>The answers of <c>/api/connect</c> (contract 5).</summary>
internal static class ConnectAnswers
{
    public const string Malformed = "400 Bad Request: The browser (or proxy) sent a request that this server could not understand.";
    public const string TooManyParts = "413 Request Entity Too Large: The data value transmitted exceeds the capacity limit.";
    public const string NotAnObject = "the request body must be a JSON object";
    public const string InternalError = "internal error";

    public static readonly Answer NoData = Answer.Failure(StatusCodes.Status400BadRequest, "No configuration data provided");

    public static Answer Missing(IEnumerable<string> fields) =>
        Answer.Failure(StatusCodes.Status400BadRequest, "Missing required fields: " + string.Join(", ", fields));

    public static Answer Failed(string message) => Answer.Failure(StatusCodes.Status500InternalServerError, message);

    public static Answer TooLarge(int limit) => Answer.Failure(StatusCodes.Status413PayloadTooLarge,
        string.Create(CultureInfo.InvariantCulture, $"Connection error: the request body is larger than {limit} bytes"));

    public static Answer Tested(bool connected, string message, ConnectRequest request) => Answer.Json(StatusCodes.Status200OK,
        new PythonDict(new Dictionary<string, PythonValue>
        {
            ["connected"] = PythonBool.Of(connected),
            ["message"] = new PythonText(message),
            ["server_config"] = new PythonDict(new Dictionary<string, PythonValue>
            {
                ["host"] = request.Host,
                ["port"] = request.Port,
                ["username"] = request.Username,
            }),
            ["success"] = PythonBool.Of(connected),
        }));
}

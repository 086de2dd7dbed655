using Microsoft.AspNetCore.Http;
using Strangler.Services.Flask;
using Strangler.Services.Flask.Python;

namespace Strangler.Services.Routes.CheckReceipt;

/// <summary>The answers of <c>/api/check_receipt/&lt;filename&gt;</c> (contract 5).</summary>
internal static class CheckReceiptAnswers
{
    public static Answer Received(Dictionary<string, PythonValue> fields)
    {
        fields["received"] = PythonBool.True;
        fields["success"] = PythonBool.True;
        return Answer.Json(StatusCodes.Status200OK, new PythonDict(fields));
    }

    public static Answer NotReceived(string name, string folder) => Answer.Json(StatusCodes.Status200OK,
        new PythonDict(new Dictionary<string, PythonValue>
        {
            ["error"] = new PythonText($"File {name} not found in {folder}"),
            ["filename"] = new PythonText(name),
            ["received"] = PythonBool.False,
            ["success"] = PythonBool.True,
        }));

    /// <summary>Legacy's prefix, without the path or the system's text after it (Q12).</summary>
    public static Answer Failed(string reason) => Answer.Json(StatusCodes.Status500InternalServerError,
        new PythonDict(new Dictionary<string, PythonValue>
        {
            ["error"] = new PythonText("Error checking file receipt: " + reason),
            ["received"] = PythonBool.False,
            ["success"] = PythonBool.False,
        }));
}

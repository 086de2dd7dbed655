using Microsoft.AspNetCore.Http;
using Strangler.Services.Backups.Receipts;
using Strangler.Services.Flask;
using Strangler.Services.Flask.Python;

namespace Strangler.Services.Routes.ReceivedFiles;

/// <summary>The answers of <c>/api/received_files</c> (contract 5).</summary>
internal static class ReceivedFilesAnswers
{
    /// <summary>The totals are those of all files, whatever page is shown.</summary>
    public static Answer Listed(string folder, IReadOnlyList<ReceivedFile> all, IReadOnlyList<PythonValue> shown) => Answer.Json(StatusCodes.Status200OK,
        new PythonDict(new Dictionary<string, PythonValue>
        {
            ["directory"] = new PythonText(folder),
            ["files"] = new PythonList(shown),
            ["success"] = PythonBool.True,
            ["total_files"] = PythonInt.Of(all.Count),
            ["total_size"] = PythonInt.Of(all.Sum(file => file.Facts.Size)),
        }));

    public static Answer NoFolder(string folder) => Answer.Json(StatusCodes.Status200OK,
        new PythonDict(new Dictionary<string, PythonValue>
        {
            ["error"] = new PythonText($"Monitored directory {folder} does not exist"),
            ["files"] = new PythonList([]),
            ["success"] = PythonBool.False,
        }));
}

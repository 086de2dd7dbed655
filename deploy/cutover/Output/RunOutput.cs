using System.Text;
using System.Text.Json;
using Strangler.CommandLine.Exit;
using Strangler.CommandLine.Parity;
using Strangler.ShadowDiff.Model;

namespace Strangler.CommandLine.Output;

/// <summary>Where a run is written: the screen, or JSON on standard output, and the files that were asked for.</summary>
internal sealed class RunOutput
{
    private readonly bool _isJson;
    private readonly string? _jsonFile;
    private readonly string? _junitFile;

    /// <param name="isJson">JSON on standard output instead of the table.</param>
    /// <param name="jsonFile">Where to write the JSON; null for nowhere.</param>
    /// <param name="junitFile">Where to write JUnit XML; null for nowhere.</param>
    /// <exception cref="CommandException">A file has no folder to be in: said before the run, not after it.</exception>
    public RunOutput(bool isJson, string? jsonFile, string? junitFile) =>
        (_isJson, _jsonFile, _junitFile) = (isJson, Check("--json", jsonFile), Check("--junit", junitFile));

    /// <exception cref="CommandException">A file cannot be written.</exception>
    public void Write(RunResult run)
    {
        var json = PlainText.Escape(JsonSerializer.Serialize(ParityReport.Of(run), ParityReportJson.Readable.ParityReport).ReplaceLineEndings("\n"));
        if (_isJson)
            Console.WriteLine(json);
        else
            new Screen().Show(run);

        WriteFile(_jsonFile, stream => stream.Write(Encoding.UTF8.GetBytes(json)));
        WriteFile(_junitFile, stream => JUnitReport.Write(run, stream));
    }

    private static void WriteFile(string? path, Action<Stream> write)
    {
        if (path is null)
            return;

        try
        {
            using var stream = File.Create(path);
            write(stream);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{path} cannot be written: {exception.Message}", ExitCode.Refused);
        }
    }

    private static string? Check(string option, string? path) => path is null || Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path)))
        ? path
        : throw new CommandException($"{option}: there is no folder {Path.GetDirectoryName(Path.GetFullPath(path))} to write {Path.GetFileName(path)} to.", ExitCode.BadUsage);
}

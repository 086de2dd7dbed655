using System.CommandLine;
using System.Text.Json;
using Strangler.Cutover.Commands;
using Strangler.Cutover.Parity;

namespace Strangler.Cutover.Output;

/// <summary>Where a run is written: the screen, or JSON on standard output, and the files that were asked for.</summary>
internal sealed class RunOutput
{
    private readonly bool _isJson;
    private readonly string? _jsonFile;
    private readonly string? _junitFile;

    /// <exception cref="CutoverException">A file has no folder to be in: said before the run, not after it.</exception>
    public RunOutput(ParseResult result)
    {
        _jsonFile = Check("--json", result.GetValue(PlayOptions.Json));
        _junitFile = Check("--junit", result.GetValue(PlayOptions.JUnit));
        _isJson = result.GetResult(PlayOptions.Json) is { Implicit: false } && _jsonFile is null;
    }

    /// <exception cref="CutoverException">A file cannot be written.</exception>
    public void Write(RunResult run)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(ParityReport.Of(run), ParityReportJson.Default.ParityReport);
        if (_isJson)
            Console.WriteLine(System.Text.Encoding.UTF8.GetString(json));
        else
            new Screen().Show(run);

        WriteFile(_jsonFile, stream => stream.Write(json));
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
            throw new CutoverException($"{path} cannot be written: {exception.Message}", ExitCode.Refused);
        }
    }

    private static string? Check(string option, string? path) => path is null || Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path)))
        ? path
        : throw new CutoverException($"{option}: there is no folder {Path.GetDirectoryName(Path.GetFullPath(path))} to write {Path.GetFileName(path)} to.", ExitCode.BadUsage);
}

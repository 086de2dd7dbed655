using System.Globalization;
using System.Text.RegularExpressions;

namespace Strangler.Services.Backups.Client;

/// <summary>Reads the lines of the client's standard output (contract 11). Each change of step or percentage is reported once; nothing goes back.</summary>
internal sealed partial class ProgressReader(Action<ClientProgress> report)
{
    private ClientProgress _last;

    public void Read(string line)
    {
        var now = Understand(line);
        if (now == _last)
            return;
        _last = now;
        report(now);
    }

    private ClientProgress Understand(string line) => line switch
    {
        "> Connection Setup" => At(ClientStep.Connecting),
        "> Authentication" => At(ClientStep.Authenticating),
        "> File Transfer" or "> TRANSFERRING" => At(ClientStep.Transferring),
        "> VERIFYING" => At(ClientStep.Verifying),
        "> Transfer Complete" => At(ClientStep.Finishing),
        _ => Sent(line),
    };

    private ClientProgress At(ClientStep step) => step > _last.Step ? _last with { Step = step } : _last;

    // The client counts encrypted bytes and so goes beyond 100 %, and each further attempt starts from 0 again.
    private ClientProgress Sent(string line) =>
        Percentage().Match(line) is { Success: true } match && int.TryParse(match.ValueSpan[^match.Groups[1].Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var percent)
            ? new ClientProgress(At(ClientStep.Transferring).Step, Math.Max(_last.Percent, Math.Min(percent, 100)))
            : _last;

    // Linux writes "Transferring 42% (a/b)", Windows "Transferring [####....]  42% (a/b)".
    [GeneratedRegex(@"^\s*Transferring (?:\[[^\]]*\]\s*)?(\d{1,9})(?=% \()")]
    private static partial Regex Percentage();
}

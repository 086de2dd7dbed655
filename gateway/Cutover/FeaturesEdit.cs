using Strangler.Contract;
using Strangler.Gateway.Configuration;

namespace Strangler.Gateway.Cutover;

/// <summary>Writes <c>features.json</c> and puts in force what it says then.</summary>
internal sealed partial class FeaturesEdit(
    GatewayFiles files, HandEdits edits, CutoverTurn turn, CutoverSwap swap, UnwrittenExits unwritten, Latches latches, TimeProvider time, ILogger<FeaturesEdit> logger)
{
    public const string Outranked = "Written, but an environment variable or an argument of the gateway says otherwise and outranks features.json.";

    /// <summary>How long whoever took a way back waits for its writing to begin.</summary>
    private static readonly TimeSpan ForTheTurn = TimeSpan.FromSeconds(1);

    /// <summary>Whether the last attempt to write succeeded; none was made yet in this process at the start.</summary>
    private volatile bool _isWritten;

    /// <summary>Whether somebody who waited to write has given up: what is written meanwhile may be without that.</summary>
    private bool _isOneLate;

    /// <summary>Whether the file has a write that was given up and came late.</summary>
    private volatile bool _isFileLate;

    /// <summary>What an operator should know of the file that is not a way back; null for nothing.</summary>
    public string? Problem => _isFileLate
        ? "features.json has a change that was refused, which its disk or share carried out late: what is in force is not that, and could not be written back yet, which is tried again every few seconds. A restart before that brings it in force."
        : null;

    /// <summary>How many looks at the file have begun.</summary>
    public long Looks => files.Features.File.Looks;

    /// <summary>Before one's turn: a file that does not answer must not hold up a change.</summary>
    public Task<FileReading> ReadAsync() => Task.Run(files.Features.Read);

    /// <summary>
    /// An edit by hand that the watch has not read yet comes in force first, as that: whoever asks for something in the same moment has neither made it nor meant to undo it.
    /// To be called in one's <see cref="CutoverTurn"/>, before anything is judged by what is in force.
    /// </summary>
    /// <returns>The file, to be edited.</returns>
    public async Task<FileReading> AfterHandEditAsync(FileReading reading)
    {
        reading = files.Features.Current(reading);
        return reading.Errors.Count == 0 && files.Features.File.IsChange(reading.Stamp) && !files.IsLate(reading) && files.Features.Look(reading).Count == 0
            ? await edits.PutInForceAsync(reading)
            : reading; // an edit that has errors, or is not finished, is the watch's to read
    }

    /// <summary>To be called in one's <see cref="CutoverTurn"/>. What is in force and not in the file goes into it along with the edit.</summary>
    /// <param name="reading">The file.</param>
    /// <param name="edit">The edit; null for none.</param>
    /// <param name="who">For the audit.</param>
    /// <param name="why">For the audit.</param>
    /// <param name="released">The route that a person moves by it; null for none.</param>
    public async Task<CutoverOutcome> EditAsync(
        FileReading reading, Func<FeaturesFile, FeaturesFile>? edit, string who, string why, string? released)
    {
        var exits = unwritten.All; // those that are taken from now on are written by whoever takes them
        var errors = files.EditFeatures(reading, file => latches.In(UnwrittenExits.In(file, exits)), edit);
        lock (turn.Moment)
        {
            (_isWritten, _isOneLate) = (errors.Count == 0 && !_isOneLate, false);
            if (errors.Count > 0)
                return CutoverOutcome.Refused(CutoverRefusalKind.File, errors);

            _isFileLate = false;
            unwritten.Forget(exits);
            if (released is not null)
                latches.Release(released);
        }

        // Nothing cancels it: what is written and not in force would come in force with the next change, unaudited.
        return CutoverOutcome.Of(await swap.ApplyAsync(files.Features.FileName, who, why, CancellationToken.None));
    }

    /// <summary>Writes what is in force without being in the file. Nothing cancels it: a way back that is taken is to outlive a restart.</summary>
    public async Task<CutoverOutcome> WriteAsync(string who, string why)
    {
        var reading = await ReadAsync();
        using var patience = new CancellationTokenSource(ForTheTurn, time);
        try
        {
            using var mine = await turn.TakeAsync(patience.Token);
            return await EditAsync(await AfterHandEditAsync(reading), edit: null, who, why, released: null);
        }
        catch (OperationCanceledException)
        {
            lock (turn.Moment)
                (_isWritten, _isOneLate) = (false, true);
            return CutoverOutcome.Refused(CutoverRefusalKind.File, "Another change is still being read or written.");
        }
    }

    /// <summary>Tries once more to write what is in force and could not be written.</summary>
    public async Task RetryAsync(CancellationToken cancellationToken)
    {
        if (!MayOwe)
            return;

        var reading = await ReadAsync();
        using var mine = await turn.TakeAsync(cancellationToken);
        if (!files.Features.File.IsChange(reading.Stamp)) // an edit by hand is newer, and is about to be put in force
            await WriteOwedAsync(reading);
    }

    /// <summary>Writes what is in force and not in the file, if there is anything. To be called in one's <see cref="CutoverTurn"/>.</summary>
    public async Task WriteOwedAsync(FileReading reading)
    {
        if (!MayOwe)
            return;

        var written = await EditAsync(reading, edit: null, files.Features.FileName, "a way back could be written at last", released: null);
        if (written.Refusal is null)
            Written();
    }

    /// <summary>The file has what the gateway gave up writing: what is in force is written again. To be called in one's <see cref="CutoverTurn"/>.</summary>
    public Task TakeBackAsync(FileReading late)
    {
        files.Features.File.HasRead(late.Stamp);
        HasLate();
        return WriteOwedAsync(late);
    }

    /// <summary>The file has it, and what is in force is to be written again.</summary>
    public void HasLate()
    {
        CameLate();
        (_isWritten, _isFileLate) = (false, true);
    }

    /// <summary>What an environment variable outranks is written all the same, and then not tried again.</summary>
    private bool MayOwe => !_isWritten && (_isFileLate || unwritten.Problem is not null || latches.All.Any(latch => !latch.IsConfigured));

    [LoggerMessage(LogLevel.Information, "What is in force and could not be written stands in features.json now")]
    private partial void Written();

    [LoggerMessage(LogLevel.Warning, "features.json has what the gateway gave up writing, which its disk or share carried out late: it is no edit, and what is in force is written again")]
    private partial void CameLate();
}

using Strangler.Services.Flask.Python;

namespace Strangler.Services.Backups.Jobs;

/// <summary>One step in the life of a job, for its <c>events</c> and for the pages (contract 9.5, 10).</summary>
/// <param name="Phase"><c>CONFIG</c>, <c>EXECUTION</c>, <c>COMPLETION</c>, <c>ERROR</c> or <c>CANCEL</c>.</param>
/// <param name="Message">For people; no path and no content of <c>transfer.info</c> (Q1).</param>
/// <param name="Transfer">The progress of the transfer, where the step is one.</param>
internal sealed record JobEvent(string Phase, string Message, JobTransfer? Transfer = null)
{
    /// <summary>In the order of Socket.IO's payloads.</summary>
    public PythonDict Data => new(Transfer is null
        ? new OrderedDictionary<string, PythonValue> { ["message"] = new PythonText(Message) }
        : new OrderedDictionary<string, PythonValue>
        {
            ["message"] = new PythonText(Message),
            ["progress"] = PythonInt.Of(Transfer.Percentage),
            ["bytes_transferred"] = PythonInt.Of(Transfer.Sent),
            ["total_bytes"] = PythonInt.Of(Transfer.Total),
        });
}

/// <summary>How much of a file has been sent.</summary>
internal sealed record JobTransfer(int Percentage, long Sent, long Total);

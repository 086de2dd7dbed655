namespace Strangler.Benchmarks.Soak;

/// <summary>What a sample holds, in the order of the columns of its file.</summary>
internal enum Figure
{
    /// <summary>Since the start.</summary>
    Seconds,

    /// <summary>What the gateway's process has in memory, MiB.</summary>
    Memory,

    /// <summary>What its objects take after the latest collection, MiB.</summary>
    Heap,

    /// <summary>Its open files and sockets.</summary>
    Handles,

    Sockets,

    Threads,

    /// <summary>Its processor time, percent of one core.</summary>
    Processor,

    /// <summary><c>gateway.db</c> and its log, MiB.</summary>
    Database,

    /// <summary>Milliseconds within which modern gave half of the general statuses that it gave since the sample before.</summary>
    P50,

    P99,

    // The rest counts since the start.
    Requests,

    /// <summary>Requests that should have been answered, and were not, or not as they should.</summary>
    Failed,

    /// <summary>The same of legacy's own routes, while it was down.</summary>
    Excused,

    Jobs,

    /// <summary>Jobs that came to no end, or said another one than was true.</summary>
    Untrue,

    /// <summary>The same of legacy's own, over which it went down.</summary>
    ExcusedJobs,

    /// <summary>Sockets of the live channel that were refused, or ended by the server.</summary>
    Closed,

    ExcusedClosed,

    Flips,

    /// <summary>Restarts of legacy.</summary>
    Restarts,

    /// <summary>Routes that the gateway itself took back.</summary>
    TakenBack,
}

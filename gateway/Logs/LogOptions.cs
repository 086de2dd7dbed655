namespace Strangler.Gateway.Logs;

/// <summary>How the log is written, section <c>Gateway:Log</c>. What is in it says section <c>Logging</c>, also while the gateway runs.</summary>
internal sealed class LogOptions
{
    /// <summary>`text` for a person, a line an entry, with the time in UTC; or `json` for a program, an object a line.</summary>
    public LogFormat Format { get; set; }

    /// <summary>Whether each public request gets an entry once it is over: method, target, status, route, side, stage, why, duration, bytes, trace.</summary>
    public bool Access { get; set; }
}

/// <summary>Who reads the log.</summary>
internal enum LogFormat
{
    /// <summary>A person.</summary>
    Text,

    /// <summary>A program.</summary>
    Json,
}

using System.Buffers;
using Strangler.Services.Flask.Python;

namespace Strangler.Services.Realtime.Pages;

/// <summary>The argument of <c>status_response</c>, in legacy's order of keys (contract 9.4).</summary>
public static class StatusResponse
{
    /// <param name="status">The status, as JSON.</param>
    /// <param name="jobId">The job that was asked for.</param>
    /// <param name="time">Tells its <c>timestamp</c>.</param>
    public static byte[] Of(ReadOnlySpan<byte> status, string jobId, TimeProvider time) => Of(status, new PythonText(jobId), time);

    /// <inheritdoc cref="Of(ReadOnlySpan{byte}, string, TimeProvider)"/>
    internal static byte[] Of(ReadOnlySpan<byte> status, PythonValue jobId, TimeProvider time)
    {
        var json = new ArrayBufferWriter<byte>(status.Length + 96);
        json.Write("{\"status\":"u8);
        json.Write(status);
        json.Write(",\"job_id\":"u8);
        PythonJsonWriter.Write(json, jobId, sorted: false);
        json.Write(",\"timestamp\":"u8);
        PythonJsonWriter.Write(json, new PythonFloat(time.UnixSeconds()));
        json.Write("}"u8);
        return json.WrittenSpan.ToArray();
    }
}

using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Strangler.Services.Flask.Python;

namespace Strangler.Services.Backups.Jobs;

/// <summary>A job's record as JSON, stored to survive a restart.</summary>
internal sealed record JobDocument(
    string Phase, string Message, bool BackingUp, string File, int Percentage, long Sent, long Total, string LastUpdated,
    string? Error, string? CancelReason, PerformanceSummary? Performance)
{
    /// <summary>The job as it is now.</summary>
    public static StoredJob Of(Job job) => Of(job, job.Record, job.EndedAt);

    /// <summary>The job as it will be after its end.</summary>
    public static StoredJob Of(Job job, JobEnd end, DateTimeOffset at, TimeProvider time) => Of(job, job.Record.EndedBy(end, time.LocalIsoFormat(at)), at);

    /// <summary>The job as it was stored; one that was live then has ended with <paramref name="end"/>. Null for a document that cannot be read.</summary>
    public static Job? Restore(StoredJob stored, JobEnd end, TimeProvider time)
    {
        if (Read(stored.Document) is not { } document)
            return null;
        var record = stored.EndedAt is null ? document.Record.EndedBy(end, time.LocalIsoFormat()) : document.Record;
        var performance = document.Performance is { } summary ? new JobPerformance(summary.TotalBytes, time, summary) : null;
        return new Job(stored.Id, stored.CreatedAt, stored.EndedAt ?? time.GetUtcNow(), record, performance, time);
    }

    private JobRecord Record => new(
        Phase, Message, BackingUp, File, Percentage, Sent, Total, LastUpdated, Error,
        PythonJsonReader.TryRead(CancelReason, out var reason) ? reason : null);

    private static StoredJob Of(Job job, JobRecord record, DateTimeOffset? endedAt)
    {
        var reason = record.CancelReason is null ? null : Encoding.ASCII.GetString(PythonJsonWriter.Unsorted(record.CancelReason));
        var document = new JobDocument(
            record.Phase, record.Message, record.BackingUp, record.File, record.Percentage, record.Sent, record.Total, record.LastUpdated,
            record.Error, reason, job.Performance?.Summarize());
        return new StoredJob(job.Id, job.CreatedAt, endedAt, JsonSerializer.Serialize(document, JobDocumentContext.Default.JobDocument));
    }

    private static JobDocument? Read(string document)
    {
        try
        {
            return JsonSerializer.Deserialize(document, JobDocumentContext.Default.JobDocument);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(JobDocument))]
internal sealed partial class JobDocumentContext : JsonSerializerContext;

using System.Data.Common;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Strangler.ShadowDiff.Coverage;
using Strangler.ShadowDiff.Findings;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Noise;
using Strangler.ShadowDiff.Rules;
using Strangler.ShadowDiff.Store;

namespace Strangler.ShadowDiff.Transfer;

/// <summary>Takes in an export: all of it in one transaction, or nothing.</summary>
internal sealed class StoreImport(
    StoreWriter writer, CoverageStore coverage, CoverageCounts counts, DivergenceRegister divergences, LearnedNoise noise, RulesInForce rules, IOptions<ExampleOptions> options, TimeProvider time)
{
    private const int LongestName = 200;

    /// <summary>Its mark may stand first. What is no UTF-8 is not guessed at.</summary>
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true);

    /// <param name="source">The export.</param>
    /// <param name="cancellationToken">Its sender has gone; looked at while it arrives only.</param>
    /// <exception cref="ImportRefusedException">It is no whole export, or this database has its content already.</exception>
    /// <exception cref="StoreException">Writing failed.</exception>
    public async Task<ImportResult> ReadAsync(Stream source, CancellationToken cancellationToken)
    {
        // It is read to its end before the transaction begins: no one waits for a slow sender.
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 64 * 1024, FileOptions.DeleteOnClose);
        await CopyAsync(source, file, cancellationToken);
        var header = Check(file);
        return (await writer.AddAsync(connection => Take(connection, file, header), TakeUp, CancellationToken.None)).Result;
    }

    /// <summary>Copies it, as long as no line is longer than a line may be: each is held in memory when its turn comes.</summary>
    private static async Task CopyAsync(Stream source, Stream target, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        var (line, length) = (1L, 0L);
        while (await source.ReadAsync(buffer, cancellationToken) is var count and > 0)
        {
            for (var rest = buffer.AsSpan(0, count); rest.Length > 0;)
            {
                var end = rest.IndexOf((byte)'\n');
                length += end < 0 ? rest.Length : end;
                if (length > ImportRanges.MaxLine)
                    throw Refused(line, $"it is longer than {ImportRanges.MaxLine / (1024 * 1024)} MiB");
                if (end < 0)
                    break;

                (line, length) = (line + 1, 0);
                rest = rest[(end + 1)..];
            }

            await target.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
        }
    }

    /// <summary>Tells the features what they now have.</summary>
    private void TakeUp(ImportedLines lines)
    {
        foreach (var (route, outcome, count) in lines.Coverage)
            coverage.TakeUp(route, outcome, count);

        foreach (var (route, side, histogram, _, _) in lines.Latencies)
            counts.For(route).Latency.Load(side, histogram);

        foreach (var divergence in lines.Divergences)
        {
            divergences.Load(divergence.Fingerprint, divergence.Route, 0, DateTimeOffset.MinValue, divergence.Count > divergence.Transient + divergence.State,
                divergence.Transient, divergence.OnPurpose is null && Severity.IsCritical(divergence.Kind, divergence.At));
        }

        foreach (var state in lines.Noise)
            noise.Load(state);
    }

    /// <summary>Looks at every line before the first is written.</summary>
    /// <returns>The header.</returns>
    private ExportHeader Check(Stream file)
    {
        var check = new ImportCheck(new ImportRanges(time.GetUtcNow()));
        var (count, header, end) = (0L, (ExportHeader?)null, (ExportEnd?)null);
        foreach (var line in Lines(file))
        {
            if (end is not null)
                throw Refused(count, "it goes on after its end");

            if (++count == 1)
                header = line.Header;
            if (count == 1 && header is not { Format: ExportHeader.CurrentFormat, Export: { Length: > 0 and <= LongestName } })
                throw Refused(1, $"no header of format {ExportHeader.CurrentFormat}; send what GET /api/export gave");

            end = line.End;
            if (count > 1 && end is null)
                Try(count, () => check.Check(line));
        }

        if (count == 0)
            throw new ImportRefusedException(StatusCodes.Status400BadRequest, "The export is empty: not even its header is there. Nothing was imported.");

        return end?.Lines == count - 1 ? header! : throw Refused(count, "the export is cut off: its end is missing or counts other lines");
    }

    private ImportedLines Take(DbConnection connection, Stream file, ExportHeader header)
    {
        if (ImportLog.Has(connection, header.Export))
            throw new ImportRefusedException(StatusCodes.Status409Conflict, $"The export {header.Export} was made by this gateway or has been imported already; its counts would be added twice.");

        ImportLog.Add(connection, header.Export, time.GetUtcNow());
        var (table, count) = (new ImportTable(connection, rules.Current.Redaction, options.Value.ExamplesPerDivergence), 0L);
        foreach (var line in Lines(file))
        {
            count++;
            Try(count, () => table.Apply(line));
        }

        return table.Lines(count);
    }

    private static IEnumerable<ExportLine> Lines(Stream file)
    {
        file.Position = 0;
        using var reader = new StreamReader(file, Utf8, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        for (var count = 1L; ; count++)
        {
            ExportLine? line = null;
            Try(count, () => line = reader.ReadLine() is { } text ? ImportCheck.Read(text) : null);
            if (line is null)
                yield break;

            yield return line;
        }
    }

    private static void Try(long line, Action read)
    {
        try
        {
            read();
        }
        catch (DecoderFallbackException)
        {
            throw Refused(line, "it, or a line soon after it, is not in UTF-8");
        }
        catch (Exception ex) when (ex is not (DbException or ImportRefusedException))
        {
            throw Refused(line, ex.Message);
        }
    }

    private static ImportRefusedException Refused(long line, string problem) => new(StatusCodes.Status400BadRequest, $"Line {line}: {problem.TrimEnd('.')}. Nothing was imported.");
}

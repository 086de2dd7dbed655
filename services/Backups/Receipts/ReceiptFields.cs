using Strangler.Services.Flask.Python;

namespace Strangler.Services.Backups.Receipts;

/// <summary>The fields that <c>check_receipt</c> and <c>received_files</c> report about one file (contract 5).</summary>
internal sealed class ReceiptFields(OpenExpectations expected, TimeProvider time)
{
    /// <summary>With <paramref name="entry"/> also what the backup server's database knows: the extension <c>?details=1</c>.</summary>
    public Dictionary<string, PythonValue> Of(ReceivedFile file, CatalogEntry? entry)
    {
        Dictionary<string, PythonValue> fields = new()
        {
            ["filename"] = new PythonText(file.Name),
            ["modified_time"] = new PythonText(time.CTime(file.Facts.Seconds)),
            ["path"] = new PythonText(file.Path),
            ["size"] = PythonInt.Of(file.Facts.Size),
            ["timestamp"] = new PythonFloat(file.Facts.Timestamp),
            ["verified"] = PythonNull.Value,
        };
        if (expected.Find(file.Name) is { } expectation)
            Add(fields, expectation);
        if (entry is not null)
            Add(fields, entry);
        return fields;
    }

    // An open expectation means that the file is not verified yet.
    private static void Add(Dictionary<string, PythonValue> fields, Expectation expectation)
    {
        fields["expected_hash"] = new PythonText(expectation.File.Sha256);
        fields["expected_size"] = PythonInt.Of(expectation.File.Size);
        fields["job_id"] = new PythonText(expectation.File.JobId);
        fields["status"] = new PythonText(expectation.Status);
        fields["verified"] = PythonBool.False;
    }

    private static void Add(Dictionary<string, PythonValue> fields, CatalogEntry entry)
    {
        fields["client"] = entry.Client is { } client ? new PythonText(client) : PythonNull.Value;
        fields["crc"] = entry.Crc is { } crc ? PythonInt.Of(crc) : PythonNull.Value;
        fields["stored_verified"] = entry.Verified is { } verified ? PythonBool.Of(verified) : PythonNull.Value;
    }
}

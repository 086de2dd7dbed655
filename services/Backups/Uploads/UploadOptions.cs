using System.ComponentModel.DataAnnotations;

namespace Strangler.Services.Backups.Uploads;

/// <summary>Settings of uploads, section <c>Services:Uploads</c>. The size of a file has no limit, as in legacy.</summary>
internal sealed class UploadOptions
{
    /// <summary>Bytes of an upload held at once. The headers of a part must fit, or the form is refused.</summary>
    [Range(16 * 1024, 4 * 1024 * 1024)]
    public int BufferSize { get; set; } = 512 * 1024;

    /// <summary>Bytes of all fields of a form together, headers included; a form with more is refused.</summary>
    [Range(1024, 64 * 1024 * 1024)]
    public int FieldsLimit { get; set; } = 1024 * 1024;

    /// <summary>How many bytes of a refused upload are still read, so that its client, which is still sending, receives the answer.</summary>
    [Range(0L, 1L << 40)]
    public long DrainLimit { get; set; } = 8L << 30;
}

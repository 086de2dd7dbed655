namespace Strangler.Services.Backups.Uploads;

/// <summary>Why an upload was not stored.</summary>
internal enum UploadProblem
{
    /// <summary>No part named <c>file</c> with a file name, or no form that can be read (contract 5: <c>No file uploaded</c>).</summary>
    NoFile,

    /// <summary>The file name is empty (contract 5: <c>No file selected</c>).</summary>
    EmptyName,

    /// <summary>This system cannot store a file of that name.</summary>
    NameNotAllowed,

    /// <summary>More than 1000 parts.</summary>
    TooManyParts,

    /// <summary>Headers of a part, or the fields together, beyond <see cref="UploadOptions"/>.</summary>
    TooLarge,

    /// <summary>A field or file name declares an unknown encoding.</summary>
    UnknownCharset,

    /// <summary>The disk is full, or the user's quota is used up.</summary>
    DiskFull,

    /// <summary>Writing failed for another reason; the log has it.</summary>
    WriteFailed,

    /// <summary>The body ended before its announced length, or the client is gone (contract 5: the page of a 400).</summary>
    CutOff,
}
